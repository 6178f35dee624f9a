"""Roles of persons as a text gives them, and the descriptions that name a role.

"Prime Minister Ana Roy", "Ana Roy, the prime minister," and "Ana Roy is the prime minister" give a
role; "the minister" or "the Ruritanian prime minister" asks for the one who has it. Where a role
changes hands, the one who was given it last before the description has it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import EITHER, gazetteer
from onrecord.analyse.names import LONGEST_NAME
from onrecord.analyse.tokens import ADJ, ADV, AUX, DET, GEN, NAME, NOUN, NUM, PCP, POSS, VERB

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens

_BRIDGING = frozenset(
    ["former", "ex-", "veteran", "outgoing", "embattled", "late", "retired", "ageing", "aging"]
)
_SHORT = {
    "sen.": "senator", "sen": "senator", "gov.": "governor", "gov": "governor",
    "rep.": "representative", "rep": "representative", "gen.": "general", "gen": "general",
    "prof.": "professor", "prof": "professor", "dr.": "doctor", "dr": "doctor",
    "congressman": "representative", "congresswoman": "representative",
    "col.": "colonel", "capt.": "captain", "sgt.": "sergeant", "lt.": "lieutenant",
    "adviser": "advisor", "co-founder": "founder", "chairman": "chair", "chairwoman": "chair",
    "justice": "judge", "recorder": "judge", "spokeswoman": "spokesperson",
    "spokesman": "spokesperson", "lawmaker": "representative",
}  # fmt: skip
"""Words that name one role."""


_LOOK_BACK, _LOOK_AHEAD = 40, 8
"""Holders of a role that are looked at before and after a description; keeps the time linear."""


KIN = frozenset(
    {
        "wife", "husband", "mother", "father", "son", "daughter", "brother", "sister", "widow",
        "widower", "uncle", "aunt", "nephew", "niece", "grandfather", "grandmother", "grandson",
        "granddaughter", "cousin", "stepfather", "stepmother", "mum", "mom", "mam", "dad", "gran",
        "granny", "grandma", "grandad", "granddad", "grandpa", "nan", "ex-wife", "ex-husband",
    }
)  # fmt: skip


def role_of(low: str) -> str:
    """Return the role that a lower-case word names, in one form; '' where it names none."""
    g = gazetteer()
    role = _SHORT.get(low, low)
    known = role in g.roles or low in g.roles or low in _SHORT
    return role if known or low.endswith(_CALLINGS) else ""


_CALLINGS = (
    "ologist", "ographer", "icist", "ionist", "graphist", "chemist", "iatrist", "worker", "keeper",
    "maker", "writer", "holder", "dealer", "fighter", "grower", "seeker", "master", "woman",
    "goer", "setter", "officer", "handler", "collector", "inspector", "investigator", "instructor",
)  # fmt: skip
"""How callings end that no list has: "geophysicist", "speechwriter", "doorkeeper"."""


_CHIEFS = {"executive": "ceo", "financial": "cfo", "finance": "cfo", "operating": "coo"}
"""What chief officers are called by letters."""


def _exact(role: str, around: Iterable[str]) -> str:
    """Tell a prime minister from other ministers, and chief officers from each other."""
    if role == "minister" and "prime" in around:
        return "premier"
    if "chief" in around and (role == "executive" or role == "officer"):
        known = (_CHIEFS[word] for word in around if word in _CHIEFS)
        return "ceo" if role == "executive" else next(known, role)
    return role


@dataclass(frozen=True, slots=True)
class Description:
    """A definite phrase that describes a person by a role, as token indexes (included)."""

    first: int
    head: int
    last: int
    role: str
    modifiers: frozenset[str]
    gender: str
    bridging: bool
    """Whether it may give a person a role that the text did not mention before."""
    titled: bool
    """Whether it is a title with capitals, which stands for a name: "the President"."""
    office: bool = False
    """Whether it means the office and not who holds it: "ran for Governor"."""
    kin: bool = False
    """Whether it names a relative of the one whom its possessive stands for: "his wife"."""


class Roles:
    """Which roles the text gives to which person, and where."""

    def __init__(self) -> None:
        self._given: dict[str, list[tuple[int, Chain]]] = defaultdict(list)
        self._words: dict[int, set[str]] = defaultdict(set)
        self._genders: dict[int, str] = {}
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._taken: dict[str, int] = {}
        """Where somebody last became what a role names."""

    def give(
        self, chain: Chain, i: int, low: str, around: Iterable[str], *, became: bool = False
    ) -> None:
        """Note that the text gives ``chain`` the role ``low`` at token ``i``."""
        role = _exact(role_of(low), around)
        if not role:
            return
        if became:
            self._taken[role] = i
        self._given[role].append((i, chain))
        self._holders[role].add(id(chain))
        self._words[id(chain)].update(around)
        self._words[id(chain)].add(role)
        gender = gazetteer().roles.get(low, EITHER)
        if gender:
            self._genders.setdefault(id(chain), gender)

    def arrange(self) -> None:
        """Put who was given each role in the order of the text."""
        for given in self._given.values():
            given.sort(key=lambda pair: pair[0])

    def gender(self, chain: Chain) -> str:
        """Return the gender that a person's roles show ("spokeswoman")."""
        return self._genders.get(id(chain), EITHER)

    def fitting(self, description: Description) -> list[tuple[Chain, float]]:
        """Return the persons with the described role, and how well its other words fit (0 to 2)."""
        held: dict[int, tuple[Chain, float]] = {}
        given = self._given.get(description.role, [])
        at = bisect_right(given, description.first, key=lambda pair: pair[0])
        for i, chain in given[max(at - _LOOK_BACK, 0) : at + _LOOK_AHEAD]:
            words = self._words[id(chain)]
            shared = len(description.modifiers & words)
            if _elsewhere(description.modifiers, words):
                continue
            weight = 0.5 + 0.75 * min(shared, 2)
            if i < description.first:
                weight += 0.2
                weight -= 2 * (i < self._taken.get(description.role, 0) < description.first)
            if description.modifiers and not shared:
                weight -= 0.3
            known = held.get(id(chain))
            if known is None or weight >= known[1]:
                held[id(chain)] = (chain, weight)
        return list(held.values())

    def clashes(self, chain: Chain, description: Description) -> bool:
        """Whether the described role is held by others only, or said to be some new person's."""
        holders = self._holders.get(description.role)
        if holders is None:
            return False
        if id(chain) in holders:
            return _elsewhere(description.modifiers, self._words[id(chain)])
        # "The Ohio governor" is none of the governors of other places.
        return not all(_elsewhere(description.modifiers, self._words[h]) for h in holders)


def _elsewhere(modifiers: Iterable[str], words: set[str]) -> bool:
    """Whether a description names a place, and a person's roles name others."""
    places = gazetteer().places
    asked = {word for word in modifiers if word in places}
    return bool(asked) and not asked & words and any(word in places for word in words)


def _phrase_words(tokens: Tokens, first: int, last: int) -> set[str]:
    """Names and nouns of a phrase, to compare descriptions by; peoples also as their country."""
    return {
        tokens.lows[i]
        for i in range(first, last + 1)
        if tokens.tags[i] in (NAME, NOUN, ADJ) and len(tokens.lows[i]) > 1
    }


def _before(tokens: Tokens, roles: Roles, chain: Chain, first: int, core: int) -> None:
    """Roles in front of a name: "Prime Minister Ana Roy", "the striker Ana Roy"."""
    i = core - 1
    stop = max(core - 9, 0)
    found: list[int] = []
    if i == first - 1 and i > 0 and tokens.words[i] == ",":
        head = _apposed(tokens, i - 1)
        if head >= 0:
            # "her daughter, Ana Roy", "the President of Ruritania, Ana Roy"
            roles.give(chain, core, tokens.lows[head], _phrase_words(tokens, head + 1, i - 1))
            return
    if i == first - 1 and tokens.lows[i : i + 1] in (["named"], ["called"]):
        i -= 1  # "a pilot named Ana Roy"
    while i >= stop and tokens.sentences[i] == tokens.sentences[core]:
        tag = tokens.tags[i]
        if i < first and tag not in (NOUN, NAME, ADJ, PCP, NUM, GEN) and tokens.words[i] != "-":
            break
        if tag == GEN and i < first - 6:
            break
        if role_of(tokens.lows[i]):
            found.append(i)
        i -= 1
    named = tokens.lows[core - 1] in ("named", "called")
    if found and (found[0] >= core - 1 - named or found[0] >= first):
        words = _phrase_words(tokens, i + 1, core - 1)
        for k in found:
            roles.give(chain, core, tokens.lows[k], words)


def _apposed(tokens: Tokens, i: int) -> int:
    """Return the role noun of a phrase that ends at token ``i`` before a comma; -1: none."""
    sentence, end = tokens.sentences[i], i
    while i > 0 and end - i < 6 and tokens.sentences[i - 1] == sentence:
        if role_of(tokens.lows[i]) and tokens.tags[i] in (NOUN, NAME):
            of = i == end or tokens.lows[i + 1] in ("of", "for", "at")
            return i if of else -1
        if tokens.tags[i] not in (NOUN, NAME, ADJ, DET) and tokens.lows[i] not in ("of", "for"):
            return -1
        i -= 1
    return -1


def _after(tokens: Tokens, roles: Roles, chain: Chain, last: int) -> None:
    """Note roles after a name: ", the prime minister", "is the prime minister"."""
    i = last + 1
    n = len(tokens)
    became = tokens.lows[i : i + 1] in (["became"], ["becomes"])
    if i + 2 >= n or tokens.sentences[i] != tokens.sentences[last]:
        return
    if (
        became
        or tokens.words[i] == ","
        or (tokens.tags[i] == AUX and tokens.lows[i] in ("is", "was", "’s", "'s"))
    ):
        i += 1
    else:
        return
    start = i
    while i < n and i - start < 14 and tokens.sentences[i] == tokens.sentences[last]:
        tag = tokens.tags[i]
        if tokens.words[i] in ",;:()—" or tag in (VERB, AUX) or tokens.lows[i] == "whose":
            break
        if role_of(tokens.lows[i]) and tag in (NOUN, NAME):
            if i == start and tag == NAME and tokens.lows[i] not in gazetteer().titles:
                break
            end = tail(tokens, i)
            words = _phrase_words(tokens, start, end)
            roles.give(chain, last, tokens.lows[i], words, became=became)
        elif tag not in (DET, ADJ, NOUN, NAME, NUM, ADV, PCP, POSS, GEN) and tokens.lows[i] not in (
            "of",
            "and",
            "for",
            "at",
            "-",
        ):
            break
        i += 1


def tail(tokens: Tokens, i: int) -> int:
    """Return the last token of the "of …" that follows a role noun."""
    end = i
    while (
        end + 2 < len(tokens)
        and tokens.lows[end + 1] in ("of", "for", "at")
        and tokens.sentences[end + 1] == tokens.sentences[i]
    ):
        end += 2
        while (end + 1 < len(tokens) and tokens.tags[end] in (DET, ADJ)) or (
            end + 1 < len(tokens) and tokens.tags[end] == tokens.tags[end + 1] == NAME
        ):
            end += 1
    return end


def roles_of(
    tokens: Tokens, persons: Sequence[Chain], unnamed: Mapping[int, Chain] = MappingProxyType({})
) -> Roles:
    """Return the roles that the text gives to its persons.

    ``unnamed`` are those without a name, by the head of the phrase that brings them in.
    """
    roles = Roles()
    mentions = [(mention, chain) for chain in persons for mention in chain.mentions]
    places = [(m.first, m, chain) for m, chain in mentions]
    for _, mention, chain in sorted(places, key=lambda place: place[0]):
        _before(tokens, roles, chain, mention.first, mention.core)
        _after(tokens, roles, chain, mention.last)
    for head, chain in unnamed.items():
        if tokens.lows[head] in KIN:
            continue
        roles.give(
            chain, head, tokens.lows[head], _phrase_words(tokens, max(head - 3, 0), head - 1)
        )
    roles.arrange()
    return roles


def descriptions(
    tokens: Tokens, named: Mapping[int, object], headlines: frozenset[int] = frozenset()
) -> list[Description]:
    """Return the phrases that describe a single person by a role, in order and disjoint.

    These are definite descriptions ("the former minister") and titles that stand for a name
    ("Prime Minister", "the President"). ``named`` holds the tokens of proper names; a role noun
    followed by a name is part of that name's own phrase and no description.
    """
    found: list[Description] = []
    i, n = 0, len(tokens)
    while i < n:
        described = None
        if tokens.lows[i] in ("the", "this", "that", "his", "her"):
            described = _definite(tokens, named, i)
            if described is not None and tokens.tags[i] == POSS:
                described = _relative(tokens, described)
        elif _opens_title(tokens, i) and tokens.paragraphs[i] not in headlines:
            described = _title(tokens, named, i)
        if described is None:
            i += 1
        else:
            found.append(described)
            i = described.last + 1
    return found


def _opens_title(tokens: Tokens, i: int) -> bool:
    """Whether a bare title may begin here: a capital inside a sentence shows it."""
    g = gazetteer()
    low = tokens.lows[i]
    return (
        tokens.words[i][0].isupper()
        and tokens.tags[i] == NAME
        and (low in g.titles or low in g.title_modifiers or low in g.honorifics)
        and i > 0
        and tokens.sentences[i - 1] == tokens.sentences[i]
    )


def _title(tokens: Tokens, named: Mapping[int, object], i: int) -> Description | None:
    """Return the bare title that starts at token ``i``: "Prime Minister", "Mr. President"."""
    g = gazetteer()
    head = i
    while (
        head + 1 < len(tokens)
        and head - i < LONGEST_NAME
        and tokens.words[head + 1][0].isupper()
        and tokens.tags[head + 1] == NAME
        and tokens.sentences[head + 1] == tokens.sentences[i]
    ):
        head += 1
    if (
        head - i == LONGEST_NAME
        or tokens.lows[head] not in g.titles
        or not tokens.words[head].isalpha()
    ):
        return None
    if any(k in named for k in range(i, head + 2)) or tokens.tags[i - 1] == DET:
        return None
    described = _description(tokens, i, head)
    addressed = tokens.lows[i] in g.honorifics or tokens.tags[i - 1] in (GEN, POSS)
    return described if addressed else replace(described, office=True)


def _definite(tokens: Tokens, named: Mapping[int, object], i: int) -> Description | None:
    """Return the definite description whose article is token ``i``."""
    head = -1
    k = i + 1
    while k < len(tokens) and k - i < 9 and tokens.sentences[k] == tokens.sentences[i]:
        if tokens.tags[k] not in (NOUN, NAME, ADJ, NUM, PCP) or tokens.words[k] in "“”\"'":
            break
        low = tokens.lows[k]
        if (role_of(low) and tokens.tags[k] in (NOUN, NAME)) or low.endswith("-year-old"):
            head = k
        elif tokens.tags[k] == NOUN:
            head = -1
        k += 1
    if head < 0 or head != k - 1 or k in named:
        return None
    if head in named and tokens.lows[head] not in gazetteer().roles:
        return None
    return _description(tokens, i, head)


def titled(tokens: Tokens, first: int, last: int) -> Description:
    """Return the title that stands at these tokens: "THE PRESIDENT" in front of a turn."""
    return _description(tokens, first, last)


def _relative(tokens: Tokens, described: Description) -> Description | None:
    """Keep "his wife", "her father"; "his minister" may be anybody's."""
    kin = any(tokens.lows[k] in KIN for k in range(described.first, described.last + 1))
    return replace(described, bridging=False, kin=True) if kin else None


def _description(tokens: Tokens, first: int, head: int) -> Description:
    g = gazetteer()
    low = tokens.lows[head]
    last = tail(tokens, head)
    words = _phrase_words(tokens, first, last) - {low}
    titled = tokens.words[head][0].isupper() and low in g.titles
    bridging = (
        titled
        or bool(words & _BRIDGING)
        or any(tokens.tags[k] == NAME for k in range(first + 1, head))
    )
    gender = g.roles.get(low, EITHER)
    role = _exact(role_of(low), words)
    return Description(first, head, last, role, frozenset(words), gender, bridging, titled)
