"""A person's dossier: all they said, newest first, who asked them, with whom they are named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Final

from onrecord.model import EntityKind, QuotationKind
from onrecord.query import And
from onrecord.store.columns import moment, outlet_of, slug_of, to_json
from onrecord.store.matching import Matching, every
from onrecord.store.people import PersonRow, person
from onrecord.store.persons import names_of
from onrecord.store.search import as_said

if TYPE_CHECKING:
    import sqlite3

    from onrecord.model import Span
    from onrecord.query import Query

MOST: Final = 10_000
"""Quotations that a dossier holds at most, the newest."""

_RECENT = 200
"""Articles and quotations, the newest, in which company and topics are counted."""


_KINDS: Final = {kind.value: kind for kind in QuotationKind}


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation in a dossier; ``name`` is the speaker's as the article gives it."""

    quotation_id: int
    span: Span
    text: str
    kind: QuotationKind
    utterance: int
    name: str
    confidence: float
    corrected: bool


@dataclass(frozen=True, slots=True)
class Appearance:
    """What a person said in one article, in the order of its text.

    ``interviewer`` is who asked them there, "" where it is no interview with them.
    """

    article_id: int
    title: str
    outlet: str
    url: str
    published_at: datetime
    interviewer: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody or something named beside a person, and in how many articles or quotations."""

    entity_id: int
    name: str
    kind: EntityKind
    number: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that one person said, the newest article first.

    ``interviewers`` are those who asked them with their numbers of interviews; ``company`` is
    named in the same articles, most often first, and ``topics`` inside their quotations; both are
    counted in the latest articles only.
    """

    person: PersonRow
    appearances: tuple[Appearance, ...]
    interviewers: tuple[tuple[str, int], ...]
    company: tuple[Beside, ...]
    topics: tuple[Beside, ...]


def dossier(
    conn: sqlite3.Connection,
    entity_id: int,
    query: Query | None = None,
    *,
    limit: int = MOST,
    now: datetime | None = None,
) -> Dossier | None:
    """Return the dossier of the person whose name an entity is; None where there is none.

    A query narrows what they said: its fields hold for the quotation or for its article, its
    words are looked for in the quotation.
    """
    now = now or datetime.now(UTC)
    row = person(conn, entity_id, now=now)
    if row is None:
        return None
    names = to_json(names_of(conn, [row.entity_id]))
    interviews = _interviews(conn, names)
    asked: dict[str, int] = {}
    for interviewer in interviews.values():
        asked[interviewer] = asked.get(interviewer, 0) + 1
    return Dossier(
        person=row,
        appearances=_appearances(conn, names, query, interviews, limit, now),
        interviewers=tuple(sorted(asked.items(), key=lambda each: (-each[1], each[0]))),
        company=_company(conn, names),
        topics=_topics(conn, names),
    )


def _appearances(
    conn: sqlite3.Connection,
    names: str,
    query: Query | None,
    interviews: dict[int, str],
    limit: int,
    now: datetime,
) -> tuple[Appearance, ...]:
    source, (where, parameters) = "quotations", every(" AND ", [])
    if query is not None and query.tree is not None:
        tree = as_said(query.tree)
        parts = tree.parts if isinstance(tree, And) else (tree,)
        where, parameters = Matching(conn, now, quotations=True).together(parts)
        # Half of the time for a person of many quotations, and only a condition looks at it.
        source = "quotations JOIN articles ON articles.id = article_id"
    rows = conn.execute(
        'SELECT article_id, quotations.id, start, "end", quotations.text, kind, utterance,'
        " speaker_text, confidence, corrected_at"
        f" FROM {source} WHERE speaker_id IN (SELECT value FROM json_each(?)) AND ({where})"
        " ORDER BY quotations.place DESC LIMIT ?",
        (names, *parameters, limit),
    ).fetchall()
    articles = {
        article_id: (title, outlet_of(*outlet), url, moment(when))
        for article_id, title, *outlet, url, when in conn.execute(
            "SELECT articles.id, title, given_title, own_title, feeds.url, articles.url,"
            " coalesce(published_at, fetched_at) FROM articles JOIN feeds ON feeds.id = feed_id"
            " WHERE articles.id IN (SELECT value FROM json_each(?))",
            (to_json(list(dict.fromkeys(row[0] for row in rows))),),
        )
    }
    return tuple(
        Appearance(
            article_id,
            *articles[article_id],
            interviews.get(article_id, ""),
            tuple(
                Said(
                    quotation_id,
                    (start, end),
                    text,
                    _KINDS[kind],
                    utterance,
                    name,
                    confidence if corrected_at is None else 1.0,
                    corrected_at is not None,
                )
                for (
                    _,
                    quotation_id,
                    start,
                    end,
                    text,
                    kind,
                    utterance,
                    name,
                    confidence,
                    corrected_at,
                ) in reversed(list(found))
            ),
        )
        for article_id, found in groupby(rows, key=lambda row: row[0])
    )


def named_in(conn: sqlite3.Connection, entity_id: int) -> list[int]:
    """Return the articles that name a person, by any of their names, newest first."""
    rows = conn.execute(
        "SELECT DISTINCT article_id FROM mentions"
        " WHERE entity_id IN (SELECT value FROM json_each(?)) ORDER BY place DESC",
        (to_json(names_of(conn, [entity_id])),),
    )
    return [article_id for (article_id,) in rows]


def _interviews(conn: sqlite3.Connection, names: str) -> dict[int, str]:
    """Return who interviewed the person, by article."""
    aliases = conn.execute(
        "SELECT name FROM aliases WHERE entity_id IN (SELECT value FROM json_each(?))", (names,)
    )
    slugs = {slug_of(name) for (name,) in aliases}
    rows = conn.execute(
        "SELECT DISTINCT interviews.article_id, interviewee, interviewer"
        " FROM interviews JOIN mentions ON mentions.article_id = interviews.article_id"
        " WHERE entity_id IN (SELECT value FROM json_each(?))"
        " AND interviewer <> '' ORDER BY interviews.position DESC",
        (names,),
    )
    return {
        article_id: interviewer
        for article_id, interviewee, interviewer in rows
        if slug_of(interviewee) in slugs
    }


def _company(conn: sqlite3.Connection, names: str, limit: int = 12) -> tuple[Beside, ...]:
    rows = conn.execute(
        "WITH recent (article_id) AS (SELECT DISTINCT article_id FROM mentions"
        "  WHERE entity_id IN (SELECT value FROM json_each(?1)) ORDER BY place DESC LIMIT ?2)"
        " SELECT head.id, coalesce(nullif(head.given_name, ''), head.name), head.kind,"
        " count(DISTINCT mentions.article_id) AS number"
        " FROM recent CROSS JOIN mentions ON mentions.article_id = recent.article_id"
        " JOIN entities ON entities.id = mentions.entity_id"
        " JOIN entities AS head ON head.id = coalesce(entities.joined_to, entities.id)"
        " WHERE entities.id NOT IN (SELECT value FROM json_each(?1))"
        " AND head.kind NOT IN ('DATE', 'MONEY')"
        " GROUP BY head.id ORDER BY number DESC, head.id LIMIT ?3",
        (names, _RECENT, limit),
    )
    return tuple(Beside(each[0], each[1], EntityKind(each[2]), each[3]) for each in rows)


def _topics(conn: sqlite3.Connection, names: str, limit: int = 12) -> tuple[Beside, ...]:
    rows = conn.execute(
        'WITH recent (id, article_id, start, "end") AS ('
        '  SELECT id, article_id, start, "end" FROM quotations'
        "  WHERE speaker_id IN (SELECT value FROM json_each(?1)) ORDER BY place DESC LIMIT ?2)"
        " SELECT head.id, coalesce(nullif(head.given_name, ''), head.name), head.kind,"
        " count(DISTINCT recent.id) AS number"
        " FROM recent CROSS JOIN mentions ON mentions.article_id = recent.article_id"
        " CROSS JOIN json_each(mentions.spans) AS span"
        " JOIN entities ON entities.id = mentions.entity_id"
        " JOIN entities AS head ON head.id = coalesce(entities.joined_to, entities.id)"
        " WHERE json_extract(span.value, '$[0]') >= recent.start"
        " AND json_extract(span.value, '$[1]') <= recent.\"end\""
        " AND entities.id NOT IN (SELECT value FROM json_each(?1))"
        " AND head.kind NOT IN ('DATE', 'MONEY')"
        " GROUP BY head.id ORDER BY number DESC, head.id LIMIT ?3",
        (names, _RECENT, limit),
    )
    return tuple(Beside(each[0], each[1], EntityKind(each[2]), each[3]) for each in rows)
