"""What the quoted words are like, and how quotations lie to one another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from onrecord.analyse.candidates import Reading

QUOTED = (
    "first_tag", "last_tag", "noun_after", "determiner_before", "genitive_before",
    "adjective_before", "noun_before", "preposition_before", "bracket_before", "recurs",
    "recurs_plain", "heading_target", "targets", "quoted_share", "first_in_paragraph",
    "second_person_inside", "third_person_inside", "finite_inside", "to_before", "be_before",
)  # fmt: skip
"""Names of the columns, in order."""

_NONE = 99.0
_SHORT, _START = 8, 12
"""Words of a short stretch; tokens of any stretch by which it is known again."""
_OWN = t.words_of("i we you my our your me us")
_YOU = t.words_of("you your yours yourself")
_THIRD = t.words_of("he she him her his hers")
_BE = t.words_of("is was are were be been being as like")


def class_of(tag: str) -> float:
    """Return the number of a word class; classes that behave alike are neighbours."""
    return float(t.TAGS.index(tag)) if tag else -1.0


class Quoted:
    """Looks at the targets of an article and at what stands right beside them."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.tokens = reading, reading.tokens
        self.targets = len(reading.targets)
        covered = sum(x.last - x.first for x in reading.targets)
        self.share = covered / max(1, len(self.tokens))
        self.bodies = [self.body(x.first, x.last) for x in reading.targets]
        self.said = Counter(self.bodies)
        self.plain = self.unquoted()

    def unquoted(self) -> frozenset[str]:
        """Return those of the short quoted stretches whose words also stand without marks."""
        short = {body for body in self.bodies if 0 < len(body.split()) < _SHORT}
        firsts = {body.split(" ", 1)[0] for body in short}
        lengths = {len(body.split()) for body in short}
        quoted = self.reading.quoted
        plain = [low for i, low in enumerate(self.tokens.lows) if quoted[i] < 0]
        found: set[str] = set()
        for i, low in enumerate(plain):
            if low in firsts:
                found.update(" ".join(plain[i : i + length]) for length in lengths)
        return frozenset(found & short)

    def body(self, first: int, last: int) -> str:
        """Return the quoted words, without marks and punctuation at the end."""
        tokens = self.tokens
        words = [
            tokens.lows[i]
            for i in range(first, min(last, first + _START))
            if tokens.words[i][0].isalnum()
        ]
        return " ".join(words)

    def row(self, j: int) -> list[float]:
        """Measure target ``j``: :data:`QUOTED`."""
        tokens, target = self.tokens, self.reading.targets[j]
        a, b = target.first, target.last
        starts = a == 0 or tokens.paragraphs[a - 1] != tokens.paragraphs[a]
        ends = b >= len(tokens) or tokens.paragraphs[b] != tokens.paragraphs[b - 1]
        before = "" if starts else tokens.tags[a - 1]
        low = "" if starts else tokens.lows[a - 1]
        after = "" if ends else tokens.tags[b]
        inside = [i for i in range(a, min(b, a + 60)) if tokens.words[i][0].isalnum()]
        lows = [tokens.lows[i] for i in inside]
        body = self.bodies[j]
        return [
            class_of(tokens.tags[inside[0]] if inside else ""),
            class_of(tokens.tags[inside[-1]] if inside else ""),
            float(after in (t.NOUN, t.NAME)),
            float(before in (t.DET, t.POSS, t.NUM)),
            float(before == t.GEN),
            float(before == t.ADJ),
            float(before in (t.NOUN, t.NAME)),
            float(before == t.PREP),
            float(low in ("(", "[")),
            float(self.said[body] - 1),
            float(body in self.plain),
            float(tokens.paragraphs[a] == 0),
            float(min(self.targets, 60)),
            self.share,
            float(
                j == 0
                or tokens.paragraphs[self.reading.targets[j - 1].last - 1] != tokens.paragraphs[a]
            ),
            float(not _YOU.isdisjoint(lows)),
            float(not _THIRD.isdisjoint(lows)),
            float(any(tokens.tags[i] in (t.VERB, t.AUX) for i in inside)),
            float(low == "to"),
            float(low in _BE),
        ]

    def asks(self, j: int) -> bool:
        """Whether target ``j`` ends with a question mark."""
        stretch = self.reading.targets[j].stretch
        return "?" in self.tokens.text[max(stretch.start, stretch.end - 3) : stretch.end]

    def alone(self, j: int) -> bool:
        """Whether target ``j`` is a paragraph of its own."""
        target, paragraphs = self.reading.targets[j], self.tokens.paragraphs
        a, b = target.first, target.last
        starts = a == 0 or paragraphs[a - 1] != paragraphs[a]
        return starts and (b >= len(paragraphs) or paragraphs[b] != paragraphs[b - 1])

    def inside(self, a: int, b: int) -> list[float]:
        """Look at the quoted words themselves: a title has capitals and few verbs."""
        tokens = self.tokens
        words = [i for i in range(a, min(b, a + 40)) if tokens.words[i][0].isalpha()]
        long = [i for i in words if len(tokens.words[i]) > 3]
        capitals = sum(tokens.words[i][0].isupper() for i in long) / max(1, len(long))
        verbs = sum(tokens.tags[i] in (t.VERB, t.AUX) for i in words)
        own = any(tokens.lows[i] in _OWN for i in words)
        return [capitals, float(min(verbs, 5)), float(own)]

    def neighbours(self, j: int) -> list[float]:
        """How the targets before and after target ``j`` lie to it."""
        targets, paragraphs = self.reading.targets, self.tokens.paragraphs
        target = targets[j]
        row: list[float] = []
        if j:
            other = targets[j - 1]
            same = paragraphs[other.last - 1] == paragraphs[target.first]
            gap = self.reading.outside[target.first] - self.reading.outside[other.last - 1]
            stop = self.reading.stops[target.first] - self.reading.stops[other.last - 1]
            row += [same, min(gap, 40), min(stop, 5), not other.stretch.closed]
        else:
            row += [0, _NONE, _NONE, 0]
        if j + 1 < len(targets):
            other = targets[j + 1]
            same = paragraphs[other.first] == paragraphs[target.last - 1]
            row += [
                same,
                min(self.reading.outside[other.first] - self.reading.outside[target.last - 1], 40),
            ]
        else:
            row += [0, _NONE]
        return row
