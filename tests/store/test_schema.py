"""The schema: documented, kept in step by its triggers, and its indexes used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record

from onrecord.query import parse_query
from onrecord.store.articles import Scope, View, article, article_ids, article_rows, pages_due
from onrecord.store.doctor import faults
from onrecord.store.feeds import sources
from onrecord.store.marks import mark_read
from onrecord.store.search import quotes, search
from onrecord.store.waiting import waiting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from archive import Archive

    from onrecord.store.database import Database

TEXT = "“Soon,” said Mara Quill. “Never,” said Tam Ode."
SAID = (("“Soon,”", "Mara Quill"), ("“Never,”", "Tam Ode"))


BY_HAND = (
    "INSERT INTO articles (id, place, feed_id, url, address, title, byline, fetched_at,"
    " declared_language, words, text_hash)"
    " VALUES (7, 7, 1, '', '', 'By hand', '', 0, '', 1, '')"
)


def names(conn: sqlite3.Connection) -> list[str]:
    """Return the tables and views of ours; not those that FTS5 and SQLite keep for themselves."""
    rows = conn.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        " AND name NOT LIKE '%_fts_%' AND name NOT LIKE 'sqlite_%'"
    )
    return [name for (name,) in rows]


def test_every_table_and_view_is_documented(database: Database) -> None:
    text = (Path(__file__).parents[2] / "docs" / "schema.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`(\w+)`", text))
    assert set(database.read(names)) <= documented


def test_the_views_for_other_tools(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT, "Bridge"))
    archive.analyse(1, record(TEXT, *SAID))

    def rows(conn: sqlite3.Connection, query: str) -> list[tuple[object, ...]]:
        return conn.execute(query).fetchall()

    articles = "SELECT outlet, title, published, text FROM v_articles"
    assert archive.read(rows, articles) == [("Press", "Bridge", None, TEXT)]
    said = "SELECT speaker, text, corrected, outlet, title FROM v_quotations ORDER BY start"
    assert archive.read(rows, said)[0] == ("Mara Quill", "“Soon,”", 0, "Press", "Bridge")
    people = "SELECT name, quotations, articles FROM v_people ORDER BY name"
    assert archive.read(rows, people) == [("Mara Quill", 1, 1), ("Tam Ode", 1, 1)]
    assert archive.read(rows, "SELECT * FROM v_mentions") == []


def test_whatever_writes_the_indexes_stay_in_step(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", TEXT, "Bridge"), entry("two", "Rivers.", "Water"))
    archive.analyse(1, record(TEXT, *SAID))
    for statement in (
        "UPDATE articles SET title = 'Another ' || title",
        "UPDATE texts SET text = text || ' And more.'",
        "UPDATE quotations SET text = 'Changed ' || id",
        "UPDATE aliases SET name = name || ' Junior'",
        "DELETE FROM quotations WHERE id = 1",
        "DELETE FROM texts WHERE article_id = 99",
        "DELETE FROM articles WHERE id = 1",
        BY_HAND,
        "INSERT INTO texts (article_id, text, paragraphs, links) VALUES (7, 'Bells.', '[]', '[]')",
    ):
        archive.write(lambda db, statement=statement: db.execute(statement))
        assert archive.write(faults) == (), statement
    assert archive.found("bells") == [7]
    assert archive.found("title:another rivers more") == [2]
    assert archive.quoted("changed") == []


READS: dict[str, Callable[[sqlite3.Connection], object]] = {
    "all": lambda conn: article_ids(conn, Scope(View.ALL)),
    "unread": lambda conn: article_ids(conn, Scope(View.UNREAD)),
    "interviews": lambda conn: article_ids(conn, Scope(View.INTERVIEWS)),
    "starred": lambda conn: article_ids(conn, Scope(View.STARRED)),
    "feed": lambda conn: article_ids(conn, Scope(View.FEED, feed_id=1)),
    "article": lambda conn: article(conn, 1),
    "rows": lambda conn: article_rows(conn, [1, 2]),
    "sources": sources,
    "waiting": lambda conn: waiting(conn, {"1/patterns"}, 8),
    "pages": lambda conn: pages_due(conn, 8),
    "words": lambda conn: search(conn, parse_query("soon"), now=NOW),
    "speaker": lambda conn: search(conn, parse_query("speaker:quill"), now=NOW),
    "said": lambda conn: quotes(conn, parse_query("soon speaker:quill"), now=NOW),
}
# Small tables, what a statement made itself, and lists that are whole indexes.
ALLOWED = re.compile(
    r"USING (COVERING )?INDEX|VIRTUAL TABLE|_fts_"
    r"|SCAN (\(subquery|feeds|tags|heads|versions|CONSTANT)"
)


def whole_tables_read(conn: sqlite3.Connection, statements: list[str]) -> list[str]:
    """Return what of the statements' plans reads all rows of a table."""
    found = []
    for statement in statements:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {statement}")]
            found += [
                f"{step}: {statement}"
                for step in plan
                if step.startswith("SCAN") and not ALLOWED.search(step)
            ]
    return found


@pytest.mark.parametrize("read", READS)
def test_reading_uses_the_indexes(archive: Archive, feed_id: int, read: str) -> None:
    archive.store(feed_id, entry("one", TEXT), entry("two", "Rivers."))
    archive.analyse(1, record(TEXT, *SAID))
    statements: list[str] = []

    def traced(conn: sqlite3.Connection) -> list[str]:
        conn.set_trace_callback(statements.append)
        READS[read](conn)
        conn.set_trace_callback(None)
        return whole_tables_read(conn, statements)

    assert archive.read(traced) == []
    assert statements


def test_writing_uses_the_indexes(archive: Archive, feed_id: int) -> None:
    statements: list[str] = []
    archive.write(lambda db: db.conn.set_trace_callback(statements.append))
    words = "word " * 200
    archive.store(feed_id, entry("one", TEXT), entry("two", words))
    archive.store(feed_id, entry("one", f"{TEXT} More."), entry("three", words))
    archive.analyse(1, record(f"{TEXT} More.", *SAID))
    archive.write(mark_read, [1, 2], read=True)
    archive.write(lambda db: db.conn.set_trace_callback(None))
    assert len(statements) > 50
    assert archive.read(whole_tables_read, statements) == []
