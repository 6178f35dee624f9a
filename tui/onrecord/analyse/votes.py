"""How the occurrences of one name vote together on what it names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.kinds import GROUP, ORG, PERSON, PLACE, SUFFIXES, Scores, add
from onrecord.analyse.names import is_common

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.analyse.names import Run
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import EntityKind

Key = tuple[str, ...]
"""A name's words as they are compared: see :func:`key_of`."""

_CIVIC = frozenset(
    {
        "university", "college", "council", "police", "hospital", "court", "department", "ministry",
        "school", "church", "museum", "government", "parliament", "assembly", "army", "navy",
        "constabulary", "authority", "library", "senate", "congress", "party", "diocese",
        "tribune", "herald", "times", "post", "gazette", "news", "journal", "chronicle", "review",
        "mercury", "echo", "press", "radio", "television", "courier", "dispatch", "tidings",
    }
)  # fmt: skip
"""Nouns of bodies that are named after their place: "Velmora" is not the council."""
_CLUBS = frozenset({"city", "town", "county"})
"""Nouns of places that clubs are called by as well."""
_ADDRESSED = 2.5
"""What a one-word name weighs as a person's where an honorific stands before it."""


@dataclass(slots=True)
class Candidate:
    """Tokens that may be a name, with the evidence that this one place shows."""

    run: Run
    local: Scores
    loud: bool
    """Whether it stands in a headline, where capitals say nothing."""


def key_of(tokens: Tokens, first: int, last: int) -> Key:
    """Return a name's words without case, article and full stops, to compare names by."""
    lows = tokens.lows[first : last + 1]
    if len(lows) > 1 and lows[0] == "the":
        lows = lows[1:]
    return tuple(low.replace(".", "") or low for low in lows)


def pool(tokens: Tokens, candidates: Iterable[Candidate]) -> dict[Key, Scores]:
    """Return what all occurrences of a name say together.

    That is the mean of their evidence, and a little more for each further occurrence.
    """
    sums: dict[Key, Scores] = defaultdict(dict)
    counts: dict[Key, int] = defaultdict(int)
    for candidate in candidates:
        key = key_of(tokens, candidate.run.core, candidate.run.last)
        weight = 0.5 if candidate.loud else 1.0
        add(sums[key], {kind: weight * value for kind, value in candidate.local.items()})
        counts[key] += 1
    return {
        key: {kind: value / counts[key] ** 0.5 for kind, value in scores.items()}
        for key, scores in sums.items()
    }


def _persons(pooled: dict[Key, Scores]) -> tuple[set[str], set[str]]:
    """Surnames and given names of those whom the text names in full."""
    surnames: set[str] = set()
    given: set[str] = set()
    g = gazetteer()
    for key, scores in pooled.items():
        if len(key) < 2 or best(scores)[0] != PERSON or best(scores)[1] < 1.5:
            continue
        words = [w for w in key if w not in SUFFIXES]
        if len(words) > 1 and words[-1] not in g.organisation_nouns:
            surnames.add(words[-1])
            given.add(words[0])
    return surnames, given


def _firms(pooled: dict[Key, Scores]) -> set[str]:
    """First words of firms and clubs that the text names in full: "Lodestar" of "… Partners"."""
    g = gazetteer()
    return {
        key[0]
        for key, scores in pooled.items()
        if len(key) > 1
        and (key[-1] in g.organisation_nouns or key[-1] in _CLUBS)
        and key[-1] not in _CIVIC
        and key[0] not in g.places
        and key[0] not in g.given
        and not is_common(key[0])
        and best(scores)[0] == ORG
    }


def best(scores: Scores) -> tuple[EntityKind | None, float]:
    """Return the kind that weighs most, and its weight."""
    if not scores:
        return None, 0.0
    kind = max(scores, key=lambda k: (scores[k], k))
    return kind, scores[kind]


def vote(pooled: dict[Key, Scores], words: set[str]) -> None:
    """Let full names speak for the surnames and given names they hold, and peoples for places."""
    g = gazetteer()
    addressed = {k[0] for k, s in pooled.items() if len(k) == 1 and s.get(PERSON, 0.0) > _ADDRESSED}
    for key, scores in pooled.items():
        named = [w for w in key if w not in SUFFIXES]
        if len(named) in (2, 3) and named[-1] in addressed:
            add(scores, {PERSON: 2.5})
    surnames, given = _persons(pooled)
    firms = _firms(pooled)
    for key, scores in pooled.items():
        if len(key) != 1:
            continue
        if key[0] in surnames:
            place = key[0] in g.places
            add(scores, {PERSON: 1.0 if place else 4.0})
        elif key[0] in given and key[0] not in g.places:
            add(scores, {PERSON: 2.0})
        elif key[0] in firms and PLACE not in scores and key[0] not in given:
            add(scores, {ORG: 4.0})
        people = next((p for p in _people_of(key[0]) if p in words), None)
        if people is not None and key[0] not in surnames:
            add(scores, {PLACE: 3.0})
            if (people,) in pooled:
                add(pooled[people,], {GROUP: 3.0, PERSON: -2.0})


def _people_of(place: str) -> tuple[str, ...]:
    """Return what the people of a place may be called: "Ruritania" gives "ruritanian"."""
    if len(place) < 4:
        return ()
    stem = place[:-1] if place[-1] in "aeiouy" else place
    return (f"{stem}an", f"{stem}ian", f"{place}n", f"{place}ese", f"{stem}ese", f"{place}er")
