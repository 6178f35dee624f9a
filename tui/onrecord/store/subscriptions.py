"""Writing subscriptions: what feeds.toml lists, feeds that are left or taken up, that move.

Every function takes the writable database first and is called through `Database.write` or
`Database.submit`, which make one transaction of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.store.columns import seconds, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database as Writable

    from onrecord.config import FeedSpec

SIGHTINGS = 3
"""Days on which a permanent redirect is seen before the feed's address follows it."""

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Synced:
    """The ids of the feeds that a change of feeds.toml added, moved to another address, dropped."""

    added: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def sync_feeds(
    db: Writable, specs: Sequence[FeedSpec], now: datetime, *, leave: bool = True
) -> Synced:
    """Make the subscriptions those that feeds.toml lists.

    A listed address that is a feed's own or former one is that feed, also if it was left before;
    its articles are then listed again. An unknown address whose title and folder are those of
    exactly one feed that is no longer listed is that feed with its address edited. The feeds that
    remain unlisted are left: their articles stay, and can be searched. Unless ``leave`` is unset:
    a feeds.toml with mistakes may list them where it cannot be read.
    """
    conn = db.conn
    before = {
        feed_id: (title, folder)
        for feed_id, title, folder in conn.execute(
            "SELECT id, given_title, folder FROM feeds WHERE unsubscribed_at IS NULL"
        )
    }
    found = {spec.url: _feed_at(conn, spec.url) for spec in specs}
    unlisted = {each: what for each, what in before.items() if each not in found.values()}
    added: list[int] = []
    moved: list[int] = []
    for position, spec in enumerate(specs):
        feed_id = found[spec.url]
        if feed_id is None:
            feed_id = _edited(unlisted, spec)
            if feed_id is not None:
                del unlisted[feed_id]
                move_feed(db, feed_id, spec.url, now)
                moved.append(feed_id)
        if feed_id is None:
            feed_id = conn.execute("INSERT INTO feeds (url) VALUES (?)", (spec.url,)).lastrowid or 0
            added.append(feed_id)
        found[spec.url] = feed_id
        conn.execute(
            "UPDATE feeds SET given_title = ?, folder = ?, position = ?, interval = ?,"
            " full_text = ? WHERE id = ?",
            (spec.title, spec.folder, position, spec.interval, spec.full_text.value, feed_id),
        )
        if feed_id not in before:
            resubscribe(db, feed_id)
    dropped = tuple(unlisted) if leave else ()
    for feed_id in dropped:
        unsubscribe(db, feed_id, now)
    return Synced(tuple(added), tuple(moved), dropped)


def in_step(conn: sqlite3.Connection, specs: Sequence[FeedSpec]) -> bool:
    """Tell whether the subscriptions are already just those that feeds.toml lists."""
    rows = conn.execute(
        "SELECT url, given_title, folder, position, interval, full_text FROM feeds"
        " WHERE unsubscribed_at IS NULL ORDER BY position"
    ).fetchall()
    return rows == [
        (spec.url, spec.title, spec.folder, position, spec.interval, spec.full_text.value)
        for position, spec in enumerate(specs)
    ]


def unsubscribe(db: Writable, feed_id: int, now: datetime) -> None:
    """Leave a feed. Its articles stay, but only search and the starred view show them."""
    conn = db.conn
    conn.execute("UPDATE feeds SET unsubscribed_at = ? WHERE id = ?", (seconds(now), feed_id))
    conn.execute(
        "UPDATE articles SET listed = 0 WHERE listed"
        " AND id IN (SELECT article_id FROM article_sources WHERE feed_id = ?)"
        " AND NOT EXISTS (SELECT 1 FROM article_sources JOIN feeds ON feeds.id = feed_id"
        " WHERE article_id = articles.id AND unsubscribed_at IS NULL)",
        (feed_id,),
    )


def resubscribe(db: Writable, feed_id: int) -> None:
    """Take up a feed that was left: it is due at once, and its articles are listed again."""
    conn = db.conn
    conn.execute(
        "UPDATE feeds SET unsubscribed_at = NULL, gone = 0, failures = 0, last_error = '',"
        " next_fetch_at = NULL WHERE id = ?",
        (feed_id,),
    )
    conn.execute(
        "UPDATE articles SET listed = 1 WHERE NOT listed AND hidden_at IS NULL"
        " AND id IN (SELECT article_id FROM article_sources WHERE feed_id = ?)",
        (feed_id,),
    )


def move_feed(db: Writable, feed_id: int, url: str, now: datetime) -> bool:
    """Give a feed another address; the former one is kept, and so are all its articles.

    What the old server said of the document (validators, failures, 410) does not hold for the new
    address. Tells whether it was done: it is not where another feed has that address.
    """
    conn = db.conn
    if conn.execute("SELECT 1 FROM feeds WHERE url = ? AND id <> ?", (url, feed_id)).fetchone():
        return False
    conn.execute("DELETE FROM feed_urls WHERE url = ?", (url,))
    conn.execute(
        "INSERT INTO feed_urls (url, feed_id, until) SELECT url, id, ? FROM feeds"
        " WHERE id = ? AND url <> ? ON CONFLICT (url) DO UPDATE SET feed_id = excluded.feed_id,"
        " until = excluded.until",
        (seconds(now), feed_id, url),
    )
    conn.execute(
        "UPDATE feeds SET url = ?, etag = '', last_modified = '', body_hash = '',"
        " next_fetch_at = NULL, failures = 0, last_error = '', gone = 0, moved_to = '',"
        " moved_days = 0, moved_seen_at = NULL WHERE id = ?",
        (url, feed_id),
    )
    return True


def note_redirect(db: Writable, feed_id: int, url: str, now: datetime) -> int:
    """Note that a feed's server redirects to ``url`` for good; "" when it does not (any more).

    Returns on how many different days (in UTC) that same address was seen.
    """
    conn = db.conn
    today = seconds(now)
    former, days, seen_at = conn.execute(
        "SELECT moved_to, moved_days, moved_seen_at FROM feeds WHERE id = ?", (feed_id,)
    ).fetchone()
    if not url:
        days = 0
    elif url != former:
        days = 1
    elif seen_at // _DAY != today // _DAY:
        days += 1
    if url or former:
        conn.execute(
            "UPDATE feeds SET moved_to = ?, moved_days = ?, moved_seen_at = ? WHERE id = ?",
            (url, days, today, feed_id),
        )
    return int(days)


def follow_redirect(db: Writable, feed_id: int, url: str, now: datetime, *, read: bool) -> bool:
    """Note a permanent redirect, and move the feed once it was seen on `SIGHTINGS` days.

    ``url`` is as for `note_redirect`; ``read`` tells that a feed was read there. Tells whether the
    feed has moved.
    """
    days = note_redirect(db, feed_id, url, now)
    return bool(url) and read and days >= SIGHTINGS and move_feed(db, feed_id, url, now)


def hold_host(db: Writable, host: str, until: datetime) -> None:
    """Leave all feeds of a host, whatever their port, alone until then, at least."""
    rows = db.execute("SELECT id, url FROM feeds WHERE unsubscribed_at IS NULL").fetchall()
    ids = [feed_id for feed_id, url in rows if urlsplit(url).hostname == host]
    db.execute(
        "UPDATE feeds SET next_fetch_at = max(coalesce(next_fetch_at, 0), ?)"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (seconds(until), to_json(ids)),
    )


def _feed_at(conn: sqlite3.Connection, url: str) -> int | None:
    row = conn.execute(
        "SELECT coalesce((SELECT id FROM feeds WHERE url = :url),"
        " (SELECT feed_id FROM feed_urls WHERE url = :url))",
        {"url": url},
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _edited(unlisted: dict[int, tuple[str, str]], spec: FeedSpec) -> int | None:
    """Return the one unlisted feed that has the title and folder of a new entry."""
    if not spec.title:
        return None
    same = [each for each, what in unlisted.items() if what == (spec.title, spec.folder)]
    return same[0] if len(same) == 1 else None
