"""A screen of four panes, of which as many are shown as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.screen import Screen

from onrecord.app.panes import Pane, abreast, beside, window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.widget import Widget


class PaneScreen(Screen[None]):
    """Keeps the panes in the window that slides over them, and the focus among them.

    A subclass names the widget of each pane that takes the focus; a pane's container has the
    pane's name as its id.
    """

    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The widget with the focus. It draws itself; Textual would draw the whole screen again."""

    def __init__(self) -> None:
        super().__init__()
        self._hidden: set[Pane] = set()
        self._zen = False
        self._pane = Pane.ARTICLES

    def pane_widgets(self) -> Mapping[Pane, Widget]:
        """Return the widget of each pane that takes the focus."""
        raise NotImplementedError

    def pane_entered(self, pane: Pane, before: Pane) -> None:
        """Take note that the focus went to another pane."""

    @property
    def pane(self) -> Pane:
        """The pane that has, or had last, the focus."""
        return self._pane

    @property
    def zen(self) -> bool:
        """Whether only the article is shown."""
        return self._zen

    @property
    def abreast(self) -> int:
        """How many panes there is room for."""
        return abreast(self.size.width)

    def shown(self) -> tuple[Pane, ...]:
        """Return the panes on the screen, from left to right."""
        return window(self.size.width, self._pane, self._hidden, zen=self._zen)

    def is_shown(self, pane: Pane) -> bool:
        """Tell whether a pane is on the screen."""
        return pane in self.shown()

    def show_panes(self) -> None:
        """Show the panes that belong on the screen now."""
        shown = self.shown()
        for pane in Pane:
            container = self.query_one(f"#{pane}")
            container.display = pane in shown
            container.set_class(pane is shown[-1], "-last")
        for size in (1, 2, 3, 4):
            self.set_class(self.abreast == size, f"-abreast-{size}")

    def enter_pane(self, pane: Pane) -> None:
        """Give a pane the focus, and show it."""
        before, self._pane = self._pane, pane
        self._hidden.discard(pane)
        if pane is not Pane.READER:
            self._zen = False
        self.query_one(f"#{pane}").display = True
        self.pane_widgets()[pane].focus(scroll_visible=False)
        self.show_panes()
        if before is not pane:
            self.pane_entered(pane, before)

    def on_resize(self, event: events.Resize) -> None:
        """Show as many panes as there is room for now."""
        self.show_panes()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus where the mouse takes it."""
        for pane, widget in self.pane_widgets().items():
            if widget is event.widget is self.focused and pane is not self._pane:
                self.enter_pane(pane)

    def action_pane_left(self) -> None:
        """To the pane on the left."""
        self.enter_pane(beside(self._pane, -1, self._hidden))

    def action_pane_right(self) -> None:
        """To the pane on the right."""
        self.enter_pane(beside(self._pane, 1, self._hidden))

    def action_pane_next(self) -> None:
        """To the next pane on the screen; where there is one alone, to the next of all."""
        self._turn(1)

    def action_pane_previous(self) -> None:
        """To the previous pane on the screen."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        shown = self.shown() if self.abreast > 1 and not self._zen else tuple(Pane)
        self.enter_pane(shown[(shown.index(self._pane) + step) % len(shown)])

    def action_pane(self, name: str) -> None:
        """To a pane by its number; hide it where it has the focus already."""
        pane = Pane(name)
        if pane is self._pane and pane is not Pane.READER and self.abreast > 1:
            self._hidden.add(pane)
            self.enter_pane(Pane.READER)
        else:
            self.enter_pane(pane)

    def action_zen(self) -> None:
        """Show only the article, or everything again."""
        zen = not self._zen
        if zen:
            self.enter_pane(Pane.READER)
        self._zen = zen
        self.show_panes()
