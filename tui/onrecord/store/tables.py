"""The archive as plain tables, for programs that work on all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

_OUTLET: Final = "coalesce(nullif(feeds.given_title, ''), nullif(feeds.own_title, ''), feeds.url)"
_PERSON: Final = "coalesce(nullif(head.given_name, ''), head.name)"
_MENTIONS: Final = (
    "SELECT mentions.article_id, entities.id, entities.name, {person}, entities.kind, '{how}',"
    " json_extract(span.value, '$[0]'), json_extract(span.value, '$[1]')"
    " FROM mentions JOIN entities ON entities.id = mentions.entity_id"
    " JOIN entities AS head ON head.id = coalesce(entities.joined_to, entities.id)"
    " JOIN json_each(mentions.{spans}) AS span"
)

COLUMNS: Final[dict[str, dict[str, str]]] = {
    "articles": {
        "id": "int", "outlet": "text", "feed": "text", "title": "text", "byline": "text",
        "url": "text", "published": "time", "fetched": "time", "form": "text", "language": "text",
        "words": "int", "read": "time", "starred": "time", "tags": "texts", "text": "text",
    },
    "quotations": {
        "id": "int", "article_id": "int", "utterance": "int", "start": "int", "end": "int",
        "kind": "text", "text": "text", "speaker": "text", "person": "text",
        "speaker_kind": "text", "confidence": "real", "corrected": "time", "outlet": "text",
        "title": "text", "url": "text", "published": "time",
    },
    "mentions": {
        "article_id": "int", "entity_id": "int", "name": "text", "person": "text", "kind": "text",
        "how": "text", "start": "int", "end": "int",
    },
}  # fmt: skip
"""The tables, their columns, and what a column holds: times are Unix seconds, `texts` JSON."""

_ROWS: Final = {
    "articles": (
        f"SELECT articles.id, {_OUTLET}, feeds.url, articles.title, byline, articles.url,"
        " published_at, fetched_at, form, articles.language, words, read_at, starred_at,"
        " (SELECT json_group_array(name) FROM (SELECT tags.name FROM article_tags"
        "  JOIN tags ON tags.id = tag_id WHERE article_id = articles.id ORDER BY tags.name)),"
        " texts.text"
        " FROM articles JOIN feeds ON feeds.id = feed_id"
        " JOIN texts ON texts.article_id = articles.id"
        " ORDER BY articles.id"
    ),
    "quotations": (
        'SELECT quotations.id, article_id, utterance, start, "end", quotations.kind,'
        f" quotations.text, entities.name, {_PERSON}, entities.kind, confidence, corrected_at,"
        f" {_OUTLET}, articles.title, articles.url, published_at"
        " FROM quotations JOIN articles ON articles.id = article_id"
        " JOIN feeds ON feeds.id = feed_id"
        " LEFT JOIN entities ON entities.id = speaker_id"
        " LEFT JOIN entities AS head ON head.id = coalesce(entities.joined_to, entities.id)"
        " ORDER BY quotations.id"
    ),
    "mentions": " UNION ALL ".join(
        _MENTIONS.format(person=_PERSON, how=how, spans=spans)
        for how, spans in (("mention", "spans"), ("reference", "reference_spans"))
    ),
}


def copy_tables(
    conn: sqlite3.Connection,
    take: Callable[[str, list[tuple[Any, ...]]], object],
    rows: int = 5_000,
) -> dict[str, int]:
    """Hand over every row of the tables in `COLUMNS`, ``rows`` at a time; return their numbers.

    ``take`` is called with a table's name and its next rows. ``person`` is the name under which
    the names of one person were joined, ``speaker`` and ``name`` what the article gives.
    """
    numbers = {}
    for name, statement in _ROWS.items():
        cursor = conn.execute(statement)
        numbers[name] = 0
        while found := cursor.fetchmany(rows):
            take(name, found)
            numbers[name] += len(found)
    return numbers
