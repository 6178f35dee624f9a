"""Says which phrase of the text names the speaker of each quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.candidates import Reading, Target, read
from onrecord.analyse.cues import cues
from onrecord.analyse.features import TITLES
from onrecord.analyse.interview import Conversation, find_conversation, form_of
from onrecord.analyse.nested import find_nested
from onrecord.analyse.patterns import inverted_pronoun, pattern_choice, pattern_phrases
from onrecord.analyse.quotations import Stretch, Style, scan, words_in
from onrecord.analyse.ranker import Choice, rank, shipped
from onrecord.analyse.tokens import Tokens, tokenize
from onrecord.analyse.turns import Party, Turn, find_turns
from onrecord.model import Form, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Sequence

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


NOBODY = 0.5
"""From this probability of being nobody's words on, a stretch of three words or more is no
quotation."""
NOBODY_SHORT = 0.3
"""The same for one or two words, which are more often titles and terms."""
SURE_SHORT = 0.5
"""From this confidence on a speaker of one or two words, or of words in single marks, counts."""
UNSURE = 0.25
"""Below this confidence no speaker is given."""
_TURN_SURE, _PARTY_SURE, _OWNER_SURE, _REPORTED_SURE = 0.98, 0.9, 0.7, 0.85
_DASHES = frozenset({"—", "–", "―", "-", "--"})
_STAYS = t.words_of("of for from at")
_STATEMENTS = t.words_of(
    """statement interview email e-mail speech letter tweet post news report monday tuesday
    wednesday thursday friday saturday sunday least times time rally event"""
)
_NO_LANGUAGE = "The speakers of texts in this language are not looked for."
_NOT_NAMED = "No phrase near the quotation names its speaker clearly enough."


def targets_of(text: str, stretches: Sequence[Stretch]) -> list[Stretch]:
    """Pick the stretches whose speakers are looked for: the outermost that may be speech.

    Single marks count only where the whole text uses them for speech, as British papers may.
    """
    outer = [s for s in stretches if not s.depth]
    spoken = [
        s
        for s in outer
        if s.style is Style.SINGLE
        and text[s.end - 2] in ",.?!…"
        and words_in(text, s.start, s.end) > 2
    ]
    doubles = sum(s.style is Style.DOUBLE for s in outer)
    british = len(spoken) > 1 and len(spoken) > doubles
    return [s for s in outer if s.style is not Style.SINGLE or british]


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
        stretches = scan(self.text, document.paragraphs)
        self.turns = find_turns(document)
        outer = self.outside_turns(targets_of(self.text, stretches))
        english = known is cues("en")
        phrases = None if english or known is None else pattern_phrases(tokens, known)
        self.reading: Reading = read(tokens, outer, verbs.__contains__, phrases)
        if english:
            self.choices = rank(self.reading, shipped())
        else:
            self.choices = [
                pattern_choice(self.reading, j, known) for j in range(len(self.reading.targets))
            ]
        self.unsure = _NOT_NAMED if known else _NO_LANGUAGE
        self.english = english
        self.stretches = stretches
        self.verbs, self.known = verbs, known
        self.lasts = [phrase.last for phrase in self.reading.phrases]
        self.link()

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
            if j < len(targets) and targets[j - 1].stretch.continues:
                continue
            if j - first > 1:
                best = max(self.choices[first:j], key=lambda choice: choice.probability)
                self.choices[first:j] = [replace(best, nobody=min(best.nobody, 0.2))] * (j - first)
            first = j

    def attributions(self) -> Attributions:
        found = [self.quotation(j) for j in range(len(self.reading.targets))]
        quotations = [q for q in found if q is not None]
        quotations = self.number(quotations)
        quotations += self.echoes(quotations)
        quotations += self.reported(quotations)
        quotations += self.spoken_turns(len(quotations))
        quotations.sort(key=lambda q: (q.start, -q.end))
        shares = self.shares()
        conversation = (
            find_conversation(self.reading, shares, self.document.outlet) if self.english else None
        )
        key = ""
        if conversation:
            at = self.tokens.at(conversation.interviewee[1]) - 1
            key = self.tokens.lows[at].rstrip(".")
        form = form_of(self.turns, conversation, shares, key, len(self.text))
        return Attributions(tuple(quotations), form, conversation)

    def shares(self) -> Counter[str]:
        """Count how much each name is quoted; pronouns and titles count for the name before."""
        counts: Counter[str] = Counter()
        last, waiting = "", 0
        for choice in self.choices:
            if choice.phrase < 0 or choice.nobody > NOBODY:
                continue
            key = self.reading.keys[choice.phrase]
            tag = self.tokens.tags[self.reading.phrases[choice.phrase].head]
            if tag == t.NAME and key not in TITLES:
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
        target, choice = self.reading.targets[j], self.choices[j]
        stretch = target.stretch
        signature = self.signature(j)
        short = words_in(self.text, stretch.start, stretch.end) < 3
        if signature is None and choice.nobody >= (NOBODY_SHORT if short else NOBODY):
            return self.owned(j) if short else None
        confidence = self.confidence(choice)
        careful = short or stretch.style is Style.SINGLE
        if signature is None and careful and confidence < SURE_SHORT:
            return self.owned(j)
        kind = QuotationKind.MIXED if self.is_mixed(target) else QuotationKind.DIRECT
        made = Attributed(stretch.start, stretch.end, kind, j)
        if signature is not None:
            return replace(made, mention=signature, head=signature, confidence=0.95)
        confidence = (
            shipped().confidence(choice.probability) if self.english else choice.probability
        )
        if choice.phrase < 0 or confidence < UNSURE:
            return replace(made, reason=self.unsure)
        phrase = self.reading.phrases[choice.phrase]
        return replace(
            made,
            mention=self.mention(choice.phrase),
            head=self.tokens.span(phrase.head, phrase.head),
            cue=self.cue(choice.phrase, target),
            confidence=round(confidence, 3),
        )

    def owned(self, j: int) -> Attributed | None:
        """Read a quoted term as its owner's: the Forum's "basic principles".

        Only where the owner is quoted next to it in the same paragraph, for many such terms are
        titles.
        """
        target, tokens = self.reading.targets[j], self.tokens
        if target.first < 2 or tokens.tags[target.first - 1] != t.GEN:
            return None
        owner = bisect_left(self.lasts, target.first - 2)
        if owner == len(self.lasts) or self.lasts[owner] != target.first - 2:
            return None
        for other in (j - 1, j + 1):
            if 0 <= other < len(self.choices) and self.choices[other].phrase >= 0:
                near = tokens.paragraphs[self.reading.targets[other].first]
                said = self.reading.keys[self.choices[other].phrase]
                beside = near == tokens.paragraphs[target.first]
                if beside and said == self.reading.keys[owner]:
                    phrase = self.reading.phrases[owner]
                    return Attributed(
                        target.stretch.start,
                        target.stretch.end,
                        QuotationKind.MIXED,
                        j,
                        mention=self.mention(owner),
                        head=tokens.span(phrase.head, phrase.head),
                        confidence=_OWNER_SURE,
                    )
        return None

    def confidence(self, choice: Choice) -> float:
        if choice.phrase < 0 or not self.english:
            return choice.probability
        return shipped().confidence(choice.probability)

    def is_mixed(self, target: Target) -> bool:
        """Whether the quoted words stand inside a sentence of the writer's."""
        tokens, first = self.tokens, target.first
        if first == 0 or tokens.paragraphs[first - 1] != tokens.paragraphs[first]:
            return False
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
        """Span a candidate with what belongs to a common noun: "an aide of the mayor"."""
        tokens, phrase = self.tokens, self.reading.phrases[k]
        last = phrase.last
        pronoun = "" if self.known is None else inverted_pronoun(tokens.lows[last], self.known)
        if pronoun and not self.english:
            return tokens.ends[last] - len(pronoun), tokens.ends[last]
        if tokens.tags[phrase.head] != t.NOUN or not self.english:
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
                and self.reading.quoted[end + 1] < 0
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

    def cue(self, k: int, target: Target) -> Span | None:
        """Find the words that say that the candidate spoke: a verb, "according to", a colon."""
        tokens, phrase = self.tokens, self.reading.phrases[k]
        weights = shipped().weights.verbs
        verbs = {self.reading.clauses.verb[k], *self.reading.clauses.verbs[k]} - {-1}
        said = [v for v in verbs if weights.get(tokens.lows[v], -2.0) > 0.5]
        if not self.english:
            beside = range(max(0, phrase.first - 2), min(len(tokens), phrase.last + 4))
            said = [i for i in beside if tokens.lows[i] in self.verbs]
        if said:
            best = min(said, key=lambda v: min(abs(v - target.first), abs(v - target.last)))
            return tokens.span(best, best)
        if phrase.first > 1 and tokens.lows[phrase.first - 2] == "according":
            return tokens.span(phrase.first - 2, phrase.first - 1)
        if target.first and tokens.words[target.first - 1] == ":":
            return tokens.span(target.first - 1, target.first - 1)
        return None

    def signature(self, j: int) -> Span | None:
        """Find the name that signs a quotation, after a dash: "…" — Anna Lind, teacher."""
        dash = self.reading.targets[j].last
        first = dash + 1
        if first >= len(self.tokens) or self.tokens.words[dash] not in _DASHES:
            return None
        last = first
        if self.tokens.tags[first] != t.NAME:
            return None
        while (
            last + 1 < len(self.tokens)
            and self.tokens.tags[last + 1] == t.NAME
            and (self.tokens.paragraphs[last + 1] == self.tokens.paragraphs[first])
        ):
            last += 1
        line = [
            i
            for i in range(last + 1, min(last + 16, len(self.tokens)))
            if self.tokens.paragraphs[i] == self.tokens.paragraphs[first]
        ]
        if len(line) > 12 or any(self.tokens.tags[i] in (t.VERB, t.QUOTE) for i in line):
            return None
        return self.tokens.span(first, last)

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
        if before.stretch.continues:
            return True
        if QuotationKind.MIXED in (previous.kind, quotation.kind):
            return False
        same = previous.mention is not None and previous.mention == quotation.mention
        return same and "\n" not in self.text[previous.end : quotation.start]

    def echoes(self, quotations: list[Attributed]) -> list[Attributed]:
        """Find words in single marks that repeat a quotation, as headlines do.

        Over an article that quotes "our reliable friend" a 'Reliable Friend' is the same speaker's.
        One such echo in a line may be chance, so two are asked for.
        """
        bodies = [(_folded(self.text[q.start : q.end]), q) for q in quotations if q.mention]
        bodies = [(words, q) for words, q in bodies if len(words) < _LONG][:_ECHOES]
        taken = {(q.start, q.end) for q in quotations}
        singles = [s for s in self.stretches if s.style is Style.SINGLE and not s.depth]
        lines: dict[int, list[Attributed]] = {}
        for stretch in singles[:_ECHOES]:
            words = _folded(self.text[stretch.start : stretch.end])
            if (stretch.start, stretch.end) in taken or words.count(" ") < 3:
                continue
            said = next((q for body, q in bodies if words in body), None)
            if said is not None:
                line = self.tokens.paragraphs[self.tokens.at(stretch.start)]
                echo = replace(said, start=stretch.start, end=stretch.end, cue=None)
                lines.setdefault(line, []).append(replace(echo, kind=QuotationKind.MIXED))
        return [q for echoes in lines.values() if len(echoes) > 1 for q in echoes]

    def reported(self, quotations: list[Attributed]) -> list[Attributed]:
        """Make quotations of the words that a quoted speaker reports of somebody else."""
        known = cues(self.document.language)
        if known is None:
            return []
        taken = {(q.start, q.end) for q in quotations}
        number = len(quotations)
        return [
            Attributed(
                nested.stretch.start,
                nested.stretch.end,
                QuotationKind.DIRECT,
                number + k,
                mention=self.tokens.span(nested.phrase.first, nested.phrase.last),
                head=self.tokens.span(nested.phrase.head, nested.phrase.head),
                cue=self.tokens.span(nested.verb, nested.verb),
                confidence=_REPORTED_SURE,
            )
            for k, nested in enumerate(find_nested(self.tokens, self.stretches, known), 1)
            if (nested.stretch.start, nested.stretch.end) not in taken
        ]

    def spoken_turns(self, number: int) -> list[Attributed]:
        """Make the turns of a conversation quotations of their speakers."""
        return [self.turn(turn, number + turn.number) for turn in self.turns]

    def turn(self, turn: Turn, number: int) -> Attributed:
        made = Attributed(turn.start, turn.end, QuotationKind.TURN, number, party=turn.party)
        if turn.label is None:
            return replace(made, confidence=_PARTY_SURE)
        return replace(
            made,
            mention=turn.label,
            head=turn.label,
            antecedent=turn.name if turn.name != turn.label else None,
            confidence=_TURN_SURE,
        )


_NOMINAL = frozenset({t.DET, t.POSS, t.ADJ, t.NAME, t.NOUN, t.NUM, t.GEN})
_LONG = 4000
"""Length in characters from which on a quotation is not compared."""
_ECHOES = 40
"""How many single-marked stretches, and quotations, are compared for echoes."""


def _crosses(stretch: Stretch, turn: Turn) -> bool:
    """Whether a stretch is the turn itself or reaches over its border."""
    if stretch.start < turn.start < stretch.end or stretch.start < turn.end < stretch.end:
        return True
    overlap = min(stretch.end, turn.end) - max(stretch.start, turn.start)
    return overlap > 0.8 * (turn.end - turn.start)


def _folded(text: str) -> str:
    """Give the words of a text in lower case, each between blanks."""
    return " " + " ".join(re.findall(r"\w+", text.lower())) + " "
