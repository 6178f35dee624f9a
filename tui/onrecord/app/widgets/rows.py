"""A list of rows on the line API: it costs the same with ten rows and with a million."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive

from onrecord.app import keymap
from onrecord.app.cells import strip_of
from onrecord.app.typeset import wrap
from onrecord.app.widgets.canvas import RIGHT, Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

_ROOMY = 6
"""From so many rows a page on, the rows next to the chosen one are kept in sight as well."""
_MARGIN = 3


class Rows(Canvas):
    """A list of rows of one height, of which one is chosen.

    A subclass says how many rows there are and draws one line of one row; everything else, the
    keys, the pointer, the mouse, the hardware cursor, is here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.LIST]
    ALLOW_SELECT = False

    chosen: reactive[int] = reactive(0, repaint=False)
    """The index of the chosen row; 0 in an empty list."""

    class Pointed(Message):
        """Another row was chosen."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> Rows:
            """The list, for ``@on`` selectors."""
            return self.rows

    class Opened(Pointed):
        """The chosen row was opened, with Enter or a second click."""

    def __init__(self) -> None:
        super().__init__()
        self._mixed: dict[tuple[str, str, bool], Style] = {}
        self._empty_lines: tuple[int, list[tuple[str, Style]]] | None = None

    # What a subclass says

    def row_count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def row_height(self) -> int:
        """Return how many lines each row takes, where all take the same."""
        return 1

    def top_of(self, index: int) -> int:
        """Return the line at which the row ``index`` begins; for the row count: where all end."""
        return index * self.row_height()

    def locate(self, line: int) -> tuple[int, int]:
        """Return the row that takes a line, and which of its lines that is."""
        return divmod(line, self.row_height())

    def empty_words(self) -> tuple[str, ...]:
        """Return what an empty list says: one line that stands out, then paragraphs."""
        return ()

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Return line number ``line`` of the row ``index``, exactly ``width`` cells wide."""
        raise NotImplementedError

    def is_choosable(self, index: int) -> bool:
        """Tell whether the pointer may rest on a row."""
        return 0 <= index < self.row_count()

    # Drawing

    def ink(self, name: str, index: int, *, bold: bool = False) -> Style:
        """Return an ink on the background of the row ``index``."""
        row = ""
        if index == self.chosen:
            row = "pointer" if self.has_focus else "resting"
        key = (name, row, bold)
        style = self._mixed.get(key)
        if style is None:
            ground = self.ground + (self.inks[row] if row else Style.null())
            style = ground + self.inks[name] + Style(bold=bold or None)
            self._mixed[key] = style
        return style

    def pointer(self, index: int) -> str:
        """Return what marks the row ``index`` at its left edge: the pointer, or a blank."""
        if index != self.chosen:
            return " "
        return "▌" if self.has_focus or not self.can_focus else "▏"

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.room.width
        if not self.row_count():
            return self._draw_empty(y, width)
        index, line = self.locate(y + self.scroll_offset.y)
        if not 0 <= index < self.row_count():
            return self.blank(width)
        chosen = index == self.chosen
        key = (index, line, chosen, chosen and self.has_focus)
        strip = self._kept.get(key)
        if strip is None:
            strip = self._kept[key] = self.draw(index, line, width)
        return strip

    def _draw_empty(self, y: int, width: int) -> Strip:
        """Draw one line of what an empty list says."""
        if self._empty_lines is None or self._empty_lines[0] != width:
            self._empty_lines = (width, list(self._set_empty_words(width)))
        lines = self._empty_lines[1]
        if y >= len(lines):
            return self.blank(width)
        text, style = lines[y]
        return strip_of([(" " * _MARGIN, style), (text, style)], width, self.ground)

    def _set_empty_words(self, width: int) -> Iterator[tuple[str, Style]]:
        measure = max(10, width - 2 * _MARGIN)
        yield "", self.ground
        for number, words in enumerate(self.empty_words()):
            style = self.ink("quiet" if number else "ink", -1)
            for start, end in wrap(words, 0, len(words), measure):
                yield words[start:end], style
            yield "", style

    def rows_changed(self) -> None:
        """Take note that the number of rows, or what they show, is another."""
        self._empty_lines = None
        self.set_height(self.top_of(self.row_count()) or self._empty_height())
        self.redraw()

    def _empty_height(self) -> int:
        """Return how many lines what an empty list says takes; a dialog is as high as its list."""
        words = self.empty_words()
        if not words or self.room.width <= 0:
            return 2 * len(words)
        return len(list(self._set_empty_words(self.room.width)))

    def refresh_row(self, index: int) -> None:
        """Draw one row again."""
        top = self.top_of(index)
        self.refresh_lines(top, self.top_of(index + 1) - top)

    def forget_looks(self) -> None:
        """Forget the styles: the theme is another."""
        super().forget_looks()
        self._mixed.clear()
        self._empty_lines = None

    # The chosen row

    def choose(self, index: int, *, top: bool = False) -> None:
        """Choose a row, the nearest one if there is none at ``index``, and bring it into sight."""
        count = self.row_count()
        if count:
            index = max(0, min(index, count - 1))
            if self.is_choosable(index):
                self.chosen = index
        self.reveal(top=top)

    def validate_chosen(self, chosen: int) -> int:
        """Keep the choice inside the list."""
        return max(0, min(chosen, self.row_count() - 1))

    def watch_chosen(self, before: int, after: int) -> None:
        """Draw both rows and tell of the choice."""
        if self.is_mounted:
            self.refresh_row(before)
            self.refresh_row(after)
            self.reveal()
            self.post_message(self.Pointed(self, after))

    def reveal(self, *, top: bool = False) -> None:
        """Scroll until the chosen row is in sight, with a row of context where there is room."""
        page, count = self.room.height, self.row_count()
        if page <= 0 or not count:
            return
        above, below = self.top_of(self.chosen), self.top_of(self.chosen + 1)
        if page >= _ROOMY * (below - above):
            above = self.top_of(max(0, self.chosen - 1))
            below = self.top_of(min(count, self.chosen + 2))
        at = self.scroll_offset.y
        if top or above < at:
            at = above
        elif below > at + page:
            at = below - page
        limit = max(0, self.top_of(count) - page)
        self.scroll_to(y=max(0, min(at, limit)), animate=False, force=True)
        self.place_cursor()

    def place_cursor(self) -> None:
        """Put the terminal's own cursor on the chosen row, for those who follow it."""
        if self.has_focus and self.is_mounted:
            line = self.top_of(self.chosen) - self.scroll_offset.y
            self.app.cursor_position = self.content_region.offset + Offset(0, max(0, line))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Let the cursor go with what is scrolled."""
        super().watch_scroll_y(old_value, new_value)
        self.place_cursor()

    def focus_turned(self) -> None:
        """Draw the pointer with its strong or its resting colour."""
        self.refresh_row(self.chosen)
        self.place_cursor()

    def on_resize(self) -> None:
        """Set the rows to the new width."""
        self.rows_changed()
        self.reveal()

    # Keys

    def move(self, step: int) -> None:
        """Go ``step`` rows on, over the rows that cannot be chosen."""
        count = self.row_count()
        target = max(0, min(self.chosen + step, count - 1))
        direction = 1 if step > 0 else -1
        while 0 <= target < count and not self.is_choosable(target):
            target += direction
        if not 0 <= target < count:
            target = self.chosen + direction
            while 0 <= target < count and not self.is_choosable(target):
                target += direction
        if self.is_choosable(target):
            self.choose(target)
        elif step < 0:
            self.scroll_to(y=0, animate=False)

    def _page(self) -> int:
        return max(1, self.room.height // self.row_height())

    def action_down(self) -> None:
        """One row down."""
        self.move(1)

    def action_up(self) -> None:
        """One row up."""
        self.move(-1)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.move(max(1, self._page() // 2))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.move(-max(1, self._page() // 2))

    def action_leaf_down(self) -> None:
        """Go a page down."""
        self.move(self._page())

    def action_leaf_up(self) -> None:
        """Go a page up."""
        self.move(-self._page())

    def action_top(self) -> None:
        """To the first row, at the second ``g``."""
        if self.typed_twice():
            self.move(-self.row_count())

    def action_bottom(self) -> None:
        """To the last row."""
        self.move(self.row_count())

    def action_open(self) -> None:
        """Open the chosen row."""
        if self.is_choosable(self.chosen):
            self.post_message(self.Opened(self, self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; open it at the second click."""
        index, _ = self.locate(event.y + self.scroll_offset.y)
        if not self.is_choosable(index):
            return
        again = index == self.chosen and event.chain > 1
        self.choose(index)
        if event.button == RIGHT:
            self.post_message(self.MenuWanted(event.screen_offset))
        elif again:
            self.action_open()
