"""Subscriptions: what feeds.toml lists, what is left, moved, held; their list and counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record

from onrecord.model import Form, FullText
from onrecord.settings import FeedSpec
from onrecord.store.articles import View
from onrecord.store.feeds import (
    digests,
    due_feeds,
    feed,
    feed_by_url,
    feeds,
    fetches,
    former_urls,
    sources,
)
from onrecord.store.marks import mark_read, star
from onrecord.store.subscriptions import (
    hold_host,
    in_step,
    move_feed,
    note_redirect,
    resubscribe,
    sync_feeds,
    unsubscribe,
)
from onrecord.store.writer import note_failure, note_unchanged

if TYPE_CHECKING:
    from archive import Archive

A = FeedSpec("https://a.example/feed", "Alpha", "News")
B = FeedSpec("https://b.example/feed", "Beta", "News", 3600, FullText.ALWAYS)
C = FeedSpec("https://c.example/feed", "", "Talk")


def counts(archive: Archive) -> dict[str, tuple[int, int]]:
    """Return unread and total by the feed's title."""
    return {
        row.feed.title: (row.unread, row.total)
        for folder in archive.read(sources).folders
        for row in folder.feeds
    }


def test_the_feeds_are_those_listed_in_their_order(archive: Archive) -> None:
    archive.subscribe(C, A, B)
    found = archive.read(feeds)
    assert [each.title for each in found] == ["c.example", "Alpha", "Beta"]
    assert [each.interval for each in found] == [None, None, 3600]
    assert found[2].full_text is FullText.ALWAYS
    archive.subscribe(B, replace(A, title="First", folder=""))
    assert [(each.title, each.folder) for each in archive.read(feeds)] == [
        ("Beta", "News"),
        ("First", ""),
    ]


def test_a_feed_left_and_taken_up_again_has_all_its_articles(archive: Archive) -> None:
    first, _ = archive.subscribe(A, B)
    archive.store(first, entry("one", "Bridges."), entry("two", "Rivers."))
    archive.write(mark_read, [1], read=True)
    archive.write(star, [2], on=True)
    synced = archive.write(sync_feeds, [B], NOW)
    assert (synced.added, synced.moved, synced.dropped) == ((), (), (first,))
    assert archive.ids() == archive.ids(View.UNREAD) == []
    assert archive.ids(View.STARRED) == [2]
    assert archive.found("bridges") == [1]
    assert archive.read(feed, first) is not None
    assert archive.read(sources).all == 0
    archive.subscribe(B, A)
    assert archive.ids() == [1, 2]
    assert archive.ids(View.UNREAD) == [2]
    assert counts(archive)["Alpha"] == (1, 2)


def test_unsubscribing_spares_what_another_feed_carries(archive: Archive) -> None:
    first, second = archive.subscribe(A, B)
    archive.store(first, entry("one"), entry("two"))
    archive.store(second, entry("one"))
    archive.write(unsubscribe, first, NOW)
    assert archive.ids() == [1]
    assert archive.ids(View.FEED, feed_id=second) == [1]
    archive.write(unsubscribe, second, NOW)
    assert archive.ids() == []
    archive.write(resubscribe, second)
    assert archive.ids() == [1]


def test_an_address_edited_by_hand_keeps_the_articles(archive: Archive) -> None:
    first, _ = archive.subscribe(A, B)
    archive.store(first, entry("one"), etag="e")
    moved = replace(A, url="https://a.example/new")
    synced = archive.write(sync_feeds, [moved, B], NOW)
    assert synced.moved == (first,)
    assert archive.ids(View.FEED, feed_id=first) == [1]
    assert archive.read(former_urls, first) == (A.url,)
    found = archive.read(feed, first)
    assert (found.url, found.etag, found.next_fetch_at) == (moved.url, "", None)


def test_two_feeds_of_one_title_are_not_taken_for_an_edit(archive: Archive) -> None:
    archive.subscribe(replace(A, url="https://x.example/"), replace(A, url="https://y.example/"))
    synced = archive.write(sync_feeds, [A], NOW)
    assert (len(synced.added), synced.moved, len(synced.dropped)) == (1, (), 2)


def test_a_moved_feed_is_known_by_its_former_address(archive: Archive) -> None:
    first, second = archive.subscribe(A, B)
    assert archive.write(move_feed, first, "https://a.example/new", NOW)
    assert archive.read(feed_by_url, A.url).id == first
    assert archive.subscribe(A, B) == [first, second]
    assert not archive.write(move_feed, first, B.url, NOW)
    assert archive.read(feed_by_url, B.url).id == second
    assert archive.write(move_feed, first, A.url, NOW)
    assert archive.read(former_urls, first) == ("https://a.example/new",)
    assert archive.read(feed_by_url, "https://nowhere.example/") is None


def test_permanent_redirects_are_counted_by_days(archive: Archive, feed_id: int) -> None:
    def days(url: str, hours: int) -> int:
        return archive.write(note_redirect, feed_id, url, NOW + timedelta(hours=hours))

    assert [days("https://new.example/", hours) for hours in (0, 1, 24, 25, 72)] == [1, 1, 2, 2, 3]
    assert days("https://other.example/", 73) == 1
    assert days("", 96) == 0
    assert days("https://other.example/", 97) == 1


def test_which_feeds_are_due(archive: Archive) -> None:
    first, second, third = archive.subscribe(A, B, C)
    assert [each.id for each in archive.read(due_feeds, NOW)] == [first, second, third]
    archive.store(first)
    archive.write(note_unchanged, second, NOW, NOW + timedelta(minutes=5))
    archive.write(note_failure, third, "It is gone.", NOW, None, gone=True)
    assert archive.read(due_feeds, NOW) == []
    later = archive.read(due_feeds, NOW + timedelta(hours=2))
    assert [each.id for each in later] == [second, first]
    archive.write(resubscribe, third)
    assert [each.id for each in archive.read(due_feeds, NOW)] == [third]


def test_a_host_is_held(archive: Archive) -> None:
    first, _, other = archive.subscribe(A, replace(A, url="https://a.example:8080/feed"), B)
    archive.write(hold_host, "a.example", NOW + timedelta(hours=1))
    assert [each.id for each in archive.read(due_feeds, NOW)] == [other]
    archive.write(hold_host, "a.example", NOW)
    assert archive.read(feed, first).next_fetch_at == NOW + timedelta(hours=1)


def test_what_became_of_the_fetches(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one"), entry("two"))
    archive.write(note_unchanged, feed_id, NOW + timedelta(hours=1), None)
    for hours in (2, 3):
        archive.write(note_failure, feed_id, "No answer.", NOW + timedelta(hours=hours), None)
    found = archive.read(feed, feed_id)
    assert (found.failures, found.last_error) == (2, "No answer.")
    assert [(each.outcome, each.new, each.sentence) for each in archive.read(fetches, feed_id)] == [
        ("failed", 0, "No answer."),
        ("failed", 0, "No answer."),
        ("unchanged", 0, ""),
        ("stored", 2, ""),
    ]
    for hours in range(30):
        archive.write(note_unchanged, feed_id, NOW + timedelta(days=1, hours=hours), None)
    history = archive.read(fetches, feed_id)
    assert len(history) == 20
    assert history[0].at == NOW + timedelta(days=1, hours=29)
    assert archive.read(feed, feed_id).failures == 0


def test_counts_of_views_folders_and_feeds(archive: Archive) -> None:
    first, second, third = archive.subscribe(A, B, C)
    texts = [f"“{number},” said Mara Quill." for number in range(4)]
    archive.store(first, *(entry(str(number), texts[number]) for number in range(3)))
    archive.store(second, entry("1"), entry("3", texts[3]))
    archive.store(third, entry("1"))
    archive.analyse(1, record(texts[0], form=Form.INTERVIEW))
    archive.write(mark_read, [1], read=True)
    archive.write(star, [1, 2], on=True)
    found = archive.read(sources)
    assert (found.all, found.unread, found.interviews, found.starred) == (4, 3, 1, 2)
    assert [(folder.title, folder.unread) for folder in found.folders] == [("News", 3), ("Talk", 1)]
    assert counts(archive) == {"Alpha": (2, 3), "Beta": (2, 2), "The Feed": (1, 1)}
    assert archive.ids(View.INTERVIEWS) == [1]
    assert archive.ids(View.FOLDER, folder="News") == [1, 2, 3, 4]
    assert archive.ids(View.FOLDER, folder="Talk") == [2]
    assert archive.ids(View.FOLDER, folder="None") == []


def test_digests_of_what_is_stored(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", digest="d1"), entry("two"))
    assert archive.read(digests, feed_id) == {"d1"}
    archive.store(feed_id, entry("one", digest="d2"))
    assert archive.read(digests, feed_id) == {"d2"}


@pytest.mark.parametrize("year", [1, 1969, 9998])
def test_times_of_any_year(archive: Archive, feed_id: int, year: int) -> None:
    when = datetime(year, 1, 1, tzinfo=UTC)
    archive.store(feed_id, entry("one", published_at=when))
    assert archive.article(1).published_at == min(when, NOW)
    assert archive.ids() == [1]


def test_what_feeds_toml_lists_may_be_in_step_already(archive: Archive) -> None:
    assert not archive.read(in_step, [A, B])
    archive.subscribe(A, B)
    assert archive.read(in_step, [A, B])
    for other in ([], [A], [B, A], [A, replace(B, interval=None)], [A, B, C]):
        assert not archive.read(in_step, other)


def test_no_feed_is_left_while_the_list_may_be_misread(archive: Archive) -> None:
    archive.subscribe(A, B)
    synced = archive.write(sync_feeds, [C], NOW, leave=False)
    assert (len(synced.added), synced.dropped) == (1, ())
    assert {each.url for each in archive.read(feeds)} == {A.url, B.url, C.url}


def test_a_gone_feed_that_answers_again_is_gone_no_more(archive: Archive, feed_id: int) -> None:
    archive.write(note_failure, feed_id, "It is gone (410).", NOW, None, gone=True)
    assert archive.read(feed, feed_id).gone
    archive.write(note_unchanged, feed_id, NOW + timedelta(hours=1), None)
    found = archive.read(feed, feed_id)
    assert (found.gone, found.failures, found.last_error) == (False, 0, "")
