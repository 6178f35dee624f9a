"""The words of a text that name a speaker or tell that somebody spoke, as spans."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.cues import languages
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.pattern_phrases import inverted_pronoun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.analyse.candidates import Reading, Target
    from onrecord.analyse.cues import Cues
    from onrecord.model import Span

_DASHES = frozenset({"—", "–", "―", "-", "--"})
_STAYS = t.words_of("of for from at")
_WRITER = t.words_of("i we you one")
"""Who leads to a block without having spoken it: "I have just read this:"."""
_STATEMENTS = t.words_of(
    """statement interview email e-mail speech letter tweet post news report monday tuesday
    wednesday thursday friday saturday sunday least times time rally event"""
)
_UTTERANCES = t.words_of(
    "words reply response answer verdict advice message conclusion reaction explanation remark"
)
_DEFINITE = t.words_of("the his her their its our my der die das le la el los las")
_NOMINAL = frozenset({t.DET, t.POSS, t.ADJ, t.NAME, t.NOUN, t.NUM, t.GEN})
_GOVERNED = 14
"""How many tokens from a verb of saying words are that it governs."""
_BROKEN = 25
"""How many words at most break into a sentence that is quoted."""
_LED_SURE, _SPOKE_SURE = 0.8, 0.6
_BLOCK_REACH = 2
"""Paragraphs before the one that a block follows in which its speaker is looked for."""
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
    """Prefer the name to what stands in apposition to it: "the umpire, Hector Lees", "Lees, 81".

    And to what is said, whose it is: "his" to "his words", "Lees" to "Lees's answer".
    """
    tokens, phrases = reading.tokens, reading.phrases
    k = _last_of(reading, k)
    phrase = phrases[k]
    if k and tokens.lows[phrase.head] in _UTTERANCES:
        owner = phrases[k - 1]
        genitive = tokens.tags[phrase.first - 1] == t.GEN and owner.last == phrase.first - 2
        if genitive or (owner.first == phrase.first and tokens.tags[owner.head] == t.POSS):
            return k - 1
    owned = phrase.first > 0 and tokens.tags[phrase.first - 1] == t.GEN
    articled = tokens.lows[phrase.first] in _DEFINITE or owned
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


def _titled(low: str) -> bool:
    return low in gazetteer().roles or low in gazetteer().titles


def _last_of(reading: Reading, k: int) -> int:
    """Step from a role to the name at the end of its row: "founder and head Oda Brekke said"."""
    tokens, phrases = reading.tokens, reading.phrases
    owned = k + 1 < len(phrases) and phrases[k + 1].first == phrases[k].first
    if owned and reading.clauses.inverted[k + 1]:
        k += 1  # "said my wife": she, not I
    while (
        k + 1 < len(phrases)
        and tokens.tags[phrases[k].head] == t.NOUN
        and phrases[k + 1].first == phrases[k].last + 2
        and tokens.lows[phrases[k].last + 1] == "and"
        and phrases[k + 1].head > phrases[k + 1].first
        and _titled(tokens.lows[phrases[k + 1].first])
        and tokens.tags[phrases[k + 1].head] == t.NAME
    ):
        k += 1
    return k


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


def says(reading: Reading, k: int, target: Target) -> bool:
    """Whether a verb of saying with candidate ``k`` as subject governs the words of ``target``.

    "He vowed that it would be “merciless”": one word, and his.
    """
    if k < 0:
        return False
    tokens, known, found = reading.tokens, languages()["en"], reading.clauses
    for verb in found.verbs[k]:
        strong = known.verbs.get(tokens.lows[verb]) in known.strong
        same = tokens.sentences[verb] == tokens.sentences[target.first]
        if strong and same and -_GOVERNED <= verb - target.first <= _GOVERNED:
            return True
    return False


def interrupts(reading: Reading, j: int) -> bool:
    """Whether the writer only breaks into the sentence that goes on in target ``j``.

    “We,” she told them on the quay, “will go”: commas on both sides, and no full stop between.
    """
    if j < 1:
        return False
    tokens, before, target = reading.tokens, reading.targets[j - 1], reading.targets[j]
    end = before.stretch.end
    comma = "," in (tokens.text[end - 2], tokens.text[end : end + 1])
    near = reading.outside[target.first] - reading.outside[before.last - 1] <= _BROKEN
    same = reading.stops[target.first] == reading.stops[before.last - 1]
    return comma and near and same and tokens.words[target.first - 1] == ","


def reporter(reading: Reading, target: Target) -> int | None:
    """Find who says the words of ``target`` inside a sentence.

    The subject of the nearest verb of saying before them, where no other verb stands between; or
    that of the verb that ends the sentence after a comma: "…, the board says."
    """
    tokens, known, subject = reading.tokens, languages()["en"], reading.clauses.subject
    for i in range(target.first - 1, max(-1, target.first - _GOVERNED), -1):
        if tokens.sentences[i] != tokens.sentences[target.first] or reading.quoted[i] >= 0:
            break
        if known.verbs.get(tokens.lows[i]) in known.strong and i in subject:
            return subject[i]
        if tokens.tags[i] in (t.VERB, t.REL):
            break
    for i in range(target.last, min(len(tokens) - 1, target.last + _GOVERNED)):
        if tokens.sentences[i] != tokens.sentences[target.last - 1] or reading.quoted[i] >= 0:
            break
        if known.verbs.get(tokens.lows[i]) in known.strong and i in subject:
            k = subject[i]
            first = reading.phrases[k].first
            ends = tokens.words[i + 1] in t.SENTENCE_END and reading.phrases[k].last == i - 1
            if ends and first > target.last and tokens.words[first - 1] == ",":
                return k
    return None


def speaker_beside(reading: Reading, target: Target) -> int | None:
    """Find the subject of the verb of saying right beside a word or two: "Yes," he said."""
    tokens, known = reading.tokens, languages()["en"]
    after = range(target.last, min(target.last + 5, len(tokens)))
    before = range(target.first - 1, max(-1, target.first - 5), -1)
    for places in (after, before):
        for i in places:
            if reading.quoted[i] >= 0 or tokens.words[i] in t.SENTENCE_END:
                break
            if known.verbs.get(tokens.lows[i]) in known.strong and i in reading.clauses.subject:
                return reading.clauses.subject[i]
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


def is_writer(reading: Reading, k: int) -> bool:
    """Whether a candidate is the writer, or the reader: "I", "you"."""
    return k >= 0 and reading.tokens.lows[reading.phrases[k].head] in _WRITER


def block_speaker(reading: Reading, j: int) -> tuple[int, float] | None:
    """Find whom the text before a block names as its speaker, and how sure that is.

    The sentence before it names him if it ends with a colon or says that somebody spoke: its
    first subject, or an owner ("Lind wrote:", "Lind's letter reads:"). Else the last one who is
    said to have spoken, in the paragraphs before.
    """
    tokens, first = reading.tokens, reading.targets[j].first
    if first == 0:
        return None
    known = languages()["en"]
    sentence, paragraph = tokens.sentences[first - 1], tokens.paragraphs[first - 1]
    leads = tokens.words[first - 1] == ":"
    subject = owner = said = -1
    for k in range(bisect_left(reading.phrases, first, key=lambda p: p.last) - 1, -1, -1):
        phrase = reading.phrases[k]
        if tokens.paragraphs[phrase.last] < paragraph - _BLOCK_REACH:
            break
        if tokens.tags[phrase.head] not in (t.NAME, t.PRON):
            continue
        near = tokens.sentences[phrase.last] == sentence
        verbs = (known.verbs.get(tokens.lows[verb], "") for verb in reading.clauses.verbs[k])
        spoke = any(verb in known.strong for verb in verbs)
        tells = spoke or (leads and not is_writer(reading, k))
        if near and tells and reading.clauses.verb[k] >= 0:
            subject = k
        elif near and leads and tokens.tags[phrase.last + 1] == t.GEN:
            owner = k
        elif spoke and said < 0:
            said = k
    if subject >= 0 or owner >= 0:
        return (owner if subject < 0 else subject), _LED_SURE
    return (said, _SPOKE_SURE) if said >= 0 else None
