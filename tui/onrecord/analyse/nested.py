"""Quotations inside quotations: A reports what B said.

Only the plainest wording counts (B's name or "he"/"she", a verb of saying, the words), for most
single marks inside a quotation set off titles and turns of phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.quotations import words_in
from onrecord.analyse.tokens import noun_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.cues import Cues
    from onrecord.analyse.quotations import Stretch
    from onrecord.analyse.tokens import NounPhrase, Tokens

_LEAST_WORDS = 3
_HEARERS = t.words_of("me us him her them you")


@dataclass(frozen=True, slots=True)
class Nested:
    """A stretch inside a quotation, the phrase that names its speaker, the verb's token index."""

    stretch: Stretch
    phrase: NounPhrase
    verb: int


def find_nested(tokens: Tokens, stretches: Sequence[Stretch], known: Cues) -> list[Nested]:
    """Find the reported quotations among the inner ones of ``stretches``."""
    inner = [
        stretch
        for stretch in stretches
        if stretch.depth == 1 and words_in(tokens.text, stretch.start, stretch.end) >= _LEAST_WORDS
    ]
    if not inner:
        return []
    ends = {phrase.last: phrase for phrase in noun_phrases(tokens)}
    found = []
    for stretch in inner:
        verb = tokens.at(stretch.start) - 1
        if verb > 0 and tokens.words[verb] in (",", ":"):
            verb -= 1
        if verb > 2 and tokens.lows[verb] in _HEARERS:
            verb -= 1 + (tokens.lows[verb - 1] == "to")
        if verb < 1 or tokens.tags[verb] != t.VERB:
            continue
        if known.verbs.get(tokens.lows[verb]) not in known.strong:
            continue
        phrase = ends.get(verb - 1)
        if phrase is None or tokens.sentences[phrase.last] != tokens.sentences[verb]:
            continue
        if tokens.tags[phrase.head] == t.NAME or tokens.lows[phrase.head] in ("he", "she"):
            found.append(Nested(stretch, phrase, verb))
    return found
