"""Text fragments: an address that shows the very words it is for.

After the WICG's draft "URL Fragment Text Directives"
(https://wicg.github.io/scroll-to-text-fragment/): ``#:~:text=[prefix-,]start[,end][,-suffix]``.
A browser looks for whole words, without regard to case, takes white space as one blank, and finds
neither prefix, start, end nor suffix across two blocks; `found` does the same on a plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.model import Span

LONGEST_EXACT = 200
"""Characters up to which words are named whole; longer ones by their beginning and end."""

_EDGE_WORDS = 5
_CONTEXT_WORDS = (0, 3, 6, 12)
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_BLOCK = re.compile(r"[^\n]+")
_SAFE = "!*'()~_.;:@/?+$="
"""What a fragment may hold as it is; the directive's own ``-``, ``,`` and ``&`` are encoded."""


@dataclass(frozen=True, slots=True)
class Directive:
    """What to look for: words, or where ``end`` is not "" all from ``start`` to ``end``."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        parts = [f"{_encoded(self.prefix)}-"] if self.prefix else []
        parts += [_encoded(each) for each in (self.start, self.end) if each]
        parts += [f"-{_encoded(self.suffix)}"] if self.suffix else []
        return f"text={','.join(parts)}"


def fragment_url(url: str, text: str, spans: Iterable[Span]) -> str:
    """Return the address with fragments for spans of the text that it has.

    A span without a word is passed over; without any, and for an empty address, the address comes
    back as it was.
    """
    directives = [each for span in spans if (each := directive(text, span)) is not None]
    if not url or not directives:
        return url
    address = url.partition(":~:")[0]
    mark = "" if "#" in address else "#"
    return f"{address}{mark}:~:{'&'.join(map(str, directives))}"


def directive(text: str, span: Span) -> Directive | None:
    """Return the shortest directive by which a browser finds a span of a text.

    Marks and blanks at the span's edges are left off, as words are found whole. None: it has no
    words. Where nothing tells the place from an earlier one with the same words and the same
    neighbours, the directive finds that one.
    """
    words = [match.span() for match in _WORD.finditer(text, *span)]
    if not words:
        return None
    start, end = words[0][0], words[-1][1]
    exact = _line(text[start:end])
    edges = (exact, "")
    if "\n" in text[start:end] or len(exact) > LONGEST_EXACT:
        edges = _edges(text, words)
    best: Directive | None = None
    for size in _CONTEXT_WORDS:
        best = Directive(*edges, _before(text, start, size), _after(text, end, size))
        if found(best, text) == (start, end):
            break
    return best


def found(directive: Directive, text: str) -> Span | None:
    """Return the first place in a text that a directive is for, as a browser looks for it."""
    for block in _BLOCK.finditer(text):
        for start, end in _occurrences(directive.start, text, *block.span()):
            if directive.prefix and not _stands_before(directive.prefix, text, start):
                continue
            if not directive.end:
                if not directive.suffix or _stands_after(directive.suffix, text, end):
                    return start, end
                continue
            for _, last in _occurrences(directive.end, text, end, len(text)):
                if not directive.suffix or _stands_after(directive.suffix, text, last):
                    return start, last
    return None


def _edges(text: str, words: list[Span]) -> tuple[str, str]:
    """Return the first and the last words of a long passage, each inside one block."""
    first = [words[0]]
    for word in words[1:_EDGE_WORDS]:
        if "\n" in text[words[0][0] : word[0]]:
            break
        first.append(word)
    last = [words[-1]]
    for word in reversed(words[len(first) : -1]):
        if len(last) == _EDGE_WORDS or "\n" in text[word[1] : words[-1][0]]:
            break
        last.insert(0, word)
    if words[-1] in first:
        first = first[:-1]
    beginning = text[first[0][0] : first[-1][1]] if first else ""
    ending = text[last[0][0] : last[-1][1]]
    return (_line(beginning), _line(ending)) if beginning else (_line(ending), "")


def _before(text: str, start: int, size: int) -> str:
    """Return the words of the same block before a place, at most so many."""
    if not size:
        return ""
    block = text.rfind("\n", 0, start) + 1
    words = [match.span() for match in _WORD.finditer(text, block, start)][-size:]
    return _line(text[words[0][0] : start]) if words else ""


def _after(text: str, end: int, size: int) -> str:
    """Return the words of the same block after a place, at most so many."""
    if not size:
        return ""
    block = text.find("\n", end)
    words = [m.span() for m in _WORD.finditer(text, end, len(text) if block < 0 else block)][:size]
    return _line(text[end : words[-1][1]]) if words else ""


def _occurrences(words: str, text: str, start: int, end: int) -> Iterator[Span]:
    """Yield where words stand whole between two places of a text, in one block."""
    pattern = re.compile(rf"(?<!\w){_inner(words)}(?!\w)", re.IGNORECASE)
    for match in pattern.finditer(text, start, end):
        yield match.span()


def _stands_before(prefix: str, text: str, place: int) -> bool:
    """Tell whether a prefix ends at a place; it begins with a whole word."""
    block = text.rfind("\n", 0, place) + 1
    pattern = re.compile(rf"(?<!\w){_inner(prefix)}[^\S\n]*\Z", re.IGNORECASE)
    return pattern.search(text, block, place) is not None


def _stands_after(suffix: str, text: str, place: int) -> bool:
    """Tell whether a suffix begins at a place; it ends with a whole word."""
    pattern = re.compile(rf"[^\S\n]*{_inner(suffix)}(?!\w)", re.IGNORECASE)
    return pattern.match(text, place) is not None


def _inner(words: str) -> str:
    return r"[^\S\n]+".join(map(re.escape, words.split()))


def _line(words: str) -> str:
    return " ".join(words.split())


def _encoded(words: str) -> str:
    return quote(words, safe=_SAFE).replace("-", "%2D")
