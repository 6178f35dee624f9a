"""The line in which a list is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.widgets import Input

from onrecord.app import keymap

if TYPE_CHECKING:
    from textual.binding import BindingType


class Filter(Input):
    """A query over one list; Enter keeps it and leaves, Esc ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG]

    class Ended(Message):
        """The filter was given up."""

    def __init__(self) -> None:
        super().__init__(
            placeholder="Filter: words, speaker:name, outlet:name, is:unread …", compact=True
        )

    def action_close(self) -> None:
        """Give the filter up."""
        self.post_message(self.Ended())
