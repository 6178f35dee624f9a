"""How wide the panes are and which are hidden, for each number of panes abreast. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.app.panes import Pane
from onrecord.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEP = 4
"""Cells by which a key makes a pane wider or narrower."""
USUAL = {Pane.SOURCES: 29, Pane.ARTICLES: 40, Pane.READER: 80, Pane.RECORD: 36}
"""Cells that a pane takes, its border among them, where the user said nothing."""
LEAST = {Pane.SOURCES: 16, Pane.ARTICLES: 24, Pane.READER: 30, Pane.RECORD: 20}
"""Cells under which no pane is made, as long as there is room for all."""
WIDEST = 400


@frozen
class Arrangement:
    """What the user decided for one number of panes abreast."""

    hidden: frozenset[Pane] = frozenset()
    widths: tuple[tuple[Pane, int], ...] = ()

    def wanted(self, pane: Pane) -> int:
        """Return the cells that a pane should take."""
        return dict(self.widths).get(pane, USUAL[pane])

    def with_width(self, pane: Pane, cells: int) -> Arrangement:
        """Return the arrangement with another width of a pane."""
        widths = dict(self.widths) | {pane: max(LEAST[pane], min(cells, WIDEST))}
        return replace(self, widths=tuple(sorted(widths.items())))

    def without_width(self, pane: Pane) -> Arrangement:
        """Return the arrangement with a pane as wide as usual."""
        return replace(self, widths=tuple(each for each in self.widths if each[0] is not pane))


def yielding(shown: Sequence[Pane]) -> Pane:
    """Return the pane that takes what the others leave: the article, or else the last."""
    return Pane.READER if Pane.READER in shown else shown[-1]


def fitted(total: int, shown: Sequence[Pane], arrangement: Arrangement) -> Mapping[Pane, int]:
    """Return the cells of every pane but the one that yields, so that all have room in ``total``.

    Where the wanted widths are too much, the widest gives way first, down to the least.
    """
    fixed = {pane: arrangement.wanted(pane) for pane in shown if pane is not yielding(shown)}
    over = sum(fixed.values()) + LEAST[yielding(shown)] - total
    while over > 0:
        spare = {pane: cells - LEAST[pane] for pane, cells in fixed.items()}
        widest = max(spare, key=lambda pane: spare[pane], default=None)
        if widest is None or spare[widest] <= 0:
            break
        fixed[widest] -= 1
        over -= 1
    return fixed


def border_moved(
    total: int, shown: Sequence[Pane], arrangement: Arrangement, left: Pane, cells: int
) -> Arrangement:
    """Return the arrangement after the border at the right of ``left`` went ``cells`` rightwards.

    Of the two panes at the border the one that does not yield gets another width; where neither
    yields, it is the left one.
    """
    fixed = fitted(total, shown, arrangement)
    right = shown[shown.index(left) + 1]
    pane, cells = (left, cells) if left in fixed else (right, -cells)
    room = fixed[pane] + total - sum(fixed.values()) - LEAST[yielding(shown)]
    return arrangement.with_width(pane, min(fixed[pane] + cells, room))


def grown(
    total: int, shown: Sequence[Pane], arrangement: Arrangement, pane: Pane, cells: int
) -> Arrangement:
    """Return the arrangement with a pane wider by ``cells``, narrower where they are negative.

    The pane that yields grows at the cost of its neighbour.
    """
    at = shown.index(pane)
    if len(shown) < 2:
        return arrangement
    if pane is yielding(shown) and at > 0:
        return border_moved(total, shown, arrangement, shown[at - 1], -cells)
    if at + 1 < len(shown):
        return border_moved(total, shown, arrangement, pane, cells)
    return border_moved(total, shown, arrangement, shown[at - 1], -cells)
