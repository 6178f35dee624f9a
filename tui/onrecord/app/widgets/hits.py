"""What a search found, with the words it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.message import Message

from onrecord.app import finding_keys, keymap
from onrecord.app.cells import age, crop, strip_of
from onrecord.app.marks import SURE
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.clean import defuse
from onrecord.store.search import QuotationHit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.binding import BindingType
    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.model import Span
    from onrecord.store.search import Hit

    Found = Hit | QuotationHit

_EDGE = 2
_AHEAD = 8
"""Rows before the last one from which on more are asked for."""
_OUTLET = 24
_LEAST = 16
"""Cells below which a headline beside a speaker says nothing."""
_NOBODY = "Speaker not told"


class Hits(Rows):
    """What was found: articles or quotations. More is asked for as one nears the end.

    An article shows headline, outlet, age and the passage with the words marked; a quotation its
    speaker, headline, outlet, age and words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.LIST, *finding_keys.SEARCH[-1:]]

    class EndNear(Message):
        """The last of the hits is near; more are wanted if there are any."""

    class Left(Message):
        """Back to the line: Up at the first row, or the key for it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._hits: tuple[Found, ...] = ()
        self._words: tuple[str, ...] = ()
        self._asked = 0
        """How many hits there were when more were asked for last."""

    def list_hits(self, hits: Sequence[Found], words: tuple[str, ...] = ()) -> None:
        """List what was found, or say why there is nothing."""
        self._hits = tuple(hits)
        self._words = words
        self._asked = 0
        self.set_reactive(Rows.chosen, 0)
        self.rows_changed()
        self.scroll_to(y=0, animate=False, force=True)
        self.place_cursor()

    def add_hits(self, hits: Sequence[Found]) -> None:
        """List more of what was found; what is there already is left out."""
        known = {_key(each) for each in self._hits}
        self._hits += tuple(each for each in hits if _key(each) not in known)
        self.rows_changed()

    @property
    def hits(self) -> tuple[Found, ...]:
        """What is listed."""
        return self._hits

    def row_count(self) -> int:
        """Return how many hits there are."""
        return len(self._hits)

    def row_height(self) -> int:
        """Return the lines of one hit: its heading, two of its words, air."""
        return 4

    def empty_words(self) -> tuple[str, ...]:
        """Return why nothing is listed."""
        return self._words

    # Moving

    def watch_chosen(self, before: int, after: int) -> None:
        """Ask for more near the end."""
        super().watch_chosen(before, after)
        self._ask_for_more(after)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for more near the end, also where the mouse scrolls."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_for_more(self.locate(self.scroll_offset.y + self.room.height)[0])

    def _ask_for_more(self, index: int) -> None:
        if self._asked < len(self._hits) <= index + _AHEAD:
            self._asked = len(self._hits)
            self.post_message(self.EndNear())

    def action_up(self) -> None:
        """One row up; from the first, back to the line."""
        if self.chosen == 0:
            self.post_message(self.Left())
        else:
            super().action_up()

    def action_edit(self) -> None:
        """Back to the line."""
        self.post_message(self.Left())

    # How it looks

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of a hit."""
        hit = self._hits[index]
        blank = self.ink("ink", index)
        parts: list[Part] = [(self.pointer(index), self.ink("lead", index)), (" ", blank)]
        room = width - _EDGE - 1
        words = hit.text if isinstance(hit, QuotationHit) else hit.snippet
        if line == 0:
            parts += self._draw_heading(hit, index, room)
        elif line < self.row_height() - 1:
            spans = wrap(words, 0, len(words), room)
            if line <= len(spans):
                start, end = spans[line - 1]
                last = line == self.row_height() - 2
                cut = last and len(spans) > line
                parts += self._marked(words, hit.hits, start, end, index, "read")
                if cut:
                    parts.append(("…", self.ink("quiet", index)))
        return strip_of(parts, width, blank)

    def _draw_heading(self, hit: Found, index: int, room: int) -> list[Part]:
        quiet = self.ink("quiet", index)
        outlet = crop(hit.outlet, min(_OUTLET, room // 3))
        facts = f"{outlet}  {age(hit.published_at, self._now()):>8}"
        left = room - cell_len(facts) - 2
        title = hit.title or "(no title)"
        if isinstance(hit, QuotationHit):
            speaker = crop(hit.speaker.name if hit.speaker else _NOBODY, left)
            style = self.ink("lead" if hit.speaker else "nobody", index, bold=True)
            words: list[Part] = [(speaker, style)]
            doubt = "?" if hit.speaker and hit.confidence < SURE else ""
            room_left = left - cell_len(speaker) - 4
            rest = crop(title, room_left) if room_left >= _LEAST else ""
            words += [(f"{doubt:<2}  " if rest else "", quiet), (rest, quiet)]
            used = cell_len(speaker) + (4 + cell_len(rest) if rest else 0)
        else:
            title = crop(title, left)
            words = self._marked(title, hit.title_hits, 0, len(title), index, "ink", bold=True)
            used = cell_len(title)
        gap = " " * max(2, room - used - cell_len(facts))
        return [*words, (gap, self.ink("ink", index)), (facts, quiet)]

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


def _key(hit: Found) -> tuple[int, int]:
    return (hit.article_id, hit.quotation_id if isinstance(hit, QuotationHit) else 0)
