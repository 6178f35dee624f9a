"""Sets a text as lines of a measured length, by terminal cells.

Pure: a body goes in, lines come out. A line keeps offsets into the body's text and no characters,
so that an article of 100,000 words is set at once and drawn only where it is looked at.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from enum import Enum
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

from onrecord.frozen import frozen
from onrecord.model import Paragraph, Role
from onrecord.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from onrecord.model import Body, Span

_NARROW = pattern(
    "[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f"
    "\u2010-\u2012\u2013-\u2027\u2030-\u205e]*"
)
"""Characters that surely take one cell each and never join: Latin, Greek, Cyrillic, punctuation."""

_NEVER_FIRST = frozenset("、。，．・：；？！）］｝」』】〉》〕’”ー々…‥")
"""Characters that may not begin a line of Chinese or Japanese."""
_NEVER_LAST = frozenset("（［｛「『【〈《〔‘“")
_DASH = "—"
"""A line may break after it, where a word follows without a space."""
_BLANK_LINES = pattern(r"\n[ \t]*\n\s*")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")

_STRONG_RIGHT = frozenset({"R", "AL"})
_STRONG_SAMPLE = 200


class Space(Enum):
    """What a line without words is for."""

    NONE = "none"
    """The line carries words."""
    BETWEEN = "between"
    """The line parts two paragraphs."""
    NAMES = "names"
    """The names of those who speak in the paragraph stand on the line."""
    EXTRA = "extra"
    """More air, above a heading or a question."""


@frozen
class Line:
    """One line of the page.

    ``start`` and ``end`` are offsets into the text, the end exclusive. ``paragraph`` is the index
    of the paragraph it belongs to (for a line without words: of the one that follows). ``indent``
    counts cells from the left edge of the measure, ``ornament`` is drawn at its end, and ``align``
    is true for a line that is set flush right.
    """

    start: int
    end: int
    paragraph: int
    indent: int = 0
    ornament: str = ""
    space: Space = Space.NONE
    align_right: bool = False


@frozen
class Page:
    """A text set at one measure: its paragraphs, its lines, and the first offset of each line."""

    paragraphs: tuple[Paragraph, ...]
    lines: tuple[Line, ...]
    starts: tuple[int, ...]
    width: int

    def line_of(self, offset: int) -> int:
        """Return the line with words that shows ``offset``, or the nearest before it."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        while index + 1 < len(self.lines) and self.lines[index].space is not Space.NONE:
            index += 1
        return index


def superscript(number: int) -> str:
    """Return ``number`` in superscript digits."""
    return str(number).translate(_SUPERSCRIPTS)


def paragraphs_of(body: Body) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a body; where it tells none, the stretches between blank lines."""
    if body.paragraphs:
        return body.paragraphs
    text = body.text
    found = []
    start = 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        last = start + len(text[start:end].rstrip())
        if first < last:
            found.append(Paragraph(first, last))
        start = gap.end() if gap else end
    return tuple(found)


def wrap(text: str, start: int, end: int, width: int) -> list[Span]:
    """Break ``text[start:end]`` into lines of at most ``width`` cells.

    Lines break at line feeds, after spaces and long dashes, between wide characters, though not
    inside a Korean word, and, where one word is longer than a line, anywhere between two graphemes.
    A line's span excludes the spaces it broke at. A grapheme wider than ``width`` has a line of its
    own.
    """
    width = max(1, width)
    spans: list[Span] = []
    while start < end:
        feed = text.find("\n", start, end)
        stop = feed if feed >= 0 else end
        if text.isascii() or _NARROW.fullmatch(text, start, stop):
            spans.extend(_wrap_narrow(text, start, stop, width))
        else:
            spans.extend(_wrap_wide(text, start, stop, width))
        start = stop + 1
    return spans


def _wrap_narrow(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    """Break text of which each character takes one cell."""
    while start < end and text[start] == " ":
        start += 1
    while end - start > width:
        cut = text.rfind(" ", start, start + width + 1)
        dash = text.rfind(_DASH, start, start + width)
        while dash >= start and not text[dash + 1].isalnum():
            dash = text.rfind(_DASH, start, dash)
        if dash >= max(cut, start):
            yield start, dash + 1
            start = dash + 1
        elif cut <= start:
            yield start, start + width
            start += width
        else:
            stop = cut
            while stop > start and text[stop - 1] == " ":
                stop -= 1
            yield start, stop
            start = cut + 1
        while start < end and text[start] == " ":
            start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    if start < end:
        yield start, end


def _wrap_wide(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    """Break text of any characters, grapheme by grapheme."""
    graphemes, _ = split_graphemes(text[start:end])
    line = start
    """Where the open line starts."""
    used = 0
    chance = chance_used = 0
    """The last place where the line may break, and the cells used up to there."""
    before = ""
    for left, right, cells in graphemes:
        cluster = text[start + left : start + right]
        at = start + left
        if cluster == " " and at == line:
            line += 1
            continue
        if at > line and _may_break(before, cluster):
            chance, chance_used = at, used
        while used + cells > width and at > line and cluster != " ":
            cut, cut_used = (chance, chance_used) if chance > line else (at, used)
            yield line, _trim(text, line, cut)
            line, used = cut, used - cut_used
        used += cells
        before = cluster
    stop = _trim(text, line, end)
    if line < stop:
        yield line, stop


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] == " ":
        end -= 1
    return end


def _may_break(before: str, after: str) -> bool:
    """Tell whether a line may break between two graphemes."""
    if before == " ":
        return after != " "
    if not before or after == " ":
        return False
    if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return False
    if before == _DASH:
        return after[0].isalnum()
    if any("가" <= each[0] <= "힣" for each in (before, after)):
        return not (before[-1].isalnum() and after[0].isalnum())
    return cell_len(before) > 1 or cell_len(after) > 1


def runs_right(text: str) -> bool:
    """Tell whether a text is written from right to left, by its first strong character."""
    for character in text[:_STRONG_SAMPLE]:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _STRONG_RIGHT:
            return True
    return False


_ORNAMENTS = {Role.QUOTE: (4, "│ "), Role.ITEM: (3, "• "), Role.CAPTION: (2, "▨ ")}
"""How far a paragraph is indented, and what stands before its words."""


def set_page(
    body: Body,
    width: int,
    notes: Sequence[int] = (),
    named: Collection[int] = (),
    asked: Collection[int] = (),
) -> Page:
    """Set a body at a measure of ``width`` cells.

    ``notes`` are the sorted offsets after which a footnote number is drawn (the ends of links);
    the lines leave room for them. ``named`` are the paragraphs, by index, with a line for names
    above them, ``asked`` those in which a question begins.
    """
    paragraphs = paragraphs_of(body)
    lines: list[Line] = []
    before: Role | None = None
    for index, paragraph in enumerate(paragraphs):
        opens = index in asked and index - 1 not in asked
        lines.extend(_air(paragraph, index, before, opens=opens))
        if index in named:
            lines.append(Line(paragraph.start, paragraph.start, index, space=Space.NAMES))
        lines.extend(_set_paragraph(body.text, paragraph, index, width, notes))
        before = paragraph.role
    return Page(paragraphs, tuple(lines), tuple(line.start for line in lines), width)


_APART = frozenset({Role.HEADING, Role.EMPHASIS})
"""What has more air above, unless it follows another of them."""


def _air(paragraph: Paragraph, index: int, before: Role | None, *, opens: bool) -> Iterator[Line]:
    """Give the lines without words above a paragraph; ``opens`` an exchange with a question."""
    if before is None:
        return
    role = paragraph.role
    if role is Role.ITEM and before is Role.ITEM:
        return
    start = paragraph.start
    if (opens or role in _APART) and before not in _APART:
        yield Line(start, start, index, space=Space.EXTRA)
    # The rule beside a block quotation goes through between its paragraphs.
    joined = role is Role.QUOTE and before is Role.QUOTE
    indent, ornament = _ORNAMENTS[role] if joined else (0, "")
    yield Line(start, start, index, indent, ornament, space=Space.BETWEEN)


def _set_paragraph(
    text: str, paragraph: Paragraph, index: int, width: int, notes: Sequence[int]
) -> Iterator[Line]:
    indent, ornament = _ORNAMENTS.get(paragraph.role, (0, ""))
    throughout = paragraph.role is Role.QUOTE
    start, end = paragraph.start, min(paragraph.end, len(text))
    align_right = not text.isascii() and runs_right(text[start : min(end, start + _STRONG_SAMPLE)])
    spans = (
        _wrap_with_notes(text, start, end, width - indent, notes)
        if notes
        else wrap(text, start, end, width - indent)
    )
    for number, (left, right) in enumerate(spans):
        yield Line(
            left,
            right,
            index,
            indent,
            ornament if number == 0 or throughout else "",
            align_right=align_right,
        )


def _wrap_with_notes(
    text: str, start: int, end: int, width: int, notes: Sequence[int]
) -> list[Span]:
    """Wrap with the footnote numbers in their places, and give back offsets into the text."""
    first, last = bisect_right(notes, start), bisect_right(notes, end)
    if first == last:
        return wrap(text, start, end, width)
    pieces = []
    shifts: list[tuple[int, int]] = []
    """For each note: where it stands in the text that is wrapped, and its length."""
    at, length = start, 0
    for number in range(first, last):
        piece = text[at : notes[number]]
        mark = superscript(number + 1)
        shifts.append((length + len(piece), len(mark)))
        pieces += [piece, mark]
        length += len(piece) + len(mark)
        at = notes[number]
    shown = "".join([*pieces, text[at:end]])

    def offset(position: int) -> int:
        inserted = 0
        for place, size in shifts:
            if place >= position:
                break
            inserted += min(size, position - place)
        return start + position - inserted

    spans = [(offset(left), offset(right)) for left, right in wrap(shown, 0, len(shown), width)]
    return [(left, right) for left, right in spans if left < right]


def notes_between(notes: Sequence[int], start: int, end: int) -> range:
    """Return the indexes of the footnotes that a line from ``start`` to ``end`` draws."""
    return range(
        bisect_right(notes, start), max(bisect_right(notes, start), bisect_right(notes, end))
    )


def overlapping(starts: Sequence[int], spans: Sequence[Span], start: int, end: int) -> range:
    """Return the indexes of the spans that overlap ``start``..``end``.

    ``spans`` are sorted and disjoint, ``starts`` their first offsets.
    """
    first = bisect_right(starts, start) - 1
    if first < 0 or spans[first][1] <= start:
        first += 1
    return range(first, max(first, bisect_left(starts, end)))
