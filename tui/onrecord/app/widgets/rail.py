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
    """Textual's scrollbar, of which each kind of cell is made once and then used again.

    It is drawn anew with every line that is scrolled; the way other widgets are drawn it takes
    longer than the text beside it.
    """

    def __init__(self, *, thickness: int) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._cells: dict[Segment, Strip] = {}

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the cells of the bar."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
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
        for segment in drawn.segments[crop.y : crop.bottom]:
            strip = self._cells.get(segment)
            if strip is None:
                cell = Segment(segment.text, Style(bgcolor=look.bgcolor) + segment.style)
                strip = self._cells[segment] = Strip([cell], self.size.width)
            for each in filters:
                strip = strip.apply_filter(each, background)
            strips.append(strip)
        return strips
