"""Writing what is the user's own: read and starred, tags, notes, clippings, searches, corrections.

Every function takes the writable database first and is called through `Database.write` or
`Database.submit`. Each returns exactly what it changed, so that undoing it is exact.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.store.columns import seconds, to_json

if TYPE_CHECKING:
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
        (seconds(datetime.now(UTC)) if on else None, to_json(list(ids))),
    )
    return tuple(article_id for (article_id,) in rows.fetchall())
