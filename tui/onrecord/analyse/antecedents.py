"""Which person a pronoun means: a log-linear model over the persons named before it.

The factors are those of Lappin and Leass (An Algorithm for Pronominal Anaphora Resolution, 1994)
and the press's own: where a person was last named and as what part of the clause, how often, of
which gender, who spoke last, who is spoken of inside the quotation. A person is as likely as the
best of its places and what else speaks for it. The weights are learned
(``train_antecedents.py``) and kept in ``data/antecedents.toml``; no factor knows a name.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp, log, log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.salience import Layout, Place

NEARNESS = ("same sentence", "sentence before", "further back")
"""Where a place stands; what it is weighs differently by that."""
MARKS = (
    "any",
    "subject",
    "subject of the first clause",
    "speaks",
    "first of its paragraph",
    "brought in with what it is",
    "before a noun",
    "genitive",
    "after a preposition",
    "pronoun",
    "description",
    "headline",
    "subject, as the pronoun is",
    "speaks, as the pronoun does",
)
_BOTH_SUBJECTS, _BOTH_SPEAK = 12, 13
WAYS = ("log of sentences", "paragraphs", "hundreds of tokens", "in a quotation", "outside of it")
TRAITS = (
    "log of mentions",
    "gender shown",
    "gender likely",
    "other gender likely",
    "one-word name",
    "no name",
    "first in the text",
    "named most",
    "alone in the paragraph",
    "alone in the sentence before",
    "spoken of in the quotation",
    "spoke last, further up",
    "spoke last, in the paragraph",
    "spoke last and goes on",
    "others since",
    "nobody since",
    "no name, and nobody since in the paragraph",
    "meant by a pronoun in the quotation",
)
_WAYS = len(NEARNESS) * len(MARKS)
_TRAITS = _WAYS + len(WAYS)
FACTORS = (
    *(f"{near}: {mark}" for near in NEARNESS for mark in MARKS),
    *WAYS,
    *TRAITS,
)
Factor = tuple[int, float]
"""A factor by its number in :data:`FACTORS`, and how much of it there is."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each factor weighs, and that it is nobody who was named."""

    factors: tuple[float, ...]
    nobody: float


@lru_cache(maxsize=1)
def learned() -> Weights:
    """Read the learned weights."""
    source = files("onrecord.analyse").joinpath("data/antecedents.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    found = [float(table[near].get(mark, 0.0)) for near in NEARNESS for mark in MARKS]
    found += [float(table["distance"].get(way, 0.0)) for way in WAYS]
    found += [float(table["person"].get(trait, 0.0)) for trait in TRAITS]
    return Weights(tuple(found), float(table["nobody"]["any"]))


@dataclass(frozen=True, slots=True)
class Asking:
    """A pronoun or description that looks for its person, and how it stands."""

    i: int
    sentence: int
    paragraph: int
    inside: int
    gender: str
    subject: bool
    speaking: bool
    spoke: Chain | None = None
    """Who spoke the quotation before the pronoun's own."""
    nearby: bool = False
    """Whether the quotation before stands in the same paragraph."""
    goes_on: bool = False
    """Whether the cue says that somebody speaks on: "he added"."""
    heard: frozenset[int] = frozenset()
    """The persons named inside the pronoun's quotation, by the ids of their chains."""
    meant: frozenset[int] = frozenset()
    """Those whom only pronouns inside that quotation mean."""


@dataclass(slots=True)
class Candidate:
    """A person who may be meant: the best of the person's places and what else there is of it."""

    chain: Chain
    place: Place
    score: float
    rank: int
    """How many others were named since."""
    traits: list[Factor]

    def factors(self, asking: Asking) -> Iterator[Factor]:
        """Yield all factors of the candidate, for training."""
        near = nearness(asking, self.place)
        yield from ((near * len(MARKS) + mark, 1.0) for mark in self.place.marks)
        yield from dynamic(asking, self.place)
        yield from self.traits


def nearness(asking: Asking, place: Place) -> int:
    """Return the number of :data:`NEARNESS` of a place."""
    return min(asking.sentence - place.sentence, 2)


def dynamic(asking: Asking, place: Place) -> Iterator[Factor]:
    """Yield the factors of a place that its pronoun decides."""
    near = nearness(asking, place) * len(MARKS)
    if asking.subject and place.subject:
        yield near + _BOTH_SUBJECTS, 1.0
    if asking.speaking and place.speaks:
        yield near + _BOTH_SPEAK, 1.0
    yield _WAYS, log1p(asking.sentence - place.sentence)
    yield _WAYS + 1, float(min(asking.paragraph - place.paragraph, 8))
    yield _WAYS + 2, min(asking.i - place.last, 200) / 100
    if asking.inside != place.quotation:
        yield _WAYS + (3 if place.quotation >= 0 else 4), 1.0


_LOGS = tuple(log1p(n) for n in range(64))
"""Logarithms of distances, as they are asked for often."""


def decided(asking: Asking, place: Place, factors: tuple[float, ...]) -> float:
    """Return what the factors of :func:`dynamic` weigh, without a list of them."""
    apart = asking.sentence - place.sentence
    near = min(apart, 2) * len(MARKS)
    score = factors[_WAYS] * (_LOGS[apart] if apart < len(_LOGS) else log1p(apart))
    score += factors[_WAYS + 1] * min(asking.paragraph - place.paragraph, 8)
    score += factors[_WAYS + 2] * min(asking.i - place.last, 200) / 100
    if asking.subject and place.subject:
        score += factors[near + _BOTH_SUBJECTS]
    if asking.speaking and place.speaks:
        score += factors[near + _BOTH_SPEAK]
    if asking.inside != place.quotation:
        score += factors[_WAYS + (3 if place.quotation >= 0 else 4)]
    return score


@dataclass(frozen=True, slots=True)
class Standing:
    """What a whole text says of a person."""

    mentions: float
    """The logarithm of how often the text names the person."""
    one_word: bool
    nameless: bool
    first: bool
    most: bool


def standings(persons: Sequence[Chain], layout: Layout) -> dict[int, Standing]:
    """Return how each person stands in a text, by the id of the chain."""
    paragraphs = layout.tokens.paragraphs
    below = {
        id(c): min(
            (m.first for m in c.mentions if paragraphs[m.first] not in layout.loud), default=-1
        )
        for c in persons
    }
    first = min((i for i in below.values() if i >= 0), default=-1)
    most = max((len(c.mentions) for c in persons), default=0)
    return {
        id(c): Standing(
            log(1 + len(c.mentions)),
            len(c.words) == 1,
            not c.mentions,
            below[id(c)] == first >= 0,
            len(c.mentions) == most > 1,
        )
        for c in persons
    }


def traits(
    asking: Asking, chain: Chain, standing: Standing, known: str, lean: str
) -> Iterator[Factor]:
    """Yield what speaks for or against a person, wherever it is named."""
    yield _TRAITS, standing.mentions
    if asking.gender:
        if known:
            yield _TRAITS + 1, 1.0
        elif lean:
            yield _TRAITS + (2 if lean == asking.gender else 3), 1.0
    for number, has in enumerate(
        (standing.one_word, standing.nameless, standing.first, standing.most), start=4
    ):
        if has:
            yield _TRAITS + number, 1.0
    if id(chain) in asking.heard:
        yield _TRAITS + 10, 1.0
    if id(chain) in asking.meant:
        yield _TRAITS + 17, 1.0
    if chain is asking.spoke:
        yield _TRAITS + (12 if asking.nearby else 11), 1.0
        if asking.goes_on:
            yield _TRAITS + 13, 1.0


def around(candidates: Sequence[Candidate], asking: Asking) -> None:
    """Add to each candidate how it stands among the others."""
    here = [c for c in candidates if c.place.paragraph == asking.paragraph]
    before = [c for c in here if asking.sentence - c.place.sentence == 1]
    for c in candidates:
        if len(here) == 1 and here[0] is c:
            c.traits.append((_TRAITS + 8, 1.0))
        if len(before) == 1 and before[0] is c:
            c.traits.append((_TRAITS + 9, 1.0))
        c.traits.append((_TRAITS + 14, float(min(c.rank, 4))))
        if not c.rank:
            c.traits.append((_TRAITS + 15, 1.0))
            if c.place.paragraph == asking.paragraph and not c.chain.mentions:
                c.traits.append((_TRAITS + 16, 1.0))


def probabilities(scores: Sequence[float], nobody: float) -> list[float]:
    """Return how likely each of the scored persons is meant, and not nobody who was named."""
    highest = max((*scores, nobody))
    raw = [exp(score - highest) for score in scores]
    total = sum(raw) + exp(nobody - highest)
    return [each / total for each in raw]
