"""The user's own marks: read and starred, tags.

What else is the user's own has modules of its own: `notes`, `clippings`, `corrections`. The
functions that take a writable database are called through `Database.write` or `Database.submit`.
Each returns exactly what it changed, so that undoing it is exact. No refresh and no analysis
changes any of this.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.store.columns import seconds, slug_of, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database as Writable


def mark_read(db: Writable, ids: Iterable[int], *, read: bool) -> tuple[int, ...]:
    """Mark articles read or unread; return those for which that is new."""
    return _mark(db, "read_at", ids, on=read)


def star(db: Writable, ids: Iterable[int], *, on: bool) -> tuple[int, ...]:
    """Star articles or take the star away; return those for which that is new."""
    return _mark(db, "starred_at", ids, on=on)


def _mark(db: Writable, column: str, ids: Iterable[int], *, on: bool) -> tuple[int, ...]:
    rows = db.execute(
        f"UPDATE articles SET {column} = ? WHERE id IN (SELECT value FROM json_each(?))"
        f" AND {column} IS {'' if on else 'NOT'} NULL RETURNING id",
        (_now() if on else None, to_json(list(ids))),
    )
    changed = tuple(article_id for (article_id,) in rows.fetchall())
    if not on:
        take_back(db, changed, {"read_at": "read", "starred_at": "star"}[column])
    return changed


def take_back(db: Writable, ids: Iterable[int], act: str) -> None:
    """Note what was taken back from articles by hand: no rule does it to them again."""
    db.execute(
        "INSERT OR IGNORE INTO rule_acts (article_id, act) SELECT value, ? FROM json_each(?)"
        " WHERE EXISTS (SELECT 1 FROM rules)",
        (act, to_json(list(ids))),
    )


def tag(db: Writable, ids: Iterable[int], name: str) -> tuple[int, ...]:
    """Tag articles; return those that did not have the tag. A tag is known whatever its case."""
    slug = slug_of(name)
    db.execute(
        "INSERT INTO tags (name, slug) VALUES (?, ?) ON CONFLICT DO NOTHING", (name.strip(), slug)
    )
    rows = db.execute(
        "INSERT INTO article_tags (article_id, tag_id, tagged_at)"
        " SELECT articles.id, tags.id, ? FROM articles, tags"
        " WHERE articles.id IN (SELECT value FROM json_each(?)) AND slug = ?"
        " ON CONFLICT DO NOTHING RETURNING article_id",
        (_now(), to_json(list(ids)), slug),
    )
    return tuple(article_id for (article_id,) in rows.fetchall())


def untag(db: Writable, ids: Iterable[int], name: str) -> tuple[int, ...]:
    """Take a tag from articles; return those that had it. A tag that no article has is dropped."""
    slug = slug_of(name)
    rows = db.execute(
        "DELETE FROM article_tags WHERE tag_id = (SELECT id FROM tags WHERE slug = ?)"
        " AND article_id IN (SELECT value FROM json_each(?)) RETURNING article_id",
        (slug, to_json(list(ids))),
    ).fetchall()
    take_back(db, [article_id for (article_id,) in rows], f"tag {slug}")
    db.execute(
        "DELETE FROM tags WHERE slug = ?"
        " AND NOT EXISTS (SELECT 1 FROM article_tags WHERE tag_id = tags.id)",
        (slug,),
    )
    return tuple(article_id for (article_id,) in rows)


def retag(db: Writable, article_id: int, names: Iterable[str]) -> tuple[str, ...]:
    """Let an article have just these tags; return those it had, which undo it."""
    before = tags_of(db.conn, article_id)
    wanted = {slug_of(name): name for name in reversed(list(names)) if name.strip()}
    for name in before:
        if slug_of(name) not in wanted:
            untag(db, [article_id], name)
    for name in reversed(wanted.values()):
        tag(db, [article_id], name)
    return before


def tags_of(conn: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """Return the tags of an article, in alphabetical order."""
    rows = conn.execute(
        "SELECT name FROM article_tags JOIN tags ON tags.id = tag_id WHERE article_id = ?"
        " ORDER BY slug",
        (article_id,),
    )
    return tuple(name for (name,) in rows)


def tags(conn: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Return the tags with their numbers of articles, in alphabetical order."""
    rows = conn.execute(
        "SELECT name, count(*) FROM tags JOIN article_tags ON tag_id = tags.id"
        " GROUP BY tags.id ORDER BY slug"
    )
    return tuple(rows)


def _now() -> int:
    return seconds(datetime.now(UTC))
