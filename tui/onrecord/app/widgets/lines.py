"""A short list of lines, each with a label, words, and a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

from onrecord.app.cells import crop, fill, strip_of
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.model import Span

_MARKED = Style(bold=True, underline=True)
_COLUMNS = 4
"""Cells between the columns and before the first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. A heading has words alone and cannot be chosen.

    ``marked`` are spans of the words that stand out.
    """

    words: str
    label: str = ""
    note: str = ""
    heading: bool = False
    marked: tuple[Span, ...] = ()

    def part(self, start: int, end: int) -> Entry:
        """Return the line with a part of its words; what is marked stays marked."""
        marked = (
            (max(first, start) - start, min(last, end) - start)
            for first, last in self.marked
            if first < end and last > start
        )
        label = "" if start else self.label
        return replace(self, words=self.words[start:end], label=label, marked=tuple(marked))


class Lines(Rows):
    """Lines in two or three columns; ``label`` cells wide is the first.

    With ``spread``, words that do not fit go on over the next lines instead of being cut off.
    """

    can_focus = False

    def __init__(self, label: int, *, spread: bool = False) -> None:
        super().__init__()
        self._label = label
        self._spread = spread
        self._given: tuple[Entry, ...] = ()
        self._entries: tuple[Entry, ...] = ()
        self._words: tuple[str, ...] = ()

    def list_entries(self, entries: Sequence[Entry], words: tuple[str, ...] = ()) -> None:
        """List other lines, or say why there are none."""
        self._given = tuple(entries)
        self._words = words
        self._lay_out()
        first = next((i for i in range(len(self._entries)) if self.is_choosable(i)), 0)
        self.set_reactive(Rows.chosen, first)
        self.rows_changed()
        self.scroll_to(y=0, animate=False, force=True)

    def _lay_out(self) -> None:
        room = self.room.width - self._label - _COLUMNS
        if not self._spread or room <= 0:
            self._entries = self._given
            return
        self._entries = tuple(
            entry.part(start, end)
            for entry in self._given
            for start, end in wrap(entry.words, 0, len(entry.words), room) or [(0, 0)]
        )

    def on_resize(self) -> None:
        """Spread the words over the new width."""
        self._lay_out()
        super().on_resize()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._entries

    def row_count(self) -> int:
        """Return how many lines there are."""
        return len(self._entries)

    def is_choosable(self, index: int) -> bool:
        """Tell whether the line is none of the headings."""
        return 0 <= index < len(self._entries) and not self._entries[index].heading

    def empty_words(self) -> tuple[str, ...]:
        """Return why nothing is listed."""
        return self._words

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw a line."""
        entry = self._entries[index]
        blank = self.ink("ink", index)
        if entry.heading:
            style = self.ink("quiet", index, bold=True)
            return strip_of([("  ", blank), (crop(entry.words, width - 2), style)], width, blank)
        room = width - self._label - _COLUMNS
        words = crop(entry.words, room)
        note = crop(entry.note, room - cell_len(words) - 2)
        parts: list[Part] = [
            ("▌ " if index == self.chosen else "  ", self.ink("lead", index)),
            (fill(entry.label, self._label), self.ink("lead", index)),
            ("  ", blank),
            *self._words_of(entry, words, blank),
            ("  ", blank),
            (note, self.ink("quiet", index)),
        ]
        return strip_of(parts, width, blank)

    def _words_of(self, entry: Entry, words: str, blank: Style) -> Iterator[Part]:
        """Give the words, those that are marked in bold and underlined."""
        at = 0
        for start, end in entry.marked:
            yield words[at:start], blank
            yield words[start:end], blank + _MARKED
            at = end
        yield words[at:], blank
