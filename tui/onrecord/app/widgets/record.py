"""The record of an article: who said what, whom and what it names; or its questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

from onrecord.app.cells import count, crop, strip_of
from onrecord.app.inking import voice_ink
from onrecord.app.margin import NOTE, OWN
from onrecord.app.marks import Marks, is_sure
from onrecord.app.outline import Sort, questions_of
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.uneven import UnevenRows
from onrecord.frozen import frozen
from onrecord.model import EntityKind
from onrecord.store.columns import slug_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.app.choice import Trail
    from onrecord.app.marks import Named, Voice
    from onrecord.app.outline import Point
    from onrecord.model import Span
    from onrecord.store.notes import Note

_LINES = 2
"""Lines of a quotation that the pane shows."""
_QUESTION_LINES = 3
_CELLS_A_CHARACTER = 3
"""So many characters a cell are looked at: spaces that are folded, marks that take no cell."""
_LINES_OF_A_NOTE = 5
_INDENT = 4
_WORDS = 7
"""Cells for the number of words that somebody says."""
_ALONE = " alone"
"""What stands after the name of the speaker whose words alone are shown clearly."""

_HEADINGS = {
    EntityKind.PERSON: "People",
    EntityKind.ORG: "Organisations",
    EntityKind.PLACE: "Places",
    EntityKind.GROUP: "Groups",
    EntityKind.EVENT: "Events",
    EntityKind.WORK: "Works",
    EntityKind.LAW: "Laws",
}
_SHOWN_AS = {EntityKind.PERSON: "person", EntityKind.ORG: "org", EntityKind.PLACE: "place"}


@frozen
class Item:
    """One row: a heading (nothing else set), a speaker, a quotation, a name, a point, a note.

    ``offset`` is where in the text it leads, None for a heading.
    """

    heading: str = ""
    note: str = ""
    kind: EntityKind | None = None
    voice: Voice | None = None
    quotation: int | None = None
    named: Named | None = None
    point: Point | None = None
    number: int = 0
    """The number of a question."""
    own: Note | None = None
    """A note of the user's."""
    offset: int | None = None
    lines: int = 1


class RecordPane(UnevenRows):
    """Quotations by speaker, then names by kind; every row leads to its place in the text."""

    def __init__(self) -> None:
        super().__init__()
        self._marks = Marks()
        self._outline: tuple[Point, ...] = ()
        self._outlined = False
        self._only: str | None = None
        self._trail: Trail | None = None
        self._items: tuple[Item, ...] = ()
        self._words: tuple[str, ...] = ()
        self._wanted = ""

    def show_record(
        self,
        marks: Marks,
        *,
        outline: tuple[Point, ...],
        keep: bool,
        empty: tuple[str, ...] = (),
    ) -> None:
        """Show an article's marks, or say ``empty``; ``keep`` the pointer where it is."""
        self._marks = marks
        self._outline = outline
        self._words = empty
        self._list()
        if not keep or not self.is_choosable(self.chosen):
            self._rest_on_first()
        self.refresh()

    def _rest_on_first(self) -> None:
        first = next((i for i in range(len(self._items)) if self.is_choosable(i)), 0)
        self.set_reactive(Rows.chosen, first)
        self.scroll_to(y=0, animate=False, force=True)

    @property
    def outlined(self) -> bool:
        """Whether the outline stands in the place of the record."""
        return self._outlined

    @property
    def title(self) -> str:
        """What the pane shows, in a word."""
        if not self._outlined:
            return "Record"
        return "Questions" if questions_of(self._outline) else "In order"

    def show_outline(self, *, on: bool) -> None:
        """Show the outline, or the record again."""
        self._outlined = on
        self._list()
        self._rest_on_first()
        self.refresh()

    def point_out(self, only: str | None, trail: Trail | None) -> None:
        """Mark the speaker whose words alone are shown, and the name that is followed."""
        if (only, trail) != (self._only, self._trail):
            self._only, self._trail = only, trail
            self.redraw()

    def _list(self) -> None:
        width = max(8, self.room.width - _INDENT - 2)
        items = (
            _points(self._marks, self._outline, width)
            if self._outlined
            else _items(self._marks, width)
        )
        self._items = tuple(narrowed(items, self._marks, self._wanted))
        self.set_heights(item.lines for item in self._items)

    def narrow(self, wanted: str) -> None:
        """Show only what has all these words, said or named; all without any."""
        self._wanted = wanted
        self._list()
        self._rest_on_first()
        self.refresh()

    def on_resize(self) -> None:
        """Break the quotations at the new width."""
        self._list()
        self.reveal()

    @property
    def item(self) -> Item | None:
        """The chosen row."""
        return self._items[self.chosen] if self.chosen < len(self._items) else None

    def follow(self, utterance: int) -> None:
        """Rest on the row of an utterance, or of the question it answers, telling nobody."""
        first = self._marks.utterances[utterance][0]
        start = self._marks.starts[first]
        found = None
        for index, item in enumerate(self._items):
            answers = self._outlined and item.offset is not None and item.offset <= start
            if answers or item.quotation == first:
                found = index
        if found is not None:
            self.set_reactive(Rows.chosen, found)
            self.reveal()
            self.refresh()

    # How it looks

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._items)

    def is_choosable(self, index: int) -> bool:
        """Tell whether the row leads anywhere."""
        return 0 <= index < len(self._items) and self._items[index].offset is not None

    def empty_words(self) -> tuple[str, ...]:
        """Return why there is no record, or nothing of it is shown."""
        if self._wanted and (self._marks.voices or self._marks.named):
            return ("Nothing matches.", f"Nothing here has: {self._wanted}")
        return self._words

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of a row."""
        item = self._items[index]
        ground = self.ink("ink", index)
        pointer = self.pointer(index)
        parts: list[Part] = [(pointer, self.ink("lead", index))]
        if item.voice is not None:
            parts += self._draw_voice(item.voice, index, width - 1)
        elif item.quotation is not None:
            parts += self._draw_quotation(item.quotation, line, index, width - 1)
        elif item.own is not None:
            parts += self._draw_note(item, line, index, width - 1)
        elif item.named is not None:
            parts += self._draw_name(item.named, index, width - 1)
        elif item.point is not None:
            parts += self._draw_point(item, line, index, width - 1)
        else:
            parts += self._draw_heading(item, index, width - 1)
        return strip_of(parts, width, ground)

    def _draw_heading(self, item: Item, index: int, width: int) -> list[Part]:
        if item.kind is None:
            quiet = self.ink("quiet", index)
            gap = " " * max(1, width - cell_len(item.heading) - cell_len(item.note) - 2)
            return [(f" {item.heading}", quiet + Style(bold=True)), (gap + item.note, quiet)]
        shown = _SHOWN_AS.get(item.kind)
        style = self.ink(shown or "quiet", index)
        return [(" ", self.ink("ink", index)), (item.heading, style + Style(bold=True))]

    def _draw_voice(self, voice: Voice, index: int, width: int) -> list[Part]:
        colour = f"speaker-{voice.colour + 1}" if voice.name else "nobody"
        said = len({self._marks.utterance_of(each) for each in voice.quotations})
        number = f"{said}{voice.words:>{_WORDS},}"
        name = crop(voice.name or "Speaker not told", width - len(number) - 4)
        bar = "▌" if voice.name else "┊"
        if voice.name == self._only:
            bar = "█"
            name = crop(name, width - len(number) - 4 - len(_ALONE)) + _ALONE
        gap = " " * max(1, width - cell_len(name) - len(number) - 3)
        return [
            (f" {bar}", self.ink(colour, index)),
            (name, self.ink(colour, index, bold=True)),
            (gap + number, self.ink("quiet", index)),
        ]

    def _draw_quotation(self, quotation: int, line: int, index: int, width: int) -> list[Part]:
        stretch = self._marks.quotations[quotation]
        words = _line_of(stretch.text, line, max(4, width - _INDENT - 1), _LINES)
        sign = ""
        if line == 0 and quotation in self._marks.corrected:
            sign = OWN
        elif line == 0 and stretch.speaker and not is_sure(stretch):
            sign = "?"
        elif line == 0:
            sign = "·"
        return [(f"  {sign:<2}", self.ink("quiet", index)), (words, self.ink("read", index))]

    def _draw_note(self, item: Item, line: int, index: int, width: int) -> list[Part]:
        assert item.own is not None
        text = " ".join(item.own.text.split())
        room = max(4, width - _INDENT - 1)
        spans = wrap(text, 0, len(text), room)
        # Until it is listed anew after the pane was widened, a row has more lines than its words.
        words = text[slice(*spans[line])] if line < len(spans) else ""
        if line == item.lines - 1 and len(spans) > item.lines:
            words = crop(text[spans[line][0] :], room)
        sign = NOTE if line == 0 else ""
        return [
            (f"  {sign:<2}", self.ink("lead", index)),
            (crop(words, room), self.ink("note", index)),
        ]

    def _draw_name(self, named: Named, index: int, width: int) -> list[Part]:
        followed = self._trail is not None and self._trail.named == named
        number = str(len(named.places))
        if self._trail is not None and followed:
            number = f"{self._trail.at + 1} of {number}"
        name = crop(named.name, width - len(number) - 4)
        gap = " " * max(1, width - cell_len(name) - len(number) - 3)
        return [
            (" ▸" if followed else "  ", self.ink("lead", index)),
            (name, self.ink("ink", index, bold=followed)),
            (gap + number, self.ink("lead" if followed else "quiet", index)),
        ]

    def _draw_point(self, item: Item, line: int, index: int, width: int) -> list[Part]:
        """Draw a question with its number, or what is said in the colour of its speaker."""
        point = item.point
        if point is None:
            return []
        room = max(4, width - _INDENT - 1)
        words = _line_of(point.words, line, room, _QUESTION_LINES)
        if point.sort is Sort.QUESTION:
            number = f"{item.number:>3} " if line == 0 else "    "
            return [(number, self.ink("lead", index)), (words, self.ink("ink", index))]
        colour = None if point.quotation is None else self._marks.colour(point.quotation)
        bar = self.ink(voice_ink(colour), index)
        return [("  ▌ " if line == 0 else "    ", bar), (words, self.ink("read", index))]


def _beginning(words: str, room: int, most: int) -> tuple[str, list[Span]]:
    """Return as much of some words as ``most`` lines can show, and a little more, and its lines."""
    text = " ".join(words[: _CELLS_A_CHARACTER * most * room].split())
    return text, wrap(text, 0, len(text), room)


def _line_of(words: str, line: int, room: int, most: int) -> str:
    """Return one line of words that take ``most`` lines at the utmost."""
    text, spans = _beginning(words, room, most)
    if line == most - 1 and len(spans) > most:
        return crop(text[spans[line][0] :], room)
    return crop(text[slice(*spans[line])], room) if line < len(spans) else ""


def _lines_in(words: str, room: int, most: int) -> int:
    return min(most, len(_beginning(words, room, most)[1]) or 1)


def _points(marks: Marks, outline: tuple[Point, ...], width: int) -> list[Item]:
    """List the outline; ``width`` is that of a question's line."""
    asked = len(questions_of(outline))
    items: list[Item] = []
    if outline:
        said = count(asked, "question") if asked else count(len(marks.utterances), "quotation")
        items.append(Item(heading=said))
    number = 0
    for point in outline:
        if point.sort is Sort.HEADING:
            items += [Item(), Item(heading=point.words, offset=point.offset)]
            continue
        number += point.sort is Sort.QUESTION
        items += [
            Item(),
            Item(
                point=point,
                number=number,
                offset=point.offset,
                lines=_lines_in(point.words, width, _QUESTION_LINES),
            ),
        ]
    return items


def _items(marks: Marks, width: int) -> list[Item]:
    """List what the pane shows; ``width`` is that of a quotation's line."""
    items: list[Item] = []
    if -1 in marks.notes:
        items += [Item(heading="On this article"), *_notes(marks, -1, 0, width), Item()]
    if marks.utterances:
        items.append(Item(heading=count(len(marks.utterances), "quotation"), note="words"))
    for voice in marks.voices:
        first = marks.quotations[voice.quotations[0]].start
        items += [Item(), Item(voice=voice, offset=first)]
        for index in voice.quotations:
            lines = _lines_in(marks.quotations[index].text, width, _LINES)
            start = marks.quotations[index].start
            items.append(Item(quotation=index, offset=start, lines=lines))
            items += _notes(marks, index, start, width)
    kind: EntityKind | None = None
    for named in marks.named:
        if named.kind is not kind:
            kind = named.kind
            items += [Item(), Item(heading=_HEADINGS[kind], kind=kind)]
        items.append(Item(named=named, offset=named.places[0][0]))
    return items


def narrowed(items: Sequence[Item], marks: Marks, wanted: str) -> Sequence[Item]:
    """Return the rows that have all the words that are wanted; all without any.

    A speaker stands above their quotations that stay, and all of them stay where the name has the
    words.
    """
    words = slug_of(wanted).split("-") if wanted.strip() else []
    if not words:
        return items

    def has(text: str) -> bool:
        slug = slug_of(text)
        return all(word in slug for word in words)

    kept: list[Item] = []
    voice: Item | None = None
    whole = False
    for item in items:
        if item.voice is not None:
            voice, whole = item, has(item.voice.name)
            if whole:
                kept.append(item)
        elif item.quotation is not None and (whole or has(marks.quotations[item.quotation].text)):
            if voice is not None and not whole and (not kept or voice not in kept):
                kept.append(voice)
            kept.append(item)
        elif (
            (item.named is not None and has(item.named.name))
            or (item.point is not None and has(item.point.words))
            or (item.own is not None and has(item.own.text))
        ):
            kept.append(item)
    return kept


def _notes(marks: Marks, index: int, offset: int, width: int) -> list[Item]:
    """Return the rows of the notes on a quotation, or on the article (-1)."""
    return [
        Item(own=note, offset=offset, lines=_lines_in(note.text, width, _LINES_OF_A_NOTE))
        for note in marks.notes.get(index, ())
    ]
