"""The outline of an article: its questions; where nobody asks, what is said in it. Pure."""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from typing import TYPE_CHECKING

from onrecord.app.typeset import overlapping, paragraphs_of
from onrecord.frozen import frozen
from onrecord.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.app.marks import Marks
    from onrecord.model import Body

_CLOSING = " \n”’\"'»)*"


class Sort(Enum):
    """What a point of the outline is."""

    HEADING = "heading"
    QUESTION = "question"
    QUOTATION = "quotation"


@frozen
class Point:
    """A place that the outline leads to. ``quotation`` is the index of the stretch said there."""

    offset: int
    words: str
    sort: Sort
    quotation: int | None = None


def outline_of(body: Body, marks: Marks) -> tuple[Point, ...]:
    """Return the headings and the questions of a text, or, without questions, its quotations."""
    points = [*_headings(body), *_asked(marks), *_printed(body, marks)]
    if not any(point.sort is Sort.QUESTION for point in points):
        points += _said(marks)
    return tuple(sorted(points, key=lambda point: point.offset))


def questions_of(points: tuple[Point, ...]) -> tuple[int, ...]:
    """Return the offsets of the questions of an outline."""
    return tuple(point.offset for point in points if point.sort is Sort.QUESTION)


def _headings(body: Body) -> Iterator[Point]:
    for paragraph in body.paragraphs:
        if paragraph.role is Role.HEADING:
            words = body.text[paragraph.start : paragraph.end]
            yield Point(paragraph.start, words, Sort.HEADING)


def _asked(marks: Marks) -> Iterator[Point]:
    """Give the turns of those who ask; a question that was interrupted is one."""
    for stretches in marks.utterances:
        first = stretches[0]
        if first in marks.questions:
            words = " ".join(marks.quotations[index].text for index in stretches)
            yield Point(marks.starts[first], words, Sort.QUESTION, first)


def _printed(body: Body, marks: Marks) -> Iterator[Point]:
    """Give the questions that stand in bold or italics, and of which no turn was made."""
    for paragraph in paragraphs_of(body):
        words = body.text[paragraph.start : paragraph.end]
        if (
            paragraph.role is Role.EMPHASIS
            and words.rstrip(_CLOSING).endswith(("?", "？", "؟"))
            and not overlapping(marks.starts, marks.spans, paragraph.start, paragraph.end)
        ):
            yield Point(paragraph.start, words, Sort.QUESTION)


def _said(marks: Marks) -> Iterator[Point]:
    for stretches in marks.utterances:
        words = " ".join(marks.quotations[index].text for index in stretches)
        yield Point(marks.starts[stretches[0]], words, Sort.QUOTATION, stretches[0])


def beside(places: tuple[int, ...], offset: int, step: int) -> int | None:
    """Return the nearest of sorted places after ``offset`` (or before it), if there is one."""
    index = bisect_left(places, offset + (step > 0)) - (step < 0)
    return places[index] if 0 <= index < len(places) else None
