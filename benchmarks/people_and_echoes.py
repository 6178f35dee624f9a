"""Times dossiers, lists of people and echoes on a large archive; changes a copy of it only.

    python benchmarks/store_archive.py ARCHIVE
    python benchmarks/people_and_echoes.py ARCHIVE [--articles 200]

All times are processor time in milliseconds, the best of five; echoes are an article's mean, with
as many bands in the archive as all of its quotations have. Those are drawn at random, as making
them takes 6 ms an article.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from onrecord.query import parse_query
from onrecord.record.echoes import compare
from onrecord.record.likeness import BANDS
from onrecord.store.database import Database
from onrecord.store.dossier import dossier
from onrecord.store.echoes import articles_due
from onrecord.store.people import near_names, people

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database as Writable

DOSSIER = 5000


def best(call: Callable[[], object], times: int = 5) -> float:
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append(time.process_time() - start)
    return min(found) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, default=200, help="articles to find echoes of")
    arguments = parser.parse_args()
    with TemporaryDirectory(dir=arguments.archive.parent) as folder:
        path = Path(shutil.copy(arguments.archive, folder))
        with Database.open(path) as database:
            database.write(fill)
            measure(database, arguments.articles)


def fill(db: Writable) -> None:
    """Give every quotation bands that no other has."""
    random = np.random.default_rng(20260501)
    places = np.array([place for (place,) in db.execute("SELECT place FROM quotations")])
    for band in range(BANDS):
        drawn = random.integers(0, 1 << 32, len(places)) + (band << 32)
        order = np.argsort(drawn)
        rows = zip(drawn[order].tolist(), places[order].tolist(), strict=True)
        db.conn.executemany("INSERT OR IGNORE INTO echo_bands (band, place) VALUES (?, ?)", rows)


def measure(database: Database, articles: int) -> None:
    rows = database.read(people, limit=1000)
    near = min(rows, key=lambda row: abs(row.quotations - DOSSIER))
    name = near.name
    found = {
        "people, the 50 most quoted": best(lambda: database.read(people)),
        "people by name": best(lambda: database.read(people, name)),
        "near names for one misspelled": best(lambda: database.read(near_names, name[::-1])),
        f"dossier of {near.quotations} quotations": best(
            lambda: database.read(dossier, near.entity_id)
        ),
        "the same, narrowed by a query": best(
            lambda: database.read(dossier, near.entity_id, parse_query("is:unread newer:20y"))
        ),
    }
    ids = database.read(articles_due, articles)
    start = time.process_time()
    for article_id in ids:
        compare(database, article_id)
    found[f"echoes of one article, of {len(ids)}"] = (
        (time.process_time() - start) / max(1, len(ids)) * 1000
    )
    for what, milliseconds in found.items():
        print(f"{what:40} {milliseconds:8.1f} ms")


if __name__ == "__main__":
    main()
