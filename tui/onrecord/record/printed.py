"""An article as a file of its own: plain text, Markdown, HTML, or JSON with its record. Pure."""

from __future__ import annotations

import itertools
import json
import re
from html import escape
from typing import TYPE_CHECKING, Final

from onrecord.model import Document, Paragraph, Role
from onrecord.record.cite import escaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.store.articles import StoredArticle

_BLOCK = re.compile(r"^(#{1,6}(?= )|[-+](?= )|>|~~~|=+$|-+$)|^(\d{1,9})([.)])(?= )")
"""What begins a block in Markdown where it stands at the beginning of a line."""
_BLANK_LINES = re.compile(r"\n\s*\n")

_TAGS: Final = {Role.HEADING: "h2", Role.QUOTE: "blockquote", Role.ITEM: "li"}
_PREFIXES: Final = {Role.HEADING: "## ", Role.QUOTE: "> ", Role.ITEM: "- "}


def as_text(article: StoredArticle) -> str:
    """Return an article as plain text: headline, source, address, then its text."""
    head = "\n".join(filter(None, (article.title, " · ".join(_source(article)), article.url)))
    return f"{head}\n\n{article.body.text.strip()}\n"


def as_markdown(article: StoredArticle) -> str:
    """Return an article as Markdown, with its headings, lists, block quotes and links."""
    head = f"# {escaped(article.title)}\n\n{' · '.join(map(escaped, _source(article)))}"
    if article.url:
        head += f"\n\n<{article.url}>"
    parts = [head]
    before = None
    for paragraph in _paragraphs(article):
        text = _inline(article, paragraph, escaped_lines, lambda words, url: f"[{words}](<{url}>)")
        if paragraph.role is Role.EMPHASIS and text.strip():
            text = f"**{text}**"
        prefix = _PREFIXES.get(paragraph.role, "")
        hanging = "> " if paragraph.role is Role.QUOTE else " " * len(prefix)
        block = prefix + text.replace("\n", f"\n{hanging}")
        if paragraph.role is Role.ITEM and before is Role.ITEM:
            parts[-1] += f"\n{block}"
        else:
            parts.append(block)
        before = paragraph.role
    return "\n\n".join(parts) + "\n"


def as_html(article: StoredArticle) -> str:
    """Return an article as a page of HTML."""
    language = f' lang="{escape(article.language)}"' if article.language else ""
    title = escape(article.title)
    source = " · ".join(map(escape, _source(article)))
    if article.url:
        source = f'<a href="{escape(article.url)}">{source or escape(article.url)}</a>'
    blocks = []
    for role, paragraphs in itertools.groupby(_paragraphs(article), key=lambda each: each.role):
        written = "\n".join(_block(article, each) for each in paragraphs)
        blocks.append(f"<ul>\n{written}\n</ul>" if role is Role.ITEM else written)
    return (
        f'<!doctype html>\n<html{language}>\n<head><meta charset="utf-8"><title>{title}</title>'
        f"</head>\n<body>\n<article>\n<h1>{title}</h1>\n<p>{source}</p>\n"
        + "\n".join(blocks)
        + "\n</article>\n</body>\n</html>\n"
    )


def as_json(article: StoredArticle) -> str:
    """Return an article with its record, in the form of ``onrecord analyse --json``."""
    # Imported here: nothing else of the analysis is needed to write articles.
    from onrecord.analyse.record_json import record_as_json

    about = {
        "id": str(article.id),
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "url": article.url,
        "published": article.published_at.isoformat() if article.published_at else None,
        "fetched": article.fetched_at.isoformat(),
        "tags": article.tags,
        "notes": [
            {"quotation": note.quotation or None, "start": note.start, "text": note.text}
            for note in article.notes
        ],
    }
    rest: dict[str, object] = {"text": article.body.text, "record": None}
    if article.record is not None:
        document = Document(str(article.id), article.title, article.body.text)
        rest = record_as_json(document, article.record)
    return json.dumps({**rest, **about}, ensure_ascii=False, indent=2) + "\n"


FORMATS: Final[dict[str, tuple[str, Callable[[StoredArticle], str]]]] = {
    "text": (".txt", as_text),
    "markdown": (".md", as_markdown),
    "html": (".html", as_html),
    "json": (".json", as_json),
}
"""Each format's name, the ending of its files, and what writes an article in it."""


def escaped_lines(text: str) -> str:
    """Return lines of text as Markdown shows them: no character read as markup, no line joined."""
    return "\\\n".join(_BLOCK.sub(_unblocked, escaped(line)) for line in text.splitlines())


def _unblocked(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _source(article: StoredArticle) -> list[str]:
    day = f"{article.published_at:%Y-%m-%d}" if article.published_at else ""
    return [part for part in (article.outlet, article.byline, day) if part]


def _paragraphs(article: StoredArticle) -> Iterator[Paragraph]:
    """Give the paragraphs; where the body tells none, the stretches between blank lines."""
    if article.body.paragraphs:
        yield from article.body.paragraphs
        return
    text, start = article.body.text, 0
    for gap in [*_BLANK_LINES.finditer(text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield Paragraph(start, end)
        start = gap.end() if gap else end


def _block(article: StoredArticle, paragraph: Paragraph) -> str:
    text = _inline(
        article,
        paragraph,
        lambda words: escape(words, quote=False).replace("\n", "<br>\n"),
        lambda words, url: f'<a href="{escape(url)}">{words}</a>',
    )
    if paragraph.role is Role.EMPHASIS:
        text = f"<strong>{text}</strong>"
    tag = _TAGS.get(paragraph.role, "p")
    return f"<{tag}>{text}</{tag}>"


def _inline(
    article: StoredArticle,
    paragraph: Paragraph,
    write: Callable[[str], str],
    link: Callable[[str, str], str],
) -> str:
    """Return the text of a paragraph as ``write`` gives it, its links as ``link`` does."""
    text, at = article.body.text, paragraph.start
    parts: list[str] = []

    def put(start: int, end: int, url: str = "") -> None:
        words = text[start:end]
        core = words.strip()
        if not core:
            parts.append(words)
            return
        lead = words[: len(words) - len(words.lstrip())]
        written = write(core)
        parts.append(lead + (link(written, url) if url else written) + words[len(words.rstrip()) :])

    for each in sorted(article.body.links, key=lambda one: (one.start, -one.end)):
        if at <= each.start < each.end <= paragraph.end:
            put(at, each.start)
            put(each.start, each.end, each.url)
            at = each.end
    put(at, paragraph.end)
    return "".join(parts).strip()
