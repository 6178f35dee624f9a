"""Runs the flow for many feeds: fetch, parse, store, and the full text of truncated articles.

Yields one event for each thing that happened; knows neither the screen nor SQL. The record of the
new articles is made afterwards (:mod:`onrecord.backlog`), so that they can be read at once.
"""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from onrecord.extract.article import NoArticle, extract_page
from onrecord.extract.fulltext import better_body, wants_page
from onrecord.fetch.addresses import names_private
from onrecord.fetch.credentials import Credentials, SecretError
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.fetch.politeness import Outcome, held_until, next_fetch, rhythm_of, with_hold
from onrecord.fetch.robots import Robots
from onrecord.parse.feed import NotAFeed, parse_feed
from onrecord.processes import WorkerFailed
from onrecord.store.articles import article, pages_due
from onrecord.store.feeds import digests
from onrecord.store.subscriptions import hold_host, move_feed, note_redirect
from onrecord.store.writer import (
    Stored,
    Validators,
    note_failure,
    note_page_missing,
    note_unchanged,
    store_feed,
    store_page,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
    from typing import Any, Concatenate, ParamSpec, TypeVar

    from onrecord.fetch.client import Client, Response
    from onrecord.model import Feed, ParsedFeed
    from onrecord.processes import Processes
    from onrecord.settings import FeedSpec
    from onrecord.store.database import Database

    P = ParamSpec("P")
    T = TypeVar("T")

IN_HAND = 32
"""Feeds under way at once: more than the client asks at a time, so that parsing never waits."""

PARSE_SECONDS = 20.0
PAGE_SECONDS = 15.0
SIGHTINGS = 3
"""Days on which a permanent redirect is seen before the feed's address follows it."""

MOST_PAGES = 500
"""Pages fetched after one refresh; what is left over comes after the next."""

_PERMANENT = frozenset({301, 308})


class RefreshRunning(Exception):
    """Another refresh of the same archive is under way; the text is one sentence for the user."""


class FeedOutcome(StrEnum):
    """What became of asking one feed."""

    STORED = "stored"
    """There was a new document; it may still hold no new article."""
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"
    """The server says that there will never be anything here again (410)."""
    HELD = "held"
    """Not asked: its host wants to be left alone for a while."""


@dataclass(frozen=True, slots=True)
class FeedDone:
    """One feed was asked. ``new`` and ``changed`` are ids of articles."""

    feed_id: int
    title: str
    outcome: FeedOutcome
    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class PageDone:
    """The page of a truncated article was asked for; ``sentence`` says what failed, or is ""."""

    article_id: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class RefreshDone:
    """All feeds were asked: their number, and the numbers of articles and failures."""

    feeds: int
    new: int
    changed: int
    failed: int


Event = FeedDone | PageDone | RefreshDone


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


async def refresh(
    database: Database,
    client: Client,
    processes: Processes,
    feeds: Sequence[Feed],
    *,
    specs: Sequence[FeedSpec] = (),
    clock: Callable[[], datetime] = utc_now,
) -> AsyncGenerator[Event]:
    """Ask ``feeds``, store what they bring, and fetch the full text of truncated articles.

    ``specs`` are what feeds.toml says of them: with which headers and secrets each is asked for.
    Closing the generator stops the work; what was stored stays. Raises ``RefreshRunning`` while
    another refresh of this archive runs, and ``StoreError`` where the archive cannot be written;
    a feed's own trouble is only an event.
    """
    with _only_refresh(database):
        run = _Run(database, client, processes, specs, clock)
        work = asyncio.create_task(run.refresh(feeds))
        try:
            while (event := await run.events.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        yield RefreshDone(len(feeds), run.new, run.changed, run.failed)


@contextmanager
def _only_refresh(database: Database) -> Iterator[None]:
    lock = FileLock(database.path.with_name("refresh.lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout as taken:
        raise RefreshRunning(
            "Another refresh of these feeds is under way; wait until it is done."
        ) from taken
    try:
        yield
    finally:
        lock.release()


class _Run:
    """One refresh: what it works with, and its counts."""

    def __init__(
        self,
        database: Database,
        client: Client,
        processes: Processes,
        specs: Sequence[FeedSpec],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._client = client
        self._processes = processes
        self._specs = {spec.url: spec for spec in specs}
        self._credentials = Credentials()
        self._clock = clock
        self._in_hand = asyncio.Semaphore(IN_HAND)
        self._holds: dict[str, datetime] = {}
        self._typed: set[str] = set()
        self._robots = Robots(client)
        self.events: asyncio.Queue[Event | None] = asyncio.Queue()
        self.new = self.changed = self.failed = 0

    async def refresh(self, feeds: Sequence[Feed]) -> None:
        """Do the work; at its end, however it ends, the queue of events gets a None."""
        try:
            self._typed = {urlsplit(feed.url).netloc for feed in feeds}
            await self._for_each(self._feed, feeds)
            due = await asyncio.to_thread(self._database.read, pages_due, MOST_PAGES)
            await self._for_each(self._page, due)
        finally:
            self.events.put_nowait(None)

    async def _for_each(self, work: Callable[[T], Awaitable[None]], items: Sequence[T]) -> None:
        async def one(item: T) -> None:
            async with self._in_hand:
                await work(item)

        try:
            async with asyncio.TaskGroup() as group:
                for item in items:
                    group.create_task(one(item))
        except BaseExceptionGroup as errors:
            # The archive's trouble is the same for all: the first one tells it.
            raise errors.exceptions[0] from errors

    async def _write(
        self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        return await asyncio.wrap_future(self._database.submit(fn, *args, **kw))

    async def _feed(self, feed: Feed) -> None:
        """Ask one feed and tell what became of it."""
        until = held_until(self._holds, feed.url, self._clock())
        if until is not None:
            sentence = (
                f"{urlsplit(feed.url).hostname} wants to be left alone until {until:%H:%M} UTC."
            )
            done = FeedDone(feed.id, feed.title, FeedOutcome.HELD, sentence=sentence)
        else:
            try:
                done = await self._ask(feed)
            except FetchError as failure:
                done = await self._note_fetch_error(feed, failure)
            except SecretError as failure:
                done = await self._note_failure(feed, Outcome(None, failed=True), str(failure))
        self.new += len(done.new)
        self.changed += len(done.changed)
        self.failed += done.outcome in {FeedOutcome.FAILED, FeedOutcome.GONE}
        self.events.put_nowait(done)

    async def _ask(self, feed: Feed) -> FeedDone:
        # A feed that has moved has no spec of its own: secrets do not follow it elsewhere.
        spec = self._specs.get(feed.url)
        response = await self._client.get(
            feed.url,
            etag=feed.etag,
            last_modified=feed.last_modified,
            headers=await self._credentials.headers(spec) if spec else None,
            allow_private=True,
        )
        now = self._clock()
        body_hash = hashlib.sha256(response.body).hexdigest()
        if response.not_modified or body_hash == feed.body_hash:
            due = next_fetch(
                now,
                Outcome(response.status, response.headers),
                interval=feed.interval,
                update_every=feed.update_every,
                rhythm=feed.rhythm,
            )
            await self._write(note_unchanged, feed.id, now, due)
            await self._follow(feed, response, now)
            return FeedDone(feed.id, feed.title, FeedOutcome.UNCHANGED)
        known = await asyncio.to_thread(self._database.read, digests, feed.id)
        try:
            parsed = await self._processes.run(
                partial(
                    parse_feed,
                    url=response.url,
                    content_type=response.headers.get("content-type", ""),
                    known=known,
                ),
                response.body,
                deadline=PARSE_SECONDS,
            )
        except (NotAFeed, WorkerFailed) as failure:
            return await self._note_failure(
                feed, Outcome(response.status, response.headers, failed=True), str(failure)
            )
        return await self._store(feed, response, parsed, body_hash)

    async def _store(
        self, feed: Feed, response: Response, parsed: ParsedFeed, body_hash: str
    ) -> FeedDone:
        now = self._clock()
        published = [entry.published_at for entry in parsed.entries if entry.published_at]
        # With the entries that are known already left out, the rest has no rhythm of its own.
        rhythm = feed.rhythm if parsed.left_out else rhythm_of(published, now)
        due = next_fetch(
            now,
            Outcome(response.status, response.headers),
            interval=feed.interval,
            update_every=parsed.update_every,
            rhythm=rhythm,
        )
        validators = Validators(
            response.headers.get("etag", ""), response.headers.get("last-modified", ""), body_hash
        )
        stored: Stored = await self._write(
            store_feed,
            feed.id,
            parsed,
            validators=validators,
            fetched_at=now,
            next_fetch_at=due,
            pages_due={e.guid for e in parsed.entries if wants_page(e, feed.full_text)},
            rhythm=rhythm,
        )
        await self._follow(feed, response, now)
        title = feed.title or parsed.title
        return FeedDone(
            feed.id, title, FeedOutcome.STORED, stored.new, stored.changed, parsed.warning
        )

    async def _follow(self, feed: Feed, response: Response, now: datetime) -> None:
        """Let the feed's address follow a permanent redirect that was seen on enough days."""
        target = ""
        if response.redirects and all(each.status in _PERMANENT for each in response.redirects):
            target = response.url
        days = await self._write(note_redirect, feed.id, target, now)
        if target and days >= SIGHTINGS:
            await self._write(move_feed, feed.id, target, now)

    async def _note_fetch_error(self, feed: Feed, failure: FetchError) -> FeedDone:
        outcome = Outcome(failure.status, failure.headers, failed=True)
        self._holds = with_hold(self._holds, feed.url, outcome, self._clock())
        until = held_until(self._holds, feed.url, self._clock())
        if until is not None:
            await self._write(hold_host, urlsplit(feed.url).netloc, until)
        gone = failure.kind is FailureKind.STATUS and failure.status == HTTPStatus.GONE
        return await self._note_failure(feed, outcome, str(failure), gone=gone)

    async def _note_failure(
        self, feed: Feed, outcome: Outcome, sentence: str, *, gone: bool = False
    ) -> FeedDone:
        now = self._clock()
        due = next_fetch(
            now,
            outcome,
            interval=feed.interval,
            failures=feed.failures + 1,
            jitter=_chance(feed, now),
        )
        await self._write(note_failure, feed.id, sentence, now, due, gone=gone)
        what = FeedOutcome.GONE if gone else FeedOutcome.FAILED
        return FeedDone(feed.id, feed.title, what, sentence=sentence)

    async def _page(self, due: tuple[int, str]) -> None:
        """Fetch the page of one truncated article; its own text stays where it is better."""
        article_id, url = due
        private = names_private(url) and urlsplit(url).netloc in self._typed
        if not await self._robots.allow(url, allow_private=private):
            await self._write(note_page_missing, article_id)
            self.events.put_nowait(PageDone(article_id, "Its site asks programs not to fetch it."))
            return
        try:
            response = await self._client.get(url, allow_private=private)
            page = await self._processes.run(
                partial(
                    extract_page,
                    url=response.url,
                    content_type=response.headers.get("content-type", ""),
                ),
                response.body,
                deadline=PAGE_SECONDS,
            )
        except (FetchError, NoArticle, WorkerFailed) as failure:
            await self._write(note_page_missing, article_id)
            self.events.put_nowait(PageDone(article_id, str(failure)))
            return
        stored = await asyncio.to_thread(self._database.read, article, article_id)
        if stored is None:
            return
        body = better_body(stored.body, page.body)
        if body == stored.body:
            await self._write(note_page_missing, article_id)
        else:
            await self._write(
                store_page,
                article_id,
                body,
                fetched_at=self._clock(),
                byline=page.byline,
                language=page.language,
            )
        self.events.put_nowait(PageDone(article_id))


def _chance(feed: Feed, now: datetime) -> float:
    """Give a number from 0 to 1 that spreads the feeds out, so that not all come back at once."""
    seed = f"{feed.id} {now:%Y-%m-%dT%H}".encode()
    return hashlib.sha256(seed).digest()[0] / 255
