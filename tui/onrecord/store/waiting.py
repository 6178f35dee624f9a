"""Which articles wait for their record: those that no analyser has read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.columns import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from sqlite_utils import Database as Writable

    from onrecord.model import Document


def waiting(conn: sqlite3.Connection, done: Collection[str], limit: int) -> list[int]:
    """Return the newest articles that are still to be analysed, at most ``limit``.

    These are the articles never analysed, changed since, or analysed by a version that is not
    among ``done``, unless one of those failed on them. Articles whose page is still to be fetched
    come only when no others wait.
    """
    found: list[tuple[int, int, int]] = []
    for version in _versions(conn):
        if version not in done:
            found += conn.execute(
                "SELECT page_due, -place, id FROM articles WHERE analysed_with = ?"
                " AND failed_with NOT IN (SELECT value FROM json_each(?))"
                " ORDER BY page_due, place DESC LIMIT ?",
                (version, to_json(list(done)), limit),
            )
    found.sort()
    return [article_id for due, _, article_id in found[:limit] if due == found[0][0]]


def count_waiting(conn: sqlite3.Connection, done: Collection[str]) -> int:
    """Return how many articles `waiting` has in all."""
    versions = to_json(list(done))
    number: int = conn.execute(
        "SELECT (SELECT count(*) FROM articles)"
        " - (SELECT count(*) FROM articles WHERE analysed_with IN (SELECT value FROM json_each(?)))"
        " - (SELECT count(*) FROM articles WHERE failed_with <> ''"
        " AND failed_with IN (SELECT value FROM json_each(?))"
        " AND analysed_with NOT IN (SELECT value FROM json_each(?)))",
        (versions, versions, versions),
    ).fetchone()[0]
    return number


def _versions(conn: sqlite3.Connection) -> list[str]:
    """Return the versions that articles were analysed with, one step on the index for each."""
    rows = conn.execute(
        "WITH RECURSIVE versions (version) AS ("
        " SELECT min(analysed_with) FROM articles UNION ALL"
        " SELECT (SELECT min(analysed_with) FROM articles WHERE analysed_with > version)"
        " FROM versions WHERE version IS NOT NULL)"
        " SELECT version FROM versions WHERE version IS NOT NULL"
    )
    return [version for (version,) in rows]


def note_analysis_failure(
    db: Writable, document: Document, analysed_with: str, sentence: str
) -> None:
    """Note that an analyser could not read an article, so that it is not handed to it again.

    A record that the article has stays. Nothing is noted where the article changed since.
    """
    db.execute(
        "UPDATE articles SET failed_with = ?, analysis_error = ? WHERE id = ?"
        " AND EXISTS (SELECT 1 FROM texts WHERE article_id = articles.id AND text = ?)",
        (analysed_with, sentence, int(document.id), document.text),
    )


def mark_for_reanalysis(db: Writable, ids: Iterable[int] | None = None) -> int:
    """Let articles (None: all) be analysed again; return how many. Their records stay till then."""
    cursor = db.execute(
        "UPDATE articles SET analysed_with = '', failed_with = ''"
        " WHERE (analysed_with <> '' OR failed_with <> '')"
        " AND (? OR id IN (SELECT value FROM json_each(?)))",
        (ids is None, to_json(list(ids or ()))),
    )
    return cursor.rowcount
