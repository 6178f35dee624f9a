"""Finds speakers by set patterns, for languages without a trained ranker.

A name or pronoun next to a verb of saying, before or after the quotation, or a phrase after
"according to", as the cues of the language list them.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse.ranker import Choice
from onrecord.analyse.tokens import NounPhrase

if TYPE_CHECKING:
    from onrecord.analyse.candidates import Reading
    from onrecord.analyse.cues import Cues
    from onrecord.analyse.tokens import Tokens

_SURE, _LIKELY, _POSSIBLE = 0.8, 0.65, 0.5
_GAP_COSTS, _STOP_COSTS = 0.02, 0.15
"""What a token, and a full stop, between the phrase and the quotation take away."""
_SETS_OFF = frozenset({",", "—", "–", "-", "…", "?", "!"})
_LONGEST = 6
"""How many words a phrase has at most, less one."""
_REACH = 14
"""How many tokens from the quotation a pattern is looked for."""


def pattern_phrases(tokens: Tokens, known: Cues) -> list[NounPhrase]:
    """Find what may name a speaker: pronouns, runs of capitals, words after an article."""
    found: list[NounPhrase] = []
    opening = {words.split()[-1] for words in known.according}
    i, n = 0, len(tokens)
    while i < n:
        low = tokens.lows[i]
        last = i
        if low in known.pronouns or inverted_pronoun(low, known):
            found.append(NounPhrase(i, i, i))
        elif low in known.articles or (_capital(tokens, i) and low not in opening):
            while last + 1 < n and _goes_on(tokens, i, last, known):
                last += 1
            while last > i and tokens.lows[last] in known.particles:
                last -= 1
            if last > i or (_capital(tokens, i) and low not in known.articles):
                found.append(NounPhrase(i, last, last))
        i = last + 1
    return found


def inverted_pronoun(low: str, known: Cues) -> str:
    """Return the pronoun that hangs on a verb ("elle" of "a-t-elle"), "" without one."""
    pronoun = low.rpartition("-")[2] if "-" in low else ""
    return pronoun if pronoun in known.pronouns else ""


def _capital(tokens: Tokens, i: int) -> bool:
    return tokens.words[i][0].isupper()


def _goes_on(tokens: Tokens, first: int, last: int, known: Cues) -> bool:
    """Whether the phrase from ``first`` to ``last`` takes in the next word too."""
    after = last + 1
    low = tokens.lows[after]
    if tokens.sentences[after] != tokens.sentences[first] or not low[0].isalpha():
        return False
    if after - first > _LONGEST:
        return False
    if low in known.verbs or low in known.pronouns or low in known.auxiliaries:
        return False
    if low in known.prepositions and low not in known.particles:
        return False
    if _capital(tokens, after):
        return True
    particle = low in known.particles and after + 1 < len(tokens) and _capital(tokens, after + 1)
    plain = tokens.lows[first] in known.articles and (last == first or not _capital(tokens, last))
    return particle or (plain and after - first < 3 and low not in known.articles)


def pattern_choice(reading: Reading, j: int, known: Cues | None) -> Choice:
    """Choose the speaker of target ``j`` by the cues ``known`` of the language."""
    best = Choice(-1, 0.0, 0.0)
    if known is None:
        return best
    target, tokens = reading.targets[j], reading.tokens
    low = bisect_left(reading.phrases, target.first - 2 * _REACH, key=lambda phrase: phrase.head)
    high = bisect_left(reading.phrases, target.last + 2 * _REACH, key=lambda phrase: phrase.head)
    for k in range(low, high):
        phrase = reading.phrases[k]
        if target.first <= phrase.first < target.last:
            share = _inserted(reading, k, known)
            if share > best.probability:
                best = Choice(k, share, 0.0)
            continue
        before = phrase.last < target.first
        gap = target.first - phrase.last if before else phrase.first - target.last
        edge = target.first if before else target.last - 1
        if reading.quoted[phrase.first] >= 0:
            continue
        if not 0 <= gap <= _REACH or tokens.paragraphs[phrase.head] != tokens.paragraphs[edge]:
            continue
        share = _share(reading, k, known) - _GAP_COSTS * gap
        if before and reading.stops[phrase.head] != reading.stops[edge]:
            share -= _STOP_COSTS
        if share > best.probability:
            best = Choice(k, share, 0.0)
    return best


def _inserted(reading: Reading, k: int, known: Cues) -> float:
    """Tell how sure it is that phrase ``k`` is the speaker in words set between the quoted ones.

    "« Nous irons, a déclaré Oda Brekke, et vite. »": a comma or dash, a verb, its subject.
    """
    tokens, phrase = reading.tokens, reading.phrases[k]
    first = phrase.first
    pronoun = inverted_pronoun(tokens.lows[phrase.head], known)
    if pronoun:
        first += 1
        helped = tokens.lows[phrase.head].split("-")[0] in known.verbs
        opened = tokens.words[phrase.first - 1] in _SETS_OFF
        follows = first < len(tokens) and tokens.lows[first] in known.verbs
        return _LIKELY if opened and (helped or follows) else 0.0
    named = _capital(tokens, phrase.head) or tokens.lows[phrase.head] in known.pronouns
    if not (named or tokens.lows[phrase.first] in known.articles):
        return 0.0
    verb = first - 1
    if tokens.lows[verb] not in known.verbs:
        return 0.0
    before = verb - 1 - (tokens.lows[verb - 1] in known.auxiliaries)
    return _LIKELY if tokens.words[before] in _SETS_OFF else 0.0


def _share(reading: Reading, k: int, known: Cues) -> float:
    """Tell how sure the words around phrase ``k`` make it that it speaks."""
    tokens, phrase = reading.tokens, reading.phrases[k]
    low, n = tokens.lows[phrase.head], len(tokens)
    if inverted_pronoun(low, known):
        verb = low.split("-")[0]
        follows = phrase.last + 1 < n and tokens.lows[phrase.last + 1] in known.verbs
        return _SURE if verb in known.verbs or follows else 0.0
    named = _capital(tokens, phrase.head) or low in known.pronouns
    if not (named or tokens.lows[phrase.first] in known.articles):
        return 0.0
    for end in (phrase.first, phrase.first - 1):
        # "по словам капитана Орлова": a title may stand between
        ahead = " " + " ".join(tokens.lows[max(0, end - 3) : max(0, end)])
        if any(ahead.endswith(" " + words) for words in known.according):
            return _LIKELY if named else _POSSIBLE
    first, last = phrase.first, phrase.last
    beside = (first - 1, last + 1, first - 2, last + 2, last + 3, first - 3)
    helped = phrase.last + 1 < n and tokens.lows[phrase.last + 1] in known.auxiliaries
    near = [
        i for i in beside if 0 <= i < n and reading.quoted[i] < 0 and tokens.lows[i] in known.verbs
    ]
    if not near:
        return 0.0
    touching = near[0] in beside[:2] or (helped and near[0] == phrase.last + 2)
    return (_SURE if named else _LIKELY) if touching else _POSSIBLE
