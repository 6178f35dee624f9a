"""Subscribing and unsubscribing from inside the reader; each can be taken back."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.config import (
    ConfigError,
    FeedSpec,
    add_feed,
    add_feeds,
    begin,
    load,
    move_feed,
    remove_feed,
)
from onrecord.feed_changes import change_feed, rename_folder, restore_feed
from onrecord.store.feeds import feed_by_url, feeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.app import OnRecord
    from onrecord.model import Feed


class Subscriptions:
    """Edits feeds.toml and brings the store into line with it."""

    def __init__(self, on_record: OnRecord) -> None:
        self._on_record = on_record

    async def subscribe(self, url: str, title: str, folder: str = "") -> Feed | None:
        """Add a feed; return it, or None where it was subscribed to already."""
        spec = FeedSpec(url=url, title=title, folder=folder)
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
        await self._write_if_gone()
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
        await self.reload(left=[spec.url for spec in specs])

    async def unsubscribe(self, feed: Feed) -> None:
        """Leave a feed; its articles stay."""
        removed = await self._remove(feed.url)
        spec = removed or FeedSpec(url=feed.url, title=feed.title, folder=feed.folder)
        self._on_record.undo.remember(
            f"unsubscribed from {feed.title}",
            lambda: self._add(spec),
            lambda: self._remove(feed.url),
        )

    async def change(self, feed: Feed, title: str, folder: str, url: str) -> None:
        """Give a feed another name, folder and address; raises `ConfigError`."""
        path = self._on_record.config.path

        async def change() -> str | None:
            write = partial(change_feed, path, feed.url, title=title, folder=folder, new_url=url)
            before = await asyncio.to_thread(write)
            await self._move(feed.id, url)
            return before

        async def restore() -> None:
            if before is not None:
                await asyncio.to_thread(restore_feed, path, url, before)
            await self._move(feed.id, feed.url)

        before = await change()
        if before is None:
            raise ConfigError(f"feeds.toml does not list {feed.url}: look there first.")
        self._on_record.undo.remember(f"“{feed.title}” changed", restore, change)

    async def _move(self, feed_id: int, url: str) -> None:
        """Tell the store a feed's address, so that it is no new feed, and read feeds.toml."""

        def move() -> None:
            from onrecord.store.subscriptions import move_feed

            self._on_record.database.write(move_feed, feed_id, url, self._on_record.now())

        if all((feed.id, feed.url) != (feed_id, url) for feed in await self._feeds()):
            await asyncio.to_thread(move)
        await self.reload()

    async def _feeds(self) -> Sequence[Feed]:
        return await self._on_record.read(feeds)

    async def rename_folder(self, name: str, new_name: str) -> None:
        """Give a folder another name; raises `ConfigError`."""
        path = self._on_record.config.path

        async def rename(name: str, new_name: str, urls: Sequence[str] = ()) -> tuple[str, ...]:
            changed = await asyncio.to_thread(rename_folder, path, name, new_name, urls)
            await self.reload()
            return changed

        urls = await rename(name, new_name)
        self._on_record.undo.remember(
            f"folder “{name}” renamed",
            lambda: rename(new_name, name, urls),
            lambda: rename(name, new_name, urls),
        )

    async def follow(self, url: str, moved_to: str) -> None:
        """Write the new address of a feed that has moved for good; raises `ConfigError`."""
        await asyncio.to_thread(move_feed, self._on_record.config.path, url, moved_to)
        await self.reload()

    async def _write_if_gone(self) -> None:
        """Write the feeds again where feeds.toml has vanished: a new one would leave them all."""
        path, specs = self._on_record.config.path, self._on_record.config.feeds
        if specs and not path.exists():
            await asyncio.to_thread(add_feeds, path, specs)

    async def _add(self, spec: FeedSpec) -> bool:
        await self._write_if_gone()
        added = await asyncio.to_thread(add_feed, self._on_record.config.path, spec)
        await self.reload()
        return added

    async def _remove(self, url: str) -> FeedSpec | None:
        removed = await asyncio.to_thread(remove_feed, self._on_record.config.path, url)
        await self.reload(left=[url])
        return removed

    async def reload(self, left: Sequence[str] = ()) -> None:
        """Read feeds.toml again, from which these feeds were just taken out.

        A feed that is listed anew is subscribed to again.
        """
        self._on_record.config = await asyncio.to_thread(load, self._on_record.config.path)
        self._on_record.hand_edits.was_read()
        await self._on_record.sync_feeds(left)
