"""Which panes are on the screen: a window that slides over all of them. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

TWO, THREE, FOUR = 100, 150, 194
"""From so many columns on there are two, three, four panes side by side."""


class Pane(StrEnum):
    """The panes from left to right, the way one goes into the archive."""

    SOURCES = "sources"
    ARTICLES = "articles"
    READER = "reader"
    RECORD = "record"


def abreast(width: int) -> int:
    """Return how many panes a terminal of ``width`` columns shows at once."""
    return 1 + (width >= TWO) + (width >= THREE) + (width >= FOUR)


def window(
    width: int, focus: Pane, hidden: Collection[Pane] = (), *, zen: bool = False
) -> tuple[Pane, ...]:
    """Return the panes that are shown, from left to right.

    The one with the focus is always among them, and the article wherever there is room.
    """
    if zen and focus is Pane.READER:
        return (Pane.READER,)
    panes = [pane for pane in Pane if pane is focus or pane not in hidden]
    size = min(abreast(width), len(panes))
    here = panes.index(focus)
    last = panes.index(Pane.READER) if Pane.READER in panes else len(panes) - 1
    start = max(0, last - size + 1)
    start = max(min(start, here), here - size + 1)
    start = min(start, len(panes) - size)
    return tuple(panes[start : start + size])


def beside(focus: Pane, step: int, hidden: Collection[Pane] = ()) -> Pane:
    """Return the pane ``step`` to the right (or left), passing over hidden ones; ends stay."""
    panes = [pane for pane in Pane if pane is focus or pane not in hidden]
    return panes[max(0, min(panes.index(focus) + step, len(panes) - 1))]
