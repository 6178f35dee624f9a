"""An article laid out for one width: which words, names and bars stand on which line."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from textual.strip import Strip

from onrecord.app.cells import crop, strip_of
from onrecord.app.margin import Name, names_above, names_beside
from onrecord.app.marks import Marks, is_sure
from onrecord.app.masthead import Row, masthead
from onrecord.app.typeset import (
    Page,
    Space,
    notes_between,
    overlapping,
    paragraphs_of,
    set_page,
    superscript,
)
from onrecord.clean import defuse
from onrecord.model import EntityKind, Role

if TYPE_CHECKING:
    from datetime import tzinfo

    from rich.style import Style

    from onrecord.app.cells import Part
    from onrecord.app.typeset import Line
    from onrecord.model import Span
    from onrecord.store.articles import StoredArticle

EDGE = 3
"""Cells that stay empty at either side of the text."""
NAMES = 14
"""The narrowest margin, in cells, that carries names beside the text."""
_WIDEST_NAMES = 24
_SHORTEST_MEASURE = 16
_FOOT = 3
"""Lines below the text: one of them holds the end mark."""

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


class Highlight(Enum):
    """What is marked in the text."""

    ALL = "quotations and names"
    QUOTATIONS = "quotations"
    NAMES = "names"
    NOTHING = "nothing"

    @property
    def next(self) -> Highlight:
        """The one that follows, round and round."""
        every = list(Highlight)
        return every[(every.index(self) + 1) % len(every)]

    @property
    def quotations(self) -> bool:
        """Whether quotations are marked."""
        return self in {Highlight.ALL, Highlight.QUOTATIONS}

    @property
    def names(self) -> bool:
        """Whether people, organisations and places are marked."""
        return self in {Highlight.ALL, Highlight.NAMES}


class Inks(Protocol):
    """Where the sheet gets its styles from."""

    @property
    def ground(self) -> Style:
        """The style of the paper."""

    def ink(self, *names: str, bold: bool = False, italic: bool = False) -> Style:
        """Return the styles of these names, one upon the other, on the paper."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader points at: the chosen utterance, what a search found, what is marked."""

    utterance: int | None = None
    hit: Span | None = None
    highlight: Highlight = Highlight.ALL


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article at one width. ``left`` is the column where its text begins."""

    article: StoredArticle
    marks: Marks
    page: Page
    head: tuple[Row, ...]
    left: int
    beside: dict[int, Name] = field(default_factory=dict)
    above: dict[int, tuple[Name, ...]] = field(default_factory=dict)
    notes: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """How many lines there are, from the masthead to the foot."""
        return len(self.head) + len(self.page.lines) + _FOOT

    def offset_at(self, number: int) -> int:
        """Return the offset of the first character on a line; 0 in the masthead."""
        index = number - len(self.head)
        if index < 0 or not self.page.lines:
            return 0
        return self.page.lines[min(index, len(self.page.lines) - 1)].start

    def line_of(self, offset: int) -> int:
        """Return the line that shows an offset of the text."""
        return len(self.head) + (self.page.line_of(offset) if self.page.lines else 0)

    def utterance_on(self, number: int) -> int | None:
        """Return the first utterance with words on a line."""
        index = number - len(self.head)
        if not 0 <= index < len(self.page.lines):
            return None
        line = self.page.lines[index]
        said = overlapping(self.marks.starts, self.marks.spans, line.start, line.end)
        return self.marks.utterance_of(said[0]) if said else None

    def draw(self, number: int, width: int, inks: Inks, choice: Choice) -> Strip:
        """Draw a line, ``width`` cells wide."""
        index = number - len(self.head)
        if index < 0:
            return self._draw_head(number, width, inks)
        if index >= len(self.page.lines):
            return self._draw_foot(index - len(self.page.lines), width, inks)
        line = self.page.lines[index]
        if line.space is Space.NONE:
            return self._draw_text(index, line, width, inks, choice)
        if line.space is Space.NAMES and choice.highlight.quotations:
            return self._draw_names(self.above[line.paragraph], width, inks, choice)
        return Strip.blank(width, inks.ground)

    def _draw_head(self, number: int, width: int, inks: Inks) -> Strip:
        text, style = self.head[number]
        parts = [(" " * self.left, inks.ground), (defuse(text), inks.ink(style))]
        return strip_of(parts, width, inks.ground)

    def _draw_foot(self, line: int, width: int, inks: Inks) -> Strip:
        if line != 1:
            return Strip.blank(width, inks.ground)
        text = "∎" if self.page.lines else "This article came without text. o opens its page."
        parts = [(" " * self.left, inks.ground), (text, inks.ink("quiet"))]
        return strip_of(parts, width, inks.ground)

    def _draw_names(self, names: tuple[Name, ...], width: int, inks: Inks, choice: Choice) -> Strip:
        """Draw the names of those who speak in the paragraph below."""
        parts: list[Part] = [(" " * self.left, inks.ground)]
        for number, name in enumerate(names):
            if number:
                parts.append((" · ", inks.ink("quiet")))
            parts.append((crop(name.text, self.page.width), self._name_ink(name, inks, choice)))
        return strip_of(parts, width, inks.ground)

    def _name_ink(self, name: Name, inks: Inks, choice: Choice) -> Style:
        chosen = self.marks.utterance_of(name.quotation) == choice.utterance
        return inks.ink(_voice(name.colour), bold=chosen, italic=not name.sure)

    def _draw_text(self, index: int, line: Line, width: int, inks: Inks, choice: Choice) -> Strip:
        parts = self._draw_margin(index, line, inks, choice)
        if line.indent:
            space = " " * (line.indent - cell_len(line.ornament))
            parts.append((space + line.ornament, inks.ink("lead")))
        words = self._words(line, inks, choice)
        if line.align_right:
            used = sum(cell_len(text) for text, _ in words) + line.indent
            parts.append((" " * max(0, self.page.width - used), inks.ground))
        return strip_of([*parts, *words], width, inks.ground)

    def _draw_margin(self, index: int, line: Line, inks: Inks, choice: Choice) -> list[Part]:
        """Draw what stands left of the text: the speaker's name and the bar."""
        if not choice.highlight.quotations:
            return [(" " * self.left, inks.ground)]
        name = self.beside.get(index)
        text = crop(name.text, self.left - EDGE) if name else ""
        gap = (" " * (self.left - 3 - cell_len(text)), inks.ground)
        named = (text, self._name_ink(name, inks, choice)) if name else ("", inks.ground)
        return [gap, named, (" ", inks.ground), self._bar(line, inks, choice), (" ", inks.ground)]

    def _bar(self, line: Line, inks: Inks, choice: Choice) -> Part:
        marks = self.marks
        said = overlapping(marks.starts, marks.spans, line.start, line.end)
        if not said:
            return " ", inks.ground
        chosen = any(marks.utterance_of(index) == choice.utterance for index in said)
        if is_sure(marks.quotations[said[0]]):
            bar = "█" if chosen else "▌"
        else:
            bar = "┋" if chosen else "┊"
        return bar, inks.ink(_voice(marks.colour(said[0])))

    def _words(self, line: Line, inks: Inks, choice: Choice) -> list[Part]:
        """Return the words of a line with their styles."""
        marks = self.marks
        said = overlapping(marks.starts, marks.spans, line.start, line.end)
        named = overlapping(marks.mention_starts, marks.mention_spans, line.start, line.end)
        notes = {self.notes[i]: i + 1 for i in notes_between(self.notes, line.start, line.end)}
        cuts = {line.start, line.end, *notes}
        for start, end in (
            *(marks.spans[index] for index in said),
            *(marks.mention_spans[index] for index in named),
            *((choice.hit,) if choice.hit else ()),
        ):
            cuts.update(at for at in (start, end) if line.start < at < line.end)
        places = sorted(cuts)
        role = self.page.paragraphs[line.paragraph].role
        base = ("ink", _ROLES[role]) if role in _ROLES else ("ink",)
        text = self.article.body.text
        parts: list[Part] = []
        for start, end in itertools.pairwise(places):
            names = (*base, *self._marked(start, said, named, choice))
            parts.append((defuse(text[start:end]), inks.ink(*names)))
            if end in notes:
                parts.append((superscript(notes[end]), inks.ink("lead")))
        return parts

    def _marked(self, at: int, said: range, named: range, choice: Choice) -> list[str]:
        """Return the names of the styles that lie over the character at an offset."""
        marks = self.marks
        names: list[str] = []
        if choice.highlight.names:
            for index in named:
                if marks.mention_spans[index][0] <= at < marks.mention_spans[index][1]:
                    kind = _KINDS.get(marks.mention_kinds[index])
                    names += [kind] if kind else []
        if choice.highlight.quotations:
            for index in said:
                if marks.spans[index][0] <= at < marks.spans[index][1]:
                    names.append(_voice(marks.colour(index)))
                    if index in marks.questions:
                        names.append("emphasis")
                    if marks.utterance_of(index) == choice.utterance:
                        names.append("spoken")
        if choice.hit is not None and choice.hit[0] <= at < choice.hit[1]:
            names.append("hit")
        return names


def _voice(colour: int | None) -> str:
    return "nobody" if colour is None else f"speaker-{colour + 1}"


def lay_out(
    article: StoredArticle, marks: Marks, width: int, measure: int, zone: tzinfo | None
) -> Sheet:
    """Lay an article out in ``width`` cells, its text at most ``measure`` cells wide.

    Where the margin has room for names they stand beside the text, else above the paragraphs.
    """
    measure = max(_SHORTEST_MEASURE, min(measure, width - 2 * EDGE))
    centred = (width - measure) // 2
    margin = max(centred, NAMES + EDGE)
    beside = margin + measure + 1 <= width
    left = margin if beside else max(EDGE, centred)
    notes = tuple(sorted({link.end for link in article.body.links}))
    above = {} if beside else names_above(paragraphs_of(article.body), marks)
    page = set_page(article.body, measure, notes, above)
    names = min(_WIDEST_NAMES, left - EDGE)
    return Sheet(
        article=article,
        marks=marks,
        page=page,
        head=tuple(masthead(article, marks, measure, zone)),
        left=left,
        beside=names_beside(page, marks, names) if beside else {},
        above=above,
        notes=notes,
    )
