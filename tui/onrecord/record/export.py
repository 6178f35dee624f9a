"""Citations as a file: the formats by name, tables among them, and writing it whole or not at all.

Cells of a table that a spreadsheet would take for a formula get an apostrophe before them, as
https://owasp.org/www-community/attacks/CSV_Injection advises.
"""

from __future__ import annotations

import csv
import json
import os
import re
import unicodedata
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any, Final

from onrecord.record.bibliography import as_bibtex, as_csl
from onrecord.record.cite import as_html, as_markdown, as_plain_text, words_of
from onrecord.record.linked_data import as_annotations, as_schema_org

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.record.cite import Citation

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LONGEST_NAME = 80


class ExportError(Exception):
    """An export cannot be written; the message is one sentence for the user."""


COLUMNS: Final = (
    "speaker", "speaker_kind", "words", "outlet", "headline", "byline", "published", "address",
    "accessed", "fragment", "confidence", "method", "language", "article", "quotations",
    "stretches", "spans",
)  # fmt: skip
"""The columns of every table of citations."""


def row_of(citation: Citation) -> dict[str, Any]:
    """Return a citation as one flat row, in the order of `COLUMNS`."""
    spans = [passage.span for passage in citation.passages]
    return {
        "speaker": citation.speaker,
        "speaker_kind": citation.speaker_kind,
        "words": words_of(citation.stretches),
        "outlet": citation.outlet,
        "headline": citation.title,
        "byline": citation.byline,
        "published": citation.published.isoformat() if citation.published else "",
        "address": citation.url,
        "accessed": f"{citation.accessed:%Y-%m-%dT%H:%M:%SZ}" if citation.accessed else "",
        "fragment": citation.fragment,
        "confidence": citation.confidence,
        "method": citation.method if citation.speaker else "",
        "language": citation.language,
        "article": citation.article_id,
        "quotations": list(citation.quotation_ids),
        "stretches": list(citation.stretches),
        "spans": [list(span) for span in spans],
    }


def as_csv(citations: Sequence[Citation]) -> str:
    """Return the citations as CSV (RFC 4180) with a header; lists are JSON in their cell."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for citation in citations:
        writer.writerow(_cell(value) for value in row_of(citation).values())
    return written.getvalue()


def as_json(citations: Sequence[Citation]) -> str:
    """Return the citations as a JSON array of rows."""
    return _indented([row_of(citation) for citation in citations])


def as_json_lines(citations: Sequence[Citation]) -> str:
    """Return the citations as one JSON object a line."""
    return "".join(
        json.dumps(row_of(citation), ensure_ascii=False) + "\n" for citation in citations
    )


def _page(citations: Sequence[Citation]) -> str:
    figures = "".join(as_html(citation) for citation in citations)
    head = '<!doctype html>\n<html>\n<head><meta charset="utf-8"><title>Quotations</title></head>'
    return f"{head}\n<body>\n{figures}</body>\n</html>\n"


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[dict[str, tuple[str, Callable[[Sequence[Citation]], str]]]] = {
    "markdown": (".md", lambda all_: "\n".join(map(as_markdown, all_))),
    "text": (".txt", lambda all_: "\n".join(map(as_plain_text, all_))),
    "html": (".html", _page),
    "csv": (".csv", as_csv),
    "json": (".json", as_json),
    "jsonl": (".jsonl", as_json_lines),
    "bibtex": (".bib", as_bibtex),
    "csl": (".csl.json", lambda all_: _indented(as_csl(all_))),
    "annotation": (".annotation.jsonld", lambda all_: _indented(as_annotations(all_))),
    "schema.org": (".jsonld", lambda all_: _indented(as_schema_org(all_))),
}
"""Each format's name, the ending of its files, and what writes citations in it."""


def file_name(words: str, suffix: str) -> str:
    """Return a name for a file after words of any kind; it cannot leave the folder it is put in.

    It holds letters, digits, ``_`` and ``-`` only, apart from the suffix, and is never hidden.
    """
    folded = unicodedata.normalize("NFKC", words)
    name = re.sub(r"[^\w]+", "-", folded).strip("-_")[:_LONGEST_NAME].strip("-_")
    while len(name.encode()) > 2 * _LONGEST_NAME:
        name = name[:-1]
    return f"{name or 'quotations'}{suffix}"


def write_export(path: Path, content: str | bytes, *, replace: bool = False) -> None:
    """Write a file whole or not at all; one that exists stays unless it may be replaced.

    Raises `ExportError`.
    """
    data = content if isinstance(content, bytes) else content.encode(errors="replace")
    if path.is_dir():
        raise ExportError(f"{path} is a folder: name a file in it.")
    part: Path | None = None
    try:
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name[:40]}.", delete=False
        ) as file:
            part = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        if replace:
            part.replace(path)
        else:
            _put_in_place(part, path)
    except FileExistsError as error:
        raise ExportError(
            f"{path} exists: choose another name, or replace it (--force)."
        ) from error
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, unless something has it."""
    try:
        # A rename would replace what appeared meanwhile.
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:
        # Not every file system has links.
        if path.exists():
            raise FileExistsError(path) from None
        part.replace(path)


def _cell(value: object) -> str:
    """Return what a cell holds, with nothing that a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
