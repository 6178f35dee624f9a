"""Piping the article to a command, and reading what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.cells import indented
from onrecord.app.piping import CannotPipe, pipe
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.rows import Rows

_HELP = "The command gets the article’s text on its standard input. No shell reads it."


class PipeScreen(Dialog[None]):
    """A line for the command, and below it what the command printed."""

    HEADING = "Pipe the article to"

    def __init__(self, on_record: OnRecord, text: str, before: str) -> None:
        """Pipe a text; ``before`` is the command that was run last."""
        super().__init__()
        self._on_record = on_record
        self._text = text
        self._line = line("A command, such as wc -w or trans :de", before)
        self._words = Static(Content(_HELP), classes="dialog-words")
        self._printed = Lines(0, spread=True)

    def content(self) -> Iterator[Widget]:
        """Give the line, what is to be said, what was printed."""
        yield self._line
        yield self._words
        yield self._printed

    def listed(self) -> Rows:
        """Return what was printed."""
        return self._printed

    def on_mount(self) -> None:
        """Wait for a command."""
        self._printed.display = False
        self._line.focus()

    def _say(self, sentence: str, *, warn: bool = False) -> None:
        self._words.set_class(warn, "-warning")
        self._words.update(Content(clean_line(sentence)))

    @on(Input.Submitted)
    def _run(self) -> None:
        command = self._line.value.strip()
        self._say("Running …")
        # Another command, or leaving, ends the one that runs.
        self.run_worker(self._pipe(command), exclusive=True, exit_on_error=False)

    async def _pipe(self, command: str) -> None:
        try:
            answer = await pipe(self._text, command)
        except CannotPipe as error:
            self._say(str(error), warn=True)
            return
        self._on_record.room.piped_to = command
        lines = indented(answer.text).splitlines()
        while lines and not lines[-1].strip():
            lines.pop()
        self._printed.display = bool(lines)
        self._printed.list_entries([Entry(each) for each in lines])
        ended = f"It ended with code {answer.code}." if answer.code else "Done."
        if answer.cut:
            ended = f"{answer.cut[0].upper()}{answer.cut[1:]}."
        nothing = "" if lines else " It printed nothing."
        self._say(f"{ended}{nothing}", warn=bool(answer.code or answer.cut))
