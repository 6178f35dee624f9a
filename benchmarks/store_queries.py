"""Measure what the reader asks of a large archive; see store_archive.py for making one.

    python benchmarks/store_queries.py ARCHIVE [--json]

Search as one types is measured over every beginning of two letters and more of words from all
ranges of frequency, of names and of pairs of words, and set against the bare FTS5 statement for
the same words on the same file. Times are milliseconds of processor time, warm, the median of three
runs each: all is in memory and on one thread, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import time
from array import array
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.query import parse_query
from onrecord.settings import RuleSpec
from onrecord.store.articles import Scope, View, article, article_ids, article_rows
from onrecord.store.database import Database
from onrecord.store.feeds import sources
from onrecord.store.matching import Matching
from onrecord.store.people import people
from onrecord.store.saved_searches import count_unread
from onrecord.store.search import quotes, search
from onrecord.store.suggestions import suggestions
from onrecord.store.waiting import count_waiting, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RUNS = 3
RAW = (
    "SELECT rowid, snippet(articles_fts, 1, '[', ']', '…', 12) FROM articles_fts"
    " WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT 50"
)


def bare(conn: sqlite3.Connection, match: str) -> list[tuple[object, ...]]:
    """Run the statement that search is measured against."""
    return conn.execute(RAW, (match,)).fetchall()


def milliseconds(call: Callable[[], object]) -> float:
    """Return the median processor time of a call, in milliseconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def vocabulary(conn: sqlite3.Connection) -> list[str]:
    """Return words of the archive, from the most frequent to the rarest."""
    conn.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, articles_fts, row)")
    rows = conn.execute("SELECT term FROM temp.terms WHERE length(term) > 3 ORDER BY doc DESC")
    return [term for (term,) in rows]


def lines_typed(words: list[str], names: list[str]) -> list[str]:
    """Return what stands in the search box while words, names and pairs of words are typed."""
    ranks = [0, 3, 10, 30, 60, 100, 300, 800, 2000, 5000, 10_000, 20_000, 40_000]
    picked = [words[rank] for rank in ranks if rank < len(words)]
    pairs = [f"{first} {second}" for first, second in zip(picked, picked[2:], strict=False)]
    whole = [*picked, *pairs, *(name.lower() for name in names)]
    lines = (line[:end] for line in whole for end in range(2, len(line) + 1))
    return list(dict.fromkeys(line for line in lines if not line.endswith(" ")))


def one_letter(line: str) -> bool:
    return len(line.split()[-1]) == 1


def typed(database: Database, lines: Iterable[str]) -> dict[str, float]:
    """Measure search as one types against the bare statement, for each line."""
    ours: list[float] = []
    raw: list[float] = []
    single: list[float] = []
    for line in lines:
        query = parse_query(line, typing=True)
        took = milliseconds(lambda query=query: database.read(search, query))
        if one_letter(line):
            single.append(took)
            continue
        ours.append(took)
        *before, last = (f'"{word}"' for word in line.split())
        match = " ".join([*before, f"{last}*"])
        raw.append(milliseconds(lambda match=match: database.read(bare, match)))
    return {
        "search as typed, p50": percentile(ours, 0.5),
        "search as typed, p95": percentile(ours, 0.95),
        "search as typed, worst": max(ours),
        "bare FTS5, p50": percentile(raw, 0.5),
        "bare FTS5, p95": percentile(raw, 0.95),
        "bare FTS5, worst": max(raw),
        "sum of ours / sum of bare": sum(ours) / sum(raw),
        "one-letter last word, p95": percentile(single, 0.95) if single else 0.0,
    }


def lists(database: Database) -> dict[str, float]:
    """Measure opening lists, pages of rows and articles."""
    folder = database.read(sources).folders[0]
    feed_id = folder.feeds[0].feed.id
    scopes = {
        "all": Scope(View.ALL),
        "unread": Scope(View.UNREAD),
        "interviews": Scope(View.INTERVIEWS),
        "folder": Scope(View.FOLDER, folder=folder.title),
        "feed": Scope(View.FEED, feed_id=feed_id),
        "filter is:unread has:quotations": Scope(View.ALL, query="is:unread has:quotations"),
    }
    found: dict[str, float] = {}
    ids: array[int] = array("q")
    for name, scope in scopes.items():
        found[f"list: {name}"] = milliseconds(lambda scope=scope: database.read(article_ids, scope))
    ids = database.read(article_ids, Scope(View.ALL))
    middle = len(ids) // 2
    found["page of 64 rows"] = milliseconds(
        lambda: database.read(article_rows, ids[middle : middle + 64])
    )
    found["one article"] = milliseconds(lambda: database.read(article, ids[middle]))
    found["sources with counts"] = milliseconds(lambda: database.read(sources))
    found["waiting, 8"] = milliseconds(lambda: database.read(waiting, {"none"}, 8))
    found["count of waiting"] = milliseconds(lambda: database.read(count_waiting, {"1/patterns"}))
    found["people, 50 most quoted"] = milliseconds(lambda: database.read(people))
    return found


def queries(database: Database, words: list[str], names: list[str]) -> dict[str, float]:
    """Measure queries of the query language."""
    frequent, middle, rare = words[20], words[800], words[20_000]
    name = names[0]
    lines = {
        "frequent word": frequent,
        "rare word": rare,
        "two words": f"{frequent} {middle}",
        "phrase": f'"{words[1]} {words[4]}"',
        "speaker": f'speaker:"{name}"',
        "speaker and word": f'speaker:"{name}" {frequent}',
        "said": f"said:{middle}",
        "said, frequent": f"said:{frequent}",
        "speaker said": f'speaker:"{name}" said:{frequent}',
        "about": f'about:"{name}"',
        "about, not speaker": f'about:"{name}" -speaker:"{name}"',
        "word in an outlet": f'{frequent} outlet:"outlet 7"',
        "word, last month": f"{frequent} after:2026-04",
        "word, a month long ago": f"{frequent} on:2024-03",
        "word or speaker": f'{middle} OR speaker:"{name}"',
        "unread interviews": "is:unread is:interview",
    }
    found: dict[str, float] = {}
    for what, line in lines.items():
        query = parse_query(line)
        found[f"newest: {what}"] = milliseconds(lambda q=query: database.read(search, q))
    for what in ("frequent word", "rare word", "two words", "phrase"):
        query = parse_query(lines[what])
        found[f"ranked: {what}"] = milliseconds(
            lambda q=query: database.read(search, q, newest=False)
        )
    for what in ("frequent word", "speaker", "speaker said", "word in an outlet"):
        query = parse_query(lines[what])
        found[f"quotations: {what}"] = milliseconds(lambda q=query: database.read(quotes, q))
    return found


def completions(database: Database, names: list[str]) -> dict[str, float]:
    """Measure what Tab is offered while names are typed; the worst of each number of letters."""
    found: dict[str, float] = {}
    for field in ("speaker", "about"):
        for letters in (0, 1, 2, 3, 5):
            typed = {name[:letters] for name in names}
            found[f"complete {field}: {letters} letters"] = max(
                milliseconds(lambda name=field, each=each: database.read(suggestions, name, each))
                for each in typed
            )
    found["complete outlet:"] = milliseconds(lambda: database.read(suggestions, "outlet", "out"))
    return found


def kept(database: Database, words: list[str], names: list[str]) -> dict[str, float]:
    """Measure how long it takes to count what is unread of saved searches, and to try rules."""
    lines = {
        "frequent word": words[20],
        "middling word": words[800],
        "speaker": f'speaker:"{names[0]}"',
        "rare speaker": f'speaker:"{names[-1]}"',
        "said": f"said:{words[800]}",
        "last week": "newer:1w",
    }
    found = {
        f"unread of: {what}": milliseconds(lambda q=line: database.read(count_unread, q))
        for what, line in lines.items()
    }
    rules = [RuleSpec(line, ("star",)) for line in lines.values()]
    now = datetime.now(UTC)
    ids = database.read(article_ids, Scope(View.ALL))

    def look(conn: sqlite3.Connection) -> None:
        for rule in rules:
            tree = parse_query(rule.when).tree
            assert tree is not None
            where, parameters = Matching(conn, now, few=True).condition(tree)
            conn.execute(
                f"SELECT id FROM articles WHERE id = ? AND ({where})", (ids[7], *parameters)
            ).fetchall()

    found[f"{len(rules)} rules asked of one article"] = milliseconds(lambda: database.read(look))
    return found


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    conn = sqlite3.connect(options.archive)
    words = vocabulary(conn)
    conn.close()
    with Database.open(options.archive) as database:
        names = [row.name for row in database.read(people, limit=400)][::100]
        found = {
            **lists(database),
            **typed(database, lines_typed(words, names)),
            **queries(database, words, names),
            **completions(database, names),
            **kept(database, words, names),
        }
    if options.json:
        print(json.dumps(found, indent=1))
        return
    for what, value in found.items():
        print(f"{what:34} {value:8.2f}")


if __name__ == "__main__":
    main()
