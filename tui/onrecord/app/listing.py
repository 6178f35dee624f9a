"""Puts what arrived into a list that somebody is reading, without moving what they read. Pure."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def merged(shown: Sequence[int], fresh: array[int], keep: Collection[int]) -> array[int]:
    """Return ``fresh`` with those of ``keep`` that have left it put back where they were shown.

    An article that was read while the list of unread ones was open stays in it until the list is
    opened anew.
    """
    present = set(fresh)
    gone = [article for article in shown if article in keep and article not in present]
    if not gone:
        return fresh
    lost = set(gone)
    after: dict[int | None, list[int]] = {}
    """Which articles to put back behind which one (None: at the beginning)."""
    before: int | None = None
    for article in shown:
        if article in lost:
            after.setdefault(before, []).append(article)
        elif article in present:
            before = article
    result = array("q", after.get(None, ()))
    for article in fresh:
        result.append(article)
        if article in after:
            result.extend(after[article])
    return result


def following(shown: Sequence[int], chosen: int, wanted: Iterable[int], step: int) -> int | None:
    """Return the index of the next of ``wanted`` after ``chosen`` in the direction of ``step``."""
    wanted = set(wanted)
    places = range(chosen + 1, len(shown)) if step > 0 else range(chosen - 1, -1, -1)
    return next((place for place in places if shown[place] in wanted), None)
