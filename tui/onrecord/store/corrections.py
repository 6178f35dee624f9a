"""Speakers that the user named.

They hold their own copy of the words they are about, and are put upon each new record of the
article, so that no analysis undoes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.model import NOBODYS, EntityKind, Speaker
from onrecord.store.columns import seconds, to_json
from onrecord.store.entities import entity_id_of
from onrecord.store.identities import regroup
from onrecord.store.waiting import mark_for_reanalysis

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database as Writable

    from onrecord.model import Quotation

_NOBODY = "NOBODY"
"""What stands for nobody's words in the place of a speaker's kind."""


@dataclass(frozen=True, slots=True)
class Correction:
    """That the user named the speaker of a quotation: the speaker before and after.

    ``reason_before`` is why there was no speaker; ``corrected_before`` tells that the speaker
    before was already the user's.
    """

    quotation_id: int
    before: Speaker | None
    after: Speaker | None
    corrected_before: bool
    reason_before: str = ""
    made: int | None = None
    """The entity that was put on file for it, where the archive did not know the name."""


@dataclass(frozen=True, slots=True)
class Named:
    """What the user decided about a quotation: its speaker, or why it has none, and when."""

    speaker: Speaker | None
    reason: str
    corrected_at: int


def correct_utterances(
    db: Writable, quotation_ids: Iterable[int], speaker: Speaker | None, *, nobodys: bool = False
) -> tuple[Correction, ...]:
    """Name the speaker of the whole utterances that these quotations are of, for good.

    Returns what is needed to undo it, one for each stretch.
    """
    rows = db.execute(
        "SELECT DISTINCT stretches.id FROM quotations JOIN quotations AS stretches"
        " ON stretches.article_id = quotations.article_id"
        " AND stretches.utterance = quotations.utterance"
        " WHERE quotations.id IN (SELECT value FROM json_each(?)) ORDER BY stretches.place",
        (to_json(list(quotation_ids)),),
    ).fetchall()
    made = [correct_speaker(db, each, speaker, nobodys=nobodys) for (each,) in rows]
    return tuple(each for each in made if each is not None)


def forget_corrections(db: Writable, quotation_ids: Iterable[int]) -> tuple[Correction, ...]:
    """Let the analysis say again who spoke the utterances that these quotations are of.

    Their articles wait for a new record; till then the speakers stay as they were named. Returns
    what names them again, for `undo_corrections`.
    """
    rows = db.execute(
        "SELECT stretches.id, stretches.article_id, stretches.speaker_text, entities.kind,"
        " stretches.reason FROM quotations AS stretches"
        " LEFT JOIN entities ON entities.id = stretches.speaker_id"
        " WHERE stretches.corrected_at IS NOT NULL AND EXISTS (SELECT 1 FROM quotations"
        " WHERE article_id = stretches.article_id AND utterance = stretches.utterance"
        " AND id IN (SELECT value FROM json_each(?))) ORDER BY stretches.place",
        (to_json(list(quotation_ids)),),
    ).fetchall()
    made = []
    for quotation_id, _, name, kind, reason in rows:
        speaker = None if kind is None else Speaker(name, EntityKind(kind))
        _forget(db, quotation_id)
        db.execute("UPDATE quotations SET corrected_at = NULL WHERE id = ?", (quotation_id,))
        corrected = True
        made.append(Correction(quotation_id, speaker, None, corrected, reason))
    mark_for_reanalysis(db, {article_id for _, article_id, *_ in rows})
    return tuple(made)


def correct_speaker(
    db: Writable, quotation_id: int, speaker: Speaker | None, *, nobodys: bool = False
) -> Correction | None:
    """Name the speaker of a quotation for good.

    None: nobody can be told or, with ``nobodys``, the words are no one's. It outlives any new
    analysis. Returns what is needed to undo it; None where there is no such quotation.
    """
    conn = db.conn
    row = conn.execute(
        "SELECT speaker_text, entities.kind, corrected_at IS NOT NULL, reason FROM quotations"
        " LEFT JOIN entities ON entities.id = speaker_id WHERE quotations.id = ?",
        (quotation_id,),
    ).fetchone()
    if row is None:
        return None
    name, kind, corrected, reason = row
    before = None if kind is None else Speaker(name, EntityKind(kind))
    now = seconds(datetime.now(UTC))
    conn.execute(
        "INSERT INTO corrections (article_id, start, text, name, kind, corrected_at)"
        " SELECT article_id, start, text, ?, ?, ? FROM quotations WHERE id = ?"
        " ON CONFLICT (article_id, start, text) DO UPDATE SET name = excluded.name,"
        " kind = excluded.kind, corrected_at = excluded.corrected_at",
        (
            "" if speaker is None else speaker.name,
            speaker.kind.value if speaker else _NOBODY if nobodys else "",
            now,
            quotation_id,
        ),
    )
    why = NOBODYS if speaker is None and nobodys else ""
    (last,) = conn.execute("SELECT coalesce(max(id), 0) FROM entities").fetchone()
    named = _name(conn, quotation_id, speaker, why, corrected_at=now)
    made = named if named is not None and named > last else None
    return Correction(quotation_id, before, speaker, bool(corrected), reason, made)


def undo_corrections(db: Writable, corrections: Sequence[Correction]) -> None:
    """Give quotations the speakers back that they had before, the last one first."""
    for correction in reversed(corrections):
        undo_correction(db, correction)


def undo_correction(db: Writable, correction: Correction) -> None:
    """Give a quotation the speaker back that it had before a correction."""
    if correction.corrected_before:
        nobodys = correction.reason_before == NOBODYS
        correct_speaker(db, correction.quotation_id, correction.before, nobodys=nobodys)
    else:
        _forget(db, correction.quotation_id)
        _name(
            db.conn,
            correction.quotation_id,
            correction.before,
            correction.reason_before,
            corrected_at=None,
        )
    if correction.made is not None:
        _drop(db.conn, correction.made)


def _drop(conn: sqlite3.Connection, entity_id: int) -> None:
    """Take an entity off file, unless it is used or the user decided something about it."""
    keys = conn.execute("SELECT key FROM name_keys WHERE entity_id = ?", (entity_id,)).fetchall()
    unused = conn.execute(
        "SELECT 1 FROM entities WHERE id = :id AND given_name = '' AND joined_by <> 'user'"
        " AND NOT EXISTS (SELECT 1 FROM quotations WHERE speaker_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM mentions WHERE entity_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM namesakes WHERE entity_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM aliases WHERE entity_id = :id AND source = 'user')"
        " AND NOT EXISTS (SELECT 1 FROM entities WHERE joined_to = :id AND joined_by = 'user')",
        {"id": entity_id},
    ).fetchone()
    if unused is None:
        return
    conn.execute(
        "UPDATE entities SET joined_to = NULL, joined_by = '' WHERE joined_to = ?", (entity_id,)
    )
    conn.execute("DELETE FROM entities WHERE id = ?", (entity_id,))
    for (key,) in keys:
        regroup(conn, key)


def _forget(db: Writable, quotation_id: int) -> None:
    db.execute(
        "DELETE FROM corrections WHERE (article_id, start, text) ="
        " (SELECT article_id, start, text FROM quotations WHERE id = ?)",
        (quotation_id,),
    )


def corrections_upon(
    conn: sqlite3.Connection, article_id: int, quotations: Sequence[Quotation]
) -> dict[int, Named]:
    """Return what the user decided about the quotations of a new record, by their position.

    A quotation is known by its words; where an article has them twice, by its nearest start. One
    that a newer analysis cuts otherwise is known by words in common at the same place.
    """
    named: dict[int, Named] = {}
    for correction_id, start, text, name, kind, corrected_at in conn.execute(
        "SELECT id, start, text, name, kind, corrected_at FROM corrections WHERE article_id = ?",
        (article_id,),
    ).fetchall():
        position = _nearest(quotations, start, text)
        if position is None:
            continue
        speaker = Speaker(name, EntityKind(kind)) if name else None
        named[position] = Named(speaker, NOBODYS if kind == _NOBODY else "", corrected_at)
        if quotations[position].text == text:
            conn.execute(
                "UPDATE OR IGNORE corrections SET start = ? WHERE id = ?",
                (quotations[position].start, correction_id),
            )
    return named


def _nearest(quotations: Sequence[Quotation], start: int, text: str) -> int | None:
    same = [
        (abs(each.start - start), position)
        for position, each in enumerate(quotations)
        if each.text == text
    ]
    end = start + len(text)
    alike = same or [
        (abs(each.start - start), position)
        for position, each in enumerate(quotations)
        if each.start < end and start < each.end and (each.text in text or text in each.text)
    ]
    return min(alike)[1] if alike else None


def _name(
    conn: sqlite3.Connection,
    quotation_id: int,
    speaker: Speaker | None,
    reason: str,
    *,
    corrected_at: int | None,
) -> int | None:
    """Give a quotation a speaker; return the speaker's entity."""
    entity_id = None if speaker is None else entity_id_of(conn, speaker)
    name = "" if speaker is None else speaker.name
    conn.execute(
        "UPDATE quotations SET speaker_id = ?, speaker_text = ?, reason = ?, corrected_at = ?"
        " WHERE id = ?",
        (entity_id, name, reason, corrected_at, quotation_id),
    )
    return entity_id
