"""Words that say that something was said, by language.

They are read from ``data/cues.toml``; a language is added by one more table there. For a language
that is not listed no speaker is looked for.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, all in lower case.

    ``verbs`` maps forms of verbs of saying to what they are forms of (for languages other than
    English to themselves); ``strong`` are those that say by themselves that somebody spoke.
    ``according`` are phrases that stand before a source ("according to"); ``pronouns`` subject
    pronouns that can stand for a speaker; ``articles`` words that open a noun phrase;
    ``particles`` small words inside a name ("von", "de la"); ``auxiliaries`` verbs that stand
    before a participle ("a déclaré"); ``prepositions`` words that end a noun phrase.
    """

    verbs: dict[str, str]
    strong: frozenset[str]
    according: tuple[str, ...]
    pronouns: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    auxiliaries: frozenset[str]
    prepositions: frozenset[str] = frozenset()


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
            prepositions=frozenset(table.get("prepositions", "").split()),
            auxiliaries=frozenset(_curly(table.get("auxiliaries", "").split())),
        )
    return found


def cues(language: str) -> Cues | None:
    """Return the cues of a language ("en", "en-GB", "": English), None for an unknown one."""
    return languages().get((language or "en").split("-")[0].lower())
