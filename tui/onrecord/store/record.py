"""The record of each article: what is still to be analysed, writing a record, reading it back.

An entity is one row for all articles, by its kind and its folded name. What an article itself says
of it (its name there, aliases, spans) stands in ``mentions``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model import (
    Document,
    Entity,
    EntityKind,
    Form,
    Interview,
    Quotation,
    QuotationKind,
    Record,
    Speaker,
)
from onrecord.store.columns import (
    moment_or_none,
    outlet_of,
    read_paragraphs,
    read_spans,
    slug_of,
    to_json,
    write_spans,
)
from onrecord.store.matching import PLACE_BITS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any

    from sqlite_utils import Database as Writable

    from onrecord.model import Span
    from onrecord.store.corrections import Named


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it is kept: with the ids of its quotations and of those the user corrected."""

    record: Record | None
    quotation_ids: tuple[int, ...] = ()
    corrected: frozenset[int] = frozenset()


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


def document(conn: sqlite3.Connection, article_id: int) -> Document | None:
    """Return an article as the analysis takes it; its ``id`` is the article's, as a string."""
    row = conn.execute(
        "SELECT articles.title, text, paragraphs, declared_language, published_at, given_title,"
        " own_title, feeds.url, byline"
        " FROM articles JOIN texts ON texts.article_id = articles.id"
        " JOIN feeds ON feeds.id = articles.feed_id WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    return Document(
        id=str(article_id),
        title=row[0],
        text=row[1],
        paragraphs=read_paragraphs(row[2]),
        language=row[3],
        published_at=moment_or_none(row[4]),
        outlet=outlet_of(row[5], row[6], row[7]),
        byline=row[8],
    )


def read_record(conn: sqlite3.Connection, article_id: int) -> RecordRow | None:
    """Return the record of an article, or None while it has none.

    A quotation whose speaker the user named has that speaker and the confidence 1.
    """
    row = conn.execute(
        "SELECT language, form, analysed_with FROM articles WHERE id = ? AND form IS NOT NULL",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    quotations = conn.execute(
        'SELECT quotations.id, start, "end", text, quotations.kind, utterance, entities.kind,'
        " speaker_text, mention_start, mention_end, cue_start, cue_end, confidence, reason,"
        " corrected_at"
        " FROM quotations LEFT JOIN entities ON entities.id = speaker_id"
        " WHERE article_id = ? ORDER BY place",
        (article_id,),
    ).fetchall()
    record = Record(
        language=row[0],
        form=Form(row[1]),
        interviews=tuple(
            Interview(interviewee, interviewer, (start, end))
            for interviewee, interviewer, start, end in conn.execute(
                'SELECT interviewee, interviewer, start, "end" FROM interviews'
                " WHERE article_id = ? ORDER BY position",
                (article_id,),
            )
        ),
        quotations=tuple(_quotation(*each[1:]) for each in quotations),
        entities=tuple(
            Entity(
                name,
                EntityKind(kind),
                tuple(json.loads(aliases)),
                read_spans(spans),
                read_spans(references),
                value,
            )
            for name, kind, aliases, spans, references, value in conn.execute(
                "SELECT mentions.name, entities.kind, aliases, spans, reference_spans, value"
                " FROM mentions JOIN entities ON entities.id = entity_id"
                " WHERE article_id = ? ORDER BY position",
                (article_id,),
            )
        ),
        analysed_with=row[2],
    )
    return RecordRow(
        record,
        tuple(each[0] for each in quotations),
        frozenset(each[0] for each in quotations if each[14] is not None),
    )


def _quotation(
    start: int,
    end: int,
    text: str,
    kind: str,
    utterance: int,
    speaker_kind: str | None,
    speaker_text: str,
    *rest: Any,
) -> Quotation:
    mention_start, mention_end, cue_start, cue_end, confidence, reason, corrected_at = rest
    return Quotation(
        start=start,
        end=end,
        text=text,
        kind=QuotationKind(kind),
        utterance=utterance,
        speaker=None if speaker_kind is None else Speaker(speaker_text, EntityKind(speaker_kind)),
        mention=_span(mention_start, mention_end),
        cue=_span(cue_start, cue_end),
        confidence=confidence if corrected_at is None else 1.0,
        reason=reason,
    )


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def store_record(db: Writable, document: Document, record: Record) -> bool:
    """Keep the record of an article in place of the one it had; False where that may not be.

    ``document`` is what was analysed: if the article changed since, or is gone, nothing is
    stored, and a changed one still waits. A speaker whom the user named stays, wherever the new
    record has the same words. A quotation that is where it was keeps its id.
    """
    # Reading records must not bring in what only writing them needs.
    from onrecord.store.corrections import corrections_upon
    from onrecord.store.identities import tell_namesakes

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
    entities = tell_namesakes(conn, document, record, _entity_ids(conn, record, corrected.values()))
    _write_quotations(conn, article_id, row[1] << PLACE_BITS, record, corrected, entities)
    conn.execute("DELETE FROM mentions WHERE article_id = ?", (article_id,))
    conn.executemany(
        "INSERT INTO mentions (article_id, position, entity_id, place, name, aliases, spans,"
        " reference_spans, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article_id,
                position,
                entities[_key(each.kind, each.name)],
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


def forget_record(conn: sqlite3.Connection, article_id: int) -> None:
    """Drop the record of an article whose text changed; the user's corrections stay."""
    for table in ("quotations", "mentions", "interviews"):
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
    conn.execute(
        "UPDATE articles SET form = NULL, analysed_with = '', failed_with = '',"
        " analysis_error = '', quotation_count = 0, language = '' WHERE id = ?",
        (article_id,),
    )


def quotations_as_json(conn: sqlite3.Connection, article_id: int) -> str:
    """Return the quotations of an article as JSON: ``[[start,end,speaker],…]``."""
    rows = conn.execute(
        'SELECT start, "end", speaker_text FROM quotations WHERE article_id = ? ORDER BY place',
        (article_id,),
    )
    return to_json(rows.fetchall())


def entity_id_of(conn: sqlite3.Connection, speaker: Speaker) -> int:
    """Return the entity of a speaker, made where there is none of that kind and name."""
    key = _key(speaker.kind, speaker.name)
    return _write_entities(conn, {key: (speaker.name, [speaker.name])})[key]


_Key = tuple[str, str]


def _key(kind: EntityKind, name: str) -> _Key:
    return kind.value, slug_of(name)


def _entity_ids(
    conn: sqlite3.Connection, record: Record, corrections: Iterable[Named]
) -> dict[_Key, int]:
    """Return the ids of all entities and speakers of a record, with their names put on file."""
    names: dict[_Key, tuple[str, list[str]]] = {}
    for entity in record.entities:
        known = names.setdefault(_key(entity.kind, entity.name), (entity.name, []))
        known[1].extend((entity.name, *entity.aliases))
    speakers = [each.speaker for each in record.quotations]
    for speaker in (*speakers, *(each.speaker for each in corrections)):
        if speaker is not None:
            known = names.setdefault(_key(speaker.kind, speaker.name), (speaker.name, []))
            known[1].append(speaker.name)
    return _write_entities(conn, names)


def _write_entities(
    conn: sqlite3.Connection, names: dict[_Key, tuple[str, list[str]]]
) -> dict[_Key, int]:
    from onrecord.store.identities import note_names

    (last,) = conn.execute("SELECT coalesce(max(id), 0) FROM entities").fetchone()
    conn.executemany(
        "INSERT INTO entities (kind, slug, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(*key, name) for key, (name, _) in names.items()],
    )
    ids: dict[_Key, int] = {
        (kind, slug): entity_id
        for kind, slug, entity_id in conn.execute(
            "SELECT kind, slug, entities.id FROM json_each(?) AS wanted JOIN entities"
            " ON kind = json_extract(wanted.value, '$[0]')"
            " AND slug = json_extract(wanted.value, '$[1]')",
            (to_json(list(names)),),
        )
    }
    conn.executemany(
        "INSERT INTO aliases (entity_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [
            (ids[key], alias)
            for key, (_, aliases) in names.items()
            for alias in dict.fromkeys(aliases)
        ],
    )
    note_names(
        conn,
        [
            (entity_id, names[key][0])
            for key, entity_id in ids.items()
            if entity_id > last and key[0] == EntityKind.PERSON.value
        ],
    )
    return ids


def _write_quotations(
    conn: sqlite3.Connection,
    article_id: int,
    place: int,
    record: Record,
    corrected: dict[int, Named],
    entities: dict[_Key, int],
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
    entities: dict[_Key, int],
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
            None if speaker is None else entities[_key(speaker.kind, speaker.name)],
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
