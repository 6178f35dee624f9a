"""Queries of the query language as SQL conditions and FTS5 expressions.

Terms become parameters, and inside FTS5 expressions quoted strings, in one place (`_quoted`):
nothing that is typed is ever read as SQL or as FTS5 syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from onrecord.query import And, Not, Or, Term, age, days
from onrecord.store.columns import outlet_of, seconds, slug_of, to_json
from onrecord.store.persons import names_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from onrecord.query import Node

Condition = tuple[str, tuple[str | int, ...]]
"""A condition in SQL and its parameters."""

PLACE_BITS: Final = 16
"""A quotation's place is its article's, shifted by this, and its position in the article."""

_DAY = 86_400
_OFTEN = 5_000
_STATES: Final = {
    "unread": "articles.read_at IS NULL",
    "read": "articles.read_at IS NOT NULL",
    "starred": "articles.starred_at IS NOT NULL",
    "interview": "articles.form IS NOT NULL AND articles.form <> 'report'",
    "waiting": "articles.analysed_with = ''",
    "hidden": "articles.hidden_at IS NOT NULL",
    "changed": "EXISTS (SELECT 1 FROM revisions WHERE article_id = articles.id)",
}
_POSSESSIONS: Final = {
    "quotations": "articles.quotation_count > 0",
    "tags": "EXISTS (SELECT 1 FROM article_tags WHERE article_id = articles.id)",
    "notes": "EXISTS (SELECT 1 FROM notes WHERE article_id = articles.id)",
    "clippings": "EXISTS (SELECT 1 FROM clippings WHERE article_id = articles.id)",
    "corrections": "EXISTS (SELECT 1 FROM corrections WHERE article_id = articles.id)",
    "enclosures": "articles.enclosures <> '[]'",
    "page": "articles.text_from = 'page'",
}
_TIMES: Final = ("before", "after", "on", "newer", "older")
ENTITY_KINDS: Final = {"about": "", "person": "PERSON", "org": "ORG", "place": "PLACE"}


def quoted(term: Term) -> str:
    """Return a term as an FTS5 string: the one door for what was typed.

    FTS5 reads an expression up to a NUL, and a double quote inside a string is written twice.
    """
    value = term.value.replace("\0", " ").replace('"', '""')
    return f'"{value}" *' if term.prefix else f'"{value}"'


def expression(node: Node, fields: tuple[str, ...] = ("", "title")) -> str | None:
    """Return an FTS5 expression for a node that looks for words only in these fields.

    None: the node looks at something else too, or only leaves words out, which FTS5 cannot.
    """
    match node:
        case Term(field="title") if "title" in fields:
            return f"{{title}} : {quoted(node)}"
        case Term(field=field) if field in fields:
            return quoted(node)
        case Or(parts=parts):
            return _joined(" OR ", [expression(part, fields) for part in parts])
        case And(parts=parts):
            wanted = [part for part in parts if not isinstance(part, Not)]
            unwanted = [part.part for part in parts if isinstance(part, Not)]
            found = _joined(" AND ", [expression(part, fields) for part in wanted])
            if found is None or not unwanted:
                return found
            left_out = _joined(" OR ", [expression(part, fields) for part in unwanted])
            return None if left_out is None else f"({found} NOT {left_out})"
        case _:
            return None


def _joined(operator: str, expressions: list[str | None]) -> str | None:
    known = [each for each in expressions if each is not None]
    if not known or len(known) < len(expressions):
        return None
    return known[0] if len(known) == 1 else f"({operator.join(known)})"


def bounds(term: Term, now: datetime) -> tuple[int | None, int | None]:
    """Return the time that a date term allows, as Unix seconds; the end is exclusive."""
    if term.field in {"newer", "older"}:
        back = age(term.value)
        edge = None if back is None else seconds(now) - int(back.total_seconds())
        return (edge, None) if term.field == "newer" else (None, edge)
    span = days(term.value)
    if span is None:
        return None, None
    start, end = seconds(span[0]), seconds(span[1])
    return {"before": (None, start), "after": (start, None), "on": (start, end)}[term.field]


def entity_ids(conn: sqlite3.Connection, term: Term) -> list[int]:
    """Return the entities that a term names by any of their names, of its kind if it tells one.

    A person is found by all names that were joined.
    """
    rows = conn.execute(
        "SELECT DISTINCT entity_id FROM aliases_fts JOIN aliases ON aliases.id = aliases_fts.rowid"
        " JOIN entities ON entities.id = entity_id"
        " WHERE aliases_fts MATCH ?1 AND (?2 = '' OR kind = ?2)",
        (quoted(term), ENTITY_KINDS.get(term.field, "")),
    ).fetchall()
    return names_of(conn, [entity_id for (entity_id,) in rows])


@dataclass(frozen=True, slots=True)
class Matching:
    """Turns nodes into conditions on rows of ``articles`` or of ``quotations``.

    With ``quotations`` the rows are quotations joined to their articles, and ``speaker:`` and
    ``said:`` look at that quotation; without, at all quotations of the article, where those that
    stand side by side look at one and the same. ``now`` is what ages are counted from. ``few``
    tells that only a few rows are looked at: each is looked up in the indexes, where otherwise all
    that an index finds is gathered first.
    """

    conn: sqlite3.Connection
    now: datetime
    quotations: bool = False
    few: bool = False

    def condition(self, node: Node) -> Condition:
        """Return the condition that a node stands for. It is never NULL."""
        match node:
            case Term(field=field):
                return _FIELDS[field](self, node)
            case Not(part=part):
                sql, parameters = self.condition(part)
                return f"NOT ({sql})", parameters
            case Or(parts=parts):
                words = expression(node)
                if words is not None:
                    return _words(words, few=self.few)
                return every(" OR ", [self.condition(part) for part in parts])
            case And(parts=parts):
                return self.together(parts)

    def together(self, parts: Iterable[Node]) -> Condition:
        """Return the condition that all parts hold, ``true`` for none.

        Words become one expression for the index, what is about quotations one test.
        """
        words, rest = words_of(parts)
        said = [part for part in rest if not self.quotations and on_quotation(part)]
        conditions = [self.condition(part) for part in rest if part not in said]
        if words is not None:
            conditions.append(_words(words, few=self.few))
        if said:
            conditions.append(self.some_quotation(said))
        return every(" AND ", conditions)

    def some_quotation(self, parts: Sequence[Node]) -> Condition:
        """Return the condition that one quotation of the article is all of this."""
        match parts:
            case [Term(field="speaker")] if not self.few:
                ids = to_json(entity_ids(self.conn, parts[0]))
                return _in_some(self.conn, "quotations", "speaker_id", ids)
        within = replace(self, quotations=True)
        sql, parameters = every(" AND ", [within.condition(part) for part in parts])
        if self.few:
            held = "SELECT 1 FROM quotations WHERE quotations.article_id = articles.id"
            return f"EXISTS ({held} AND ({sql}))", parameters
        return f"articles.id IN (SELECT article_id FROM quotations WHERE {sql})", parameters


def _in_some(
    conn: sqlite3.Connection, table: str, column: str, ids: str, *, few: bool = False
) -> Condition:
    """Return the condition that some row of the article in a table has one of these entities.

    The articles of entities that are seldom there are gathered first; for one that is often
    there, it is faster to look at each article in question.
    """
    wanted = f"{column} IN (SELECT value FROM json_each(?))"
    each = f"EXISTS (SELECT 1 FROM {table} WHERE article_id = articles.id AND {wanted})"
    if few:
        return each, (ids,)
    (rows,) = conn.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {wanted} LIMIT {_OFTEN})", (ids,)
    ).fetchone()
    if rows < _OFTEN:
        return f"articles.id IN (SELECT article_id FROM {table} WHERE {wanted})", (ids,)
    return each, (ids,)


def _text(matching: Matching, term: Term) -> Condition:
    words = f"{{title}} : {quoted(term)}" if term.field == "title" else quoted(term)
    return _words(words, few=matching.few)


def _speaker(matching: Matching, term: Term) -> Condition:
    if not matching.quotations:
        return matching.some_quotation([term])
    return (
        (
            "quotations.speaker_id IS NOT NULL"
            " AND quotations.speaker_id IN (SELECT value FROM json_each(?))"
        ),
        (to_json(entity_ids(matching.conn, term)),),
    )


def _said(matching: Matching, term: Term) -> Condition:
    if not matching.quotations:
        return matching.some_quotation([term])
    if matching.few:
        found = "SELECT 1 FROM quotations_fts WHERE quotations_fts MATCH ?"
        return f"EXISTS ({found} AND quotations_fts.rowid = quotations.place)", (quoted(term),)
    return (
        "quotations.place IN (SELECT rowid FROM quotations_fts WHERE quotations_fts MATCH ?)",
        (quoted(term),),
    )


def _entity(matching: Matching, term: Term) -> Condition:
    ids = to_json(entity_ids(matching.conn, term))
    return _in_some(matching.conn, "mentions", "entity_id", ids, few=matching.few)


def _feed(matching: Matching, term: Term) -> Condition:
    rows = matching.conn.execute("SELECT id, given_title, own_title, folder, url FROM feeds")
    ids = [
        feed_id
        for feed_id, given, own, folder, url in rows
        if _is_feed(term, outlet_of(given, own, url), folder, url)
    ]
    found = to_json(ids)
    return (
        (
            "articles.feed_id IN (SELECT value FROM json_each(?)) OR articles.id IN"
            " (SELECT article_id FROM article_sources WHERE NOT first"
            " AND feed_id IN (SELECT value FROM json_each(?)))"
        ),
        (found, found),
    )


def _tag(matching: Matching, term: Term) -> Condition:
    rows = matching.conn.execute("SELECT id, name FROM tags")
    ids = [tag_id for tag_id, name in rows if _named(term, name, whole=True)]
    return (
        (
            "articles.id IN (SELECT article_id FROM article_tags"
            " WHERE tag_id IN (SELECT value FROM json_each(?)))"
        ),
        (to_json(ids),),
    )


def _byline(matching: Matching, term: Term) -> Condition:
    value = term.value.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return "articles.byline LIKE ? ESCAPE '!'", (f"%{value}%",)


def _state(matching: Matching, term: Term) -> Condition:
    return _STATES[term.value.lower()], ()


def _possession(matching: Matching, term: Term) -> Condition:
    return _POSSESSIONS[term.value.lower()], ()


def _form(matching: Matching, term: Term) -> Condition:
    return "articles.form IS ?", (term.value.lower(),)


def _language(matching: Matching, term: Term) -> Condition:
    code = "lower(coalesce(nullif(articles.language, ''), articles.declared_language))"
    value = term.value.lower()
    return f"{code} = ? OR substr({code}, 1, ?) = ?", (value, len(value) + 1, f"{value}-")


def _time(matching: Matching, term: Term) -> Condition:
    when = "coalesce(articles.published_at, articles.fetched_at)"
    since, until = bounds(term, matching.now)
    conditions: list[Condition] = []
    if since is not None:
        conditions.append((f"{when} >= ?", (since,)))
    if until is not None:
        conditions.append((f"{when} < ?", (until,)))
    return every(" AND ", conditions)


_FIELDS: Final[dict[str, Callable[[Matching, Term], Condition]]] = {
    "": _text,
    "title": _text,
    "speaker": _speaker,
    "said": _said,
    **dict.fromkeys(ENTITY_KINDS, _entity),
    **dict.fromkeys(("outlet", "feed", "folder"), _feed),
    "tag": _tag,
    "by": _byline,
    "is": _state,
    "has": _possession,
    "form": _form,
    "lang": _language,
    **dict.fromkeys(_TIMES, _time),
}


def places(parts: Iterable[Node], now: datetime) -> tuple[int, int]:
    """Return the least and the greatest place that the date terms among the parts allow.

    An article's place is its time, or a little earlier where that was taken.
    """
    least, greatest = -(1 << 46), 1 << 46
    for part in parts:
        if isinstance(part, Term) and part.field in _TIMES:
            since, until = bounds(part, now)
            least = least if since is None else max(least, since - _DAY)
            greatest = greatest if until is None else min(greatest, until)
    return least, greatest


def words_of(
    parts: Iterable[Node], fields: tuple[str, ...] = ("", "title")
) -> tuple[str | None, list[Node]]:
    """Return one FTS5 expression for those parts that are words, and the other parts."""
    wanted: list[Node] = []
    unwanted: list[Node] = []
    rest: list[Node] = []
    for part in parts:
        if expression(part, fields) is not None:
            wanted.append(part)
        elif isinstance(part, Not) and expression(part.part, fields) is not None:
            unwanted.append(part)
        else:
            rest.append(part)
    if not wanted:
        return None, [*unwanted, *rest]
    return expression(And((*wanted, *unwanted)), fields), rest


def on_quotation(node: Node) -> bool:
    """Tell whether a node looks only at who said a quotation and at its words."""
    match node:
        case Term(field=field):
            return field in {"speaker", "said"}
        case And(parts=parts) | Or(parts=parts):
            return all(on_quotation(part) for part in parts)
        case _:
            return False


def every(operator: str, conditions: list[Condition]) -> Condition:
    """Join conditions by an operator; none at all is ``true``."""
    if not conditions:
        return "true", ()
    sql = operator.join(f"({each})" for each, _ in conditions)
    return sql, tuple(value for _, values in conditions for value in values)


def wants_hidden(node: Node | None) -> bool:
    """Tell whether a query asks for what rules hid, which is left out otherwise."""
    match node:
        case Term(field="is", value=value):
            return value.lower() == "hidden"
        case Not(part=part):
            return wants_hidden(part)
        case And(parts=parts) | Or(parts=parts):
            return any(wants_hidden(part) for part in parts)
        case _:
            return False


def _words(words: str, *, few: bool) -> Condition:
    if few:
        found = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ?"
        return f"EXISTS ({found} AND articles_fts.rowid = articles.place)", (words,)
    return (
        "articles.place IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)",
        (words,),
    )


def _is_feed(term: Term, title: str, folder: str, url: str) -> bool:
    if term.field == "folder":
        return _named(term, folder, whole=True)
    return _named(term, title) or (term.field == "feed" and term.value.lower() in url.lower())


def _named(term: Term, name: str, *, whole: bool = False) -> bool:
    """Tell whether a name has a term's words next to each other; ``whole``: and no others."""
    wanted, slug = f"-{slug_of(term.value)}", f"-{slug_of(name)}-"
    if not term.prefix:
        wanted += "-"
    return slug.startswith(wanted) and (term.prefix or slug == wanted) if whole else wanted in slug
