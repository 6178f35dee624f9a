"""Giving a feed another name, another folder, another address; a folder another name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from onrecord.app import keymap
from onrecord.app.screens.dialog import Dialog, line
from onrecord.clean import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.config import FeedSpec

_HELP = "Tab goes from line to line, → completes a folder. Enter keeps it, U takes it back."


class ChangeFeed(Dialog["tuple[str, str, str]"]):
    """Gives the name, the folder and the address; the feed's own name where there is none."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG_TURN]

    def __init__(self, spec: FeedSpec, own_title: str, folders: Sequence[str]) -> None:
        super().__init__()
        self.HEADING = f"Change “{spec.title or own_title}”"
        self._called = line("the feed’s own name", spec.title)
        self._folder = line("none", spec.folder)
        self._folder.suggester = SuggestFromList(folders, case_sensitive=False)
        self._address = line("https://", spec.url)
        self._lines = {"Name": self._called, "Folder": self._folder, "Address": self._address}
        self._words = Static(Content(_HELP), classes="dialog-words")

    def content(self) -> Iterator[Widget]:
        """Give a line for each, and what is to be said."""
        for label, each in self._lines.items():
            with Horizontal(classes="dialog-field"):
                yield Static(Content(label), classes="dialog-label")
                yield each
        yield self._words

    def on_mount(self) -> None:
        """Ask for the name first."""
        self._called.focus()

    def action_list_down(self) -> None:
        """To the next line."""
        self._step(1)

    def action_list_up(self) -> None:
        """To the line before."""
        self._step(-1)

    def action_turn(self) -> None:
        """To the next line; from the last to the first."""
        self._step(1)

    def _step(self, by: int) -> None:
        lines = list(self._lines.values())
        at = next((at for at, each in enumerate(lines) if each.has_focus), 0)
        lines[(at + by) % len(lines)].focus()

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        url = clean_url(self._address.value.strip())
        if not url:
            self._words.set_class(True, "-warning")  # noqa: FBT003 (theirs)
            self._words.update(Content("Give it an address that begins with https:// or http://."))
            self._address.focus()
            return
        name, folder = (clean_line(each.value).strip() for each in (self._called, self._folder))
        self.dismiss((name, folder, url))
