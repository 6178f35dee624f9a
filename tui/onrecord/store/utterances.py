"""Utterances with all that a citation needs: their words, their speaker, their article."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.model import EntityKind, Speaker
from onrecord.store.columns import moment, moment_or_none, outlet_of, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from onrecord.model import Span
    from onrecord.store.articles import StoredArticle


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said in one breath, and the article that carries it.

    ``spans`` are its uninterrupted stretches in ``text``, the whole text of the article, their
    quotation marks included. ``confidence`` is that of the least certain stretch.
    ``corrected`` tells that the user named the speaker.
    """

    quotation_ids: tuple[int, ...]
    spans: tuple[Span, ...]
    speaker: Speaker | None
    confidence: float
    corrected: bool
    analysed_with: str
    article_id: int
    title: str
    outlet: str
    byline: str
    url: str
    published_at: datetime | None
    fetched_at: datetime
    language: str
    text: str


def utterances(conn: sqlite3.Connection, quotation_ids: Iterable[int]) -> list[Utterance]:
    """Return the utterances that these quotations are of, each once and whole.

    They come in the order in which their first quotation is listed. An id without a quotation
    is passed over.
    """
    rows = conn.execute(
        "SELECT min(wanted.key), quotations.article_id, quotations.utterance"
        " FROM json_each(?) AS wanted JOIN quotations ON quotations.id = wanted.value"
        " GROUP BY 2, 3 ORDER BY 1",
        (to_json(list(quotation_ids)),),
    ).fetchall()
    return [
        utterance
        for article_id, wanted in groupby(rows, key=lambda row: row[1])
        for utterance in _of_article(conn, article_id, [row[2] for row in wanted])
    ]


def utterance_of(article: StoredArticle, indexes: Sequence[int]) -> Utterance:
    """Return one utterance of an article that was read: ``indexes`` of its record's quotations.

    There is at least one index, and the article has a record.
    """
    assert article.record is not None
    quotations = [article.record.quotations[index] for index in indexes]
    ids = tuple(article.quotation_ids[index] for index in indexes)
    return Utterance(
        quotation_ids=ids,
        spans=tuple((each.start, each.end) for each in quotations),
        speaker=quotations[0].speaker,
        confidence=min(each.confidence for each in quotations),
        corrected=not article.corrected.isdisjoint(ids),
        analysed_with=article.record.analysed_with,
        article_id=article.id,
        title=article.title,
        outlet=article.outlet,
        byline=article.byline,
        url=article.url,
        published_at=article.published_at,
        fetched_at=article.fetched_at,
        language=article.language,
        text=article.body.text,
    )


def _of_article(
    conn: sqlite3.Connection, article_id: int, numbers: Sequence[int]
) -> Iterator[Utterance]:
    title, byline, url, published_at, fetched_at, language, analysed_with, *outlet, text = (
        conn.execute(
            "SELECT title, byline, articles.url, published_at, fetched_at,"
            " coalesce(nullif(language, ''), declared_language), analysed_with,"
            " given_title, own_title, feeds.url, text"
            " FROM articles JOIN feeds ON feeds.id = feed_id JOIN texts ON article_id = articles.id"
            " WHERE articles.id = ?",
            (article_id,),
        ).fetchone()
    )
    stretches: dict[int, list[tuple[int, int, int, str | None, str, float, int | None]]] = {}
    for number, *stretch in conn.execute(
        'SELECT utterance, quotations.id, start, "end", entities.kind, speaker_text, confidence,'
        " corrected_at FROM quotations LEFT JOIN entities ON entities.id = speaker_id"
        " WHERE article_id = ? AND utterance IN (SELECT value FROM json_each(?)) ORDER BY place",
        (article_id, to_json(list(numbers))),
    ):
        stretches.setdefault(number, []).append(tuple(stretch))
    for number in numbers:
        said = stretches[number]
        kind, name = said[0][3:5]
        yield Utterance(
            quotation_ids=tuple(each[0] for each in said),
            spans=tuple((each[1], each[2]) for each in said),
            speaker=None if kind is None else Speaker(name, EntityKind(kind)),
            confidence=min(each[5] if each[6] is None else 1.0 for each in said),
            corrected=any(each[6] is not None for each in said),
            analysed_with=analysed_with,
            article_id=article_id,
            title=title,
            outlet=outlet_of(*outlet),
            byline=byline,
            url=url,
            published_at=moment_or_none(published_at),
            fetched_at=moment(fetched_at),
            language=language,
            text=text,
        )
