"""A screen whose lists offer the small menu, by the right button and by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.screen import Screen

from onrecord.app.widgets.canvas import Canvas

if TYPE_CHECKING:
    from textual.geometry import Offset

    from onrecord.app.app import OnRecord
    from onrecord.app.menus import Menu


class Offering(Screen[None]):
    """Opens the menu of what is chosen; a subclass says which that is."""

    on_record: OnRecord

    def menu(self) -> Menu | None:
        """Return what can be done with what is chosen."""
        return None

    @on(Canvas.MenuWanted)
    def _offer_menu(self, event: Canvas.MenuWanted) -> None:
        self._open_menu(event.place)

    def action_menu(self) -> None:
        """Offer what can be done with what is chosen."""
        self._open_menu()

    def _open_menu(self, at: Offset | None = None) -> None:
        from onrecord.app.screens.menu import open_menu

        open_menu(self.on_record, self.menu(), at)
