"""Writes the record of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.columns import to_json, write_spans
from onrecord.store.corrections import corrections_upon
from onrecord.store.entities import entity_ids, key_of
from onrecord.store.identities import tell_namesakes
from onrecord.store.matching import PLACE_BITS
from onrecord.store.waiting import note_analysis_failure

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import Any

    from sqlite_utils import Database as Writable

    from onrecord.model import Document, Record
    from onrecord.store.corrections import Named
    from onrecord.store.entities import EntityKey


def store_record(db: Writable, document: Document, record: Record) -> bool:
    """Keep the record of an article in place of the one it had; False where that may not be.

    ``document`` is what was analysed: if the article changed since, or is gone, nothing is
    stored, and a changed one still waits. A speaker whom the user named stays, wherever the new
    record has the same words. A quotation that is where it was keeps its id.
    """
    conn = db.conn
    article_id = int(document.id)
    row = conn.execute(
        "SELECT text, place FROM texts JOIN articles ON id = article_id WHERE article_id = ?",
        (article_id,),
    ).fetchone()
    if row is None or row[0] != document.text:
        return False
    if len(record.quotations) > 1 << PLACE_BITS:
        sentence = "The article has more quotations than can be kept."
        note_analysis_failure(db, document, record.analysed_with, sentence)
        return False
    corrected = corrections_upon(conn, article_id, record.quotations)
    entities = tell_namesakes(
        conn,
        document,
        record,
        entity_ids(conn, record, [each.speaker for each in corrected.values()]),
    )
    _write_quotations(conn, article_id, row[1] << PLACE_BITS, record, corrected, entities)
    conn.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    conn.executemany(
        "INSERT INTO mentions (article_id, position, entity_id, place, name, aliases, spans,"
        " reference_spans, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                position,
                entities[key_of(each.kind, each.name)],
                row[1],
                each.name,
                to_json(each.aliases),
                write_spans(each.mentions),
                write_spans(each.references),
                each.value,
            )
            for position, each in enumerate(record.entities)
        ],
    )
    conn.execute("DELETE FROM interviews WHERE article_id = ?", (article_id,))
    conn.executemany(
        'INSERT INTO interviews (article_id, position, interviewee, interviewer, start, "end")'
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            (article_id, position, each.interviewee, each.interviewer, *each.evidence)
            for position, each in enumerate(record.interviews)
        ],
    )
    conn.execute(
        "UPDATE articles SET language = ?, form = ?, analysed_with = ?, failed_with = '',"
        " analysis_error = '', quotation_count = ? WHERE id = ?",
        (
            record.language,
            record.form.value,
            record.analysed_with,
            len({each.utterance for each in record.quotations}),
            article_id,
        ),
    )
    return True


def _write_quotations(
    conn: sqlite3.Connection,
    article_id: int,
    place: int,
    record: Record,
    corrected: dict[int, Named],
    entities: dict[EntityKey, int],
) -> None:
    """Replace the quotations of an article; those that are the same are not touched."""
    before = {
        row[1:]: row[0]
        for row in conn.execute(
            f"SELECT id, {_COLUMNS} FROM quotations WHERE article_id = ?", (article_id,)
        )
    }
    rows = [
        row
        for row in _rows(article_id, place, record, corrected, entities)
        if before.pop(row, None) is None
    ]
    ids = {(row[2], row[3], row[6]): quotation_id for row, quotation_id in before.items()}
    conn.executemany("DELETE FROM quotations WHERE id = ?", [(each,) for each in before.values()])
    conn.executemany(
        f"INSERT INTO quotations (id, {_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(ids.pop((row[2], row[3], row[6]), None), *row) for row in rows],
    )


def _rows(
    article_id: int,
    place: int,
    record: Record,
    corrected: dict[int, Named],
    entities: dict[EntityKey, int],
) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of each quotation of a record."""
    for position, each in enumerate(record.quotations):
        decided = corrected.get(position)
        speaker = decided.speaker if decided else each.speaker
        yield (
            place + position,
            article_id,
            each.start,
            each.end,
            each.kind.value,
            each.utterance,
            each.text,
            None if speaker is None else entities[key_of(speaker.kind, speaker.name)],
            "" if speaker is None else speaker.name,
            *(each.mention or (None, None)),
            *(each.cue or (None, None)),
            each.confidence,
            decided.reason if decided else each.reason,
            decided.corrected_at if decided else None,
        )


_COLUMNS = (
    'place, article_id, start, "end", kind, utterance, text, speaker_id, speaker_text,'
    " mention_start, mention_end, cue_start, cue_end, confidence, reason, corrected_at"
)
