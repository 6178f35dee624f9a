"""The feed's text and the page's, and what an article said before it changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.analyse.versions import MODEL
from onrecord.model import Body, EntityKind, Form, Quotation, QuotationKind, Record, Speaker
from onrecord.store.articles import article_rows
from onrecord.store.feeds import feeds
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.writer import Validators, store_feed, store_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (160, 40)
TEASER = "The keeper of the pier talks. Read on."
PAGE = "The keeper of the pier talks at length, about the pier and about its keeper."


@pytest.fixture
def store(database: Database) -> Callable[..., int]:
    """Stores an entry, the newest; the same one again changes it. Gives the article's id."""
    feed = database.read(feeds)[0]

    def store_entry(title: str, text: str, *, truncated: bool = False, hours: float = 0) -> int:
        each = replace(
            library.entry("pier", title, Body(text), hours=0), truncated=truncated, digest=text
        )
        stored = database.write(
            store_feed,
            feed.id,
            library.feed_of(each),
            validators=Validators(),
            fetched_at=library.NOW + timedelta(hours=hours),
            next_fetch_at=None,
        )
        return (*stored.new, *stored.changed)[0]

    return store_entry


async def open_newest(pilot: Pilot[None], app: OnRecord) -> None:
    await settled(pilot)
    [row] = app.database.read(article_rows, app.room.articles.ids[:1])
    assert row.title.startswith("The pier")
    await press(pilot, "enter")


async def test_both_texts_can_be_read(reader: OnRecord, database: Database, store):
    article_id = store("The pier", TEASER, truncated=True)
    database.write(store_page, article_id, Body(PAGE), fetched_at=library.NOW)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await open_newest(pilot, reader)
        shown = reader.room.reader
        assert "The page’s text · x shows the feed’s" in screen_text(reader)
        await press(pilot, "x")
        assert shown.article is not None
        assert shown.article.body.text == TEASER
        text = screen_text(reader)
        assert "The feed’s text · x shows the page’s" in text
        await press(pilot, "4")
        assert "x goes back to it." in screen_text(reader)
        # What comes in meanwhile leaves the choice alone.
        reader.room.article_changed(article_id)
        await settled(pilot)
        assert shown.article.body.text == TEASER
        await press(pilot, "x")
        assert shown.article.body.text == PAGE


async def test_a_teaser_offers_its_page(reader: OnRecord, database: Database, store):
    article_id = store("The pier", TEASER, truncated=True)
    asked = []

    async def fetch_page(asked_id: int, url: str) -> str:
        asked.append((asked_id, url))
        if len(asked) == 1:
            return "The server answered 503 (unavailable)."
        database.write(store_page, asked_id, Body(PAGE), fetched_at=library.NOW)
        reader.room.article_changed(asked_id)
        return ""

    reader.background.fetch_page = fetch_page
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await open_newest(pilot, reader)
        assert "Only the feed’s teaser · x fetches the page" in screen_text(reader)
        await press(pilot, "x")
        assert "503 (unavailable)" in screen_text(reader)
        await press(pilot, "x")
        assert asked == [(article_id, f"{library.ADDRESS}/pier")] * 2
        shown = reader.room.reader.article
        assert shown is not None
        assert shown.body.text == PAGE
        assert "The page's text is here." in screen_text(reader)


SAID = "“The pier is safe and was safe last year,” said Ada Ash. “Nobody fell,” she said."
NOW_SAID = "“The pier is unsafe and was unsafe last year,” said Ada Ash."


def give_record(database: Database, article_id: int, *said: str) -> None:
    """Say that Ada Ash said all this."""
    found = database.read(document, article_id)
    assert found is not None
    quotations = []
    for number, words in enumerate(said):
        start = found.text.index(words)
        quotations.append(
            Quotation(
                start,
                start + len(words),
                words,
                QuotationKind.DIRECT,
                number,
                Speaker("Ada Ash", EntityKind.PERSON),
                confidence=0.9,
            )
        )
    made = Record("en", Form.REPORT, quotations=tuple(quotations), analysed_with=MODEL)
    assert database.write(store_record, found, made)


async def test_what_an_article_said_before_is_shown(reader: OnRecord, database: Database, store):
    first = "“The pier is safe and was safe last year,”"
    before = store("The pier is safe", SAID)
    give_record(database, before, first, "“Nobody fell,”")
    article_id = store("The pier is not safe", NOW_SAID, hours=1)
    assert article_id == before
    give_record(database, article_id, "“The pier is unsafe and was unsafe last year,”")
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await open_newest(pilot, reader)
        assert reader.room.shown_id == article_id
        assert "Changed once since it came · W shows what it said" in screen_text(reader)
        await press(pilot, "W")
        text = " ".join(screen_text(reader).split())
        assert "The headline, changed by 20 May 2026, 13:00" in text
        assert f"before {first}" in text
        assert "now “The pier is unsafe and was unsafe last year,”" in text
        assert "Ada Ash, removed by 20 May 2026, 13:00" in text


async def test_an_article_that_has_not_changed_says_so(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "W")
        assert "This article has not changed since it came." in screen_text(reader)
