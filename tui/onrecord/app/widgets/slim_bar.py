"""A scrollbar that is a thin line: the page is what is to be looked at."""

from __future__ import annotations

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

_LINE = "▐"
_COLOUR = Color.default()
_GRAB = {"@mouse.down": "grab"}
_UP, _DOWN = {"@mouse.down": "scroll_up"}, {"@mouse.down": "scroll_down"}


class SlimBar(ScrollBarRender):
    """Draws upright bars half a cell wide, and lying ones as Textual does."""

    @classmethod
    def render_bar(  # the signature is Textual's
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,  # noqa: FBT001, FBT002
        back_color: Color = _COLOUR,
        bar_color: Color = _COLOUR,
    ) -> Segments:
        """Return the cells of the bar."""
        if not vertical:
            return super().render_bar(
                size,
                virtual_size,
                window_size,
                position,
                thickness,
                vertical,
                back_color,
                bar_color,
            )
        top, end = grip(size, virtual_size, window_size, position)
        blank, line = " " * thickness, " " * (thickness - 1) + _LINE
        cells = [
            Segment(line, Style(color=bar_color, bgcolor=back_color, meta=_GRAB))
            if top <= row < end
            else Segment(blank, Style(bgcolor=back_color, meta=_UP if row < top else _DOWN))
            for row in range(size)
        ]
        return Segments(cells, new_lines=True)


def grip(size: int, virtual_size: float, window_size: float, position: float) -> tuple[int, int]:
    """Return where the part that is dragged begins and ends; both are 0 where there is none."""
    if not (window_size and size and virtual_size > window_size):
        return 0, 0
    length = max(1, round(size * window_size / virtual_size))
    top = round((size - length) * min(1.0, position / (virtual_size - window_size)))
    return top, top + length
