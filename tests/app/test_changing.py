"""Feeds and folders are changed in the reader, and feeds.toml is read as the user saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import ADDRESS, press, screen_text, settled
from textual.widgets import Input

from onrecord.app import hand_edits
from onrecord.app.panes import Pane
from onrecord.app.screens.change_feed import ChangeFeed
from onrecord.config import load
from onrecord.samples.outlets import OUTLETS
from onrecord.store.articles import Scope, View, article_ids
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (160, 40)
FIRST = OUTLETS[0]
URL = ADDRESS + FIRST.feed_path


def toasts(app: OnRecord) -> str:
    return " ".join(notification.message for notification in app._notifications)


async def at_feed(pilot: Pilot[None], reader: OnRecord) -> Scope:
    """Point at the first outlet's feed among the sources."""
    await settled(pilot)
    feed = next(each for each in reader.room.sources.feeds if each.url == URL)
    scope = Scope(View.FEED, feed_id=feed.id)
    reader.room.enter_pane(Pane.SOURCES)
    assert reader.room.sources.choose_scope(scope)
    await settled(pilot)
    return scope


def typed(screen: ChangeFeed) -> list[str]:
    return [each.value for each in screen.query(Input)]


async def fill(pilot: Pilot[None], *values: str) -> None:
    """Write other values into the lines of the dialog, and keep them."""
    for value in values:
        await press(pilot, "ctrl+u", *value, "tab")
    await press(pilot, "enter")
    await settled(pilot)


async def test_a_feed_gets_another_name_and_folder_and_undo_takes_it_back(
    reader: OnRecord, database: Database, folder: Path
):
    before = (folder / "feeds.toml").read_text()
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        scope = await at_feed(pilot, reader)
        await press(pilot, "E")
        assert isinstance(reader.screen, ChangeFeed)
        assert typed(reader.screen) == [FIRST.name, FIRST.folder, URL]
        await fill(pilot, "The Wire", "Agencies")
        assert reader.screen is reader.room
        source = reader.room.sources.source
        assert source is not None
        assert (source.title, source.scope) == ("The Wire", scope)
        assert "The Wire is changed. U undoes it." in screen_text(reader)
        spec = next(each for each in load(folder / "feeds.toml").feeds if each.url == URL)
        assert (spec.title, spec.folder) == ("The Wire", "Agencies")
        assert "Agencies" in {feed.folder for feed in database.read(feeds)}
        await press(pilot, "U")
        assert (folder / "feeds.toml").read_text() == before
        await press(pilot, "ctrl+r")
        assert load(folder / "feeds.toml").feeds[0].title == "The Wire"


async def test_another_address_keeps_the_articles_also_of_a_feed_without_a_name(
    reader: OnRecord, database: Database, folder: Path
):
    file = folder / "feeds.toml"
    file.write_text(file.read_text().replace(f'title = "{FIRST.name}"\n', ""))
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        scope = await at_feed(pilot, reader)
        had = list(database.read(article_ids, scope))
        assert had
        reader.refresh_feeds = lambda _=None: None  # type: ignore[method-assign] - nothing is fetched here
        await press(pilot, "E", "tab", "tab")
        await fill(pilot, "https://wire.example/rss")
        moved = next(each for each in database.read(feeds) if each.id == scope.feed_id)
        assert moved.url == "https://wire.example/rss"
        assert list(database.read(article_ids, scope)) == had
        await press(pilot, "U")
        back = next(each for each in database.read(feeds) if each.id == scope.feed_id)
        assert back.url == URL
        assert list(database.read(article_ids, scope)) == had


async def test_an_address_that_is_none_is_told_in_the_dialog(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await at_feed(pilot, reader)
        await press(pilot, "E", "tab", "tab")
        await fill(pilot, "the wire")
        assert isinstance(reader.screen, ChangeFeed)
        assert "begins with https://" in screen_text(reader)


async def test_a_folder_is_renamed_and_its_list_stays_open(reader: OnRecord, folder: Path):
    before = (folder / "feeds.toml").read_text()
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        reader.room.enter_pane(Pane.SOURCES)
        reader.room.sources.choose_scope(Scope(View.FOLDER, folder=FIRST.folder))
        await settled(pilot)
        listed = list(reader.room.articles.ids)
        assert listed
        await press(pilot, "E", "ctrl+u", *"Agencies", "enter")
        await settled(pilot)
        assert reader.room.scope == Scope(View.FOLDER, folder="Agencies")
        assert list(reader.room.articles.ids) == listed
        await press(pilot, "U")
        assert (folder / "feeds.toml").read_text() == before


async def test_what_cannot_be_changed_says_what_can(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "E")
        assert "Point at a feed, a folder or a saved search" in screen_text(reader)


@pytest.fixture(autouse=True)
def looks_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at when a test says so."""
    monkeypatch.setattr(hand_edits, "LOOK", 3600.0)


async def saved(pilot: Pilot[None], reader: OnRecord) -> None:
    """Let the reader see that feeds.toml was saved, and that nobody writes to it."""
    reader.hand_edits.look()
    reader.hand_edits.look()
    await settled(pilot)


async def test_what_is_written_into_feeds_toml_holds_at_once(
    reader: OnRecord, database: Database, folder: Path
):
    file = folder / "feeds.toml"
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        settings = '[settings]\ntheme = "paper"\n\n[settings.keymap]\n"article.star" = "S"\n\n'
        file.write_text(settings + file.read_text().replace(FIRST.name, "The Wire"))
        reader.hand_edits.look()
        await settled(pilot)
        assert reader.theme == "night", "it may still be being written"
        await saved(pilot, reader)
        assert reader.theme == "paper"
        assert "The Wire" in {feed.title for feed in database.read(feeds)}
        assert "feeds.toml is read again." in screen_text(reader)
        await press(pilot, "2", "S")
        await settled(pilot)
        assert database.read(article_ids, Scope(View.STARRED))


async def test_a_mistake_made_while_the_reader_is_open_is_told_once(
    reader: OnRecord, database: Database, folder: Path
):
    file = folder / "feeds.toml"
    before = {feed.url for feed in database.read(feeds)}
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        file.write_text(file.read_text() + "\n[[feeds]\nurl =\n")
        await saved(pilot, reader)
        assert "feeds.toml, line" in toasts(reader)
        number = len(reader._notifications)
        await saved(pilot, reader)
        assert len(reader._notifications) == number
        assert {feed.url for feed in database.read(feeds)} == before


async def test_a_feed_is_left_also_where_feeds_toml_has_a_mistake(database: Database, folder: Path):
    file = folder / "feeds.toml"
    file.write_text(file.read_text() + '\n[[feeds]]\nurl = "nowhere"\n')
    reader = library.reader(database, folder)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await at_feed(pilot, reader)
        await press(pilot, "D")
        await settled(pilot)
        assert URL not in {feed.url for feed in database.read(feeds)}
        assert reader.room.scope.feed_id is None or reader.room.sources.source is not None
        await press(pilot, "U")
        assert URL in {feed.url for feed in database.read(feeds)}


async def test_a_feed_that_is_added_where_feeds_toml_has_vanished_leaves_no_other(
    reader: OnRecord, database: Database, folder: Path
):
    before = [(feed.url, feed.title, feed.folder) for feed in database.read(feeds)]
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        (folder / "feeds.toml").unlink()
        await reader.subscriptions.subscribe("https://new.example/feed", "New")
        await settled(pilot)
        after = [(feed.url, feed.title, feed.folder) for feed in database.read(feeds)]
        assert after == [*before, ("https://new.example/feed", "New", "")]
