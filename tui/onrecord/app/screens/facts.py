"""Facts to be read, a line each: a feed's health, the mistakes in feeds.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.app.masthead import written_date
from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.lines import Entry, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime, tzinfo

    from textual.widget import Widget

    from onrecord.app.widgets.rows import Rows
    from onrecord.model import Feed
    from onrecord.store.feeds import Fetch

_LABEL = 14
_HOUR = 3600


def facts_of(
    feed: Feed, former: Sequence[str], fetches: Sequence[Fetch], zone: tzinfo | None
) -> tuple[Entry, ...]:
    """Return what there is to know about a feed, a line each."""

    def when(moment: datetime | None, otherwise: str) -> str:
        return written_date(moment, zone) if moment else otherwise

    entries = [
        Entry(feed.url, "address"),
        *(Entry(url, "formerly") for url in former),
        Entry(feed.site_url or "not told", "site"),
        Entry(feed.folder or "none", "folder"),
        Entry(when(feed.last_fetched_at, "never"), "last fetched"),
        Entry("never: the feed is gone" if feed.gone else when(feed.next_fetch_at, "now"), "next"),
    ]
    if feed.interval:
        entries.append(Entry(f"every {feed.interval / _HOUR:g} hours", "interval"))
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{count(feed.failures, 'time')} in a row"
        entries.append(Entry(times, "failed"))
    if feed.last_error:
        entries.append(Entry(feed.last_error, "because"))
    if fetches:
        entries += [Entry("", heading=True), Entry("The last fetches", heading=True)]
        entries += [
            Entry(_outcome(fetch), f"{fetch.at.astimezone(zone):%d %b %H:%M}") for fetch in fetches
        ]
    return tuple(entries)


def _outcome(fetch: Fetch) -> str:
    if fetch.sentence:
        return fetch.sentence
    if fetch.new or fetch.changed:
        return f"{fetch.new} new, {fetch.changed} changed"
    return "nothing new"


class Facts(Dialog[None]):
    """Facts under a heading; long ones go on over several lines."""

    def __init__(self, title: str, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.HEADING = title
        self._entries = tuple(entries)
        self._lines = Lines(_LABEL, spread=True)
        self._lines.can_focus = True

    def content(self) -> Iterator[Widget]:
        """Give the facts."""
        yield self._lines

    def listed(self) -> Rows:
        """Return the facts."""
        return self._lines

    def on_mount(self) -> None:
        """List the facts."""
        self._lines.list_entries(self._entries)
        self._lines.focus()
