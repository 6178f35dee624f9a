"""The words of a text that name a speaker or tell that somebody spoke, as spans."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.patterns import inverted_pronoun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.analyse.candidates import Reading, Target
    from onrecord.analyse.cues import Cues
    from onrecord.model import Span

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_STAYS = t.words_of("of for from at")
_STATEMENTS = t.words_of(
    """statement interview email e-mail speech letter tweet post news report monday tuesday
    wednesday thursday friday saturday sunday least times time rally event"""
)
_DEFINITE = t.words_of("the his her their its our my der die das le la el los las")
_NOMINAL = frozenset({t.DET, t.POSS, t.ADJ, t.NAME, t.NOUN, t.NUM, t.GEN})
_CUE = 0.5
"""From this weight on a verb counts as one of saying."""


def mention_span(reading: Reading, k: int) -> Span:
    """Span a candidate with what belongs to a common noun: "an aide of the mayor"."""
    tokens, phrase = reading.tokens, reading.phrases[k]
    last = phrase.last
    if tokens.tags[phrase.head] != t.NOUN:
        return tokens.span(phrase.first, phrase.head)
    while last + 2 < len(tokens) and last - phrase.last < 12:
        after = last + 1
        if tokens.lows[after] in ("familiar", "close") and tokens.lows[after + 1] in (
            "with",
            "to",
        ):
            after += 1
        elif tokens.lows[after] not in _STAYS:
            break
        end = after
        while (
            end + 1 < len(tokens)
            and tokens.tags[end + 1] in _NOMINAL
            and reading.quoted[end + 1] < 0
        ):
            end += 1
        if end == after or any(tokens.lows[i] in _STATEMENTS for i in range(after, end + 1)):
            break
        if tokens.sentences[end] != tokens.sentences[phrase.head]:
            break
        last = end
    while last > phrase.last and tokens.tags[last] == t.GEN:
        last -= 1
    return tokens.span(phrase.first, last)


def settled(reading: Reading, k: int) -> int:
    """Prefer the name to what stands in apposition to it: "the umpire, Hector Lees", "Lees, 81"."""
    tokens, phrases = reading.tokens, reading.phrases
    phrase = phrases[k]
    articled = tokens.lows[phrase.first] in _DEFINITE
    if tokens.tags[phrase.head] not in (t.NOUN, t.NUM) and not articled:
        return k
    before = phrases[k - 1] if k else None
    if (
        before is not None
        and tokens.tags[phrase.head] != t.NAME
        and before.last == phrase.first - 2
        and tokens.words[phrase.first - 1] == ","
        and tokens.tags[before.head] == t.NAME
        and tokens.lows[before.head] not in t.DAYS
        and not (before.first and tokens.tags[before.first - 1] == t.PREP)
        and tokens.sentences[before.head] == tokens.sentences[phrase.head]
    ):
        return k - 1
    after = phrases[k + 1] if k + 1 < len(phrases) else None
    if after is None or not articled:
        return k
    parted = after.first == phrase.last + 2 and tokens.words[phrase.last + 1] == ","
    end = after.last + 1
    ends = end == len(tokens) or tokens.tags[end] in (t.PUNCT, t.VERB, t.QUOTE)
    return k + 1 if parted and ends and tokens.tags[after.first] == t.NAME else k


def pattern_mention(reading: Reading, k: int, known: Cues) -> Span:
    """Span a candidate of another language than English: "elle" of "a-t-elle" alone."""
    tokens, phrase = reading.tokens, reading.phrases[k]
    pronoun = inverted_pronoun(tokens.lows[phrase.last], known)
    if pronoun:
        return tokens.ends[phrase.last] - len(pronoun), tokens.ends[phrase.last]
    return tokens.span(phrase.first, phrase.last)


def cue_span(reading: Reading, k: int, target: Target, weights: Mapping[str, float]) -> Span | None:
    """Find the words that say that the candidate spoke: a verb, "according to", a colon.

    ``weights`` says how strongly a verb announces a speaker.
    """
    tokens, phrase = reading.tokens, reading.phrases[k]
    verbs = {reading.clauses.verb[k], *reading.clauses.verbs[k]} - {-1}
    said = [v for v in sorted(verbs) if weights.get(tokens.lows[v], -2.0) > _CUE]
    if said:
        best = min(said, key=lambda v: min(abs(v - target.first), abs(v - target.last)))
        return tokens.span(best, best)
    if phrase.first > 1 and tokens.lows[phrase.first - 2] == "according":
        return tokens.span(phrase.first - 2, phrase.first - 1)
    if target.first and tokens.words[target.first - 1] == ":":
        return tokens.span(target.first - 1, target.first - 1)
    return None


def pattern_cue(reading: Reading, k: int, known: Cues) -> Span | None:
    """Find the verb of saying beside a candidate of another language than English."""
    tokens, phrase = reading.tokens, reading.phrases[k]
    for i in range(max(0, phrase.first - 2), min(len(tokens), phrase.last + 4)):
        if tokens.lows[i] in known.verbs and reading.quoted[i] < 0:
            return tokens.span(i, i)
    return None


def signature(reading: Reading, j: int) -> Span | None:
    """Find the name that signs a quotation, after a dash: "…" — Anna Lind, teacher."""
    tokens = reading.tokens
    dash = reading.targets[j].last
    first = dash + 1
    if first >= len(tokens) or tokens.words[dash] not in _DASHES:
        return None
    last = first
    if not tokens.words[first][0].isupper():
        return None
    while (
        last + 1 < len(tokens)
        and tokens.words[last + 1][0].isupper()
        and tokens.paragraphs[last + 1] == tokens.paragraphs[first]
    ):
        last += 1
    line = [
        i
        for i in range(last + 1, min(last + 16, len(tokens)))
        if tokens.paragraphs[i] == tokens.paragraphs[first]
    ]
    if len(line) > 12 or any(tokens.tags[i] in (t.VERB, t.QUOTE) for i in line):
        return None
    return tokens.span(first, last)


def block_speaker(reading: Reading, j: int) -> int | None:
    """Find whom the sentence before a block names: its first subject, or its owner.

    The answer is the index of a name or pronoun: "Lind wrote:", "Lind's letter reads:".
    """
    tokens, first = reading.tokens, reading.targets[j].first
    if first == 0:
        return None
    sentence = tokens.sentences[first - 1]
    subject: int | None = None
    owner: int | None = None
    for k in range(bisect_left(reading.phrases, first, key=lambda p: p.last) - 1, -1, -1):
        phrase = reading.phrases[k]
        if tokens.sentences[phrase.last] != sentence:
            break
        if tokens.tags[phrase.head] not in (t.NAME, t.PRON):
            continue
        if reading.clauses.verb[k] >= 0:
            subject = k
        elif tokens.tags[phrase.last + 1] == t.GEN:
            owner = k
    return owner if subject is None else subject
