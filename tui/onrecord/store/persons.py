"""Which entities are names of one person. Reads what `onrecord.store.identities` keeps up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.columns import slug_of, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


def head_of(conn: sqlite3.Connection, entity_id: int) -> int:
    """Return the entity that stands for the person whose name an entity is."""
    row = conn.execute(
        "SELECT coalesce(joined_to, id) FROM entities WHERE id = ?", (entity_id,)
    ).fetchone()
    return entity_id if row is None else int(row[0])


def names_of(conn: sqlite3.Connection, entity_ids: Iterable[int]) -> list[int]:
    """Return the entities that are names of the same persons as these, they themselves included."""
    rows = conn.execute(
        "WITH heads (id) AS (SELECT DISTINCT coalesce(joined_to, entities.id)"
        " FROM json_each(?) AS wanted JOIN entities ON entities.id = wanted.value)"
        " SELECT id FROM heads UNION"
        " SELECT entities.id FROM heads JOIN entities ON joined_to = heads.id",
        (to_json(list(entity_ids)),),
    )
    return [entity_id for (entity_id,) in rows]


def joined_names(conn: sqlite3.Connection, entity_id: int) -> list[tuple[int, str]]:
    """Return the names that are one person's, each an entity's, with that of the head first."""
    rows = conn.execute(
        "SELECT id, name FROM entities WHERE id IN (SELECT value FROM json_each(?))"
        " ORDER BY joined_to IS NOT NULL, name",
        (to_json(names_of(conn, [entity_id])),),
    )
    return [(name_id, name) for name_id, name in rows]


def entity_named(conn: sqlite3.Connection, name: str) -> int | None:
    """Return the entity with just this name, folded: the most often named one; None for none."""
    row = conn.execute(
        "SELECT id FROM entities WHERE slug = ? ORDER BY"
        " (SELECT count(*) FROM mentions WHERE entity_id = entities.id) DESC, id LIMIT 1",
        (slug_of(name),),
    ).fetchone()
    return None if row is None else int(row[0])


def whom_it_names(conn: sqlite3.Connection, article_id: int, name: str) -> int | None:
    """Return the entity that a name, as the article's record gives it, stands for there."""
    for table, column in (("mentions", "name"), ("quotations", "speaker_text")):
        entity = "entity_id" if table == "mentions" else "speaker_id"
        row = conn.execute(
            f"SELECT {entity} FROM {table} WHERE article_id = ? AND {column} = ?"
            f" AND {entity} IS NOT NULL LIMIT 1",
            (article_id, name),
        ).fetchone()
        if row is not None:
            return int(row[0])
    return entity_named(conn, name)
