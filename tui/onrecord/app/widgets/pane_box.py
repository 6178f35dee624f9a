"""The box of one pane; its right border is moved with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.message import Message

from onrecord.app.widgets.ground import Ground
from onrecord.app.widgets.head import Head

if TYPE_CHECKING:
    from textual import events

    from onrecord.app.panes import Pane


class Panes(Horizontal, Ground):
    """The boxes of all panes, side by side."""


class PaneBox(Vertical, Ground):
    """A pane's head and content. What follows from moving its border is up to the screen."""

    class BorderMoved(Message):
        """The border went some cells to the right, or to the left where they are negative."""

        def __init__(self, pane: Pane, cells: int) -> None:
            super().__init__()
            self.pane = pane
            self.cells = cells

    class HeadClicked(Message):
        """The pane's head was clicked."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    class BorderReset(Message):
        """The border was clicked twice: the pane is to be as wide as usual."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, pane: Pane) -> None:
        super().__init__(id=pane, classes="pane")
        self._pane = pane
        self._dragging = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border."""
        if self._on_border(event) and event.button == 1:
            self._dragging = True
            self.add_class("-dragging")
            self.capture_mouse()
            event.stop()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Let the border follow the mouse."""
        if self._dragging:
            event.stop()
            cells = int(event.screen_x) - (self.region.right - 1)
            if cells:
                self.post_message(self.BorderMoved(self._pane, cells))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the border."""
        if self._dragging:
            event.stop()
            self._let_go()

    def on_hide(self) -> None:
        """Let go of the border of a pane that has left the screen."""
        self._let_go()

    def _let_go(self) -> None:
        if self._dragging:
            self._dragging = False
            self.remove_class("-dragging")
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Put the border back at the second click on it."""
        if event.chain > 1 and self._on_border(event):
            event.stop()
            self.post_message(self.BorderReset(self._pane))
        elif isinstance(event.widget, Head):
            self.post_message(self.HeadClicked(self._pane))

    def _on_border(self, event: events.MouseEvent) -> bool:
        return not self.has_class("-last") and int(event.screen_x) == self.region.right - 1
