"""An article laid out for one width: which words, names and bars stand on which line."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from textual.strip import Strip

from onrecord.app.cells import crop, strip_of
from onrecord.app.inking import Inking, voice_ink
from onrecord.app.margin import ECHO, NOTE, Name, asked_in, labels_of, names_above, names_beside
from onrecord.app.marks import Marks, is_sure
from onrecord.app.masthead import Row, masthead
from onrecord.app.typeset import (
    Page,
    Space,
    overlapping,
    paragraphs_of,
    set_page,
    superscript,
)
from onrecord.clean import defuse
from onrecord.frozen import frozen

if TYPE_CHECKING:
    from datetime import tzinfo

    from rich.style import Style

    from onrecord.app.cells import Part
    from onrecord.app.choice import Choice
    from onrecord.app.typeset import Line
    from onrecord.store.articles import StoredArticle

EDGE = 3
"""Cells that stay empty at either side of the text."""
NAMES = 14
"""The narrowest margin, in cells, that carries names beside the text."""
_WIDEST_NAMES = 24
_SHORTEST_MEASURE = 16
_ORNAMENT_INKS = {"│ ": "faint", "▨ ": "quiet"}
_FOOT = 3
"""Lines below the text: one of them holds the end mark."""


class Inks(Protocol):
    """Where the sheet gets its styles from."""

    @property
    def ground(self) -> Style:
        """The style of the paper."""

    def ink(self, *names: str, bold: bool = False, italic: bool = False) -> Style:
        """Return the styles of these names, one upon the other, on the paper."""


@frozen
class Sheet:
    """One article at one width. ``left`` is the column where its text begins."""

    article: StoredArticle
    marks: Marks
    page: Page
    head: tuple[Row, ...]
    inking: Inking
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
        if line.space is Space.NONE or line.ornament:
            return self._draw_text(index, line, width, inks, choice)
        if line.space is Space.NAMES and choice.highlight.quotations:
            return self._draw_names(index, width, inks, choice)
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

    def _draw_names(self, index: int, width: int, inks: Inks, choice: Choice) -> Strip:
        """Draw the names of those who speak in the paragraph below, on the side it begins at."""
        parts: list[Part] = []
        for name in self.above[self.page.lines[index].paragraph]:
            if not self.marks.is_by(name.quotation, choice.only):
                continue
            if parts:
                parts.append((" · ", inks.ink("quiet")))
            parts.append((crop(name.text, self.page.width), self._name_ink(name, inks, choice)))
        left = self.left
        if self.page.lines[min(index + 1, len(self.page.lines) - 1)].align_right:
            left += max(0, self.page.width - sum(cell_len(text) for text, _ in parts))
        return strip_of([(" " * left, inks.ground), *parts], width, inks.ground)

    def _name_ink(self, name: Name, inks: Inks, choice: Choice) -> Style:
        chosen = self.marks.utterance_of(name.quotation) == choice.utterance
        return inks.ink(voice_ink(name.colour), bold=chosen, italic=not name.sure)

    def _draw_text(self, index: int, line: Line, width: int, inks: Inks, choice: Choice) -> Strip:
        parts = self._draw_margin(index, line, inks, choice)
        words = self._words(line, inks, choice)
        space = " " * (line.indent - cell_len(line.ornament))
        ornament = inks.ink(_unless_dimmed(_ORNAMENT_INKS.get(line.ornament, "lead"), choice))
        if line.align_right:
            used = sum(cell_len(text) for text, _ in words) + line.indent
            gap = (" " * max(0, self.page.width - used), inks.ground)
            words = [gap, *words, (line.ornament[::-1] + space, ornament)]
            words += [(" ", inks.ground), self._bar(line, inks, choice)]
        else:
            words = [(space + line.ornament, ornament), *words]
        return strip_of([*parts, *words], width, inks.ground)

    def _draw_margin(self, index: int, line: Line, inks: Inks, choice: Choice) -> list[Part]:
        """Draw what stands left of the text: the speaker's name and the bar."""
        if not choice.highlight.quotations:
            return [(" " * self.left, inks.ground)]
        name = self.beside.get(index)
        if name is not None and not self.marks.is_by(name.quotation, choice.only):
            name = None
        # A blank parts the name from the sign behind it.
        text = crop(name.text, self.left - EDGE - 1) + " " if name else ""
        free = self.left - EDGE - cell_len(text)
        sign = self._sign(line)
        named = (text, self._name_ink(name, inks, choice)) if name else ("", inks.ground)
        return [
            (" " * free, inks.ground),
            named,
            (sign, inks.ink("lead")),
            (" ", inks.ground) if line.align_right else self._bar(line, inks, choice),
            (" ", inks.ground),
        ]

    def _sign(self, line: Line) -> str:
        """Tell of a quotation that begins on a line: that one noted something, or of an echo."""
        marks = self.marks
        begins = range(*(bisect_left(marks.starts, at) for at in (line.start, line.end)))
        if any(index in marks.notes for index in begins):
            return NOTE
        return ECHO if any(index in marks.carried for index in begins) else " "

    def _bar(self, line: Line, inks: Inks, choice: Choice) -> Part:
        marks = self.marks
        if not choice.highlight.quotations:
            return " ", inks.ground
        over = overlapping(marks.starts, marks.spans, line.start, line.end)
        said = [index for index in over if marks.is_by(index, choice.only)]
        if not said:
            return " ", inks.ground
        chosen = any(marks.utterance_of(index) == choice.utterance for index in said)
        if is_sure(marks.quotations[said[0]]):
            bar = "█" if chosen else "▌"
        else:
            bar = "┋" if chosen else "┊"
        return bar, inks.ink(voice_ink(marks.colour(said[0])))

    def _words(self, line: Line, inks: Inks, choice: Choice) -> list[Part]:
        """Return the words of a line with their styles, and the numbers of its links."""
        role = self.page.paragraphs[line.paragraph].role
        text = self.article.body.text
        parts: list[Part] = []
        for start, end, names in self.inking.strokes(line, role, choice):
            parts.append((defuse(text[start:end]), inks.ink(*names)))
            note = bisect_left(self.notes, end)
            if note < len(self.notes) and self.notes[note] == end:
                parts.append((superscript(note + 1), inks.ink(_unless_dimmed("lead", choice))))
        return parts


def _unless_dimmed(ink: str, choice: Choice) -> str:
    return ink if choice.only is None else "dimmed"


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
    paragraphs = paragraphs_of(article.body)
    labels = labels_of(article.body.text, paragraphs, marks)
    above = {} if beside else names_above(paragraphs, marks, labels)
    page = set_page(article.body, measure, notes, above, asked_in(paragraphs, marks))
    names = min(_WIDEST_NAMES, left - EDGE - 1)
    return Sheet(
        article=article,
        marks=marks,
        page=page,
        head=tuple(masthead(article, marks, measure, zone)),
        inking=Inking(marks, labels, notes),
        left=left,
        beside=names_beside(page, marks, labels, names) if beside else {},
        above=above,
        notes=notes,
    )
