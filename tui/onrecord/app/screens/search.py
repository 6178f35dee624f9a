"""Search in all saved articles, as one types."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.cells import count
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.hits import Hits
from onrecord.app.widgets.rows import Rows
from onrecord.query import parse_query
from onrecord.store.database import Cancelled
from onrecord.store.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.timer import Timer
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.store.search import Hit

_PAUSE = 0.05
"""Seconds after a key before the search begins."""
_LIMIT = 50

_HELP = (
    "Search what was said and written.",
    (
        "Words find articles that have them all. speaker:name finds what somebody said, "
        "said:“words” looks only inside quotations; outlet:, about:, after:2026-01-31, is:unread, "
        "-word and OR narrow it."
    ),
)

Found = tuple[str, tuple["Hit", ...], int]
"""What was searched for, what was found, and which of it is to be opened."""


class SearchScreen(Dialog[Found]):
    """Results come as one types; typing on ends the search before, and its answer is dropped."""

    HEADING = "Search"

    def __init__(self, on_record: OnRecord, query: str = "") -> None:
        super().__init__()
        self._on_record = on_record
        self._query = query
        self._hits = Hits(on_record.now)
        self._line = line("Search all saved articles", query)
        self._words = Static(Content(""), classes="dialog-words")
        self._pause: Timer | None = None
        self._request = 0
        """The number of the latest search; an answer to an earlier one is dropped."""

    def content(self) -> Iterator[Widget]:
        """Give the line, the number of results, the results."""
        yield self._line
        yield self._words
        yield self._hits

    def listed(self) -> Rows:
        """Return the results."""
        return self._hits

    def on_mount(self) -> None:
        """Show how to search, or what was searched for last."""
        self._hits.list_hits((), _HELP)
        self._line.focus()
        if self._query:
            self._search()

    @on(Input.Changed)
    def _wait(self) -> None:
        self._request += 1
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._search)

    def _search(self) -> None:
        self._request += 1
        request = self._request
        work = partial(self._answer, self._line.value, request)
        self._on_record.errand(work, group="search", exclusive=True)

    async def _answer(self, text: str, request: int) -> None:
        query = parse_query(text, typing=True)
        if not text.strip():
            self._hits.list_hits((), _HELP)
            self._words.update(Content(""))
            return
        try:
            hits = await self._on_record.read(
                search, query, limit=_LIMIT, cancelled=lambda: request != self._request
            )
        except Cancelled:
            return
        if request != self._request or not self.is_attached:
            return
        problem = query.problems[0].sentence if query.problems else ""
        self._hits.list_hits(hits, ("Nothing found.", problem or f"No article has: {text}"))
        number = "the newest " if len(hits) == _LIMIT else ""
        said = f"{number}{count(len(hits), 'article')}" if hits else ""
        self._words.update(Content("  ·  ".join(part for part in (said, problem) if part)))

    @on(Input.Submitted)
    def _open(self) -> None:
        if self._hits.hits:
            self.dismiss((self._line.value, self._hits.hits, self._hits.chosen))

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        self.dismiss((self._line.value, self._hits.hits, event.index))

    def on_unmount(self) -> None:
        """End the search that runs."""
        self._request += 1
