"""Finds the persons of a text in another language than English, by the cues of its language.

A run of name words is a person's where an honorific, a noun for people, a known given name or a
verb of saying stands beside it, or where it has two words and no article. Runs are gathered to
persons by their words: "Ibarra" is "Mercedes Ibarra Luengo"; Russian words without their endings.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.analyse.entities import Chain
from onrecord.analyse.gazetteer import EITHER, MAN, WOMAN, gazetteer
from onrecord.analyse.kinds import PERSON
from onrecord.analyse.mentions import Mention
from onrecord.analyse.pattern_phrases import name_end

if TYPE_CHECKING:
    from onrecord.analyse.pattern_phrases import CuedText

_CYRILLIC = re.compile(r"[а-яё]")
_ENDINGS = re.compile(
    r"(?<=..)(?:ого|его|ому|ему|ыми|ими|ой|ей|ую|юю|ым|им|ом|ем|ая|яя|ий|ый|ою|[аяуюеыийоь])$"
)
_ROLE_REACH = 9
"""Tokens from a name among which the noun for its person stands: "la maire de X, Ana Roy"."""
_NAMESAKES = 20
"""Persons who share a word that are told apart at most; keeps the time linear."""


@dataclass(slots=True)
class Known:
    """The persons of one text: their chains, whose each token is, and what they are called.

    ``roles`` holds the nouns for people that stand beside a person's names, by the chain's id.
    """

    chains: list[Chain]
    by_token: dict[int, Chain] = field(default_factory=dict)
    roles: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


@dataclass(frozen=True, slots=True)
class _Run:
    first: int
    last: int
    words: tuple[str, ...]
    """What the run is compared by: its words without particles, Russian ones without endings."""
    roles: tuple[str, ...]
    gender: str
    person: bool
    oblique: bool


def stem(word: str) -> str:
    """Return a Russian word without its ending, any other as it is."""
    return _ENDINGS.sub("", word) if _CYRILLIC.search(word) else word


def find_persons(text: CuedText, speaking: frozenset[int]) -> Known:
    """Find the persons of a text; ``speaking`` are the tokens that head speakers' phrases."""
    runs = _runs(text, speaking)
    known = Known([])
    groups: dict[str, list[int]] = defaultdict(list)
    members: list[list[_Run]] = []
    order = sorted(range(len(runs)), key=lambda k: (-len(runs[k].words), k))
    for k in order:
        run = runs[k]
        fits = [g for g in groups.get(run.words[-1], [])[:_NAMESAKES] if _fits(run, members[g])]
        if not fits and not run.person:
            continue
        place = _nearest(run, fits, members) if fits else len(members)
        if not fits:
            members.append([])
            for word in set(run.words):
                groups[word].append(place)
        members[place].append(run)
    for group in members:
        _gather(text, group, known)
    known.chains.sort(key=lambda chain: chain.first)
    return known


def _fits(run: _Run, group: list[_Run]) -> bool:
    """Whether the run is a shorter form of the group's name, of the same gender."""
    full = group[0]
    genders = {run.gender, full.gender} - {EITHER}
    return set(run.words) <= set(full.words) and len(genders) < 2


def _nearest(run: _Run, fits: list[int], members: list[list[_Run]]) -> int:
    """Choose among namesakes the one named last before the run, else the first."""
    before = [g for g in fits if members[g][0].first <= run.first]
    return max(before, key=lambda g: members[g][0].first) if before else fits[0]


def _gather(text: CuedText, group: list[_Run], known: Known) -> None:
    tokens = text.tokens
    group.sort(key=lambda run: run.first)
    best = max(group, key=lambda run: (len(run.words), not run.oblique))
    span = tokens.span(best.first, best.last)
    elided = len(text.elided[best.first])
    name = " ".join(tokens.text[span[0] + elided : span[1]].split())
    if best.oblique and _CYRILLIC.search(name.lower()):
        name = nominative(name)
    chain = Chain(PERSON, name, tuple(name.lower().split()))
    chain.mentions = [Mention(run.first, run.last, run.first, PERSON, 1.0) for run in group]
    votes = Counter(run.gender for run in group if run.gender)
    chain.gender = votes.most_common(1)[0][0] if votes else given_gender(chain.words)
    known.chains.append(chain)
    for run in group:
        known.roles[id(chain)].update(run.roles)
        for i in range(run.first, run.last + 1):
            known.by_token[i] = chain


def given_gender(words: tuple[str, ...]) -> str:
    """Return the gender that a given name suggests: from the gazetteer, else by its ending."""
    first = words[0]
    shown = gazetteer().given.get(first) or gazetteer().given.get(first.split("-")[0])
    if shown or len(words) < 2:
        return shown or EITHER
    if _CYRILLIC.search(first):
        man = words[-1].endswith(("ов", "ев", "ёв", "ин", "ын", "ий", "ый", "ой"))
        return WOMAN if not man and (first + words[-1])[-1] in "ая" else MAN
    return WOMAN if first.endswith("a") else MAN if first.endswith("o") else EITHER


def nominative(name: str) -> str:
    """Put a Russian name in the genitive back: "Саввы Саркина" is "Савва Саркин"."""
    words = name.split()
    last = words[-1].lower()
    woman = last.endswith("ой")
    given = [_given(word, woman=woman) for word in words[:-1]]
    return " ".join([*given, _surname(words[-1], woman=woman)])


def _given(word: str, *, woman: bool) -> str:
    if word.endswith("ы"):
        return word[:-1] + "а"
    if word.endswith("и"):
        return word[:-1] + ("а" if word[-2] in "гкхжшчщ" else "я")
    if woman:
        return word
    if word.endswith("а"):
        return word[:-1]
    if word.endswith("я"):
        return word[:-1] + ("ь" if word.endswith("ря") else "й")
    return word


def _surname(word: str, *, woman: bool) -> str:
    if woman:
        return word[:-2] + ("а" if word.endswith(("овой", "евой", "иной", "ыной")) else "ая")
    if word.endswith(("ского", "цкого")):
        return word[:-3] + "ий"
    if word.endswith("ого"):
        return word[:-3] + "ый"
    return word[:-1] if word.endswith(("ова", "ева", "ина", "ына", "ка", "ра", "на")) else word


def _runs(text: CuedText, speaking: frozenset[int]) -> list[_Run]:
    """Cut the text's name words into runs, each with what stands beside it."""
    found = []
    i, n = 0, len(text.tokens)
    words = zip(text.tokens.words, text.bare, strict=True)
    small = frozenset(bare for word, bare in words if word.islower()) - text.known.particles
    while i < n:
        if not text.names[i]:
            i += 1
            continue
        end = name_end(text, i)
        given = _given_within(text, i, end)
        if given > i:
            end = given  # "el alcalde de Ribalta | Joaquín Santamarta"
        run = _run(text, i, end - 1, speaking, small)
        if run is not None:
            found.append(run)
        i = end
    return found


def _given_within(text: CuedText, first: int, end: int) -> int:
    """Return where a given name begins in a run that another word opens, ``first`` if none does."""
    known = gazetteer().given
    if text.bare[first] in known:
        return first
    inside = range(first + 1, end - 1)
    return next((i for i in inside if text.bare[i] in known and text.names[i]), first)


def _run(
    text: CuedText, first: int, last: int, speaking: frozenset[int], small: frozenset[str]
) -> _Run | None:
    known, g = text.known, gazetteer()
    words = [text.bare[i] for i in range(first, last + 1)]
    core = tuple(stem(word) for word in words if word not in known.particles) or tuple(words)
    whole = " ".join(words)
    if words[0] in known.bodies or whole in g.places or whole in g.organisations:
        return None
    if first and text.bare[first - 1] in known.bodies:
        return None  # "la empresa Maderas del Sur"
    honorific = _honorific(text, first)
    articled = words[0] in known.articles or bool(text.elided[first])
    articled = articled or (first > 0 and text.bare[first - 1] in known.articles)
    roles = ([] if articled else _roles_before(text, first)) + _roles_after(text, last)
    genders = [known.people.get(role, "") or _shown(text, role) for role in roles]
    gender = honorific or next((shown for shown in genders if shown), EITHER)
    evident = honorific is not None or bool(roles) or words[0] in g.given
    says = bool(speaking.intersection(range(first, last + 1)))
    several = len(core) > 1 and small.isdisjoint(words)
    alone = says and small.isdisjoint(words)
    person = evident or ((several or alone) and not articled)
    before = text.bare[first - 1] if first else ""
    located = before in ("à", "en", "in", "aus", "nach", "dans", "в", "из")
    linked = before in known.links or text.elided[first] in known.links
    if (located or linked) and not honorific and words[0] not in g.given:
        person = False
    oblique = any(text.bare[i] in text.sources for i in range(max(0, first - 3), first))
    return _Run(first, last, core, tuple(roles), gender or EITHER, person, oblique)


def _shown(text: CuedText, role: str) -> str:
    """Return the gender of a noun that the lists do not hold as it stands."""
    return WOMAN if text.compounds and role.endswith("in") else EITHER


def _honorific(text: CuedText, first: int) -> str | None:
    """Return the gender that the honorific before a name shows, None where there is none."""
    if not first:
        return None
    low = text.bare[first - 1]
    found = text.known.honorifics.get(low)
    return found if found is not None else text.known.honorifics.get(low.rstrip("."))


def _roles_before(text: CuedText, first: int) -> list[str]:
    """Collect nouns for people in front of a name: "la maire, X", "le ministre de l’eau, X"."""
    tokens = text.tokens
    comma = first > 0 and tokens.words[first - 1] == ","
    i = first - 1 - comma
    if _honorific(text, i + 1) is not None:
        i -= 1
        if i >= 0 and tokens.words[i] == ",":
            comma, i = True, i - 1
    for k in range(i, max(-1, i - _ROLE_REACH), -1):
        if tokens.sentences[k] != tokens.sentences[first] or text.verbs[k]:
            break
        if not tokens.words[k][0].isalnum() or text.bare[k] in text.known.auxiliaries:
            break
        if text.person_noun(k) is not None and not text.names[k]:
            return [text.bare[k]]
        if not comma and (k < i - 1 or text.bare[k] in text.known.links):
            break
    return []


def _roles_after(text: CuedText, last: int) -> list[str]:
    """Collect the noun for a person behind a name and a comma: "X, présidente du club"."""
    tokens, n = text.tokens, len(text.tokens)
    at = last + 1
    if at >= n or not (tokens.words[at] == "," or text.bare[at] in ("est", "es", "ist", "—")):
        return []
    for k in range(at + 1, min(at + _ROLE_REACH, n)):
        if tokens.sentences[k] != tokens.sentences[last] or text.verbs[k] or text.names[k]:
            break
        if tokens.words[k] == "," and tokens.words[at] == ",":
            aged = any(tokens.words[j].isdigit() for j in range(at, k))
            if not aged:
                break
            continue
        if not tokens.words[k][0].isalnum() and tokens.words[k] != ",":
            break
        if text.person_noun(k) is not None:
            return [text.bare[k]]
    return []
