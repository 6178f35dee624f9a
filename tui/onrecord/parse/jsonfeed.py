"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_url
from onrecord.model import ParsedFeed
from onrecord.parse.dates import iso_moment
from onrecord.parse.entry import RawEntry, entry_of, language_of, title_of, told_apart
from onrecord.parse.source import MOST_ENTRIES, digest_of
from onrecord.parse.typesetter import resolved

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.model import Entry

# The address of the version is asked for; some write only its number.
_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/|1(?:\.\d)?$")


def parse_json_feed(
    text: str, *, url: str, known: frozenset[str], now: datetime
) -> ParsedFeed | None:
    """Read a JSON Feed as ``parse_feed`` reads the others; None where ``text`` is none."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if not _VERSION.match(_text(feed, "version")):
        return None
    language = language_of(_text(feed, "language"))
    entries: list[Entry] = []
    left_out = 0
    for item in feed["items"][:MOST_ENTRIES]:
        if not isinstance(item, dict):
            continue
        digest = digest_of(json.dumps(item, sort_keys=True))
        if digest in known:
            left_out += 1
        else:
            entries.append(entry_of(_raw(item, feed, url, now, digest)))
    return ParsedFeed(
        title=title_of(_text(feed, "title"), is_html=False),
        site_url=clean_url(resolved(_text(feed, "home_page_url"), url)),
        language=language,
        entries=tuple(told_apart(entries)),
        left_out=left_out,
    )


def _raw(
    item: dict[str, Any], feed: dict[str, Any], url: str, now: datetime, digest: str
) -> RawEntry:
    html, plain = _text(item, "content_html"), _text(item, "content_text")
    text = html or plain or _text(item, "summary")
    link = resolved(_text(item, "url") or _text(item, "external_url"), url)
    number = item.get("id")
    return RawEntry(
        guid=str(number) if isinstance(number, int | float) else _text(item, "id"),
        url=link,
        title=_text(item, "title"),
        text=text,
        text_is_html=bool(html),
        whole=bool(html or plain),
        base_url=link or url,
        authors=_authors(item) or _authors(feed),
        published_at=iso_moment(_text(item, "date_published"), now),
        updated_at=iso_moment(_text(item, "date_modified"), now),
        language=_text(item, "language") or _text(feed, "language"),
        tags=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=tuple(
            (
                resolved(_text(row, "url"), url),
                _text(row, "mime_type"),
                str(row.get("size_in_bytes", "")),
            )
            for row in _list(item, "attachments")
            if isinstance(row, dict)
        ),
        digest=digest,
    )


def _authors(found: dict[str, Any]) -> tuple[str, ...]:
    rows = [*_list(found, "authors"), found.get("author")]
    return tuple(_text(row, "name") for row in rows if isinstance(row, dict) and _text(row, "name"))


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _list(found: dict[str, Any], key: str) -> list[Any]:
    value = found.get(key)
    return value if isinstance(value, list) else []
