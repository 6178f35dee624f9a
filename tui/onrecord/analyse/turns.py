"""Turns of transcripts and of interviews printed as questions and answers.

Layouts are told apart by what repeats: labels before a colon ("Q:", "ANNA LIND:", "AL:"), labels
on lines of their own, questions set in bold, or plain paragraphs that end in a question mark. A
layout counts only where turns really alternate, so that a stray "Note:" makes no transcript.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.analyse.asking import (
    ANNOUNCED,
    FIRST_PERSON,
    FREQUENT,
    QUESTION_END,
    SECOND_PERSON,
    is_prompt,
    is_question,
    lacks_mark,
)
from onrecord.analyse.labels import (
    ANONYMOUS,
    ANSWER_LABELS,
    QUESTION_LABELS,
    Line,
    is_part,
    is_stamped,
    label_alone,
    past_ornament,
    read_line,
    spell,
)
from onrecord.analyse.parties import Party, parties_of
from onrecord.analyse.quotations import lines
from onrecord.analyse.voices import LIKELY, NONE, Voices, full_names, fullest, is_code, trust
from onrecord.model import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Document, Span


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a turn: the words (``start``/``end``), without the label.

    Paragraphs with the same ``number`` are one turn. ``label`` is where the speaker is named in
    front of the words (of the turn's first paragraph, for all of them), ``name`` the fullest form
    of that label in the text ("Anna Lind" for "AL"); ``party`` whose turn it is, where it is known;
    ``sure`` how likely it is that the article has turns at all, from what shows them.
    """

    start: int
    end: int
    number: int
    label: Span | None = None
    name: Span | None = None
    party: Party | None = None
    sure: float = 0.98


@dataclass(frozen=True, slots=True)
class _Step:
    """One paragraph of a conversation before its turns are numbered."""

    line: Line
    start: int
    opens: bool
    """Whether a new turn begins here; else the paragraph goes on with the turn before."""
    label: Span | None = None
    party: Party | None = None


_SURE, _BOLD_SURE = 0.98, 0.95
"""How sure well-known labels are, and labels beside bold questions."""
_LITTLE, _MOST = 0.15, 0.4
"""How much of a text the turns of less sure labels have to fill."""
_INTRODUCTION = 3000
"""Characters before the first turn in which the conversation is introduced."""
_QUOTED = re.compile('[“"].*?[”"]')
_FEW_FIRST = 0.2
"""The share of turns in the first person that questions and answers have at least, unannounced."""
_LONG_CODE = 40
"""Words from which on a paragraph is prose, whatever signs of programs it has."""
_TRAIL = 3
"""Paragraphs that a last turn may have in any case."""
_BELOW = 8
"""Lines below the first among which the next label is looked for."""


class _Layout:
    """The paragraphs of one article, read for one layout after the other."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = text = document.text
        self.voices = Voices(document)
        self.sure = 0.0
        self.lines = [read_line(text, each) for each in lines(text, document.paragraphs)]
        for k, line in enumerate(self.lines):
            code = is_code(self.body(line))
            if code and self.body(line).count(" ") < _LONG_CODE:
                self.lines[k] = replace(line, label=None, words=line.start, direction=True)
            elif line.label and (line.role is Role.CAPTION or code):
                # A picture of somebody ("Lind: back at work") is no turn.
                self.lines[k] = replace(line, label=None, words=line.start)
        for k, line in enumerate(self.lines[:2]):
            repeated = k == 1 and self.body(line) == self.body(self.lines[0])
            if line.label and (k == 0 or repeated) and self.is_headline(k):
                self.lines[k] = replace(line, label=None, words=line.start)
        self.fuller = fullest({spell(text, line.label) for line in self.lines if line.label})
        self.loud = self.in_capitals()

    def is_headline(self, k: int) -> bool:
        """Whether a first line quotes as headlines do ("Lind: We Will Build") and is no turn.

        A turn is told by a label right below, or, where it ends as sentences do, by paragraphs
        below that go on with it: they do not tell of the speaker.
        """
        line = self.lines[k]
        label = spell(self.text, line.label) if line.label else ""
        below = self.lines[k + 1 : k + 1 + _BELOW]
        if not below or below[0].label is not None or label in ANONYMOUS:
            return not below
        if not self.body(line).rstrip('*_ ”"').endswith((".", "!", "…")):
            return True
        name = label.split()[-1]
        labelled = [n for n, each in enumerate(below) if each.label is not None]
        told = below[: labelled[0]] if labelled else below
        return not labelled or any(name in self.body(each).casefold() for each in told)

    def body(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def in_capitals(self) -> set[str]:
        """Return the labels written in capitals, where most labels are."""
        spans = [line.label for line in self.lines if line.label]
        found = [span for span in spans if self.text[slice(*span)].isupper()]
        loud = {spell(self.text, span) for span in found if span[1] - span[0] > 1}
        return loud if 2 * len(found) > len(spans) else set()

    def speaker(self, line: Line) -> str:
        """Give the label of a line in its fullest form, "" without one."""
        return self.fuller[spell(self.text, line.label)] if line.label else ""

    def asks(self, line: Line) -> bool:
        return QUESTION_END.search(self.text, max(line.words, line.end - 12), line.end) is not None

    def heading(self, k: int) -> bool:
        """Whether line ``k`` is a heading: by its role, or short and without a full stop."""
        line = self.lines[k]
        body = self.text[line.start : line.end]
        if line.role in (Role.HEADING, Role.CAPTION):
            return True
        return len(body.split()) <= 8 and body[-1:].isalnum() and line.label is None

    def narrates(self, line: Line) -> bool:
        """Whether a paragraph is the writer's: it quotes somebody in marks and says who."""
        body = self.text[line.start : line.end]
        return (
            re.search(r"[,.?!…][”\"»]\s(?:\w+\s){0,4}?(?:said|says|told|added|asked)\b", body)
            is not None
        )

    def remembers(self, line: Line) -> bool:
        """Whether a paragraph quotes others as answers do: its writer is there as "I" and "me"."""
        own = _QUOTED.sub("", self.body(line))
        return FIRST_PERSON.search(own) is not None

    def shares(self, found: Sequence[Line], pattern: re.Pattern[str]) -> float:
        """Give the share of the lines in which ``pattern`` is found."""
        hits = sum(pattern.search(self.text, x.words, x.end) is not None for x in found)
        return hits / len(found) if found else 0.0

    def goes_on(self, k: int, *, last: bool) -> bool:
        """Whether line ``k``, without a label, belongs to the turn before it."""
        line = self.lines[k]
        if line.closing or self.heading(k) or line.direction:
            return False
        return not (last and (self.narrates(line) or line.emphasised))

    def labelled(self) -> list[_Step]:
        """Read turns that begin with a label and a colon."""
        counts = Counter(self.speaker(line) for line in self.lines if line.label)
        if not counts or sum(line.dashed for line in self.lines) == sum(counts.values()) < 4:
            return []
        worth = self.worth()
        again = max(counts.values()) > 1
        kept = {x for x in counts if worth[x] > NONE and self.is_label(x, counts[x], again=again)}
        said = [line for line in self.lines if self.speaker(line) in kept]
        order = [self.speaker(line) for line in said]
        words = sum(len(self.text[line.words : line.end].split()) for line in said)
        changes = sum(a != b for a, b in pairwise(order))
        answers = kept & (ANONYMOUS)
        enough = changes >= 2 and len(order) > len(kept) * (0.5 if len(answers) > 1 else 1)
        bold = len(kept) == 1 and len(order) > 1 and sum(x.emphasised for x in self.lines) > 1
        unanswered = kept <= QUESTION_LABELS and self.is_answered_below(kept)
        if not (enough or bold or unanswered) or words < 2 * len(order):
            return []
        dropped = sum(n for label, n in counts.items() if worth[label] <= NONE)
        if unanswered:
            self.sure = _BOLD_SURE
        elif bold:
            known = max(worth[x] for x in kept) >= LIKELY or self.announced(said[0])
            asked = sum(x.emphasised and self.asks(x) for x in self.lines)
            self.sure = _BOLD_SURE if known or asked > 1 else 0.0
        else:
            self.sure = trust(order, worth, dropped)
        if not self.sure or (kept <= ANONYMOUS and not self.asked_of_somebody(said)):
            return []
        steps = self.walk_labels(kept, bold=bold, unanswered=unanswered)
        spoken = sum(step.line.end - step.start for step in steps)
        least = _LITTLE if self.sure >= _BOLD_SURE else _MOST
        return steps if self.sure >= _SURE or spoken > least * len(self.text) else []

    def is_answered_below(self, kept: set[str]) -> bool:
        """Whether questions have a label ("Q:") and what stands below each of them has none."""
        places = [k for k, line in enumerate(self.lines[:-1]) if self.speaker(line) in kept]
        asks = sum(self.asks(self.lines[k]) for k in places)
        others = sum(line.label is not None for line in self.lines) - len(places)
        below = any(self.lines[k + 1].label for k in places)
        return len(places) > 1 and 2 * asks >= len(places) >= 2 * others and not below

    def asked_of_somebody(self, said: list[Line]) -> bool:
        """Whether "Q" and "A" are a conversation, and no list of what readers ask.

        There the questions say "I" and the answers "you".
        """
        asks = [x for x in said if self.speaker(x) in QUESTION_LABELS]
        answers = [x for x in said if self.speaker(x) in ANSWER_LABELS]
        own = self.shares(asks, FIRST_PERSON) > self.shares(asks, SECOND_PERSON)
        if own and self.shares(answers, SECOND_PERSON) > self.shares(answers, FIRST_PERSON):
            return False
        first = self.shares(answers, FIRST_PERSON) >= _FEW_FIRST
        return first or self.announced(said[0]) or self.presents(said[0])

    def worth(self) -> dict[str, float]:
        """Tell of each label, in its fullest form, how surely it is a voice."""
        found: dict[str, float] = {}
        for line in self.lines:
            if line.label:
                spelt = spell(self.text, line.label)
                full = self.fuller[spelt]
                if full not in found or spelt == full:
                    found[full] = self.voices.worth(self.text[slice(*line.label)], spelt)
        return found

    def announced(self, first: Line) -> bool:
        """Whether the title, what stands before a line, or the end tells of an interview."""
        front = self.text[max(0, first.start - _INTRODUCTION) : first.start]
        around = f"{self.document.title}\n{self.document.byline}\n{front}"
        closing = "\n".join(self.body(line) for line in self.lines if line.closing)
        return ANNOUNCED.search(f"{around}\n{closing}") is not None

    def is_label(self, label: str, count: int, *, again: bool) -> bool:
        """Whether a label counts: it comes again, or names somebody beside one that does.

        That is a name of several words, one in capitals among others in capitals, or a part that
        somebody plays ("Reporter").
        """
        if label in ANONYMOUS or count > 1:
            return True
        return again and (1 < len(label.split()) < 7 or label in self.loud or is_part(label))

    def walk_labels(self, kept: set[str], *, bold: bool, unanswered: bool) -> list[_Step]:
        steps: list[_Step] = []
        places = [k for k, line in enumerate(self.lines) if self.speaker(line) in kept]
        going, labelled = False, set(places)
        answered_below = unanswered or (bold and all(self.lines[k].emphasised for k in places))
        unasked = not any(self.asks(self.lines[k]) for k in places) and not kept & ANONYMOUS
        asked = [k for k in range(places[0]) if bold and self.lines[k].emphasised]
        if unasked and places[0] and self.asks(self.lines[places[0] - 1]):
            asked = [places[0] - 1]
        for k in range(asked[-1] if asked else places[0], len(self.lines)):
            line = self.lines[k]
            if k in labelled:
                going = True
                steps.append(_Step(line, min(line.words, line.end), opens=True, label=line.label))
            elif answered_below and going and not line.emphasised and self.goes_on(k, last=False):
                opens = not steps or steps[-1].party is not Party.ANSWERER
                steps.append(_Step(line, line.start, opens=opens, party=Party.ANSWERER))
            elif (bold and line.emphasised and not line.closing) or (
                unasked and k + 1 in labelled and self.asks(line) and not self.narrates(line)
            ):
                going = True
                steps.append(_Step(line, line.start, opens=True, party=Party.QUESTIONER))
            elif going and self.goes_on(k, last=k > places[-1]):
                steps.append(_Step(line, line.start, opens=False))
            elif not line.direction and not (self.heading(k) and k < places[-1]):
                going = False
        return steps

    def own_lines(self) -> list[_Step]:
        """Read turns whose labels stand on lines of their own."""
        names: Counter[str] = Counter()
        places = {}
        for k, line in enumerate(self.lines[:-1]):
            alone = label_alone(self.text, line)
            if alone is not None and self.is_voice(alone):
                places[k] = alone
                names[spell(self.text, alone)] += 1
        following = [self.lines[k + 1] for k in places if k + 1 not in places]
        set_off = all(
            self.lines[k].emphasised
            or self.lines[k].role is Role.HEADING
            or is_stamped(self.text, self.lines[k])
            for k in places
        )
        told = set_off and self.shares(following, FIRST_PERSON) >= 0.5
        if not (told and max(names.values(), default=0) > 1):
            places = {k: x for k, x in places.items() if names[spell(self.text, x)] > 1}
        spelt = [spell(self.text, x) for x in places.values()]
        changes = sum(a != b for a, b in pairwise(spelt))
        if len(places) < 3 or changes < 2:
            return []
        worth = {
            spell(self.text, x): self.voices.worth(self.text[slice(*x)], spell(self.text, x))
            for x in places.values()
        }
        self.sure = trust(spelt, worth, 0)
        if not self.sure:
            return []
        steps: list[_Step] = []
        label: Span | None = None
        opens, last = False, max(places)
        for k in range(min(places), len(self.lines)):
            line = self.lines[k]
            if k in places:
                label, opens = places[k], True
            elif label and (opens or self.goes_on(k, last=k > last)) and not line.direction:
                steps.append(_Step(line, line.start, opens=opens, label=label))
                opens = False
            elif not line.direction:
                label = None
        return steps

    def is_voice(self, label: Span) -> bool:
        return self.voices.worth(self.text[slice(*label)], spell(self.text, label)) > NONE

    def questions(self) -> list[_Step]:
        """Read questions without labels: set in bold or italics, or plain."""
        bold = [
            k
            for k, x in enumerate(self.lines)
            if x.emphasised and not x.closing and (x.label is None or self.asks(x))
        ]
        asked = [k for k in bold if self.asks(self.lines[k])]
        emphasis = len(asked) > 1 and len(asked) >= 0.5 * len(bold)
        if not emphasis:
            asked = self.plain_questions()
            emphasis = all(self.lines[k].role is Role.HEADING for k in asked)
            bold = asked
        following = [
            self.lines[k + 1] for k in asked if k + 1 < len(self.lines) and k + 1 not in asked
        ]
        if len(following) < 2:
            return []
        first = self.shares(following, FIRST_PERSON)
        announced = self.announced(self.lines[asked[0]])
        second = self.shares([self.lines[k] for k in asked], SECOND_PERSON)
        told = len(asked) > (2 if emphasis else 3) and second >= (0.3 if emphasis else 0.5)
        if not announced and not (told and self.presents(self.lines[asked[0]])):
            return []
        if emphasis:
            if first < (0.25 if announced else 0.5):
                return []
        elif not self.plain_interview(asked, first, second, announced=announced):
            return []
        self.sure = (0.9 if announced else 0.75) if emphasis else (0.8 if announced else 0.7)
        before = [k for k in bold if k < asked[0]] if emphasis else []
        while before and SECOND_PERSON.search(self.body(self.lines[before[-1]])):
            asked.insert(0, before.pop())  # "You fired your dad."
        return self.walk_questions(set(bold) if emphasis else set(asked), asked)

    def presents(self, first: Line) -> bool:
        """Whether the lines before the first question present a person who did not write them."""
        front = self.text[max(0, first.start - _INTRODUCTION) : first.start]
        told = f"{self.document.title}\n{front}"
        return FREQUENT.search(told) is None and self.voices.presents(told)

    def plain_interview(
        self, asked: list[int], first: float, second: float, *, announced: bool
    ) -> bool:
        """Whether plain paragraphs that ask really alternate with answers."""
        told = self.lines[asked[0] : asked[-1]]
        if sum(self.narrates(line) and not self.remembers(line) for line in told) > 1:
            return False
        density = len(asked) / (len(told) + 1)
        if len(asked) > 2 and density >= 0.4 and first >= 0.5:
            return True
        if not announced:
            return False
        return (second >= 0.5 and density >= 0.12) or (second >= 0.3 and density >= 0.35)

    def plain_questions(self) -> list[int]:
        """Return the lines without a label that ask; with two that do, also what leads on."""
        asked = {
            k
            for k, line in enumerate(self.lines[:-1])
            if not line.label
            and ((self.asks(line) and is_question(self.body(line))) or lacks_mark(self.body(line)))
        }
        if len(asked) > 1:
            for k in range(min(asked) + 1, len(self.lines) - 1):
                apart = not {k - 1, k, k + 1} & asked and not self.lines[k].label
                if apart and is_prompt(self.body(self.lines[k])):
                    asked.add(k)
        return sorted(asked)

    def walk_questions(self, turns: set[int], asked: list[int]) -> list[_Step]:
        steps: list[_Step] = []
        party: Party | None = None
        for k in range(asked[0], len(self.lines)):
            line = self.lines[k]
            if line.direction and not line.emphasised:
                continue
            if k in turns and not (self.heading(k) and k not in asked):
                opens = party is not Party.QUESTIONER
                party = Party.QUESTIONER
                start = past_ornament(self.text, line) if line.label is None else line.words
                steps.append(_Step(line, start, opens=opens, label=line.label, party=party))
            elif party is Party.QUESTIONER and not self.heading(k):
                party = Party.ANSWERER
                start = past_ornament(self.text, line)
                steps.append(_Step(line, start, opens=True, party=party))
            elif party and self.goes_on(k, last=k > asked[-1]):
                steps.append(_Step(line, line.start, opens=False, party=party))
            elif k > asked[-1] and not self.heading(k):
                break
        return steps


def _end(text: str, step: _Step) -> int:
    """Where the words of a paragraph end, closing markup left out."""
    end = step.line.end
    if step.line.emphasised or text[step.line.start] in "*_":
        while end > step.start and text[end - 1] in "*_ ":
            end -= 1
    return end


def _without_trail(steps: list[_Step]) -> list[_Step]:
    """Leave out what follows the last turn at far greater length than any turn before has."""
    opens = [k for k, step in enumerate(steps) if step.opens]
    if len(opens) < 2:
        return steps
    longest = max(after - before for before, after in pairwise(opens))
    return steps[: opens[-1] + max(_TRAIL, 2 * longest)]


def _number(text: str, steps: list[_Step]) -> list[Turn]:
    """Count up the turns and give every paragraph of a turn its label."""
    turns: list[Turn] = []
    number = 0
    label: Span | None = None
    party: Party | None = None
    for step in _without_trail(steps):
        if step.opens:
            number += 1
            label, party = step.label, step.party
        end = _end(text, step)
        if end > step.start and any(c.isalnum() for c in text[step.start : end]):
            turns.append(Turn(step.start, end, number, label, None, party))
    return turns


def find_turns(document: Document) -> tuple[Turn, ...]:
    """Find the turns of a transcript or an interview in ``document``, in order; () in a report.

    Offsets point into ``document.text`` and leave out labels and markup. A label "Q" or "A" gives
    a party, every other label is where the speaker is named.
    """
    layout = _Layout(document)
    steps = layout.labelled() or layout.own_lines() or layout.questions()
    turns = _number(document.text, steps)
    names = full_names(layout.voices, [turn.label for turn in turns if turn.label])
    parties = parties_of(document.text, turns)
    found = []
    for turn in turns:
        if turn.label is None:
            found.append(replace(turn, sure=layout.sure))
            continue
        label = spell(document.text, turn.label)
        anonymous = label in ANONYMOUS
        found.append(
            replace(
                turn,
                label=None if anonymous else turn.label,
                name=None if anonymous else names[label],
                party=turn.party or parties.get(label),
                sure=layout.sure,
            )
        )
    return tuple(found)
