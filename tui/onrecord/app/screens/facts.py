"""Facts to be read, a line each: a feed's health, the mistakes in feeds.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.lines import Entry, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from onrecord.app.widgets.rows import Rows

_LABEL = 14


class Facts(Dialog[None]):
    """Facts under a heading; long ones go on over several lines."""

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.HEADING = title
        self._entries = tuple(entries)
        self._lines = Lines(_LABEL, spread=True)
        self._lines.can_focus = True

    def content(self) -> Iterator[Widget]:
        """Give the facts."""
        yield self._lines

    def listed(self) -> Rows:
        """Return the facts."""
        return self._lines

    def on_mount(self) -> None:
        """List the facts."""
        self._lines.list_entries(self._entries)
        self._lines.focus()
