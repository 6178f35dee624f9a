"""What makes two entries one story: pure functions on addresses, guids and texts."""

from __future__ import annotations

import re
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


def content_hash(entry: Entry) -> str:
    """Return a hash of what an entry says, without its dates.

    An entry that is dated anew each day, or spaced another way, stays the same.
    """
    said = "\0".join(
        " ".join(each.split()) for each in (entry.title, entry.byline, entry.body.text)
    )
    return _digest(said)


def words_of(text: str) -> int:
    """Return the number of words of a text."""
    return len(text.split())


def text_hash(text: str) -> str:
    """Return a hash of the words of a text, or "" for one too short to be told by its words."""
    words = _WORD.findall(text.casefold())
    return _digest(" ".join(words)) if len(words) >= _TELLING_WORDS else ""


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
