"""The rows of a list of clippings: who said what, and where it stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.cells import crop, strip_of
from onrecord.app.masthead import written_date
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.uneven import UnevenRows
from onrecord.record.cite import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.store.clippings import Clipped

_LINES = 4
"""Lines of what was said that are shown."""
_INDENT = 2


class Clippings(UnevenRows):
    """Utterances, each with its speaker above and its source below, and air between them."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._clipped: tuple[Clipped, ...] = ()
        self._said: tuple[tuple[str, ...], ...] = ()

    def list_clippings(self, clipped: Sequence[Clipped]) -> None:
        """List other clippings; the pointer stays at its place in the list."""
        self._clipped = tuple(clipped)
        self._lay_out()
        self.set_reactive(Rows.chosen, max(0, min(self.chosen, len(self._clipped) - 1)))
        self.reveal()

    def _lay_out(self) -> None:
        width = max(8, self.room.width - _INDENT - 1)
        self._said = tuple(_said(each, width) for each in self._clipped)
        self.set_heights(len(lines) + 3 for lines in self._said)

    def on_resize(self) -> None:
        """Break the words at the new width."""
        self._lay_out()
        super().on_resize()

    @property
    def clipped(self) -> tuple[Clipped, ...]:
        """What is listed."""
        return self._clipped

    @property
    def current(self) -> Clipped | None:
        """The chosen clipping."""
        return self._clipped[self.chosen] if self._clipped else None

    def row_count(self) -> int:
        """Return how many clippings there are."""
        return len(self._clipped)

    def empty_words(self) -> tuple[str, ...]:
        """Return what an empty list says."""
        return ("Nothing is clipped here.", "b puts a quotation into a list while you read.")

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of a clipping."""
        clipped, said = self._clipped[index], self._said[index]
        ink, quiet = self.ink("ink", index), self.ink("quiet", index)
        parts: list[Part] = [(f"{self.pointer(index)} ", self.ink("lead", index))]
        room = width - _INDENT - 1
        if line == 0:
            name = clipped.speaker or "Speaker not told"
            style = self.ink("ink" if clipped.speaker else "nobody", index, bold=True)
            parts.append((crop(name, room), style))
        elif line <= len(said):
            parts.append((said[line - 1], ink))
        elif line == len(said) + 1:
            day = written_date(clipped.published_at, self._now().tzinfo).split(",")[0]
            gone = "" if clipped.start is not None else "  ·  no longer in the article"
            source = f"{clipped.outlet}, {day}{gone}  ·  {clipped.title}"
            parts.append((crop(source, room), quiet))
        else:
            return strip_of([], width, self.ground)
        return strip_of(parts, width, ink)


def _said(clipped: Clipped, width: int) -> tuple[str, ...]:
    """Return the lines of what was said, at most so many, the last one cropped."""
    words = f"“{words_of(tuple(each.text for each in clipped.clippings))}”"
    spans = wrap(words, 0, len(words), width)
    lines = [words[start:end] for start, end in spans[:_LINES]]
    if len(spans) > _LINES:
        lines[-1] = crop(words[spans[_LINES - 1][0] :], width)
    return tuple(lines)
