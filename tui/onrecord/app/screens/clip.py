"""Into which list of clippings a quotation goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.fuzzy import FuzzySearch
from textual.widgets import Input, Static

from onrecord.app.cells import count, crop
from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

FIRST_LIST = "Clippings"
"""What a first list is called where nothing else is typed."""
_SNIPPET = 160


class ClipScreen(NarrowedList[str]):
    """The lists, the one used last first; a name that is none of theirs makes a new one."""

    HEADING = "Clip to"

    def __init__(self, words: str, lists: Sequence[tuple[str, int]], latest: str) -> None:
        super().__init__(Lines(0), "A list, or the name of a new one")
        self._quoted = words
        self._lists = tuple(sorted(lists, key=lambda each: each[0] != latest))
        self._shown: tuple[str, ...] = ()

    def content(self) -> Iterator[Widget]:
        """Give the words that are clipped, the line, the lists."""
        quoted = crop(" ".join(self._quoted.split()), _SNIPPET)
        yield Static(Content(quoted), classes="dialog-quoted")
        yield from super().content()

    def narrow(self, wanted: str) -> None:
        """List the lists that ``wanted`` may mean, and the one that it would make."""
        name = clean_line(wanted).strip()
        search = FuzzySearch(case_sensitive=False)
        scored = [(search.match(name, each[0])[0] if name else 1.0, each) for each in self._lists]
        found = [each for score, each in sorted(scored, key=lambda one: -one[0]) if score > 0]
        entries = [Entry(title, note=count(size, "clipping")) for title, size in found]
        self._shown = tuple(title for title, _ in found)
        if not name and not self._lists:
            name = FIRST_LIST
        if name and name.casefold() not in {title.casefold() for title, _ in self._lists}:
            entries.append(Entry(name, note="a new list"))
            self._shown = (*self._shown, name)
        self._lines.list_entries(entries)

    @on(Input.Submitted)
    @on(Rows.Opened)
    def _take(self) -> None:
        if self._shown:
            self.dismiss(self._shown[self._lines.chosen])
