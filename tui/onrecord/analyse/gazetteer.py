"""A small gazetteer: words that tell what a name is a name of.

The list is the package's own (``data/gazetteer.txt``): given names, titles, role nouns, countries,
peoples, well-known organisations, and the nouns that end the names of organisations, places,
events and laws. It weighs evidence; the text itself decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

MAN, WOMAN, EITHER = "m", "f", ""
"""Genders as the text can show them; EITHER where the word tells none."""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Sets and maps of lower-case entries; entries of several words hold single blanks.

    The maps go from a word to the gender that it shows: MAN, WOMAN or EITHER.
    """

    given: dict[str, str]
    honorifics: dict[str, str]
    roles: dict[str, str]
    titles: frozenset[str]
    title_modifiers: frozenset[str]
    """Words that stand in titles but are none by themselves: "Prime", "Vice", "Home"."""
    countries: frozenset[str]
    places: frozenset[str]
    """Countries, regions and cities."""
    peoples: dict[str, str]
    """Each form of a people's name ("russians") to the form the list holds ("russian")."""
    organisations: frozenset[str]
    organisation_nouns: frozenset[str]
    place_nouns: frozenset[str]
    events: frozenset[str]
    event_nouns: frozenset[str]
    law_nouns: frozenset[str]
    not_names: frozenset[str]
    acronyms: frozenset[str]
    """Places and organisations that are written in capitals: "who" is none, "WHO" is one."""
    longest: int
    """Words of the longest entry among places, peoples and organisations."""


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            entries = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            entries += [entry.strip() for entry in line.split(",")]
    return found


def _gendered(sections: dict[str, list[str]], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for who, gender in (("men", MAN), ("women", WOMAN), ("either", EITHER)):
        for entry in sections[f"{name}, {who}"]:
            found[entry] = EITHER if found.get(entry, gender) != gender else gender
    return found


def _plurals(entry: str) -> tuple[str, ...]:
    if entry.endswith("man"):
        return (f"{entry[:-3]}men",)
    if entry.endswith(("ch", "sh", "ese", "ss", "s")):
        return ()
    if entry.endswith("y") and entry[-2] not in "aeiou":
        return (f"{entry[:-1]}ies",)
    return (f"{entry}s",)


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the gazetteer shipped with the package, read once per process."""
    source = files("onrecord.analyse").joinpath("data/gazetteer.txt")
    written = _sections(source.read_text(encoding="utf-8"))
    sections = {name: [entry.lower() for entry in entries] for name, entries in written.items()}
    loud = [e for e in (*written["countries"], *written["organisations"]) if e.isupper()]
    countries = frozenset(sections["countries"])
    places = countries | frozenset(sections["regions and cities"])
    peoples: dict[str, str] = {}
    for entry in sections["peoples"]:
        peoples[entry] = entry
        for plural in _plurals(entry):
            peoples[plural] = entry
    organisations = frozenset(sections["organisations"])
    return Gazetteer(
        given=_gendered(sections, "given names"),
        honorifics=_gendered(sections, "honorifics"),
        roles=_gendered(sections, "roles"),
        titles=frozenset(sections["titles"]),
        title_modifiers=frozenset(sections["title modifiers"]),
        countries=countries,
        places=places,
        peoples=peoples,
        organisations=organisations,
        organisation_nouns=frozenset(sections["organisation nouns"]),
        place_nouns=frozenset(sections["place nouns"]),
        events=frozenset(sections["events"]),
        event_nouns=frozenset(sections["event nouns"]),
        law_nouns=frozenset(sections["law nouns"]),
        not_names=frozenset(sections["not names"]),
        acronyms=frozenset(entry.lower() for entry in loud),
        longest=max(len(entry.split()) for entry in (*places, *peoples, *organisations)),
    )
