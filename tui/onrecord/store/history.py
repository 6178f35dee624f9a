"""The lines that the user searched for, kept across sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database as Writable

MOST_KEPT: Final = 500
LONGEST: Final = 2_000
"""Characters of a line that is kept; what is longer was pasted by mistake."""


def remember_search(db: Writable, line: str) -> None:
    """Note that a line was searched for; one that is known becomes the latest."""
    line = line.strip()
    if not line or len(line) > LONGEST:
        return
    db.execute("DELETE FROM searched WHERE line = ?", (line,))
    db.execute("INSERT INTO searched (line) VALUES (?)", (line,))
    db.execute(
        "DELETE FROM searched WHERE id <= (SELECT id FROM searched ORDER BY id DESC"
        " LIMIT 1 OFFSET ?)",
        (MOST_KEPT,),
    )


def searched(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Return what was searched for, the latest first."""
    rows = conn.execute("SELECT line FROM searched ORDER BY id DESC")
    return tuple(line for (line,) in rows)
