"""Copying in one of the formats of citations, with a look at what it gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.cells import indented
from onrecord.app.copying import FORMAT_NAMES, written
from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.clean import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from onrecord.record.cite import Citation

_SIGHT = 1200
"""Characters of the text that are shown."""


class FormatsScreen(NarrowedList[str]):
    """The formats; gives the name of the chosen one."""

    HEADING = "Copy the quotation as"

    def __init__(self, citations: Sequence[Citation], default: str) -> None:
        super().__init__(Lines(0), "A format")
        self._citations = tuple(citations)
        self._default = default
        self._shown: tuple[str, ...] = ()
        self._sight = Static(classes="dialog-sight")

    def content(self) -> Iterator[Widget]:
        """Give the line, the list, and what would be copied."""
        yield from super().content()
        yield self._sight

    def narrow(self, wanted: str) -> None:
        """List the formats with ``wanted`` in their names, the user's own first."""
        names = sorted(FORMAT_NAMES, key=lambda name: name != self._default)
        low = wanted.strip().casefold()
        self._shown = tuple(
            name for name in names if low in f"{name} {FORMAT_NAMES[name]}".casefold()
        )
        entries = [
            Entry(FORMAT_NAMES[name], note="what y copies" if name == self._default else "")
            for name in self._shown
        ]
        self._lines.list_entries(entries, ("No such format.",))
        self._show()

    @on(Rows.Pointed)
    def _show(self) -> None:
        text = written(self._citations, self._shown[self._lines.chosen]) if self._shown else ""
        self._sight.update(Content(indented(clean_text(text[:_SIGHT]))))

    @on(Input.Submitted)
    @on(Rows.Opened)
    def _take(self) -> None:
        if self._shown:
            self.dismiss(self._shown[self._lines.chosen])
