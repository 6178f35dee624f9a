"""The search index is merged when nobody waits, and finds the same before, meanwhile, after."""

import pytest
from archive import Archive, entry

from onrecord.settings import FeedSpec
from onrecord.store import merging
from onrecord.store.database import Database
from onrecord.store.doctor import faults
from onrecord.store.merging import merge_some, needs_merging, put_off_merging

FEEDS = 20


def segments(archive: Archive) -> int:
    count = "SELECT count(DISTINCT segid) FROM articles_fts_idx"
    return archive.read(lambda conn: conn.execute(count).fetchone()[0])


def settings(archive: Archive) -> dict[str, int]:
    kept = archive.read(lambda conn: dict(conn.execute("SELECT k, v FROM articles_fts_config")))
    return {name: kept[name] for name in ("automerge", "usermerge", "crisismerge")}


def fill(archive: Archive) -> list[int]:
    """Store a document for each of some feeds; every one brings the pier and a word of its own."""
    ids = archive.subscribe(
        *(FeedSpec(f"https://press.example/{number}") for number in range(FEEDS))
    )
    return [
        archive.store(feed_id, entry(f"g-{number}", f"The pier opens, word{number:02}. " * 30)).new[
            0
        ]
        for number, feed_id in enumerate(ids)
    ]


def merge_all(archive: Archive) -> int:
    steps = 0
    while archive.write(merge_some):
        steps += 1
    return steps


def test_nothing_is_merged_while_feeds_are_stored(archive: Archive) -> None:
    ids = fill(archive)
    assert segments(archive) == FEEDS
    assert sorted(archive.found("pier")) == sorted(ids)
    assert archive.found("word07") == [ids[7]]


def test_what_is_merged_is_found_as_before(archive: Archive) -> None:
    ids = fill(archive)
    found = archive.found("pier")
    assert merge_all(archive)
    assert segments(archive) == 1
    assert archive.found("pier") == found
    assert archive.found("word07") == [ids[7]]
    assert archive.write(faults) == ()
    assert merge_all(archive) == 0


def test_an_index_of_few_segments_is_left_as_it_is(archive: Archive, feed_id: int) -> None:
    for number in range(3):
        archive.store(feed_id, entry(f"g-{number}", "The pier opens."))
    assert merge_all(archive) == 0
    assert segments(archive) == 3


def test_merging_is_due_beyond_so_many_segments(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not archive.read(needs_merging)
    fill(archive)
    monkeypatch.setattr(merging, "MOST_SEGMENTS", FEEDS)
    assert not archive.read(needs_merging)
    monkeypatch.setattr(merging, "MOST_SEGMENTS", FEEDS - 1)
    assert archive.read(needs_merging)


def test_an_older_archive_stops_merging_as_it_writes(database: Database, archive: Archive) -> None:
    new = settings(archive)
    for name, value in {"automerge": 16, "usermerge": 4, "crisismerge": 32}.items():
        database.write(
            lambda db, *given: db.execute(
                "INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", given
            ),
            name,
            value,
        )
    assert settings(archive) != new
    database.write(put_off_merging)
    assert settings(archive) == new
    fill(archive)
    assert segments(archive) == FEEDS
