"""How a feed is, in words: when it was asked, when it will be, why then, what came of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.app.masthead import written_date
from onrecord.app.widgets.lines import Entry
from onrecord.record.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from onrecord.model import Feed
    from onrecord.store.feeds import Fetch

RECENT = 20
"""Fetches that the line of bars shows."""
_FAILED, _NOTHING = "×", "·"
_USUAL = 3600
"""Seconds that a feed is left alone for where nothing says otherwise."""
_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"))


def facts_of(
    feed: Feed, former: Sequence[str], fetches: Sequence[Fetch], zone: tzinfo | None
) -> tuple[Entry, ...]:
    """Return what there is to know about a feed, a line each; ``fetches`` has the latest first."""
    return (
        *_health(feed, fetches, zone),
        Entry("", heading=True),
        Entry(feed.url, "address"),
        *(Entry(url, "formerly") for url in former),
        Entry(feed.site_url or "not told", "site"),
        Entry(feed.folder or "none", "folder"),
        *_history(fetches, zone),
    )


def _health(feed: Feed, fetches: Sequence[Fetch], zone: tzinfo | None) -> Iterator[Entry]:
    def when(moment: datetime | None, otherwise: str) -> str:
        return written_date(moment, zone) if moment else otherwise

    if fetches:
        yield Entry(recent(fetches), "lately", "new articles of each fetch, the last at the right")
    yield Entry(when(feed.last_fetched_at, "never"), "last fetched")
    yield Entry("never" if feed.gone else when(feed.next_fetch_at, "now"), "next")
    yield Entry(interval_of(feed, fetches), "interval")
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{count(feed.failures, 'time')} in a row"
        yield Entry(times, "failed")
    if feed.last_error:
        yield Entry(feed.last_error, "because")


def _history(fetches: Sequence[Fetch], zone: tzinfo | None) -> Iterator[Entry]:
    if fetches:
        yield Entry("", heading=True)
        yield Entry("The last fetches", heading=True)
    for fetch in fetches:
        yield Entry(_outcome(fetch), f"{fetch.at.astimezone(zone):%d %b %H:%M}")


def _outcome(fetch: Fetch) -> str:
    if fetch.sentence:
        return fetch.sentence
    if fetch.new or fetch.changed:
        return f"{fetch.new} new, {fetch.changed} changed"
    return "nothing new"


def recent(fetches: Sequence[Fetch]) -> str:
    """Return the last fetches as a line: a bar for what was new, a cross for what failed."""
    last = fetches[:RECENT][::-1]
    bars = sparkline([fetch.new for fetch in last])
    return "".join(
        _FAILED if fetch.outcome == "failed" else bar if fetch.new else _NOTHING
        for fetch, bar in zip(last, bars, strict=True)
    )


def interval_of(feed: Feed, fetches: Sequence[Fetch]) -> str:
    """Return how long the feed is left alone between two fetches, and why so long."""
    if feed.gone:
        return "none: its server says that it is gone for good"
    if feed.next_fetch_at is None or not fetches:
        return f"{span(feed.interval)}, as feeds.toml says" if feed.interval else "not known yet"
    wait = int((feed.next_fetch_at - fetches[0].at).total_seconds())
    return f"{span(wait)}, {_why(feed, wait)}"


def _why(feed: Feed, wait: int) -> str:
    if feed.failures:
        return "longer after each failure"
    if feed.interval:
        return "as feeds.toml says"
    if feed.update_every and wait <= feed.update_every:
        return "as the feed asks"
    if feed.rhythm and wait <= max(feed.rhythm // 2, 900):
        return f"since something new comes about every {span(feed.rhythm).removeprefix('1 ')}"
    return "as usual" if wait == _USUAL else "as its server asks"


def span(seconds: int) -> str:
    """Return a time in its largest units: ``40 minutes``, ``2 hours``, ``1 day``."""
    size, unit = next((each for each in _UNITS if seconds >= each[0]), _UNITS[-1])
    number = max(1, round(seconds / size, 0 if unit == "minute" else 1))
    return f"{number:g} {unit}{'' if number == 1 else 's'}"
