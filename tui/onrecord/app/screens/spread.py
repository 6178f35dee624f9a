"""What the screens that take the place of the reading room have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.reactive import Reactive
from textual.screen import Screen

from onrecord.app import keymap
from onrecord.app.widgets.head import Head
from onrecord.app.widgets.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord


class Spread(Screen[None]):
    """A screen with a head and a status line of its own; ``q`` and Esc lead back."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("spread.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.SPREAD]
    AUTO_FOCUS = ""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__()
        self.on_record = on_record
        self.head = Head()
        self.status = Status()

    def compose(self) -> ComposeResult:
        """Put the head above and the status line below."""
        yield self.head
        yield from self.content()
        yield self.status

    def content(self) -> Iterator[Widget]:
        """Give what stands between head and status line."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Leave for where one came from."""
        self.dismiss()
