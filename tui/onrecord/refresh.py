"""Runs the flow for many feeds: fetch, parse, store, and the full text of truncated articles.

Yields one event for each thing that happened; knows neither the screen nor SQL. The record of the
new articles is made afterwards (:mod:`onrecord.backlog`), so that they can be read at once.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.extract.fulltext import better_body, wants_page
from onrecord.fetch.addresses import names_private
from onrecord.fetch.credentials import Credentials, SecretError
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.fetch.politeness import Outcome, held_until, next_fetch, rhythm_of, with_hold
from onrecord.fetch.robots import Robots
from onrecord.processes import Failure, WorkerFailed
from onrecord.refresh_events import Event, FeedDone, FeedOutcome, PageDone, RefreshDone
from onrecord.refresh_lock import only_refresh
from onrecord.store.articles import article, pages_due
from onrecord.store.columns import moment
from onrecord.store.feeds import digests
from onrecord.store.follows import follow_rules
from onrecord.store.merging import merge_some, needs_merging
from onrecord.store.rules import Stage, apply_rules, note_rules
from onrecord.store.subscriptions import follow_redirect, hold_host
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
    from collections.abc import AsyncGenerator, Callable, Sequence
    from typing import Any, Concatenate, ParamSpec, TypeVar

    from onrecord.fetch.client import Client
    from onrecord.fetch.messages import Response
    from onrecord.model import Feed
    from onrecord.processes import Processes
    from onrecord.settings import FeedSpec, RuleSpec
    from onrecord.store.database import Database
    from onrecord.store.rules import Acted
    from onrecord.store.stories import Stories

    P = ParamSpec("P")
    T = TypeVar("T")

IN_HAND = 24
"""Feeds under way at once: a few more than the client asks at a time, so that parsing never waits,
and not so many that the documents that wait for it fill the memory."""

PER_HOST = 2
"""Feeds of one server asked at once, as by the client. Those of a slow one wait here, out of the
way of all others, and learn in time that it wants to be left alone."""

PARSE_SECONDS = 20.0
PAGE_SECONDS = 15.0
MOST_PAGES = 500
"""Pages fetched after one refresh; what is left over comes after the next."""

PATIENCE = timedelta(days=2)
"""How long a page that cannot be had just now is asked for again with each refresh."""

__all__ = [
    "Event",
    "FeedDone",
    "FeedOutcome",
    "PageDone",
    "RefreshDone",
    "fetch_page",
    "refresh",
    "utc_now",
]

_PERMANENT = frozenset({301, 308})
_SMALLEST_FEED = b"<rss><channel></channel></rss>"


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
    rules: Sequence[RuleSpec] = (),
    clock: Callable[[], datetime] = utc_now,
) -> AsyncGenerator[Event]:
    """Ask ``feeds``, store what they bring, and fetch the full text of truncated articles.

    ``specs`` are what feeds.toml says of them: with which headers and secrets each is asked for.
    The ``rules`` act on what comes, and the user is told of what they follow.
    Closing the generator stops the work; what was stored stays. Raises ``RefreshRunning`` while
    another refresh of this archive runs, and ``StoreError`` where the archive cannot be written;
    a feed's own trouble is only an event.
    """
    with only_refresh(database):
        rules = (*rules, *await asyncio.to_thread(database.read, follow_rules))
        run = _Run(database, client, processes, specs, rules, clock)
        work = asyncio.create_task(run.refresh(feeds))
        try:
            while (event := await run.events.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        yield RefreshDone(len(feeds), run.new, run.changed, run.failed)


async def fetch_page(
    database: Database,
    client: Client,
    processes: Processes,
    article_id: int,
    url: str,
    *,
    specs: Sequence[FeedSpec] = (),
    rules: Sequence[RuleSpec] = (),
    clock: Callable[[], datetime] = utc_now,
) -> str:
    """Fetch the page of one article now and take its text, as a refresh does for teasers.

    Returns the sentence that says why the text was not taken, or "".
    """
    rules = (*rules, *await asyncio.to_thread(database.read, follow_rules))
    run = _Run(database, client, processes, specs, rules, clock)
    sentence, _ = await run.fetch_page(article_id, url)
    if sentence:
        return sentence
    stored = await asyncio.to_thread(database.read, article, article_id)
    taken = stored is not None and stored.text_from == "page"
    return "" if taken else "The page has no more to read than the feed gave."


class _Run:
    """One refresh: what it works with, and its counts."""

    def __init__(
        self,
        database: Database,
        client: Client,
        processes: Processes,
        specs: Sequence[FeedSpec],
        rules: Sequence[RuleSpec],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._client = client
        self._processes = processes
        self._specs = {spec.url: spec for spec in specs}
        self._rules = rules
        self._credentials = Credentials()
        self._clock = clock
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(PER_HOST)
        )
        self._in_hand = asyncio.Semaphore(IN_HAND)
        self._holds: dict[str, datetime] = {}
        self._typed = {urlsplit(spec.url).netloc for spec in specs}
        self._robots = Robots(client)
        self.events: asyncio.Queue[Event | None] = asyncio.Queue()
        self.new = self.changed = self.failed = 0

    async def refresh(self, feeds: Sequence[Feed]) -> None:
        """Do the work; at its end, however it ends, the queue of events gets a None."""
        try:
            if self._rules:
                await self._write(note_rules, self._rules, self._clock())
            self._typed |= {urlsplit(feed.url).netloc for feed in feeds}
            async with asyncio.TaskGroup() as group:
                if any(not feed.body_hash for feed in feeds):
                    group.create_task(self._start_parsers())
                for feed in feeds:
                    group.create_task(self._feed(feed))
            due = await asyncio.to_thread(self._database.read, pages_due, MOST_PAGES)
            async with asyncio.TaskGroup() as group:
                for article_id, url in due:
                    group.create_task(self._page(article_id, url))
            if await asyncio.to_thread(self._database.read, needs_merging):
                while await self._write(merge_some):
                    pass
        except BaseExceptionGroup as errors:
            # The archive's trouble is the same for all: the first one tells it.
            raise errors.exceptions[0] from errors
        finally:
            self.events.put_nowait(None)

    async def _start_parsers(self) -> None:
        """Have a process started, and feedparser imported in it, while the first answer comes."""
        from onrecord.intake import take_in

        with suppress(WorkerFailed):
            # What hinders it will hinder, and be told by, the first feed as well.
            await self._processes.run(
                partial(take_in, url="http://onrecord.example/"), _SMALLEST_FEED
            )

    async def _write(
        self, fn: Callable[Concatenate[Any, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        return await asyncio.wrap_future(self._database.submit(fn, *args, **kw))

    async def _feed(self, feed: Feed) -> None:
        """Ask one feed and tell what became of it."""
        async with AsyncExitStack() as hand:
            async with self._turns[urlsplit(feed.url).netloc]:
                answer: Response | FeedDone | None = self._held(feed)
                if answer is None:
                    await hand.enter_async_context(self._in_hand)
                    answer = await self._ask(feed)
            done = answer if isinstance(answer, FeedDone) else await self._take_in(feed, answer)
        self.new += len(done.new)
        self.changed += len(done.changed)
        self.failed += done.outcome in {FeedOutcome.FAILED, FeedOutcome.GONE}
        self.events.put_nowait(done)

    def _held(self, feed: Feed) -> FeedDone | None:
        until = held_until(self._holds, feed.url, self._clock())
        if until is None:
            return None
        sentence = f"{urlsplit(feed.url).hostname} wants to be left alone until {until:%H:%M} UTC."
        return FeedDone(feed.id, feed.title, FeedOutcome.HELD, sentence=sentence)

    async def _ask(self, feed: Feed) -> Response | FeedDone:
        # A feed that has moved has no spec of its own: secrets do not follow it elsewhere.
        spec = self._specs.get(feed.url)
        try:
            return await self._client.get(
                feed.url,
                etag=feed.etag,
                last_modified=feed.last_modified,
                headers=await self._credentials.headers(spec) if spec else None,
                allow_private=True,
            )
        except FetchError as failure:
            return await self._note_fetch_error(feed, failure)
        except SecretError as failure:
            return await self._note_failure(feed, Outcome(None, failed=True), str(failure))

    async def _take_in(self, feed: Feed, response: Response) -> FeedDone:
        """Parse and store what a feed's server answered."""
        body_hash = hashlib.sha256(response.body).hexdigest()
        if response.not_modified or body_hash == feed.body_hash:
            return await self._unchanged(feed, response)
        # Imported here: most refreshes bring nothing, and the process does the work.
        from onrecord.intake import take_in
        from onrecord.parse.feed import NotAFeed

        known: frozenset[str] = frozenset()
        if feed.body_hash:
            known = await asyncio.to_thread(self._database.read, digests, feed.id)
        try:
            found = await self._processes.run(
                partial(
                    take_in,
                    url=response.url,
                    content_type=response.content_type,
                    known=known,
                ),
                response.body,
                deadline=PARSE_SECONDS,
            )
        except (NotAFeed, WorkerFailed) as failure:
            if isinstance(failure, WorkerFailed) and failure.failure is Failure.CLOSED:
                # The reader is closing: that is no fault of the feed.
                raise asyncio.CancelledError from failure
            outcome = Outcome(response.status, response.headers, failed=True)
            return await self._note_failure(feed, outcome, str(failure))
        return await self._store(feed, response, found, body_hash)

    async def _unchanged(self, feed: Feed, response: Response) -> FeedDone:
        now = self._clock()
        due = next_fetch(
            now,
            Outcome(response.status, response.headers),
            interval=feed.interval,
            update_every=feed.update_every,
            rhythm=feed.rhythm,
        )
        target = self._permanent_target(feed, response)

        def note(db: Any) -> str:
            note_unchanged(db, feed.id, now, due)
            # With a 304 nothing was read at the new address yet: it is seen, but not followed.
            read = not response.not_modified
            return target if follow_redirect(db, feed.id, target, now, read=read) else ""

        moved_to = await self._write(note)
        return FeedDone(feed.id, feed.title, FeedOutcome.UNCHANGED, moved_to=moved_to)

    async def _store(
        self, feed: Feed, response: Response, found: Stories, body_hash: str
    ) -> FeedDone:
        now = self._clock()
        published = [moment(each.published_at) for each in found.stories if each.published_at]
        # With the entries that are known already left out, the rest has no rhythm of its own.
        rhythm = feed.rhythm if found.left_out else rhythm_of(published, now)
        due = next_fetch(
            now,
            Outcome(response.status, response.headers),
            interval=feed.interval,
            update_every=found.update_every,
            rhythm=rhythm,
        )
        validators = Validators(
            response.headers.get("etag", ""), response.headers.get("last-modified", ""), body_hash
        )
        wanted = {each.guid for each in found.stories if wants_page(each, feed.full_text)}
        target = self._permanent_target(feed, response)

        def store(db: Any) -> tuple[Stored, tuple[Acted, ...], str]:
            stored = store_feed(
                db,
                feed.id,
                found,
                validators=validators,
                fetched_at=now,
                next_fetch_at=due,
                pages_due=wanted,
                rhythm=rhythm,
            )
            ids = (*stored.new, *stored.changed)
            acted = apply_rules(db, self._rules, ids, Stage.ARRIVED) if ids else ()
            moved = follow_redirect(db, feed.id, target, now, read=True)
            return stored, acted, target if moved else ""

        stored, acted, moved_to = await self._write(store)
        return FeedDone(
            feed.id,
            feed.title or found.title,
            FeedOutcome.STORED,
            stored.new,
            stored.changed,
            found.warning,
            moved_to,
            acted,
        )

    def _permanent_target(self, feed: Feed, response: Response) -> str:
        """Give where the feed has moved for good, as far as its server says; "" for nowhere.

        Not from https to http; and where the user gave the feed secrets, not to another host,
        which would be sent them.
        """
        steps = response.redirects
        if not steps or any(step.status not in _PERMANENT for step in steps):
            return ""
        former, target = urlsplit(feed.url), urlsplit(response.url)
        spec = self._specs.get(feed.url)
        secret = spec is not None and (spec.username or spec.password or spec.token or spec.headers)
        if (former.scheme, target.scheme) == ("https", "http") or "@" in former.netloc:
            return ""
        return "" if secret and former.hostname != target.hostname else response.url

    async def _note_fetch_error(self, feed: Feed, failure: FetchError) -> FeedDone:
        asked = failure.redirects[-1].url if failure.redirects else feed.url
        outcome = Outcome(failure.status, failure.headers, failed=True)
        await self._hold(asked, outcome)
        gone = failure.kind is FailureKind.STATUS and failure.status == HTTPStatus.GONE
        return await self._note_failure(feed, outcome, str(failure), gone=gone)

    async def _hold(self, url: str, outcome: Outcome) -> None:
        """Leave the host of ``url`` alone for as long as its answer asks for (429)."""
        if outcome.status != HTTPStatus.TOO_MANY_REQUESTS:
            return
        self._holds = with_hold(self._holds, url, outcome, self._clock())
        until = held_until(self._holds, url, self._clock())
        if until is not None:
            await self._write(hold_host, urlsplit(url).hostname or "", until)

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

    async def _page(self, article_id: int, url: str) -> None:
        """Fetch the page of one truncated article; its own text stays where it is better."""
        async with self._turns[urlsplit(url).netloc], self._in_hand:
            if held_until(self._holds, url, self._clock()) is not None:
                return
            sentence, acted = await self.fetch_page(article_id, url)
        self.events.put_nowait(PageDone(article_id, sentence, acted))

    async def fetch_page(self, article_id: int, url: str) -> tuple[str, tuple[Acted, ...]]:
        """Take in the page of an article; give what says why not, or "", and what rules did."""
        from onrecord.extract.article import NoArticle, extract_page

        private = names_private(url) and urlsplit(url).netloc in self._typed
        if not await self._robots.allow(url, allow_private=private):
            await self._write(note_page_missing, article_id)
            return f"{urlsplit(url).hostname} asks programs not to fetch its articles.", ()
        try:
            response = await self._client.get(url, allow_private=private)
            page = await self._processes.run(
                partial(
                    extract_page,
                    url=response.url,
                    content_type=response.content_type,
                ),
                response.body,
                deadline=PAGE_SECONDS,
            )
        except FetchError as failure:
            await self._hold(url, Outcome(failure.status, failure.headers, failed=True))
            return await self._give_up_page(article_id, str(failure), passing=failure.passing), ()
        except (NoArticle, WorkerFailed) as failure:
            closed = isinstance(failure, WorkerFailed) and failure.failure is Failure.CLOSED
            return await self._give_up_page(article_id, str(failure), passing=closed), ()
        stored = await asyncio.to_thread(self._database.read, article, article_id)
        if stored is None:
            return "", ()
        body = better_body(stored.body, page.body)
        if body == stored.body:
            await self._write(note_page_missing, article_id)
            return "", ()

        def store(db: Any) -> tuple[Acted, ...]:
            store_page(
                db,
                article_id,
                body,
                fetched_at=self._clock(),
                byline=page.byline,
                language=page.language,
            )
            return apply_rules(db, self._rules, [article_id], Stage.ARRIVED)

        return "", await self._write(store)

    async def _give_up_page(self, article_id: int, sentence: str, *, passing: bool) -> str:
        """Note that a page cannot be had; where that may pass, only once it has lasted."""
        stored = await asyncio.to_thread(self._database.read, article, article_id)
        lasting = stored is None or self._clock() - stored.fetched_at > PATIENCE
        if lasting or not passing:
            await self._write(note_page_missing, article_id)
        return sentence


def _chance(feed: Feed, now: datetime) -> float:
    """Give a number from 0 to 1 that spreads the feeds out, so that not all come back at once."""
    seed = f"{feed.id} {now:%Y-%m-%dT%H}".encode()
    return hashlib.sha256(seed).digest()[0] / 255
