"""Finds stretches of text in quotation marks, of any language's style.

A scanner without a model. It reads each paragraph by itself, so that a missing mark does damage to
one paragraph at most and every stretch depends on its own paragraph only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.model import Paragraph, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.model import Span


class Style(StrEnum):
    """How a stretch is set off from the text around it."""

    DOUBLE = "double"
    """Double marks of any kind: curly, straight, low, angle, corner."""
    SINGLE = "single"
    """Single marks: words inside a quotation, British style, headlines."""
    BLOCK = "block"
    """A block quotation without marks of its own."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of quoted text; offsets include its marks.

    ``depth`` counts the stretches around it. ``closed`` tells that its closing mark was found;
    without one it reaches to the end of its paragraph. ``continues`` tells that the next
    paragraph opens with a mark again, as a quotation of several paragraphs does.
    """

    start: int
    end: int
    style: Style
    depth: int = 0
    closed: bool = True
    continues: bool = False


_MARK = re.compile(r"“|”|„|‟|«|»|「|」|『|』|｢|｣|(?<!\S)''|''(?!')|``|‘‘|’’(?!’)|\"|″|＂")
_INSIDE_WORD = re.compile(r"[\u0590-\u05ff]\"[\u0590-\u05ff]")
"""A mark of an acronym in Hebrew."""
_SINGLE = re.compile(r"['‘’‚‹›]")
_TAG = re.compile(r"<[A-Za-z/!][^<>\n]{0,2000}>")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_INCHES = re.compile(r"\d['’′]\d{1,2}$")
_ELISION = re.compile(r"(?:n['’]|tis|twas|til|em|cause|cuz|bout|round|\d0s)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
"""A character of Chinese or Japanese."""

_OPENING = frozenset("“„‟「『｢") | {"``", "‘‘"}
_CLOSING = frozenset("”」』｣") | {"’’"}
_BEFORE_OPEN = frozenset("([{—–-/…‘'“\">:*|_~=¿¡")
_AFTER_CLOSE = frozenset(".,;:!?)]}—–-/…’'\"”<*|_~")
_SPEECH_END = frozenset(",.?!…;—–-")
_WIDE = frozenset({"''", "``", "‘‘"})
"""Double marks of two characters."""
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A double mark and how its surroundings let it be read."""

    start: int
    end: int
    text: str
    can_open: bool
    can_close: bool


def words_in(text: str, start: int, end: int) -> int:
    """Count the words in ``text[start:end]``; a character of an unspaced script is one."""
    unspaced = _UNSPACED.findall(text, start, end)
    return len(unspaced) or len(_WORD.findall(text, start, end))


def lines(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield what the scanner reads at a time: lines, parted further by ``paragraphs``."""
    if not paragraphs:
        for match in _LINE.finditer(text):
            yield Paragraph(match.start(), match.end())
        return
    at = 0
    for paragraph in paragraphs:
        gaps = ((at, paragraph.start, Role.PARAGRAPH),)
        for start, end, role in (*gaps, (paragraph.start, paragraph.end, paragraph.role)):
            for match in _LINE.finditer(text, start, max(start, end)):
                yield Paragraph(match.start(), match.end(), role)
        at = max(at, paragraph.end)
    for match in _LINE.finditer(text, at):
        yield Paragraph(match.start(), match.end())


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    tags = [match.span() for match in _TAG.finditer(text, start, end)]
    marks = []
    at = 0
    for match in _MARK.finditer(text, start, end):
        i, j = match.span()
        while at < len(tags) and tags[at][1] <= i:
            at += 1
        if at < len(tags) and tags[at][0] < i:
            continue
        before = text[i - 1] if i > start else "\n"
        after = text[j] if j < end else "\n"
        if match[0] in '"″' and _INCHES.search(text, max(start, i - 6), i):
            continue
        if i and _INSIDE_WORD.match(text, i - 1):
            continue
        left = before.isspace() or before in _INVISIBLE
        right = after.isspace() or after in _INVISIBLE
        can_open = (left or before in _BEFORE_OPEN) and not right
        can_close = not left and (right or after in _AFTER_CLOSE)
        marks.append(_Mark(i, j, match[0], can_open, can_close))
    return marks


def _opens(mark: _Mark, top: _Mark | None, text: str) -> bool | None:
    """Whether a mark opens (True) or closes (False); None: it is no quotation mark."""
    if mark.text in "«»" and top is not None and top.text in "«»":
        return mark.text == top.text and not mark.can_close
    if mark.text in _OPENING or mark.text == "«":
        low = top is not None and top.text in "„‟"
        wrong = top is not None and mark.can_close and not mark.can_open
        return not ((low and mark.can_close and mark.text != "„") or wrong)
    if mark.text in _CLOSING or mark.text == "»":
        return top is None and mark.can_open and not mark.can_close
    if top is None and text[mark.start - 1 : mark.start].isdigit() and not mark.can_open:
        return None
    if mark.can_open != mark.can_close:
        return mark.can_open
    return top is None


def _pair(text: str, marks: list[_Mark], first: int, last: int) -> list[Stretch]:
    """Stretches in double marks of the paragraph ``text[first:last]``."""
    pairs: list[tuple[int, int]] = []
    stack: list[_Mark] = []
    lost: int | None = None
    for mark in marks:
        opens = _opens(mark, stack[-1] if stack else None, text)
        if opens:
            stack.append(mark)
        elif stack and opens is not None:
            pairs.append((stack.pop().start, mark.end))
        elif opens is not None and not pairs and lost is None and text[mark.start - 1] in ",.?!…":
            lost = mark.end if words_in(text, first, mark.start) > 5 else None
    found = [Stretch(start, end, Style.DOUBLE) for start, end in pairs]
    if lost is not None:
        found.append(Stretch(first, lost, Style.DOUBLE, closed=False))
    found += _unclosed(text, stack, pairs, marks, last)
    return found


def _unclosed(
    text: str, stack: list[_Mark], pairs: list[tuple[int, int]], marks: list[_Mark], last: int
) -> list[Stretch]:
    """Stretches of the marks that no mark closes."""
    if not stack:
        return []
    final = marks[-1]
    mark = stack[0]
    inner = [end for start, end in pairs if start > mark.start]
    if len(stack) == 1 and inner and final.end == max(inner) and final.can_close:
        # "He told me, "Go."  -- one mark at the end closes the inner and the outer quotation
        return [Stretch(mark.start, final.end, Style.DOUBLE)]
    if len(stack) == 1 or not inner:
        return [Stretch(mark.start, last, Style.DOUBLE, closed=False)]
    found = []
    for mark, following in zip(stack, [*stack[1:], None], strict=True):
        end = last if following is None else following.start
        while end > mark.end and text[end - 1].isspace():
            end -= 1
        found.append(Stretch(mark.start, end, Style.DOUBLE, closed=False))
    return found


def _singles(text: str, start: int, end: int, skip: Sequence[Span]) -> list[Stretch]:
    """Stretches in single marks inside ``text[start:end]``, apostrophes left aside.

    Marks inside the spans ``skip`` are not looked at.
    """
    events: list[tuple[int, bool, bool]] = []
    at = 0
    for match in _SINGLE.finditer(text, start, end):
        i = match.start()
        while at < len(skip) and skip[at][1] <= i:
            at += 1
        if at < len(skip) and skip[at][0] <= i:
            continue
        before = text[i - 1] if i > start else "\n"
        after = text[i + 1] if i + 1 < end else "\n"
        opens = (before.isspace() or before in '([{—–-/…“">:') and (
            after.isalnum() or after in "…$£€#@[(¿¡"
        )
        if opens and match[0] in "'’" and _ELISION.match(text, i + 1):
            opens = False
        closes = not before.isspace() and not after.isalnum() and i > start
        opens = opens and match[0] != "’"
        closes = closes and match[0] != "‚"
        if opens or closes:
            events.append((i, opens, closes))
    return _pair_singles(text, events)


def _ends_inside(text: str, i: int) -> bool:
    """Whether a double mark at ``i`` closes a sentence, as in ‘I told them, “Go.”’."""
    return text[i] in '”"' and text[i - 1] in _SPEECH_END


_PARTNERS = {"‚": "‘’", "‹": "›", "›": "‹"}
"""Which marks close a single one; any other is closed by an apostrophe."""


def _pair_singles(text: str, events: list[tuple[int, bool, bool]]) -> list[Stretch]:
    found = []
    opened: int | None = None
    for k, (i, opens, closes) in enumerate(events):
        if opened is None:
            opened = i if opens else None
        elif closes and text[i] in _PARTNERS.get(text[opened], "'’"):
            possessive = text[i - 1] in "sS" and text[i + 1 : i + 2].isspace()
            later = k + 1 < len(events) and events[k + 1][2] and not events[k + 1][1]
            if not (possessive and later):
                found.append(Stretch(opened, i + 1, Style.SINGLE))
                opened = None
        elif opens:
            opened = i
    return found


def _unclosed_single(text: str, first: int, last: int) -> Stretch | None:
    """Find a paragraph in a single mark that a later one closes, as British papers print it.

    Whether one follows is for others to see: the scanner reads each paragraph by itself.
    """
    sentence = text[first] == "‘" and text[last - 1] in ".?!…" and words_in(text, first, last) > 3
    if not sentence or _CLOSED.search(text, first, last):
        return None
    return Stretch(first, last, Style.SINGLE, closed=False)


_CLOSED = re.compile(r"(?<=[,.?!…])’")


def _nest(found: list[Stretch]) -> list[Stretch]:
    """Put the stretches in text order with their depths; what crosses another is dropped."""
    found.sort(key=lambda s: (s.start, -s.end))
    kept: list[Stretch] = []
    around: list[Stretch] = []
    for stretch in found:
        while around and around[-1].end <= stretch.start:
            around.pop()
        if around and (
            stretch.end > around[-1].end
            or (stretch.start, stretch.end) == (around[-1].start, around[-1].end)
        ):
            continue
        kept.append(replace(stretch, depth=len(around)))
        around.append(stretch)
    return kept


def _paragraph(text: str, paragraph: Paragraph) -> list[Stretch]:
    """Find the stretches of one paragraph."""
    first, last = paragraph.start, paragraph.end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    found = _pair(text, _marks(text, first, last), first, last)
    outer: list[Span] = []
    for stretch in sorted(found, key=lambda s: (s.start, -s.end)):
        if not outer or stretch.start >= outer[-1][1]:
            outer.append((stretch.start, stretch.end))
    for start, end in outer:
        width = 2 if text[start : start + 2] in _WIDE else 1
        found += _singles(text, start + width, end - width, ())
    for single in _singles(text, first, last, outer):
        around = any(single.start < start < single.end for start, _ in outer)
        if not around or text[single.end - 2] in _SPEECH_END or _ends_inside(text, single.end - 2):
            found.append(single)
    unclosed = None if found else _unclosed_single(text, first, last)
    found += [unclosed] if unclosed else []
    if paragraph.role is Role.QUOTE:
        whole = any(s.start <= first + 1 and s.end >= last - 1 for s in found)
        if not whole:
            found = [s for s in found if s.end > s.start]
            found.append(Stretch(first, last, Style.BLOCK))
    return _nest([s for s in found if any(c.isalnum() for c in text[s.start : s.end])])


def scan(text: str, paragraphs: Sequence[Paragraph] = ()) -> tuple[Stretch, ...]:
    """Find all stretches of quoted text, in text order, an outer one before those inside it.

    Any two are disjoint or one holds the other. Whether a stretch is somebody's words, a title or
    a word held at arm's length is not decided here. The time is linear in the length of the text.
    """
    found: list[Stretch] = []
    for paragraph in lines(text, paragraphs):
        fresh = _paragraph(text, paragraph)
        if found and fresh and not found[-1].closed and fresh[0].start <= paragraph.start + 1:
            opened = next((s for s in reversed(found) if not s.closed and s.depth == 0), None)
            if opened is not None and not text[opened.end : paragraph.start].strip():
                found[found.index(opened, max(0, len(found) - 50))] = replace(
                    opened, continues=True
                )
        found += fresh
    return tuple(found)
