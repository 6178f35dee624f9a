"""Removing articles that the user does not want to keep any longer.

Nothing is removed by itself: `outdated` tells what the limits name, `remove` does it. What is the
user's own (starred, tagged, noted upon, clipped from, corrected) is spared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.frozen import frozen
from onrecord.store.columns import seconds, to_json
from onrecord.store.script import run_script

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database as Writable

_OWN = (
    "starred_at IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM article_tags WHERE article_id = id)"
    " OR EXISTS (SELECT 1 FROM notes WHERE article_id = articles.id)"
    " OR EXISTS (SELECT 1 FROM clippings WHERE article_id = articles.id)"
    " OR EXISTS (SELECT 1 FROM corrections WHERE article_id = articles.id)"
)


@frozen
class Limit:
    """What is kept of one feed: articles that came after ``since``, and the ``most`` newest.

    ``since`` None keeps them of any age, ``most`` 0 any number.
    """

    feed_id: int
    since: datetime | None = None
    most: int = 0


@frozen
class Outdated:
    """The ids of the articles that limits name, those unread among them, and how many are spared.

    ``by_feed`` has, for each feed with any, its id and number of articles; one of several feeds
    counts for the first of them.
    """

    ids: tuple[int, ...] = ()
    unread: int = 0
    spared: int = 0
    by_feed: tuple[tuple[int, int], ...] = ()


def outdated(conn: sqlite3.Connection, limits: Sequence[Limit]) -> Outdated:
    """Return the articles that every one of their feeds has beyond its limit."""
    beyond = {(article_id, each.feed_id) for each in limits for article_id in _beyond(conn, each)}
    candidates = {article_id for article_id, _ in beyond}
    kept = {
        article_id
        for article_id, feed_id in conn.execute(
            "SELECT article_id, feed_id FROM article_sources"
            " WHERE article_id IN (SELECT value FROM json_each(?))",
            (to_json(sorted(candidates)),),
        )
        if (article_id, feed_id) not in beyond
    }
    rows = conn.execute(
        f"SELECT id, feed_id, read_at IS NULL, {_OWN} FROM articles"
        " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (to_json(sorted(candidates - kept)),),
    ).fetchall()
    ids: list[int] = []
    by_feed: dict[int, int] = {}
    unread = 0
    for article_id, feed_id, is_unread, is_own in rows:
        if not is_own:
            ids.append(article_id)
            unread += is_unread
            by_feed[feed_id] = by_feed.get(feed_id, 0) + 1
    return Outdated(tuple(ids), unread, len(rows) - len(ids), tuple(by_feed.items()))


def _beyond(conn: sqlite3.Connection, limit: Limit) -> set[int]:
    """Return the articles of a feed that are beyond its limit."""
    found: set[int] = set()
    source = (
        "SELECT article_id FROM article_sources JOIN articles ON articles.id = article_id"
        " WHERE article_sources.feed_id = ?"
    )
    if limit.since is not None:
        old = conn.execute(f"{source} AND fetched_at < ?", (limit.feed_id, seconds(limit.since)))
        found.update(article_id for (article_id,) in old)
    if limit.most:
        # One article may be several entries of a feed.
        more = conn.execute(
            f"{source} GROUP BY article_id ORDER BY place DESC LIMIT -1 OFFSET ?",
            (limit.feed_id, limit.most),
        )
        found.update(article_id for (article_id,) in more)
    return found


def remove(db: Writable, ids: Sequence[int]) -> int:
    """Remove articles with all that is known of them; return how many there were.

    What became the user's own since they were counted stays. Their entries are remembered, so
    that they do not come back as new ones while their feeds still list them.
    """
    conn = db.conn
    chosen = "(SELECT value FROM json_each(?))"
    going = [
        article_id
        for (article_id,) in conn.execute(
            f"SELECT id FROM articles WHERE id IN {chosen} AND NOT ({_OWN})", (to_json(list(ids)),)
        )
    ]
    listed = to_json(going)
    conn.execute(
        "INSERT OR REPLACE INTO removed_entries (feed_id, guid, digest)"
        f" SELECT feed_id, guid, digest FROM article_sources WHERE article_id IN {chosen}",
        (listed,),
    )
    conn.execute(f"DELETE FROM articles WHERE id IN {chosen}", (listed,))
    return len(going)


def removed_guids(conn: sqlite3.Connection, feed_id: int) -> frozenset[str]:
    """Return the guids of the entries of a feed whose articles were removed."""
    rows = conn.execute("SELECT guid FROM removed_entries WHERE feed_id = ?", (feed_id,))
    return frozenset(guid for (guid,) in rows)


_REMOVED_ENTRIES = """
CREATE TABLE removed_entries (                    -- of articles that the user's limits removed
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    guid    TEXT    NOT NULL,
    digest  TEXT    NOT NULL,
    PRIMARY KEY (feed_id, guid)
) WITHOUT ROWID;
"""


def removed_entries(db: Writable) -> None:
    """Make the table of what was removed: a step of the schema."""
    run_script(db, _REMOVED_ENTRIES)
