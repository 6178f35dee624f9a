"""What a search found, with the words it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app.cells import age, crop, strip_of
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.clean import defuse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.model import Span
    from onrecord.store.search import Hit

_EDGE = 2


class Hits(Rows):
    """Articles that were found: headline, outlet, age, and the passage with the words marked."""

    can_focus = False

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._hits: tuple[Hit, ...] = ()
        self._words: tuple[str, ...] = ()

    def list_hits(self, hits: Sequence[Hit], words: tuple[str, ...] = ()) -> None:
        """List what was found, or say why there is nothing."""
        self._hits = tuple(hits)
        self._words = words
        self.set_reactive(Rows.chosen, 0)
        self.rows_changed()
        self.scroll_to(y=0, animate=False, force=True)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is listed."""
        return self._hits

    def row_count(self) -> int:
        """Return how many articles were found."""
        return len(self._hits)

    def row_height(self) -> int:
        """Return the lines of one article: headline, two of its passage, air."""
        return 4

    def empty_words(self) -> tuple[str, ...]:
        """Return why nothing is listed."""
        return self._words

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of an article."""
        hit = self._hits[index]
        blank = self.ink("ink", index)
        parts: list[Part] = [
            ("▌" if index == self.chosen else " ", self.ink("lead", index)),
            (" ", blank),
        ]
        room = width - _EDGE - 1
        if line == 0:
            parts += self._draw_title(hit, index, room)
        elif line < self.row_height() - 1:
            spans = wrap(hit.snippet, 0, len(hit.snippet), room)
            if line <= len(spans):
                start, end = spans[line - 1]
                parts += self._marked(hit.snippet, hit.hits, start, end, index, "read")
        return strip_of(parts, width, blank)

    def _draw_title(self, hit: Hit, index: int, room: int) -> list[Part]:
        facts = f"{crop(hit.outlet, 24)}  {age(hit.published_at, self._now())}"
        title = crop(hit.title or "(no title)", room - cell_len(facts) - 2)
        gap = " " * max(2, room - cell_len(title) - cell_len(facts))
        words = self._marked(title, hit.title_hits, 0, len(title), index, "ink", bold=True)
        return [*words, (gap, self.ink("ink", index)), (facts, self.ink("quiet", index))]

    def _marked(
        self,
        text: str,
        hits: Sequence[Span],
        start: int,
        end: int,
        index: int,
        ink: str,
        *,
        bold: bool = False,
    ) -> list[Part]:
        """Return ``text[start:end]`` with the hits in it marked."""
        parts: list[Part] = []
        at = start
        for left, right in hits:
            left, right = max(left, at), min(right, end)
            if left >= right:
                continue
            parts.append((defuse(text[at:left]), self.ink(ink, index, bold=bold)))
            parts.append((defuse(text[left:right]), self.ink("hit", index)))
            at = right
        parts.append((defuse(text[at:end]), self.ink(ink, index, bold=bold)))
        return parts
