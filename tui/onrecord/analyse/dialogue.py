"""Dialogue: paragraphs of nothing but speech, whose speakers take turns."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.ranker import Choice
from onrecord.analyse.wording import speaker_beside

if TYPE_CHECKING:
    from onrecord.analyse.candidates import Reading

_REPLY_SURE = 0.6
_LIKELY = 0.5
"""From this probability on a choice is taken for known."""
_SURE = 0.9
"""From this probability on a choice stands where nothing was asked."""
_PERSONS = t.words_of("he she i him her me")
_ASKS = t.words_of("ask asked asks wondered wonders inquired enquired demanded demands")
_REPLIES = t.words_of("replied replies answered answers retorted retorts responded responds")
_REACH, _SPAN = 8, 4
"""Quotations, and paragraphs, before a reply in which the other speaker is looked for."""
_SHORT = 20
"""Tokens of a reply to a question that the writer only tells of."""


def alternate(reading: Reading, choices: list[Choice]) -> None:
    """Let two speakers take turns where a reply names nobody: ``choices`` are changed.

    Whoever asks does not answer. Where nobody else is in sight, the reply has no speaker.
    """
    spoken = [_known(reading, j, choice) for j, choice in enumerate(choices)]
    begun = -1
    for j in range(1, len(choices)):
        if not _replies(reading, j):
            continue
        if begun == j - 1:
            other = spoken[j - 2]
        else:
            found = _other(reading, choices, spoken, j)
            if found is None:
                continue
            other = found
        choices[j] = Choice(other, _REPLY_SURE if other >= 0 else 0.0, 0.0)
        spoken[j], begun = other, j


def _known(reading: Reading, j: int, choice: Choice) -> int:
    """Return the phrase that surely speaks target ``j``, -1 if none does."""
    if choice.probability >= _LIKELY and choice.nobody < _LIKELY:
        return choice.phrase
    beside = speaker_beside(reading, reading.targets[j])
    return -1 if beside is None else beside


def _other(reading: Reading, choices: list[Choice], spoken: list[int], j: int) -> int | None:
    """Find who answers at target ``j``: -1 where he is not in sight, None where no one need."""
    last = spoken[j - 1]
    if last < 0:
        return None
    low = reading.tokens.lows[reading.clauses.verb[last]] if reading.clauses.verb[last] >= 0 else ""
    question = _question(reading, j - 1)
    if j > 1 and _follows(reading, j - 1) and _differ(reading, spoken[j - 2], last):
        asked = question and (low in _ASKS or choices[j].probability < _SURE)
        asked = asked or (_asks(reading, spoken[j - 2]) and _question(reading, j))
        if asked or spoken[j] < 0:
            return spoken[j - 2]
    if question and low in _ASKS and last in _beside(reading, j - 1):
        return _before(reading, spoken, j, last)
    if (
        _brief(reading, j)
        and _brief(reading, j - 1)
        and (low in _REPLIES or _alone(reading, j - 1))
    ):
        return _asker(reading, j, last, replied=low in _REPLIES)
    return None


def _before(reading: Reading, spoken: list[int], j: int, last: int) -> int:
    """Find the last one who spoke and is another than phrase ``last``; -1: nobody near."""
    paragraphs, targets = reading.tokens.paragraphs, reading.targets
    for i in range(j - 2, max(-1, j - _REACH), -1):
        near = paragraphs[targets[j].first] - paragraphs[targets[i].first] <= _SPAN
        if near and _differ(reading, spoken[i], last):
            return spoken[i]
    return -1


def _asker(reading: Reading, j: int, last: int, *, replied: bool) -> int | None:
    """Find who, as the writer tells before the dialogue, asked: "I ask him how much"."""
    tokens, clauses = reading.tokens, reading.clauses
    first = reading.targets[j - 1].first
    for k in range(bisect_left(reading.phrases, first, key=lambda p: p.last) - 1, -1, -1):
        if tokens.paragraphs[reading.phrases[k].head] < tokens.paragraphs[first] - 1:
            return None
        verb = clauses.verb[k]
        asks = verb > 0 and tokens.lows[verb] in _ASKS and tokens.tags[verb - 1] != t.AUX
        if asks and k != last and (replied or _differ(reading, k, last)):
            return k
    return None


def _beside(reading: Reading, j: int) -> range:
    """Tell which phrases stand in the paragraph of target ``j``."""
    paragraphs = reading.tokens.paragraphs
    here = paragraphs[reading.targets[j].first]
    low = bisect_left(reading.phrases, here, key=lambda p: paragraphs[p.head])
    high = bisect_left(reading.phrases, here + 1, key=lambda p: paragraphs[p.head])
    return range(low, high)


def _differ(reading: Reading, one: int, other: int) -> bool:
    """Whether two phrases cannot name one person: two names, or "he" and "she"."""
    if one < 0 or other < 0:
        return False
    first, second = reading.keys[one], reading.keys[other]
    alike = (first in _PERSONS) == (second in _PERSONS)
    return first != second and (alike or "i" in (first, second))


def _asks(reading: Reading, k: int) -> bool:
    """Whether phrase ``k`` is the subject of a verb of asking."""
    verb = reading.clauses.verb[k]
    return verb >= 0 and reading.tokens.lows[verb] in _ASKS


def _question(reading: Reading, j: int) -> bool:
    return reading.tokens.text[reading.targets[j].stretch.end - 2] == "?"


def _brief(reading: Reading, j: int) -> bool:
    return reading.targets[j].last - reading.targets[j].first <= _SHORT


def _alone(reading: Reading, j: int) -> bool:
    """Whether target ``j`` is a paragraph of its own."""
    paragraphs = reading.tokens.paragraphs
    first, last = reading.targets[j].first, reading.targets[j].last
    starts = first == 0 or paragraphs[first - 1] != paragraphs[first]
    return starts and (last == len(paragraphs) or paragraphs[last] != paragraphs[first])


def _replies(reading: Reading, j: int) -> bool:
    """Whether target ``j`` is a paragraph of its own right after a quotation's paragraph."""
    goes_on = reading.targets[j - 1].stretch.continues
    return not goes_on and _alone(reading, j) and _follows(reading, j)


def _follows(reading: Reading, j: int) -> bool:
    """Whether target ``j`` stands in the paragraph after that of the target before it."""
    paragraphs, targets = reading.tokens.paragraphs, reading.targets
    return paragraphs[targets[j].first] - paragraphs[targets[j - 1].first] == 1
