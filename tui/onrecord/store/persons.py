"""Which entities are names of one person. Reads what `onrecord.store.identities` keeps up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.columns import to_json

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
