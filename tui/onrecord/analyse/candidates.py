"""The phrases of an article that may name the speaker of a quotation."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.clauses import Clauses, clauses
from onrecord.analyse.quotations import Style, words_in
from onrecord.analyse.tokens import NounPhrase, Tokens, noun_phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.analyse.quotations import Stretch

_PRONOUNS = {
    "he": "heshe", "she": "heshe", "they": "they", "i": "i", "we": "we", "it": "it",
    "who": "who", "which": "who", "that": "who", "you": "you",
    "him": "object", "her": "object", "them": "object", "me": "object", "us": "object",
    "himself": "object", "herself": "object", "themselves": "object",
    "his": "poss", "their": "poss", "its": "poss", "my": "poss", "our": "poss", "your": "poss",
    "one": "some", "another": "some", "others": "some", "some": "some", "many": "some",
    "someone": "some", "somebody": "some", "everyone": "some", "several": "some", "most": "some",
    "nobody": "some", "this": "some", "these": "some", "those": "some", "both": "some",
}  # fmt: skip
SORTS = ("heshe", "they", "i", "we", "it", "who", "you", "object", "poss", "some", "name", "noun")
"""The sorts of candidates: pronouns by their use, names, common nouns."""


@dataclass(frozen=True, slots=True)
class Target:
    """A stretch to be attributed and the tokens it covers (``last`` excluded)."""

    stretch: Stretch
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the attribution reads it.

    ``phrases`` are the candidates; ``quoted`` gives for each token the target over it (-1: none);
    ``outside`` counts the tokens, ``stops`` the sentence ends, outside targets before each token.
    """

    tokens: Tokens
    targets: tuple[Target, ...]
    phrases: tuple[NounPhrase, ...]
    quoted: list[int]
    outside: list[int]
    stops: list[int]
    clauses: Clauses
    keys: tuple[str, ...]
    """What candidates of one speaker share: a name's last word, the pronoun, the head noun."""


def targets_of(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Pick the stretches whose speakers are looked for: the outermost that may be speech.

    Single marks count only where the whole text uses them for speech, as British papers may. A
    line of a block that begins with a dash signs it.
    """
    outer = [s for s in stretches if not s.depth]
    outer = [
        s
        for s, after in zip_longest(outer, outer[1:])
        if s.closed or s.style is not Style.SINGLE or _goes_on_in(text, s, after)
    ]
    spoken = [
        s
        for s in outer
        if s.style is Style.SINGLE
        and (text[s.end - 2] in ",.?!…" or text[s.end : s.end + 2] == ", ")
        and words_in(text, s.start, s.end) > 2
    ]
    doubles = sum(s.style is Style.DOUBLE for s in outer)
    british = len(spoken) > doubles and len(spoken) + (not doubles) > 1
    return [
        s
        for s in outer
        if (s.style is not Style.SINGLE or british)
        and not (s.style is Style.BLOCK and text[s.start] in "—–―-" and s.end - s.start < 120)
    ]


def _goes_on_in(text: str, stretch: Stretch, after: Stretch | None) -> bool:
    """Whether a paragraph that is left open goes on in the next, which opens with a mark again."""
    if after is None or after.style is not Style.SINGLE:
        return False
    return not text[stretch.end : after.start].strip() and "\n" in text[stretch.end : after.start]


def read(
    tokens: Tokens,
    stretches: Sequence[Stretch],
    says: Callable[[str], bool],
    candidates: Sequence[NounPhrase] | None = None,
) -> Reading:
    """Prepare an article: ``stretches`` are disjoint and in order.

    ``says`` tells a verb of saying from its form; ``candidates`` are the phrases to choose from,
    by default the English noun phrases outside the stretches.
    """
    targets: list[Target] = []
    quoted = [-1] * len(tokens)
    for stretch in stretches:
        first, last = tokens.at(stretch.start), tokens.at(stretch.end)
        if first == last:
            continue
        for i in range(first, last):
            quoted[i] = len(targets)
        targets.append(Target(stretch, first, last))
    outside, stops, count, ended = [], [], 0, 0
    for i, word in enumerate(tokens.words):
        outside.append(count)
        stops.append(ended)
        if quoted[i] < 0:
            count += 1
            if word in t.SENTENCE_END or (
                i + 1 < len(tokens) and tokens.paragraphs[i] != tokens.paragraphs[i + 1]
            ):
                ended += 1
    if candidates is None:
        candidates = [p for p in _candidates(tokens) if quoted[p.head] < 0]
    phrases = tuple(candidates)
    return Reading(
        tokens,
        tuple(targets),
        phrases,
        quoted,
        outside,
        stops,
        clauses(tokens, phrases, quoted, says),
        tuple(_key(tokens, p) for p in phrases),
    )


def _candidates(tokens: Tokens) -> list[NounPhrase]:
    """Noun phrases and, by themselves, possessive pronouns."""
    found = []
    for phrase in noun_phrases(tokens):
        if phrase.first == phrase.head and tokens.lows[phrase.head] in t.DAYS:
            continue
        if tokens.tags[phrase.first] == t.POSS and phrase.first != phrase.head:
            found.append(NounPhrase(phrase.first, phrase.first, phrase.first))
        found.append(phrase)
    return found


def _key(tokens: Tokens, phrase: NounPhrase) -> str:
    return tokens.lows[phrase.head].rstrip(".")


def sort_of(tokens: Tokens, phrase: NounPhrase) -> str:
    """Tell what sort of phrase a candidate is: one of the pronouns' sorts, "name" or "noun"."""
    tag = tokens.tags[phrase.head]
    if tag == t.NAME:
        return "name"
    sort = _PRONOUNS.get(tokens.lows[phrase.head])
    if sort and (tag != t.NOUN or sort == "some"):
        return sort
    return "noun" if tag == t.NOUN else "some"
