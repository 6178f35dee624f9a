"""Importing: the path of an OPML file goes in, completed as one types; its feeds come out."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import keymap
from onrecord.app.cells import count
from onrecord.app.paths_typed import completed, completions
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.parse.opml import NotAnOutline, parse_opml
from onrecord.settings import FeedSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.parse.opml import Outline

_HELP = "The OPML file that another reader wrote. Tab completes, Enter reads it."
_NONE = ("No such file.", "Files that end in .opml or .xml are listed here, and folders.")


class ImportFeeds(Dialog[tuple[FeedSpec, ...]]):
    """Gives the feeds of the file."""

    HEADING = "Import feeds"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.PATH_LINE]

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__()
        self._on_record = on_record
        self._line = line("~/feeds.opml")
        self._words = Static(Content(_HELP), classes="dialog-words")
        self._found = Lines(0)
        self._paths: tuple[str, ...] = ()
        """The files that what is typed may be; none as long as they are looked up."""

    def content(self) -> Iterator[Widget]:
        """Give the line for the path, what is to be said, the files that it may be."""
        yield self._line
        yield self._words
        yield self._found

    def listed(self) -> Rows:
        """Return the files."""
        return self._found

    def on_mount(self) -> None:
        """Wait for a path."""
        self._line.focus()
        self._look()

    @on(Input.Changed)
    def _look(self) -> None:
        self._say(_HELP)
        self._paths = ()
        self._on_record.errand(partial(self._list, self._line.value), group="paths", exclusive=True)

    async def _list(self, typed: str) -> None:
        found = await asyncio.to_thread(completions, typed)
        if self.is_attached and typed == self._line.value:
            self._paths = found
            self._found.list_entries([Entry(path) for path in found], _NONE)

    def _say(self, sentence: str, *, warn: bool = False) -> None:
        self._words.set_class(warn, "-warning")
        self._words.update(Content(sentence))

    def _type(self, path: str) -> None:
        self._line.value = path
        self._line.cursor_position = len(path)

    def action_complete(self) -> None:
        """Type on as far as it is clear; where it is not, take the chosen one."""
        typed = self._line.value
        longer = completed(typed, self._paths)
        if longer == typed and self._paths:
            longer = self._paths[self._found.chosen]
        self._type(longer)

    @on(Rows.Opened)
    @on(Input.Submitted)
    def _read_or_go_on(self) -> None:
        typed = self._line.value
        if self._paths and typed not in self._paths:
            typed = self._paths[self._found.chosen]
            self._type(typed)
        if not typed.endswith("/"):
            self._on_record.errand(partial(self._read, typed), group="opml", exclusive=True)

    async def _read(self, typed: str) -> None:
        def read() -> Outline:
            return parse_opml(Path(typed).expanduser().read_bytes())

        try:
            outline = await asyncio.to_thread(read)
        except OSError as error:
            self._say(f"{typed} cannot be read: {error.strerror}.", warn=True)
            return
        except NotAnOutline as error:
            self._say(str(error), warn=True)
            return
        if not self.is_attached:
            return
        if not outline.feeds:
            self._say("This file lists no feeds.", warn=True)
            return
        if outline.unusable:
            entries = count(outline.unusable, "entry", "entries")
            self._on_record.say(f"{entries} of {typed} had no usable address.", warn=True)
        self.dismiss(tuple(FeedSpec(each.url, each.title, each.folder) for each in outline.feeds))
