"""Echoes: the same words in several outlets. What is still to be compared, and what was found.

`onrecord.record.echoes` compares; here is what it reads and keeps. Two quotations of different
feeds whose articles are at most `WINDOW` apart can be one echo.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from onrecord.store.columns import moment, outlet_of, to_json
from onrecord.store.matching import PLACE_BITS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlite_utils import Database as Writable

    from onrecord.model import Span

WINDOW: Final = 21 * 86_400
"""Seconds between two articles that may carry one echo."""
MOST_CANDIDATES: Final = 64
"""Quotations that one is compared with, those with most bands in common first."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A quotation as it is compared. ``speaker_id`` is the head of its speaker's names."""

    quotation_id: int
    place: int
    text: str
    speaker_id: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """A quotation that carries the same words as another.

    ``share`` is the part of the shorter one's words that it has in common with another version.
    """

    quotation_id: int
    article_id: int
    title: str
    outlet: str
    url: str
    published_at: datetime
    speaker: str
    span: Span
    text: str
    share: float


def articles_due(conn: sqlite3.Connection, limit: int) -> list[int]:
    """Return articles whose quotations are still to be compared, at most ``limit``."""
    rows = conn.execute("SELECT article_id FROM echoes_due LIMIT ?", (limit,))
    return [article_id for (article_id,) in rows]


def stretches(conn: sqlite3.Connection, article_id: int) -> list[Stretch]:
    """Return the quotations of an article as they are compared."""
    rows = conn.execute(
        "SELECT quotations.id, place, text, coalesce(joined_to, entities.id) FROM quotations"
        " LEFT JOIN entities ON entities.id = speaker_id WHERE article_id = ? ORDER BY place",
        (article_id,),
    )
    return [Stretch(*row) for row in rows]


def candidates(conn: sqlite3.Connection, stretch: Stretch, bands: Iterable[int]) -> list[Stretch]:
    """Return the quotations of other feeds, near in time, that share one of these bands."""
    time = stretch.place >> PLACE_BITS
    rows = conn.execute(
        "WITH near (place, common) AS (SELECT place, count(*) FROM json_each(?1) AS wanted"
        " CROSS JOIN echo_bands ON band = wanted.value AND place BETWEEN ?2 AND ?3"
        " GROUP BY place ORDER BY 2 DESC LIMIT ?4)"
        " SELECT quotations.id, quotations.place, quotations.text,"
        " coalesce(joined_to, entities.id)"
        " FROM near CROSS JOIN quotations ON quotations.place = near.place"
        " JOIN articles ON articles.id = article_id"
        " LEFT JOIN entities ON entities.id = speaker_id"
        " WHERE feed_id <> (SELECT feed_id FROM articles JOIN quotations AS own"
        "  ON articles.id = own.article_id WHERE own.id = ?5)",
        (
            to_json(list(bands)),
            (time - WINDOW) << PLACE_BITS,
            (time + WINDOW + 1) << PLACE_BITS,
            MOST_CANDIDATES,
            stretch.quotation_id,
        ),
    )
    return [Stretch(*row) for row in rows]


def store_echoes(
    db: Writable,
    article_id: int,
    compared: Sequence[Stretch],
    bands: Mapping[int, Iterable[int]],
    found: Iterable[tuple[int, int, float]],
) -> bool:
    """Keep the echoes of an article's quotations in place of those it had.

    ``bands`` are by the quotations' places, ``found`` are pairs of quotations with their share.
    False: the quotations are no longer those that were compared, and are still due.
    """
    conn = db.conn
    if stretches(conn, article_id) != list(compared):
        return False
    ids = to_json([each.quotation_id for each in compared])
    for column in ("quotation_id", "other_id"):
        conn.execute(
            f"DELETE FROM echoes WHERE {column} IN (SELECT value FROM json_each(?))", (ids,)
        )
    conn.executemany(
        "INSERT OR IGNORE INTO echo_bands (band, place) VALUES (?, ?)",
        [(band, place) for place, each in bands.items() for band in each],
    )
    conn.executemany(
        "INSERT OR IGNORE INTO echoes (quotation_id, other_id, share) SELECT ?1, ?2, ?3"
        " WHERE EXISTS (SELECT 1 FROM quotations WHERE id = ?1)"
        " AND EXISTS (SELECT 1 FROM quotations WHERE id = ?2)",
        [(min(one, other), max(one, other), share) for one, other, share in found],
    )
    conn.execute("DELETE FROM echoes_due WHERE article_id = ?", (article_id,))
    return True


def other_outlets(conn: sqlite3.Connection, article_id: int) -> dict[int, int]:
    """Return in how many other feeds the words of an article's quotations stand, where any."""
    return dict(
        conn.execute(
            "SELECT one, count(DISTINCT articles.feed_id) FROM"
            " (SELECT own.id AS one, other_id AS two FROM quotations AS own"
            "   CROSS JOIN echoes ON quotation_id = own.id WHERE own.article_id = ?1"
            "  UNION ALL SELECT own.id, quotation_id FROM quotations AS own"
            "   CROSS JOIN echoes ON other_id = own.id WHERE own.article_id = ?1)"
            " CROSS JOIN quotations AS other ON other.id = two"
            " JOIN articles ON articles.id = other.article_id GROUP BY one",
            (article_id,),
        ).fetchall()
    )


def versions(conn: sqlite3.Connection, quotation_id: int) -> list[Version]:
    """Return a quotation and all that carry its words, the earliest first.

    Nothing where no other carries them.
    """
    rows = conn.execute(
        "WITH alike (id, share) AS (SELECT other_id, share FROM echoes WHERE quotation_id = ?1"
        "  UNION ALL SELECT quotation_id, share FROM echoes WHERE other_id = ?1)"
        " SELECT quotations.id, article_id, title, given_title, own_title, feeds.url,"
        ' articles.url, coalesce(published_at, fetched_at), speaker_text, start, "end", text, share'
        " FROM (SELECT * FROM alike UNION ALL SELECT ?1, 1.0 WHERE EXISTS (SELECT 1 FROM alike))"
        " AS version JOIN quotations ON quotations.id = version.id"
        " JOIN articles ON articles.id = article_id JOIN feeds ON feeds.id = feed_id"
        " ORDER BY quotations.place",
        (quotation_id,),
    )
    return [
        Version(
            quotation_id=row[0],
            article_id=row[1],
            title=row[2],
            outlet=outlet_of(row[3], row[4], row[5]),
            url=row[6],
            published_at=moment(row[7]),
            speaker=row[8],
            span=(row[9], row[10]),
            text=row[11],
            share=row[12],
        )
        for row in rows
    ]
