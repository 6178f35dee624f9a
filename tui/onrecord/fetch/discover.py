"""Finds the addresses of feeds in a page. Pure, and linear in the size of the page.

Only the tags that matter are looked for: a page that no parser likes gives its feeds all the same.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from onrecord.clean import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_PAGE: Final = 2_000_000
"""Characters of a page that are looked at."""
MOST_LINKS: Final = 30

_TYPES: Final = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/xml",
        "text/xml",
    }
)
_PATHS: Final = (
    "feed",
    "rss",
    "feed.xml",
    "rss.xml",
    "atom.xml",
    "index.xml",
    "feeds",
    "feed.atom",
    "index.rss",
    "?feed=rss2",
)

# What stands between a tag's name and its end is bounded, or a page of nothing but beginnings
# would be read again from each of them.
_TAG = re.compile(
    r"""<(link|base|a)\b((?>[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,4000}+)>""", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,100})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'<>`=]+))"""
)
_CHARSET = re.compile(rb"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)\d?(?:[/._-]|$)|\.(?:rss|atom|rdf)$", re.IGNORECASE
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|output)=(?:rss|atom|rdf)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[a-z][\w.-]{0,40}:)?(rss|feed|rdf|html|body)(?=[\s>:])")


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A link that may lead to a feed, with the title that the page gives it ("" for none)."""

    url: str
    title: str


def feed_links(page: bytes | str, url: str) -> tuple[FeedLink, ...]:
    """Give the links of ``page``, which came from ``url``, that may lead to feeds, best first.

    First come those that the page declares (``<link rel="alternate">``), then links that look
    like feeds; feeds of comments come after the others. Each address comes once.
    """
    text = _without_hidden(_text(page))
    base = url
    declared: list[FeedLink] = []
    linked: list[FeedLink] = []
    for name, attributes in _tags(text):
        if name == "base" and base == url:
            base = clean_url(attributes.get("href", ""), url) or url
        elif name == "link" and _declares_feed(attributes):
            declared.append(_link(attributes, base))
        elif name == "a" and _looks_like_feed_address(attributes.get("href", "")):
            linked.append(_link(attributes, base))
    found: dict[str, FeedLink] = {}
    for link in sorted(declared, key=_is_of_comments) + sorted(linked, key=_is_of_comments):
        if link.url and link.url != url:
            found.setdefault(link.url, link)
    return tuple(found.values())[:MOST_LINKS]


def common_addresses(url: str) -> tuple[str, ...]:
    """Give the addresses where sites like that of ``url`` often keep their feed, best first."""
    parts = urlsplit(url)
    folder = parts._replace(path=parts.path.rstrip("/") + "/", query="", fragment="").geturl()
    root = parts._replace(path="/", query="", fragment="").geturl()
    near = [folder + path for path in _PATHS[:2]] if folder != root else []
    return tuple(dict.fromkeys([*near, *(root + path for path in _PATHS)]))


def looks_like_feed(body: bytes) -> bool:
    """Tell whether ``body`` begins like RSS, Atom or RDF, whatever a server calls it."""
    start = _text(body[:8_192]).lower()
    root = _ROOT.search(_without(start, "<!--", "-->"))
    if root is None or root[1] in {"html", "body"}:
        return False
    return root[1] != "rdf" or "purl.org/rss" in start or "netscape.com" in start


def _text(page: bytes | str) -> str:
    if isinstance(page, str):
        return page[:LARGEST_PAGE]
    page = page[:LARGEST_PAGE]
    if page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return page.decode("utf-16", "replace")
    if page[:2] in {b"\0<", b"<\0"}:
        return page.decode("utf-16-be" if page[0] == 0 else "utf-16-le", "replace")
    told = _CHARSET.search(page[:2_048])
    try:
        return page.decode(told[1].decode("ascii") if told else "utf-8", "replace")
    except LookupError:
        return page.decode("utf-8", "replace")


def _without_hidden(text: str) -> str:
    """Take out what is not shown: a link in a comment or a script is none."""
    text = _without(text, "<!--", "-->")
    for name in ("script", "style", "template"):
        text = _without(text, rf"(?i:<{name}\b)", rf"(?i:</{name}\b)")
    return text


def _without(text: str, start: str, end: str) -> str:
    first, *others = re.split(start, text)
    return first + "".join(re.split(end, other, maxsplit=1)[-1] for other in others)


def _tags(text: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    for tag in _TAG.finditer(text):
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(tag[2]):
            attributes.setdefault(name.lower(), html.unescape("".join(values)).strip())
        yield tag[1].lower(), attributes


def _declares_feed(attributes: Mapping[str, str]) -> bool:
    kinds = attributes.get("rel", "").lower().split()
    media_type = attributes.get("type", "").partition(";")[0].strip().lower()
    return "feed" in kinds or ("alternate" in kinds and media_type in _TYPES)


def _looks_like_feed_address(address: str) -> bool:
    parts = urlsplit(clean_url(address, "http://relative.example/"))
    if "sitemap" in parts.path.lower():
        return False
    return bool(
        _FEED_PATH.search(parts.path)
        or _FEED_QUERY.search(parts.query)
        or (parts.hostname or "").startswith(("feeds.", "feed.", "rss."))
    )


def _link(attributes: Mapping[str, str], base: str) -> FeedLink:
    url = clean_url(attributes.get("href", ""), base)
    return FeedLink(url.partition("#")[0], clean_line(attributes.get("title", ""))[:200])


def _is_of_comments(link: FeedLink) -> bool:
    return "comment" in f"{link.title} {urlsplit(link.url).path}".lower()
