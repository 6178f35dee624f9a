"""Who is one person across articles, as names and context tell: kept up as records come in.

An entity is a name that articles give. Names of one person are *joined*: each points to one of
them, the head, by ``joined_to``. Which names are joined follows from all names with one family
name (`onrecord.analyse.person_names`) and is worked out anew for that family name whenever it gets
a new member, so that the order in which articles arrive does not matter:

- full names that are spellings of each other are one person;
- initials and bare family names are those of the one person whom they fit; where they fit several
  they stay apart, unless one of these is named far more often than all others together.

The same full name in two articles is one person, unless the roles beside it are of different
fields *and* the article shares nobody and nothing with those before. Then it becomes a namesake: a
second entity of the same name, which the article's own names lead to from then on.

What the user decides (`onrecord.store.joining`) is marked ``user`` and left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.analyse.callings import callings
from onrecord.analyse.person_names import Agreement, agreement, person_name
from onrecord.model import EntityKind
from onrecord.store.columns import read_spans, slug_of, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from onrecord.analyse.person_names import PersonName
    from onrecord.model import Document, Entity, Record

    Key = tuple[str, str]
    """An entity's kind and the slug of its name."""

BY_NAMES = "names"
BY_USER = "user"

_FAR_MORE = 8
"""How many times as often as all others together, for a shortened name to be theirs."""
_RECENT = 200
"""Articles that tell with whom and what a person is named."""
_READ = 5
"""Articles in which the roles of a person are looked up."""
_COMPANY = ("PERSON", "ORG", "EVENT", "WORK")


def note_names(conn: sqlite3.Connection, entities: Iterable[tuple[int, str]]) -> None:
    """Put new persons on file (ids and names) and join their names to those that are theirs."""
    keys = [(person_name(name).key, entity_id) for entity_id, name in entities]
    known = [(key, entity_id) for key, entity_id in keys if key]
    conn.executemany(
        "INSERT INTO name_keys (key, entity_id) VALUES (?, ?) ON CONFLICT DO NOTHING", known
    )
    for key in sorted({key for key, _ in known}):
        regroup(conn, key)


def regroup(conn: sqlite3.Connection, key: str) -> None:
    """Work out anew which names with this family name are one person's."""
    names = [
        _Name(entity_id, person_name(name), slug.partition("~")[0], joined_to, joined_by, articles)
        for entity_id, name, slug, joined_to, joined_by, articles in conn.execute(
            "SELECT entities.id, name, slug, joined_to, joined_by,"
            " (SELECT count(*) FROM mentions WHERE entity_id = entities.id)"
            " FROM name_keys JOIN entities ON entities.id = entity_id WHERE key = ?",
            (key,),
        )
    ]
    changes = []
    for group in _groups([each for each in names if not each.apart]):
        head = min(group, key=lambda each: (each.joined_by != BY_USER, *each.prominence))
        target = head.id if head.joined_by != BY_USER else head.joined_to
        changes += [
            (None if each.id == target else target, each.id)
            for each in group
            if each.joined_by != BY_USER
        ]
    conn.executemany(
        "UPDATE entities SET joined_to = ?1, joined_by = iif(?1 IS NULL, '', 'names')"
        " WHERE id = ?2 AND joined_to IS NOT ?1",
        changes,
    )


def tell_namesakes(
    conn: sqlite3.Connection, document: Document, record: Record, ids: dict[Key, int]
) -> dict[Key, int]:
    """Return the entities of an article with namesakes told apart.

    ``ids`` are the entities by their names alone. What was decided for the article before stays.
    """
    article_id = int(document.id)
    decided = {
        (kind, slug): entity_id
        for kind, slug, entity_id in conn.execute(
            "SELECT kind, slug, entity_id FROM namesakes WHERE article_id = ?", (article_id,)
        )
    }
    told = {**ids, **{key: each for key, each in decided.items() if key in ids}}
    for entity in record.entities:
        key = (entity.kind.value, slug_of(entity.name))
        if entity.kind is not EntityKind.PERSON or key in decided:
            continue
        if not person_name(entity.name).full:
            continue
        chosen = _namesake(conn, article_id, document.text, entity, told, ids[key])
        if chosen != ids[key]:
            told[key] = chosen
            conn.execute(
                "INSERT INTO namesakes (article_id, kind, slug, entity_id, decided_by)"
                " VALUES (?, ?, ?, ?, 'context')",
                (article_id, *key, chosen),
            )
    return told


def new_namesake(conn: sqlite3.Connection, entity_id: int) -> int:
    """Make another entity of the same name and return its id."""
    kind, slug, name = conn.execute(
        "SELECT kind, slug, name FROM entities WHERE id = ?", (entity_id,)
    ).fetchone()
    base = slug.partition("~")[0]
    number = len(_of_one_name(conn, kind, base)) + 1
    # No slug of a name has this sign, so that no other name can lead here.
    made: int = conn.execute(
        "INSERT INTO entities (kind, slug, name) VALUES (?, ?, ?) RETURNING id",
        (kind, f"{base}~{number}", name),
    ).fetchone()[0]
    conn.execute("INSERT INTO aliases (entity_id, name) VALUES (?, ?)", (made, name))
    if kind == EntityKind.PERSON.value:
        note_names(conn, [(made, name)])
    return made


@dataclass(frozen=True, slots=True)
class _Name:
    id: int
    name: PersonName
    slug: str
    joined_to: int | None
    joined_by: str
    articles: int

    @property
    def apart(self) -> bool:
        """Whether the user wants it to be nobody else's."""
        return self.joined_by == BY_USER and self.joined_to is None

    @property
    def prominence(self) -> tuple[bool, int, int]:
        return not self.name.full, -self.articles, self.id


@dataclass(slots=True, eq=False)
class _Group:
    members: list[_Name] = field(default_factory=list)

    def agrees(self, name: _Name, least: Agreement) -> bool:
        """Tell whether a name may be that of the person with the full names of this group."""
        full = [each for each in self.members if each.name.full]
        return all(
            agreement(each.name, name.name) >= least and not _namesakes(each, name)
            for each in full or self.members
        )

    @property
    def articles(self) -> int:
        return sum(each.articles for each in self.members)


def _namesakes(one: _Name, other: _Name) -> bool:
    """Tell whether two entities have one name because they were told apart."""
    return one.slug == other.slug and one.id != other.id


def _groups(names: Sequence[_Name]) -> list[list[_Name]]:
    """Return names in groups, each of one person."""
    groups: list[_Group] = []
    by_initial: dict[str, list[_Group]] = {}
    # Names that tell most come first: what is short of them then finds all that it may stand for.
    for each in sorted(names, key=lambda name: (-_told(name.name), *name.prominence)):
        least = Agreement.SAME if each.name.full else Agreement.POSSIBLE
        initials = each.name.initials
        # A thousand people may share a family name; those of another initial need no look.
        near = {id(g): g for initial in initials for g in by_initial.get(initial, ())}
        found = [g for g in (near.values() if initials else groups) if g.agrees(each, least)]
        chosen = _only(found)
        if chosen is None:
            chosen = _Group()
            groups.append(chosen)
        chosen.members.append(each)
        for initial in initials:
            if chosen not in by_initial.setdefault(initial, []):
                by_initial[initial].append(chosen)
    return [group.members for group in groups]


def _told(name: PersonName) -> int:
    """Return how much of the person's name a name tells."""
    return sum(2 if len(each) > 1 else 1 for each in name.given) + 10 * name.full


def _only(groups: list[_Group]) -> _Group | None:
    """Return the one group that is meant: the only one, or one named far more often."""
    ranked = sorted(groups, key=lambda group: -group.articles)
    if len(ranked) > 1:
        others = sum(group.articles for group in ranked[1:])
        if ranked[0].articles < _FAR_MORE * max(1, others):
            return None
    return ranked[0] if ranked else None


def _namesake(
    conn: sqlite3.Connection,
    article_id: int,
    text: str,
    entity: Entity,
    ids: dict[Key, int],
    entity_id: int,
) -> int:
    """Return which of the entities of one name an article means; a new one if none of them."""
    key = (entity.kind.value, slug_of(entity.name))
    known = _of_one_name(conn, *key)
    roles = callings(text, entity.mentions)
    if len(known) == 1 and not roles:
        return entity_id
    company = [each for other, each in ids.items() if other != key and other[0] in _COMPANY]
    strange: list[int] = []
    best: list[tuple[int, int, int, int]] = []
    for each in known:
        shared = _shared(conn, each, article_id, company)
        before, articles = _roles_before(conn, each, article_id)
        if shared == 0 and roles and before and roles.isdisjoint(before):
            strange.append(each)
        else:
            best.append((shared, len(roles & before), articles, -each))
    if best:
        return -max(best)[3]
    return new_namesake(conn, entity_id)


def _of_one_name(conn: sqlite3.Connection, kind: str, slug: str) -> list[int]:
    """Return the entity of a name and its namesakes."""
    rows = conn.execute(
        # The range lets the index answer; a condition with OR would look at every person.
        "SELECT id FROM entities WHERE kind = ?1 AND slug BETWEEN ?2 AND ?2 || '~~'"
        " AND (slug = ?2 OR substr(slug, 1, length(?2) + 1) = ?2 || '~') ORDER BY id",
        (kind, slug),
    )
    return [entity_id for (entity_id,) in rows]


def _shared(
    conn: sqlite3.Connection, entity_id: int, article_id: int, company: Sequence[int]
) -> int:
    """Return how many of these entities earlier articles name beside this one."""
    number: int = conn.execute(
        "SELECT count(DISTINCT beside.entity_id) FROM"
        " (SELECT article_id FROM mentions WHERE entity_id = ?1 AND article_id <> ?2"
        "  ORDER BY place DESC LIMIT ?3) AS recent"
        " JOIN mentions AS beside ON beside.article_id = recent.article_id"
        " WHERE beside.entity_id IN (SELECT value FROM json_each(?4))",
        (entity_id, article_id, _RECENT, to_json(list(company))),
    ).fetchone()[0]
    return number


def _roles_before(
    conn: sqlite3.Connection, entity_id: int, article_id: int
) -> tuple[frozenset[str], int]:
    """Return the fields of a person's roles in other articles, and how many were read."""
    rows = conn.execute(
        "SELECT text, spans FROM mentions JOIN texts ON texts.article_id = mentions.article_id"
        " WHERE entity_id = ? AND mentions.article_id <> ? ORDER BY place DESC LIMIT ?",
        (entity_id, article_id, _READ),
    ).fetchall()
    found: frozenset[str] = frozenset()
    for text, spans in rows:
        found |= callings(text, read_spans(spans))
    return found, len(rows)
