"""A screen of four panes, of which as many are shown as there is room for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import Reactive

from onrecord.app.arrangement import STEP, Arrangement, border_moved, fitted, grown, yielding
from onrecord.app.panes import Pane, abreast, beside, window
from onrecord.app.screens.offering import Offering
from onrecord.app.widgets.ground import Ground
from onrecord.app.widgets.pane_box import PaneBox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.widget import Widget


class PaneScreen(Offering, Ground):
    """Keeps the panes in the window that slides over them, and the focus among them.

    A subclass names the widget of each pane that takes the focus, and puts it into its box.
    """

    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The widget with the focus. It draws itself; Textual would draw the whole screen again."""

    def __init__(self, arrangements: Mapping[int, Arrangement]) -> None:
        super().__init__()
        self._arrangements = dict(arrangements)
        self.boxes = {pane: PaneBox(pane) for pane in Pane}
        self._zen = False
        self._pane = Pane.ARTICLES
        self._seen = False
        """Whether the screen was shown before."""

    def pane_widgets(self) -> Mapping[Pane, Widget]:
        """Return the widget of each pane that takes the focus."""
        raise NotImplementedError

    def pane_entered(self, pane: Pane, before: Pane) -> None:
        """Take note that the focus went to another pane."""

    def arranged(self) -> None:
        """Take note that a pane was hidden, shown again, or made wider or narrower."""

    @property
    def arrangements(self) -> Mapping[int, Arrangement]:
        """What the user decided for each number of panes abreast."""
        return self._arrangements

    @property
    def arrangement(self) -> Arrangement:
        """What the user decided for as many panes as there is room for now."""
        return self._arrangements.get(self.abreast, Arrangement())

    @arrangement.setter
    def arrangement(self, arrangement: Arrangement) -> None:
        if arrangement != self.arrangement:
            self._arrangements[self.abreast] = arrangement
            self.arranged()

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
        return window(self.size.width, self._pane, self.arrangement.hidden, zen=self._zen)

    def is_shown(self, pane: Pane) -> bool:
        """Tell whether a pane is on the screen."""
        return pane in self.shown()

    def show_panes(self) -> None:
        """Show the panes that belong on the screen now."""
        self.place_panes(styled=True)

    def place_panes(self, *, styled: bool) -> None:
        """Give each pane its place; one that is not mounted yet gets its styles with that."""
        shown = self.shown()
        widths = fitted(self.size.width, shown, self.arrangement)
        for pane, box in self.boxes.items():
            box.display = pane in shown
            box.styles.width = widths.get(pane, "1fr")
            box.set_class(pane is shown[-1], "-last", update=styled)
        abreast = self.abreast
        classes = {f"-abreast-{n}": n == abreast for n in range(1, len(Pane) + 1)}
        self.update_classes(classes, update=styled)

    def enter_pane(self, pane: Pane) -> None:
        """Give a pane the focus, and show it."""
        before, self._pane = self._pane, pane
        self._hide(pane, hidden=False)
        if pane is not Pane.READER:
            self._zen = False
        self.boxes[pane].display = True
        self.pane_widgets()[pane].focus(scroll_visible=False)
        self.show_panes()
        if before is not pane:
            self.pane_entered(pane, before)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave the styles alone the first time: each widget has put on its own just now."""
        if not self._seen:
            self._seen = True
            event.refresh_styles = False

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
        self.enter_pane(beside(self._pane, -1, self.arrangement.hidden))

    def action_pane_right(self) -> None:
        """To the pane on the right."""
        self.enter_pane(beside(self._pane, 1, self.arrangement.hidden))

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
            self._hide(pane, hidden=True)
            self.enter_pane(Pane.READER)
        else:
            self.enter_pane(pane)

    def _hide(self, pane: Pane, *, hidden: bool) -> None:
        if self.abreast > 1 and hidden is not (pane in self.arrangement.hidden):
            changed = self.arrangement.hidden ^ {pane}
            self.arrangement = replace(self.arrangement, hidden=changed)

    def action_wider(self, direction: int) -> None:
        """Make the pane wider, or narrower where ``direction`` is negative."""
        shown = self.shown()
        if len(shown) > 1:
            self.arrangement = grown(
                self.size.width, shown, self.arrangement, self._pane, direction * STEP
            )
            self.show_panes()

    def action_usual_widths(self) -> None:
        """Make all panes as wide as usual, and show those that were hidden."""
        self.arrangement = Arrangement()
        self.show_panes()

    @on(PaneBox.HeadClicked)
    def _enter_by_head(self, event: PaneBox.HeadClicked) -> None:
        self.enter_pane(event.pane)

    @on(PaneBox.BorderMoved)
    def _move_border(self, event: PaneBox.BorderMoved) -> None:
        shown = self.shown()
        if event.pane in shown[:-1]:
            self.arrangement = border_moved(
                self.size.width, shown, self.arrangement, event.pane, event.cells
            )
            self.show_panes()

    @on(PaneBox.BorderReset)
    def _put_border_back(self, event: PaneBox.BorderReset) -> None:
        shown = self.shown()
        if event.pane in shown[:-1]:
            right = shown[shown.index(event.pane) + 1]
            pane = right if event.pane is yielding(shown) else event.pane
            self.arrangement = self.arrangement.without_width(pane)
            self.show_panes()

    def action_zen(self) -> None:
        """Show only the article, or everything again."""
        zen = not self._zen
        if zen:
            self.enter_pane(Pane.READER)
        self._zen = zen
        self.show_panes()
