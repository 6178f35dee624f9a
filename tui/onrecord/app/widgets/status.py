"""The line at the foot of the screen: what runs behind, what went wrong, where help is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from onrecord.app.cells import crop

if TYPE_CHECKING:
    from textual.app import RenderResult

HINT = "? keys   : commands"
_NARROW = 60


class Status(Widget):
    """One line. A warning goes before what runs, and that before what was.

    ``notice`` is about what is chosen (why its feed fails); ``work`` is what runs behind, each
    under its own name; ``rest`` is what stands there otherwise.
    """

    def __init__(self) -> None:
        super().__init__()
        self._notice = ""
        self._rest = ""
        self._work: dict[str, str] = {}

    def note(self, notice: str) -> None:
        """Show a warning about what is chosen, or take it away with an empty one."""
        if notice != self._notice:
            self._notice = notice
            self.refresh()

    def work(self, name: str, words: str) -> None:
        """Show what runs behind under ``name``; empty words: it has ended."""
        if words:
            self._work[name] = words
        else:
            self._work.pop(name, None)
        self.refresh()

    def say(self, rest: str) -> None:
        """Show what stands there when nothing runs."""
        self._rest = rest
        self.refresh()

    @property
    def words(self) -> str:
        """What the line says, without the hint."""
        if self._notice:
            return self._notice
        return "   ".join(self._work.values()) or self._rest

    def render(self) -> RenderResult:
        """Draw the line."""
        width = self.content_size.width
        hint = HINT if width >= _NARROW else "? keys"
        if self._notice:
            sign, style = "! ", "$text-warning"
        else:
            sign, style = ("↻ ", "$ink") if self._work else ("", "$quiet")
        words = crop(sign + self.words, width - cell_len(hint) - 2)
        gap = " " * max(1, width - cell_len(words) - cell_len(hint))
        return Content.assemble((words, style), gap, (hint, "$quiet"))
