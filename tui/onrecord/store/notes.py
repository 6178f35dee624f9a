"""The user's notes on articles and on their quotations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onrecord.store.columns import moment, seconds

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database as Writable


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an article, or on the quotation of it that begins at ``start``."""

    id: int
    article_id: int
    start: int | None
    quotation: str
    text: str
    noted_at: datetime


def add_note(
    db: Writable, article_id: int, text: str, *, start: int | None = None, quotation: str = ""
) -> Note:
    """Note something on an article, or on its quotation with these words that begins there."""
    row = (article_id, start, quotation, text, _now())
    note_id = db.execute(
        "INSERT INTO notes (article_id, start, quotation, text, noted_at) VALUES (?, ?, ?, ?, ?)",
        row,
    ).lastrowid
    return _note(note_id or 0, *row)


def rewrite_note(db: Writable, note_id: int, text: str) -> Note | None:
    """Give a note another text; return it as it was, or None where there is none of that id."""
    row = db.execute(f"SELECT {_NOTE} FROM notes WHERE id = ?", (note_id,)).fetchone()
    db.execute("UPDATE notes SET text = ? WHERE id = ?", (text, note_id))
    return None if row is None else _note(*row)


def delete_note(db: Writable, note_id: int) -> Note | None:
    """Delete a note and return it, for `restore_note`."""
    row = db.execute(f"DELETE FROM notes WHERE id = ? RETURNING {_NOTE}", (note_id,)).fetchone()
    return None if row is None else _note(*row)


def restore_note(db: Writable, note: Note) -> None:
    """Bring a deleted note back as it was."""
    db.execute(
        f"INSERT INTO notes ({_NOTE}) VALUES (?, ?, ?, ?, ?, ?)",
        (
            note.id,
            note.article_id,
            note.start,
            note.quotation,
            note.text,
            seconds(note.noted_at),
        ),
    )


def notes(conn: sqlite3.Connection, article_id: int) -> tuple[Note, ...]:
    """Return the notes on an article and on its quotations, in the order of the text."""
    rows = conn.execute(
        f"SELECT {_NOTE} FROM notes WHERE article_id = ? ORDER BY coalesce(start, -1), id",
        (article_id,),
    )
    return tuple(_note(*row) for row in rows)


def all_notes(conn: sqlite3.Connection) -> tuple[Note, ...]:
    """Return every note, by article, in the order of the text."""
    rows = conn.execute(f"SELECT {_NOTE} FROM notes ORDER BY article_id, coalesce(start, -1), id")
    return tuple(_note(*row) for row in rows)


_NOTE = "id, article_id, start, quotation, text, noted_at"


def _note(note_id: int, article_id: int, start: int | None, *rest: Any) -> Note:
    quotation, text, noted_at = rest
    return Note(note_id, article_id, start, quotation, text, moment(noted_at))


def _now() -> int:
    return seconds(datetime.now(UTC))
