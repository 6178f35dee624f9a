"""What is removed is what the limits name, never what is the user's own, and it stays away."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record

from onrecord.model import EntityKind, Speaker
from onrecord.settings import FeedSpec
from onrecord.store.clippings import clip
from onrecord.store.corrections import correct_speaker
from onrecord.store.doctor import faults
from onrecord.store.feeds import digests
from onrecord.store.marks import mark_read, star, tag
from onrecord.store.notes import add_note
from onrecord.store.retention import Limit, Outdated, outdated, remove

if TYPE_CHECKING:
    from archive import Archive

TEXT = "“Soon,” said Mara Quill."
DAY = timedelta(days=1)


@pytest.fixture
def ten(archive: Archive, feed_id: int) -> Archive:
    """Ten articles that came on ten days; the first is the oldest."""
    for number in range(10):
        when = NOW + number * DAY
        one = entry(str(number), f"{TEXT} {number}", published_at=when, digest=f"d{number}")
        archive.store(feed_id, one, now=when)
    return archive


def named(archive: Archive, *limits: Limit) -> Outdated:
    return archive.read(outdated, limits)


def test_without_limits_everything_is_kept(ten: Archive, feed_id: int) -> None:
    assert named(ten) == named(ten, Limit(feed_id)) == Outdated()


def test_limits_of_age_and_number(ten: Archive, feed_id: int) -> None:
    ids = ten.ids()[::-1]
    assert named(ten, Limit(feed_id, since=NOW + 4 * DAY)).ids == tuple(ids[:4])
    assert named(ten, Limit(feed_id, most=7)).ids == tuple(ids[:3])
    assert named(ten, Limit(feed_id, since=NOW + 4 * DAY, most=9)).ids == tuple(ids[:4])
    assert named(ten, Limit(feed_id, most=7)).by_feed == ((feed_id, 3),)
    ten.write(mark_read, ids[:2], read=True)
    assert named(ten, Limit(feed_id, most=7)).unread == 1


def test_what_is_the_users_own_is_spared(ten: Archive, feed_id: int) -> None:
    starred, tagged, noted, clipped, corrected, *others = ten.ids()[::-1]
    for each in (clipped, corrected):
        text = ten.article(each).body.text
        ten.analyse(each, record(text, ("“Soon,”", "Mara Quill")))
    ten.write(star, [starred], on=True)
    ten.write(tag, [tagged], "ferries")
    ten.write(add_note, noted, "Ask her again.")
    ten.write(clip, ten.article(clipped).quotation_ids, "ferries")
    (quotation,) = ten.article(corrected).quotation_ids
    ten.write(correct_speaker, quotation, Speaker("Tam Ode", EntityKind.PERSON))
    found = named(ten, Limit(feed_id, most=1))
    assert found.ids == tuple(others[:-1])
    assert found.spared == 5
    assert ten.write(remove, ten.ids()) == 5
    assert set(ten.ids()) == {starred, tagged, noted, clipped, corrected}


def test_removing_takes_everything_of_an_article_and_nothing_else(
    ten: Archive, feed_id: int
) -> None:
    first, second, *_ = ids = ten.ids()[::-1]
    for each in (first, second):
        ten.analyse(each, record(ten.article(each).body.text, ("“Soon,”", "Mara Quill")))
    assert ten.write(remove, [first]) == 1
    assert ten.ids() == ids[:0:-1]
    assert len(ten.quoted("soon")) == 1
    assert first not in ten.found("soon")
    assert ten.write(faults) == ()
    assert ten.write(remove, [first]) == 0


def test_what_was_removed_does_not_come_back(ten: Archive, feed_id: int) -> None:
    ids = ten.ids()
    ten.write(remove, ids[-3:])
    assert {"d0", "d1", "d2", "d3"} <= ten.read(digests, feed_id)
    again = [entry(str(number), f"{TEXT} {number}, revised") for number in range(3)]
    stored = ten.store(feed_id, *again, entry("new", TEXT), now=NOW + 20 * DAY)
    assert len(stored.new) == 1
    assert len(ten.ids()) == 8


def test_a_story_that_another_feed_keeps_is_kept(archive: Archive) -> None:
    limited, unlimited = archive.subscribe(
        FeedSpec("https://a.example/feed"), FeedSpec("https://b.example/feed")
    )
    for feed_id in (limited, unlimited):
        archive.store(feed_id, entry("shared", TEXT))
    archive.store(limited, entry("own", "Other words."))
    since = NOW + DAY
    assert len(named(archive, Limit(limited, since)).ids) == 1
    assert len(named(archive, Limit(limited, since), Limit(unlimited, since)).ids) == 2
