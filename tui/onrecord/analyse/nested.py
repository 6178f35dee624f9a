"""Quotations inside quotations: A reports what B, or A himself, said.

Only the plainest wordings count (who, a verb of saying, the words; or the words, then who said
them), for most single marks inside a quotation set off titles and turns of phrase. A word or two
have to be a sentence of their own.
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
_TOLD = 7
"""How many tokens between a verb and the words that it announces: "told Femi at half-time, “"."""
_HEARERS = t.words_of("me us him her them you")


@dataclass(frozen=True, slots=True)
class Nested:
    """A stretch inside a quotation, the phrase that names its speaker, the verb's token index.

    The index is -1 where it is not known.
    """

    stretch: Stretch
    phrase: NounPhrase
    verb: int


def find_nested(tokens: Tokens, stretches: Sequence[Stretch], known: Cues) -> list[Nested]:
    """Find the reported quotations among the inner ones of ``stretches``."""
    inner = [
        stretch
        for stretch in stretches
        if stretch.depth == 1
        and (
            words_in(tokens.text, stretch.start, stretch.end) >= _LEAST_WORDS
            or _whole(tokens.text, stretch)
        )
    ]
    if not inner:
        return []
    phrases = noun_phrases(tokens)
    ends = {phrase.last: phrase for phrase in phrases}
    starts = {phrase.first: phrase for phrase in phrases}
    found = []
    for stretch in inner:
        nested = _after(tokens, stretch, known, starts) or _before(tokens, stretch, known, ends)
        if nested is None:
            continue
        phrase = nested.phrase
        low = tokens.lows[phrase.head]
        named = tokens.tags[phrase.head] == t.NAME or low in ("he", "she")
        whole = _whole(tokens.text, stretch)
        if named or (whole and (low in _SELF or _someone(tokens, phrase))):
            found.append(nested)
    return found


def _before(
    tokens: Tokens, stretch: Stretch, known: Cues, ends: dict[int, NounPhrase]
) -> Nested | None:
    """Read a verb of saying in front of the words: "and she said to me, ‘Go’"."""
    verb = tokens.at(stretch.start) - 1
    set_off = verb > 0 and tokens.words[verb] in (",", ":")
    if set_off:
        verb -= 1
        first = verb
        while verb > 1 and first - verb < _TOLD and not _says(tokens, verb, known):
            stops = tokens.words[verb] in t.SENTENCE_END or tokens.tags[verb] == t.QUOTE
            if stops or tokens.tags[verb] in (t.VERB, t.AUX, t.REL):
                return None
            verb -= 1
        told = first - verb
        if told > 2 and tokens.lows[verb] not in _TELLS:
            return None
    elif verb > 2 and tokens.lows[verb] in _HEARERS:
        verb -= 1 + (tokens.lows[verb - 1] == "to")
    if verb < 1 or not _says(tokens, verb, known):
        return None
    subject = _before_verb(tokens, verb)
    if any(tokens.lows[i] in _UNSAID for i in range(subject + 1, verb)):
        return None
    phrase = ends.get(subject) or _joined_subject(tokens, verb, ends)
    if phrase is None or tokens.sentences[phrase.last] != tokens.sentences[verb]:
        return None
    if tokens.lows[phrase.first] == "no" or tokens.lows[phrase.first - 1] == "if":
        return None
    return Nested(stretch, phrase, verb)


def _after(
    tokens: Tokens, stretch: Stretch, known: Cues, starts: dict[int, NounPhrase]
) -> Nested | None:
    """Read who said the words right behind them: "‘Not bad,’ I said"."""
    i = tokens.at(stretch.end)
    if i + 1 >= len(tokens) or tokens.text[stretch.end - 2] not in ",?!":
        return None
    phrase = starts.get(i)
    asked = tokens.text[stretch.end - 2] != ","
    if asked and tokens.words[i][0].isupper() and tokens.lows[i] != "i":
        return None  # the next sentence
    if phrase is not None and _says(tokens, phrase.last + 1, known):
        return Nested(stretch, phrase, phrase.last + 1)
    phrase = starts.get(i + 1)
    if phrase is not None and _says(tokens, i, known):
        return Nested(stretch, phrase, i)
    return None


def _says(tokens: Tokens, verb: int, known: Cues) -> bool:
    """Whether a verb at a token index says that somebody spoke."""
    if verb >= len(tokens) or tokens.tags[verb] not in (t.VERB, t.INF):
        return False
    low = tokens.lows[verb]
    return known.verbs.get(low) in known.strong or low in _GOES


def _before_verb(tokens: Tokens, verb: int) -> int:
    """Step back over what may stand between a subject and its verb: "always", "used to"."""
    i = verb - 1
    if tokens.lows[i] == "to" and tokens.lows[i - 1] == "used":
        i -= 2
    passed = (t.ADV, t.AUX, t.PART)
    while i > 0 and (tokens.tags[i] in passed or tokens.lows[i] in _HABITS):
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
    return body[:1].isupper() and body[-1:] in ",.?!…"


_HABITS = t.words_of("always often once then just only")
_UNSAID = t.words_of("can cannot ca could may might not n't n’t never will 'll ’ll")
"""Words beside a verb that leave open whether anybody spoke: "we cannot say"."""
_GOES = t.words_of("goes go went")
_TELLS = t.words_of("tell tells told ask asks asked say says said wrote write")
_SELF = t.words_of("i we they it")
_SOMEONE = t.words_of("somebody someone grandmother grandfather guy kid fellow one them")
