"""A feed document (RSS, Atom, CDF or JSON Feed) to a ``ParsedFeed``.

feedparser knows the many dialects of RSS and Atom; here it is kept from everything else it does:
it gets a stream (a string could be an address or a file name to it), no markup to sanitize, no
DOCTYPE. What it returns is cleaned and bounded in ``entry``. Pure, and meant for a process that can
be killed: the time a hostile document takes is bounded by its caller.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_line
from onrecord.model import ParsedFeed
from onrecord.parse.charset import decode
from onrecord.parse.dates import moment
from onrecord.parse.entry import (
    MOST_ENCLOSURES,
    RawEntry,
    entry_of,
    language_of,
    title_of,
    told_apart,
)
from onrecord.parse.source import Source, dissect
from onrecord.parse.specimen import Mould, Unlike
from onrecord.parse.typesetter import resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SHOWN_URL = 200
LONGEST_UPDATE_PERIOD = 60 * 60 * 24 * 366
PERIODS = {
    "hourly": 3_600,
    "daily": 86_400,
    "weekly": 604_800,
    "monthly": 2_629_800,
    "yearly": 31_557_600,
}
"""Seconds of the periods of the RSS syndication module."""

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_OTHER_DOCUMENTS = {
    **dict.fromkeys(
        ("html", "head", "body"),
        "is a web page, not a feed; add it as a site, and choose one of its feeds",
    ),
    "opml": "is a list of feeds (OPML); import it instead of adding it",
    "urlset": "is a site map, not a feed",
    "sitemapindex": "is a site map, not a feed",
    "svg": "is an image, not a feed",
}
_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})
_PAGE_DOCTYPE = re.compile(r"\s*<!doctype\s+html", re.IGNORECASE)


class NotAFeed(Exception):
    """What was fetched is no feed; ``sentence`` says what it is instead, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse_feed(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    known: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> ParsedFeed:
    """Read a feed document.

    ``url`` is where it was fetched, ``content_type`` the header it came with, ``known`` the digests
    of entries that need not be read again (they are left out of the result), ``now`` the latest
    date an entry can have (the present, if not given). Raises ``NotAFeed``, and nothing else.
    """
    now = now or datetime.now(UTC)
    shown = clean_line(url)[:SHOWN_URL]
    text = decode(body, content_type)
    if not text.strip("\0\ufeff \t\r\n"):
        raise NotAFeed(f"{shown} is empty: there is no feed to read.")
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        from onrecord.parse.jsonfeed import parse_json_feed

        feed = parse_json_feed(text, url=url, known=known, now=now)
        if feed is None:
            raise NotAFeed(f"{shown} is JSON, but not a JSON Feed.")
        return feed
    if _PAGE_DOCTYPE.match(text):
        raise NotAFeed(f"{shown} {_OTHER_DOCUMENTS['html']}.")
    source = dissect(text, known)
    if source.root in _OTHER_DOCUMENTS:
        raise NotAFeed(f"{shown} {_OTHER_DOCUMENTS[source.root]}.")
    result = _read(source, url)
    entries = _entries(result, source)
    if entries is None:
        # What was taken for alike was not, to feedparser: it reads all.
        source = dissect(text, known, specimens=False)
        result = _read(source, url)
        entries = _entries(result, source) or ()
    if result is None or not (source.root in _ROOTS or result.get("version") or result["entries"]):
        raise NotAFeed(f"{shown} is neither RSS nor Atom nor a JSON Feed.")
    return _parsed(result, entries, source, url, now)


def _read(source: Source, url: str) -> Mapping[str, Any] | None:
    """Let feedparser read the skeleton; None where it cannot."""
    if not source.root:
        return None
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    if b"xml:base" in source.skeleton:
        # With an address to start from, feedparser joins addresses at every tag.
        headers["content-location"] = url
    try:
        result: Mapping[str, Any] = feedparser.parse(
            BytesIO(source.skeleton),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers=headers,
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        # Its lenient mode trips over its own state on some documents that are none.
        return None
    return result


def _entries(
    result: Mapping[str, Any] | None, source: Source
) -> Sequence[tuple[Mapping[str, Any], str]] | None:
    """Give what feedparser found of each entry, and the entry's digest.

    None where there are specimens that it did not take for what they are.
    """
    found = [] if result is None else result["entries"]
    if len(found) != source.entries:
        # What was taken for entries may not be what feedparser takes for them: then none is known.
        return None if source.token else [(each, "") for each in found]
    if not any(each.values is not None for each in source.slices):
        return [(each, piece.digest) for each, piece in zip(found, source.slices, strict=True)]
    if result is None or result.get("bozo"):
        return None
    moulds: dict[int, Mould] = {}
    entries = []
    try:
        for piece in source.slices:
            made = found[piece.number]
            if piece.values is not None:
                mould = moulds.get(piece.number)
                if mould is None:
                    mould = moulds[piece.number] = Mould(made, source.token)
                made = mould.filled(piece.values)
            entries.append((made, piece.digest))
    except Unlike:
        return None
    return entries


def _parsed(
    result: Mapping[str, Any],
    entries: Sequence[tuple[Mapping[str, Any], str]],
    source: Source,
    url: str,
    now: datetime,
) -> ParsedFeed:
    about: dict[str, Any] = result["feed"]
    version = str(result.get("version") or "")
    language = language_of(_text(about, "language"))
    authors = _authors(about) if version.startswith("atom") else ()
    made = [
        entry_of(_raw(found, source, url, now, language, authors, digest))
        for found, digest in entries
    ]
    return ParsedFeed(
        title=title_of(_text(about, "title"), is_html=_is_html(about, "title_detail")),
        site_url=resolved(_text(about, "link"), url),
        language=language,
        entries=tuple(told_apart(made)),
        update_every=_update_every(about),
        warning=_warning(result, source),
        left_out=source.left_out,
    )


def _warning(result: Mapping[str, Any], source: Source) -> str:
    if source.cut:
        return "The feed breaks off in its middle; the entries before that were read."
    if source.too_long:
        return "The feed has too many entries; the first thousands were read."
    if result.get("bozo"):
        return "The feed is not well-formed XML; what could be read was read."
    return ""


def _raw(
    found: Mapping[str, Any],
    source: Source,
    url: str,
    now: datetime,
    language: str,
    authors: tuple[str, ...],
    digest: str,
) -> RawEntry:
    text, is_html, whole, base, text_language = _content(found, source)
    link = _link(found, url)
    return RawEntry(
        guid=_text(found, "id"),
        url=link,
        title=_text(found, "title"),
        title_is_html=_is_html(found, "title_detail"),
        text=text,
        text_is_html=is_html,
        whole=whole,
        # Relative links are meant from the article's page, unless the feed says otherwise.
        base_url=base if base and base != url else link or url,
        authors=_authors(found) or authors,
        published_at=_date(found, ("published", "updated", "created"), now),
        updated_at=_date(found, ("updated",), now),
        language=text_language or language,
        tags=tuple(str(tag.get("label") or tag.get("term") or "") for tag in _rows(found, "tags")),
        enclosures=_enclosures(found, url),
        digest=digest,
    )


def _get(found: Mapping[str, Any], key: str) -> Any:
    # feedparser's own get() follows aliases, some of them deprecated, and costs ten times as much.
    return dict.get(found, key) if isinstance(found, dict) else None


def _text(found: Mapping[str, Any], key: str) -> str:
    value = _get(found, key)
    return value if isinstance(value, str) else ""


def _rows(found: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    rows = _get(found, key)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _is_html(found: Mapping[str, Any], detail: str) -> bool:
    return _text(_get(found, detail) or {}, "type") in _HTML_TYPES


def _content(found: Mapping[str, Any], source: Source) -> tuple[str, bool, bool, str, str]:
    """Choose the fullest text: the text, whether HTML, whether content, its base and language."""
    best = ("", True, False, "", "")
    for row in _rows(found, "content"):
        text = source.restored(_text(row, "value"))
        if len(text) > len(best[0]) and _text(row, "type") in (*_HTML_TYPES, "text/plain", ""):
            is_html = _text(row, "type") in _HTML_TYPES
            best = (text, is_html, True, _text(row, "base"), _text(row, "language"))
    summary = source.restored(_text(found, "summary"))
    if len(summary) > len(best[0]):
        detail = _get(found, "summary_detail") or {}
        is_html = _text(detail, "type") != "text/plain"
        best = (summary, is_html, False, _text(detail, "base"), _text(detail, "language"))
    elif _get(found, "summary_detail"):
        # Beside a summary, a short content is often no more than the same teaser with a picture.
        best = (*best[:2], False, *best[3:])
    return best


def _link(found: Mapping[str, Any], url: str) -> str:
    links = [_text(found, "feedburner_origlink"), _text(found, "link")]
    links += [
        _text(row, "href") for row in _rows(found, "links") if _text(row, "rel") == "alternate"
    ]
    return next((link for link in (resolved(link, url) for link in links) if link), "")


def _authors(found: Mapping[str, Any]) -> tuple[str, ...]:
    rows = _rows(found, "authors")
    author = _text(found, "author")
    if author and len(rows) < 2:
        # Where address and name stand in one line, feedparser parts them at the wrong place.
        return (author,)
    return tuple(_text(row, "name") for row in rows if _text(row, "name"))


def _date(found: Mapping[str, Any], keys: tuple[str, ...], now: datetime) -> datetime | None:
    for key in keys:
        date = moment(_text(found, key), _get(found, f"{key}_parsed"), now)
        if date is not None:
            return date
    return None


def _enclosures(found: Mapping[str, Any], url: str) -> tuple[tuple[str, str, str], ...]:
    rows = [row for row in _rows(found, "links") if _text(row, "rel") == "enclosure"]
    rows += _rows(found, "media_content")
    return tuple(
        (
            resolved(_text(row, "href") or _text(row, "url"), url),
            _text(row, "type"),
            _text(row, "length") or _text(row, "filesize"),
        )
        for row in rows[:MOST_ENCLOSURES]
    )


def _update_every(about: Mapping[str, Any]) -> int | None:
    """Seconds between updates that the feed asks for: ``ttl``, else ``sy:updatePeriod``."""
    ttl = _text(about, "ttl").strip()
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 12 and int(ttl):
        return min(int(ttl) * 60, LONGEST_UPDATE_PERIOD)
    period = PERIODS.get(_text(about, "sy_updateperiod").strip().lower())
    if period is None:
        return None
    frequency = _text(about, "sy_updatefrequency").strip()
    times = int(frequency) if frequency.isascii() and frequency.isdigit() else 1
    return max(60, period // times) if 0 < times < 10_000 else period
