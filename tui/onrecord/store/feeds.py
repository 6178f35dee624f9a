"""Subscriptions as the reader sees them: the list of sources with its counts, and each feed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from onrecord.frozen import frozen
from onrecord.model import Feed, FullText
from onrecord.store.clippings import clipping_lists
from onrecord.store.columns import moment, moment_or_none, outlet_of, seconds
from onrecord.store.marks import tags

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

_FEED = (
    "SELECT id, url, given_title, own_title, site_url, folder, etag, last_modified, next_fetch_at,"
    " interval, failures, last_error, last_fetched_at, gone, full_text, body_hash, update_every,"
    " rhythm FROM feeds"
)


@frozen
class FeedRow:
    """A feed in the list of sources, with its numbers of articles."""

    feed: Feed
    unread: int
    total: int


@frozen
class FolderRow:
    """A folder of the list of sources; the one without a title holds the feeds in no folder."""

    title: str
    unread: int
    feeds: tuple[FeedRow, ...]


@frozen
class Sources:
    """The list of sources: the sizes of the views and the folders in the order of feeds.toml.

    An article that several feeds carry counts once in a view and in a folder, and in each feed.
    """

    all: int
    unread: int
    interviews: int
    starred: int
    folders: tuple[FolderRow, ...]
    tags: tuple[tuple[str, int], ...] = ()
    """The user's tags with their numbers of articles."""
    clippings: tuple[tuple[str, int], ...] = ()
    """The user's lists of clippings with their sizes."""


@frozen
class Fetch:
    """One fetch of a feed in its history; ``outcome`` is ``stored``, ``unchanged``, ``failed``."""

    at: datetime
    outcome: str
    new: int
    changed: int
    sentence: str


def feeds(conn: sqlite3.Connection) -> list[Feed]:
    """Return the feeds that are subscribed to, in the order of feeds.toml."""
    return _feeds(conn.execute(f"{_FEED} WHERE unsubscribed_at IS NULL ORDER BY position, id"))


def feed(conn: sqlite3.Connection, feed_id: int) -> Feed | None:
    """Return one feed, subscribed to or not."""
    return next(iter(_feeds(conn.execute(f"{_FEED} WHERE id = ?", (feed_id,)))), None)


def feed_by_url(conn: sqlite3.Connection, url: str) -> Feed | None:
    """Return the feed with this address or, failing that, with this former address."""
    query = (
        f"{_FEED} WHERE id = coalesce((SELECT id FROM feeds WHERE url = :url),"
        " (SELECT feed_id FROM feed_urls WHERE url = :url))"
    )
    return next(iter(_feeds(conn.execute(query, {"url": url}))), None)


def due_feeds(conn: sqlite3.Connection, now: datetime) -> list[Feed]:
    """Return the feeds that may be fetched by now, the longest overdue first."""
    query = (
        f"{_FEED} WHERE unsubscribed_at IS NULL AND NOT gone"
        " AND coalesce(next_fetch_at, 0) <= ? ORDER BY coalesce(next_fetch_at, 0), position"
    )
    return _feeds(conn.execute(query, (seconds(now),)))


def former_urls(conn: sqlite3.Connection, feed_id: int) -> tuple[str, ...]:
    """Return the addresses that a feed had before, the latest first."""
    rows = conn.execute(
        "SELECT url FROM feed_urls WHERE feed_id = ? ORDER BY until DESC", (feed_id,)
    )
    return tuple(url for (url,) in rows)


def fetches(conn: sqlite3.Connection, feed_id: int) -> tuple[Fetch, ...]:
    """Return what became of the last fetches of a feed, the latest first."""
    rows = conn.execute(
        "SELECT at, outcome, new, changed, sentence FROM fetches WHERE feed_id = ?"
        " ORDER BY id DESC",
        (feed_id,),
    )
    return tuple(Fetch(moment(at), *rest) for at, *rest in rows)


def digests(conn: sqlite3.Connection, feed_id: int) -> frozenset[str]:
    """Return the digests of a feed's entries, stored or removed since, to skip them unread."""
    rows = conn.execute(
        "SELECT digest FROM article_sources WHERE feed_id = :feed AND digest <> ''"
        " UNION ALL SELECT digest FROM removed_entries WHERE feed_id = :feed AND digest <> ''",
        {"feed": feed_id},
    )
    return frozenset(digest for (digest,) in rows)


def sources(conn: sqlite3.Connection) -> Sources:
    """Return the list of sources with its counts."""

    def count(condition: str) -> int:
        query = f"SELECT count(*) FROM articles WHERE {condition}"
        number: int = conn.execute(query).fetchone()[0]
        return number

    rows: dict[str, list[FeedRow]] = {}
    subscribed = feeds(conn)
    total = Counter(_by_feed(conn, "articles_by_feed", "true"))
    unread = Counter(_by_feed(conn, "articles_unread_by_feed", "read_at IS NULL AND listed"))
    # Summing up is a tenth of the time that SQLite takes to count a hundred thousand rows anew.
    all_listed, all_unread = total.total() - count("NOT listed"), unread.total()
    repeated = _count_further(conn, {each.id: each.folder for each in subscribed}, total, unread)
    for each in subscribed:
        row = FeedRow(each, unread[each.id], total[each.id])
        rows.setdefault(each.folder, []).append(row)
    return Sources(
        all=all_listed,
        unread=all_unread,
        interviews=count("form IN ('interview', 'transcript') AND listed"),
        starred=count("starred_at IS NOT NULL"),
        folders=tuple(
            FolderRow(title, sum(row.unread for row in inside) - repeated[title], tuple(inside))
            for title, inside in rows.items()
        ),
        tags=tags(conn),
        clippings=clipping_lists(conn),
    )


def _by_feed(conn: sqlite3.Connection, index: str, condition: str) -> dict[int, int]:
    """Count articles by the feed that brought them first."""
    return dict(
        conn.execute(
            f"SELECT feed_id, count(*) FROM articles INDEXED BY {index}"
            f" WHERE {condition} GROUP BY feed_id"
        )
    )


def _count_further(
    conn: sqlite3.Connection, folders: dict[int, str], total: Counter[int], unread: Counter[int]
) -> Counter[str]:
    """Add the articles that a feed carries as a further source to its counts.

    Returns by how many unread articles the sum over the feeds of a folder is then too high.
    """
    seen: set[tuple[str, int]] = set()
    repeated: Counter[str] = Counter()
    for feed_id, article_id, first_feed, is_unread in conn.execute(
        "SELECT further.feed_id, articles.id, articles.feed_id, read_at IS NULL AND listed"
        " FROM article_sources AS further JOIN articles ON articles.id = further.article_id"
        " WHERE NOT further.first"
    ):
        total[feed_id] += 1
        if not is_unread:
            continue
        unread[feed_id] += 1
        folder = folders.get(feed_id)
        if folder is None:
            continue
        if folders.get(first_feed) == folder or (folder, article_id) in seen:
            repeated[folder] += 1
        seen.add((folder, article_id))
    return repeated


def _feeds(rows: Iterable[tuple[Any, ...]]) -> list[Feed]:
    return [
        Feed(
            id=row[0],
            url=row[1],
            title=outlet_of(row[2], row[3], row[1]),
            site_url=row[4],
            folder=row[5],
            etag=row[6],
            last_modified=row[7],
            next_fetch_at=moment_or_none(row[8]),
            interval=row[9],
            failures=row[10],
            last_error=row[11],
            last_fetched_at=moment_or_none(row[12]),
            gone=bool(row[13]),
            full_text=FullText(row[14]),
            body_hash=row[15],
            update_every=row[16],
            rhythm=row[17],
        )
        for row in rows
    ]
