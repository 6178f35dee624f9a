"""Words that say that something was said, by language.

They are read from ``data/cues.toml``; a language is added by one more table there. For a language
that is not listed no speaker is looked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from onrecord.analyse.gazetteer import EITHER, MAN, WOMAN

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, all in lower case.

    ``verbs`` maps forms of verbs of saying to what they are forms of (for languages other than
    English to themselves); ``strong`` are those that say by themselves that somebody spoke.
    ``according`` are phrases that stand before a source ("according to"); ``pronouns`` subject
    pronouns that can stand for a speaker; ``articles`` words that open a noun phrase;
    ``particles`` small words inside a name ("von", "de la"); ``auxiliaries`` verbs that stand
    before a participle ("a déclaré"); ``prepositions`` words that end a noun phrase, ``links``
    those that hang one noun on another, ``stops`` words that are part of none; ``between`` small
    words between a verb and its subject, ``asides`` phrases that may stand there. ``genders``
    tells what a pronoun or an article shows, ``honorifics`` and ``people`` (nouns that persons are
    called by) likewise; ``bodies`` are nouns of organisations, ``own`` phrases that make the one
    just spoken of the source ("a su juicio"), ``documents`` nouns of what is written, ``apart``
    nouns for people who are not the one just spoken of ("el juez"); ``places`` are prepositions
    that stand before the name of a place, ``sites`` nouns on which one hangs ("maire de").
    """

    verbs: dict[str, str]
    strong: frozenset[str]
    according: tuple[str, ...]
    pronouns: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    asides: tuple[tuple[str, ...], ...] = ()
    own: tuple[tuple[str, ...], ...] = ()
    genders: Mapping[str, str] = field(default_factory=dict)
    honorifics: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def english_forms(lemma: str, irregular: dict[str, str]) -> tuple[str, ...]:
    """Make all forms of an English verb, the lemma first; ``irregular`` lists exceptions."""
    if lemma in irregular:
        return (lemma, *irregular[lemma].split())
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    stem = lemma.removesuffix("e")
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return (lemma, third, stem + "ed", (lemma if lemma.endswith("ee") else stem) + "ing")


def _curly(words: list[str]) -> list[str]:
    """Give the words with both apostrophes."""
    return [*words, *(word.replace("'", "’") for word in words)]


def _set(table: dict[str, Any], name: str) -> frozenset[str]:
    """Return the words that a table lists under ``name``, with both apostrophes."""
    return frozenset(_curly(table.get(name, "").split()))


def _shown(table: dict[str, Any], *names: str) -> dict[str, str]:
    """Map words to the gender that they show: lists for men, for women, for either."""
    found: dict[str, str] = {}
    for name, gender in zip(names, (MAN, WOMAN, EITHER), strict=False):
        for word in _set(table, name):
            found[word] = gender if found.get(word, gender) == gender else EITHER
    return found


@lru_cache(maxsize=1)
def languages() -> dict[str, Cues]:
    """Read the cues of all languages that are known, by ISO 639-1 code."""
    source = files("onrecord.analyse").joinpath("data/cues.toml")
    tables = tomllib.loads(source.read_text(encoding="utf-8"))
    irregular = tables.pop("english_forms")
    found = {}
    for code, table in tables.items():
        strong = table["strong"].split()
        verbs: dict[str, str] = {}
        for verb in strong + table.get("weak", "").split():
            for form in english_forms(verb, irregular) if code == "en" else (verb,):
                verbs.setdefault(form, verb)
                verbs.setdefault(form.replace("'", "’"), verb)
        found[code] = Cues(
            verbs=verbs,
            strong=frozenset(strong),
            according=tuple(table["according"]),
            pronouns=frozenset(table["pronouns"].split()),
            articles=frozenset(table["articles"].split()),
            particles=frozenset(table["particles"].split()),
            prepositions=_set(table, "prepositions"),
            auxiliaries=_set(table, "auxiliaries"),
            links=_set(table, "links"),
            between=_set(table, "between"),
            stops=_set(table, "stops"),
            bodies=_set(table, "bodies"),
            documents=_set(table, "documents"),
            apart=_set(table, "apart"),
            places=_set(table, "places"),
            sites=_set(table, "sites"),
            asides=tuple(tuple(words.split()) for words in table.get("asides", [])),
            own=tuple(tuple(words.split()) for words in table.get("own", [])),
            genders=_shown(table, "he", "she"),
            honorifics=_shown(table, "honorifics_men", "honorifics_women", "honorifics"),
            people=_shown(table, "men", "women", "people"),
        )
    return found


def cues(language: str) -> Cues | None:
    """Return the cues of a language ("en", "en-GB", "": English), None for an unknown one."""
    return languages().get((language or "en").split("-")[0].lower())
