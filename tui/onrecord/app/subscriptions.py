"""Subscribing and unsubscribing from inside the reader; each can be taken back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.config import (
    FeedSpec,
    add_feed,
    add_feeds,
    begin,
    load,
    move_feed,
    remove_feed,
)
from onrecord.store.feeds import feed_by_url, feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.app import OnRecord
    from onrecord.model import Feed


class Subscriptions:
    """Edits feeds.toml and brings the store into line with it."""

    def __init__(self, on_record: OnRecord) -> None:
        self._on_record = on_record

    async def subscribe(self, url: str, title: str) -> Feed | None:
        """Add a feed; return it, or None where it was subscribed to already."""
        spec = FeedSpec(url=url, title=title)
        if not await self._add(spec):
            return None
        self._on_record.undo.remember(
            f"subscribed to {title or url}", lambda: self._remove(url), lambda: self._add(spec)
        )
        return await self._on_record.read(feed_by_url, url)

    async def begin(self, wanted: Sequence[FeedSpec]) -> None:
        """Write the first feeds.toml."""
        await asyncio.to_thread(begin, self._on_record.config.path, wanted)
        await self.reload()

    async def subscribe_all(self, specs: Sequence[FeedSpec]) -> list[Feed]:
        """Add several feeds; return those that were not subscribed to yet."""
        added = await asyncio.to_thread(add_feeds, self._on_record.config.path, specs)
        if not added:
            return []
        await self.reload()
        what = f"subscribed to {count(len(added), 'feed')}"
        self._on_record.undo.remember(what, partial(self._remove_all, added))
        urls = {spec.url for spec in added}
        return [feed for feed in await self._on_record.read(feeds) if feed.url in urls]

    async def _remove_all(self, specs: Sequence[FeedSpec]) -> None:
        def remove() -> None:
            for spec in specs:
                remove_feed(self._on_record.config.path, spec.url)

        await asyncio.to_thread(remove)
        await self.reload()

    async def unsubscribe(self, feed: Feed) -> None:
        """Leave a feed; its articles stay."""
        removed = await self._remove(feed.url)
        spec = removed or FeedSpec(url=feed.url, title=feed.title, folder=feed.folder)
        self._on_record.undo.remember(
            f"unsubscribed from {feed.title}",
            lambda: self._add(spec),
            lambda: self._remove(feed.url),
        )

    async def follow(self, url: str, moved_to: str) -> None:
        """Write the new address of a feed that has moved for good; raises `ConfigError`."""
        await asyncio.to_thread(move_feed, self._on_record.config.path, url, moved_to)
        await self.reload()

    async def _add(self, spec: FeedSpec) -> bool:
        added = await asyncio.to_thread(add_feed, self._on_record.config.path, spec)
        await self.reload()
        return added

    async def _remove(self, url: str) -> FeedSpec | None:
        removed = await asyncio.to_thread(remove_feed, self._on_record.config.path, url)
        await self.reload()
        return removed

    async def reload(self) -> None:
        """Read feeds.toml again: a feed that is listed anew is subscribed to again."""
        self._on_record.config = await asyncio.to_thread(load, self._on_record.config.path)
        await self._on_record.sync_feeds()
