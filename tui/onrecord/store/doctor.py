"""Examining an archive: is the file whole, do its tables agree, do the search indexes."""

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
