"""The line at the foot of the screen: what runs behind, what went wrong, where help is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from onrecord.app.cells import crop

if TYPE_CHECKING:
    from textual.app import RenderResult
    from textual.timer import Timer

HINT = "? keys   : commands"
_NARROW = 60
_MOMENT = 4.0
"""Seconds for which an answer stands."""


class Status(Widget):
    """One line: an answer, or a warning, or what runs, or what was; the first there is.

    ``flash`` is an answer to a key, for a moment; ``note`` is about what is chosen (why its feed
    fails); ``work`` is what runs behind, each under its own name; ``say`` is what stands there
    otherwise.
    """

    def __init__(self) -> None:
        super().__init__()
        self._flash = ""
        self._ebbing: Timer | None = None
        self._notice = ""
        self._rest = ""
        self._work: dict[str, str] = {}

    def flash(self, answer: str) -> None:
        """Answer a key, for a moment."""
        self._flash = answer
        if self._ebbing is not None:
            self._ebbing.stop()
        self._ebbing = self.set_timer(_MOMENT, self._ebb)
        self.refresh()

    def _ebb(self) -> None:
        self._flash = ""
        self.refresh()

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
        if self._flash or self._notice:
            return self._flash or self._notice
        return "   ".join(self._work.values()) or self._rest

    def render(self) -> RenderResult:
        """Draw the line."""
        width = self.content_size.width
        hint = HINT if width >= _NARROW else "? keys"
        if self._flash:
            sign, style = "", "$ink"
        elif self._notice:
            sign, style = "! ", "$alert"
        else:
            sign, style = ("↻ ", "$ink") if self._work else ("", "$quiet")
        words = crop(sign + self.words, width - cell_len(hint) - 2)
        gap = " " * max(1, width - cell_len(words) - cell_len(hint))
        return Content.assemble((words, style), gap, (hint, "$quiet"))
