"""What one does with the article that is open, and its measure."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on

from onrecord.app.outline import Sort
from onrecord.app.panes import Pane
from onrecord.app.screens.finding import Finding
from onrecord.app.widgets.reader import Reader
from onrecord.app.widgets.rows import Rows
from onrecord.config import set_setting
from onrecord.settings import MEASURES
from onrecord.store.articles import revisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.lines import Entry
    from onrecord.store.articles import StoredArticle


class Reading(Finding):
    """The keys of the open article, whichever pane has the focus."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record)
        self._writing_measure = False

    # Quotations

    def action_quotation(self, step: int) -> None:
        """To the next or the previous quotation."""
        if self.reader.article is None:
            return
        if self.pane in {Pane.SOURCES, Pane.ARTICLES}:
            self.enter_pane(Pane.READER)
        if not self.reader.step(step):
            where = "after" if step > 0 else "before"
            said = self.reader.marks.utterances
            self.on_record.say(
                f"No quotation {where} this one." if said else "Nobody is quoted here."
            )

    def action_highlight(self) -> None:
        """Mark more or less in the text."""
        self.reader.highlight = self.reader.highlight.next
        self.on_record.say(f"Highlighted: {self.reader.highlight.value}.")

    def action_only(self) -> None:
        """Show only one speaker's words clearly: the chosen one's; everybody's again."""
        spoken = self.reader.spoken
        if self.reader.see_all():
            return
        if spoken:
            self.show_only(spoken[0].speaker.name if spoken[0].speaker else "")
        else:
            self.on_record.say("Choose a quotation first: ] goes to the next one.")

    def show_only(self, name: str) -> None:
        """Dim all but one speaker's words, or nothing where it is that one's already."""
        if self.reader.only == name:
            self.reader.see_all()
        else:
            self.reader.show_only(name)

    # The outline

    def action_outline(self) -> None:
        """Show the article's questions in the place of its record, or the record again."""
        showing = self.pane is Pane.RECORD and self.record.outlined
        if showing:
            self.record.show_outline(on=False)
            self.enter_pane(Pane.READER)
        elif self.reader.article is None and self.articles.chosen_id is None:
            self.on_record.say("Open an article first; its questions are listed then.")
        else:
            self.record.show_outline(on=True)
            self.enter_pane(Pane.RECORD)

    def action_question(self, step: int) -> None:
        """To the next or the previous question."""
        if self.reader.article is None:
            return
        if self.pane in {Pane.SOURCES, Pane.ARTICLES}:
            self.enter_pane(Pane.READER)
        if not self.reader.step_question(step):
            asked = any(point.sort is Sort.QUESTION for point in self.reader.outline)
            where = "after" if step > 0 else "before"
            self.on_record.say(f"No question {where} this place." if asked else "Nobody asks here.")

    @on(Rows.Opened)
    def _open_in_record(self, event: Rows.Opened) -> None:
        """Show one speaker, follow a name, or go to what is said."""
        item = self.record.item
        if event.rows is not self.record or item is None:
            return
        if item.voice is not None:
            self.show_only(item.voice.name)
        elif item.named is not None:
            self.reader.follow(item.named)
        else:
            self.enter_pane(Pane.READER)
        if not self.is_shown(Pane.READER):
            self.enter_pane(Pane.READER)

    @on(Reader.Stepped)
    def _say_what_is_chosen(self, event: Reader.Stepped) -> None:
        self.record.point_out(self.reader.only, self.reader.trail)
        if self.pane is not Pane.RECORD and event.utterance is not None:
            self.record.follow(event.utterance)
        self._say_head()

    # Its other texts

    def action_other_text(self) -> None:
        """Show the feed's text or the page's; where there is no page's yet, fetch it."""
        shown = self.reader.article
        if shown is None:
            return
        if self.reader.swap_text():
            self._show_record(keep=False)
        elif shown.text_from == "page":
            self.on_record.say("The feed has no text of its own.")
        elif not shown.url:
            self.on_record.say("The feed names no page for this article.")
        elif self.on_record.background.fetching(shown.id):
            self.on_record.say("The page is being fetched already.")
        else:
            self.on_record.errand(partial(self._fetch_page, shown), group="page")

    async def _fetch_page(self, shown: StoredArticle) -> None:
        self.on_record.say("Fetching the page.")
        sentence = await self.on_record.background.fetch_page(shown.id, shown.url)
        self.on_record.say(sentence or "The page's text is here.", warn=bool(sentence))

    def action_earlier_wording(self) -> None:
        """Show what the article said before its outlet changed it."""
        shown = self.reader.article
        if shown is None:
            return
        if not shown.revisions:
            self.on_record.say("This article has not changed since it came.")
            return

        async def tell() -> None:
            from onrecord.app.screens.wording import Wording, wording_of

            def read() -> Sequence[Entry]:
                changed = changed_quotations(self.on_record.database, shown.id)
                before = self.on_record.database.read(revisions, shown.id)
                return wording_of(shown, before, changed, self.on_record.now().tzinfo)

            await asyncio.to_thread(import_module, "onrecord.record.changes")
            from onrecord.record.changes import changed_quotations

            await self.on_record.push_screen(Wording(await asyncio.to_thread(read)))

        self.on_record.errand(tell, group="wording")

    # The measure

    def action_measure(self, step: int) -> None:
        """Set the article in longer or shorter lines, now and from now on."""
        shortest, longest = MEASURES
        measure = max(shortest, min(self.reader.measure + step, longest))
        if measure == self.reader.measure:
            self.on_record.say(f"Lines have from {shortest} to {longest} columns.")
            return
        self.reader.set_measure(measure)
        sheet = self.reader.sheet
        narrower = sheet is not None and sheet.page.width < measure
        room = f"; there is room for {sheet.page.width} here" if sheet and narrower else ""
        self.on_record.say(f"Lines of {measure} columns{room}.")
        if not self._writing_measure:
            self._writing_measure = True
            self.on_record.errand(self._write_measure, group="measure")

    async def _write_measure(self) -> None:
        """Write the measure into feeds.toml, again where it has changed meanwhile."""
        path = self.on_record.config.path
        try:
            while self.on_record.config.settings.measure != (measure := self.reader.measure):
                await asyncio.to_thread(set_setting, path, "measure", measure)
                settings = replace(self.on_record.config.settings, measure=measure)
                self.on_record.config = replace(self.on_record.config, settings=settings)
        finally:
            self._writing_measure = False
