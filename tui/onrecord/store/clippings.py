"""Clippings: quotations that the user collects across articles in named lists."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from onrecord.frozen import frozen
from onrecord.store.columns import moment, outlet_of, seconds, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from sqlite_utils import Database as Writable


@frozen
class Clipping:
    """A quotation in a named list, with its words and speaker as they were when it was clipped."""

    id: int
    list: str
    position: int
    article_id: int
    start: int
    text: str
    speaker: str
    clipped_at: datetime


@frozen
class Clipped:
    """What somebody said in one breath, as a list of clippings shows it.

    ``clippings`` are its stretches. ``quotation_ids`` are those that the article still has,
    ``start`` is where the first of them begins, None where there is none any more; ``speaker``
    is then the one it was clipped with.
    """

    clippings: tuple[Clipping, ...]
    quotation_ids: tuple[int, ...]
    start: int | None
    speaker: str
    title: str
    outlet: str
    published_at: datetime

    @property
    def article_id(self) -> int:
        """The article it stands in."""
        return self.clippings[0].article_id

    @property
    def position(self) -> int:
        """Its place in the list."""
        return self.clippings[0].position


def clip(db: Writable, quotation_ids: Iterable[int], name: str) -> tuple[Clipping, ...]:
    """Put quotations at the end of a named list; return the new clippings.

    Stretches of one utterance share a position: they are moved and taken out together.
    """
    rows = db.execute(
        f"INSERT INTO clippings ({_CLIPPING})"
        " WITH wanted AS (SELECT key, article_id, start, text, speaker_text,"
        " min(key) OVER (PARTITION BY article_id, utterance) AS first"
        " FROM json_each(?3) JOIN quotations ON quotations.id = value)"
        " SELECT NULL, ?1, dense_rank() OVER (ORDER BY first) - 1 +"
        " coalesce((SELECT max(position) + 1 FROM clippings WHERE list = ?1), 0),"
        " article_id, start, text, speaker_text, ?2"
        f" FROM wanted ORDER BY key RETURNING {_CLIPPING}",
        (name, _now(), to_json(list(quotation_ids))),
    )
    return tuple(_clipping(*row) for row in rows.fetchall())


def arrange(db: Writable, name: str, order: Iterable[int]) -> tuple[int, ...]:
    """Put the clippings of a list in another order; return the one before, which undoes it.

    ``order`` has an old position for each new one; those it leaves out follow as they were.
    """
    rows = db.execute("SELECT DISTINCT position FROM clippings WHERE list = ? ORDER BY 1", (name,))
    known = [position for (position,) in rows.fetchall()]
    wanted = [each for each in dict.fromkeys(order) if each in known]
    wanted += [each for each in known if each not in wanted]
    new = dict(zip(wanted, known, strict=True))
    db.execute(
        "UPDATE clippings SET position ="
        " (SELECT value FROM json_each(?) WHERE key = CAST(position AS TEXT)) WHERE list = ?",
        (to_json({str(old): place for old, place in new.items()}), name),
    )
    return tuple(new[position] for position in known)


def unclip(db: Writable, clipping_ids: Iterable[int]) -> tuple[Clipping, ...]:
    """Take clippings out of their lists and return them, for `restore_clippings`."""
    rows = db.execute(
        f"DELETE FROM clippings WHERE id IN (SELECT value FROM json_each(?)) RETURNING {_CLIPPING}",
        (to_json(list(clipping_ids)),),
    )
    return tuple(_clipping(*row) for row in rows.fetchall())


def restore_clippings(db: Writable, clippings: Iterable[Clipping]) -> None:
    """Bring clippings back to where they were."""
    db.conn.executemany(
        f"INSERT INTO clippings ({_CLIPPING}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.id,
                each.list,
                each.position,
                each.article_id,
                each.start,
                each.text,
                each.speaker,
                seconds(each.clipped_at),
            )
            for each in clippings
        ],
    )


def clippings(conn: sqlite3.Connection, name: str) -> tuple[Clipping, ...]:
    """Return the clippings of a list, in its order."""
    rows = conn.execute(
        f"SELECT {_CLIPPING} FROM clippings WHERE list = ? ORDER BY position, id", (name,)
    )
    return tuple(_clipping(*row) for row in rows)


def clipped_quotations(conn: sqlite3.Connection, name: str) -> tuple[int, ...]:
    """Return the quotations of a list of clippings that their articles still have, in its order.

    A quotation is known by its words; where its article has them twice, by the nearest start.
    """
    rows = conn.execute(
        "SELECT clippings.id, quotations.id, min(abs(quotations.start - clippings.start))"
        " FROM clippings JOIN quotations ON quotations.article_id = clippings.article_id"
        " AND quotations.text = clippings.text"
        " WHERE list = ? GROUP BY clippings.id ORDER BY position, clippings.id",
        (name,),
    )
    return tuple(quotation_id for _, quotation_id, _ in rows)


def clipped(conn: sqlite3.Connection, name: str) -> tuple[Clipped, ...]:
    """Return a list of clippings as it is shown: utterances with their articles, in its order."""
    present = {
        clipping_id: rest
        for clipping_id, *rest in conn.execute(
            "SELECT clippings.id, quotations.id, quotations.start, speaker_text,"
            " min(abs(quotations.start - clippings.start))"
            " FROM clippings JOIN quotations ON quotations.article_id = clippings.article_id"
            " AND quotations.text = clippings.text WHERE list = ? GROUP BY clippings.id",
            (name,),
        )
    }
    about = {
        article_id: rest
        for article_id, *rest in conn.execute(
            "SELECT articles.id, articles.title, given_title, own_title, feeds.url,"
            " coalesce(published_at, fetched_at) FROM articles JOIN feeds ON feeds.id = feed_id"
            " WHERE articles.id IN (SELECT article_id FROM clippings WHERE list = ?)",
            (name,),
        )
    }
    groups = groupby(clippings(conn, name), key=lambda each: (each.position, each.article_id))
    return tuple(
        _clipped(tuple(stretches), present, about[article_id])
        for (_, article_id), stretches in groups
    )


def _clipped(
    stretches: tuple[Clipping, ...], present: dict[int, list[Any]], about: list[Any]
) -> Clipped:
    now = [present[each.id] for each in stretches if each.id in present]
    title, *outlet, published_at = about
    return Clipped(
        stretches,
        tuple(row[0] for row in now),
        now[0][1] if now else None,
        now[0][2] if now else stretches[0].speaker,
        title,
        outlet_of(*outlet),
        moment(published_at),
    )


def latest_list(conn: sqlite3.Connection) -> str:
    """Return the list that something was put into last, "" where there is none."""
    row = conn.execute(
        "SELECT list FROM clippings ORDER BY clipped_at DESC, id DESC LIMIT 1"
    ).fetchone()
    return "" if row is None else str(row[0])


def clipping_lists(conn: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Return the names of the lists with their numbers of clippings."""
    rows = conn.execute(
        "SELECT list, count(DISTINCT position) FROM clippings GROUP BY list ORDER BY list"
    )
    return tuple(rows)


_CLIPPING = "id, list, position, article_id, start, text, speaker, clipped_at"


def _clipping(clipping_id: int, name: str, position: int, article_id: int, *rest: Any) -> Clipping:
    start, text, speaker, clipped_at = rest
    return Clipping(
        clipping_id, name, position, article_id, start, text, speaker, moment(clipped_at)
    )


def _now() -> int:
    return seconds(datetime.now(UTC))
