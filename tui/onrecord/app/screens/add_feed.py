"""Subscribing: an address goes in, the feeds found there are shown, one is taken."""

from __future__ import annotations

import asyncio
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.cells import count, crop, strip_of
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from textual.strip import Strip
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.cells import Part
    from onrecord.subscribe import Candidate

_NEWEST = 3
"""Newest entries of a candidate that are shown."""

_HELP = "The address of a feed, or of a newspaper's or magazine's site. Enter looks for feeds."


class Candidates(Rows):
    """Feeds that one can take: title, address, newest entries."""

    can_focus = False

    def __init__(self, yours: Collection[str]) -> None:
        super().__init__()
        self._yours = yours
        self._candidates: tuple[Candidate, ...] = ()

    def list_candidates(self, candidates: Sequence[Candidate]) -> None:
        """List other candidates."""
        self._candidates = tuple(candidates)
        self.set_reactive(Rows.chosen, 0)
        self.rows_changed()

    @property
    def candidate(self) -> Candidate | None:
        """The chosen candidate."""
        return self._candidates[self.chosen] if self._candidates else None

    def is_yours(self, candidate: Candidate | None) -> bool:
        """Tell whether a candidate is subscribed to already."""
        return candidate is not None and candidate.url in self._yours

    def row_count(self) -> int:
        """Return how many candidates there are."""
        return len(self._candidates)

    def row_height(self) -> int:
        """Return the lines of a candidate: title, address, newest entries, air."""
        return 3 + _NEWEST

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of a candidate."""
        candidate = self._candidates[index]
        blank, quiet = self.ink("ink", index), self.ink("quiet", index)
        parts: list[Part] = [
            ("▌ " if index == self.chosen else "  ", self.ink("lead", index)),
        ]
        room = width - 3
        if line == 0:
            number = count(candidate.entries, "entry", "entries")
            if self.is_yours(candidate):
                number = f"yours already  ·  {number}"
            title = crop(candidate.title or candidate.url, room - cell_len(number) - 2)
            gap = " " * max(2, room - cell_len(title) - cell_len(number))
            parts += [(title, self.ink("ink", index, bold=True)), (gap + number, quiet)]
        elif line == 1:
            parts.append((crop(candidate.url, room), quiet))
        elif line - 2 < len(candidate.newest[:_NEWEST]):
            parts += [("· ", quiet), (crop(candidate.newest[line - 2], room - 2), blank)]
        return strip_of(parts, width, blank)


class AddFeed(Dialog[tuple[str, str]]):
    """Gives the address and the title of the feed that was taken."""

    HEADING = "Add a feed"

    def __init__(self, on_record: OnRecord, address: str = "", folder: str = "") -> None:
        super().__init__()
        self.HEADING = f"{self.HEADING} to {folder}" if folder else self.HEADING
        self._on_record = on_record
        self._line = line("https://", address)
        self._words = Static(Content(_HELP), classes="dialog-words")
        self._candidates = Candidates({spec.url for spec in on_record.config.feeds})

    def content(self) -> Iterator[Widget]:
        """Give the line for the address, what is to be said, the candidates."""
        yield self._line
        yield self._words
        yield self._candidates

    def listed(self) -> Rows:
        """Return the candidates."""
        return self._candidates

    def on_mount(self) -> None:
        """Wait for an address."""
        self._candidates.display = False
        self._line.focus()

    def _say(self, sentence: str, *, warn: bool = False) -> None:
        self._words.set_class(warn, "-warning")
        self._words.update(Content(sentence))

    @on(Input.Changed)
    def _another_address(self) -> None:
        self._candidates.list_candidates(())
        self._candidates.display = False
        self._say(_HELP)

    @on(Input.Submitted)
    def _look_or_take(self) -> None:
        candidate = self._candidates.candidate
        if candidate is not None:
            self.dismiss((candidate.url, candidate.title))
        elif self._line.value.strip():
            self._say("Looking for feeds …")
            work = partial(self._look, self._line.value.strip())
            self._on_record.errand(work, group="candidates", exclusive=True)

    @on(Rows.Opened)
    def _take(self) -> None:
        self._look_or_take()

    async def _look(self, address: str) -> None:
        await asyncio.to_thread(import_module, "onrecord.subscribe")
        from onrecord.fetch.failure import FetchError
        from onrecord.processes import WorkerFailed
        from onrecord.subscribe import NoFeed, candidates

        try:
            client, processes = await self._on_record.background.services()
            found = await candidates(client, processes, address)
        except (NoFeed, FetchError, WorkerFailed) as error:
            self._say(str(error), warn=True)
            return
        if self.is_attached and address == self._line.value.strip():
            self._candidates.display = True
            self._candidates.list_candidates(found)
            self._offer()

    def _offer(self) -> None:
        """Say what can be done with what was found."""
        number = self._candidates.row_count()
        choose = "↓ ↑ choose, " if number > 1 else ""
        yours = self._candidates.is_yours(self._candidates.candidate)
        take = "Enter goes to it" if yours else "Enter subscribes"
        self._say(f"{count(number, 'feed')} found. {choose}{take}.")

    @on(Rows.Pointed)
    def _point(self) -> None:
        if self._candidates.candidate is not None:
            self._offer()
