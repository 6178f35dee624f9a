"""Articles as the reader shows them: the ids of a list, its rows page by page, one article."""

from __future__ import annotations

import json
from array import array
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

from onrecord.frozen import frozen
from onrecord.model import Enclosure, Form
from onrecord.store.columns import moment, moment_or_none, outlet_of, read_body, read_paragraphs
from onrecord.store.marks import tags_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from onrecord.model import Body, Paragraph, Record
    from onrecord.store.matching import Condition
    from onrecord.store.notes import Note


class View(StrEnum):
    """A list of articles that the sources offer."""

    ALL = "all"
    UNREAD = "unread"
    INTERVIEWS = "interviews"
    STARRED = "starred"
    FEED = "feed"
    FOLDER = "folder"
    SAVED = "saved"
    """What a saved search finds in the feeds."""
    TAG = "tag"
    CLIPPED = "clipped"
    """Articles with clippings in a list."""
    SEARCH = "search"
    """The whole archive, also what came from feeds that were left; to be narrowed by a query."""


@frozen
class Scope:
    """A list of articles: a view, narrowed by a query of the query language where there is one.

    ``name`` is that of a tag or of a list of clippings; without one it is all of them. ``typing``
    tells that the query is being typed: the word it ends in may be a beginning.
    """

    view: View
    feed_id: int | None = None
    folder: str = ""
    query: str = ""
    saved_id: int | None = None
    name: str = ""
    typing: bool = False


@frozen
class ArticleRow:
    """An article in a list.

    ``quotations`` counts an interrupted utterance once; ``waiting`` tells that the record is still
    to come.
    """

    id: int
    feed_id: int
    title: str
    outlet: str
    published_at: datetime
    """When it was published; where the feed does not tell, when it was first seen."""
    quotations: int
    unread: bool
    starred: bool
    form: Form | None
    waiting: bool
    tags: tuple[str, ...] = ()


@frozen
class Source:
    """A feed that carries an article, and the article's address there."""

    feed_id: int
    outlet: str
    url: str


@frozen
class StoredArticle:
    """An article with its text and its record.

    ``quotation_ids`` has the id of each of ``record.quotations``, in the same order; ``corrected``
    the ids of those whose speaker the user named. ``text_from`` is ``feed`` or ``page``;
    ``feed_body`` is what the feed carries where the text is the page's.
    """

    id: int
    feed_id: int
    outlet: str
    title: str
    url: str
    byline: str
    published_at: datetime | None
    updated_at: datetime | None
    fetched_at: datetime
    language: str
    words: int
    body: Body
    text_from: str
    feed_body: Body | None
    truncated: bool
    read: bool
    starred: bool
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    enclosures: tuple[Enclosure, ...]
    sources: tuple[Source, ...]
    revisions: int
    record: Record | None
    quotation_ids: tuple[int, ...]
    corrected: frozenset[int]
    notes: tuple[Note, ...]
    carried: Mapping[int, int]
    """For each quotation that other feeds carry, by its id, how many do."""
    analysis_error: str


@frozen
class Revision:
    """What an article was before its outlet changed it."""

    seen_at: datetime
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...]


_CONDITIONS = {
    View.ALL: "articles.listed",
    View.UNREAD: "articles.read_at IS NULL AND articles.listed",
    View.INTERVIEWS: "articles.form IN ('interview', 'transcript') AND articles.listed",
    View.STARRED: "articles.starred_at IS NOT NULL",
    View.SEARCH: "true",
}


_OWN = {
    View.TAG: "articles.id IN (SELECT article_id FROM article_tags JOIN tags ON tags.id = tag_id"
    " WHERE name = ? OR ? = '')",
    View.CLIPPED: "articles.id IN (SELECT article_id FROM clippings WHERE list = ? OR ? = '')",
}


def article_ids(conn: sqlite3.Connection, scope: Scope) -> array[int]:
    """Return the ids of all articles of a list, newest first.

    Mistakes in ``scope.query`` narrow nothing; `onrecord.query.parse_query` tells them.
    """
    asked, hidden = _asked(conn, scope.query, typing=scope.typing)
    where, parameters = _where(conn, scope, hidden=hidden)
    if asked is not None:
        narrowed, more = asked
        where, parameters = f"({where}) AND ({narrowed})", (*parameters, *more)
    # One JSON array is read nearly twice as fast as a hundred thousand rows.
    (ids,) = conn.execute(
        "SELECT json_group_array(id) FROM"
        f" (SELECT articles.id FROM articles WHERE {where} ORDER BY articles.place DESC)",
        parameters,
    ).fetchone()
    return array("q", json.loads(ids))


def _asked(
    conn: sqlite3.Connection, query: str, *, typing: bool = False
) -> tuple[Condition | None, bool]:
    """Return what a query comes to, and whether it wants what rules hid; None where it is empty."""
    if not query:
        # The first list is opened without a query, and without waiting for what reads one.
        return None, False
    from onrecord.query import parse_query
    from onrecord.store.matching import Matching, wants_hidden

    tree = parse_query(query, typing=typing).tree
    if tree is None:
        return None, False
    return Matching(conn, datetime.now(UTC)).condition(tree), wants_hidden(tree)


_LISTED = "articles.listed"
_LISTED_OR_HIDDEN = "(articles.listed OR articles.hidden_at IS NOT NULL)"
_NOT_HIDDEN = (
    "articles.place NOT IN (SELECT place FROM articles AS hidden WHERE hidden_at IS NOT NULL)"
)
"""Read from its own small index, so that a list stays one walk over its index."""


def _where(conn: sqlite3.Connection, scope: Scope, *, hidden: bool) -> Condition:
    """Return the condition of a view; ``hidden`` tells that what rules hid belongs to it too."""
    where, parameters = _of_view(conn, scope)
    if hidden:
        whole = _LISTED_OR_HIDDEN not in where
        return where.replace(_LISTED, _LISTED_OR_HIDDEN) if whole else where, parameters
    if scope.view in {View.FEED, View.FOLDER, View.SEARCH}:
        return f"({where}) AND {_NOT_HIDDEN}", parameters
    return where, parameters


def _of_view(conn: sqlite3.Connection, scope: Scope) -> Condition:
    if scope.view is View.FEED:
        feeds: tuple[int, ...] = () if scope.feed_id is None else (scope.feed_id,)
    elif scope.view is View.FOLDER:
        feeds = tuple(
            chain.from_iterable(
                conn.execute(
                    "SELECT id FROM feeds WHERE folder = ? AND unsubscribed_at IS NULL",
                    (scope.folder,),
                )
            )
        )
    elif scope.view is View.SAVED:
        return _saved(conn, scope.saved_id)
    elif scope.view in _OWN:
        return _OWN[scope.view], (scope.name, scope.name)
    else:
        return _CONDITIONS[scope.view], ()
    marks = ",".join("?" * len(feeds))
    further = array(
        "q",
        chain.from_iterable(
            conn.execute(
                f"SELECT article_id FROM article_sources WHERE feed_id IN ({marks}) AND NOT first",
                feeds,
            )
        ),
    )
    if not further:
        return f"articles.feed_id IN ({marks})", feeds
    ids = ",".join(map(str, further))
    return f"articles.feed_id IN ({marks}) OR articles.id IN ({ids})", feeds


def _saved(conn: sqlite3.Connection, saved_id: int | None) -> Condition:
    """Return the condition of a saved search; one that is gone, or empty, finds nothing."""
    row = conn.execute("SELECT query FROM saved_searches WHERE id = ?", (saved_id,)).fetchone()
    asked, hidden = _asked(conn, row[0] if row else "")
    if asked is None:
        return "false", ()
    where, parameters = asked
    listed = _LISTED_OR_HIDDEN if hidden else _LISTED
    return f"{listed} AND ({where})", parameters


def opened(
    conn: sqlite3.Connection, scope: Scope, most: int
) -> tuple[array[int], list[ArticleRow]]:
    """Return the ids of all articles of a list, and the first ``most`` of its rows."""
    ids = article_ids(conn, scope)
    return ids, article_rows(conn, ids[:most])


def article_rows(conn: sqlite3.Connection, ids: Iterable[int]) -> list[ArticleRow]:
    """Return the rows of these articles, in the order of their ids; a deleted one is left out."""
    wanted = list(ids)
    rows = {
        row[0]: ArticleRow(
            id=row[0],
            feed_id=row[1],
            title=row[2],
            outlet=outlet_of(row[3], row[4], row[5]),
            published_at=moment(row[6]),
            quotations=row[7],
            unread=row[8] is None,
            starred=row[9] is not None,
            form=None if row[10] is None else Form(row[10]),
            waiting=not row[11],
            tags=tuple(json.loads(row[12])),
        )
        for row in conn.execute(
            "SELECT articles.id, feed_id, articles.title, given_title, own_title, feeds.url,"
            " coalesce(published_at, fetched_at), quotation_count, read_at, starred_at, form,"
            " analysed_with, (SELECT json_group_array(name) FROM (SELECT name FROM article_tags"
            " JOIN tags ON tags.id = tag_id WHERE article_id = articles.id ORDER BY slug))"
            " FROM articles JOIN feeds ON feeds.id = articles.feed_id"
            f" WHERE articles.id IN ({','.join(map(str, wanted))})"
        )
    }
    return [rows[article_id] for article_id in wanted if article_id in rows]


def article(conn: sqlite3.Connection, article_id: int) -> StoredArticle | None:
    """Return one article with its text and record, or None where there is none of that id."""
    # Imported here: the list stands before the first article is opened.
    from onrecord.store.echoes import other_outlets
    from onrecord.store.notes import notes
    from onrecord.store.record import RecordRow, read_record

    row = conn.execute(
        "SELECT feed_id, given_title, own_title, feeds.url, articles.title, articles.url, byline,"
        " published_at, updated_at, fetched_at, coalesce(nullif(language, ''), declared_language),"
        " words, texts.text, texts.paragraphs, texts.links, text_from, feed_texts.text,"
        " feed_texts.paragraphs, feed_texts.links, truncated, read_at, starred_at, categories,"
        " enclosures, (SELECT count(*) FROM revisions WHERE article_id = articles.id),"
        " analysis_error"
        " FROM articles JOIN feeds ON feeds.id = articles.feed_id"
        " JOIN texts ON texts.article_id = articles.id"
        " LEFT JOIN feed_texts ON feed_texts.article_id = articles.id"
        " WHERE articles.id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    record = read_record(conn, article_id) or RecordRow(None)
    return StoredArticle(
        id=article_id,
        feed_id=row[0],
        outlet=outlet_of(row[1], row[2], row[3]),
        title=row[4],
        url=row[5],
        byline=row[6],
        published_at=moment_or_none(row[7]),
        updated_at=moment_or_none(row[8]),
        fetched_at=moment(row[9]),
        language=row[10],
        words=row[11],
        body=read_body(row[12], row[13], row[14]),
        text_from=row[15],
        feed_body=None if row[16] is None else read_body(row[16], row[17], row[18]),
        truncated=bool(row[19]),
        read=row[20] is not None,
        starred=row[21] is not None,
        categories=tuple(json.loads(row[22])),
        enclosures=tuple(Enclosure(*each) for each in json.loads(row[23])),
        revisions=row[24],
        analysis_error=row[25],
        tags=tags_of(conn, article_id),
        sources=_sources(conn, article_id),
        record=record.record,
        quotation_ids=record.quotation_ids,
        corrected=record.corrected,
        notes=notes(conn, article_id),
        carried=other_outlets(conn, article_id),
    )


def revisions(conn: sqlite3.Connection, article_id: int) -> tuple[Revision, ...]:
    """Return what an article was before each of its changes, the latest first."""
    rows = conn.execute(
        "SELECT seen_at, title, text, paragraphs FROM revisions WHERE article_id = ?"
        " ORDER BY id DESC",
        (article_id,),
    )
    return tuple(
        Revision(moment(seen_at), title, text, read_paragraphs(paragraphs))
        for seen_at, title, text, paragraphs in rows
    )


def pages_due(conn: sqlite3.Connection, limit: int) -> list[tuple[int, str]]:
    """Return the newest articles whose page is still to be fetched, with their addresses."""
    return conn.execute(
        "SELECT id, url FROM articles WHERE page_due ORDER BY place DESC LIMIT ?", (limit,)
    ).fetchall()


def _sources(conn: sqlite3.Connection, article_id: int) -> tuple[Source, ...]:
    rows = conn.execute(
        "SELECT feed_id, given_title, own_title, feeds.url, article_sources.url"
        " FROM article_sources JOIN feeds ON feeds.id = feed_id"
        " WHERE article_id = ? ORDER BY first DESC, feed_id",
        (article_id,),
    )
    return tuple(Source(feed, outlet_of(*titles), url) for feed, *titles, url in rows)
