"""What the user decides about persons: names joined, parted, renamed, told apart by article.

Each change returns what undoes it exactly. Nothing that is worked out from names or by a new
analysis changes what was decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.store.columns import to_json
from onrecord.store.database import StoreError
from onrecord.store.identities import BY_USER, new_namesake, regroup
from onrecord.store.persons import head_of, names_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database as Writable


class IdentityError(StoreError):
    """What was asked of a person's names cannot be; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Joining:
    """How names were joined before a change: entity, the one it was joined to, and by whom."""

    before: tuple[tuple[int, int | None, str], ...]


@dataclass(frozen=True, slots=True)
class Renaming:
    """What the user called a person before, "" for nothing of their own."""

    entity_id: int
    before: str


@dataclass(frozen=True, slots=True)
class Division:
    """That a name is another person's in some articles: whose, and the rows that were moved.

    ``before`` holds what was decided for each of these articles until then, if anything.
    """

    entity_id: int
    namesake_id: int
    mentions: tuple[tuple[int, int], ...]
    quotations: tuple[int, ...]
    before: tuple[tuple[int, int, str], ...]
    articles: tuple[int, ...]


def merge(db: Writable, entity_id: int, into_id: int) -> Joining:
    """Make one person of two: all names of the first become names of the second.

    Raises `IdentityError` where they are one already, or either is not there.
    """
    conn = db.conn
    one, other = _existing(conn, entity_id), _existing(conn, into_id)
    if one == other:
        raise IdentityError("These names are one person's already, so there is nothing to join.")
    joining = _as_it_is(conn, [one, other])
    # No name points to one that points on: all names of both lead straight to the second.
    conn.execute(
        "UPDATE entities SET joined_to = ? WHERE joined_to = ?",
        (other, one),
    )
    conn.execute(
        "UPDATE entities SET joined_to = ?, joined_by = ? WHERE id = ?", (other, BY_USER, one)
    )
    conn.execute(
        "UPDATE entities SET joined_by = '' WHERE id = ? AND joined_by = ?", (other, BY_USER)
    )
    return joining


def part(db: Writable, entity_id: int) -> Joining:
    """Take a name away from the person it was joined to; it stays on its own from then on.

    Raises `IdentityError` where it has no other names to be parted from.
    """
    conn = db.conn
    head = _existing(conn, entity_id)
    if len(names_of(conn, [head])) == 1:
        raise IdentityError("This person has one name only, so there is nothing to part.")
    joining = _as_it_is(conn, [head])
    conn.execute(
        "UPDATE entities SET joined_to = NULL, joined_by = ? WHERE id = ?", (BY_USER, entity_id)
    )
    if entity_id == head:
        _find_new_head(conn, head)
    _regroup_all(conn, [entity_id])
    return joining


def undo_joining(db: Writable, joining: Joining) -> None:
    """Join and part names as they were before `merge` or `part`.

    Names that came since go where they belong without it.
    """
    conn = db.conn
    touched = names_of(conn, [entity_id for entity_id, _, _ in joining.before])
    conn.executemany(
        "UPDATE entities SET joined_to = ?, joined_by = ? WHERE id = ?",
        [(joined_to, joined_by, entity_id) for entity_id, joined_to, joined_by in joining.before],
    )
    _regroup_all(conn, touched)


def rename(db: Writable, entity_id: int, name: str) -> Renaming:
    """Call a person something else ("": as the press does), and find them by it."""
    conn = db.conn
    head = _existing(conn, entity_id)
    (before,) = conn.execute("SELECT given_name FROM entities WHERE id = ?", (head,)).fetchone()
    conn.execute("UPDATE entities SET given_name = ? WHERE id = ?", (name.strip(), head))
    conn.execute(
        "DELETE FROM aliases WHERE entity_id = ? AND name = ? AND source = 'user'", (head, before)
    )
    add_alias(db, head, name)
    return Renaming(head, before)


def undo_renaming(db: Writable, renaming: Renaming) -> None:
    """Give a person the name back that they had before `rename`."""
    rename(db, renaming.entity_id, renaming.before)


def add_alias(db: Writable, entity_id: int, name: str) -> bool:
    """Let a person be found by another name; False where that is so already."""
    if not name.strip():
        return False
    cursor = db.execute(
        "INSERT INTO aliases (entity_id, name, source) VALUES (?, ?, 'user')"
        " ON CONFLICT DO NOTHING",
        (_existing(db.conn, entity_id), name.strip()),
    )
    return cursor.rowcount > 0


def remove_alias(db: Writable, entity_id: int, name: str) -> bool:
    """Take a name away that the user added; False where there is none."""
    cursor = db.execute(
        "DELETE FROM aliases WHERE entity_id = ? AND name = ? AND source = 'user'",
        (_existing(db.conn, entity_id), name.strip()),
    )
    return cursor.rowcount > 0


def divide(db: Writable, entity_id: int, article_ids: Iterable[int]) -> Division:
    """Make the person whom these articles name another one with the same name.

    Raises `IdentityError` where none of these articles names the entity, or all that name it are
    among them.
    """
    conn = db.conn
    wanted = to_json(sorted(set(article_ids)))
    mentions = conn.execute(
        "SELECT article_id, position FROM mentions WHERE entity_id = ?"
        " AND article_id IN (SELECT value FROM json_each(?))",
        (entity_id, wanted),
    ).fetchall()
    (every,) = conn.execute(
        "SELECT count(*) FROM mentions WHERE entity_id = ?", (entity_id,)
    ).fetchone()
    if not mentions or len(mentions) == every:
        raise IdentityError("Name some, but not all, of the articles that this person is in.")
    articles = tuple(sorted({article_id for article_id, _ in mentions}))
    quotations = conn.execute(
        "SELECT id FROM quotations WHERE speaker_id = ?"
        " AND article_id IN (SELECT value FROM json_each(?))",
        (entity_id, wanted),
    ).fetchall()
    kind, slug = conn.execute(
        "SELECT kind, slug FROM entities WHERE id = ?", (entity_id,)
    ).fetchone()
    slug = slug.partition("~")[0]
    before = conn.execute(
        "SELECT article_id, entity_id, decided_by FROM namesakes WHERE kind = ? AND slug = ?"
        " AND article_id IN (SELECT value FROM json_each(?))",
        (kind, slug, to_json(articles)),
    ).fetchall()
    namesake_id = new_namesake(conn, entity_id)
    conn.execute(
        "UPDATE entities SET joined_to = NULL, joined_by = ? WHERE id = ?", (BY_USER, namesake_id)
    )
    conn.executemany(
        "INSERT OR REPLACE INTO namesakes (article_id, kind, slug, entity_id, decided_by)"
        " VALUES (?, ?, ?, ?, ?)",
        [(article_id, kind, slug, namesake_id, BY_USER) for article_id in articles],
    )
    division = Division(
        entity_id,
        namesake_id,
        tuple(mentions),
        tuple(quotation_id for (quotation_id,) in quotations),
        tuple(before),
        articles,
    )
    _move(conn, division, namesake_id)
    return division


def undo_division(db: Writable, division: Division) -> None:
    """Make one person again of those that `divide` told apart."""
    conn = db.conn
    kind, slug = conn.execute(
        "SELECT kind, slug FROM entities WHERE id = ?", (division.entity_id,)
    ).fetchone()
    conn.execute("DELETE FROM namesakes WHERE entity_id = ?", (division.namesake_id,))
    conn.executemany(
        "INSERT INTO namesakes (article_id, kind, slug, entity_id, decided_by)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (article_id, kind, slug.partition("~")[0], entity_id, decided_by)
            for article_id, entity_id, decided_by in division.before
        ],
    )
    _move(conn, division, division.entity_id)
    # What was analysed meanwhile belongs to them too.
    for table, column in (("mentions", "entity_id"), ("quotations", "speaker_id")):
        conn.execute(
            f"UPDATE {table} SET {column} = ? WHERE {column} = ?",
            (division.entity_id, division.namesake_id),
        )
    conn.execute("DELETE FROM name_keys WHERE entity_id = ?", (division.namesake_id,))
    conn.execute("DELETE FROM entities WHERE id = ?", (division.namesake_id,))


def decisions(conn: sqlite3.Connection) -> dict[str, list[dict[str, str]]]:
    """Return all that the user decided about persons, by names and addresses, without ids.

    ``joined`` and ``apart`` are names, ``renamed`` and ``aliases`` what was added, ``divided`` the
    articles in which a name is another person's.
    """
    queries = {
        "joined": "SELECT entities.kind, entities.name, head.name AS joined_to FROM entities"
        " JOIN entities AS head ON head.id = entities.joined_to WHERE entities.joined_by = 'user'",
        "apart": "SELECT kind, name FROM entities WHERE joined_by = 'user' AND joined_to IS NULL"
        " AND slug NOT GLOB '*~*'",
        "renamed": "SELECT kind, name, given_name AS called FROM entities WHERE given_name <> ''",
        "aliases": "SELECT kind, entities.name, aliases.name AS alias FROM aliases"
        " JOIN entities ON entities.id = entity_id"
        " WHERE source = 'user' AND aliases.name <> given_name",
        "divided": "SELECT namesakes.kind, entities.name, entities.slug AS namesake, url AS article"
        " FROM namesakes JOIN entities ON entities.id = entity_id"
        " JOIN articles ON articles.id = article_id WHERE decided_by = 'user'",
    }
    found: dict[str, list[dict[str, str]]] = {}
    for what, query in queries.items():
        cursor = conn.execute(f"{query} ORDER BY 1, 2")
        columns = [column[0] for column in cursor.description]
        found[what] = [dict(zip(columns, row, strict=True)) for row in cursor]
    return found


def _move(conn: sqlite3.Connection, division: Division, entity_id: int) -> None:
    conn.executemany(
        "UPDATE mentions SET entity_id = ? WHERE article_id = ? AND position = ?",
        [(entity_id, *mention) for mention in division.mentions],
    )
    conn.executemany(
        "UPDATE quotations SET speaker_id = ? WHERE id = ?",
        [(entity_id, quotation_id) for quotation_id in division.quotations],
    )


def _existing(conn: sqlite3.Connection, entity_id: int) -> int:
    """Return the head of an entity's person."""
    if conn.execute("SELECT 1 FROM entities WHERE id = ?", (entity_id,)).fetchone() is None:
        raise IdentityError("This person is no longer in the archive.")
    return head_of(conn, entity_id)


def _as_it_is(conn: sqlite3.Connection, heads: list[int]) -> Joining:
    """Return how the names of these persons, and all with their family names, are joined."""
    rows = conn.execute(
        "SELECT id, joined_to, joined_by FROM entities"
        " WHERE id IN (SELECT value FROM json_each(?1))"
        " OR id IN (SELECT entity_id FROM name_keys WHERE key IN (SELECT key FROM name_keys"
        "  WHERE entity_id IN (SELECT value FROM json_each(?1))))",
        (to_json(names_of(conn, heads)),),
    )
    return Joining(tuple(rows))


def _regroup_all(conn: sqlite3.Connection, entity_ids: Iterable[int]) -> None:
    """Work out anew whose the names are that have a family name with one of these."""
    for (key,) in conn.execute(
        "SELECT DISTINCT key FROM name_keys WHERE entity_id IN (SELECT value FROM json_each(?))",
        (to_json(list(entity_ids)),),
    ).fetchall():
        regroup(conn, key)


def _find_new_head(conn: sqlite3.Connection, head: int) -> None:
    """Let the other names of a person point to one of themselves."""
    (first,) = conn.execute(
        "SELECT id FROM entities WHERE joined_to = ? ORDER BY"
        " (SELECT count(*) FROM mentions WHERE entity_id = entities.id) DESC, id LIMIT 1",
        (head,),
    ).fetchone()
    conn.execute(
        "UPDATE entities SET joined_to = iif(id = ?1, NULL, ?1),"
        " joined_by = iif(id = ?1, '', joined_by) WHERE joined_to = ?2",
        (first, head),
    )
