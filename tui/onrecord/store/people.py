"""The people and organisations of the archive: who is quoted, and who is only mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.model import EntityKind
from onrecord.query import Term
from onrecord.store.columns import moment_or_none, to_json
from onrecord.store.matching import entity_ids

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody or something that articles name.

    ``quotations`` is how often they are quoted, ``mentions`` how often their names stand in texts,
    ``articles`` in how many articles. ``last_heard`` is when they were last quoted.
    """

    entity_id: int
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    quotations: int
    mentions: int
    articles: int
    last_heard: datetime | None


def people(
    conn: sqlite3.Connection,
    words: str = "",
    *,
    kinds: tuple[EntityKind, ...] = (EntityKind.PERSON,),
    limit: int = 50,
) -> list[PersonRow]:
    """Return those whose names have these words (all, without), the most quoted first.

    The last word may be a beginning; case and accents do not matter.
    """
    names = to_json([kind.value for kind in kinds])
    if words.strip():
        found = to_json(entity_ids(conn, Term("speaker", words, prefix=True, span=(0, len(words)))))
        rows = conn.execute(
            "SELECT entities.id,"
            " (SELECT count(*) FROM quotations WHERE speaker_id = entities.id) AS quoted,"
            " (SELECT count(*) FROM mentions WHERE entity_id = entities.id) AS named"
            " FROM json_each(?) AS wanted JOIN entities ON entities.id = wanted.value"
            " WHERE kind IN (SELECT value FROM json_each(?))"
            " ORDER BY quoted DESC, named DESC, entities.id LIMIT ?",
            (found, names, limit),
        ).fetchall()
    else:
        rows = _most_quoted(conn, names, limit)
    return [_person(conn, entity_id, quoted, named) for entity_id, quoted, named in rows]


def _most_quoted(conn: sqlite3.Connection, kinds: str, limit: int) -> list[tuple[int, int, int]]:
    """Return ids with their numbers of quotations and of articles; the unquoted come last."""
    wanted = "kind IN (SELECT value FROM json_each(?))"
    named = "(SELECT count(*) FROM mentions WHERE entity_id = entities.id)"
    quoted = conn.execute(
        f"SELECT id, quoted, {named} FROM (SELECT speaker_id, count(*) AS quoted FROM quotations"
        "  WHERE speaker_id IS NOT NULL GROUP BY speaker_id)"
        f" JOIN entities ON entities.id = speaker_id WHERE {wanted}"
        " ORDER BY quoted DESC, id LIMIT ?",
        (kinds, limit),
    ).fetchall()
    if len(quoted) == limit:
        return quoted
    silent = conn.execute(
        f"SELECT id, 0, {named} AS named FROM entities WHERE {wanted}"
        " AND NOT EXISTS (SELECT 1 FROM quotations WHERE speaker_id = entities.id)"
        " ORDER BY named DESC, id LIMIT ?",
        (kinds, limit - len(quoted)),
    )
    return quoted + silent.fetchall()


def _person(conn: sqlite3.Connection, entity_id: int, quoted: int, named: int) -> PersonRow:
    name, kind = conn.execute(
        "SELECT name, kind FROM entities WHERE id = ?", (entity_id,)
    ).fetchone()
    aliases = conn.execute(
        "SELECT name FROM aliases WHERE entity_id = ? AND name <> ? ORDER BY id", (entity_id, name)
    )
    (mentions,) = conn.execute(
        "SELECT coalesce(sum(json_array_length(spans)), 0) FROM mentions WHERE entity_id = ?",
        (entity_id,),
    ).fetchone()
    heard = conn.execute(
        "SELECT coalesce(published_at, fetched_at) FROM quotations"
        " JOIN articles ON articles.id = article_id"
        " WHERE speaker_id = ? ORDER BY quotations.place DESC LIMIT 1",
        (entity_id,),
    ).fetchone()
    return PersonRow(
        entity_id=entity_id,
        name=name,
        kind=EntityKind(kind),
        aliases=tuple(alias for (alias,) in aliases),
        quotations=quoted,
        mentions=mentions,
        articles=named,
        last_heard=None if heard is None else moment_or_none(heard[0]),
    )
