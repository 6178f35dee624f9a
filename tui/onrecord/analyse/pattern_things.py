"""Finds the places and bodies of a text in another language than English, by its own nouns.

A name behind "à", "en" or "в", or behind "la maire de", is a place's; one behind a noun for a body
("le groupe X"), or one that such a noun begins ("Syndicat des mareyeurs du Ponant"), is a body's.
What is found once is found wherever it stands again. Persons are left to their own rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.kinds import ORG, PLACE
from onrecord.analyse.mentions import Mention
from onrecord.analyse.pattern_names import stem
from onrecord.analyse.pattern_phrases import name_end

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from onrecord.analyse.pattern_phrases import CuedText
    from onrecord.model import EntityKind

_LONGEST = 7
"""Words of the name of a body at most."""
_WEIGHT = 3.0
_PLACE_TAILS = (
    "burg", "dorf", "stadt", "heim", "hausen", "berg", "feld", "bach", "ingen", "tal", "furt",
    "brück", "kirchen", "haven", "hafen", "walde", "linde", "stein", "ow", "itz", "rode", "leben",
)  # fmt: skip
"""How names of places end where every noun has a capital, as in German."""

Found = tuple[int, int, "EntityKind"]


def find_things(text: CuedText, persons: Container[int], kept: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of places and bodies, ``kept`` among them where nothing else was found.

    ``persons`` holds the tokens of persons' names.
    """
    found: dict[int, Found] = {}
    for first, last, kind in (*_bodies(text), *_places(text)):
        held = range(first, last + 1)
        if not any(i in persons or i in found for i in held):
            found.update(dict.fromkeys(held, (first, last, kind)))
    found = _again(text, persons, found)
    rest = [m for m in kept if _stays(text, m, found)]
    made = [Mention(*span[:2], span[0], span[2], _WEIGHT) for span in sorted(set(found.values()))]
    return sorted((*rest, *made), key=lambda m: m.first)


def _stays(text: CuedText, mention: Mention, found: Container[int]) -> bool:
    """Whether a mention of the general rules stays: it is no article, and nothing else is there."""
    known = text.known
    none = known.articles | known.pronouns | known.stops | known.prepositions
    span = range(mention.first, mention.last + 1)
    return not any(i in found for i in span) and not all(text.bare[i] in none for i in span)


def _body_noun(text: CuedText, i: int) -> bool:
    """Whether a word is a noun for a body, or ends in one where nouns are put together."""
    low, bodies = text.bare[i], text.known.bodies
    return low in bodies or (text.compounds and any(low.endswith(b) for b in bodies if len(b) > 4))


def _capital(text: CuedText, i: int) -> bool:
    """Whether a word has a capital, an elided article apart."""
    return text.tokens.words[i][len(text.elided[i]) :][:1].isupper()


def _same(text: CuedText, i: int, j: int) -> bool:
    return j < len(text.tokens) and text.tokens.sentences[i] == text.tokens.sentences[j]


def _bodies(text: CuedText) -> Iterator[Found]:
    """Find what a noun for a body begins or stands before."""
    for i in range(len(text.tokens)):
        if not _body_noun(text, i):
            continue
        own = _capital(text, i) and not text.compounds
        last = _tail(text, i, linked=own)
        if last > i:
            yield (i if own or text.compounds else i + 1), last, ORG
        elif own and not text.opens(i) and (text.elided[i] or text.bare[i - 1] in _definite(text)):
            yield i, i, ORG


def _definite(text: CuedText) -> frozenset[str]:
    return text.known.articles & {"le", "la", "les", "l’", "l'", "el", "los", "las", "al", "del"}


def _tail(text: CuedText, i: int, *, linked: bool) -> int:
    """Return the last word of the name of the body whose noun is token ``i``, ``i`` without one.

    "Confederación del Turia Alto", "Agence de santé du Val": small words may stand between two
    links, and the last has a capital.
    """
    last, k = i, i + 1
    while _same(text, i, k) and k - i < _LONGEST:
        low = text.tokens.lows[k]
        link = linked and low in text.known.links
        hangs = linked and k > i + 1 and text.tokens.lows[k - 1] in text.known.links
        if _capital(text, k) and text.names[k] and (linked or not text.elided[k]):
            last = k
        elif not (link or (hangs and low.isalpha())):
            break
        k += 1
    return last


def _places(text: CuedText) -> Iterator[Found]:
    """Find names behind a preposition of place, or behind the noun for one: "la maire de X"."""
    g = gazetteer()
    for i in range(1, len(text.tokens)):
        low = text.bare[i]
        if not text.names[i] or low in g.given or low in g.not_names:
            continue
        if text.names[i - 1] and text.bare[i - 1] not in text.known.sites:
            continue
        before = text.elided[i] or text.tokens.lows[i - 1]
        at = i if text.elided[i] else i - 1
        sited = before in text.known.links and at and text.bare[at - 1] in text.known.sites
        joins = text.compounds or not text.known.links
        named = joins and text.bare[i - 1] in text.known.sites
        where = before in text.known.places and (not text.compounds or low.endswith(_PLACE_TAILS))
        if not (sited or named or where) or _body_noun(text, i):
            continue
        last = name_end(text, i) - 1
        if where and not sited and last > i and text.compounds:
            last = i
        yield i, max(i, last), PLACE


def _again(text: CuedText, persons: Container[int], found: dict[int, Found]) -> dict[int, Found]:
    """Add the places where what was found stands again, Russian words in any case."""
    words: dict[str, tuple[tuple[str, ...], EntityKind]] = {}
    for first, last, kind in sorted(set(found.values())):
        key = tuple(stem(text.bare[i]) for i in range(first, last + 1))
        words.setdefault(key[0], (key, kind))
    every = dict(found)
    for i in range(len(text.tokens)):
        known = words.get(stem(text.bare[i]))
        if known is None or i in every or not _capital(text, i):
            continue
        span = range(i, i + len(known[0]))
        if span[-1] >= len(text.tokens) or any(k in persons or k in every for k in span):
            continue
        if tuple(stem(text.bare[k]) for k in span) == known[0]:
            every.update(dict.fromkeys(span, (i, span[-1], known[1])))
    return every
