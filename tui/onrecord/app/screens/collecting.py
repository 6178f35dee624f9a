"""What leaves an article: clippings, files, its text for other programs."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.app.panes import Pane
from onrecord.app.screens.desk import CHOOSE, Desk
from onrecord.clean import clean_line
from onrecord.store.articles import View
from onrecord.store.clippings import clipping_lists, latest_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.app import OnRecord
    from onrecord.app.saving import Sort
    from onrecord.app.screens.clippings import Place


class Collecting(Desk):
    """The reading room's own, as far as words leave their articles."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record)
        self.saved_in = Path.cwd()
        """The folder that something was saved in last."""
        self.piped_to = ""
        """The command that an article was piped to last."""

    def action_clip(self, name: str = "") -> None:
        """Put the chosen quotation into a list of clippings; without a name, ask for it."""
        shown, chosen, marks = self.reader.article, self.reader.utterance, self.reader.marks
        if shown is None or chosen is None:
            self.on_record.say(CHOOSE)
            return
        if self._is_the_guide(shown.id):
            return
        article_id = shown.id
        ids = tuple(marks.ids[index] for index in marks.utterances[chosen])
        words = " … ".join(marks.quotations[index].text for index in marks.utterances[chosen])

        def listed(chosen: str | None) -> None:
            if chosen is not None:
                self.on_record.errand(partial(self._clip, article_id, ids, chosen), group="own")

        async def ask() -> None:
            from onrecord.app.screens.clip import ClipScreen

            lists = await self.on_record.read(clipping_lists)
            latest = await self.on_record.read(latest_list)
            await self.on_record.push_screen(ClipScreen(words, lists, latest), listed)

        if name:
            listed(clean_line(name))
        else:
            self.on_record.errand(self.on_record.soon(ask), group="own")

    async def _clip(self, article_id: int, ids: Sequence[int], name: str) -> None:
        await self.own.clip(article_id, ids, name)
        self.on_record.say(f"Clipped to {name}. B shows the list, U undoes it.")

    def action_clippings(self) -> None:
        """Open the chosen list of clippings, or the one used last."""
        scope = self.scope
        if scope.view is View.CLIPPED and scope.name:
            self.open_clippings(scope.name)
            return

        async def find() -> None:
            name = await self.on_record.read(latest_list)
            if name:
                self.open_clippings(name)
            else:
                self.on_record.say("Nothing is clipped yet: b puts a quotation into a list.")

        self.on_record.errand(find, group="own")

    def open_clippings(self, name: str) -> None:
        """Show a list of clippings."""
        from onrecord.app.screens.clippings import ClippingsScreen

        def opened(place: Place | None) -> None:
            if place is not None:
                self._open_clipping(*place)

        self.on_record.push_screen(ClippingsScreen(self.on_record, name), opened)

    def _open_clipping(self, article_id: int, start: int | None) -> None:
        self._touched = True
        self.articles.choose_article(article_id)
        self._stop_resting()
        self.enter_pane(Pane.READER)
        self.open_article(article_id, None if start is None else (start, start))

    # Files and commands

    def action_save(self) -> None:
        """Write the article, its quotations or the chosen one to a file."""
        shown, chosen, marks = self.reader.article, self.reader.utterance, self.reader.marks
        if shown is None or shown.id != self.current_id:
            self.on_record.say("Open the article first: what is saved is what you read.")
            return
        from onrecord.app.saving import sorts_of

        self.save(shown.title, sorts_of(shown, marks, chosen))

    def save(self, title: str, sorts: Sequence[Sort]) -> None:
        """Ask for a format and a file, and write it."""
        from onrecord.app.screens.save import SaveScreen, shown_path

        def written(path: Path | None) -> None:
            if path is not None:
                self.saved_in = path.parent
                self.on_record.say(f"Written to {shown_path(path)}.")

        screen = SaveScreen(self.on_record, "Save to a file", title, sorts, self.saved_in)
        self.on_record.push_screen(screen, written)

    def action_pipe(self) -> None:
        """Hand the article's text to a command."""
        shown = self.reader.article
        if shown is None or shown.id != self.current_id:
            self.on_record.say("Open the article first: what is piped is what you read.")
            return
        from onrecord.app.screens.pipe import PipeScreen
        from onrecord.record.printed import as_text

        self.on_record.push_screen(PipeScreen(self.on_record, as_text(shown), self.piped_to))
