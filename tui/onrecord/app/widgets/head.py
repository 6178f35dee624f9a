"""The line above a pane: what it shows, and how much of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from onrecord.app.cells import crop

if TYPE_CHECKING:
    from textual.app import RenderResult


class Head(Widget):
    """A pane's title, and a note at its right."""

    DEFAULT_CSS = ""

    def __init__(self, title: str = "", note: str = "") -> None:
        super().__init__()
        self._title = title
        self._note = note
        self._lit = False

    def light_up(self, *, lit: bool) -> None:
        """Stand out, as the head of the pane with the focus, or not."""
        if lit is not self._lit:
            self._lit = lit
            self.refresh()

    def say(self, title: str, note: str = "") -> None:
        """Show another title and note."""
        if (title, note) != (self._title, self._note):
            self._title, self._note = title, note
            self.refresh()

    @property
    def words(self) -> str:
        """The title and the note, as one text."""
        return f"{self._title}  {self._note}".strip()

    def render(self) -> RenderResult:
        """Draw the line."""
        width = self.content_size.width
        note = crop(self._note, width // 2)
        title = crop(self._title, width - cell_len(note) - 1)
        gap = " " * max(1, width - cell_len(title) - cell_len(note))
        return Content.assemble(
            (title, "bold $lead" if self._lit else "bold"), gap, (note, "$quiet")
        )
