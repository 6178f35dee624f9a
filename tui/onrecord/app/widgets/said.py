"""What one person said, under the articles that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app.cells import crop, strip_of
from onrecord.app.marks import SURE
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.uneven import UnevenRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.store.dossier import Appearance, Said

_LINES = 4
"""Lines of an utterance that are shown at most."""
_INDENT = 5
_MEASURE = 100
"""Cells that a line of a quotation has at most."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One row: an article's head, or what was said in one breath; all of it air without either."""

    appearance: Appearance | None = None
    said: tuple[Said, ...] = ()
    lines: int = 1

    @property
    def text(self) -> str:
        """The words, with what the writer put between them left out."""
        return " […] ".join(" ".join(each.text.split()) for each in self.said)


class SaidList(UnevenRows):
    """Utterances by article, the newest article first."""

    def __init__(self) -> None:
        super().__init__()
        self._appearances: tuple[Appearance, ...] = ()
        self._rows: tuple[Utterance, ...] = ()
        self._empty: tuple[str, ...] = ()

    def list_said(self, appearances: Sequence[Appearance], empty: tuple[str, ...]) -> None:
        """List other appearances, or say why there are none."""
        self._appearances = tuple(appearances)
        self._empty = empty
        self._lay_out()
        first = next((i for i in range(len(self._rows)) if self.is_choosable(i)), 0)
        self.set_reactive(Rows.chosen, first)
        self.scroll_to(y=0, animate=False, force=True)

    def choose_quotation(self, quotation_id: int) -> None:
        """Choose the utterance that a quotation is of."""
        for index, row in enumerate(self._rows):
            if any(each.quotation_id == quotation_id for each in row.said):
                self.choose(index)

    @property
    def utterance(self) -> Utterance | None:
        """The chosen utterance."""
        return self._rows[self.chosen] if self.is_choosable(self.chosen) else None

    def _lay_out(self) -> None:
        self._rows = tuple(_rows(self._appearances, self._measure))
        self.set_heights(row.lines for row in self._rows)

    @property
    def _measure(self) -> int:
        return max(8, min(_MEASURE, self.room.width - _INDENT - 2))

    def on_resize(self) -> None:
        """Break the quotations at the new width."""
        self._lay_out()
        self.reveal()

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def is_choosable(self, index: int) -> bool:
        """Tell whether the row is something said."""
        return 0 <= index < len(self._rows) and bool(self._rows[index].said)

    def empty_words(self) -> tuple[str, ...]:
        """Return why nothing is listed."""
        return self._empty

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of a row."""
        row = self._rows[index]
        ground = self.ink("ink", index)
        if row.appearance is not None:
            return strip_of(self._draw_head(row.appearance, index, width), width, ground)
        parts: list[Part] = [(self.pointer(index) if row.said else " ", self.ink("lead", index))]
        if row.said:
            text = row.text
            spans = wrap(text, 0, len(text), self._measure)
            last = line == _LINES - 1 and len(spans) > _LINES
            words = text[spans[line][0] :] if last else text[slice(*spans[line])]
            doubt = line == 0 and min(each.confidence for each in row.said) < SURE
            parts += [
                ("  ? " if doubt else "  · " if line == 0 else "    ", self.ink("quiet", index)),
                (crop(words, self._measure), ground),
            ]
        return strip_of(parts, width, ground)

    def _draw_head(self, appearance: Appearance, index: int, width: int) -> list[Part]:
        day = f"{appearance.published_at:%Y-%m-%d}"
        asked = f"asked by {appearance.interviewer}" if appearance.interviewer else ""
        outlet = crop(appearance.outlet, 28)
        room = width - len(day) - cell_len(outlet) - 7
        title = crop(appearance.title, room)
        note = crop(asked, room - cell_len(title) - 3)
        return [
            (f"  {day}  ", self.ink("quiet", index)),
            (outlet, self.ink("lead", index, bold=True)),
            ("  ", self.ink("ink", index)),
            (title, self.ink("read", index)),
            (f"   {note}" if note else "", self.ink("quiet", index)),
        ]


def _rows(appearances: Iterable[Appearance], measure: int) -> Iterator[Utterance]:
    for number, appearance in enumerate(appearances):
        if number:
            yield Utterance()
        yield Utterance(appearance=appearance)
        breaths: dict[int, list[Said]] = {}
        for each in appearance.said:
            breaths.setdefault(each.utterance, []).append(each)
        for said in breaths.values():
            row = Utterance(said=tuple(said))
            lines = len(wrap(row.text, 0, len(row.text), measure)) or 1
            yield Utterance(said=row.said, lines=min(_LINES, lines))
