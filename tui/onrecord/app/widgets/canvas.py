"""What the lists and the article share: lines that are drawn once and kept until they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.cache import LRUCache
from textual.filter import ANSIToTruecolor
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget

from onrecord.app.inks import inks_of
from onrecord.app.widgets.rail import Rail

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Self

    from rich.style import Style
    from textual.geometry import Region
    from textual.scrollbar import ScrollBar

RIGHT = 3
"""The number of the mouse's right button."""
_KEPT = 512
"""Drawn lines that are kept."""


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling widget on the line API."""

    class MenuWanted(Message):
        """The right button was pressed on what is chosen now, at a place of the screen."""

        def __init__(self, place: Offset) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._kept: LRUCache[Hashable, Strip] = LRUCache(_KEPT)
        self._inks: dict[str, Style] = {}
        self._ground: Style | None = None
        self._room: tuple[Size, Size] | None = None
        """The widget's outer size, and the room that there is in it."""
        self._painted: tuple[object, list[Strip]] | None = None
        """The lines that were painted last, and where they stood."""
        self._blank: tuple[int, Strip] | None = None
        self._look: tuple[str, Style] | None = None
        """The theme, and the style of the paper, that lines were drawn with."""
        self._half_typed = False
        """Whether the first ``g`` of ``gg`` was pressed."""

    @property
    def room(self) -> Size:
        """The cells that lines are drawn in: the widget's without its scrollbar."""
        size = self.outer_size
        if self._room is None or self._room[0] != size:
            # Its region is empty while it is hidden, its size is not.
            inside = size.region.shrink(self.styles.gutter).shrink(self.scrollbar_gutter)
            self._room = (size, inside.size)
        return self._room[1]

    @property
    def ground(self) -> Style:
        """The style of the paper."""
        if self._ground is None:
            self._ground = self.rich_style
        return self._ground

    @property
    def inks(self) -> dict[str, Style]:
        """The inks of the theme, by name."""
        if not self._inks:
            self._inks = inks_of(self.app.theme_variables)
        return self._inks

    def blank(self, width: int) -> Strip:
        """Return an empty line: always the same one, so that what is made of it is kept with it."""
        if self._blank is None or self._blank[0] != width:
            self._blank = (width, Strip.blank(width, self.ground))
        return self._blank[1]

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            rail = Rail(thickness=self.scrollbar_size_vertical)
            rail.display = False
            self._vertical_scrollbar = rail
            self.app._start_widget(self, rail)  # noqa: SLF001 - as Textual does
        return self._vertical_scrollbar

    def painted(self, y: int) -> Strip:
        """Return one line of the screen as it is painted."""
        return self.render_line(y)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines that are asked for.

        Textual would lay padding, border, opacity and filters over each, every time any of them is
        drawn again. A canvas has but the filters, and a line that was drawn before remembers what
        was made of it.
        """
        if any(self.styles.gutter):
            return super().render_lines(crop)
        # What stands beside a canvas is repainted more often than the canvas changes.
        place = (crop, self.outer_size, self.scroll_offset, self.virtual_size)
        if self._painted is None or self._painted[0] != place:
            self._painted = (place, self._paint(crop))
        return self._painted[1]

    def _paint(self, crop: Region) -> list[Strip]:
        # What the scrollbar covers need not be there.
        width = self.room.width if self.show_vertical_scrollbar else self.outer_size.width
        ground = self.ground
        strips = [self.painted(y).adjust_cell_length(width, ground) for y in crop.line_range]
        _, background = self.background_colors
        for each in self.get_line_filters():
            # The inks are true colours, or the terminal's own and meant so.
            if not isinstance(each, ANSIToTruecolor):
                strips = [strip.apply_filter(each, background) for strip in strips]
        if crop.column_span != (0, self.outer_size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Have lines painted again."""
        self._painted = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def focus(self, scroll_visible: bool = True) -> Self:  # noqa: FBT001, FBT002 (theirs)
        """Ask for the focus. Textual would draw the whole canvas again, here and below."""
        self.app.call_later(self._ask_for_focus, scroll_visible)
        return self

    def _ask_for_focus(self, scroll_visible: bool) -> None:  # noqa: FBT001 (as above)
        if self.is_attached:
            self.screen.set_focus(self, scroll_visible=scroll_visible)

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus."""
        event.prevent_default()
        self._turn_focus(events.DescendantFocus(self), on=True)

    def on_blur(self, event: events.Blur) -> None:
        """Give the focus away."""
        event.prevent_default()
        self._turn_focus(events.DescendantBlur(self), on=False)

    def _turn_focus(self, news: Message, *, on: bool) -> None:
        self.has_focus = on
        self.focus_turned()
        if self.parent is not None:
            self.parent.post_message(news)

    def focus_turned(self) -> None:
        """Draw again what looks otherwise with the focus than without."""

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 (theirs)
        """Leave the styles alone: no rule asks a canvas for the focus, it draws that itself."""

    def set_height(self, lines: int) -> None:
        """Say how many lines there are; what is around the widget stays where it is."""
        size = Size(self.room.width, lines)
        # Through the reactive it would lay the whole screen out again, for a scrollbar.
        self.set_reactive(Widget.virtual_size, size)
        self._scroll_update(size)

    def redraw(self) -> None:
        """Draw every line again."""
        self._kept.clear()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the styles, and all that was drawn with them, where the theme is another."""
        super().notify_style_update()
        self._room = None
        # The style sheet is asked whenever the focus moves as well, and answers as before.
        look = (self.app.theme, self.rich_style)
        if look != self._look:
            self._look = look
            self.forget_looks()

    def forget_looks(self) -> None:
        """Forget the styles, and all that was drawn with them."""
        self._inks = {}
        self._ground = None
        self._painted = None
        self._blank = None
        self._kept.clear()

    def on_key(self, event: events.Key) -> None:
        """Forget a half-typed ``gg`` at any other key."""
        if event.key != "g":
            self._half_typed = False

    def typed_twice(self) -> bool:
        """Take note of a ``g``; tell whether it is the second in a row."""
        self._half_typed = not self._half_typed
        return not self._half_typed
