"""Saved searches: queries with names, which the user keeps among the sources.

The functions that take a writable database are called through `Database.write` or
`Database.submit`. Each returns what is needed to undo it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.frozen import frozen
from onrecord.store.columns import seconds

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from sqlite_utils import Database as Writable


@frozen
class SavedSearch:
    """A query with a name; ``position`` is its place among the saved searches, from 0."""

    id: int
    name: str
    query: str
    position: int = 0
    followed: bool = False
    """Whether the user is told of new articles in it."""


def saved_searches(conn: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """Return the saved searches, in their order."""
    rows = conn.execute(
        "SELECT id, name, query, followed_at IS NOT NULL FROM saved_searches ORDER BY position, id"
    )
    return tuple(
        SavedSearch(saved_id, name, query, position, bool(followed))
        for position, (saved_id, name, query, followed) in enumerate(rows)
    )


def saved_search(conn: sqlite3.Connection, name: str) -> SavedSearch | None:
    """Return the saved search of a name, in whatever case; None where there is none."""
    wanted = name.strip().casefold()
    return next((each for each in saved_searches(conn) if each.name.casefold() == wanted), None)


def save_search(db: Writable, name: str, query: str) -> SavedSearch | None:
    """Keep a query under a name; return the search that had the name before, if one had."""
    before = saved_search(db.conn, name)
    if before is not None:
        change_search(db, before.id, before.name, query)
        return before
    db.execute(
        "INSERT INTO saved_searches (name, query, position, saved_at)"
        " VALUES (?, ?, (SELECT count(*) FROM saved_searches), ?)",
        (name.strip(), query, seconds(datetime.now(UTC))),
    )
    return None


def change_search(db: Writable, saved_id: int, name: str, query: str) -> bool:
    """Give a saved search another name or query; False where another has the name already."""
    known = saved_search(db.conn, name)
    if known is not None and known.id != saved_id:
        return False
    db.execute(
        "UPDATE saved_searches SET name = ?, query = ? WHERE id = ?",
        (name.strip(), query, saved_id),
    )
    return True


def delete_search(db: Writable, name: str) -> SavedSearch | None:
    """Delete a saved search and return it, for `restore_search`."""
    found = saved_search(db.conn, name)
    if found is not None:
        db.execute("DELETE FROM saved_searches WHERE id = ?", (found.id,))
        _put_in_order(db, saved_searches(db.conn))
    return found


def restore_search(db: Writable, saved: SavedSearch) -> None:
    """Bring a deleted search back as it was, to its place."""
    others = list(saved_searches(db.conn))
    db.execute(
        "INSERT INTO saved_searches (id, name, query, position, saved_at, followed_at)"
        " VALUES (?1, ?2, ?3, 0, ?4, iif(?5, ?4, NULL))",
        (saved.id, saved.name, saved.query, seconds(datetime.now(UTC)), saved.followed),
    )
    _put_in_order(db, [*others[: saved.position], saved, *others[saved.position :]])


def move_search(db: Writable, saved_id: int, step: int) -> bool:
    """Move a saved search among the others; tell whether it had room to go."""
    order = list(saved_searches(db.conn))
    at = next((each.position for each in order if each.id == saved_id), None)
    if at is None or not 0 <= at + step < len(order):
        return False
    order.insert(at + step, order.pop(at))
    _put_in_order(db, order)
    return True


def _put_in_order(db: Writable, order: Sequence[SavedSearch]) -> None:
    db.conn.executemany(
        "UPDATE saved_searches SET position = ? WHERE id = ?",
        [(position, each.id) for position, each in enumerate(order)],
    )


def count_unread(
    conn: sqlite3.Connection,
    query: str,
    *,
    now: datetime | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Return how many unread articles of the feeds a query finds.

    Raises `onrecord.store.database.Cancelled` soon after ``cancelled`` returns true.
    """
    # Imported here: searches are listed before the first paint, and counted after it.
    from onrecord.query import parse_query
    from onrecord.store.matching import Matching, places, wants_hidden, words_of
    from onrecord.store.search import cancellable, parts_of

    parts = parts_of(parse_query(query))
    if not parts:
        return 0
    now = now or datetime.now(UTC)
    matching = Matching(conn, now)
    words, rest = words_of(parts)
    since, until = places(parts, now)
    hidden = any(wants_hidden(part) for part in parts)
    listed = "(articles.listed OR articles.hidden_at IS NOT NULL)" if hidden else "articles.listed"
    unread = f"articles.read_at IS NULL AND {listed}"
    with cancellable(conn, cancelled):
        if words is not None:
            # What the index finds is seldom all of the archive; what is unread often is.
            where, parameters = matching.together(rest)
            (number,) = conn.execute(
                "SELECT count(*) FROM articles_fts CROSS JOIN articles"
                " ON articles.place = articles_fts.rowid"
                " WHERE articles_fts MATCH ? AND articles_fts.rowid BETWEEN ? AND ?"
                f" AND {unread} AND ({where})",
                (words, since, until, *parameters),
            ).fetchone()
        else:
            where, parameters = matching.together(parts)
            (number,) = conn.execute(
                "SELECT count(*) FROM articles WHERE articles.place BETWEEN ? AND ?"
                f" AND {unread} AND ({where})",
                (since, until, *parameters),
            ).fetchone()
    return int(number)
