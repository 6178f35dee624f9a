"""The small menu at the pointer: what can be done with what is chosen, with the keys for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.geometry import Offset
from textual.keys import key_to_character

from onrecord.app import keymap
from onrecord.app.acting import act
from onrecord.app.hinting import hints_of
from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.screen import Screen

    from onrecord.app.app import OnRecord
    from onrecord.app.menus import Menu

_AROUND = 8
"""Cells of a row besides its words and its key: pointer, gaps, border, scrollbar."""
_ENTER, _BACK = "move.open", "spread.back"


class ContextMenu(Dialog[str]):
    """Gives the action of the chosen row; its key does the same, and a click beside it leaves."""

    def __init__(self, menu: Menu, at: Offset, remapped: Mapping[str, str]) -> None:
        super().__init__()
        self._at = at
        self._hints = hints_of(menu.rows, remapped)
        known = keymap.by_id()
        names = [name for name, _ in menu.rows if name != _ENTER]
        self._keys: dict[str, str | None] = {
            key.strip(): None if name == _BACK else known[name].action
            for name in (_BACK, *names)
            for key in remapped.get(name, known[name].key).split(",")
        }
        """What each key does; the one that leads back elsewhere does so here."""
        label = max(cell_len(hint.key) for hint in self._hints)
        self._width = max(cell_len(hint.words) for hint in self._hints) + label + _AROUND
        self._lines = Lines(label)
        self._lines.can_focus = True
        self._box = Vertical(self._lines, classes="menu")
        self._box.border_title = menu.title

    def compose(self) -> ComposeResult:
        """Put the rows into a box."""
        yield self._box

    def listed(self) -> Rows:
        """Return the rows."""
        return self._lines

    def on_mount(self) -> None:
        """List the rows, at the pointer."""
        entries = [Entry(hint.words, hint.key) for hint in self._hints]
        self._lines.list_entries(entries)
        self._place()
        self._lines.focus()

    def on_resize(self) -> None:
        """Stay on the screen."""
        self._place()

    def _place(self) -> None:
        width = min(self._width, self.size.width)
        height = min(len(self._hints) + 2, self.size.height)
        x, y = self._at
        below = y + 1 if y + 1 + height <= self.size.height else y - height
        x = max(0, min(x, self.size.width - width))
        y = max(0, min(below, self.size.height - height))
        self._box.styles.width, self._box.styles.height = width, height
        self._box.styles.offset = (x, y)

    @on(Rows.Opened)
    def _take(self, event: Rows.Opened) -> None:
        event.stop()
        self.dismiss(self._hints[event.index].action)

    def on_key(self, event: events.Key) -> None:
        """Do what a key does that stands in the menu."""
        for key in (event.key, event.character, key_to_character(event.key)):
            if key is not None and key in self._keys:
                event.stop()
                event.prevent_default()
                self.dismiss(self._keys[key])
                return

    def on_click(self, event: events.Click) -> None:
        """Take the row that is clicked; leave where the click is beside the menu."""
        if event.widget is self:
            self.dismiss(None)
        elif event.widget is self._lines:
            self._lines.action_open()

    def action_close(self) -> None:
        """Leave, doing nothing."""
        self.dismiss(None)


def open_menu(on_record: OnRecord, menu: Menu | None, at: Offset | None = None) -> None:
    """Open the menu of what is chosen, at the pointer, or where the cursor is."""
    screen: Screen[Any] = on_record.screen
    if menu is None:
        on_record.say("Nothing is chosen here.")
        return

    def taken(action: str | None) -> None:
        if action is not None:
            on_record.errand(partial(act, action, screen), group="menu")

    place = on_record.cursor_position + Offset(2, 0) if at is None else at
    remapped = dict(on_record.config.settings.keymap)
    on_record.push_screen(ContextMenu(menu, place, remapped), taken)
