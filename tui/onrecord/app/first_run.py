"""The first run: the welcome, and what follows from it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from onrecord.config import default_specs
from onrecord.settings import FeedSpec
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from onrecord.app.app import OnRecord


class FirstRun:
    """Welcomes the user of a profile that has no feeds.toml yet.

    Nothing is written before something is chosen: who leaves the welcome sees it again next time.
    ``go_on`` is what the reader does at each start, once it is known which feeds there are.
    """

    def __init__(self, on_record: OnRecord, go_on: Callable[[], Awaitable[object]]) -> None:
        self._on_record = on_record
        self._go_on = go_on

    async def welcome(self) -> None:
        """Offer the feeds that On Record comes with, after those that the archive knows."""
        from onrecord.app.screens.welcome import Welcome

        known = [
            FeedSpec(feed.url, feed.title, feed.folder)
            for feed in await self._on_record.read(feeds)
        ]
        offered = (*known, *await asyncio.to_thread(default_specs))
        await self._on_record.push_screen(Welcome(self._on_record, offered), self._chosen)

    def _chosen(self, wanted: tuple[FeedSpec, ...] | None) -> None:
        self._on_record.errand(partial(self._begin, wanted), group="start")

    async def _begin(self, wanted: tuple[FeedSpec, ...] | None) -> None:
        """Write feeds.toml, open the guide, and start to fetch while it is read."""
        if wanted is not None:
            await self._on_record.subscriptions.begin(wanted)
        self._on_record.action_guide()
        await self._go_on()
