"""Who speaks, in the margin: which name stands beside which line. Pure."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app.cells import crop
from onrecord.app.marks import is_sure
from onrecord.app.typeset import wrap
from onrecord.frozen import frozen
from onrecord.model import NOBODYS, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.app.marks import Marks
    from onrecord.app.typeset import Page
    from onrecord.model import Paragraph, Quotation

OWN = "✓"
"""What follows a speaker whom the user named."""
NOTE = "✎"
"""What stands beside words that the user noted something on."""
ECHO = "≈"
"""What stands beside words that other outlets carry too."""
NO_ONES = "nobody’s"
"""What stands beside words of which the user said that they are nobody's."""
_LONGEST_LABEL = 80
"""Characters from a paragraph's beginning to the turn that its label may take."""
NOBODY = "who?"
"""What stands in the margin beside words whose speaker could not be told."""
_LINES_OF_A_NAME = 2


@frozen
class Name:
    """A speaker's name, or a part of it, as it stands in the margin.

    ``colour`` is the number of the speaker's colour, None where nobody could be told; ``quotation``
    the index of the stretch it stands for.
    """

    text: str
    colour: int | None
    sure: bool
    quotation: int


def name_of(marks: Marks, index: int) -> str:
    """Return a quotation's speaker as the margin writes it, with a question mark if uncertain."""
    quotation = marks.quotations[index]
    if index in marks.corrected:
        nobody = NO_ONES if quotation.reason == NOBODYS else NOBODY
        return f"{quotation.speaker.name if quotation.speaker else nobody} {OWN}"
    if quotation.speaker is None:
        return NOBODY
    return quotation.speaker.name if is_sure(quotation) else f"{quotation.speaker.name} ?"


def asked_in(paragraphs: Sequence[Paragraph], marks: Marks) -> frozenset[int]:
    """Return the paragraphs in which a question of an interview begins, by their indexes."""
    starts = [paragraph.start for paragraph in paragraphs]
    return frozenset(
        max(0, bisect_right(starts, marks.quotations[index].start) - 1) for index in marks.questions
    )


@frozen
class Label:
    """Where the text itself prints who speaks; ``full`` tells that the whole name stands there."""

    start: int
    end: int
    full: bool


def labels_of(text: str, paragraphs: Sequence[Paragraph], marks: Marks) -> dict[int, Label]:
    """Return where the text itself prints who speaks (“Ines Vale:”), by the index of the turn."""
    starts = [paragraph.start for paragraph in paragraphs]
    labels: dict[int, Label] = {}
    for index, quotation in enumerate(marks.quotations):
        if quotation.kind is not QuotationKind.TURN or quotation.mention is None:
            continue
        start = starts[max(0, bisect_right(starts, quotation.start) - 1)]
        first, last = quotation.mention
        label = text[start : quotation.start]
        if start <= first < last <= quotation.start and len(label) <= _LONGEST_LABEL:
            speaker = quotation.speaker
            full = speaker is not None and speaker.name.casefold() in label.casefold()
            labels[index] = Label(start, start + len(label.rstrip()), full)
    return labels


def _beginnings(
    paragraphs: Sequence[Paragraph], marks: Marks, labels: Mapping[int, Label]
) -> Iterator[tuple[int, Name]]:
    """Give each name with the paragraph it begins in: another's, or one in another paragraph.

    A turn whose label names its speaker needs no second name; a label that only stands for one
    (“Q:”) is explained the first time. Further paragraphs of a turn have no name.
    """
    starts = [paragraph.start for paragraph in paragraphs]
    before: tuple[str, int] | None = None
    explained: set[str] = set()
    for index, quotation in enumerate(marks.quotations):
        paragraph = max(0, bisect_right(starts, quotation.start) - 1)
        text = name_of(marks, index)
        here = (text, paragraph)
        label = labels.get(index)
        if index and _goes_on(marks.quotations[index - 1], quotation):
            here = before = (text, paragraph)
        if here != before and (label is None or not (label.full or text in explained)):
            yield paragraph, Name(text, marks.colour(index), is_sure(quotation), index)
        if label is not None:
            explained.add(text)
        before = here


def _goes_on(turn: Quotation, quotation: Quotation) -> bool:
    """Tell whether a stretch is a further paragraph of a turn."""
    return (
        turn.kind is quotation.kind is QuotationKind.TURN
        and turn.utterance == quotation.utterance
        and turn.speaker == quotation.speaker
    )


def names_beside(
    page: Page, marks: Marks, labels: Mapping[int, Label], width: int
) -> dict[int, Name]:
    """Return the names beside the lines, at most ``width`` cells wide, by the line's index.

    A long name goes on beside the next line. Where two people begin on one line, the second name
    stands beside the next free line of the paragraph, or is left out. A name that is too long, and
    that stands there in full before, is the short one that the article gives.
    """
    names: dict[int, Name] = {}
    in_full: set[str] = set()
    if not page.lines:
        return names
    for paragraph, name in _beginnings(page.paragraphs, marks, labels):
        line = page.line_of(marks.quotations[name.quotation].start)
        known = name.text in in_full
        text = _shortened(name, marks) if known and cell_len(name.text) > width else name.text
        in_full.add(name.text)
        pieces = _pieces(text, width)
        free = line
        while _takes(page, free, paragraph) and free in names:
            free += 1
        room = 0
        while room < len(pieces) and _takes(page, free + room, paragraph):
            room += 1
        if room < len(pieces):
            pieces = [crop(text, width)] if room else []
        for number, piece in enumerate(pieces):
            names[free + number] = Name(piece, name.colour, name.sure, name.quotation)
    return names


def _shortened(name: Name, marks: Marks) -> str:
    speaker = marks.quotations[name.quotation].speaker
    short = marks.short.get(speaker.name) if speaker else None
    return name.text.replace(speaker.name, short, 1) if speaker and short else name.text


def _takes(page: Page, line: int, paragraph: int) -> bool:
    return line < len(page.lines) and page.lines[line].paragraph == paragraph


def _pieces(name: str, width: int) -> list[str]:
    if cell_len(name) <= width:
        return [name]
    spans = wrap(name, 0, len(name), width)
    pieces = [name[start:end] for start, end in spans]
    if len(pieces) > _LINES_OF_A_NAME:
        last = spans[_LINES_OF_A_NAME - 1][0]
        pieces = [*pieces[: _LINES_OF_A_NAME - 1], crop(name[last:], width)]
    return pieces


def _is_between_two(marks: Marks) -> bool:
    """Tell whether the turns are those of one who asks and one who answers."""
    turns = {
        (quotation.speaker, index in marks.questions)
        for index, quotation in enumerate(marks.quotations)
        if quotation.kind is QuotationKind.TURN
    }
    return len(turns) == len({speaker for speaker, _ in turns}) == len({ask for _, ask in turns})


def names_above(
    paragraphs: Sequence[Paragraph], marks: Marks, labels: Mapping[int, Label]
) -> dict[int, tuple[Name, ...]]:
    """Return the names that stand on a line of their own above a paragraph, by its index.

    A paragraph in which the same people speak as in the one right before it has none, nor have
    the turns of two who ask and answer, once both are named: they are told apart by their looks.
    """
    names: dict[int, tuple[Name, ...]] = {}
    told: set[str] = set()
    two = _is_between_two(marks)
    for index, name in _beginnings(paragraphs, marks, labels):
        if two and marks.quotations[name.quotation].kind is QuotationKind.TURN:
            if name.text in told:
                continue
            told.add(name.text)
        if all(name.text != other.text for other in names.get(index, ())):
            names[index] = (*names.get(index, ()), name)
    return {
        index: here
        for index, here in names.items()
        if [name.text for name in here] != [name.text for name in names.get(index - 1, ())]
    }
