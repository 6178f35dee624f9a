"""Saving to a file: what, in which format, and where; a file that exists is asked about."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import keymap
from onrecord.app.paths_typed import completed, completions
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.clean import clean_line
from onrecord.record.export import ExportError, file_name, write_export

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.saving import Sort

_HELP = "↓ ↑ choose the format.   Tab completes the path.   Enter writes."


class SaveScreen(Dialog[Path]):
    """Gives the file that was written."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.PATH_LINE]

    def __init__(
        self, on_record: OnRecord, heading: str, title: str, sorts: Sequence[Sort], folder: Path
    ) -> None:
        """Offer to write one of ``sorts`` to a file in a folder that ``title`` names."""
        super().__init__()
        self.HEADING = heading
        self._on_record = on_record
        self._title = title
        self._sorts = tuple(sorts)
        self._folder = folder
        self._list = Lines(0)
        self._line = line("A file")
        self._words = Static(Content(_HELP), classes="dialog-words")
        self._suffix = ""
        """The ending that the path has by itself, as long as no other was typed."""
        self._replacing: Path | None = None
        """The file that Enter replaces now, after it was asked about."""

    def content(self) -> Iterator[Widget]:
        """Give the path, what is to be said, the formats."""
        yield self._line
        yield self._words
        yield self._list

    def listed(self) -> Rows:
        """Return the formats."""
        return self._list

    def on_mount(self) -> None:
        """Propose a file."""
        entries = [
            Entry(each.words, note=each.suffix, heading=each.write is None) for each in self._sorts
        ]
        self._list.list_entries(entries)
        self._suffix = self._sort.suffix
        self._type(shown_path(self._folder / file_name(self._title, self._suffix)))
        self._line.focus()

    @property
    def _sort(self) -> Sort:
        return self._sorts[self._list.chosen]

    def _type(self, path: str) -> None:
        self._line.value = path
        self._line.cursor_position = len(path)

    def _say(self, sentence: str, *, warn: bool = False) -> None:
        self._words.set_class(warn, "-warning")
        self._words.update(Content(clean_line(sentence)))

    @on(Rows.Pointed)
    def _follow(self) -> None:
        """Let the ending go with the format."""
        typed = self._line.value
        if self._suffix and typed.endswith(self._suffix):
            self._type(typed[: -len(self._suffix)] + self._sort.suffix)
        self._suffix = self._sort.suffix

    @on(Input.Changed)
    def _ask_anew(self) -> None:
        self._replacing = None
        self._say(_HELP)

    async def action_complete(self) -> None:
        """Type on as far as the path is clear."""
        typed = self._line.value
        found = await asyncio.to_thread(completions, typed, (self._sort.suffix,))
        if found and typed == self._line.value:
            self._type(completed(typed, found))

    @on(Rows.Opened)
    @on(Input.Submitted)
    def _save(self) -> None:
        typed = self._line.value.strip()
        if not typed:
            self._say("Type the name of a file.", warn=True)
            return
        work = partial(self._write, Path(typed).expanduser(), self._sort)
        self._on_record.errand(work, group="save", exclusive=True)

    async def _write(self, path: Path, sort: Sort) -> None:
        if await asyncio.to_thread(path.is_dir):
            path /= file_name(self._title, sort.suffix)
        replace = path == self._replacing
        if not replace and await asyncio.to_thread(path.exists):
            self._replacing = path
            self._say(f"{shown_path(path)} exists: Enter again replaces it.", warn=True)
            return

        def write() -> None:
            assert sort.write is not None
            write_export(path, sort.write(), replace=replace)

        try:
            await asyncio.to_thread(write)
        except ExportError as error:
            self._say(str(error), warn=True)
            return
        except ValueError:
            self._say("No file can have this name.", warn=True)
            return
        if self.is_attached:
            self.dismiss(path)


def shown_path(path: Path) -> str:
    """Return a path as it is written for people: with ``~`` for the home folder."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)
