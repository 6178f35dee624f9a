"""What the screens that lie over the reading room have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import keymap
from onrecord.app.screens.veiled import Veiled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.widgets.lines import Lines
    from onrecord.app.widgets.rows import Rows

T = TypeVar("T")


class Dialog(Veiled[T]):
    """A panel over the room: Esc leaves it; keys move in its list while one types."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_name("dialogs.tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG, *keymap.DIALOG_LIST]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (98, "-wide")]  # noqa: RUF012 (as Textual has it)
    VERTICAL_BREAKPOINTS = [(0, "-lowest"), (22, "-low"), (30, "-high")]  # noqa: RUF012
    HEADING = ""
    _resumed = False

    def on_compose(self) -> None:
        """Wear the classes of its size from the start: later all of its styles are asked anew."""
        width, height = self.app.size
        worn = self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS)
        worn |= self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS)
        self.update_classes(dict.fromkeys(worn, True), update=False)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Put on its own styles the first time: what is in it has put on its own just now."""
        if not self._resumed:
            self._resumed = True
            event.refresh_styles = False
            self.app.stylesheet.apply(self)

    def compose(self) -> ComposeResult:
        """Put the heading and the content into the panel."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.HEADING), classes="dialog-heading")
            yield from self.content()

    def content(self) -> Iterator[Widget]:
        """Give the widgets of the panel."""
        raise NotImplementedError

    def listed(self) -> Rows | None:
        """Return the list that the keys move in."""
        return None

    def action_close(self) -> None:
        """Leave, changing nothing."""
        self.dismiss(None)

    def action_list_down(self) -> None:
        """One row down in the list."""
        if (rows := self.listed()) is not None:
            rows.move(1)

    def action_list_up(self) -> None:
        """One row up in the list."""
        if (rows := self.listed()) is not None:
            rows.move(-1)


class NarrowedList(Dialog[T]):
    """A dialog with a list and a line over it that narrows the list as one types."""

    def __init__(self, lines: Lines, placeholder: str) -> None:
        super().__init__()
        self._lines = lines
        self._line = line(placeholder)

    def content(self) -> Iterator[Widget]:
        """Give the line and the list."""
        yield self._line
        yield self._lines

    def listed(self) -> Rows:
        """Return the list."""
        return self._lines

    def on_mount(self) -> None:
        """List everything."""
        self.narrow(self._line.value)
        self._line.focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        self.narrow(self._line.value)

    def narrow(self, wanted: str) -> None:
        """List what has the words of ``wanted``."""
        raise NotImplementedError


def line(placeholder: str, value: str = "") -> Input:
    """Return the line that one types in."""
    return Input(value, placeholder=placeholder, compact=True, classes="dialog-line")
