"""Which ink lies over which words of a line. Pure."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from onrecord.app.typeset import notes_between, overlapping
from onrecord.model import EntityKind, QuotationKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.app.choice import Choice
    from onrecord.app.margin import Label
    from onrecord.app.marks import Marks
    from onrecord.app.typeset import Line
    from onrecord.model import Span

Stroke = tuple[int, int, tuple[str, ...]]
"""A stretch of the text on one line, and the inks that lie over it, the uppermost last."""

_KINDS = {
    EntityKind.PERSON: "person",
    EntityKind.ORG: "org",
    EntityKind.PLACE: "place",
}
_ROLES = {
    Role.HEADING: "heading",
    Role.QUOTE: "quote",
    Role.EMPHASIS: "emphasis",
    Role.CAPTION: "caption",
}


def voice_ink(colour: int | None) -> str:
    """Return the name of a speaker's ink."""
    return "nobody" if colour is None else f"speaker-{colour + 1}"


class Inking:
    """The marks of an article as inks: what is said, who is named, what is pointed at.

    ``labels`` are the names that the text itself prints before turns, by the turn's index.
    """

    def __init__(self, marks: Marks, labels: Mapping[int, Label], notes: Sequence[int]) -> None:
        self._marks = marks
        self._notes = notes
        self._labelled = sorted(labels)
        self._labels = tuple((labels[index].start, labels[index].end) for index in self._labelled)
        self._label_starts = tuple(start for start, _ in self._labels)

    def strokes(self, line: Line, role: Role, choice: Choice) -> Iterator[Stroke]:
        """Give the words of a line, cut where their inks change and at the numbers of links."""
        marks = self._marks
        said = overlapping(marks.starts, marks.spans, line.start, line.end)
        named = overlapping(marks.mention_starts, marks.mention_spans, line.start, line.end)
        labels = overlapping(self._label_starts, self._labels, line.start, line.end)
        pointed = [
            (span, ink)
            for span, ink in self._pointed(choice)
            if span[0] < line.end and span[1] > line.start
        ]
        notes = notes_between(self._notes, line.start, line.end)
        cuts = {line.start, line.end, *(self._notes[number] for number in notes)}
        for start, end in (
            *(marks.spans[index] for index in said),
            *(marks.mention_spans[index] for index in named),
            *(self._labels[index] for index in labels),
            *(span for span, _ in pointed),
        ):
            cuts.update(at for at in (start, end) if line.start < at < line.end)
        base = ("ink", _ROLES[role]) if role in _ROLES else ("ink",)
        for start, end in itertools.pairwise(sorted(cuts)):
            inks: list[str] = []
            if choice.only is None:
                inks += self._names(start, named, choice)
            inks += self._label(start, labels, choice)
            inks += self._words(start, said, choice)
            if choice.only is not None and not inks:
                inks = ["dimmed"]
            inks += [ink for span, ink in pointed if span[0] <= start < span[1]]
            yield start, end, (*base, *inks)

    def _pointed(self, choice: Choice) -> Iterator[tuple[Span, str]]:
        """Give what lies over all marks: why somebody is the speaker, a trail, a hit."""
        if choice.utterance is not None and choice.highlight.quotations:
            for index in self._marks.utterances[choice.utterance]:
                quotation = self._marks.quotations[index]
                if quotation.kind is not QuotationKind.TURN:
                    for span in (quotation.mention, quotation.cue):
                        if span is not None:
                            yield span, "evidence"
        if choice.trail is not None:
            for number, place in enumerate(choice.trail.named.places):
                yield place, "hit" if number == choice.trail.at else "trail"
        if choice.hit is not None:
            yield choice.hit, "hit"

    def _names(self, at: int, named: range, choice: Choice) -> Iterator[str]:
        if not choice.highlight.names:
            return
        for index in named:
            start, end = self._marks.mention_spans[index]
            kind = _KINDS.get(self._marks.mention_kinds[index])
            if start <= at < end and kind:
                yield kind

    def _label(self, at: int, labels: range, choice: Choice) -> Iterator[str]:
        if not choice.highlight.quotations:
            return
        for number in labels:
            start, end = self._labels[number]
            turn = self._labelled[number]
            if start <= at < end and self._marks.is_by(turn, choice.only):
                yield voice_ink(self._marks.colour(turn))
                yield "label"

    def _words(self, at: int, said: range, choice: Choice) -> Iterator[str]:
        """Give the inks of what is said; the words of a turn keep the text's own colour."""
        marks = self._marks
        if not choice.highlight.quotations:
            return
        for index in said:
            start, end = marks.spans[index]
            if not start <= at < end or not marks.is_by(index, choice.only):
                continue
            turn = marks.quotations[index].kind is QuotationKind.TURN
            yield "turn" if turn else voice_ink(marks.colour(index))
            if index in marks.questions:
                yield "emphasis"
            if marks.utterance_of(index) == choice.utterance:
                yield "spoken"
