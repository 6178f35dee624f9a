"""A list of clippings: read in its order, put into another, copied, exported."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from onrecord.app import copying, keymap
from onrecord.app.hinting import hints_of
from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.clippings import Clippings
from onrecord.app.widgets.hints import Hints
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.status import Status
from onrecord.store.clippings import clipped

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.record.cite import Citation
    from onrecord.store.clippings import Clipped

_HINTS = (
    ("clippings.down", "down"),
    ("clippings.up", "up"),
    ("clippings.take-out", "take out"),
    ("clippings.copy", "copy"),
    ("clippings.save", "save"),
    ("marks.undo", "undo"),
    ("clippings.close", "back"),
)
_GONE = "The article no longer has these words."

Place = tuple[int, int | None]
"""An article, and where in its text the quotation begins."""


class ClippingsScreen(Dialog[Place]):
    """Gives the place of the clipping that is to be opened."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.CLIPPINGS, *keymap.CHANGES]

    def __init__(self, on_record: OnRecord, name: str) -> None:
        super().__init__()
        self.HEADING = name
        self._on_record = on_record
        self._list = name
        self._rows = Clippings(on_record.now)
        self.status = Status()
        """Where the answers to keys stand, also to those that opened a dialog from here."""
        self._hints = Hints(hints_of(_HINTS, dict(on_record.config.settings.keymap)))

    def content(self) -> Iterator[Widget]:
        """Give the list, and what the keys do."""
        yield self._rows
        yield self.status
        yield self._hints

    def listed(self) -> Rows:
        """Return the list."""
        return self._rows

    def on_mount(self) -> None:
        """Read the list."""
        self._rows.focus()
        self._on_record.errand(self._read, group="clippings")

    async def _read(self) -> None:
        self._rows.list_clippings(await self._on_record.read(clipped, self._list))

    def _say(self, sentence: str) -> None:
        self.status.flash(sentence)

    def _then_read(self, change: Callable[[], Awaitable[object]], said: str = "") -> None:
        async def work() -> None:
            await change()
            await self._read()
            if said:
                self._say(said)

        self._on_record.errand(work, group="clippings")

    # Keys

    @on(Rows.Opened)
    def _open(self) -> None:
        current = self._rows.current
        if current is not None:
            self.dismiss((current.article_id, current.start))

    def action_shift(self, step: int) -> None:
        """Move the clipping up or down the list."""
        here, order = self._rows.chosen, [each.position for each in self._rows.clipped]
        there = here + step
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        moved = list(self._rows.clipped)
        moved[here], moved[there] = moved[there], moved[here]
        self._rows.list_clippings(moved)
        self._rows.choose(there)
        self._then_read(partial(self._on_record.room.own.arrange, self._list, order))

    def action_take_out(self) -> None:
        """Take the clipping out of the list."""
        current = self._rows.current
        if current is not None:
            take_out = partial(self._on_record.room.own.unclip, current.clippings)
            self._then_read(take_out, "Taken out. U undoes it.")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._then_read(self._take_back)

    async def _take_back(self) -> None:
        what = await self._on_record.undo.take_back()
        self._say(f"Undone: {what}." if what else "There is nothing to undo.")

    def action_redo(self) -> None:
        """Make the change again that was taken back."""
        self._then_read(self._make_again)

    async def _make_again(self) -> None:
        what = await self._on_record.undo.make_again()
        self._say(f"Done again: {what}." if what else "There is nothing to do again.")

    def action_copy(self) -> None:
        """Copy the clipping with its citation."""
        self._copy_as(self._on_record.config.settings.copy_as)

    def action_copy_as(self) -> None:
        """Copy the clipping in one of the formats."""

        async def ask() -> None:
            from onrecord.app.screens.formats import FormatsScreen

            citations = await self._citations(self._chosen())
            if not citations:
                self._say(_GONE)
                return

            def copy(name: str | None) -> None:
                if name is not None:
                    self._copy_as(name)

            default = self._on_record.config.settings.copy_as
            await self._on_record.push_screen(FormatsScreen(citations, default), copy)

        self._on_record.errand(ask, group="copy")

    def _copy_as(self, format_name: str) -> None:
        async def copy() -> None:
            citations = await self._citations(self._chosen())
            if citations:
                text = copying.written(citations, format_name)
                self._say(await self._on_record.room.copied(text, "The clipping"))
            else:
                self._say(_GONE)

        self._on_record.errand(copy, group="copy")

    def action_save(self) -> None:
        """Write the list to a file."""

        async def ask() -> None:
            from onrecord.app.saving import sorts_of_citations

            citations = await self._citations(self._rows.clipped)
            if citations:
                self._on_record.room.save(self._list, sorts_of_citations(lambda: citations))
            else:
                self._say("There is nothing to save here.")

        self._on_record.errand(ask, group="save")

    def _chosen(self) -> Sequence[Clipped]:
        current = self._rows.current
        return () if current is None else (current,)

    async def _citations(self, wanted: Sequence[Clipped]) -> list[Citation]:
        ids = [quotation_id for each in wanted for quotation_id in each.quotation_ids]
        return await self._on_record.room.citations(ids)
