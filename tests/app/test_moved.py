"""feeds.toml follows a feed whose server has said for days that it moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library import ADDRESS, settled

from onrecord.app.messages import FeedMoved
from onrecord.samples.outlets import OUTLETS
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

OLD = ADDRESS + OUTLETS[0].feed_path
NEW = "https://moved.example/feed"


async def test_the_file_follows_and_no_feed_is_left(
    reader: OnRecord, database: Database, folder: Path
):
    file = folder / "feeds.toml"
    before = file.read_text()
    assert OLD in before
    subscribed = len(database.read(feeds))
    async with reader.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        reader.post_message(FeedMoved(OLD, NEW))
        await settled(pilot)
        assert NEW in {spec.url for spec in reader.config.feeds}
    assert file.read_text() == before.replace(OLD, NEW)
    assert len(database.read(feeds)) == subscribed


async def test_a_file_that_cannot_be_written_is_told(reader: OnRecord, folder: Path):
    async with reader.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        (folder / "feeds.toml").unlink()
        reader.post_message(FeedMoved(OLD, NEW))
        await settled(pilot)
        assert not (folder / "feeds.toml").exists()
        assert reader.is_running
