"""What the fields of the query language may be completed with, from what the archive has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.query import VALUES, Term, searchable
from onrecord.store.columns import slug_of
from onrecord.store.feeds import feeds
from onrecord.store.marks import tags
from onrecord.store.matching import ENTITY_KINDS, quoted

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

MOST: Final = 8

_NEWEST: Final = 100
"""Articles whose people are suggested where nothing was typed yet."""
_RECENT: Final = 2_000
"""Articles whose languages are suggested."""
_ENOUGH: Final = 20
"""Rows up to which people are told apart by how many they have; beyond, by how new those are."""
_COUNTED: Final = 1_000

_AGES: Final = {
    "12h": "twelve hours",
    "1d": "a day",
    "3d": "three days",
    "1w": "a week",
    "1m": "30 days",
    "6m": "180 days",
    "1y": "a year",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for a field, and what is known of it."""

    value: str
    note: str = ""


def suggestions(
    conn: sqlite3.Connection, field: str, typed: str, *, limit: int = MOST
) -> list[Suggestion]:
    """Return values for a field that have a word beginning with what was typed, the best first.

    Speakers and entities are found by any of their names and suggested by their own.
    """
    suggest = _FIELDS.get(field)
    return [] if suggest is None else suggest(conn, field, typed.strip())[:limit]


def _entities(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    """Suggest those who are quoted (for ``speaker``) or named, the most and the latest first."""
    if typed and not searchable(typed):
        return []
    table, column, one = _SPEAKERS if field == "speaker" else _NAMED
    kind = ENTITY_KINDS.get(field, "")
    if typed:
        wanted = (
            "SELECT DISTINCT entity_id FROM aliases_fts"
            " JOIN aliases ON aliases.id = aliases_fts.rowid WHERE aliases_fts MATCH ?"
        )
        value: str | int = quoted(Term(field, typed, prefix=True, span=(0, 0)))
    else:
        wanted = (
            f"SELECT DISTINCT {column} FROM {table} WHERE article_id IN"
            " (SELECT id FROM articles ORDER BY place DESC LIMIT ?)"
        )
        value = _NEWEST
    rows = conn.execute(
        f"WITH wanted (id) AS ({wanted}),"
        " heads (id) AS (SELECT DISTINCT coalesce(joined_to, entities.id)"
        "  FROM wanted JOIN entities ON entities.id = wanted.id WHERE ? IN ('', kind)),"
        " names (head, id) AS (SELECT id, id FROM heads UNION ALL"
        "  SELECT heads.id, entities.id FROM heads JOIN entities ON joined_to = heads.id)"
        " SELECT head, json_group_array(names.id), sum((SELECT count(*) FROM"
        f"  (SELECT 1 FROM {table} WHERE {column} = names.id LIMIT {_ENOUGH}))) AS number,"
        f" max((SELECT max(place) FROM {table} WHERE {column} = names.id)) AS latest"
        " FROM names GROUP BY head HAVING latest IS NOT NULL"
        f" ORDER BY min(number, {_ENOUGH}) DESC, latest DESC LIMIT {MOST}",
        (value, kind),
    ).fetchall()
    found = []
    for head, ids, _, _ in rows:
        (name,) = conn.execute(
            "SELECT coalesce(nullif(given_name, ''), name) FROM entities WHERE id = ?", (head,)
        ).fetchone()
        (number,) = conn.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM json_each(?) AS names JOIN {table}"
            f" ON {column} = names.value LIMIT {_COUNTED})",
            (ids,),
        ).fetchone()
        more = "+" if number == _COUNTED else ""
        found.append(Suggestion(name, f"{number:,}{more} {one if number == 1 else one + 's'}"))
    return found


_SPEAKERS: Final = ("quotations", "speaker_id", "quotation")
_NAMED: Final = ("mentions", "entity_id", "article")


def _titles(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    """Suggest outlets by their titles, those that begin so first; a feed by its address too."""
    rows = [
        Suggestion(each.title, each.folder)
        for each in feeds(conn)
        if _begins(each.title, typed) or (field == "feed" and typed.lower() in each.url.lower())
    ]
    return _first(rows, typed)


def _folders(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    number = Counter(each.folder for each in feeds(conn) if each.folder)
    rows = [
        Suggestion(folder, f"{feeds} feed{'' if feeds == 1 else 's'}")
        for folder, feeds in number.items()
        if _begins(folder, typed)
    ]
    return _first(rows, typed)


def _tags(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    rows = [
        Suggestion(name, f"{number:,} article{'' if number == 1 else 's'}")
        for name, number in tags(conn)
        if _begins(name, typed)
    ]
    return _first(rows, typed)


def _values(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    return [Suggestion(value) for value in VALUES[field] if value.startswith(typed.lower())]


def _ages(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    return [Suggestion(age, what) for age, what in _AGES.items() if age.startswith(typed.lower())]


def _languages(conn: sqlite3.Connection, field: str, typed: str) -> list[Suggestion]:
    rows = conn.execute(
        "SELECT coalesce(nullif(language, ''), declared_language) AS code, count(*) FROM"
        " (SELECT language, declared_language FROM articles ORDER BY place DESC LIMIT ?)"
        " WHERE code <> '' GROUP BY code ORDER BY 2 DESC",
        (_RECENT,),
    )
    return [Suggestion(code) for code, _ in rows if code.lower().startswith(typed.lower())]


def _begins(name: str, typed: str) -> bool:
    """Tell whether a word of a name begins with what was typed."""
    return not typed or f"-{slug_of(typed)}" in f"-{slug_of(name)}"


def _first(rows: Iterable[Suggestion], typed: str) -> list[Suggestion]:
    """Put those first that begin with what was typed; else they keep their order."""
    slug = slug_of(typed)
    return sorted(rows, key=lambda each: bool(typed) and not slug_of(each.value).startswith(slug))


_FIELDS: Final[dict[str, Callable[[sqlite3.Connection, str, str], list[Suggestion]]]] = {
    "speaker": _entities,
    **dict.fromkeys(ENTITY_KINDS, _entities),
    "outlet": _titles,
    "feed": _titles,
    "folder": _folders,
    "tag": _tags,
    **dict.fromkeys(VALUES, _values),
    "newer": _ages,
    "older": _ages,
    "lang": _languages,
}
