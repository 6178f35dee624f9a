"""What goes wrong is told in a sentence, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
from library import press, screen_text, settled

from onrecord.app.messages import (
    BacklogEnded,
    RecordMade,
    RefreshEnded,
    RefreshProgressed,
)
from onrecord.model import Body
from onrecord.paths import profile_paths
from onrecord.store.database import StoreError
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (120, 40)


def toasts(app: OnRecord) -> list[str]:
    return [notification.message for notification in app._notifications]


async def test_mistakes_in_feeds_toml_are_told_and_no_feed_is_left(
    database: Database, folder: Path
):
    before = [feed.title for feed in database.read(feeds)]
    path = profile_paths(folder).feeds_toml
    path.write_text(path.read_text().replace("url = ", "ulr = ", 1))
    reader = library.reader(database, folder)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert any("ulr" in toast or "url" in toast for toast in toasts(reader))
        assert sorted(feed.title for feed in database.read(feeds)) == sorted(before)
        await press(pilot, ":", *"mistakes")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "Mistakes in feeds.toml" in screen_text(reader)


async def test_an_unknown_key_and_an_unknown_theme_are_told(database: Database, folder: Path):
    path = profile_paths(folder).feeds_toml
    settings = '[settings]\ntheme = "plaid"\n\n[settings.keymap]\n"article.burn" = "B"\n\n'
    path.write_text(settings + path.read_text())
    reader = library.reader(database, folder)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        told = " ".join(toasts(reader))
        assert "plaid" in told
        assert "article.burn" in told
        assert reader.theme == "night"


async def test_an_archive_that_cannot_be_read_is_told_once_and_the_reader_goes_on(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)

        def fail(*_: object) -> None:
            raise StoreError("The archive is locked by another program.")

        monkeypatch.setattr(reader.database, "read", fail)
        await press(pilot, "enter", "m")
        assert "The archive is locked by another program." in toasts(reader)
        monkeypatch.undo()
        await press(pilot, "q", "j")
        assert reader.is_running


async def test_what_runs_behind_is_in_the_status_line(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        reader.post_message(RefreshProgressed(12, 25, 34))
        reader.post_message(RecordMade(1, 17))
        await pilot.pause()
        text = screen_text(reader)
        assert "12/25 feeds · 34 new" in text
        assert "17 articles waiting for their record" in text
        reader.post_message(RecordMade(1, 1))
        await pilot.pause()
        assert "1 article waiting for its record" in screen_text(reader)
        reader.post_message(RefreshEnded(25, 34, 2))
        reader.post_message(BacklogEnded())
        await pilot.pause()
        assert "Refreshed 12:00 · 34 new · 2 feeds failed" in screen_text(reader)


async def test_a_failing_feed_does_not_hide_that_it_is_fetched(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "G")
        assert library.TROUBLE[:40] in screen_text(reader)
        reader.post_message(RefreshProgressed(0, 1, 0))
        await pilot.pause()
        assert f"↻ 0/1 feeds   ! {library.FAILING}: The server" in screen_text(reader)
        reader.post_message(RefreshEnded(1, 0, 1))
        await pilot.pause()
        assert "Refreshed 12:00 · 0 new · 1 feed failed" in screen_text(reader)


async def test_a_missing_model_is_told_and_reading_goes_on(reader: OnRecord, database: Database):
    sentence = "The language model is missing; install On Record again."
    fresh = library.entry("fresh", "Fresh", Body("“One,” said nobody."), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(fresh, None)])
    async with reader.run_test(size=(200, 50), notifications=True) as pilot:
        await settled(pilot)
        reader.post_message(BacklogEnded(sentence))
        await settled(pilot)
        assert sentence in toasts(reader)
        await press(pilot, "j", "k")
        text = screen_text(reader)
        assert "Not analysed yet." in text


async def test_an_article_without_text_says_where_it_is(reader: OnRecord, database: Database):
    empty = library.entry("empty", "Only a headline", Body(""), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(empty, None)])
    async with reader.run_test(size=(200, 50), notifications=True) as pilot:
        await settled(pilot)
        text = screen_text(reader)
        assert "This article came without text. o opens its page." in text


async def test_a_very_long_article_opens_and_scrolls(reader: OnRecord, database: Database):
    paragraph = "Who said what to whom, and when, and in which outlet it was said. " * 8
    text = "\n\n".join(f"{number}. {paragraph}" for number in range(1000))
    assert len(text.split()) > 100_000
    entry = library.entry("long", "All of it", Body(text), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(entry, None)])
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "G")
        assert "∎" in screen_text(reader)
        assert "999." in screen_text(reader)
        await press(pilot, "g", "g")
        assert "All of it" in screen_text(reader)
