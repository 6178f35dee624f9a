"""Search: the articles and the quotations that a query asks for."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from onrecord.model import EntityKind, Speaker
from onrecord.query import And, Not, Or, Term
from onrecord.store.columns import moment, outlet_of, to_json
from onrecord.store.matching import (
    ENTITY_KINDS,
    PLACE_BITS,
    Matching,
    entity_ids,
    every,
    on_quotation,
    places,
    wants_hidden,
    words_of,
)
from onrecord.store.snippets import CLOSING, OPENING, hits_in, snippet

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeGuard

    from onrecord.model import Span
    from onrecord.query import Node, Query

_STEPS_BETWEEN_QUESTIONS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found.

    ``hits`` are spans in ``snippet``, ``title_hits`` in ``title``. ``position`` is the span in the
    article's text that the snippet was cut around; None: what was found is not in its text.
    """

    article_id: int
    title: str
    outlet: str
    published_at: datetime
    snippet: str
    hits: tuple[Span, ...]
    title_hits: tuple[Span, ...]
    position: Span | None


@dataclass(frozen=True, slots=True)
class QuotationHit:
    """A quotation that a search found, with its article; ``hits`` are spans in ``text``."""

    quotation_id: int
    article_id: int
    title: str
    outlet: str
    url: str
    published_at: datetime
    speaker: Speaker | None
    text: str
    hits: tuple[Span, ...]
    span: Span
    """In the article's text."""
    confidence: float
    corrected: bool

    @property
    def position(self) -> Span:
        """Where in the article's text it stands."""
        return self.span


def search(
    conn: sqlite3.Connection,
    query: Query,
    *,
    limit: int = 50,
    skip: int = 0,
    newest: bool = True,
    now: datetime | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[Hit]:
    """Return the articles that a query asks for; none for a query that asks for nothing.

    At most ``limit`` of them, after the first ``skip``.

    Newest first, or ranked: by how much of the text the words are, with the headline weighing
    more. Raises `onrecord.store.database.Cancelled` soon after ``cancelled`` returns true.
    """
    with cancellable(conn, cancelled):
        plan = _Plan(conn, query, now or datetime.now(UTC), newest=newest)
        if plan.words is not None:
            return _by_words(plan, limit, skip)
        if plan.on_quotation:
            return _by_quotation(plan, limit, skip)
        return _by_condition(plan, limit, skip) if plan.parts else []


def quotes(
    conn: sqlite3.Connection,
    query: Query,
    *,
    limit: int = 50,
    skip: int = 0,
    newest: bool = True,
    now: datetime | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> list[QuotationHit]:
    """Return the quotations that a query asks for; none for a query that asks for nothing.

    Words of no field are looked for in the quotations, as with ``said:``. Everything else is as
    in `search`. Those of one article stand in the order in which one reads them.
    """
    with cancellable(conn, cancelled):
        tree = None if query.tree is None else as_said(query.tree)
        plan = _Plan(conn, query, now or datetime.now(UTC), newest=newest, tree=tree)
        if not plan.parts:
            return []
        rows = _quotations(plan, plan.parts, ())
        if newest or not ranks(query, quotations=True):
            rows = _as_read(rows)
        return [_quotation_hit(row) for row in islice(rows, skip, skip + limit)]


def _as_read(rows: Iterator[_Row]) -> Iterator[_Row]:
    """Yield the quotations of each article, which come last to first, in the order of its text."""
    for _, of_article in groupby(rows, key=itemgetter(1)):
        yield from reversed(list(of_article))


def ranks(query: Query, *, quotations: bool = False) -> bool:
    """Tell whether a query has words by which its hits can be ranked, the best first."""
    parts = _parts(query.tree)
    if quotations:
        return words_of([as_said(part) for part in parts], ("said",))[0] is not None
    words, rest = words_of(parts)
    said = [part for part in rest if on_quotation(part)]
    return words is not None or words_of(said, ("said",))[0] is not None


_NOT_HIDDEN: Final = Not(Term("is", "hidden", prefix=False, span=(0, 0)))


class _Plan:
    """A query taken apart: what the index of words can answer, and what must hold besides."""

    def __init__(
        self,
        conn: sqlite3.Connection,
        query: Query,
        now: datetime,
        *,
        newest: bool,
        tree: Node | None = None,
    ) -> None:
        self.conn = conn
        self.now = now
        self.newest = newest
        self.parts = _parts(query.tree if tree is None else tree)
        if self.parts and not any(wants_hidden(part) for part in self.parts):
            self.parts = (*self.parts, _NOT_HIDDEN)
        self.words, self.others = words_of(self.parts)
        self.on_quotation = [part for part in self.others if on_quotation(part)]
        self.places = places(self.parts, now)


def parts_of(query: Query) -> tuple[Node, ...]:
    """Return what must all hold for what a query finds; nothing for one that asks for nothing."""
    return _parts(query.tree)


def _parts(tree: Node | None) -> tuple[Node, ...]:
    if tree is None:
        return ()
    return tree.parts if isinstance(tree, And) else (tree,)


def _by_words(plan: _Plan, limit: int, skip: int) -> list[Hit]:
    """Let the index of articles lead; its rows come in order of time, or ranked."""
    where, parameters = Matching(plan.conn, plan.now).together(plan.others)
    rows = plan.conn.execute(
        "SELECT articles.id, highlight(articles_fts, 0, ?, ?), highlight(articles_fts, 1, ?, ?)"
        " FROM articles_fts CROSS JOIN articles ON articles.place = articles_fts.rowid"
        " WHERE articles_fts MATCH ? AND articles_fts.rowid BETWEEN ? AND ?"
        f" AND ({where})"
        f" ORDER BY {'articles_fts.rowid DESC' if plan.newest else 'rank'} LIMIT ? OFFSET ?",
        (OPENING, CLOSING, OPENING, CLOSING, plan.words, *plan.places, *parameters, limit, skip),
    ).fetchall()
    marked = {article_id: (title, text) for article_id, title, text in rows}
    return _hits(plan.conn, list(marked), marked)


def _by_quotation(plan: _Plan, limit: int, skip: int) -> list[Hit]:
    """Let the quotations lead; an article is found at the first of its quotations that fits."""
    others = [part for part in plan.others if part not in plan.on_quotation]
    found: dict[int, QuotationHit] = {}
    for row in _quotations(plan, plan.on_quotation, others):
        if row[1] not in found:
            found[row[1]] = _quotation_hit(row)
            if len(found) == skip + limit:
                break
    return [
        Hit(
            article_id=each.article_id,
            title=each.title,
            outlet=each.outlet,
            published_at=each.published_at,
            snippet=each.text,
            hits=each.hits,
            title_hits=(),
            position=each.span,
        )
        for each in islice(found.values(), skip, None)
    ]


def _by_condition(plan: _Plan, limit: int, skip: int) -> list[Hit]:
    """Go through the articles, or through those that name an entity, in order of time."""
    leader = next(filter(_is_entity, plan.others), None)
    rest = [part for part in plan.others if part is not leader]
    where, parameters = Matching(plan.conn, plan.now).together(rest)
    condition = f"articles.place BETWEEN ? AND ? AND ({where}) ORDER BY articles.place DESC LIMIT ?"
    ids: list[int] = []
    if leader is not None:
        for batch in _batches(_newest(plan.conn, "mentions", entity_ids(plan.conn, leader))):
            rows = plan.conn.execute(
                "SELECT articles.id FROM json_each(?) AS wanted CROSS JOIN articles"
                f" ON articles.place = wanted.value WHERE {condition}",
                (to_json(batch), *plan.places, *parameters, skip + limit - len(ids)),
            )
            ids += [article_id for (article_id,) in rows]
            if len(ids) == skip + limit:
                break
    else:
        rows = plan.conn.execute(
            f"SELECT articles.id FROM articles WHERE {condition}",
            (*plan.places, *parameters, skip + limit),
        )
        ids = [article_id for (article_id,) in rows]
    ids = ids[skip:]
    return _hits(plan.conn, ids, _marked(plan, ids), _named_spans(plan, ids))


def _is_entity(part: Node) -> TypeGuard[Term]:
    return isinstance(part, Term) and part.field in ENTITY_KINDS


def _marked(plan: _Plan, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return title and text, with their hits marked, of articles that words only helped find."""
    terms: list[Node] = [each for part in plan.parts for each in _wanted_words(part)]
    words, _ = words_of([Or(tuple(terms))] if len(terms) > 1 else terms)
    if words is None:
        return {}
    rows = plan.conn.execute(
        "SELECT articles.id, highlight(articles_fts, 0, ?, ?), highlight(articles_fts, 1, ?, ?)"
        " FROM json_each(?) AS wanted CROSS JOIN articles ON articles.id = wanted.value"
        " CROSS JOIN articles_fts ON articles_fts.rowid = articles.place"
        " WHERE articles_fts MATCH ?",
        (OPENING, CLOSING, OPENING, CLOSING, to_json(list(ids)), words),
    )
    return {article_id: (title, text) for article_id, title, text in rows}


def _wanted_words(node: Node) -> list[Term]:
    match node:
        case Term(field="" | "title"):
            return [node]
        case And(parts=parts) | Or(parts=parts):
            return [each for part in parts for each in _wanted_words(part)]
        case _:
            return []


def _named_spans(plan: _Plan, ids: Sequence[int]) -> dict[int, list[Span]]:
    """Return where the articles name the entities that the query asks for."""
    entities = [
        each for part in plan.parts if _is_entity(part) for each in entity_ids(plan.conn, part)
    ]
    if not entities:
        return {}
    spans: dict[int, list[Span]] = {}
    for article_id, start, end in plan.conn.execute(
        "SELECT article_id, json_extract(span.value, '$[0]'), json_extract(span.value, '$[1]')"
        " FROM mentions JOIN json_each(mentions.spans) AS span"
        " WHERE article_id IN (SELECT value FROM json_each(?))"
        " AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, 2",
        (to_json(list(ids)), to_json(entities)),
    ):
        spans.setdefault(article_id, []).append((start, end))
    return spans


def _hits(
    conn: sqlite3.Connection,
    ids: Sequence[int],
    marked: dict[int, tuple[str, str]],
    spans: dict[int, list[Span]] | None = None,
) -> list[Hit]:
    """Return the hits of these articles, in this order.

    Their places come from ``marked`` (title and text with marks) or, failing that, from
    ``spans`` (in the text).
    """
    found: dict[int, Hit] = {}
    for article_id, title, text, given, own, url, published_at in conn.execute(
        "SELECT articles.id, articles.title, text, given_title, own_title, feeds.url,"
        " coalesce(published_at, fetched_at)"
        " FROM json_each(?) AS wanted CROSS JOIN articles ON articles.id = wanted.value"
        " JOIN texts ON article_id = articles.id JOIN feeds ON feeds.id = feed_id",
        (to_json(list(ids)),),
    ):
        marked_title, marked_text = marked.get(article_id, (title, text))
        hits = hits_in(text, marked_text) or (spans or {}).get(article_id, ())
        part, shown, position = snippet(text, hits)
        found[article_id] = Hit(
            article_id=article_id,
            title=title,
            outlet=outlet_of(given, own, url),
            published_at=moment(published_at),
            snippet=part,
            hits=shown,
            title_hits=hits_in(title, marked_title),
            position=position,
        )
    return [found[article_id] for article_id in ids if article_id in found]


_QUOTATION: Final = (
    "SELECT quotations.id, articles.id, articles.title, given_title, own_title, feeds.url,"
    " articles.url, coalesce(published_at, fetched_at), entities.kind, speaker_text,"
    ' quotations.text, start, "end", confidence, corrected_at, {marked} FROM {first}'
    " JOIN articles ON articles.id = quotations.article_id"
    " JOIN feeds ON feeds.id = articles.feed_id"
    " LEFT JOIN entities ON entities.id = speaker_id"
    " WHERE {where} ORDER BY {order}"
)
_Row = tuple[Any, ...]


def _quotations(plan: _Plan, parts: Sequence[Node], others: Sequence[Node]) -> Iterator[_Row]:
    """Yield the quotations for which the parts hold, and for whose article the others do."""
    said, rest = words_of(parts, ("said",))
    within = Matching(plan.conn, plan.now, quotations=True).together(rest)
    where, parameters = every(" AND ", [within, Matching(plan.conn, plan.now).together(others)])
    least, greatest = (each << PLACE_BITS for each in plan.places)
    if said is not None:
        yield from plan.conn.execute(
            _QUOTATION.format(
                marked="highlight(quotations_fts, 0, ?, ?)",
                first="quotations_fts CROSS JOIN quotations"
                " ON quotations.place = quotations_fts.rowid",
                where=f"quotations_fts MATCH ? AND quotations_fts.rowid BETWEEN ? AND ?"
                f" AND ({where})",
                order="quotations_fts.rowid DESC" if plan.newest else "rank",
            ),
            (OPENING, CLOSING, said, least, greatest, *parameters),
        )
        return
    for batch in _batches(_spoken(plan, rest)):
        yield from plan.conn.execute(
            _QUOTATION.format(
                marked="quotations.text",
                first="json_each(?) AS wanted CROSS JOIN quotations"
                " ON quotations.place = wanted.value",
                where=f"quotations.place BETWEEN ? AND ? AND ({where})",
                order="quotations.place DESC",
            ),
            (to_json(batch), least, greatest, *parameters),
        )


def _spoken(plan: _Plan, parts: Sequence[Node]) -> Iterator[int]:
    """Yield the places of the quotations to look at, newest first: by speaker if one is named."""
    for part in parts:
        if isinstance(part, Term) and part.field == "speaker":
            return _newest(plan.conn, "quotations", entity_ids(plan.conn, part))
    rows = plan.conn.execute("SELECT place FROM quotations ORDER BY place DESC")
    return chain.from_iterable(rows)


_PLACES: Final = {
    "mentions": "SELECT place FROM mentions WHERE entity_id = ? ORDER BY place DESC",
    "quotations": "SELECT place FROM quotations WHERE speaker_id = ? ORDER BY place DESC",
}


def _newest(conn: sqlite3.Connection, table: str, entities: Sequence[int]) -> Iterator[int]:
    """Yield the places of the rows of a table that have one of these entities, newest first."""
    streams = [chain.from_iterable(conn.execute(_PLACES[table], (each,))) for each in entities]
    last = None
    for place in merge(*streams, reverse=True):
        if place != last:
            yield place
        last = place


def _batches(places: Iterator[int]) -> Iterator[list[int]]:
    """Yield the places in batches, small ones first: often the first few are enough."""
    size = 64
    while batch := list(islice(places, size)):
        yield batch
        size = min(2 * size, 4096)


def _quotation_hit(row: _Row) -> QuotationHit:
    speaker_kind, speaker_text, text = row[8:11]
    return QuotationHit(
        quotation_id=row[0],
        article_id=row[1],
        title=row[2],
        outlet=outlet_of(row[3], row[4], row[5]),
        url=row[6],
        published_at=moment(row[7]),
        speaker=None if speaker_kind is None else Speaker(speaker_text, EntityKind(speaker_kind)),
        text=text,
        hits=hits_in(text, row[15]),
        span=(row[11], row[12]),
        confidence=row[13] if row[14] is None else 1.0,
        corrected=row[14] is not None,
    )


def as_said(node: Node) -> Node:
    """Return the query with its bare words looked for inside quotations."""
    match node:
        case Term(field=""):
            return Term("said", node.value, node.prefix, node.span)
        case Not(part=part):
            return Not(as_said(part))
        case And(parts=parts):
            return And(tuple(as_said(part) for part in parts))
        case Or(parts=parts):
            return Or(tuple(as_said(part) for part in parts))
        case _:
            return node


@contextmanager
def cancellable(conn: sqlite3.Connection, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Ask every so often whether the answer is still wanted; SQLite interrupts itself if not."""
    if cancelled is None:
        yield
        return
    conn.set_progress_handler(cancelled, _STEPS_BETWEEN_QUESTIONS)
    try:
        yield
    finally:
        conn.set_progress_handler(None, 0)
