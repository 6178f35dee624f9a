"""The state of an archive: how much it holds, is it whole, mending its search indexes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database as Writable

INDEXES: Final = ("articles_fts", "quotations_fts", "aliases_fts")

_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with an archive, in one sentence, and whether `rebuild_indexes` mends it."""

    sentence: str
    in_index: bool = False


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much an archive holds, and the size of its file in bytes."""

    feeds: int
    articles: int
    unread: int
    waiting: int
    quotations: int
    people: int
    bytes: int


def statistics(conn: sqlite3.Connection) -> Statistics:
    """Count what an archive holds."""
    counts = conn.execute(
        "SELECT (SELECT count(*) FROM feeds WHERE unsubscribed_at IS NULL),"
        " (SELECT count(*) FROM articles),"
        " (SELECT count(*) FROM articles WHERE read_at IS NULL AND listed),"
        " (SELECT count(*) FROM articles WHERE analysed_with = ''),"
        " (SELECT count(*) FROM quotations),"
        " (SELECT count(*) FROM entities WHERE kind = 'PERSON'),"
        " (SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)"
    )
    return Statistics(*counts.fetchone())


def faults(db: Writable) -> tuple[Fault, ...]:
    """Examine the whole archive; takes about a second for each 100 MB.

    Changes nothing, but needs the writer's connection: SQLite examines a full-text index by a
    command that looks like an insertion.
    """
    found = [
        Fault(f"The file is damaged: {message}.")
        for (message,) in db.execute(f"PRAGMA integrity_check({_MOST_TOLD})").fetchall()
        if message != "ok"
    ]
    broken = {(child, parent) for child, _, parent, _ in db.execute("PRAGMA foreign_key_check")}
    found += [
        Fault(f"Rows of “{child}” belong to rows of “{parent}” that are not there.")
        for child, parent in sorted(broken)
    ]
    for index in INDEXES:
        try:
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:
                raise
            found.append(
                Fault(f"The search index “{index}” does not fit its texts.", in_index=True)
            )
    return tuple(found)


def rebuild_indexes(db: Writable) -> None:
    """Make the search indexes anew from the texts."""
    for index in INDEXES:
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
