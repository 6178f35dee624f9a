"""An entry as it was found in a feed to an ``Entry``: cleaned, bounded, told apart from others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING

from onrecord.clean import clean_line, clean_url
from onrecord.model import Body, Enclosure, Entry
from onrecord.parse.html import html_to_body, text_to_body
from onrecord.parse.paragraphs import without

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TITLE = 1_000
LONGEST_GUID = 1_000
LONGEST_BYLINE = 300
LONGEST_TAG = 100
MOST_TAGS = 50
MOST_ENCLOSURES = 20
TEASER_LENGTH = 900
"""A summary of fewer characters, without any full content, is taken for a teaser."""
TITLE_WORDS = 12
"""Words of the text that serve as the title of an entry without one."""

_TAG = re.compile(
    r"<(script|style)\b[^<>]*>.*?</\1\s*>|</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|p|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_LOOKS_LIKE_HTML = re.compile(
    r"</(?:p|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|blockquote|table)\s*>|<(?:br|p|img)\b[^<>]*>"
    r"|&(?:nbsp|amp|quot|lt|gt|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,6});",
    re.IGNORECASE,
)
_BY = re.compile(r"\s*by\b[:\s]*", re.IGNORECASE)
_ADDRESS_AND_NAME = re.compile(r"\s*[^\s@()<>]+@[^\s@()<>]+\s*\(([^()]+)\)\s*")
_NAME_AND_ADDRESS = re.compile(r"\s*([^@<>()]+?)\s*(?:<[^<>]*@[^<>]*>|\([^()]*@[^()]*\))\s*")
_NO_NAME = re.compile(
    r"\S+@\S+|https?://\S+|(?:admin|author|editor|unknown|username|noreply)", re.IGNORECASE
)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z0-9]{2,8}))*")
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")

_INVITATION = re.compile(
    r"\W*(?:(?:click (?:here )?to )?(?:continue|keep) reading"
    r"|read (?:more|on|the (?:full|rest|whole))|(?:view|see) (?:the )?(?:full|entire|original)"
    r"|full (?:story|article|interview))\b.{0,120}",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_APPEARED = re.compile(
    r"(?:the post|the article|this (?:post|article|story)|source:)? ?.{0,400}"
    r"\b(?:first appeared|appeared first|was originally published) (?:on|in|at)\b.{0,200}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_NOTICE = 700
"""Characters that ``_FIRST_APPEARED`` can match at most."""
_ENDS_OPEN = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;|\+\d+ chars)\])\W*$"
    r"|(?:continue reading|read more|read the full (?:story|article))\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """What a feed says of one entry, uncleaned.

    ``text`` is HTML where ``text_is_html``; ``whole`` tells that the feed gives it as the entry's
    content, not only as a summary. ``base_url`` completes relative links in it. Dates are ready.
    """

    guid: str = ""
    url: str = ""
    title: str = ""
    title_is_html: bool = False
    text: str = ""
    text_is_html: bool = True
    whole: bool = False
    base_url: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[tuple[str, str, str], ...] = ()
    """Address, media type and length, as written."""
    digest: str = ""


def entry_of(raw: RawEntry) -> Entry:
    """Make an entry of what the feed says."""
    url = clean_url(raw.url)
    text = well_decoded(raw.text)
    if raw.text_is_html or _LOOKS_LIKE_HTML.search(text):
        body = html_to_body(text, raw.base_url or url)
    else:
        body = text_to_body(text)
    truncated = is_teaser(body, whole=raw.whole)
    title = title_of(raw.title, is_html=raw.title_is_html)
    body = without_invitations(without_title(body, title))
    title = title or first_words(body.text)
    return Entry(
        guid=guid_of(raw, url, title, body.text),
        url=url,
        title=title,
        byline=byline_of(raw.authors),
        published_at=raw.published_at,
        updated_at=raw.updated_at,
        language=language_of(raw.language),
        body=body,
        truncated=truncated,
        tags=tags_of(raw.tags),
        enclosures=enclosures_of(raw.enclosures),
        digest=raw.digest,
    )


def well_decoded(text: str) -> str:
    """Give ``text`` as meant where its UTF-8 was taken for Latin-1."""
    if text.isascii():
        return text
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text


def title_of(title: str, *, is_html: bool) -> str:
    """Give a title as one line of plain text, whatever it was escaped as, and how often."""
    title = well_decoded(title[: 20 * LONGEST_TITLE])
    if is_html:
        title = unescape(_TAG.sub("", title))
    for _ in range(2):
        if _ENTITY.search(title):
            title = _INLINE_TAG.sub("", _ENTITY.sub(lambda entity: unescape(entity.group()), title))
    return shortened(clean_line(title), LONGEST_TITLE)


def shortened(line: str, longest: int) -> str:
    """Give ``line``, cut at the end where it is longer than that."""
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def first_words(text: str) -> str:
    """Give the beginning of a text, to be used as its title."""
    words = text[:LONGEST_TITLE].split(None, TITLE_WORDS)
    line = " ".join(words[:TITLE_WORDS])
    return f"{line} …" if len(words) > TITLE_WORDS else line


def guid_of(raw: RawEntry, url: str, title: str, text: str) -> str:
    """Give what tells the entry apart: its id, else its address, else a hash of its content."""
    guid = clean_line(raw.guid[: 2 * LONGEST_GUID])
    if guid:
        if len(raw.guid) <= LONGEST_GUID:
            return guid
        return "sha256:" + _hashed(raw.guid)
    if url:
        return url
    published = raw.published_at.isoformat() if raw.published_at else ""
    return "sha256:" + _hashed(title, published, text)


def _hashed(*values: str) -> str:
    return sha256("\0".join(values).encode("utf-8", "replace")).hexdigest()


def told_apart(entries: list[Entry]) -> list[Entry]:
    """Give the entries with one guid each.

    A guid that comes back with the same address is the same entry: the one updated last stays.
    With another address it is another entry of a careless feed, and gets a guid of its own.
    """
    by_guid: dict[str, Entry] = {}
    for found in entries:
        entry = found
        first = by_guid.get(entry.guid)
        if first is not None and not _same(first, entry):
            entry = replace(entry, guid="sha256:" + _hashed(entry.guid, entry.url, entry.title))
            first = by_guid.get(entry.guid)
        if first is None or _newer(entry, first):
            by_guid[entry.guid] = entry
    return list(by_guid.values())


def _same(one: Entry, other: Entry) -> bool:
    return one.url == other.url and (bool(one.url) or one.title == other.title)


def _newer(entry: Entry, other: Entry) -> bool:
    mine, theirs = entry.updated_at or entry.published_at, other.updated_at or other.published_at
    return mine is not None and (theirs is None or mine > theirs)


def byline_of(authors: tuple[str, ...]) -> str:
    """Give the authors as one line: names only, without "by", each once."""
    names: dict[str, str] = {}
    for author in authors:
        text = author[:LONGEST_BYLINE]
        named = _ADDRESS_AND_NAME.fullmatch(text) or _NAME_AND_ADDRESS.fullmatch(text)
        name = title_of(named.group(1) if named else text, is_html="<" in text)
        name = _BY.sub("", name, count=1) if _BY.match(name) else name
        if name and not _NO_NAME.fullmatch(name):
            names.setdefault(name.casefold(), name)
    return shortened(", ".join(names.values()), LONGEST_BYLINE)


def language_of(tag: str) -> str:
    """Give a language tag in its usual form ("en", "en-GB"), or ""."""
    tag = tag.strip().replace("_", "-")
    if len(tag) > 35 or not _LANGUAGE.fullmatch(tag):
        return ""
    primary, *rest = tag.split("-")
    return "-".join([primary.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def tags_of(terms: tuple[str, ...]) -> tuple[str, ...]:
    """Give the categories of an entry, each once."""
    names = (title_of(term, is_html=False) for term in terms[:MOST_TAGS])
    return tuple(dict.fromkeys(shortened(name, LONGEST_TAG) for name in names if name))


def enclosures_of(found: tuple[tuple[str, str, str], ...]) -> tuple[Enclosure, ...]:
    """Give the attached files that have an address to be opened, each once."""
    enclosures: dict[str, Enclosure] = {}
    for address, media_type, length in found[:MOST_ENCLOSURES]:
        url = clean_url(address)
        if url:
            known_type = media_type if _MEDIA_TYPE.fullmatch(media_type) else ""
            bytes_told = int(length) if length.isascii() and length.isdigit() else 0
            size = bytes_told if 0 < bytes_told < 2**53 else None
            enclosures.setdefault(url, Enclosure(url, known_type, size))
    return tuple(enclosures.values())


def is_teaser(body: Body, *, whole: bool) -> bool:
    """Tell whether a text only invites to read its page.

    It does where it breaks off or ends in an invitation, and where it is a summary (not ``whole``)
    of fewer than ``TEASER_LENGTH`` characters.
    """
    text = body.text
    if not text or _ends_open(text[-200:]):
        return True
    if body.paragraphs:
        last = body.paragraphs[-1]
        if _INVITATION.fullmatch(text, last.start, last.end):
            return True
    return not whole and len(text) < TEASER_LENGTH


def _ends_open(end: str) -> bool:
    # Told at a glance of nearly all: the pattern looks for its beginnings at every character.
    if not any(sign in end for sign in ("…", "...", "]", "read", "Read", "READ")):
        return False
    return _ENDS_OPEN.search(end) is not None


def without_title(body: Body, title: str) -> Body:
    """Drop a first paragraph that only repeats the title, as the description of an image may."""
    if len(body.paragraphs) < 2:
        return body
    first = body.paragraphs[0]
    if body.text[: first.end].casefold() != title.casefold():
        return body
    return without(body, {0})


def without_invitations(body: Body) -> Body:
    """Drop closing paragraphs that only lead to the page or repeat where the text appeared."""
    paragraphs = body.paragraphs
    while len(paragraphs) > 1:
        last = paragraphs[-1]
        if not (
            _INVITATION.fullmatch(body.text, last.start, last.end)
            or _first_appeared(body.text[last.start : last.end])
        ):
            break
        paragraphs = paragraphs[:-1]
    if len(paragraphs) == len(body.paragraphs):
        return body
    end = paragraphs[-1].end
    links = tuple(link for link in body.links if link.end <= end)
    return Body(body.text[:end], paragraphs, links)


def _first_appeared(paragraph: str) -> bool:
    # Told at a glance of nearly all: the pattern has many places to try.
    folded = paragraph[:_LONGEST_NOTICE].casefold()
    if "appeared" not in folded and "published" not in folded:
        return False
    return _FIRST_APPEARED.fullmatch(paragraph) is not None
