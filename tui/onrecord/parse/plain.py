"""Entries so plain that they need no feed parser.

Nearly all entries of nearly all feeds are a dozen elements without children. Those are read here
by pattern, many times faster than feedparser does, into the fields it would make of them. Anything
else (another element, a child, an attribute or a date of another form, text that might be
markup or badly decoded) leaves the whole entry to feedparser, whose word counts. That both
agree is tested on the same documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from onrecord.parse.references import CDATA, character_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from time import struct_time

    Fields = dict[str, Any]
    Attributes = dict[str, str]
    Take = Callable[[Fields, Attributes, str], None]

_ELEMENT = re.compile(
    r"""\s*<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+)\s*"""
    r"(?:/>|>(<!\[CDATA\[[^\]<]*+\]\]>|[^<]*+)</\1\s*>)"
)
_PERSON = re.compile(r"\s*<author>\s*<name>([^<]*+)</name>\s*(?:<uri>[^<]*+</uri>\s*)?</author>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_START = re.compile(r"<(?:item|entry)>")
_END = re.compile(r"\s*</(?:item|entry)\s*>")
_DATE_RFC_822 = re.compile(
    r"(?:\w{3}, )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d (?:GMT|[+-]\d{4})"
)
_DATE_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_ADDRESS = re.compile(r"https?://[^/\s<>;\\][^\s<>;\\]*")
_IDENTIFIER = re.compile(r"[^\s<>;&\\]+")
_C1 = re.compile("[\x80-\x9f]")
_NAMESPACE = re.compile(r"""\bxmlns(?::([\w.-]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")

PREFIXES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
ATOM = "http://www.w3.org/2005/Atom"
_OTHER_RELATIONS = frozenset({"self", "edit", "replies"})


class NotPlain(Exception):
    """The entry holds something that is feedparser's to understand."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the plain entries of one document."""

    elements: Mapping[str, Take]
    persons: bool

    def read(self, source: str) -> Fields | None:
        """Give the fields of an entry by feedparser's names; None where it is not plain."""
        start = _START.match(source)
        if start is None:
            return None
        fields: Fields = {}
        at = start.end()
        try:
            while _END.match(source, at) is None:
                at = self._element(source, at, fields)
        except (NotPlain, ValueError, OverflowError):
            return None
        if fields.pop("guidislink", False) and "link" not in fields:
            fields["link"] = fields["id"]
        return fields

    def _element(self, source: str, at: int, fields: Fields) -> int:
        person = _PERSON.match(source, at) if self.persons else None
        if person is not None:
            _author(fields, {}, _words(person[1]))
            return person.end()
        element = _ELEMENT.match(source, at)
        if element is None or element[1] not in self.elements:
            raise NotPlain
        attributes = {
            name: character_data(double or single)
            for name, double, single in _ATTRIBUTE.findall(element[2])
        }
        self.elements[element[1]](fields, attributes, element[3] or "")
        return element.end()


def reader_for(document: str, root: str) -> Reader | None:
    """Choose the reader for a document, None where none of its entries can be called plain.

    ``root`` is the opening tag of its first element.
    """
    if "xml:base" in document or "<!DOCTYPE" in document[:4_096]:
        return None
    declared = {prefix: double or single for prefix, double, single in _NAMESPACE.findall(root)}
    if any(declared.get(prefix, uri) != uri for prefix, uri in PREFIXES.items()):
        return None
    default = declared.get("", "")
    if root.startswith("<rss") and not default:
        elements = {
            name: take
            for name, take in _RSS.items()
            if ":" not in name or name.partition(":")[0] in declared
        }
        return Reader(elements, persons=False)
    if root.startswith("<feed") and default == ATOM:
        return Reader(_ATOM, persons=True)
    return None


def _words(xml: str) -> str:
    """Give a value that can be nothing but text."""
    text = character_data(xml)
    if not text.isprintable() or "<" in text or "&" in text:
        raise NotPlain
    return _decoded(text)


def _decoded(text: str) -> str:
    """Give ``text`` where it cannot be UTF-8 or Windows-1252 that was taken for Latin-1."""
    if not text.isascii():
        if _C1.search(text):
            raise NotPlain
        try:
            text.encode("iso-8859-1")
        except UnicodeEncodeError:
            return text
        raise NotPlain
    return text


def _fit(pattern: re.Pattern[str], xml: str) -> str:
    text = character_data(xml)
    if not pattern.fullmatch(text) or not text.isprintable():
        raise NotPlain
    return _decoded(text)


def _only(attributes: Attributes, *allowed: str) -> None:
    if attributes and not attributes.keys() <= set(allowed):
        raise NotPlain


def _once(fields: Fields, key: str, value: object) -> None:
    if key in fields:
        raise NotPlain
    fields[key] = value


def _title(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes, "type")
    if attributes.get("type", "text") not in ("text", "html"):
        raise NotPlain
    _once(fields, "title", _words(xml))


def _author(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes)
    name = _words(xml)
    if "@" in name:
        raise NotPlain
    _once(fields, "author", name)


def _rss_link(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes)
    _once(fields, "link", _fit(_ADDRESS, xml))


def _guid(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes, "isPermaLink")
    is_link = attributes.get("isPermaLink", "true") == "true"
    _once(fields, "id", _fit(_ADDRESS if is_link else _IDENTIFIER, xml))
    fields["guidislink"] = is_link


def _atom_id(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes)
    _once(fields, "id", _fit(_IDENTIFIER, xml))
    if ":///" in fields["id"]:
        raise NotPlain
    fields["guidislink"] = True


def _atom_link(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes, "href", "rel", "type", "title", "hreflang")
    relation = attributes.get("rel", "alternate")
    if xml or (relation not in _OTHER_RELATIONS and relation != "alternate"):
        raise NotPlain
    if relation == "alternate":
        if attributes.get("type", "text/html") != "text/html":
            raise NotPlain
        _once(fields, "link", _fit(_ADDRESS, attributes.get("href", "")))


def _rss_category(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes, "domain")
    fields.setdefault("tags", []).append({"term": _words(xml)})


def _atom_category(fields: Fields, attributes: Attributes, xml: str) -> None:
    _only(attributes, "term", "label", "scheme")
    if xml:
        raise NotPlain
    tag = {key: _words(attributes.get(key, "")) for key in ("term", "label")}
    fields.setdefault("tags", []).append(tag)


def _date(key: str, pattern: re.Pattern[str], read: Callable[[str], datetime]) -> Take:
    def take(fields: Fields, attributes: Attributes, xml: str) -> None:
        _only(attributes)
        raw = _fit(pattern, xml)
        _once(fields, key, raw)
        parsed: struct_time = read(raw).utctimetuple()
        fields[f"{key}_parsed"] = parsed

    return take


def _rich(attributes: Attributes, default: str) -> str:
    _only(attributes, "type")
    kinds = {"": default, "html": "text/html", "text/html": "text/html", "text": "text/plain"}
    kind = kinds.get(attributes.get("type", ""))
    if kind is None:
        raise NotPlain
    return kind


def _value(xml: str) -> str:
    if xml.count(CDATA) > 1:
        raise NotPlain
    return _decoded(character_data(xml))


def _summary(default: str) -> Take:
    def take(fields: Fields, attributes: Attributes, xml: str) -> None:
        _once(fields, "summary_detail", {"type": _rich(attributes, default)})
        fields["summary"] = _value(xml)

    return take


def _content(default: str) -> Take:
    def take(fields: Fields, attributes: Attributes, xml: str) -> None:
        kind = _rich(attributes, default)
        _once(fields, "content", [{"type": kind, "value": _value(xml)}])
        fields.setdefault("summary", fields["content"][0]["value"])

    return take


def _pass_over(fields: Fields, attributes: Attributes, xml: str) -> None:
    pass


_RSS: Mapping[str, Take] = {
    "title": _title,
    "link": _rss_link,
    "guid": _guid,
    "pubDate": _date("published", _DATE_RFC_822, parsedate_to_datetime),
    "dc:creator": _author,
    "author": _author,
    "category": _rss_category,
    "description": _summary("text/html"),
    "content:encoded": _content("text/html"),
    "comments": _pass_over,
    "slash:comments": _pass_over,
    "wfw:commentRss": _pass_over,
}
_ATOM: Mapping[str, Take] = {
    "title": _title,
    "link": _atom_link,
    "id": _atom_id,
    "published": _date("published", _DATE_RFC_3339, datetime.fromisoformat),
    "updated": _date("updated", _DATE_RFC_3339, datetime.fromisoformat),
    "category": _atom_category,
    "summary": _summary("text/plain"),
    "content": _content("text/plain"),
}
