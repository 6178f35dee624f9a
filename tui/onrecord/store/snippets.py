"""Snippets: the part of a text around what was searched for, with the exact places of the hits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Span

OPENING: Final = "\ufdd0"
CLOSING: Final = "\ufdd1"
"""Put around hits by FTS5's ``highlight``: two code points that are no characters."""

WIDTH: Final = 160
MOST_HITS: Final = 64
_BEFORE = 50
_BREAK = re.compile(r"\s")


def hits_in(text: str, marked: str) -> tuple[Span, ...]:
    """Return the first spans of a text, at most `MOST_HITS`, that its marked copy marks.

    A text that has such code points itself, where they would not tell hits, gives none.
    """
    if OPENING in text or CLOSING in text:
        return ()
    spans: list[Span] = []
    opening = marked.find(OPENING)
    while opening >= 0 and len(spans) < MOST_HITS:
        closing = marked.find(CLOSING, opening)
        # Each hit before this one has put two marks into the copy.
        shift = 2 * len(spans)
        spans.append((opening - shift, closing - shift - 1))
        opening = marked.find(OPENING, closing)
    return tuple(spans)


def snippet(text: str, hits: Sequence[Span]) -> tuple[str, tuple[Span, ...], Span | None]:
    """Return the part of a text where its hits stand closest, on one line.

    With it come the spans of the hits in the snippet, and the span in the text of the hit it was
    cut around (None without hits: the snippet is then the beginning).
    """
    if not hits:
        start, end, hit = 0, _end(text, WIDTH), None
    else:
        hit = hits[_densest(hits)]
        start = _start(text, hit[0])
        end = _end(text, max(start + WIDTH, min(hit[1], start + 2 * WIDTH)))
    before = "…" if start else ""
    after = "…" if end < len(text) else ""
    shift = len(before) - start
    shown = tuple(
        (each[0] + shift, min(each[1], end) + shift)
        for each in hits
        if start <= each[0] and (each[1] <= end or each == hit)
    )
    return before + _BREAK.sub(" ", text[start:end]) + after, shown, hit


def _densest(hits: Sequence[Span]) -> int:
    """Return the number of the hit from which most hits fit into one snippet."""
    best = most = last = 0
    for first, (start, _) in enumerate(hits):
        while last < len(hits) and hits[last][1] <= start + WIDTH - _BEFORE:
            last += 1
        if last - first > most:
            best, most = first, last - first
    return best


def _start(text: str, hit: int) -> int:
    """Return where to begin before a hit: between two words, if there is such a place."""
    start = max(0, hit - _BEFORE)
    if start == 0:
        return 0
    gap = _BREAK.search(text, start, hit)
    return gap.end() if gap else start


def _end(text: str, end: int) -> int:
    """Return where to end: between two words, if there is such a place near."""
    if end >= len(text):
        return len(text)
    gap = _BREAK.search(text, end, end + _BEFORE)
    return gap.start() if gap else end
