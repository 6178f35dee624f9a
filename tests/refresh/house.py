"""An archive and its feeds on loopback servers, refreshed through the code that real ones are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from loopback import answer

from onrecord.fetch.client import Client
from onrecord.refresh import FeedDone, PageDone, refresh
from onrecord.store.articles import Scope, View, article, article_ids
from onrecord.store.feeds import feeds
from onrecord.store.subscriptions import sync_feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Feed
    from onrecord.processes import Processes
    from onrecord.settings import FeedSpec
    from onrecord.store.articles import StoredArticle
    from onrecord.store.database import Database

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def rss(*titles: str, text: str = "", **channel: str) -> bytes:
    """Return a feed with one whole article for each title."""
    about = "".join(f"<{name}>{value}</{name}>" for name, value in channel.items())
    words = text or "The pier at Orlen Sound opens again, said its keeper. " * 20
    items = "".join(
        f"<item><guid isPermaLink='false'>{title}</guid><title>{title}</title>"
        f"<link>https://orlen.example/{title}</link><description>{title}: {words}</description>"
        "</item>"
        for title in titles
    )
    return f"<rss version='2.0'><channel>{about}{items}</channel></rss>".encode()


def feed_answer(*titles: str, **headers: str) -> bytes:
    return answer(rss(*titles), content_type="application/rss+xml", **headers)


@dataclass
class House:
    """An archive with its subscriptions, refreshed by the real client, processes and clock's hand.

    ``deadline`` is what each exchange may take, in seconds; ``now`` what the clock shows.
    """

    database: Database
    processes: Processes
    now: datetime = NOON
    deadline: float = 60.0
    specs: Sequence[FeedSpec] = ()
    pages: list[PageDone] = field(default_factory=list)

    def subscribe(self, *specs: FeedSpec) -> None:
        self.specs = specs
        self.database.write(sync_feeds, specs, self.now)

    @property
    def feeds(self) -> list[Feed]:
        return self.database.read(feeds)

    @property
    def stored(self) -> list[StoredArticle]:
        ids = self.database.read(article_ids, Scope(View.ALL))
        found = [self.database.read(article, each) for each in ids]
        return [each for each in found if each is not None]

    @property
    def articles(self) -> dict[str, StoredArticle]:
        """Return what is stored by its title."""
        return {each.title: each for each in self.stored}

    async def refresh(self, only: Sequence[Feed] | None = None) -> list[FeedDone]:
        """Refresh these feeds, or all; return what became of each, in that order."""
        chosen = self.feeds if only is None else only
        done: dict[int, FeedDone] = {}
        self.pages.clear()
        async with Client() as client:
            unhurried = client.get

            async def get(url, **options):
                return await unhurried(url, **{"deadline": self.deadline} | options)

            client.get = get
            events = refresh(
                self.database,
                client,
                self.processes,
                chosen,
                specs=self.specs,
                clock=lambda: self.now,
            )
            async for event in events:
                if isinstance(event, FeedDone):
                    done[event.feed_id] = event
                elif isinstance(event, PageDone):
                    self.pages.append(event)
        return [done[each.id] for each in chosen]
