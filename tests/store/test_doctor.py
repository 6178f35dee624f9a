"""Examining an archive finds what is wrong with it, and mends the indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import entry, record

from onrecord.store.doctor import faults, rebuild_indexes, statistics

if TYPE_CHECKING:
    from archive import Archive


def test_a_whole_archive_has_no_faults(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "Bridges."), entry("two", "Rivers."))
    assert archive.write(faults) == ()


def test_an_index_that_does_not_fit_is_found_and_mended(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "Bridges."))
    archive.write(
        lambda db: db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    )
    assert archive.found("bridges") == []
    (fault,) = archive.write(faults)
    assert fault.in_index
    assert "articles_fts" in fault.sentence
    archive.write(rebuild_indexes)
    assert archive.write(faults) == ()
    assert archive.found("bridges") == [1]


def test_rows_without_their_parents_are_found(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "Bridges."))

    def lose_the_feed(db: object) -> None:
        db.execute("PRAGMA defer_foreign_keys = on")
        db.execute("DELETE FROM feeds")
        archive.seen = faults(db)
        db.execute("INSERT INTO feeds (id, url) VALUES (?, 'https://press.example/feed')", (1,))

    archive.write(lose_the_feed)
    sentences = [fault.sentence for fault in archive.seen]
    assert any("“articles” belong to rows of “feeds”" in each for each in sentences)


def test_how_much_there_is(archive: Archive, feed_id: int) -> None:
    text = "“Soon,” said Mara Quill."
    archive.store(feed_id, entry("one", text), entry("two", "Rivers."))
    archive.analyse(1, record(text, ("“Soon,”", "Mara Quill")))
    found = archive.read(statistics)
    assert (found.feeds, found.articles, found.unread, found.waiting) == (1, 2, 2, 1)
    assert (found.quotations, found.people) == (1, 1)
    assert found.bytes > 4096
