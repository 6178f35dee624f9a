"""Finds speakers by set patterns, for languages without a trained ranker.

A name or pronoun next to a verb of saying, before or after the quotation, or a phrase after
"according to", as the cues of the language list them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.ranker import Choice

if TYPE_CHECKING:
    from onrecord.analyse.candidates import Reading
    from onrecord.analyse.cues import Cues

_SURE, _LIKELY, _POSSIBLE = 0.8, 0.6, 0.4
_REACH = 14
"""How many tokens from the quotation a pattern is looked for."""


def pattern_choice(reading: Reading, j: int, known: Cues | None) -> Choice:
    """Choose the speaker of target ``j`` by the cues ``known`` of the language."""
    if known is None:
        return Choice(-1, 0.0, 0.0)
    best = Choice(-1, 0.0, 0.0)
    target, tokens = reading.targets[j], reading.tokens
    for k, phrase in enumerate(reading.phrases):
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
    named = tokens.tags[phrase.head] == t.NAME or tokens.lows[phrase.head] in known.pronouns
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
