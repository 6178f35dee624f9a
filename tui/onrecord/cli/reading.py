"""``list``, ``show``, ``search``, ``quotes``, ``people``: what is saved, as text or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.analyse.record_json import record_as_json
from onrecord.cli.output import CommandFailed, as_json, remark, say, say_text
from onrecord.cli.own import note_as_json
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.cli.record import NOBODY, record_as_text
from onrecord.cli.saved import query_asked
from onrecord.store import articles, record
from onrecord.store import search as searching

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from datetime import datetime

    from onrecord.model import Span
    from onrecord.store.articles import StoredArticle

_NOTHING = "Nothing found."
_STARRED, _UNREAD, _INTERVIEW = "*", "o", "i"


def list_(arguments: argparse.Namespace) -> int:
    """Print one line for each article, newest first: number, marks, day, outlet, headline."""
    view = articles.View.SEARCH if arguments.query else articles.View.ALL
    scope = articles.Scope(view, query=query_of(arguments.query).text if arguments.query else "")
    with archive_of(paths_of(arguments)) as database:
        ids = database.read(articles.article_ids, scope)[: arguments.limit]
        rows = database.read(articles.article_rows, ids)
    if arguments.json:
        as_json(
            [
                {
                    "id": row.id,
                    "title": row.title,
                    "outlet": row.outlet,
                    "published": _iso(row.published_at),
                    "quotations": row.quotations,
                    "unread": row.unread,
                    "starred": row.starred,
                    "form": row.form.value if row.form else None,
                }
                for row in rows
            ]
        )
        return 0
    if not rows:
        remark(_NOTHING if arguments.query else "There are no articles yet: `onrecord refresh`.")
    for row in rows:
        interview = row.form is not None and row.form.value != "report"
        marks = (_UNREAD if row.unread else " ") + (_STARRED if row.starred else " ")
        marks += _INTERVIEW if interview else " "
        say(f"{row.id:>7} {marks} {row.published_at:%Y-%m-%d}  {row.outlet}: {row.title}")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print one article: what is known of it, its text, its record."""
    with archive_of(paths_of(arguments)) as database:
        stored = database.read(articles.article, arguments.id)
        document = database.read(record.document, arguments.id)
    if stored is None or document is None:
        raise CommandFailed(
            f"There is no article {arguments.id}: `onrecord list` prints the numbers."
        )
    if arguments.json:
        about = _about(stored)
        if stored.record is None:
            as_json({**about, "text": stored.body.text, "record": None})
        else:
            as_json({**record_as_json(document, stored.record), **about})
        return 0
    say(stored.title)
    say(" · ".join(filter(None, (stored.outlet, stored.byline, _day(stored), stored.url))))
    if stored.tags:
        say(" ".join(f"#{tag}" for tag in stored.tags))
    for note in stored.notes:
        say(f"Note{f' on {note.quotation}' if note.quotation else ''}: {note.text}")
    say()
    say_text(stored.body.text)
    say()
    if stored.record is None:
        say(stored.analysis_error or "This article still waits for its record.")
    else:
        say(record_as_text("The record", stored.record))
    return 0


def search(arguments: argparse.Namespace) -> int:
    """Print the articles that a query finds, with the words around what it found."""
    with archive_of(paths_of(arguments)) as database:
        query = query_asked(database, arguments)
        hits = database.read(
            searching.search, query, limit=arguments.limit, newest=not arguments.ranked
        )
    if arguments.json:
        as_json(
            [
                {
                    "article": hit.article_id,
                    "title": hit.title,
                    "outlet": hit.outlet,
                    "published": _iso(hit.published_at),
                    "snippet": hit.snippet,
                    "hits": hit.hits,
                    "position": hit.position,
                }
                for hit in hits
            ]
        )
        return 0
    if not hits:
        remark(_NOTHING)
    for hit in hits:
        title = _marked(hit.title, hit.title_hits)
        say(f"{hit.article_id:>7}  {hit.published_at:%Y-%m-%d}  {hit.outlet}: {title}")
        if hit.snippet:
            say(f"         {' '.join(_marked(hit.snippet, hit.hits).split())}")
    return 0


def quotes(arguments: argparse.Namespace) -> int:
    """Print the quotations that a query finds, each with its speaker, outlet and day."""
    query = query_of(arguments.query or ["has:quotations"])
    with archive_of(paths_of(arguments)) as database:
        hits = database.read(searching.quotes, query, limit=arguments.limit)
    if arguments.json:
        as_json(
            [
                {
                    "quotation": hit.quotation_id,
                    "article": hit.article_id,
                    "speaker": {"name": hit.speaker.name, "kind": hit.speaker.kind.value}
                    if hit.speaker
                    else None,
                    "text": hit.text,
                    "start": hit.span[0],
                    "end": hit.span[1],
                    "title": hit.title,
                    "outlet": hit.outlet,
                    "url": hit.url,
                    "published": _iso(hit.published_at),
                    "confidence": hit.confidence,
                    "corrected": hit.corrected,
                }
                for hit in hits
            ]
        )
        return 0
    if not hits:
        remark(_NOTHING)
    for hit in hits:
        speaker = hit.speaker.name if hit.speaker else NOBODY
        say(f"{speaker}: {' '.join(_marked(hit.text, hit.hits).split())}")
        where = f"(article {hit.article_id}, quotation {hit.quotation_id})"
        say(f"    {hit.outlet}, {hit.published_at:%Y-%m-%d}: {hit.title} {where}")
    return 0


def _about(stored: StoredArticle) -> dict[str, Any]:
    return {
        "id": stored.id,
        "title": stored.title,
        "outlet": stored.outlet,
        "byline": stored.byline,
        "url": stored.url,
        "published": _iso(stored.published_at),
        "fetched": _iso(stored.fetched_at),
        "text_from": stored.text_from,
        "read": stored.read,
        "starred": stored.starred,
        "tags": stored.tags,
        "notes": [note_as_json(note) for note in stored.notes],
    }


def _marked(text: str, hits: Iterable[Span]) -> str:
    """Put square brackets around the hits in ``text``."""
    parts, at = [], 0
    for start, end in hits:
        parts += [text[at:start], "[", text[start:end], "]"]
        at = end
    return "".join([*parts, text[at:]])


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _day(stored: StoredArticle) -> str:
    return f"{stored.published_at or stored.fetched_at:%Y-%m-%d}"
