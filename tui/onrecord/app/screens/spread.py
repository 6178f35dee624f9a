"""What the screens that take the place of the reading room have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.reactive import Reactive
from textual.widgets import Input

from onrecord.app import people_keys
from onrecord.app.hinting import ALWAYS, hints_of
from onrecord.app.screens.dialog import line
from onrecord.app.screens.offering import Offering
from onrecord.app.widgets.head import Head
from onrecord.app.widgets.status import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from onrecord.app.app import OnRecord

PAUSE = 0.06
"""Seconds after a key before what was typed narrows the list."""


class Spread(Offering):
    """A screen with a head and a status line of its own; ``q`` and Esc lead back."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("spread.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [*people_keys.SPREAD]
    AUTO_FOCUS = ""
    KEYS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The keys that one wants most here, each with a word or two."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__()
        self.on_record = on_record
        self.head = Head()
        self.status = Status()
        remapped = dict(on_record.config.settings.keymap)
        self.status.hint(hints_of(self.KEYS, remapped), hints_of(ALWAYS[:1], remapped))

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


class NarrowedSpread(Spread):
    """A screen with a line that narrows what it lists; it is there as long as it says something."""

    def __init__(self, on_record: OnRecord, placeholder: str, value: str = "") -> None:
        super().__init__(on_record)
        self.line = line(placeholder, value)
        self.line.add_class("spread-line")
        self.line.display = bool(value)
        self._pause: Timer | None = None

    def list_again(self) -> None:
        """List what the line leaves."""
        raise NotImplementedError

    def leave_line(self) -> None:
        """Give the list the focus."""
        raise NotImplementedError

    def action_narrow(self) -> None:
        """Go into the line."""
        self.line.display = True
        self.on_record.type_into(self.line)
        self.line.focus()

    @on(Input.Changed)
    def _wait(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.list_again)

    @on(Input.Submitted)
    def _keep(self) -> None:
        self.line.display = bool(self.line.value)
        self.leave_line()

    def action_back(self) -> None:
        """End the narrowing, or leave."""
        if self.line.display:
            self.line.value = ""
            self.line.display = False
            self.leave_line()
        else:
            super().action_back()
