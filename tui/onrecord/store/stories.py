"""What makes two entries one story: pure functions on addresses, guids and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from onrecord.model import Entry

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


@dataclass(frozen=True, slots=True)
class Story:
    """An entry with what it is known by: its address, its content, the words of its text.

    ``text_hash`` is "" for a text too short to be told by its words.
    """

    entry: Entry
    address: str
    content_hash: str
    text_hash: str
    words: int


def story_of(entry: Entry) -> Story:
    """Return an entry with what it is known by."""
    words = entry.body.text.split()
    said = " ".join(words)
    return Story(
        entry,
        address_of(entry.url),
        _content_hash(entry, said),
        text_hash(said, len(words)),
        len(words),
    )


def content_hash(entry: Entry) -> str:
    """Return a hash of what an entry says, without its dates.

    An entry that is dated anew each day, or spaced another way, stays the same.
    """
    return _content_hash(entry, " ".join(entry.body.text.split()))


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


def _content_hash(entry: Entry, said: str) -> str:
    title, byline = " ".join(entry.title.split()), " ".join(entry.byline.split())
    return _digest(f"{title}\0{byline}\0{said}")


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
