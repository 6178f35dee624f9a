"""Giving a search a name, or another, under which it stands among the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.query_line import QueryLine
from onrecord.query import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from onrecord.app.app import OnRecord

_HELP = "It stands among the sources, with what is unread of it. Enter keeps it, Esc does not."
_LONGEST_NAME = 80


class KeepSearch(Dialog[tuple[str, str]]):
    """Gives the name and the query."""

    HEADING = "Keep this search"

    def __init__(self, on_record: OnRecord, query: str, name: str = "") -> None:
        super().__init__()
        self.HEADING = f"Change “{name}”" if name else self.HEADING
        self._called = line("Its name", name)
        self._line = QueryLine(on_record, "What it searches for", query)
        self._words = Static(Content(_HELP), classes="dialog-words")

    def content(self) -> Iterator[Widget]:
        """Give the line for the name, the one for the query, what is to be said."""
        yield self._called
        yield self._line
        yield self._words

    def on_mount(self) -> None:
        """Ask for the name first."""
        self._called.focus()

    def action_list_down(self) -> None:
        """To the query."""
        self._line.focus()

    def action_list_up(self) -> None:
        """To the name."""
        self._called.focus()

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        name = " ".join(self._called.value.split())[:_LONGEST_NAME]
        query = parse_query(self._line.value)
        if not name:
            self._say("Give it a name first.", self._called)
        elif query.tree is None:
            sentence = query.problems[0].sentence if query.problems else "Type what it is to find."
            self._say(sentence, self._line)
        else:
            self.dismiss((name, query.text.strip()))

    def _say(self, sentence: str, where: Widget) -> None:
        self._words.set_class(True, "-warning")  # noqa: FBT003 (theirs)
        self._words.update(Content(sentence))
        where.focus()
