"""The tags of an article, in a line, with those there are below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widgets import Input

from onrecord.app import keymap
from onrecord.app.cells import count
from onrecord.app.hinting import Hint
from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.tagging import line_of, offered, tags_in, turned
from onrecord.app.widgets.hints import Hints
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.store.columns import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.tagging import Tag

_HINTS = (
    Hint("Tab", "the chosen tag in, or out", "turn"),
    Hint("Enter", "keep", "keep"),
    Hint("Esc", "leave", "close"),
)
_NONE = ("No such tag yet.", "Enter makes it.")
_FIRST = ("No tags yet.", "Type the first ones, with commas between them.")


class TagsScreen(NarrowedList[tuple[str, ...]]):
    """Gives the tags that the line has in the end."""

    HEADING = "Tags"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG_TURN]

    def __init__(self, present: Sequence[str], known: Sequence[Tag]) -> None:
        super().__init__(Lines(1), "Tags, with commas between them")
        self._line.value = line_of(present)
        self._line.select_on_focus = False
        self._known = tuple(known)
        self._shown: tuple[Tag, ...] = ()

    def content(self) -> Iterator[Widget]:
        """Give the line, the list, and what the keys do."""
        yield from super().content()
        yield Hints(_HINTS)

    def narrow(self, wanted: str) -> None:
        """List the tags that the end of the line may mean, with a check beside those it has."""
        has = {slug_of(tag) for tag in tags_in(wanted)}
        self._shown = offered(wanted, self._known)
        entries = [
            Entry(name, "✓" if slug_of(name) in has else "", count(number, "article"))
            for name, number in self._shown
        ]
        self._lines.list_entries(entries, _NONE if self._known else _FIRST)

    def action_turn(self) -> None:
        """Take the chosen tag into the line, or out of it."""
        if self._shown:
            self._line.value = turned(self._line.value, self._shown[self._lines.chosen][0])
            self._line.action_end()

    @on(Rows.Opened)
    def _turn(self) -> None:
        self.action_turn()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Let the article have the tags of the line."""
        self.dismiss(tags_in(self._line.value))
