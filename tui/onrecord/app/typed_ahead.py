"""Keys that are typed faster than a screen opens: none is lost, and none goes to the screen below.

Textual hands a key to the widget that has the focus at that moment. Between the key that opens a
dialog and the dialog's line there are some turns of the loop, and at the first opening an import:
what a quick typist types meanwhile, the word after ``/``, went to the list behind, or nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual import events

from onrecord.app.bare_app import App

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen
    from textual.widget import Widget

_LOOK = 0.005
"""Seconds between two looks whether what keys wait for is there."""
_MOST_LOOKS = 400
"""Looks after which keys go where they can, lest the reader become deaf."""


class TypedAhead(App[None]):
    """Holds keys back while a screen opens, and gives them to it in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._typed_on: WeakKeyDictionary[events.Key, Screen[object]] = WeakKeyDictionary()
        """The screen that was in front as a key arrived."""
        self._held: list[events.Key] = []
        self._wanted: Widget | None = None
        """The line that was opened, until it has the focus."""
        self._opening = 0
        """Screens that are about to open, once something was read for them."""
        self._looks = 0

    def soon(self, read_and_open: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """Return the errand that reads something and opens a screen; keys wait until it is done."""
        self._opening += 1

        async def opening() -> None:
            try:
                await read_and_open()
            finally:
                self._opening = max(0, self._opening - 1)

        return opening

    def type_into(self, line: Widget) -> None:
        """Hold keys back until a line that is being opened has the focus."""
        self._wanted = line

    def _is_ready(self) -> bool:
        if self._wanted is not None and self._wanted.has_focus:
            self._wanted = None
        return self._wanted is None and not self._opening and self.screen.is_mounted

    async def on_event(self, event: events.Event) -> None:
        """Hold a key back where what it is for is not there yet."""
        if isinstance(event, events.Key) and self.screen_stack:
            early = not self._is_ready()
            if event.is_forwarded:
                # It comes back from a widget that had no use for it.
                typed_on = self._typed_on.pop(event, self.screen)
                early |= typed_on is not self.screen and typed_on in self.screen_stack
            else:
                early |= bool(self._held)
                self._typed_on[event] = self.screen
            if early:
                self._hold(event)
                return
        await super().on_event(event)

    def _hold(self, event: events.Key) -> None:
        self._held.append(event)
        if len(self._held) == 1:
            self._looks = 0
            self.set_timer(_LOOK, self._look)

    def _look(self) -> None:
        self._looks += 1
        if self._looks > _MOST_LOOKS:
            self._wanted, self._opening = None, 0
        if self._is_ready() or self._looks > _MOST_LOOKS:
            # Its focus may wait in the queue before this call.
            self.call_later(self._give_out)
        else:
            self.set_timer(_LOOK, self._look)

    async def _give_out(self) -> None:
        # One that came back by way of a widget may be older than one that came at once.
        held = sorted(self._held, key=lambda key: key.time)
        self._held = []
        for key in held:
            await self.on_event(key.copy())
