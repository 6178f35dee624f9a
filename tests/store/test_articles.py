"""Storing entries: one story is one article, changes become revisions, nothing is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Body, Enclosure, Link, Paragraph, Role
from onrecord.settings import FeedSpec
from onrecord.store.articles import View, article, article_rows, pages_due, revisions
from onrecord.store.feeds import feed
from onrecord.store.marks import mark_read
from onrecord.store.waiting import waiting
from onrecord.store.writer import MOST_REVISIONS, note_page_missing, store_page

if TYPE_CHECKING:
    import sqlite3

    from archive import Archive

LONG = " ".join(f"word{number}" for number in range(200))
SHORT = " ".join(f"word{number}" for number in range(60))


@pytest.fixture
def two_feeds(archive: Archive) -> list[int]:
    return archive.subscribe(
        FeedSpec("https://press.example/a", "Alpha", "News"),
        FeedSpec("https://other.example/b", "Beta", "News"),
    )


def stories(archive: Archive) -> list[list[str]]:
    """Return, for each article, the outlets that carry it."""
    return [
        [source.outlet for source in archive.article(each).sources]
        for each in sorted(archive.ids(View.SEARCH))
    ]


def test_an_entry_is_kept_whole(archive: Archive, feed_id: int) -> None:
    text = "What now?\n\nWe wait."
    body = Body(
        text,
        (Paragraph(0, 9, Role.EMPHASIS), Paragraph(11, 19)),
        (Link(11, 13, "https://press.example/we?a=1&b=“2”"),),
    )
    given_entry = entry(
        "one",
        title="A [b]headline[/b]",
        byline="Ann Other",
        tags=("bridges", "spring"),
        enclosures=(Enclosure("https://press.example/a.mp3", "audio/mpeg", 9), Enclosure("x:y")),
        truncated=True,
    )
    stored = archive.store(
        feed_id, type(given_entry)(**{**as_fields(given_entry), "body": body}), etag="e"
    )
    assert (stored.new, stored.changed) == ((1,), ())
    found = archive.article(1)
    assert found.body == body
    assert found.categories == ("bridges", "spring")
    assert found.enclosures == given_entry.enclosures
    assert (found.title, found.byline, found.words) == (given_entry.title, "Ann Other", 4)
    assert (found.outlet, found.truncated, found.record) == ("Press", True, None)
    assert archive.read(feed, feed_id).etag == "e"
    assert archive.read(article, 99) is None


def as_fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__slots__}


def test_seeing_it_again_changes_nothing(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", LONG), entry("two", SHORT))
    archive.write(mark_read, [1], read=True)
    before = [archive.article(1), archive.article(2)]
    again = archive.store(
        feed_id,
        entry("two", SHORT),
        entry("one", LONG, published_at=NOW),
        entry("one", "A second entry with that guid."),
        now=NOW + timedelta(days=1),
    )
    assert (again.new, again.changed) == ((), ())
    assert [archive.article(1), archive.article(2)] == before


def test_an_article_that_is_dated_anew_each_day_settles(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", LONG, published_at=NOW - timedelta(days=9)))
    for day in range(3):
        now = NOW + timedelta(days=day)
        assert archive.store(feed_id, entry("one", LONG, published_at=now), now=now).changed == ()
    found = archive.article(1)
    assert found.published_at == NOW - timedelta(days=9)
    assert (found.fetched_at, found.revisions) == (NOW, 0)


def test_a_change_is_a_revision(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "The bridge will open.", "Bridge"))
    archive.write(mark_read, [1], read=True)
    later = NOW + timedelta(hours=3)
    changed = archive.store(feed_id, entry("one", "The bridge will wait.", "Bridge"), now=later)
    assert changed.changed == (1,)
    found = archive.article(1)
    assert found.body.text == "The bridge will wait."
    assert (found.revisions, found.updated_at, found.fetched_at) == (1, later, NOW)
    assert found.read
    (before,) = archive.read(revisions, 1)
    assert (before.title, before.text, before.seen_at) == ("Bridge", "The bridge will open.", later)
    assert archive.found("open") == []
    assert archive.found("wait is:changed") == [1]


def test_another_headline_is_a_change_that_keeps_the_record(archive: Archive, feed_id: int) -> None:
    text = "“Soon,” said Mara Quill."
    archive.store(feed_id, entry("one", text, "Bridge"))
    archive.analyse(1, record(text, ("“Soon,”", "Mara Quill")))
    assert archive.store(feed_id, entry("one", text, "Bridge delayed")).changed == (1,)
    found = archive.article(1)
    assert (found.title, found.revisions) == ("Bridge delayed", 1)
    assert found.record is not None
    assert archive.read(waiting, {"1/patterns"}, 9) == [1]
    assert archive.found("title:delayed") == [1]


def test_an_article_that_changes_for_ever_settles(archive: Archive, feed_id: int) -> None:
    for number in range(MOST_REVISIONS + 5):
        archive.store(feed_id, entry("one", f"Minute {number}."))
    assert archive.article(1).revisions == MOST_REVISIONS
    assert archive.article(1).body.text == f"Minute {MOST_REVISIONS}."


def test_the_same_address_is_one_article_with_one_read_state(
    archive: Archive, two_feeds: list[int]
) -> None:
    first, second = two_feeds
    archive.store(first, entry("1", SHORT, url="https://www.press.example/bridge/?utm_source=a"))
    archive.write(mark_read, [1], read=True)
    other = entry("x-9", "Another wording.", url="http://press.example/bridge?at_medium=RSS#top")
    stored = archive.store(second, other)
    assert (stored.new, stored.changed) == ((), ())
    assert stories(archive) == [["Alpha", "Beta"]]
    for view, scope in ((View.FEED, {"feed_id": second}), (View.FOLDER, {"folder": "News"})):
        assert archive.ids(view, **scope) == [1]
    assert archive.ids(View.UNREAD) == []
    assert archive.article(1).body.text == SHORT
    # What the second feed changes is not the first one's article.
    assert archive.store(second, entry("x-9", "Yet another.", url=other.url)).changed == ()
    assert archive.article(1).body.text == SHORT


def test_addresses_that_differ_in_what_they_ask_for_are_two(
    archive: Archive, two_feeds: list[int]
) -> None:
    first, second = two_feeds
    archive.store(first, entry("1", url="https://press.example/story?id=1"))
    archive.store(second, entry("2", url="https://press.example/story?id=2"))
    assert stories(archive) == [["Alpha"], ["Beta"]]


def test_front_pages_and_shared_addresses_tell_no_story(
    archive: Archive, two_feeds: list[int]
) -> None:
    first, second = two_feeds
    front = "https://press.example/"
    shared = "https://press.example/live"
    archive.store(first, entry("1", url=front), entry("2", url=shared), entry("3", url=shared))
    archive.store(second, entry("4", url=front), entry("5", url=shared))
    assert len(stories(archive)) == 5


def test_the_same_guid_on_one_host_is_one_article(archive: Archive, two_feeds: list[int]) -> None:
    first, second = two_feeds
    guid = "tag:press.example,2026:bridge"
    archive.store(first, entry(guid, url="https://press.example/news/1"), entry("7", title="One"))
    archive.store(
        second,
        entry(guid, url="https://press.example/sport/1"),
        entry("7", title="Two", url="https://press.example/sport/7"),
    )
    assert stories(archive) == [["Alpha", "Beta"], ["Alpha"], ["Beta"]]


def test_the_same_guid_on_two_hosts_is_two_articles(archive: Archive, two_feeds: list[int]) -> None:
    first, second = two_feeds
    guid = "urn:uuid:00000000-0000-0000-0000-000000000001"
    archive.store(first, entry(guid))
    archive.store(second, entry(guid, url="https://other.example/1"))
    assert stories(archive) == [["Alpha"], ["Beta"]]


def test_the_same_text_is_one_article(archive: Archive, two_feeds: list[int]) -> None:
    first, second = two_feeds
    archive.store(first, entry("1", LONG, "Bridge"), entry("2", SHORT, "Ferry"))
    archive.store(
        second,
        entry("a", LONG.replace(" ", "\n"), "A bridge, retold", url="https://other.example/a"),
        entry("b", SHORT, "FERRY!", url="https://other.example/b"),
        entry("c", SHORT, "A notice in place of a text", url="https://other.example/c"),
    )
    assert stories(archive) == [["Alpha", "Beta"], ["Alpha", "Beta"], ["Beta"]]


def test_a_guid_that_changes_does_not_make_a_second_article(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("old-1", SHORT, "Ferry", url="https://press.example/ferry"))
    archive.store(feed_id, entry("new-1", SHORT, "Ferry", url="https://press.example/ferry"))
    assert archive.ids() == [1]
    changed = entry("new-1", f"{SHORT} more", "Ferry", url="https://press.example/ferry")
    assert archive.store(feed_id, changed).changed == (1,)


def test_another_story_at_the_same_address_is_kept_beside_the_first(
    archive: Archive, feed_id: int
) -> None:
    url = "https://press.example/quote-of-the-day"
    archive.store(feed_id, entry("monday", "Bridges.", "Quote of the day", url=url))
    archive.store(feed_id, entry("tuesday", "Rivers.", "Quote of the day", url=url))
    assert archive.found("bridges") == [1]
    assert archive.found("rivers") == [2]


def test_two_entries_that_say_the_same_in_one_feed_are_both_kept(
    archive: Archive, feed_id: int
) -> None:
    archive.store(feed_id, entry("1", LONG, "Bridge"), entry("2", LONG, "Bridge"))
    archive.store(feed_id, entry("1", LONG, "Bridge"), entry("2", LONG, "Bridge"))
    assert len(archive.ids()) == 2


def test_the_order_is_that_of_the_dates_then_of_the_feed(archive: Archive, feed_id: int) -> None:
    day = NOW - timedelta(days=2)
    archive.store(
        feed_id,
        entry("a", published_at=day),
        entry("b"),
        entry("c", published_at=day),
        entry("d"),
        entry("e", published_at=NOW + timedelta(days=400)),
        entry("f", published_at=day - timedelta(seconds=1)),
    )
    titles = [row.title[-1] for row in archive.read(article_rows, archive.ids())]
    assert titles == ["b", "d", "e", "a", "c", "f"]
    assert archive.article(5).published_at == NOW


def test_ten_thousand_entries_without_a_date(archive: Archive, two_feeds: list[int]) -> None:
    for feed_id in two_feeds:
        archive.store(feed_id, *(entry(f"{feed_id}-{number}") for number in range(5000)))
    assert archive.ids() == list(range(1, 10001))


def test_rows_come_in_the_order_asked_for(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("a"), entry("b"), entry("c"))
    rows = archive.read(article_rows, [3, 99, 1])
    assert [(row.id, row.outlet, row.unread, row.published_at) for row in rows] == [
        (3, "Press", True, NOW),
        (1, "Press", True, NOW),
    ]


def test_the_page_takes_the_place_of_the_feeds_text(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "A teaser…", truncated=True), entry("two", "All of it."))
    assert archive.read(pages_due, 9) == [(1, "https://press.example/one")]
    assert archive.read(waiting, {"1"}, 9) == [2]
    page = Body("A teaser and the rest.", (Paragraph(0, 22),))
    assert archive.write(store_page, 1, page, fetched_at=NOW, byline="Ann Other")
    found = archive.article(1)
    assert (found.body, found.text_from, found.byline) == (page, "page", "Ann Other")
    assert found.feed_body.text == "A teaser…"
    assert archive.read(pages_due, 9) == []
    assert archive.read(waiting, {"1"}, 9) == [1, 2]
    assert archive.found("rest") == [1]
    assert found.revisions == 0


def test_a_changed_teaser_asks_for_the_page_again(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "A teaser…", truncated=True))
    archive.write(store_page, 1, Body("The page."), fetched_at=NOW)
    assert archive.store(feed_id, entry("one", "Another…", truncated=True)).changed == (1,)
    assert archive.article(1).body.text == "The page."
    assert archive.article(1).feed_body.text == "Another…"
    assert len(archive.read(pages_due, 9)) == 1
    assert archive.write(store_page, 1, Body("Another page."), fetched_at=NOW)
    assert [each.text for each in archive.read(revisions, 1)] == ["The page."]
    assert not archive.write(store_page, 99, Body("Nobody's page."), fetched_at=NOW)


def test_a_page_that_cannot_be_had_is_not_asked_for_for_ever(
    archive: Archive, feed_id: int
) -> None:
    archive.store(feed_id, entry("one", "A teaser…", truncated=True))
    archive.write(note_page_missing, 1)
    assert archive.read(pages_due, 9) == []
    assert archive.read(waiting, {"1"}, 9) == [1]


def guids_stored(conn: sqlite3.Connection) -> list[tuple[str]]:
    return conn.execute("SELECT guid FROM article_sources").fetchall()


guids = st.sampled_from("abcdef")
texts = st.sampled_from(["", "Bridges.", "Rivers.", SHORT, LONG])


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.lists(st.tuples(guids, texts, guids), max_size=6), max_size=6))
def test_whatever_comes_each_guid_has_an_article_and_the_index_is_whole(
    archive: Archive, feed_id: int, documents: list[list[tuple[str, str, str]]]
) -> None:
    for document in documents:
        archive.store(
            feed_id,
            *(
                entry(guid, text, url=f"https://press.example/{page}")
                for guid, text, page in document
            ),
        )
        stored = {guid for (guid,) in archive.read(guids_stored)}
        assert {guid for guid, _, _ in document} <= stored
    archive.write(
        lambda db: db.execute(
            "INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)"
        )
    )
