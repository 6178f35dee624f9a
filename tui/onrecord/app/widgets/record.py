"""The record of an article: who said what, and whom and what it names."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style

from onrecord.app.cells import count, crop, strip_of
from onrecord.app.margin import OWN
from onrecord.app.marks import Marks, is_sure
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.model import EntityKind

if TYPE_CHECKING:
    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.app.marks import Named, Voice

_LINES = 2
"""Lines of a quotation that the pane shows."""
_INDENT = 4

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


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a heading (nothing else set), a speaker, a quotation, or a name.

    ``offset`` is where in the text it leads, None for a heading.
    """

    heading: str = ""
    kind: EntityKind | None = None
    voice: Voice | None = None
    quotation: int | None = None
    named: Named | None = None
    offset: int | None = None
    lines: int = 1


class RecordPane(Rows):
    """Quotations by speaker, then names by kind; every row leads to its place in the text."""

    def __init__(self) -> None:
        super().__init__()
        self._marks = Marks()
        self._items: tuple[Item, ...] = ()
        self._tops: tuple[int, ...] = (0,)
        self._words: tuple[str, ...] = ()

    def show_record(self, marks: Marks, *, keep: bool, empty: tuple[str, ...] = ()) -> None:
        """Show an article's marks, or say ``empty``; ``keep`` the pointer where it is."""
        self._marks = marks
        self._words = empty
        self._list()
        if not keep or not self.is_choosable(self.chosen):
            first = next((i for i in range(len(self._items)) if self.is_choosable(i)), 0)
            self.set_reactive(Rows.chosen, first)
            self.scroll_to(y=0, animate=False, force=True)
        self.refresh()

    def _list(self) -> None:
        width = max(8, self.room.width - _INDENT - 2)
        self._items = tuple(_items(self._marks, width))
        self._tops = (0, *accumulate(item.lines for item in self._items))
        self.rows_changed()

    def on_resize(self) -> None:
        """Break the quotations at the new width."""
        self._list()
        self.reveal()

    @property
    def item(self) -> Item | None:
        """The chosen row."""
        return self._items[self.chosen] if self.chosen < len(self._items) else None

    def follow(self, utterance: int) -> None:
        """Rest on the row of an utterance, telling nobody."""
        first = self._marks.utterances[utterance][0]
        for index, item in enumerate(self._items):
            if item.quotation == first:
                self.set_reactive(Rows.chosen, index)
                self.reveal()
                self.refresh()
                return

    # How it looks

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._items)

    def top_of(self, index: int) -> int:
        """Return the line at which a row begins."""
        return self._tops[max(0, min(index, len(self._tops) - 1))]

    def locate(self, line: int) -> tuple[int, int]:
        """Return the row that takes a line, and which of its lines that is."""
        index = bisect_right(self._tops, line) - 1
        return index, line - self._tops[index]

    def is_choosable(self, index: int) -> bool:
        """Tell whether the row leads anywhere."""
        return 0 <= index < len(self._items) and self._items[index].offset is not None

    def empty_words(self) -> tuple[str, ...]:
        """Return why there is no record."""
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
        elif item.named is not None:
            parts += self._draw_name(item.named, index, width - 1)
        else:
            parts += self._draw_heading(item, index)
        return strip_of(parts, width, ground)

    def _draw_heading(self, item: Item, index: int) -> list[Part]:
        if item.kind is None:
            return [(f" {item.heading}", self.ink("quiet", index, bold=True))]
        shown = _SHOWN_AS.get(item.kind)
        style = self.ink(shown or "quiet", index)
        return [(" ", self.ink("ink", index)), (item.heading, style + Style(bold=True))]

    def _draw_voice(self, voice: Voice, index: int, width: int) -> list[Part]:
        colour = f"speaker-{voice.colour + 1}" if voice.name else "nobody"
        number = str(len({self._marks.utterance_of(each) for each in voice.quotations}))
        name = crop(voice.name or "Speaker not told", width - len(number) - 4)
        gap = " " * max(1, width - cell_len(name) - len(number) - 3)
        bar = "▌" if voice.name else "┊"
        return [
            (f" {bar}", self.ink(colour, index)),
            (name, self.ink(colour, index, bold=True)),
            (gap + number, self.ink("quiet", index)),
        ]

    def _draw_quotation(self, quotation: int, line: int, index: int, width: int) -> list[Part]:
        stretch = self._marks.quotations[quotation]
        text = " ".join(stretch.text.split())
        room = max(4, width - _INDENT - 1)
        spans = wrap(text, 0, len(text), room)
        if line == _LINES - 1 and len(spans) > _LINES:
            words = crop(text[spans[line][0] :], room)
        else:
            words = text[slice(*spans[line])] if line < len(spans) else ""
        sign = ""
        if line == 0 and quotation in self._marks.corrected:
            sign = OWN
        elif line == 0 and stretch.speaker and not is_sure(stretch):
            sign = "?"
        return [
            (f"  {sign:<2}", self.ink("quiet", index)),
            (crop(words, room), self.ink("read", index)),
        ]

    def _draw_name(self, named: Named, index: int, width: int) -> list[Part]:
        number = str(len(named.places))
        name = crop(named.name, width - len(number) - 4)
        gap = " " * max(1, width - cell_len(name) - len(number) - 3)
        return [
            ("  ", self.ink("ink", index)),
            (name, self.ink("ink", index)),
            (gap + number, self.ink("quiet", index)),
        ]


def _items(marks: Marks, width: int) -> list[Item]:
    """List what the pane shows; ``width`` is that of a quotation's line."""
    items: list[Item] = []
    if marks.utterances:
        items.append(Item(heading=count(len(marks.utterances), "quotation")))
    for voice in marks.voices:
        first = marks.quotations[voice.quotations[0]].start
        items += [Item(), Item(voice=voice, offset=first)]
        for index in voice.quotations:
            text = " ".join(marks.quotations[index].text.split())
            lines = min(_LINES, len(wrap(text, 0, len(text), width)) or 1)
            items.append(Item(quotation=index, offset=marks.quotations[index].start, lines=lines))
    kind: EntityKind | None = None
    for named in marks.named:
        if named.kind is not kind:
            kind = named.kind
            items += [Item(), Item(heading=_HEADINGS[kind], kind=kind)]
        items.append(Item(named=named, offset=named.places[0]))
    return items
