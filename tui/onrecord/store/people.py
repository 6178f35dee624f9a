"""The people and organisations of the archive: who is quoted, and who is only mentioned.

A person is listed once, under all names that were joined (`onrecord.store.identities`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from onrecord.model import EntityKind
from onrecord.query import Term
from onrecord.store.columns import moment, seconds, slug_of, to_json
from onrecord.store.matching import PLACE_BITS, entity_ids
from onrecord.store.persons import head_of, names_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

WEEKS: Final = 12
"""Weeks for which a person's quotations are counted."""

_WEEK = 7 * 86_400
_NEAR = 72.0


class Order(StrEnum):
    """What comes first in a list of people."""

    QUOTATIONS = "quotations"
    """Who is quoted most."""
    MENTIONS = "mentions"
    """Who is named in most articles."""
    HEARD = "heard"
    """Who was quoted last."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody or something that articles name.

    ``quotations`` is how often they are quoted, ``mentions`` how often their names stand in texts,
    ``articles`` in how many articles. ``last_heard`` is the time of the article that quoted them
    last. ``weeks`` are the numbers of quotations of the last `WEEKS` weeks, the latest at the end.
    """

    entity_id: int
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    quotations: int
    mentions: int
    articles: int
    last_heard: datetime | None
    weeks: tuple[int, ...] = ()


def people(
    conn: sqlite3.Connection,
    words: str = "",
    *,
    kinds: tuple[EntityKind, ...] = (EntityKind.PERSON,),
    limit: int = 50,
    order: Order = Order.QUOTATIONS,
    now: datetime | None = None,
) -> list[PersonRow]:
    """Return those whose names have these words (all, without), the most quoted first.

    The last word may be a beginning; case and accents do not matter. ``now`` is when the last of
    the weeks ends.
    """
    found = None
    if words.strip():
        term = Term("speaker", words, prefix=True, span=(0, len(words)))
        found = to_json(entity_ids(conn, term))
    heads = _ranked(conn, to_json([kind.value for kind in kinds]), found, order, limit)
    return [_person(conn, head, now or datetime.now(UTC)) for head in heads]


def person(
    conn: sqlite3.Connection, entity_id: int, *, now: datetime | None = None
) -> PersonRow | None:
    """Return the person whose name an entity is; None where it is not in the archive."""
    if conn.execute("SELECT 1 FROM entities WHERE id = ?", (entity_id,)).fetchone() is None:
        return None
    return _person(conn, head_of(conn, entity_id), now or datetime.now(UTC))


def named(
    conn: sqlite3.Connection,
    name: str,
    *,
    kinds: tuple[EntityKind, ...] = tuple(EntityKind),
    limit: int = 10,
) -> list[PersonRow]:
    """Return those whom a name may mean, the most quoted first.

    Those who have exactly this name, if there are any, else those whose names have its words.
    """
    found = people(conn, name, kinds=kinds, limit=max(limit, 50))
    slug = slug_of(name)
    exact = [
        each for each in found if slug in {slug_of(alias) for alias in (each.name, *each.aliases)}
    ]
    return (exact or found)[:limit]


def near_names(conn: sqlite3.Connection, name: str, *, limit: int = 3) -> tuple[str, ...]:
    """Return the names of the archive that are spelled most like one that it does not have."""
    from rapidfuzz import fuzz, process

    rows = conn.execute(
        "SELECT DISTINCT aliases.name FROM aliases JOIN entities ON entities.id = entity_id"
        " WHERE kind NOT IN ('DATE', 'MONEY')"
    )
    slugs = {slug_of(each): each for (each,) in rows}
    near = process.extract(
        slug_of(name), list(slugs), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=limit
    )
    return tuple(slugs[slug] for slug, _, _ in near)


_QUOTED: Final = (
    "SELECT coalesce(joined_to, entities.id) AS head FROM"
    " (SELECT speaker_id, count(*) AS number, max(place) AS latest FROM quotations"
    "  WHERE {speakers} GROUP BY speaker_id)"
    " JOIN entities ON entities.id = speaker_id WHERE kind IN (SELECT value FROM json_each(?))"
    " GROUP BY head ORDER BY {order}, head LIMIT ?"
)
_NAMED: Final = (
    "SELECT coalesce(joined_to, entities.id) AS head FROM entities LEFT JOIN"
    " (SELECT entity_id, count(*) AS number FROM mentions WHERE {names} GROUP BY entity_id)"
    " ON entity_id = entities.id"
    " WHERE kind IN (SELECT value FROM json_each(?)) AND {entities}"
    " GROUP BY head ORDER BY sum(coalesce(number, 0)) DESC, head LIMIT ?"
)
_ORDERS: Final = {Order.QUOTATIONS: "sum(number) DESC", Order.HEARD: "max(latest) DESC"}


def _ranked(
    conn: sqlite3.Connection, kinds: str, found: str | None, order: Order, limit: int
) -> list[int]:
    """Return the heads of the people of these kinds, and of these entities only, in order."""

    def within(column: str, otherwise: str) -> str:
        return otherwise if found is None else f"{column} IN (SELECT value FROM json_each(?))"

    given = () if found is None else (found,)
    heads: list[int] = []
    if order is not Order.MENTIONS:
        rows = conn.execute(
            _QUOTED.format(
                speakers=within("speaker_id", "speaker_id IS NOT NULL"), order=_ORDERS[order]
            ),
            (*given, kinds, limit),
        )
        heads = [head for (head,) in rows]
        if len(heads) == limit:
            return heads
    rows = conn.execute(
        _NAMED.format(names=within("entity_id", "true"), entities=within("entities.id", "true")),
        (*given, kinds, *given, limit + len(heads)),
    )
    # Whoever is never quoted comes last, by how often they are named.
    quoted = set(heads)
    return (heads + [head for (head,) in rows if head not in quoted])[:limit]


def _person(conn: sqlite3.Connection, head: int, now: datetime) -> PersonRow:
    name, kind = conn.execute(
        "SELECT coalesce(nullif(given_name, ''), name), kind FROM entities WHERE id = ?", (head,)
    ).fetchone()
    names = names_of(conn, [head])
    ids = to_json(names)
    aliases = conn.execute(
        "SELECT DISTINCT name FROM aliases WHERE entity_id IN (SELECT value FROM json_each(?))"
        " AND name <> ? ORDER BY entity_id <> ?, id",
        (ids, name, head),
    )
    # Two names of one person may stand in one article; one name has one row there.
    each_once = "count(*)" if len(names) == 1 else "count(DISTINCT article_id)"
    mentions, articles = conn.execute(
        f"SELECT coalesce(sum(json_array_length(spans)), 0), {each_once}"
        " FROM mentions WHERE entity_id IN (SELECT value FROM json_each(?))",
        (ids,),
    ).fetchone()
    quotations, latest = conn.execute(
        "SELECT count(*), max(place) FROM quotations"
        " WHERE speaker_id IN (SELECT value FROM json_each(?))",
        (ids,),
    ).fetchone()
    return PersonRow(
        entity_id=head,
        name=name,
        kind=EntityKind(kind),
        aliases=_other_names(name, [alias for (alias,) in aliases]),
        quotations=quotations,
        mentions=mentions,
        articles=articles,
        last_heard=None if latest is None else _time(conn, latest),
        weeks=_weeks(conn, names, now),
    )


def _other_names(name: str, aliases: list[str]) -> tuple[str, ...]:
    """Return the aliases that are other names: capitals, as in a headline, make none."""
    known = {name.casefold()}
    others = []
    for alias in sorted(aliases, key=str.isupper):
        if alias.casefold() not in known:
            known.add(alias.casefold())
            others.append(alias)
    return tuple(others)


def _time(conn: sqlite3.Connection, place: int) -> datetime:
    (when,) = conn.execute(
        "SELECT coalesce(published_at, fetched_at) FROM articles WHERE place = ?",
        (place >> PLACE_BITS,),
    ).fetchone()
    return moment(when)


def _weeks(conn: sqlite3.Connection, names: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Return the numbers of quotations of the last weeks, by the places of their articles."""
    end = seconds(now)
    since = end - WEEKS * _WEEK
    counted = dict(
        conn.execute(
            f"SELECT ((place >> {PLACE_BITS}) - ?1 - 1) / {_WEEK}, count(*) FROM quotations"
            " WHERE speaker_id IN (SELECT value FROM json_each(?3))"
            f" AND place >= (?1 + 1) << {PLACE_BITS} AND place < (?2 + 1) << {PLACE_BITS}"
            " GROUP BY 1",
            (since, end, to_json(list(names))),
        ).fetchall()
    )
    return tuple(counted.get(week, 0) for week in range(WEEKS))
