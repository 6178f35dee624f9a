"""Merging the search index of articles: put off while feeds are stored, done at rest.

Each transaction leaves a segment of its own in the index, and a search looks into all of them.
FTS5 would merge them while articles are written, which takes two thirds as long again as writing
them. So it is told not to, and does it in small steps when nobody waits for anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database as Writable

MOST_SEGMENTS: Final = 256
"""Segments with which a search takes some milliseconds longer; beyond that they are merged."""

_SETTINGS: Final = {"automerge": 0, "usermerge": 16, "crisismerge": 1_000}
"""Nothing is merged unasked, but for the case that nobody ever asks; then, what are 16 alike."""
_STEP_PAGES: Final = 128
"""Some 40 ms with 200 segments. Each step looks for its place in all of them, 12 ms."""


def needs_merging(conn: sqlite3.Connection) -> bool:
    """Tell whether the index is in so many segments that merging should wait no longer."""
    (segments,) = conn.execute(
        "WITH RECURSIVE each (id) AS (SELECT min(segid) FROM articles_fts_idx UNION ALL"
        " SELECT (SELECT min(segid) FROM articles_fts_idx WHERE segid > id) FROM each"
        " WHERE id IS NOT NULL) SELECT count(id) FROM each"
    ).fetchone()
    return bool(segments > MOST_SEGMENTS)


def put_off_merging(db: Writable) -> None:
    """Have nothing merged by itself from now on; archives made earlier merged as they wrote."""
    known = dict(db.execute("SELECT k, v FROM articles_fts_config").fetchall())
    for name, value in _SETTINGS.items():
        if known.get(name) != value:
            db.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES (?, ?)", (name, value))


def merge_some(db: Writable) -> bool:
    """Merge a little, and tell whether there is more to merge."""
    put_off_merging(db)
    conn = db.conn
    before = conn.total_changes
    conn.execute(
        "INSERT INTO articles_fts (articles_fts, rank) VALUES ('merge', ?)", (_STEP_PAGES,)
    )
    # The statement itself counts as one change.
    return conn.total_changes - before > 1
