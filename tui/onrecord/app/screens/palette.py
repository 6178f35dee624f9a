"""The command palette, in the reader's own dress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.command import CommandPalette

from onrecord.app.commands import Commands

if TYPE_CHECKING:
    from pathlib import PurePath


class Palette(CommandPalette):
    """Textual's palette, offering the reader's commands."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_suffix(".tcss")]

    def __init__(self) -> None:
        super().__init__([Commands], placeholder="What do you want to do?")
