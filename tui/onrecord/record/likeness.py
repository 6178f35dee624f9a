"""Whether two quotations are versions of the same words, and what differs between them. Pure.

Candidates are found by MinHash (Broder, On the Resemblance and Containment of Documents, 1997) over
the clauses of a quotation, since an outlet that cuts keeps clauses: `bands` are its signature cut
into bands for locality-sensitive hashing, so that quotations with a clause in common very likely
share a band. `likeness` judges a candidate by aligning the words of both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.model import Span

BANDS: Final = 10
ROWS: Final = 2
"""A clause of which a share ``s`` of the features is the same shares a band with the probability
``1 - (1 - s**ROWS)**BANDS``: 0.94 for a half, 0.61 for three tenths, 0.10 for one tenth."""
FEWEST_WORDS: Final = 4
"""Words from which on a clause is looked for; shorter ones stand everywhere."""
VERSION: Final = 1
"""Goes up when the same words get other bands or another judgement."""

ALIKE: Final = 0.6
"""The share of the shorter quotation's words, by weight, that both have, for one echo."""
_FEWEST_TELLING = 2.6
_OTHERS_SHARE, _OTHERS_TELLING = 0.85, 7.0
_SEED = 20_140_521
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_BREAK = re.compile(r"[.!?;:,…—–()\[\]\n]+")
_COMMON: Final = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did",
        "do", "does", "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i",
        "if", "in", "is", "it", "its", "me", "my", "no", "not", "of", "on", "or", "our", "she",
        "so", "that", "the", "their", "them", "then", "there", "they", "this", "to", "up", "us",
        "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you",
        "your", "s", "t", "re", "ve", "ll", "very", "just", "also", "about",
    }
)  # fmt: skip
_COMMON_WEIGHT = 0.3


class Change(StrEnum):
    """What happened to words between two versions."""

    SAME = "same"
    CUT = "cut"
    """They stand only in the first version."""
    ADDED = "added"
    """They stand only in the second version."""
    CHANGED = "changed"
    """The second version has others in their place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A run of words in two versions: spans in the text of each, empty where there are none."""

    change: Change
    first: Span
    second: Span


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of their words two quotations share.

    ``share`` is the part of the shorter one's words, by weight, that the longer one has in the same
    order (0 to 1); ``telling`` is the weight itself: 1 for a word, less for one of the commonest.
    """

    share: float
    telling: float


def bands(text: str) -> frozenset[int]:
    """Return the bands of a quotation's clauses; none for one of very few words."""
    from rensa import RMinHash

    found: set[int] = set()
    for clause in _clauses(text):
        signature = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
        signature.update([*clause, *(f"{one} {two}" for one, two in pairwise(clause))])
        values = signature.digest()
        for band in range(BANDS):
            rows = values[band * ROWS : (band + 1) * ROWS]
            found.add(band << 32 | crc32(repr(rows).encode()))
    return frozenset(found)


def likeness(one: str, other: str) -> Likeness:
    """Return how much of their words two quotations share, by aligning them."""
    first, second = folded(one), folded(other)
    if not first or not second:
        return Likeness(0.0, 0.0)
    short, long = sorted((first, second), key=len)
    shared = sum(_weight(short[start:end]) for start, end in _runs(short, long))
    return Likeness(shared / _weight(short), shared)


def is_echo(like: Likeness, *, same_speaker: bool) -> bool:
    """Tell whether two quotations so alike are versions of the same words.

    Where their speakers are different ones, as an outlet or the analysis may have it wrong, more
    of the words must be the same.
    """
    if same_speaker:
        return like.share >= ALIKE and like.telling >= _FEWEST_TELLING
    return like.share >= _OTHERS_SHARE and like.telling >= _OTHERS_TELLING


def differences(one: str, other: str) -> tuple[Difference, ...]:
    """Return two versions word by word, in order: what is the same, cut, added or changed."""
    from rapidfuzz.distance import Indel

    first, second = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    found: list[Difference] = []
    at = (0, 0)
    codes = Indel.opcodes(folded(one), folded(other))
    pending: list[list[int]] = [[0, 0], [0, 0]]

    def close() -> None:
        nonlocal at
        (a, b), (c, d) = pending
        if b > a or d > c:
            change = Change.CHANGED if b > a and d > c else Change.CUT if b > a else Change.ADDED
            spans = (_span(first, a, b, at[0]), _span(second, c, d, at[1]))
            found.append(Difference(change, *spans))
            at = (spans[0][1], spans[1][1])

    for code in codes:
        if code.tag != "equal":
            pending[0][1], pending[1][1] = code.src_end, code.dest_end
            continue
        close()
        spans = (
            _span(first, code.src_start, code.src_end, at[0]),
            _span(second, code.dest_start, code.dest_end, at[1]),
        )
        found.append(Difference(Change.SAME, *spans))
        at = (spans[0][1], spans[1][1])
        pending = [[code.src_end, code.src_end], [code.dest_end, code.dest_end]]
    close()
    return tuple(found)


def _span(words: Sequence[re.Match[str]], first: int, last: int, at: int) -> Span:
    return (words[first].start(), words[last - 1].end()) if last > first else (at, at)


def _clauses(text: str) -> Iterator[list[str]]:
    """Yield the words of each clause; one of few words goes with the next, or the one before."""
    kept: list[list[str]] = []
    begun: list[str] = []
    for part in _BREAK.split(text):
        begun += folded(part)
        if len(begun) >= FEWEST_WORDS:
            kept.append(begun)
            begun = []
    if begun and kept:
        kept[-1] += begun
    yield from kept


def _runs(short: Sequence[str], long: Sequence[str]) -> Iterator[Span]:
    """Yield the runs of words in ``short`` that ``long`` has in the same order.

    Of a long text any words can be found in order somewhere, so that a run counts only if it is
    two words or more, or one word that tells something and stands no farther from a counted run
    in one text than in the other.
    """
    from rapidfuzz.distance import Indel

    equal = [
        (code.src_start, code.src_end, code.dest_start)
        for code in Indel.opcodes(short, long)
        if code.tag == "equal"
    ]
    for index, (start, end, place) in enumerate(equal):
        if end - start > 1:
            yield start, end
            continue
        near = [equal[each] for each in (index - 1, index + 1) if 0 <= each < len(equal)]
        if short[start] not in _COMMON and any(
            other_end - other_start > 1 and abs((other - other_start) - (place - start)) <= 3
            for other_start, other_end, other in near
        ):
            yield start, end


def _weight(words: Sequence[str]) -> float:
    return sum(_COMMON_WEIGHT if word in _COMMON else 1.0 for word in words)


@lru_cache(maxsize=2048)
def folded(text: str) -> tuple[str, ...]:
    """Return the words of a text, each without case, accents and kinds of apostrophe."""
    return tuple(_fold(match[0]) for match in _WORD.finditer(text))


def _fold(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold()).replace("’", "'")
    return "".join(char for char in plain if not unicodedata.combining(char))
