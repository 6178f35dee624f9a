"""What the lists and the article share: lines that are drawn once and kept until they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from onrecord.app.inks import inks_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from rich.style import Style
    from textual import events
    from textual.strip import Strip

_KEPT = 512
"""Drawn lines that are kept."""


class Canvas(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolling widget on the line API."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: LRUCache[Hashable, Strip] = LRUCache(_KEPT)
        self._inks: dict[str, Style] = {}
        self._ground: Style | None = None
        self._half_typed = False
        """Whether the first ``g`` of ``gg`` was pressed."""

    @property
    def room(self) -> Size:
        """The cells that lines are drawn in: the widget's without its scrollbar."""
        return self.scrollable_content_region.size

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
        """Forget the styles, and all that was drawn with them: the theme is another."""
        self._inks = {}
        self._ground = None
        self._kept.clear()
        super().notify_style_update()

    def on_key(self, event: events.Key) -> None:
        """Forget a half-typed ``gg`` at any other key."""
        if event.key != "g":
            self._half_typed = False

    def typed_twice(self) -> bool:
        """Take note of a ``g``; tell whether it is the second in a row."""
        self._half_typed = not self._half_typed
        return not self._half_typed
