"""A list whose rows take different numbers of lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable


class UnevenRows(Rows):
    """Rows that each say how many lines they take, with `set_heights`."""

    def __init__(self) -> None:
        super().__init__()
        self._tops: tuple[int, ...] = (0,)

    def set_heights(self, heights: Iterable[int]) -> None:
        """Take how many lines each row takes, and that the rows are others."""
        self._tops = (0, *accumulate(heights))
        self.rows_changed()

    def top_of(self, index: int) -> int:
        """Return the line at which a row begins."""
        return self._tops[max(0, min(index, len(self._tops) - 1))]

    def locate(self, line: int) -> tuple[int, int]:
        """Return the row that takes a line, and which of its lines that is."""
        index = bisect_right(self._tops, line) - 1
        return index, line - self._tops[index]
