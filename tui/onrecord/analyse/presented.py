"""Whom the turns of a conversation present: "I'm Ana Roy", "My guest is …", "Dr. Roy, why …?".

A transcript may name its speakers by parts alone ("Host", "Speaker 2", "A."). Then people say who
they are, are welcomed, or are spoken to by name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.kinds import PERSON
from onrecord.analyse.parties import Party
from onrecord.analyse.press import is_credit
from onrecord.analyse.tokens import NAME
from onrecord.analyse.voices import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens

_SELF, _GUEST, _ADDRESSED = 4, 3, 1
"""What saying one's own name, being welcomed, and being spoken to by name weigh."""
_BEFORE_NAME = 6
"""Words between "my guest" and the name."""
_WELCOMES = frozenset({"guest", "welcome", "welcoming", "joined", "joining", "interviewing"})
_ASKS = f"<{Party.QUESTIONER}>"
"""The key of an unnamed questioner, whom answers seldom name once, as they do many others."""
_COMPANY = frozenset({"with", "to"})
_GUEST_IN_TITLE = re.compile(
    r"""\b(?:[Ii]nterview(?:s|ing)?(?:\swith|:)?|Q&A(?:\swith|:)?|[Cc]onversation\swith|[Mm]eets?|[Qq]uestions\s(?:for|to))
    \s(?:(?:the|an?|our)\s)?(?:[a-z][\w-]*,?\s){0,4}([^\W\d_a-z][\w.’'-]+(?:\s[^\W\d_a-z][\w.’'-]*){1,3})""",
    re.VERBOSE,
)
_IN_TITLE = 3
"""How many times a person counts whom the title names."""


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: who speaks (a spelt label, or a party), and its tokens, both included."""

    key: str
    first: int
    last: int


def presented(
    tokens: Tokens,
    turns: Sequence[Said],
    named: Mapping[int, Chain],
    unnamed: frozenset[str],
) -> dict[str, Chain]:
    """Return the persons whom the turns present, by the key of their turns.

    ``named`` maps tokens to who is named there, ``unnamed`` are the keys that name nobody. A
    person is presented as one of them only.
    """
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    persons: dict[int, Chain] = {}
    keys = list(dict.fromkeys(turn.key for turn in turns))
    for number, turn in enumerate(turns):
        for first, last, chain in _names(turn, named):
            persons[id(chain)] = chain
            if _own(tokens, turn, first, last, turns[number - 1] if number else None):
                votes[turn.key][id(chain)] += _SELF
                continue
            other = _partner(turns, number, keys)
            if other is None:
                continue
            if _welcomed(tokens, turn, first):
                votes[other][id(chain)] += _GUEST
            elif _addressed(tokens, turn, first, last):
                votes[other][id(chain)] += _ADDRESSED
    found: dict[str, Chain] = {}
    ranked = sorted(
        ((weight, key, id_) for key, each in votes.items() for id_, weight in each.items()),
        key=lambda item: -item[0],
    )
    taken: set[int] = set()
    for weight, key, id_ in ranked:
        enough = weight > 1 or key != _ASKS
        if enough and key in unnamed and key not in found and id_ not in taken:
            found[key] = persons[id_]
            taken.add(id_)
    return found


def guest_of(tokens: Tokens, persons: Sequence[Chain], first: int, title: str = "") -> Chain | None:
    """Return the person whom a title or an introduction presents, by the full name; None if nobody.

    ``first`` is the token of the first turn. Who is named most often before it, the first of
    several; whom the title names counts more, and whose picture or words it is does not.
    """
    best: tuple[int, Chain] | None = None
    for chain in persons:
        if len(chain.words) < 2:
            continue
        before = [m for m in chain.mentions if m.first < first]
        count = sum(not is_credit(tokens, m.first) for m in before)
        weight = count + _IN_TITLE * (chain.name in title)
        if weight and (best is None or weight > best[0]):
            best = weight, chain
    return best[1] if best else None


def titled_guest(title: str) -> str:
    """Return the full name that a title presents as interviewed: "An interview with Ana Roy"."""
    found = _GUEST_IN_TITLE.search(title)
    return name_of(found[1]) if found else ""


def _names(turn: Said, named: Mapping[int, Chain]) -> list[tuple[int, int, Chain]]:
    """Return the persons named in a turn, with their first and last token."""
    found: list[tuple[int, int, Chain]] = []
    for i in range(turn.first, turn.last + 1):
        chain = named.get(i)
        if chain is None or chain.kind != PERSON:
            continue
        if found and found[-1][1] == i - 1 and found[-1][2] is chain:
            found[-1] = (found[-1][0], i, chain)
        else:
            found.append((i, i, chain))
    return found


def _own(tokens: Tokens, turn: Said, first: int, last: int, before: Said | None) -> bool:
    """Whether somebody says the own name: "I'm Ana Roy", or nothing but it, when asked for it."""
    lows = tokens.lows
    said = lows[max(turn.first, first - 3) : first]
    if said[-2:] in (["i", "’m"], ["i", "'m"], ["i", "am"], ["name", "is"]) or said[-1:] == ["i’m"]:
        return True
    if said[-1:] == ["i'm"]:
        return True
    asked = before is not None and "name" in lows[before.first : before.last + 1]
    return asked and first == turn.first and last >= turn.last - 1


def _welcomed(tokens: Tokens, turn: Said, first: int) -> bool:
    """Whether a name stands where a guest is brought in."""
    words = tokens.lows[max(turn.first, first - _BEFORE_NAME) : first]
    for at in range(len(words) - 1, -1, -1):
        if words[at] in (".", "?", "!", ";"):
            return False
        if words[at] in _WELCOMES:
            return True
        if words[at] in _COMPANY and words[at + 1 : at + 2] in (["me"], ["us"]):
            return True
        if words[at] in _COMPANY and at and words[at - 1] in ("talking", "speaking", "here"):
            return True
    return False


def _addressed(tokens: Tokens, turn: Said, first: int, last: int) -> bool:
    """Whether somebody is spoken to by name: between commas, or at an end of a sentence."""
    begins = first == turn.first or tokens.sentences[first - 1] != tokens.sentences[first]
    ends = last == turn.last or tokens.words[last + 1] in ".?!"
    before = tokens.words[first - 1] if first > turn.first else ""
    after = tokens.words[last + 1] if last < turn.last else ""
    if begins and ends:
        return False
    if before == "," and first - turn.first > 1:
        # "my father, Ana Roy": an apposition
        beside = first - 2
        if tokens.lows[beside] in gazetteer().roles or tokens.tags[beside] == NAME:
            return False
    greets = before.lower() in ("so", "and", "but", "hello", "hi", "okay", "ok", "well", "now")
    return (begins and after == ",") or (
        (before == "," or greets) and (ends or after in (",", "—", "–"))
    )


def _partner(turns: Sequence[Said], number: int, keys: Sequence[str]) -> str | None:
    """Return who is spoken to in a turn: the only other one, else who speaks next."""
    key = turns[number].key
    if len(keys) == 2:
        return keys[1] if keys[0] == key else keys[0]
    following = turns[number + 1].key if number + 1 < len(turns) else key
    return following if following != key else None
