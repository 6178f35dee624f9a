"""``analyse`` and ``reanalyse``: the record of a text, a page, a corpus, the archive."""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.record_json import record_as_json
from onrecord.analyse.workers import analyse_by_patterns, analyse_in_worker, model_problem
from onrecord.cli.output import CommandFailed, WrongUsage, as_json, complain, say, told
from onrecord.cli.profile import archive_of, config_of, paths_of
from onrecord.cli.query import query_of
from onrecord.cli.record import record_as_text
from onrecord.extract.article import NoArticle, extract_page
from onrecord.fetch.failure import FetchError
from onrecord.model import Document

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from onrecord.model import Page

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body|article|\?xml)\b", re.IGNORECASE)


def analyse(arguments: argparse.Namespace) -> int:
    """Print the record of one text or page, or one record a line with ``--jsonl``."""
    if arguments.jsonl:
        from onrecord.cli.corpus import analyse_corpus

        with opened(arguments.source) as lines:
            return asyncio.run(analyse_corpus(lines, arguments))
    if arguments.output or arguments.resume:
        raise WrongUsage("--output and --resume go with --jsonl.")
    document = _document(arguments.source)
    if not arguments.no_model:
        problem = model_problem()
        if problem:
            complain(f"{problem} The record is made by patterns alone.")
    by = analyse_by_patterns if arguments.no_model else analyse_in_worker
    record = by(document)
    if arguments.json:
        as_json(record_as_json(document, record))
    else:
        say(record_as_text(document.title, record))
    return 0


@contextmanager
def opened(source: str) -> Iterator[IO[str]]:
    """Open a file, or standard input for ``-``, as UTF-8 text."""
    if source == "-":
        assert isinstance(sys.stdin, TextIOWrapper)
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        yield sys.stdin
        return
    try:
        with Path(source).open(encoding="utf-8-sig", errors="replace") as file:
            yield file
    except OSError as error:
        raise CommandFailed(f"{source} cannot be read: {error.strerror}.") from error


def _document(source: str) -> Document:
    """Give the article at an address, in a file or on standard input."""
    if urlsplit(source).scheme in {"http", "https"}:
        return _document_of_page(_fetched(source), source)
    with opened(source) as file:
        text = file.read()
    if _HTML.match(text):
        with told(NoArticle):
            page = extract_page(text.encode(), url="", content_type="text/html; charset=utf-8")
        return _document_of_page(page, source)
    return document_of("" if source == "-" else Path(source).name, text)


def _fetched(url: str) -> Page:
    from onrecord.fetch.client import Client

    async def fetch() -> Page:
        async with Client() as client:
            response = await client.get(url, allow_private=True)
        return extract_page(response.body, url=response.url, content_type=response.content_type)

    with told(FetchError, NoArticle):
        return asyncio.run(fetch())


def _document_of_page(page: Page, source: str) -> Document:
    return Document(
        id=page.url or source,
        title=page.title,
        text=page.body.text,
        paragraphs=page.body.paragraphs,
        language=page.language,
        published_at=page.published_at,
        outlet=page.site_name,
        byline=page.byline,
    )


def reanalyse(arguments: argparse.Namespace) -> int:
    """Make the records of saved articles anew, the user's corrections kept."""
    from onrecord.cli.records import make_records
    from onrecord.store.articles import Scope, View, article_ids
    from onrecord.store.waiting import mark_for_reanalysis

    paths = paths_of(arguments)
    with archive_of(paths) as database:
        config = config_of(paths)
        ids = None
        if arguments.query:
            scope = Scope(View.SEARCH, query=query_of(arguments.query).text)
            ids = database.read(article_ids, scope)
        database.write(mark_for_reanalysis, ids)
        failed = asyncio.run(make_records(database, config))
    return 1 if failed else 0
