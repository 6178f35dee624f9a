"""Changing what stands among the sources: a feed's name, folder and address, a folder's name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onrecord.clean import clean_line
from onrecord.settings import FeedSpec

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord
    from onrecord.model import Feed


def change_feed(on_record: OnRecord, feed: Feed) -> None:
    """Ask what a feed is to be called, where it is to stand, and what its address is."""
    from onrecord.app.screens.change_feed import ChangeFeed

    listed = (spec for spec in on_record.config.feeds if spec.url == feed.url)
    spec = next(listed, FeedSpec(feed.url, feed.title, feed.folder))
    before = (spec.title, spec.folder, spec.url)

    async def change(title: str, folder: str, url: str) -> None:
        await on_record.subscriptions.change(feed, title, folder, url)
        on_record.say(f"{title or feed.title} is changed. U undoes it.")
        if url != spec.url:
            moved = [each for each in on_record.room.sources.feeds if each.id == feed.id]
            on_record.refresh_feeds(moved)

    def answered(answer: tuple[str, str, str] | None) -> None:
        if answer is not None and answer != before:
            on_record.errand(partial(change, *answer), group="subscriptions")

    folders = dict.fromkeys(each.folder for each in on_record.config.feeds if each.folder)
    on_record.push_screen(ChangeFeed(spec, feed.title, list(folders)), answered)


def rename_folder(on_record: OnRecord, folder: str) -> None:
    """Ask for another name for a folder."""
    from onrecord.app.screens.person_dialogs import NameDialog

    async def rename(name: str) -> None:
        await on_record.subscriptions.rename_folder(folder, name)
        on_record.say(f"The folder is called {name} now. U undoes it.")

    def answered(typed: str | None) -> None:
        name = clean_line(typed or "").strip()
        if name and name != folder:
            on_record.errand(partial(rename, name), group="subscriptions")

    words = "Its feeds and its settings in feeds.toml go with it. Enter keeps it, U takes it back."
    on_record.push_screen(NameDialog(f"Rename the folder “{folder}”", words, folder), answered)
