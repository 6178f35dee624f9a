"""What lies under the panes: lines that are all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.strip import Strip


class Ground(Widget):
    """A widget of which one line is drawn, for all of them.

    It has a border at its sides at most. Textual draws all of what is hidden by other widgets too.
    It is to be the last base of a class: Textual takes the styles of the first.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return its lines: one as the other."""
        if crop.height < 1:
            return []
        (line,) = super().render_lines(Region(crop.x, crop.y, crop.width, 1))
        return [line] * crop.height
