"""What stands around a candidate speaker in its sentence: who reports whom, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.analyse.candidates import Reading
    from onrecord.analyse.tokens import NounPhrase, Tokens

    Weight = Callable[[int], float]

GOVERNING = (
    "verb_in_front", "front_owner", "agent_of", "passive", "negated", "modal", "next_noun",
    "next_relative", "next_joins", "next_preposition", "after_verb", "after_joins", "after_noun",
    "clause_rank", "cued_rank", "first_of_paragraph", "sentence_of_paragraph",
)  # fmt: skip
"""Names of the columns, in order."""

_BE = t.words_of("is was are were be been being got get 's ’s")
_NEVER = t.words_of("not n't n’t never neither nor hardly")
_MAY = t.words_of("would could might may should can will must 'd ’d 'll ’ll to if")
_LIKE_NOUNS = (t.NOUN, t.NAME, t.ADJ, t.NUM)
_NO_VERB = -4.0
_CUE = 0.5
"""From this weight on a verb counts as one of saying."""
_BETWEEN = 4
"""How many tokens before a phrase a verb in front of it is looked for."""


def verb_in_front(tokens: Tokens, first: int) -> int:
    """Index of the verb right before a phrase, which may be part of what it reports; -1: none."""
    i = first - 1
    while i > max(0, first - _BETWEEN) and (tokens.lows[i] == "that" or tokens.tags[i] == t.ADV):
        i -= 1
    return i if i >= 0 and tokens.tags[i] in (t.VERB, t.INF, t.ING, t.PCP) else -1


def governing(reading: Reading, k: int, place: Sequence[float], weight: Weight) -> list[float]:
    """Measure phrase ``k``: :data:`GOVERNING`. ``weight`` tells how strongly a verb announces."""
    row = _in_front(reading, k, weight)
    row += _mood(reading.tokens, reading.phrases[k], reading.clauses.verb[k])
    row += _next_to(reading.tokens, reading.phrases[k])
    row += place
    return row


def standing(reading: Reading, weights: Sequence[float]) -> list[tuple[float, ...]]:
    """Tell of every phrase the how manieth it is in its sentence and paragraph.

    ``weights`` tell how strongly the phrases' verbs announce a speaker.
    """
    tokens, found = reading.tokens, reading.clauses
    rows: list[tuple[float, ...]] = []
    sentence = paragraph = -1
    rank = cued = place = 0
    for k, phrase in enumerate(reading.phrases):
        if tokens.paragraphs[phrase.head] != paragraph:
            paragraph, place, first = tokens.paragraphs[phrase.head], 0, True
            sentence, rank, cued = tokens.sentences[phrase.head], 0, 0
        elif tokens.sentences[phrase.head] != sentence:
            sentence, rank, cued, place = tokens.sentences[phrase.head], 0, 0, place + 1
        verb = found.verb[k]
        rows.append((float(rank), float(cued), float(first and verb >= 0), float(min(place, 6))))
        if verb >= 0:
            rank, first = rank + 1, False
            cued += weights[k] > _CUE
    return rows


def _in_front(reading: Reading, k: int, weight: Weight) -> list[float]:
    """How strongly the verb in front reports, whether its subject is another, and "by"."""
    tokens, phrase, found = reading.tokens, reading.phrases[k], reading.clauses
    if found.inverted[k]:
        return [_NO_VERB, 0.0, _NO_VERB]
    verb = verb_in_front(tokens, phrase.first)
    agent = -1
    if phrase.first > 1 and tokens.lows[phrase.first - 1] == "by":
        agent = phrase.first - 2
        if tokens.tags[agent] not in (t.VERB, t.PCP):
            agent = -1
    owner = found.subject.get(verb, -1) if verb >= 0 else -1
    return [
        weight(verb) if verb >= 0 and reading.quoted[verb] < 0 else _NO_VERB,
        float(owner >= 0 and owner != k),
        weight(agent) if agent >= 0 else _NO_VERB,
    ]


def _mood(tokens: Tokens, phrase: NounPhrase, verb: int) -> list[float]:
    """Whether the phrase's verb is passive, denied, or only thought of."""
    if verb < 0:
        return [0.0, 0.0, 0.0]
    low, high = (phrase.last + 1, verb) if verb > phrase.last else (verb, phrase.first)
    if low == high:
        return [0.0, 0.0, 0.0]
    between = tokens.lows[max(low, high - 6) : high]
    return [
        float(tokens.tags[verb] == t.PCP and not _BE.isdisjoint(between)),
        float(not _NEVER.isdisjoint(between)),
        float(not _MAY.isdisjoint(between)),
    ]


def _next_to(tokens: Tokens, phrase: NounPhrase) -> list[float]:
    """Classes of the words right after and before the phrase."""
    after, before = phrase.last + 1, phrase.first - 1
    tag = tokens.tags[after] if after < len(tokens) else ""
    if tag == t.PUNCT and tokens.words[after] == "," and after + 1 < len(tokens):
        relative = tokens.tags[after + 1] == t.REL
    else:
        relative = tag == t.REL
    tag_before = tokens.tags[before] if before >= 0 else ""
    return [
        float(tag in _LIKE_NOUNS),
        float(relative),
        float(tag == t.CONJ),
        float(tag == t.PREP),
        float(tag_before in (t.VERB, t.INF, t.ING, t.PCP)),
        float(tag_before == t.CONJ),
        float(tag_before in _LIKE_NOUNS),
    ]
