"""Speakers that stand beside a quotation without a verb of saying.

"In the mayor's words, “…”", "“…”, in the words of Ana Roy", "described as “…” by critics".
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from onrecord.analyse.candidates import Reading, Target

_WORDS = frozenset({"words", "phrase", "formulation"})
_BEFORE, _AFTER = 24, 10
"""How many tokens before and after a quotation "words" may stand that are the speaker's."""
_OWN = t.words_of("own very exact memorable immortal famous blunt")
_CALLED = t.words_of(
    """called described denounced condemned criticised criticized praised hailed dismissed derided
    decried ridiculed mocked attacked slammed blasted branded labelled labeled characterised
    characterized deemed lauded touted billed termed dubbed nicknamed rejected"""
)
_BE = t.words_of("is are was were be been being 's ’s get gets got")
_FRONTED = t.words_of("what which that whom")
_CLAUSE = 6
"""How many tokens before a participle a word may stand that turns it into an active verb."""


def in_words_of(reading: Reading, target: Target) -> int | None:
    """Find whom "in the words of X" or "in X's words" names right before or after ``target``."""
    tokens = reading.tokens
    for i in range(target.first - 1, max(0, target.first - _BEFORE), -1):
        if not _beside(reading, i, target.first):
            break
        if tokens.lows[i] in _WORDS:
            return _owner(reading, i)
    start = target.last + (tokens.words[target.last : target.last + 1] == [","])
    if tokens.lows[start : start + 1] == ["in"]:
        for i in range(start + 1, min(len(tokens), start + _AFTER)):
            if not _beside(reading, i, target.last - 1):
                break
            if tokens.lows[i] in _WORDS:
                return _owner(reading, i)
    return None


def _beside(reading: Reading, i: int, beside: int) -> bool:
    """Whether nothing is said or quoted between the token ``i`` and the one at a quotation."""
    tokens = reading.tokens
    same = tokens.sentences[i] == tokens.sentences[beside]
    return same and reading.quoted[i] < 0 and tokens.tags[i] not in (t.VERB, t.REL)


def _owner(reading: Reading, words: int) -> int | None:
    """Find the candidate whose "words" stand at this token, after "in"."""
    tokens, phrases = reading.tokens, reading.phrases
    first = words
    while tokens.lows[first - 1] in _OWN:
        first -= 1
    if tokens.lows[words + 1 : words + 2] == ["of"]:
        k = bisect_left(phrases, words + 2, key=lambda phrase: phrase.first)
        near = k < len(phrases) and phrases[k].first == words + 2
        return k if near and tokens.lows[max(0, first - 2) : first] == ["in", "the"] else None
    if tokens.tags[first - 1] == t.GEN:
        first -= 1
    elif tokens.tags[first - 1] != t.POSS:
        return None
    for k in range(bisect_left(phrases, first, key=lambda phrase: phrase.first) - 1, -1, -1):
        if phrases[k].last == first - 1:
            return k if phrases[k].first and tokens.lows[phrases[k].first - 1] == "in" else None
        if phrases[k].last < first - _AFTER:
            break
    return None


def agent_of(reading: Reading, target: Target) -> int | None:
    """Find by whom somebody or something was called what ``target`` quotes: "called “…” by X"."""
    tokens, phrases, by = reading.tokens, reading.phrases, target.last
    if tokens.lows[by : by + 1] != ["by"] or not _beside(reading, by, target.last - 1):
        return None
    verb = target.first - 1
    while verb > 0 and tokens.tags[verb] in (t.DET, t.ADJ, t.ADV):
        verb -= 1
    as_ = verb > 0 and tokens.lows[verb] == "as"
    verb -= as_
    if verb < 1 or tokens.lows[verb] not in _CALLED or reading.quoted[verb] >= 0:
        return None
    if tokens.sentences[verb] != tokens.sentences[target.first] or not _passive(reading, verb):
        return None
    k = bisect_left(phrases, by + 1, key=lambda phrase: phrase.first)
    return k if k < len(phrases) and phrases[k].first == by + 1 else None


def _passive(reading: Reading, verb: int) -> bool:
    """Whether a participle is no verb with its object in front: "what he called “…” by mistake"."""
    tokens, i = reading.tokens, verb - 1
    while i > 0 and tokens.tags[i] == t.ADV:
        i -= 1
    if tokens.lows[i] in _BE:
        return True
    before = tokens.lows[max(0, verb - _CLAUSE) : verb]
    return not _FRONTED.intersection(before)
