"""Says which phrase of the text names the speaker of each quotation."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.candidates import Reading, Target, read, targets_of
from onrecord.analyse.cues import cues
from onrecord.analyse.dashes import dash_speech
from onrecord.analyse.dialogue import alternate
from onrecord.analyse.features import TITLES
from onrecord.analyse.interview import (
    Conversation,
    by_name,
    find_conversation,
    form_of,
    introduced,
)
from onrecord.analyse.labels import label_head
from onrecord.analyse.named_beside import agent_of, in_words_of
from onrecord.analyse.nested import find_nested
from onrecord.analyse.pattern_phrases import cued_text, pattern_phrases
from onrecord.analyse.patterns import find_inner, pattern_choices
from onrecord.analyse.quotations import Stretch, Style, scan, words_in
from onrecord.analyse.ranker import Choice, rank, shipped
from onrecord.analyse.repeats import find_repeats
from onrecord.analyse.terms import is_term, is_title, is_work
from onrecord.analyse.tokens import Tokens, tokenize
from onrecord.analyse.turns import Turn, find_turns
from onrecord.analyse.wording import (
    block_speaker,
    cue_span,
    interrupts,
    is_writer,
    mention_span,
    pattern_cue,
    pattern_mention,
    reporter,
    says,
    settled,
    signature,
    speaker_beside,
)
from onrecord.model import Form, QuotationKind

if TYPE_CHECKING:
    from onrecord.analyse.parties import Party
    from onrecord.model import Document, Span


@dataclass(frozen=True, slots=True)
class Attributed:
    """A quotation and the phrase that the text names as its speaker.

    ``mention`` is that phrase, ``head`` its head word, ``antecedent`` a place where the text names
    the same speaker more fully, if one is known ("Anna Lind" for the label "AL"), ``cue`` the
    words that say that something was said. Stretches with the same ``utterance`` number are one
    utterance. ``confidence`` is the probability that the speaker is right. ``party`` tells whose
    turn it is where no name stands at a turn. ``reason`` says why there is no speaker, where
    neither ``mention`` nor ``party`` is given.
    """

    start: int
    end: int
    kind: QuotationKind
    utterance: int
    mention: Span | None = None
    head: Span | None = None
    antecedent: Span | None = None
    cue: Span | None = None
    confidence: float = 0.0
    reason: str = ""
    party: Party | None = None


@dataclass(frozen=True, slots=True)
class Attributions:
    """All quotations of an article, sorted by their start, an outer one before an inner one."""

    quotations: tuple[Attributed, ...]
    form: Form = Form.REPORT
    conversation: Conversation | None = None


NOBODY = 0.3
"""From this probability of being nobody's words on, a stretch is no quotation."""
SURE_SHORT = 0.5
"""From this confidence on one or two words that no verb of saying governs are their speaker's."""
UNSURE = 0.25
"""Below this confidence no speaker is given."""
_OWNER_SURE, _REPORTED_SURE, _REPORTED_ABROAD = 0.7, 0.85, 0.6
_BLOCK_UNSURE, _BESIDE_SURE, _TOLD_SURE = 0.5, 0.9, 0.45
_NO_LANGUAGE = "The speakers of texts in this language are not looked for."
_NOT_NAMED = "No phrase near the quotation names its speaker clearly enough."


def attribute(document: Document, tokens: Tokens | None = None) -> Attributions:
    """Find the quotations of ``document`` and the phrases that name their speakers.

    ``tokens`` may be given if the text was cut up already. The language of the document decides
    how speakers are looked for; in an unknown one every speaker is left open, with the reason.
    """
    return _Article(document, tokens or tokenize(document.text, document.paragraphs)).attributions()


class _Article:
    """One article on its way through the attribution."""

    def __init__(self, document: Document, tokens: Tokens) -> None:
        self.document, self.text, self.tokens = document, document.text, tokens
        known = cues(document.language)
        verbs = known.verbs if known else {}
        english = known is cues("en")
        cued = None if english or known is None else cued_text(tokens, known, document.language)
        stretches = scan(self.text, document.paragraphs)
        if cued is not None:
            stretches = (*stretches, *dash_speech(cued))
            stretches = tuple(sorted(stretches, key=lambda s: (s.start, -s.end)))
        self.turns = find_turns(document)
        outer = self.outside_turns(targets_of(self.text, stretches))
        phrases = None if cued is None else pattern_phrases(cued)
        self.reading: Reading = read(tokens, outer, verbs.__contains__, phrases)
        if cued is not None:
            self.choices = pattern_choices(self.reading, cued)
        elif english:
            self.choices = rank(self.reading, shipped())
        else:
            self.choices = [Choice(-1, 0.0, 0.0)] * len(self.reading.targets)
        self.cued = cued
        self.unsure = _NOT_NAMED if known else _NO_LANGUAGE
        self.english = english
        self.stretches = stretches
        self.known = known
        self.lasts = [phrase.last for phrase in self.reading.phrases]
        self.choices = [self.lead(j) for j in range(len(self.reading.targets))]
        self.link()
        alternate(self.reading, self.choices)

    def outside_turns(self, targets: list[Stretch]) -> list[Stretch]:
        """Leave out the stretches that are themselves a turn, marks and all."""
        kept, at = [], 0
        for stretch in targets:
            while at < len(self.turns) and self.turns[at].end <= stretch.start:
                at += 1
            turn = self.turns[at] if at < len(self.turns) else None
            if turn is None or not _crosses(stretch, turn):
                kept.append(stretch)
        return kept

    def link(self) -> None:
        """Give the paragraphs of one quotation the surest of their speakers."""
        targets = self.reading.targets
        first = 0
        for j in range(1, len(targets) + 1):
            if j < len(targets) and self.goes_on(j):
                continue
            if j - first > 1:
                best = max(self.choices[first:j], key=lambda choice: choice.probability)
                self.choices[first:j] = [replace(best, nobody=min(best.nobody, 0.2))] * (j - first)
            first = j

    def goes_on(self, j: int) -> bool:
        """Whether target ``j`` is one more paragraph of the quotation before it."""
        before, target = self.reading.targets[j - 1], self.reading.targets[j]
        if before.stretch.continues:
            return True
        blocks = before.stretch.style is target.stretch.style is Style.BLOCK
        return blocks and before.last == target.first

    def lead(self, j: int) -> Choice:
        """Choose who speaks in a block: whom the sentence that leads to it names."""
        choice = self.choices[j]
        if self.reading.targets[j].stretch.style is not Style.BLOCK or not self.english:
            return choice
        found = block_speaker(self.reading, j)
        if found is None and is_writer(self.reading, choice.phrase):
            return Choice(-1, 0.0, choice.nobody)
        if found is None:
            return replace(choice, probability=min(choice.probability, _BLOCK_UNSURE))
        subject, sure = found
        same = subject == choice.phrase
        return Choice(subject, max(sure, choice.probability) if same else sure, 0.0)

    def attributions(self) -> Attributions:
        found = [self.quotation(j) for j in range(len(self.reading.targets))]
        quotations = [q for q in found if q is not None]
        quotations = self.number(quotations)
        quotations += self.echoes(quotations)
        quotations += self.reported(quotations)
        quotations += self.spoken_turns(len(quotations))
        quotations.sort(key=lambda q: (q.start, -q.end))
        form = form_of(self.turns, self.turns_share())
        return Attributions(tuple(quotations), form, self.conversation())

    def conversation(self) -> Conversation | None:
        """Find the interview that the text tells of, or else whom it introduces."""
        outlet, found = self.document.outlet, None
        if self.english:
            found = find_conversation(self.reading, self.shares(), outlet, self.turns)
        return found or introduced(self.reading, self.turns, outlet)

    def turns_share(self) -> float:
        """Tell how much of the article is turns: by its length or by its paragraphs."""
        if not self.turns:
            return 0.0
        said = sum(turn.end - turn.start for turn in self.turns) / max(1, len(self.text))
        paragraphs = self.tokens.paragraphs[-1] + 1
        return max(said, len(self.turns) / paragraphs)

    def shares(self) -> Counter[str]:
        """Count how much each name is quoted; pronouns and titles count for the name before."""
        counts: Counter[str] = Counter()
        last, waiting = "", 0
        for choice in self.choices:
            if choice.phrase < 0 or choice.nobody > NOBODY:
                continue
            phrase = by_name(self.reading, self.reading.phrases[choice.phrase])
            key = self.tokens.lows[phrase.head]
            if self.tokens.tags[phrase.head] == t.NAME and key not in TITLES:
                last = key
            if last:
                counts[last] += 1 + waiting
                waiting = 0
            else:
                waiting += 1
        for turn in self.turns:
            if turn.name:
                counts[self.text[turn.name[0] : turn.name[1]].split()[-1].lower()] += 1
        return counts

    def quotation(self, j: int) -> Attributed | None:
        """Make the quotation of target ``j``; None: it is nobody's words."""
        target = self.reading.targets[j]
        stretch = target.stretch
        signed = signature(self.reading, j)
        if signed is None and self.english and self.is_name(target):
            return self.owned(j)
        short = words_in(self.text, stretch.start, stretch.end) < 3
        speech = short and self.is_speech(target)
        choice = self.beside(j)
        if self.english and signed is None and self.confidence(choice) < _TOLD_SURE:
            teller = reporter(self.reading, target)
            choice = choice if teller is None else Choice(teller, _TOLD_SURE, choice.nobody)
        told = self.english and says(self.reading, choice.phrase, target)
        told = told and not is_title(self.tokens, target.first, target.last)
        short = short and not speech
        if signed is None and choice.nobody >= NOBODY and not speech:
            return self.owned(j)
        confidence = self.confidence(choice)
        if signed is None and short and not told and confidence < SURE_SHORT:
            return self.owned(j)
        kind = QuotationKind.MIXED if self.is_mixed(target) else QuotationKind.DIRECT
        made = Attributed(stretch.start, stretch.end, kind, j)
        if speech and confidence < SURE_SHORT:
            near = speaker_beside(self.reading, target)
            choice = choice if near is None else Choice(near, _BESIDE_SURE, 0.0)
        if signed is not None:
            return replace(made, mention=signed, head=signed, confidence=0.95)
        confidence = self.confidence(choice)
        if confidence < _OWNER_SURE and self.explains(j):
            confidence = _OWNER_SURE
        if choice.phrase < 0 or confidence < UNSURE:
            return replace(made, reason=self.unsure)
        named = settled(self.reading, choice.phrase)
        head = self.reading.phrases[named].head
        return replace(
            made,
            mention=self.mention(named),
            head=self.tokens.span(head, head),
            cue=self.cue(choice.phrase, target),
            confidence=round(confidence, 3),
        )

    def beside(self, j: int) -> Choice:
        """Choose whom the words beside target ``j`` name without a verb of saying, if anybody."""
        target, choice = self.reading.targets[j], self.choices[j]
        if not self.english:
            return choice
        owner = in_words_of(self.reading, target)
        if owner is not None:
            return Choice(owner, _BESIDE_SURE, 0.0)
        agent = agent_of(self.reading, target)
        return choice if agent is None else Choice(agent, _BESIDE_SURE, min(choice.nobody, 0.2))

    def is_name(self, target: Target) -> bool:
        """Whether the text itself calls the quoted words a name, or the title of a work."""
        place = self.tokens, target.first, target.last
        return is_term(*place) or is_work(*place)

    def is_speech(self, target: Target) -> bool:
        """Whether even a word or two are plainly said: a sentence of its own, as "Yes," is."""
        tokens, first = self.tokens, target.first
        body = self.text[target.stretch.start : target.stretch.end].strip("“”\"'‘’«»„`「」 ")
        if not body[:1].isupper() or body[-1] not in ",.?!…":
            return False
        before = first - 1
        while before >= 0 and self.reading.quoted[before] < 0 and tokens.tags[before] == t.QUOTE:
            before -= 1
        return (
            before < 0
            or tokens.paragraphs[before] != tokens.paragraphs[first]
            or tokens.words[before] in t.SENTENCE_END
            or self.reading.quoted[before] >= 0
            or (tokens.words[before] in (",", ":") and tokens.tags[before - 1] == t.VERB)
        )

    def owner(self, j: int) -> int | None:
        """Find who owns a quoted term: the Forum's "basic principles".

        Only where the owner is quoted next to it in the same paragraph, for many such terms are
        titles.
        """
        target, tokens = self.reading.targets[j], self.tokens
        if target.first < 2 or tokens.lows[target.first - 1] not in _GENITIVES:
            return None
        owner = bisect_left(self.lasts, target.first - 2)
        if owner == len(self.lasts) or self.lasts[owner] != target.first - 2:
            return None
        for other in (j - 1, j + 1):
            if 0 <= other < len(self.choices) and self.choices[other].phrase >= 0:
                near = tokens.paragraphs[self.reading.targets[other].first]
                said = self.reading.keys[self.choices[other].phrase]
                if near == tokens.paragraphs[target.first] and said == self.reading.keys[owner]:
                    return owner
        return None

    def owned(self, j: int) -> Attributed | None:
        """Read a quoted term as its owner's words; None: nobody owns it."""
        owner = self.owner(j)
        if owner is None:
            return None
        stretch, head = self.reading.targets[j].stretch, self.reading.phrases[owner].head
        return Attributed(
            stretch.start,
            stretch.end,
            QuotationKind.MIXED,
            j,
            mention=self.mention(owner),
            head=self.tokens.span(head, head),
            confidence=_OWNER_SURE,
        )

    def explains(self, j: int) -> bool:
        """Whether target ``j`` explains a term in its sentence: its owner's too, then."""
        owner = self.owner(j - 1) if j else None
        if owner is None or self.choices[j].phrase < 0:
            return False
        first, before = self.reading.targets[j].first, self.reading.targets[j - 1].first
        same = self.tokens.sentences[first] == self.tokens.sentences[before]
        return same and self.reading.keys[self.choices[j].phrase] == self.reading.keys[owner]

    def confidence(self, choice: Choice) -> float:
        if choice.phrase < 0 or not self.english:
            return choice.probability
        return shipped().confidence(choice.probability)

    def is_mixed(self, target: Target) -> bool:
        """Whether the quoted words stand inside a sentence of the writer's."""
        tokens, first = self.tokens, target.first
        if first == 0 or tokens.paragraphs[first - 1] != tokens.paragraphs[first]:
            return False
        j = self.reading.quoted[first]
        if interrupts(self.reading, j):
            return self.is_mixed(self.reading.targets[j - 1])
        opening = self.text[target.stretch.start : target.stretch.end].lstrip("“”\"'‘«„`「『 ")[:1]
        if tokens.words[first - 1] in (",", ":") and not opening.islower():
            return False
        if tokens.words[first - 1] in t.SENTENCE_END or self.reading.quoted[first - 1] >= 0:
            return False
        goes_on = tokens.words[first - 1] == "," and opening.islower()
        if goes_on and self.reading.outside[first] - self.reading.outside[max(0, first - 7)] < 7:
            return False
        return opening.islower() or tokens.tags[first - 1] not in (t.VERB, t.PUNCT)

    def mention(self, k: int) -> Span:
        if self.english or self.known is None:
            return mention_span(self.reading, k)
        return pattern_mention(self.reading, k, self.known)

    def cue(self, k: int, target: Target) -> Span | None:
        if self.english or self.known is None:
            return cue_span(self.reading, k, target, shipped().weights.verbs)
        return pattern_cue(self.reading, k, self.known)

    def number(self, quotations: list[Attributed]) -> list[Attributed]:
        """Count up the utterances: stretches of one breath get one number."""
        numbered: list[Attributed] = []
        number = 0
        for quotation in quotations:
            j = quotation.utterance
            previous = numbered[-1] if numbered else None
            joined = previous is not None and self.one_breath(previous, quotation, j)
            number += not joined
            numbered.append(replace(quotation, utterance=number))
        return numbered

    def one_breath(self, previous: Attributed, quotation: Attributed, j: int) -> bool:
        """Whether the writer only interrupted, or broke a paragraph, between two stretches."""
        before = self.reading.targets[j - 1] if j else None
        if before is None or before.stretch.start != previous.start:
            return False
        if self.goes_on(j):
            return True
        same = previous.mention is not None and previous.mention == quotation.mention
        if QuotationKind.MIXED in (previous.kind, quotation.kind):
            return same and interrupts(self.reading, j)
        return same and "\n" not in self.text[previous.end : quotation.start]

    def echoes(self, quotations: list[Attributed]) -> list[Attributed]:
        """Make quotations of the words in a headline that repeat what somebody says below."""
        taken = {(q.start, q.end) for q in quotations}
        said = [q for q in quotations if q.mention]
        bodies = [self.text[q.start : q.end] for q in said]
        return [
            replace(
                said[k], start=stretch.start, end=stretch.end, kind=QuotationKind.MIXED, cue=None
            )
            for stretch, k in find_repeats(self.tokens, self.stretches, bodies)
            if (stretch.start, stretch.end) not in taken
        ]

    def reported(self, quotations: list[Attributed]) -> list[Attributed]:
        """Make quotations of the words that a quoted speaker reports of somebody else."""
        known = cues(self.document.language)
        if known is None:
            return []
        taken = {(q.start, q.end) for q in quotations}
        number = len(quotations)
        if self.cued is not None:
            found = find_inner(self.reading, self.stretches, self.cued)
        else:
            found = find_nested(self.tokens, self.stretches, known)
        return [
            Attributed(
                nested.stretch.start,
                nested.stretch.end,
                QuotationKind.DIRECT,
                number + k,
                mention=self.tokens.span(nested.phrase.first, nested.phrase.last),
                head=self.tokens.span(nested.phrase.head, nested.phrase.head),
                cue=self.tokens.span(nested.verb, nested.verb) if nested.verb >= 0 else None,
                confidence=_REPORTED_SURE if self.english else _REPORTED_ABROAD,
            )
            for k, nested in enumerate(found, 1)
            if (nested.stretch.start, nested.stretch.end) not in taken
        ]

    def spoken_turns(self, number: int) -> list[Attributed]:
        """Make the turns of a conversation quotations of their speakers."""
        return [self.turn(turn, number + turn.number) for turn in self.turns]

    def turn(self, turn: Turn, number: int) -> Attributed:
        made = Attributed(turn.start, turn.end, QuotationKind.TURN, number, party=turn.party)
        if turn.label is None:
            return replace(made, confidence=turn.sure)
        return replace(
            made,
            mention=turn.label,
            head=label_head(self.text, turn.label),
            antecedent=turn.name if turn.name != turn.label else None,
            confidence=turn.sure,
        )


_GENITIVES = frozenset({"'s", "’s", "'", "’"})


def _crosses(stretch: Stretch, turn: Turn) -> bool:
    """Whether a stretch is the turn itself or reaches over its border."""
    if stretch.start < turn.start < stretch.end or stretch.start < turn.end < stretch.end:
        return True
    overlap = min(stretch.end, turn.end) - max(stretch.start, turn.start)
    return overlap > 0.8 * (turn.end - turn.start)
