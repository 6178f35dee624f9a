"""Feeds by folder, each to be taken or left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.message import Message

from onrecord.app import keymap
from onrecord.app.cells import crop, strip_of
from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.settings import FeedSpec

_ALL, _SOME, _NONE = "●", "◐", "○"
_BOX = 3
"""Cells at the left that are clicked to take or leave a row."""


class Checks(Rows):
    """A row for each folder and each feed; what is taken has a full disc before it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.CHECKS]

    class Changed(Message):
        """Something was taken or left."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, FeedSpec | None]] = []
        self._specs: tuple[FeedSpec, ...] = ()
        self._taken: set[str] = set()

    def offer(self, specs: Sequence[FeedSpec]) -> int:
        """Offer more feeds, all taken; return how many were not offered before."""
        known = {spec.url for spec in self._specs}
        fresh = {spec.url: spec for spec in specs if spec.url not in known}
        self._specs += tuple(fresh.values())
        self._taken |= {spec.url for spec in specs}
        folders = dict.fromkeys(spec.folder for spec in self._specs)
        self._rows = [
            (folder, spec)
            for folder in folders
            for spec in (None, *(each for each in self._specs if each.folder == folder))
        ]
        self.rows_changed()
        self.post_message(self.Changed())
        return len(fresh)

    def point_at(self, url: str) -> None:
        """Choose the row of a feed."""
        for index, (_, spec) in enumerate(self._rows):
            if spec is not None and spec.url == url:
                self.choose(index)

    @property
    def offered(self) -> int:
        """How many feeds are offered."""
        return len(self._specs)

    @property
    def taken(self) -> tuple[FeedSpec, ...]:
        """The feeds that are taken, in the order they are listed in."""
        return tuple(spec for _, spec in self._rows if spec and spec.url in self._taken)

    def action_check(self) -> None:
        """Take or leave the chosen feed, or all of the chosen folder."""
        if not self._rows:
            return
        folder, spec = self._rows[self.chosen]
        urls = {spec.url} if spec else self._urls_of(folder)
        if urls <= self._taken:
            self._taken -= urls
        else:
            self._taken |= urls
        self.redraw()
        self.post_message(self.Changed())

    def action_check_all(self) -> None:
        """Take everything, or nothing where everything is taken."""
        urls = {spec.url for spec in self._specs}
        self._taken = set() if urls == self._taken else urls
        self.redraw()
        self.post_message(self.Changed())

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; take or leave it at its disc, or at the second click."""
        index, _ = self.locate(event.y + self.scroll_offset.y)
        if self.is_choosable(index):
            self.choose(index)
            indent = 0 if self._rows[index][1] is None else 2
            if event.chain > 1 or event.x <= indent + _BOX:
                self.action_check()

    def _urls_of(self, folder: str) -> set[str]:
        return {spec.url for spec in self._specs if spec.folder == folder}

    # How it looks

    def row_count(self) -> int:
        """Return how many folders and feeds there are."""
        return len(self._rows)

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw the row of a folder or of a feed."""
        folder, spec = self._rows[index]
        blank, quiet = self.ink("ink", index), self.ink("quiet", index)
        urls = {spec.url} if spec else self._urls_of(folder)
        taken = len(urls & self._taken)
        sign = _ALL if taken == len(urls) else _SOME if taken else _NONE
        lead = self.ink("lead" if taken else "quiet", index)
        indent = "   " if spec else " "
        parts: list[Part] = [(self.pointer(index), self.ink("lead", index))]
        parts += [(indent, blank), (f"{sign} ", lead)]
        room = width - len(indent) - 4
        if spec is None:
            title, note = folder or "In no folder", f"{taken} of {len(urls)}"
            style = self.ink("ink", index, bold=True)
        else:
            title, note = spec.title or spec.url, ""
            style = self.ink("ink" if taken else "quiet", index)
        title = crop(title, room - cell_len(note) - 1)
        gap = " " * max(1, room - cell_len(title) - cell_len(note))
        parts += [(title, style), (gap, blank), (note + " ", quiet)]
        return strip_of(parts, width, blank)
