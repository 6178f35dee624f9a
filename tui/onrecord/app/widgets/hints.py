"""A line of keys and what they do; a click does the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from onrecord.app.acting import act
from onrecord.app.hinting import GAP, Hint, fitting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.app import RenderResult


def drawn(hints: Iterable[Hint], key_style: str = "bold $lead") -> Content:
    """Return the hints side by side, a blank between them."""
    parts: list[Content | str] = []
    for hint in hints:
        if parts:
            parts.append(" " * GAP)
        parts.append(Content.assemble((hint.key, key_style), " ", (hint.words, "$quiet")))
    return Content.assemble(*parts)


def hint_at(hints: Iterable[Hint], column: int) -> Hint | None:
    """Return the hint that stands at a column of the line; None between them."""
    start = 0
    for hint in hints:
        if start <= column < start + hint.width:
            return hint
        start += hint.width + GAP
    return None


class Hints(Widget):
    """The keys that are worth telling on a screen."""

    DEFAULT_CSS = ""

    def __init__(self, hints: Sequence[Hint]) -> None:
        super().__init__()
        self._hints = tuple(hints)

    def render(self) -> RenderResult:
        """Draw as many as there is room for."""
        return drawn(fitting(self._hints, self.content_size.width))

    async def on_click(self, event: events.Click) -> None:
        """Do what the hint under the mouse says."""
        hint = hint_at(fitting(self._hints, self.content_size.width), event.x - self.gutter.left)
        if hint is not None:
            await act(hint.action, self.screen)
