"""People and things on file: one row for all articles, by its kind and its folded name.

What an article itself says of one (its name there, aliases, spans) stands in ``mentions``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.model import EntityKind
from onrecord.store.columns import slug_of, to_json
from onrecord.store.identities import note_names

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from onrecord.model import Record, Speaker


def entity_id_of(conn: sqlite3.Connection, speaker: Speaker) -> int:
    """Return the entity of a speaker, made where there is none of that kind and name."""
    key = key_of(speaker.kind, speaker.name)
    return _write_entities(conn, {key: (speaker.name, [speaker.name])})[key]


EntityKey = tuple[str, str]
"""The kind of an entity, and its folded name."""


def key_of(kind: EntityKind, name: str) -> EntityKey:
    """Return what an entity is known by."""
    return kind.value, slug_of(name)


def entity_ids(
    conn: sqlite3.Connection, record: Record, named: Iterable[Speaker | None]
) -> dict[EntityKey, int]:
    """Return the ids of a record's entities and speakers, and of those the user ``named``.

    All their names are put on file.
    """
    names: dict[EntityKey, tuple[str, list[str]]] = {}
    for entity in record.entities:
        known = names.setdefault(key_of(entity.kind, entity.name), (entity.name, []))
        known[1].extend((entity.name, *entity.aliases))
    speakers = [each.speaker for each in record.quotations]
    for speaker in (*speakers, *named):
        if speaker is not None:
            known = names.setdefault(key_of(speaker.kind, speaker.name), (speaker.name, []))
            known[1].append(speaker.name)
    return _write_entities(conn, names)


def _write_entities(
    conn: sqlite3.Connection, names: dict[EntityKey, tuple[str, list[str]]]
) -> dict[EntityKey, int]:
    (last,) = conn.execute("SELECT coalesce(max(id), 0) FROM entities").fetchone()
    conn.executemany(
        "INSERT INTO entities (kind, slug, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(*key, name) for key, (name, _) in names.items()],
    )
    ids: dict[EntityKey, int] = {
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
