"""Whether two names that articles give may be one person's: the names alone, no text.

Names are compared in parts: family name, given names, gender as an honorific tells it. Scripts and
accents are folded first (anyascii), then spellings that differ only by the system of
transliteration: "Zelenskyy" and "Zelenskiy", "Gorbatschow" and "Gorbachev". Initials agree with
what they may stand for, short forms with the full name. Whatever one name has and the other
contradicts keeps them apart: a given name, a middle initial, "Mr" and "Ms", "Jr" and "Sr".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from onrecord.analyse.gazetteer import MAN, WOMAN, gazetteer
from onrecord.analyse.names import PARTICLES


class Agreement(IntEnum):
    """How far two names agree."""

    DIFFERENT = 0
    """They contradict each other."""
    POSSIBLE = 1
    """One is a shortened form of the other; others might be meant as well."""
    SAME = 2
    """They are spellings of one full name."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in its parts, folded: transliterated, lower case, without accents.

    ``given`` are the given names and initials in their order; ``suffix`` is "jr", "sr" or a
    number. ``key`` is the family name as every system of transliteration gives it, "" for no name.
    """

    family: str
    given: tuple[str, ...]
    suffix: str
    gender: str
    key: str

    @property
    def initials(self) -> frozenset[str]:
        """The letters that the first given name may begin with; names that share none differ."""
        if not self.given:
            return frozenset()
        first = self.given[0]
        return frozenset({first[0], respelled(_SHORT.get(first, first))[:1] or first[0]})

    @property
    def full(self) -> bool:
        """Whether there is a given name, not only initials."""
        return any(len(each) > 1 for each in self.given)


_SUFFIXES: Final = frozenset({"jr", "sr", "junior", "senior", "ii", "iii", "iv"})
_DEGREES: Final = frozenset(
    {"phd", "md", "mp", "qc", "kc", "obe", "cbe", "mbe", "msp", "mep", "esq"}
)
_SUFFIX_NAMES: Final = {"junior": "jr", "senior": "sr"}
_LINKS: Final = frozenset({"the", "of", "and", "for"})
_LEADING_FAMILIES: Final = frozenset(
    {
        "cai", "chen", "cho", "choi", "deng", "feng", "gao", "guo", "han", "he", "hu", "huang",
        "hwang", "jiang", "jung", "kang", "kim", "li", "lim", "lin", "liu", "luo", "ma", "mao",
        "moon", "ngo", "nguyen", "park", "peng", "pham", "qian", "song", "sun", "tang", "tran",
        "wang", "wei", "wen", "wu", "xi", "xiao", "xie", "xu", "yan", "yang", "yoon", "zhang",
        "zhao", "zheng", "zhou", "zhu",
    }
)  # fmt: skip
"""Family names that lead where no given name follows."""
_TOKEN = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
# Applied in this order; each makes one spelling of what systems of transliteration write in many.
_SPELLINGS: Final = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"['’-]", ""),
        (r"^(?:al|el)(?=[b-df-hj-np-tv-z]{1,2}[aeiou])(?=.{4})", ""),
        (r"t?sch", "ch"),
        (r"tch", "ch"),
        (r"kh", "h"),
        (r"(?<=[aeiou])ch(?=a)", "h"),
        (r"zh", "j"),
        (r"ph", "f"),
        (r"ck|q", "k"),
        (r"ks", "x"),
        (r"w", "v"),
        (r"ou", "u"),
        (r"(?:ieff|yev|iev|eff|ev|ov|off|ef|of)$", "ov"),
        (r"(?:iy|yy|ij|ii|yj|ey|ei|ai|ay|i|y)$", "y"),
        (r"(?<=[dtv])er$", "r"),
        (r"[jy](?=[eou])", ""),
        (r"(?<=[aou])[iy](?=[^aeiou])", "i"),
        (r"([a-z])\1", r"\1"),
    )
)
_MUHAMMAD = re.compile(r"m[uo]h?a?m+[aeu]?[dt]\Z")
_SHORT: Final = {
    short: full
    for full, shorts in {
        "alexander": "alex sasha sandy",
        "alexei": "alexey aleksei aleksey",
        "andrew": "andy drew",
        "anthony": "tony",
        "benjamin": "ben",
        "catherine": "cathy kate katie",
        "charles": "charlie chuck",
        "christopher": "chris",
        "daniel": "dan danny",
        "david": "dave",
        "donald": "don",
        "edward": "ed eddie ted",
        "elizabeth": "liz beth betty",
        "gregory": "greg",
        "james": "jim jimmy jamie",
        "jeffrey": "jeff",
        "john": "jack johnny",
        "jonathan": "jon",
        "joseph": "joe",
        "kenneth": "ken",
        "lawrence": "larry",
        "margaret": "maggie meg peggy",
        "matthew": "matt",
        "michael": "mike mick",
        "nicholas": "nick",
        "patrick": "pat paddy",
        "peter": "pete",
        "philip": "phil",
        "richard": "rick dick rich",
        "robert": "bob rob bobby",
        "ronald": "ron",
        "samuel": "sam",
        "stephen": "steve steven",
        "susan": "sue",
        "thomas": "tom tommy",
        "timothy": "tim",
        "victoria": "vicky",
        "william": "bill will billy",
    }.items()
    for short in shorts.split()
}


@lru_cache(maxsize=4096)
def person_name(name: str) -> PersonName:
    """Take a name apart. Titles and honorifics go; a name of nothing else has no ``key``."""
    from anyascii import anyascii

    places = gazetteer()
    gender, suffix = "", ""
    core: list[str] = []
    titled = True
    for raw in anyascii(name).lower().replace(".", ". ").split():
        word = raw.strip(',;:"()[]')
        bare = word.rstrip(".")
        gender = gender or places.honorifics.get(bare, "")
        token = _TOKEN.match(bare)
        if token is None or bare in _DEGREES:
            continue
        if titled and _is_title(bare) and not (bare in places.given and core):
            continue
        if core and bare in _SUFFIXES:
            suffix = _SUFFIX_NAMES.get(bare, bare)
            continue
        titled = False
        core.append(token[0])
    while len(core) > 1 and core[0] in PARTICLES | _LINKS:
        core.pop(0)
    if not core:
        return PersonName("", (), suffix, gender, "")
    given: tuple[str, ...]
    if _family_first(core):
        family, given = core[0], ("".join(core[1:]).replace("-", ""),)
    else:
        family, given = core[-1], tuple(each for each in core[:-1] if each not in PARTICLES)
    if not gender and given:
        likely = places.given.get(given[0], "")
        gender = likely if likely in {MAN, WOMAN} else ""
    return PersonName(family, given, suffix, gender, respelled(family))


@lru_cache(maxsize=8192)
def respelled(name: str) -> str:
    """Return a folded name in the one spelling that all systems of transliteration lead to."""
    if _MUHAMMAD.match(name):
        return "muhamad"
    for pattern, spelling in _SPELLINGS:
        name = pattern.sub(spelling, name)
    return name


def agreement(one: PersonName, other: PersonName) -> Agreement:
    """Tell how far two names agree; what they leave open is no contradiction."""
    if not one.key or one.key != other.key:
        return Agreement.DIFFERENT
    if one.gender and other.gender and one.gender != other.gender:
        return Agreement.DIFFERENT
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return Agreement.DIFFERENT
    if not one.given or not other.given:
        return Agreement.POSSIBLE
    if not all(_agree(a, b) for a, b in zip(one.given, other.given, strict=False)):
        return Agreement.DIFFERENT
    first = min(len(one.given[0]), len(other.given[0]))
    return Agreement.SAME if first > 1 else Agreement.POSSIBLE


def _agree(one: str, other: str) -> bool:
    """Tell whether two given names, or a name and an initial, may be the same."""
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return respelled(_SHORT.get(one, one)) == respelled(_SHORT.get(other, other))


def _family_first(core: list[str]) -> bool:
    """Tell whether the family name leads, as in Chinese, Korean and Vietnamese names."""
    given = gazetteer().given
    rest = core[1:]
    return (
        0 < len(rest) < 3
        and core[0] in _LEADING_FAMILIES
        and (any("-" in each for each in rest) or core[0] not in given or len(rest) == 2)
        and not any(each in given for each in rest)
    )


def _is_title(word: str) -> bool:
    known = gazetteer()
    return (
        word in known.honorifics
        or word in known.titles
        or word in known.title_modifiers
        or word in known.roles
        or word in known.peoples
        or word in known.countries
        or word in _LINKS
        or word.startswith(("ex-", "vice-"))
    )
