"""An article as it is analysed, and its record: read as it is kept, and dropped."""

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
    to_json,
)

if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from onrecord.model import Span


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as it is kept: with the ids of its quotations and of those the user corrected."""

    record: Record | None
    quotation_ids: tuple[int, ...] = ()
    corrected: frozenset[int] = frozenset()


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
