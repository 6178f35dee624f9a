"""The line at the foot of the screen: what runs behind, what went wrong, where help is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from onrecord.app.acting import act
from onrecord.app.cells import crop
from onrecord.app.hinting import GAP, Hint, fitting
from onrecord.app.widgets.hints import drawn, hint_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import RenderResult
    from textual.timer import Timer

_NARROW = 60
_MOMENT = 4.0
"""Seconds for which an answer stands."""


class Status(Widget):
    """One line: an answer, or a warning, or what runs, or else the keys one wants most here.

    ``flash`` is an answer to a key, for a moment; ``note`` is about what is chosen (why its feed
    fails); ``work`` is what runs behind, each under its own name; ``say`` is what was, which stands
    beside the keys where there is room. A click on a key does what the key does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._flash = ""
        self._ebbing: Timer | None = None
        self._notice = ""
        self._rest = ""
        self._work: dict[str, str] = {}
        self._here: tuple[Hint, ...] = ()
        self._always: tuple[Hint, ...] = ()

    def hint(self, here: Sequence[Hint], always: Sequence[Hint]) -> None:
        """Tell other keys: those for where one is, and those that work everywhere."""
        if (self._here, self._always) != (tuple(here), tuple(always)):
            self._here, self._always = tuple(here), tuple(always)
            self.refresh()

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

    def working(self, name: str) -> str:
        """Return what runs behind under ``name``, in words; nothing where it does not."""
        return self._work.get(name, "")

    def say(self, rest: str) -> None:
        """Show what stands there when nothing runs; before a warning only for a moment."""
        self._rest = rest
        if self._notice:
            self.flash(rest)
        self.refresh()

    @property
    def words(self) -> str:
        """What the line says, without the keys."""
        if self._flash or self._notice:
            return self._flash or self._notice
        return "   ".join(self._work.values()) or self._rest

    def render(self) -> RenderResult:
        """Draw the line."""
        width = self.content_size.width
        left, right = self._set(width)
        gap = " " * max(1, width - left.cell_length - right.cell_length)
        return Content.assemble(left, gap, right)

    def _set(self, width: int) -> tuple[Content, Content]:
        """Return what stands at the left and at the right."""
        always = drawn(self._shown_always(width), "$ink")
        room = width - always.cell_length - GAP
        if self._flash:
            return Content.styled(crop(self.words, room), "$ink"), always
        if self._notice or self._work:
            running = "   ".join(self._work.values())
            work = Content.styled(crop(f"↻ {running}", room), "$ink") if running else Content("")
            gap = " " * GAP if self._notice and running else ""
            left = room - work.cell_length - len(gap)
            notice = crop(f"! {self._notice}", left) if self._notice and left > GAP else ""
            return Content.assemble(work, gap, (notice, "$alert")), always
        here = self._shown_here(width)
        if self._rest and not here:
            return Content.styled(crop(self._rest, room), "$quiet"), always
        rest = Content.styled(f"{self._rest}{' ' * GAP}" if self._rest else "", "$quiet")
        return drawn(here, "$ink"), Content.assemble(rest, always)

    def _shown_always(self, width: int) -> tuple[Hint, ...]:
        return self._always if width >= _NARROW else self._always[:1]

    def _shown_here(self, width: int) -> tuple[Hint, ...]:
        """Return the keys for where one is, as many as there is room for, none in a narrow line."""
        if self._flash or self._notice or self._work or width < _NARROW:
            return ()
        room = width - sum(hint.width + GAP for hint in self._shown_always(width)) - GAP
        rest = cell_len(self._rest) + GAP if self._rest else 0
        return fitting(self._here, room - rest)

    async def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        width = self.content_size.width
        column = event.x - self.gutter.left
        always = self._shown_always(width)
        start = width - drawn(always).cell_length
        hint = hint_at(self._shown_here(width), column) or hint_at(always, column - start)
        if hint is not None:
            await act(hint.action, self.screen)
