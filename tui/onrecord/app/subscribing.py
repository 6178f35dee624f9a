"""Subscribing in the reader: what is asked, what is said of it, and that it is fetched at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.app.panes import Pane

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord
    from onrecord.config import FeedSpec


def add_feed(on_record: OnRecord, address: str = "") -> None:
    """Look for feeds at an address, or ask for one, and subscribe to what is found.

    It goes into the folder that one points at among the sources.
    """
    from onrecord.app.screens.add_feed import AddFeed

    folder = _folder(on_record)

    async def subscribe(url: str, title: str) -> None:
        feed = await on_record.subscriptions.subscribe(url, title, folder)
        if feed is None:
            for known in on_record.room.sources.feeds:
                if known.url == url:
                    on_record.room.go_to_feed(known)
            on_record.say("This feed is among yours already.")
            return
        where = f", in {folder}" if folder else ""
        on_record.say(f"Subscribed to {title or url}{where}. U undoes it.")
        on_record.refresh_feeds([feed])

    def added(candidate: tuple[str, str] | None) -> None:
        if candidate is not None:
            on_record.errand(partial(subscribe, *candidate), group="subscriptions")

    on_record.push_screen(AddFeed(on_record, address, folder), added)


def _folder(on_record: OnRecord) -> str:
    """Return the folder that is chosen among the sources, or that of the chosen feed."""
    source = on_record.room.sources.source
    if on_record.room.pane is not Pane.SOURCES or source is None or source.scope is None:
        return ""
    return source.feed.folder if source.feed else source.scope.folder


def import_feeds(on_record: OnRecord) -> None:
    """Ask for an OPML file, and subscribe to the feeds that it lists."""
    from onrecord.app.screens.import_feeds import ImportFeeds

    async def subscribe(specs: tuple[FeedSpec, ...]) -> None:
        added = await on_record.subscriptions.subscribe_all(specs)
        if added:
            on_record.say(f"Subscribed to {count(len(added), 'feed')}. U undoes it.")
            on_record.refresh_feeds(added)
        else:
            on_record.say("All of its feeds are among yours already.")

    def read(specs: tuple[FeedSpec, ...] | None) -> None:
        if specs is not None:
            on_record.errand(partial(subscribe, specs), group="subscriptions")

    on_record.push_screen(ImportFeeds(on_record), read)
