from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from library import NOW

from onrecord.app.health import facts_of, interval_of, recent, span
from onrecord.model import Feed
from onrecord.store.feeds import Fetch

HOUR = 3600
FEED = Feed(
    id=1,
    url="https://press.example/feed",
    title="The Ferry Post",
    site_url="",
    folder="Dailies",
    etag="",
    last_modified="",
    interval=None,
    failures=0,
    last_error="",
    gone=False,
    last_fetched_at=NOW,
    next_fetch_at=NOW + timedelta(hours=1),
)
QUIET = Fetch(NOW, "unchanged", 0, 0, "")
BAD = Fetch(NOW, "failed", 0, 0, "The server answered 503.")


def stored(new: int, changed: int = 0) -> Fetch:
    return Fetch(NOW, "stored", new, changed, "")


def test_the_last_fetches_are_a_line_of_bars():
    assert recent([stored(8), BAD, QUIET, stored(4), stored(1)]) == "▁▄·×█"
    assert recent([stored(1)] * 50) == "█" * 20


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"gone": True}, "none: its server says that it is gone for good"),
        ({"failures": 3}, "1 hour, longer after each failure"),
        ({"interval": HOUR}, "1 hour, as feeds.toml says"),
        ({"update_every": HOUR}, "1 hour, as the feed asks"),
        ({"rhythm": 2 * HOUR}, "1 hour, since something new comes about every 2 hours"),
        ({}, "1 hour, as usual"),
        ({"next_fetch_at": NOW + timedelta(hours=3)}, "3 hours, as its server asks"),
    ],
)
def test_the_interval_is_told_with_its_reason(changes: dict[str, object], told: str):
    assert interval_of(replace(FEED, **changes), [QUIET]) == told


def test_an_unfetched_feed_has_only_the_users_interval():
    fresh = replace(FEED, next_fetch_at=None, last_fetched_at=None)
    assert interval_of(fresh, []) == "not known yet"
    assert interval_of(replace(fresh, interval=2 * HOUR), []) == "2 hours, as feeds.toml says"
    words = {entry.label: entry.words for entry in facts_of(fresh, [], [], NOW.tzinfo)}
    assert words["last fetched"] == "never"
    assert words["next"] == "now"
    assert "lately" not in words


def test_a_failing_feed_says_why_in_words():
    feed = replace(FEED, failures=2, last_error=BAD.sentence)
    entries = facts_of(feed, ["https://old.example/feed"], [BAD, stored(2, 1)], NOW.tzinfo)
    words = {entry.label: entry.words for entry in entries}
    assert words["lately"] == "█×"
    assert words["failed"] == "2 times in a row"
    assert words["because"] == BAD.sentence
    assert words["formerly"] == "https://old.example/feed"
    assert [entry.words for entry in entries][-2:] == [BAD.sentence, "2 new, 1 changed"]


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "1 minute"),
        (60, "1 minute"),
        (2400, "40 minutes"),
        (HOUR, "1 hour"),
        (9000, "2.5 hours"),
        (50 * HOUR, "2.1 days"),
    ],
)
def test_spans_are_told_in_their_largest_unit(seconds: int, told: str):
    assert span(seconds) == told
