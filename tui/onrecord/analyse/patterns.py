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

_SURE, _LIKELY, _POSSIBLE = 0.8, 0.6, 0.4
_LONGEST = 6
"""How many words a phrase has at most, less one."""
_REACH = 14
"""How many tokens from the quotation a pattern is looked for."""


def pattern_phrases(tokens: Tokens, known: Cues) -> list[NounPhrase]:
    """Find what may name a speaker: pronouns, runs of capitals, words after an article."""
    found: list[NounPhrase] = []
    i, n = 0, len(tokens)
    while i < n:
        low = tokens.lows[i]
        last = i
        if low in known.pronouns:
            found.append(NounPhrase(i, i, i))
        elif low in known.articles or _capital(tokens, i):
            while last + 1 < n and _goes_on(tokens, i, last, known):
                last += 1
            while last > i and tokens.lows[last] in known.particles:
                last -= 1
            if last > i or _capital(tokens, i):
                found.append(NounPhrase(i, last, last))
        i = last + 1
    return found


def _capital(tokens: Tokens, i: int) -> bool:
    return tokens.words[i][0].isupper()


def _goes_on(tokens: Tokens, first: int, last: int, known: Cues) -> bool:
    """Whether the phrase from ``first`` to ``last`` takes in the next word too."""
    after = last + 1
    low = tokens.lows[after]
    if tokens.sentences[after] != tokens.sentences[first] or not low[0].isalpha():
        return False
    if low in known.verbs or low in known.pronouns or after - first > _LONGEST:
        return False
    if _capital(tokens, after):
        return True
    particle = low in known.particles and after + 1 < len(tokens) and _capital(tokens, after + 1)
    plain = tokens.lows[first] in known.articles and not _capital(tokens, last)
    return particle or (plain and after - first < 3 and low not in known.articles)


def pattern_choice(reading: Reading, j: int, known: Cues | None) -> Choice:
    """Choose the speaker of target ``j`` by the cues ``known`` of the language."""
    if known is None:
        return Choice(-1, 0.0, 0.0)
    best = Choice(-1, 0.0, 0.0)
    target, tokens = reading.targets[j], reading.tokens
    low = bisect_left(reading.phrases, target.first - 2 * _REACH, key=lambda phrase: phrase.head)
    high = bisect_left(reading.phrases, target.last + 2 * _REACH, key=lambda phrase: phrase.head)
    for k in range(low, high):
        phrase = reading.phrases[k]
        before = phrase.last < target.first
        gap = target.first - phrase.last if before else phrase.first - target.last
        if not 0 <= gap <= _REACH:
            continue
        if (
            tokens.paragraphs[phrase.head]
            != tokens.paragraphs[target.first if before else target.last - 1]
        ):
            continue
        share = _share(reading, k, known, gap)
        if share > best.probability:
            best = Choice(k, share, 0.0)
    return best


def _share(reading: Reading, k: int, known: Cues, gap: int) -> float:
    """Tell how sure a pattern makes phrase ``k``, ``gap`` tokens away from the quotation."""
    tokens, phrase = reading.tokens, reading.phrases[k]
    named = _capital(tokens, phrase.head) or tokens.lows[phrase.head] in known.pronouns
    articled = tokens.lows[phrase.first] in known.articles
    if not (named or articled):
        return 0.0
    ahead = " ".join(tokens.lows[max(0, phrase.first - 3) : phrase.first])
    if any(ahead.endswith(words) for words in known.according):
        return _LIKELY if named else _POSSIBLE
    beside = [phrase.first - 1, phrase.first - 2, phrase.last + 1, phrase.last + 2, phrase.last + 3]
    near = [
        i
        for i in beside
        if 0 <= i < len(tokens) and reading.quoted[i] < 0 and tokens.lows[i] in known.verbs
    ]
    if not near:
        return 0.0
    touching = near[0] in (phrase.first - 1, phrase.last + 1)
    share = (_SURE if named else _LIKELY) if touching else _POSSIBLE
    return share - 0.02 * gap
