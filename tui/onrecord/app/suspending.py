"""Going to the shell for a while, with ^z, and coming back to the screen one left."""

from __future__ import annotations

from textual import on
from textual.driver import Driver

from onrecord.app.bare_app import App


class Suspending(App[None]):
    """Paints the screen anew where it comes back from the shell, which has written over it."""

    @on(Driver.SignalResume)
    def paint_again(self) -> None:
        """Paint everything: Textual would only paint what changed."""
        for widget in self.screen.walk_children():
            widget.refresh()
        self.refresh(layout=True)
