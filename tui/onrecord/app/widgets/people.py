"""The people of the archive, a row each: how often quoted, how often named, when last heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from onrecord.app.cells import age, crop, fill, strip_of
from onrecord.app.widgets.rows import Rows
from onrecord.record.sparkline import sparkline
from onrecord.store.people import WEEKS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.store.people import PersonRow

_NAME = 18
"""Cells that a name has at least; columns are left out to give it these."""
_LONGEST = 36
"""Cells that a name has at most, so that the eye finds its numbers; the rest is for aliases."""
_ALIASES = 12
"""Cells for which aliases are worth showing."""
_EDGE = 4
"""Cells before the name: the pointer, and what marks somebody who is followed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the name: its heading and its cells."""

    heading: str
    width: int


QUOTED = Column("quoted", 8)
NAMED = Column("named in", 10)
LATELY = Column(f"{WEEKS} weeks", WEEKS + 2)
HEARD = Column("heard", 10)

_LEFT_OUT = (LATELY, NAMED, HEARD)
"""The columns in the order in which they are left out where there is no room."""


def name_room(width: int) -> int:
    """Return the cells for a name in a list of a width."""
    return min(_LONGEST, width - sum(column.width for column in columns(width)) - _EDGE)


def columns(width: int) -> tuple[Column, ...]:
    """Return the columns beside the name that there is room for."""
    kept = [QUOTED, NAMED, LATELY, HEARD]
    for column in _LEFT_OUT:
        if sum(each.width for each in kept) + _EDGE + _NAME <= width:
            break
        kept.remove(column)
    return tuple(kept)


class PeopleHead(Widget):
    """The headings of the columns, over the list."""

    def render(self) -> str:
        """Draw the headings."""
        # As wide as the rows, which have a scrollbar.
        width = self.content_size.width - 1
        shown = columns(width)
        return (
            " " * _EDGE
            + fill("name", name_room(width))
            + "".join(f"{column.heading:>{column.width}}" for column in shown)
        )


class People(Rows):
    """The list of people."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._rows: tuple[PersonRow, ...] = ()
        self._followed: frozenset[int] = frozenset()
        self._empty: tuple[str, ...] = ()

    def list_people(
        self,
        rows: Sequence[PersonRow],
        *,
        followed: Collection[int] = (),
        empty: tuple[str, ...] = (),
    ) -> None:
        """List others; the pointer stays on who it was on, if they are listed still."""
        before = self.person
        self._rows = tuple(rows)
        self._followed = frozenset(followed)
        self._empty = empty
        ids = [row.entity_id for row in self._rows]
        at = ids.index(before.entity_id) if before and before.entity_id in ids else 0
        self.set_reactive(Rows.chosen, at)
        self.rows_changed()
        self.reveal()

    @property
    def person(self) -> PersonRow | None:
        """Who is chosen."""
        return self._rows[self.chosen] if self.chosen < len(self._rows) else None

    def row_count(self) -> int:
        """Return how many are listed."""
        return len(self._rows)

    def empty_words(self) -> tuple[str, ...]:
        """Return why nobody is listed."""
        return self._empty

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw somebody's row."""
        row = self._rows[index]
        blank = self.ink("ink", index)
        shown = columns(width)
        cells = {
            QUOTED: (f"{row.quotations:,}" if row.quotations else "–", "ink"),
            NAMED: (f"{row.articles:,}", "quiet"),
            LATELY: (sparkline(row.weeks), "lead"),
            HEARD: (age(row.last_heard, self._now()), "quiet"),
        }
        room = name_room(width)
        followed = "+ " if row.entity_id in self._followed else "  "
        parts: list[Part] = [
            (self.pointer(index) + " ", self.ink("lead", index)),
            (followed, self.ink("star", index)),
            (fill(row.name, room), self.ink("ink" if row.quotations else "read", index)),
        ]
        for column in shown:
            text, ink = cells[column]
            parts.append((f"{text:>{column.width}}", self.ink(ink, index)))
        left = width - _EDGE - room - sum(column.width for column in shown) - 5
        if left >= _ALIASES:
            parts.append((f"    {crop(', '.join(row.aliases), left)}", self.ink("quiet", index)))
        return strip_of(parts, width, blank)
