"""The work behind the screen: refreshing feeds, and making records of what arrived.

Nothing here is imported or started before the first screen is painted: the HTTP client and the
worker processes come with the first refresh.
"""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import AsyncExitStack, aclosing, redirect_stderr
from importlib import import_module
from typing import TYPE_CHECKING

from onrecord.app.messages import (
    ArticleChanged,
    BacklogEnded,
    FeedMoved,
    Noticed,
    RecordMade,
    RefreshEnded,
    RefreshProgressed,
    SourcesChanged,
)
from onrecord.store.database import StoreError
from onrecord.store.feeds import due_feeds
from onrecord.store.merging import merge_some

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from textual.message import Message

    from onrecord.config import Config, Settings
    from onrecord.fetch.client import Client
    from onrecord.model import Feed
    from onrecord.processes import Processes
    from onrecord.store.database import Database
    from onrecord.store.rules import Acted


class Background:
    """The client, the worker processes, and what runs on them.

    ``tell`` takes the messages; ``config`` gives what feeds.toml says just now.
    """

    def __init__(
        self,
        database: Database,
        settings: Settings,
        tell: Callable[[Message], object],
        now: Callable[[], datetime],
        config: Callable[[], Config],
    ) -> None:
        self._database = database
        self._settings = settings
        self._tell = tell
        self._now = now
        self._config = config
        self._stack = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._client: Client | None = None
        self._parsers: Processes | None = None
        self._analysts: Processes | None = None
        self._arrived = asyncio.Event()
        self._pages: set[int] = set()
        self._unmerged = False
        self.refreshing = False
        self._next: list[Feed] = []
        """Feeds that are fetched once the refresh that runs is over."""
        self._closed = False

    async def services(self) -> tuple[Client, Processes]:
        """Return the client and the processes that parse, started at the first call."""
        async with self._starting:
            if self._client is None:
                await asyncio.to_thread(import_module, "onrecord.fetch.client")
                from onrecord.fetch.client import Client

                client = await asyncio.to_thread(Client)
                self._client = await self._stack.enter_async_context(client)
            if self._parsers is None:
                self._parsers = await self._processes(parsing=True)
        return self._client, self._parsers

    async def refresh(self, feeds: Sequence[Feed] | None) -> None:
        """Fetch these feeds, or, without any, those that are due; tell of each as it is done.

        While others are being fetched, these wait until that is over.
        """
        if self.refreshing:
            self._next += feeds or ()
            return
        self.refreshing = True
        ended = RefreshEnded(0, 0, 0)
        try:
            if feeds is None:
                feeds = await asyncio.to_thread(self._database.read, due_feeds, self._now())
            if feeds:
                ended = await self._refresh(feeds)
        except StoreError as error:
            ended = RefreshEnded(0, 0, 0, str(error))
        finally:
            self.refreshing = False
            self._unmerged = bool(ended.feeds)
            self._arrived.set()
            self._tell(ended)
        if self._next and not self._closed:
            waiting, self._next = self._next, []
            await self.refresh(waiting)

    async def _refresh(self, feeds: Sequence[Feed]) -> RefreshEnded:
        client, processes = await self.services()
        await asyncio.to_thread(import_module, "onrecord.refresh")
        from onrecord.refresh import FeedDone, FeedOutcome, PageDone, refresh
        from onrecord.refresh_lock import RefreshRunning

        done = new = failed = 0
        addresses = {feed.id: feed.url for feed in feeds}
        self._tell(RefreshProgressed(0, len(feeds), 0))
        try:
            config = self._config()
            asked = refresh(
                self._database,
                client,
                processes,
                feeds,
                specs=config.feeds,
                rules=config.rules,
            )
            async with aclosing(asked) as events:
                async for event in events:
                    if isinstance(event, FeedDone):
                        done += 1
                        new += len(event.new)
                        failed += event.outcome in {FeedOutcome.FAILED, FeedOutcome.GONE}
                        self._tell(RefreshProgressed(done, len(feeds), new))
                        for article_id in event.changed:
                            self._tell(ArticleChanged(article_id))
                        if event.moved_to:
                            self._tell(FeedMoved(addresses[event.feed_id], event.moved_to))
                    elif isinstance(event, PageDone):
                        self._tell(ArticleChanged(event.article_id))
                    if isinstance(event, FeedDone | PageDone):
                        self._tell_notices(event.acted)
                    self._arrived.set()
                    self._tell(SourcesChanged())
        except RefreshRunning as running:
            return RefreshEnded(0, 0, 0, str(running))
        return RefreshEnded(len(feeds), new, failed)

    def fetching(self, article_id: int) -> bool:
        """Tell whether the page of an article is being fetched, because somebody asked for it."""
        return article_id in self._pages

    async def fetch_page(self, article_id: int, url: str) -> str:
        """Fetch the page of one article now; return why its text was not taken, or ""."""
        self._pages.add(article_id)
        try:
            client, processes = await self.services()
            await asyncio.to_thread(import_module, "onrecord.refresh")
            from onrecord.refresh import fetch_page

            sentence = await fetch_page(
                self._database,
                client,
                processes,
                article_id,
                url,
                specs=self._config().feeds,
                rules=self._config().rules,
            )
        finally:
            self._pages.discard(article_id)
        if not sentence:
            self._tell(ArticleChanged(article_id))
            self._arrived.set()
        return sentence

    def _tell_notices(self, acted: Sequence[Acted]) -> None:
        """Tell of the articles that a rule wants the user to know of."""
        ids = [each for done in acted if done.act == "notify" for each in done.article_ids]
        if ids:
            self._tell(Noticed(tuple(ids)))

    def look_again(self) -> None:
        """Have what waits for its record looked for: something waits that did not arrive."""
        self._arrived.set()

    async def make_records(self) -> None:
        """Analyse what waits, now and whenever articles arrive; runs as long as the reader."""
        while True:
            self._arrived.clear()
            await self._work_off()
            await self._arrived.wait()

    async def merge_index(self) -> None:
        """Merge what a refresh left apart in the search index, at half a thread's pace."""
        while self._unmerged and not (self.refreshing or self._closed):
            started = time.monotonic()
            self._unmerged = await asyncio.to_thread(self._database.write, merge_some)
            await asyncio.sleep(time.monotonic() - started)

    async def _work_off(self) -> None:
        await asyncio.to_thread(import_module, "onrecord.backlog")
        from onrecord.backlog import Analysed, ModelMissing, work_off

        if self._analysts is None:
            self._analysts = await self._processes(parsing=False)
        sentence = ""
        try:
            async with aclosing(
                work_off(self._database, self._analysts, self._config().rules)
            ) as events:
                async for event in events:
                    if isinstance(event, ModelMissing):
                        sentence = event.sentence
                    else:
                        self._tell(RecordMade(event.article_id, event.waiting))
                        if isinstance(event, Analysed):
                            self._tell_notices(event.acted)
            await self._find_echoes()
            await self.merge_index()
        except StoreError as error:
            sentence = str(error)
        self._tell(BacklogEnded(sentence))

    async def _find_echoes(self) -> None:
        """Compare the quotations that came with those of other outlets, at half a thread's pace."""
        await asyncio.to_thread(import_module, "onrecord.record.echoes")
        from onrecord.record.echoes import find_echoes

        def closed() -> bool:
            return self._closed

        await asyncio.to_thread(find_echoes, self._database, cancelled=closed, rest=True)

    async def _processes(self, *, parsing: bool) -> Processes:
        await asyncio.to_thread(import_module, "onrecord.processes")
        from onrecord.processes import PARSER_MB, Processes

        _start_resource_tracker()
        return Processes(self._settings.processes, memory_mb=PARSER_MB if parsing else None)

    async def close(self) -> None:
        """End what runs, and the processes."""
        self._closed = True
        for processes in (self._parsers, self._analysts):
            if processes is not None:
                await asyncio.to_thread(processes.close)
        await self._stack.aclose()


def _start_resource_tracker() -> None:
    """Start what multiprocessing needs before it starts a process.

    It hands the standard error on by its file descriptor, and what Textual puts in the place of
    ``sys.stderr`` has none.
    """
    from multiprocessing import resource_tracker

    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()
