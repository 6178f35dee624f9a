"""A canvas that is read: scrolled line by line and leafed through, with nothing chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from onrecord.app import keymap
from onrecord.app.widgets.canvas import Canvas

if TYPE_CHECKING:
    from textual.binding import BindingType


class Leaves(Canvas):
    """The keys that move in a text, and how far each goes."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVES]

    def line_count(self) -> int:
        """Return how many lines there are."""
        raise NotImplementedError

    def place_cursor(self) -> None:
        """Put the terminal's own cursor where one reads."""

    def scroll_line(self, line: int) -> None:
        """Have a line at the top, as far as there is text below it."""
        limit = max(0, self.line_count() - self.size.height)
        self.scroll_to(y=max(0, min(line, limit)), animate=False, force=True)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by a number of lines."""
        self.scroll_line(self.scroll_offset.y + lines)
        self.place_cursor()

    def action_down(self) -> None:
        """One line down."""
        self.scroll_lines(1)

    def action_up(self) -> None:
        """One line up."""
        self.scroll_lines(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.scroll_lines(max(1, self.size.height // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.scroll_lines(-max(1, self.size.height // 2))

    def action_leaf_down(self) -> None:
        """Go a page down, less two lines to find one's place by."""
        self.scroll_lines(max(1, self.size.height - 2))

    def action_leaf_up(self) -> None:
        """Go a page up, less two lines to find one's place by."""
        self.scroll_lines(-max(1, self.size.height - 2))

    def action_top(self) -> None:
        """To the first line, at the second ``g``."""
        if self.typed_twice():
            self.scroll_line(0)

    def action_bottom(self) -> None:
        """To the end."""
        self.scroll_line(self.line_count())
