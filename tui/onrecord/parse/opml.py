"""Lists of subscriptions as OPML 2.0: reading what other readers wrote, writing our own.

A folder inside a folder is one folder here, its name the path with ``/`` between the names; it is
written as nested outlines again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from onrecord.clean import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST_LIST = 10_000_000
"""Bytes."""
DEEPEST = 32
"""Folders inside each other that are heeded."""


class NotAnOutline(Exception):
    """A file is no OPML; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class OutlineFeed:
    """A feed in an OPML file."""

    url: str
    title: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """An OPML file: its feeds in order, each address once, and how many had no usable address."""

    title: str
    feeds: tuple[OutlineFeed, ...]
    unusable: int = 0


def parse_opml(content: bytes) -> Outline:
    """Read OPML of any version. Raises ``NotAnOutline``."""
    if len(content) > LARGEST_LIST:
        raise NotAnOutline("This file is larger than 10 MB; a list of feeds is smaller.")
    root = _root(content)
    if root is None or _name(root) != "opml":
        raise NotAnOutline("This file is not OPML: export your feeds as OPML and try that file.")
    found: dict[str, OutlineFeed] = {}
    unusable = 0
    for feed in _feeds(root):
        if feed.url:
            found.setdefault(feed.url, feed)
        else:
            unusable += 1
    title = next(
        (clean_line(each.text or "") for each in root.iter() if _name(each) == "title"), ""
    )
    return Outline(title, tuple(found.values()), unusable)


def write_opml(feeds: Iterable[Any], title: str = "On Record") -> str:
    """Write OPML 2.0 of anything that has ``url``, ``title`` and ``folder``, in that order."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = clean_line(title)
    body = ET.SubElement(root, "body")
    folders: dict[tuple[str, ...], ET.Element] = {(): body}
    for feed in feeds:
        path = tuple(filter(None, (clean_line(name) for name in feed.folder.split("/"))))
        for depth in range(1, len(path) + 1):
            if path[:depth] not in folders:
                name = path[depth - 1]
                folders[path[:depth]] = ET.SubElement(
                    folders[path[: depth - 1]], "outline", text=name, title=name
                )
        name = clean_line(feed.title) or feed.url
        ET.SubElement(folders[path], "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _root(content: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: Any) -> str:
    """Give the local name of an element in lower case, "" for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _feeds(root: Any) -> Iterator[OutlineFeed]:
    """Give the feeds of an outline in the order of the document."""
    body = next((each for each in root if _name(each) == "body"), root)
    stack: list[tuple[Any, tuple[str, ...]]] = [(each, ()) for each in reversed(body)]
    while stack:
        element, path = stack.pop()
        if _name(element) != "outline":
            continue
        attributes = {name.lower(): value for name, value in element.attrib.items()}
        name = clean_line(attributes.get("title", "")) or clean_line(attributes.get("text", ""))
        if "xmlurl" in attributes:
            url = clean_url(attributes["xmlurl"])
            title = "" if name == url else name
            yield OutlineFeed(url, title, "/".join(path))
        below = (
            (*path, name) if name and len(path) < DEEPEST and "xmlurl" not in attributes else path
        )
        stack += [(each, below) for each in reversed(element)]
