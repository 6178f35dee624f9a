"""What is the user's own: read and starred, tags, notes, clippings, saved searches, corrections.

The functions that take a writable database are called through `Database.write` or
`Database.submit`. Each returns exactly what it changed, so that undoing it is exact. No refresh
and no analysis changes any of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onrecord.model import EntityKind, Speaker
from onrecord.store.columns import moment, seconds, slug_of, to_json
from onrecord.store.record import entity_id_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

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


@dataclass(frozen=True, slots=True)
class Clipping:
    """A quotation in a named list, with its words and speaker as they were when it was clipped."""

    id: int
    list: str
    position: int
    article_id: int
    start: int
    text: str
    speaker: str
    clipped_at: datetime


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name."""

    id: int
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class Correction:
    """That the user named the speaker of a quotation: the speaker before and after.

    ``corrected_before`` tells that the speaker before was already the user's.
    """

    quotation_id: int
    before: Speaker | None
    after: Speaker | None
    corrected_before: bool


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
    return tuple(article_id for (article_id,) in rows.fetchall())


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
    db.execute(
        "DELETE FROM tags WHERE slug = ?"
        " AND NOT EXISTS (SELECT 1 FROM article_tags WHERE tag_id = tags.id)",
        (slug,),
    )
    return tuple(article_id for (article_id,) in rows)


def tags(conn: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Return the tags with their numbers of articles, in alphabetical order."""
    rows = conn.execute(
        "SELECT name, count(*) FROM tags JOIN article_tags ON tag_id = tags.id"
        " GROUP BY tags.id ORDER BY slug"
    )
    return tuple(rows)


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


_NOTE = "id, article_id, start, quotation, text, noted_at"


def _note(note_id: int, article_id: int, start: int | None, *rest: Any) -> Note:
    quotation, text, noted_at = rest
    return Note(note_id, article_id, start, quotation, text, moment(noted_at))


def clip(db: Writable, quotation_ids: Iterable[int], name: str) -> tuple[Clipping, ...]:
    """Put quotations at the end of a named list; return the new clippings."""
    rows = db.execute(
        f"INSERT INTO clippings ({_CLIPPING})"
        " SELECT NULL, ?1, row_number() OVER (ORDER BY wanted.key) - 1 +"
        " coalesce((SELECT max(position) + 1 FROM clippings WHERE list = ?1), 0),"
        " article_id, start, text, speaker_text, ?2"
        " FROM json_each(?3) AS wanted JOIN quotations ON quotations.id = wanted.value"
        f" ORDER BY wanted.key RETURNING {_CLIPPING}",
        (name, _now(), to_json(list(quotation_ids))),
    )
    return tuple(_clipping(*row) for row in rows.fetchall())


def unclip(db: Writable, clipping_ids: Iterable[int]) -> tuple[Clipping, ...]:
    """Take clippings out of their lists and return them, for `restore_clippings`."""
    rows = db.execute(
        f"DELETE FROM clippings WHERE id IN (SELECT value FROM json_each(?)) RETURNING {_CLIPPING}",
        (to_json(list(clipping_ids)),),
    )
    return tuple(_clipping(*row) for row in rows.fetchall())


def restore_clippings(db: Writable, clippings: Iterable[Clipping]) -> None:
    """Bring clippings back to where they were."""
    db.conn.executemany(
        f"INSERT INTO clippings ({_CLIPPING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.id,
                each.list,
                each.position,
                each.article_id,
                each.start,
                each.text,
                each.speaker,
                seconds(each.clipped_at),
            )
            for each in clippings
        ],
    )


def clippings(conn: sqlite3.Connection, name: str) -> tuple[Clipping, ...]:
    """Return the clippings of a list, in its order."""
    rows = conn.execute(
        f"SELECT {_CLIPPING} FROM clippings WHERE list = ? ORDER BY position, id", (name,)
    )
    return tuple(_clipping(*row) for row in rows)


def clipped_quotations(conn: sqlite3.Connection, name: str) -> tuple[int, ...]:
    """Return the quotations of a list of clippings that their articles still have, in its order.

    A quotation is known by its words; where its article has them twice, by the nearest start.
    """
    rows = conn.execute(
        "SELECT clippings.id, quotations.id, min(abs(quotations.start - clippings.start))"
        " FROM clippings JOIN quotations ON quotations.article_id = clippings.article_id"
        " AND quotations.text = clippings.text"
        " WHERE list = ? GROUP BY clippings.id ORDER BY position, clippings.id",
        (name,),
    )
    return tuple(quotation_id for _, quotation_id, _ in rows)


def clipping_lists(conn: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Return the names of the lists with their numbers of clippings."""
    rows = conn.execute("SELECT list, count(*) FROM clippings GROUP BY list ORDER BY list")
    return tuple(rows)


_CLIPPING = "id, list, position, article_id, start, text, speaker, clipped_at"


def _clipping(clipping_id: int, name: str, position: int, article_id: int, *rest: Any) -> Clipping:
    start, text, speaker, clipped_at = rest
    return Clipping(
        clipping_id, name, position, article_id, start, text, speaker, moment(clipped_at)
    )


def save_search(db: Writable, name: str, query: str) -> SavedSearch | None:
    """Keep a query under a name; return the search that had the name before, if one had."""
    before = db.execute(
        "SELECT id, name, query FROM saved_searches WHERE name = ?", (name,)
    ).fetchone()
    db.execute(
        "INSERT INTO saved_searches (name, query, position, saved_at)"
        " VALUES (?, ?, (SELECT count(*) FROM saved_searches), ?)"
        " ON CONFLICT (name) DO UPDATE SET query = excluded.query",
        (name, query, _now()),
    )
    return None if before is None else SavedSearch(*before)


def delete_search(db: Writable, name: str) -> SavedSearch | None:
    """Delete a saved search and return it."""
    row = db.execute(
        "DELETE FROM saved_searches WHERE name = ? RETURNING id, name, query", (name,)
    ).fetchone()
    return None if row is None else SavedSearch(*row)


def saved_searches(conn: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """Return the saved searches, in their order."""
    rows = conn.execute("SELECT id, name, query FROM saved_searches ORDER BY position, id")
    return tuple(SavedSearch(*row) for row in rows)


def correct_speaker(db: Writable, quotation_id: int, speaker: Speaker | None) -> Correction | None:
    """Name the speaker of a quotation (None: nobody can be told) for good.

    It outlives any new analysis. Returns what is needed to undo it; None where there is no such
    quotation.
    """
    conn = db.conn
    before = _speaker_of(conn, quotation_id)
    if before is None:
        return None
    conn.execute(
        "INSERT INTO corrections (article_id, start, text, name, kind, corrected_at)"
        " SELECT article_id, start, text, ?, ?, ? FROM quotations WHERE id = ?"
        " ON CONFLICT (article_id, start, text) DO UPDATE SET name = excluded.name,"
        " kind = excluded.kind, corrected_at = excluded.corrected_at",
        (
            "" if speaker is None else speaker.name,
            "" if speaker is None else speaker.kind.value,
            _now(),
            quotation_id,
        ),
    )
    _name(conn, quotation_id, speaker, corrected_at=_now())
    return Correction(quotation_id, before[0], speaker, before[1])


def undo_correction(db: Writable, correction: Correction) -> None:
    """Give a quotation the speaker back that it had before a correction."""
    if correction.corrected_before:
        correct_speaker(db, correction.quotation_id, correction.before)
        return
    db.execute(
        "DELETE FROM corrections WHERE (article_id, start, text) ="
        " (SELECT article_id, start, text FROM quotations WHERE id = ?)",
        (correction.quotation_id,),
    )
    _name(db.conn, correction.quotation_id, correction.before, corrected_at=None)


def _speaker_of(conn: sqlite3.Connection, quotation_id: int) -> tuple[Speaker | None, bool] | None:
    """Return the speaker of a quotation and whether the user named them."""
    row = conn.execute(
        "SELECT speaker_text, entities.kind, corrected_at IS NOT NULL FROM quotations"
        " LEFT JOIN entities ON entities.id = speaker_id WHERE quotations.id = ?",
        (quotation_id,),
    ).fetchone()
    if row is None:
        return None
    return None if row[1] is None else Speaker(row[0], EntityKind(row[1])), bool(row[2])


def _name(
    conn: sqlite3.Connection, quotation_id: int, speaker: Speaker | None, corrected_at: int | None
) -> None:
    conn.execute(
        "UPDATE quotations SET speaker_id = ?, speaker_text = ?, corrected_at = ? WHERE id = ?",
        (
            None if speaker is None else entity_id_of(conn, speaker),
            "" if speaker is None else speaker.name,
            corrected_at,
            quotation_id,
        ),
    )


def _now() -> int:
    return seconds(datetime.now(UTC))
