"""Entries as the archive keeps them, and what makes two of them one story. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from onrecord.store.columns import seconds_or_none, to_json, write_links, write_paragraphs

if TYPE_CHECKING:
    from onrecord.model import Entry, ParsedFeed

_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "mc_", "pk_", "mtm_", "hsa_", "vero_", "oly_")
_TRACKING = frozenset(
    {
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
        "igshid", "igsh", "xtor", "cmp", "cmpid", "cid", "ito", "smid", "smtyp", "spm", "partner",
        "rss", "ref", "ref_src", "ref_url", "referrer", "source", "ftag", "icid", "ncid", "ocid",
        "sref", "feedtype", "feedname", "traffic_source", "campaign_id", "amp", "guccounter",
    }
)  # fmt: skip
_MARKS = (("“”„«»", '"'), ("‘’‚‹›", "'"), ("–—‐‑", "-"))
_PLAIN_ADDRESS = re.compile(r"https?://([a-z0-9.-]+)(/[!-~]*)?")
_WORD = re.compile(r"\w+")
_TELLING_WORDS = 40
_LONG_WORDS = 150
_TELLING_GUID = 16


def address_of(url: str) -> str:
    """Return a web address without what may differ for one and the same page.

    Dropped are the scheme, ``www.``, the fragment, a slash at the end, and the parameters that
    track where a reader came from; the others are sorted. A site's front page, which entries
    without a page of their own link to, and what is no web address give "".
    """
    plain = _PLAIN_ADDRESS.fullmatch(url)
    if plain is not None and "?" not in url and "#" not in url:
        path = (plain[2] or "").rstrip("/")
        return plain[1].removeprefix("www.") + path if path else ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    query = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKING and not name.lower().startswith(_TRACKING_PREFIXES)
    )
    path = parts.path.rstrip("/")
    if not path and not query:
        return ""
    host = parts.hostname.removeprefix("www.")
    if port not in {None, 80, 443}:
        host = f"{host}:{port}"
    return f"{host}{path}?{urlencode(query)}" if query else host + path


class Story(NamedTuple):
    """An entry as the archive keeps it, with what it is known by: its address, content and words.

    Times are Unix seconds. ``paragraphs``, ``links``, ``categories`` and ``enclosures`` are JSON.
    ``text_hash`` is "" for a text too short to be told by its words. (A named tuple, which goes
    from process to process in a third of the time of a dataclass.)
    """

    guid: str
    url: str
    address: str
    title: str
    byline: str
    published_at: int | None
    updated_at: int | None
    language: str
    truncated: bool
    categories: str
    enclosures: str
    text: str
    paragraphs: str
    links: str
    words: int
    digest: str
    content_hash: str
    text_hash: str


@dataclass(frozen=True, slots=True)
class Stories:
    """A feed document as the archive keeps it: what it says of itself, and its stories."""

    title: str
    site_url: str
    stories: tuple[Story, ...]
    update_every: int | None = None
    warning: str = ""
    left_out: int = 0


def stories_of(parsed: ParsedFeed) -> Stories:
    """Return a feed document as the archive keeps it."""
    return Stories(
        title=parsed.title,
        site_url=parsed.site_url,
        stories=tuple(map(story_of, parsed.entries)),
        update_every=parsed.update_every,
        warning=parsed.warning,
        left_out=parsed.left_out,
    )


def story_of(entry: Entry) -> Story:
    """Return an entry as the archive keeps it."""
    body = entry.body
    said, words = _said(body.text)
    return Story(
        guid=entry.guid,
        url=entry.url,
        address=address_of(entry.url),
        title=entry.title,
        byline=entry.byline,
        published_at=seconds_or_none(entry.published_at),
        updated_at=seconds_or_none(entry.updated_at),
        language=entry.language,
        truncated=entry.truncated,
        categories=to_json(entry.tags),
        enclosures=to_json([[each.url, each.media_type, each.length] for each in entry.enclosures]),
        text=body.text,
        paragraphs=write_paragraphs(body.paragraphs),
        links=write_links(body.links),
        words=words,
        digest=entry.digest,
        content_hash=_content_hash(entry.title, entry.byline, said),
        text_hash=text_hash(said, words),
    )


def _said(text: str) -> tuple[str, int]:
    """Return the words of a text, one space apart, and their number."""
    line = text.replace("\n\n", " ").replace("\n", " ")
    # The only white space that is printable is the space; so most texts need not be taken apart.
    if line.isprintable() and "  " not in line and line == line.strip():
        return line, line.count(" ") + bool(line)
    words = text.split()
    return " ".join(words), len(words)


def text_hash(said: str, words: int) -> str:
    """Return a hash of a text of so many words, one space apart; "" for one of few words.

    Outlets set quotation marks and dashes their own way, so all of a kind count as one.
    """
    if words < _TELLING_WORDS:
        return ""
    for kind, mark in _MARKS:
        for each in kind:
            # Thirty times as fast as str.translate on a text that is not all ASCII.
            said = said.replace(each, mark)
    return _digest(said)


def _content_hash(title: str, byline: str, said: str) -> str:
    """Return a hash of what an entry says, without its dates.

    An entry that is dated anew each day, or spaced another way, stays the same.
    """
    return _digest(f"{' '.join(title.split())}\0{' '.join(byline.split())}\0{said}")


def same_text_is_same_story(title: str, other_title: str, words: int) -> bool:
    """Tell whether two entries with the same words are one story.

    A short text under two titles may be a notice that a site puts in place of its articles.
    """
    return words >= _LONG_WORDS or _folded(title) == _folded(other_title)


def same_guid_is_same_story(guid: str, title: str, url: str, other_title: str, other: str) -> bool:
    """Tell whether entries of two feeds with the same guid are one story.

    They are on one host; a short guid, such as a plain number, also needs the same title.
    """
    host = urlsplit(url).hostname
    if not host or host != urlsplit(other).hostname:
        return False
    return len(guid) >= _TELLING_GUID or _folded(title) == _folded(other_title)


def _folded(title: str) -> list[str]:
    return _WORD.findall(title.casefold())


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()
