"""A screen that lies over another one, which is seen through it, faintly."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.screen import ModalScreen
from textual.strip import Strip

if TYPE_CHECKING:
    from typing import Self

    from textual.geometry import Region
    from textual.screen import Screen

T = TypeVar("T")

_STYLES = 2_048
"""Styles that are remembered with what is seen of them."""


class Veiled(ModalScreen[T]):
    """A dialog that is drawn as Textual draws one, in a fraction of the time.

    Textual hands every piece of what lies below to Rich, and lays paddings, borders and filters
    over each line: half of what it took to open a dialog.
    """

    _seen: tuple[object, list[Strip]] | None = None
    """The lines of what is seen, and what they were drawn for."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what is seen of the screen below."""
        below, veil = self._below(), self.styles.background
        if below is None or veil.a == 1:
            return super().render_lines(crop)
        looks = (self.size, veil)
        if self._seen is None or self._seen[0] != looks:
            self._seen = (looks, self._veil(below, veil))
        lines = self._seen[1][crop.y : crop.bottom]
        if crop.column_span != (0, self.size.width):
            lines = [line.crop(*crop.column_span) for line in lines]
        return lines

    def _below(self) -> Screen[Any] | None:
        stack = self.app.screen_stack
        place = stack.index(self) if self in stack else 0
        return stack[place - 1] if place else None

    def _veil(self, below: Screen[Any], veil: Color) -> list[Strip]:
        _, background = self.background_colors
        # What lies below has the terminal's colours turned into true ones already.
        filters = [f for f in self.get_line_filters() if not isinstance(f, ANSIToTruecolor)]
        veiled = []
        for line in below._compositor.render_strips(self.size):  # noqa: SLF001 (as Textual does)
            pieces = [Segment(text, _faint(style, veil)) for text, style, _ in line]
            strip = Strip(pieces, line.cell_length)
            for each in filters:
                strip = strip.apply_filter(each, background)
            veiled.append(strip)
        return veiled

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Look again at what lies below; Textual asks for it when that has changed."""
        if repaint:
            self._seen = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Look again, for the theme may be another one."""
        super().notify_style_update()
        self._seen = None


@lru_cache(_STYLES)
def _faint(style: Style | None, veil: Color) -> Style:
    """Return a style as it is seen through the veil, without what it does when clicked."""
    if style is None:
        return Style.null()
    style = style.clear_meta_and_links()
    ink, ground = (
        (Color.from_rich_color(colour) + veil).rich_color if colour is not None else None
        for colour in (style.color, style.bgcolor)
    )
    return style + Style.from_color(ink, ground)
