"""Says which phrase of the text names the speaker of each quotation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.analyse.cues import cues
from onrecord.analyse.quotations import Stretch, Style, scan, words_in
from onrecord.analyse.tokens import QUOTE_WORDS, NounPhrase, Tokens, noun_phrases, tokenize
from onrecord.model import Form, QuotationKind

if TYPE_CHECKING:
    from onrecord.model import Document, Span


class Party(StrEnum):
    """Whose turn it is in a conversation."""

    QUESTIONER = "questioner"
    ANSWERER = "answerer"


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quotation and the phrase that the text names as its speaker.

    ``mention`` is that phrase, ``head`` its head word, ``cue`` the words that say that something
    was said. Stretches with the same ``utterance`` number are one utterance. ``confidence`` is the
    probability that the speaker is right. ``reason`` says why there is no speaker, where neither
    ``mention`` nor ``party`` is given.
    """

    start: int
    end: int
    kind: QuotationKind
    utterance: int
    mention: Span | None = None
    head: Span | None = None
    cue: Span | None = None
    confidence: float = 0.0
    reason: str = ""
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """All quotations of an article, sorted by their start, an outer one before an inner one."""

    quotations: tuple[Attributed, ...]
    form: Form = Form.REPORT


def _nearest(
    tokens: Tokens, phrases: tuple[NounPhrase, ...], stretch: Stretch, verbs: dict[str, str]
) -> tuple[NounPhrase, int] | None:
    """The phrase next to a verb of saying that is nearest to the stretch, and that verb."""
    first, last = tokens.at(stretch.start), tokens.at(stretch.end)
    best: tuple[int, NounPhrase, int] | None = None
    for phrase in phrases:
        if first <= phrase.head < last or abs(phrase.head - first) > 80 + last - first:
            continue
        if tokens.words[phrase.last] in QUOTE_WORDS:
            continue
        for verb in (phrase.last + 1, phrase.first - 1):
            if 0 <= verb < len(tokens) and tokens.lows[verb] in verbs:
                away = phrase.first - last if phrase.head >= last else first - phrase.last
                if best is None or away < best[0]:
                    best = (away, phrase, verb)
    return None if best is None else (best[1], best[2])


def attribute(document: Document, tokens: Tokens | None = None) -> Attributions:
    """Find the quotations of ``document`` and the phrases that name their speakers."""
    text = document.text
    tokens = tokens or tokenize(text, document.paragraphs)
    known = cues(document.language)
    phrases = noun_phrases(tokens)
    found = []
    for stretch in scan(text, document.paragraphs):
        short = words_in(text, stretch.start, stretch.end) < 3
        if stretch.depth or short or stretch.style is Style.SINGLE:
            continue
        chosen = _nearest(tokens, phrases, stretch, known.verbs) if known else None
        number = len(found) + 1
        if chosen is None:
            reason = "no phrase near it is named as its speaker"
            if known is None:
                reason = "speakers are not looked for in this language"
            found.append(
                Attributed(stretch.start, stretch.end, QuotationKind.DIRECT, number, reason=reason)
            )
            continue
        phrase, verb = chosen
        found.append(
            Attributed(
                stretch.start,
                stretch.end,
                QuotationKind.DIRECT,
                number,
                mention=tokens.span(phrase.first, phrase.last),
                head=tokens.span(phrase.head, phrase.head),
                cue=tokens.span(verb, verb),
                confidence=0.5,
            )
        )
    return Attributions(tuple(found))
