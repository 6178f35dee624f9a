"""The scrollbar of a canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.geometry import Region


class Rail(ScrollBar):
    """Textual's scrollbar, drawn when it looks otherwise than before, and of cells made once.

    It is asked for with every line that is scrolled and whenever something beside it changes; the
    way other widgets are drawn it takes longer than the text beside it.
    """

    def __init__(self, *, thickness: int) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._cells: dict[Segment, Strip] = {}
        self._drawn: tuple[object, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the cells of the bar."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        place = (self.size, bar.virtual_size, bar.window_size, bar.position)
        look = (place, bar.style, self.app.theme)
        if self._drawn is None or self._drawn[0] != look:
            self._drawn = (look, self._draw(bar))
        return self._drawn[1][crop.y : crop.bottom]

    def _draw(self, bar: ScrollBarRender) -> list[Strip]:
        look = self.app.console.get_style(bar.style)
        assert look.bgcolor is not None
        assert look.color is not None
        drawn = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=self.size.width,
            vertical=True,
            back_color=look.bgcolor,
            bar_color=look.color,
        )
        filters, (_, background) = self.get_line_filters(), self.background_colors
        strips = []
        for segment in drawn.segments:
            strip = self._cells.get(segment)
            if strip is None:
                cell = Segment(segment.text, Style(bgcolor=look.bgcolor) + segment.style)
                strip = self._cells[segment] = Strip([cell], self.size.width)
            for each in filters:
                strip = strip.apply_filter(each, background)
            strips.append(strip)
        return strips
