"""Quotations inside quotations: A reports what B said.

Only the plainest wording counts (who, a verb of saying, the words), for most single marks inside a
quotation set off titles and turns of phrase. What somebody says that he said himself ("I said,
'No'") is no one else's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.quotations import words_in
from onrecord.analyse.tokens import noun_phrases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.cues import Cues
    from onrecord.analyse.quotations import Stretch
    from onrecord.analyse.tokens import NounPhrase, Tokens

_LEAST_WORDS = 3
_REACH = 12
"""How many tokens before a verb the subject of the one it is joined to is looked for."""
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
        if verb < 1 or tokens.tags[verb] not in (t.VERB, t.INF):
            continue
        if known.verbs.get(tokens.lows[verb]) not in known.strong:
            continue
        phrase = ends.get(_before_verb(tokens, verb)) or _joined_subject(tokens, verb, ends)
        if phrase is None or tokens.sentences[phrase.last] != tokens.sentences[verb]:
            continue
        named = tokens.tags[phrase.head] == t.NAME or tokens.lows[phrase.head] in ("he", "she")
        if named or (_someone(tokens, phrase) and _whole(tokens.text, stretch)):
            found.append(Nested(stretch, phrase, verb))
    return found


def _before_verb(tokens: Tokens, verb: int) -> int:
    """Step back over what may stand between a subject and its verb: "always", "used to"."""
    i = verb - 1
    if tokens.lows[i] == "to" and tokens.lows[i - 1] == "used":
        i -= 2
    while i > 0 and (tokens.tags[i] == t.ADV or tokens.lows[i] in _HABITS):
        i -= 1
    return i


def _joined_subject(tokens: Tokens, verb: int, ends: dict[int, NounPhrase]) -> NounPhrase | None:
    """Find the subject that a verb shares with the one before it: "He came back and said"."""
    if tokens.lows[verb - 1] not in ("and", "then"):
        return None
    for i in range(verb - 2, max(0, verb - _REACH), -1):
        if tokens.sentences[i] != tokens.sentences[verb]:
            break
        if i in ends and tokens.tags[i + 1] == t.VERB:
            return ends[i]
    return None


def _someone(tokens: Tokens, phrase: NounPhrase) -> bool:
    """Whether a phrase without a name stands for a person: "my mother", "somebody"."""
    low = tokens.lows[phrase.head]
    return low in _SOMEONE or low in gazetteer().roles


def _whole(text: str, stretch: Stretch) -> bool:
    """Whether the words are a sentence of their own."""
    body = text[stretch.start : stretch.end].strip("“”\"'‘’ ")
    return body[:1].isupper()


_HABITS = t.words_of("always often once then just only")
_SOMEONE = t.words_of("somebody someone grandmother guy kid")
