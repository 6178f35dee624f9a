"""After a refresh the search index is merged: at once where it must be, else at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from house import House, feed_answer

from onrecord.app.background import Background
from onrecord.app.messages import RefreshEnded
from onrecord.config import Config
from onrecord.settings import FeedSpec, Settings
from onrecord.store import merging

if TYPE_CHECKING:
    import pytest
    from loopback import Loopback

FEEDS = 17


def segments(house: House) -> int:
    count = "SELECT count(DISTINCT segid) FROM articles_fts_idx"
    return house.database.read(lambda conn: conn.execute(count).fetchone()[0])


def carry(house: House, host: Loopback) -> None:
    """Subscribe to some feeds of a server, each with an article of its own."""
    paths = [f"/feed-{number}" for number in range(FEEDS)]
    for path in paths:
        host.pages[path] = feed_answer(f"Pier{path}")
    house.subscribe(*(FeedSpec(host.url + path) for path in paths))


async def test_a_refresh_leaves_the_index_as_it_was_written(house: House, host: Loopback) -> None:
    carry(house, host)
    await house.refresh()
    assert segments(house) == FEEDS


async def test_a_refresh_merges_an_index_of_too_many_segments(
    house: House, host: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MOST_SEGMENTS", FEEDS - 1)
    carry(house, host)
    await house.refresh()
    assert segments(house) == 1
    assert len(house.stored) == FEEDS


async def test_the_reader_merges_after_a_refresh(house: House, host: Loopback) -> None:
    carry(house, host)
    told: list[object] = []
    config = Config(house.database.path, feeds=tuple(house.specs))
    background = Background(
        house.database, Settings(), told.append, lambda: house.now, lambda: config
    )
    try:
        await background.merge_index()
        await background.refresh(house.feeds)
        assert any(isinstance(each, RefreshEnded) for each in told)
        assert segments(house) == FEEDS
        await background.merge_index()
        assert segments(house) == 1
    finally:
        await background.close()
