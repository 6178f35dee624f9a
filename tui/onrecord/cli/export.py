"""``export quotes|clippings|dossier``: quotations with their citations, printed or in a file."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from onrecord.cli.output import CommandFailed, say, told
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.record.cite import citation_of
from onrecord.record.export import FORMATS, ExportError, file_name, write_export
from onrecord.store.clippings import clipped_quotations
from onrecord.store.search import quotes as search_quotes
from onrecord.store.utterances import utterances

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from onrecord.record.cite import Citation

MOST = 1_000_000
"""Quotations that one export holds at most."""


def quotes(arguments: argparse.Namespace) -> int:
    """Export the quotations that a query finds, newest first."""
    query = query_of(arguments.query or ["has:quotations"])
    with archive_of(paths_of(arguments)) as database:
        hits = database.read(search_quotes, query, limit=MOST)
        if not hits:
            raise CommandFailed("No quotation matches this query, so nothing was exported.")
        found = database.read(utterances, [hit.quotation_id for hit in hits])
    return written(arguments, map(citation_of, found), query.text)


def clippings(arguments: argparse.Namespace) -> int:
    """Export a list of clippings, in its order."""
    with archive_of(paths_of(arguments)) as database:
        ids = database.read(clipped_quotations, arguments.name)
        if not ids:
            raise CommandFailed(f"There are no clippings in a list “{arguments.name}”.")
        found = database.read(utterances, ids)
    return written(arguments, map(citation_of, found), arguments.name)


def written(arguments: argparse.Namespace, cited: Iterable[Citation], words: str) -> int:
    """Write the citations where the arguments say; a file of their own is named by ``words``."""
    suffix, format_ = FORMATS[arguments.format]
    citations = list(cited)
    content = format_(citations)
    if arguments.output is None:
        sys.stdout.write(content)
        return 0
    target = arguments.output
    if target.is_dir():
        target = target / file_name(words, suffix)
    with told(ExportError):
        write_export(target, content, replace=arguments.force)
    say(f"{len(citations)} quotations written to {target}")
    return 0
