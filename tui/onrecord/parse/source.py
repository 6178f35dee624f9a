"""The text of a feed document, made ready for feedparser: whole, harmless and short.

feedparser reads whatever is given to it, but slowly, and what breaks an XML parser sends it into a
mode four times slower. So the document is mended first where that is safe (junk around it,
entities that only HTML knows, a missing end); entries known from an earlier visit are left out; the
texts of the others, nine tenths of most feeds, are lifted out and put back afterwards; and of
entries that are alike only the first is left, as a specimen (:mod:`onrecord.parse.specimen`).
No DOCTYPE reaches a parser: entities are replaced here, to a limit.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from html import unescape
from html.entities import html5

from onrecord.parse.references import CDATA, CDATA_END, REFERENCE, character_data
from onrecord.parse.specimen import OTHER_TYPE, Specimens, Unlike

EDITION = b"1"
"""Raised when entries are to be read anew, because what is made of them has changed."""
MOST_ENTRIES = 5_000
SHORTEST_LIFTED = 1
"""Characters of an element's text that make it worth lifting out."""
LONGEST_TAG = 16_384
"""Characters of a tag. A parser's time can grow with the square of an element's attributes."""
LONGEST_VALUE = 10_000
"""Characters of a name, a date, an address: feedparser's patterns are slow on longer ones."""
MOST_EXPANSION = 1_000_000
"""Characters that a document's own entities may add to it."""
LONGEST_ENTITY = 256

_ROOT = re.compile(r"\s*<([A-Za-z_][\w.:-]*)")
_START = re.compile(r"<\?xml\b|<(?:[\w.-]+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.-]+)\s+(?:"([^"<]*)"|'([^'<]*)')\s*>""")
_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+\s*"""
_MARK = re.compile(
    r"<!\[CDATA\[|<!--"
    r"|<(?P<open>(?:[\w.-]+:)?(?:item|entry))(?=[\s>])"
    r"|</(?P<close>(?:[\w.-]+:)?(?:item|entry))\s*>"
    r"|<(?P<text>(?:[\w.-]+:)?(?:description|summary|content|encoded))"
    rf"(?P<attributes>{_ATTRIBUTES})>"
)
_HUGE_TAG = re.compile(rf"<(/?[A-Za-z_][\w:.-]{{0,40}})[^<>]{{{LONGEST_TAG},}}>")
_HUGE_VALUE = re.compile(
    r"(<(?:[\w.-]+:)?(?:author|creator|contributor|managingEditor|webMaster|name|email|title|link|url"
    r"|uri|guid|id|category|keywords|pubDate|date|published|updated|issued|modified|created)\b[^<>]*>"
    rf"[^<]{{{LONGEST_VALUE}}})[^<]+"
)
_CDATA_OR_REFERENCE = re.compile(
    REFERENCE.pattern.replace("()", r"(<!\[CDATA\[.*?\]\]>)|", 1), re.DOTALL
)
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NOT_IN_XML = bytes(set(range(32)) - {9, 10, 13})

DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Slice:
    """An entry of a document: a hash of its source, and its number in the skeleton.

    ``values`` are what differs in it from the specimen that stands there; None: it stands there
    itself.
    """

    digest: str
    number: int
    values: tuple[str, ...] | None = None


@dataclass(slots=True)
class Source:
    """A feed document cut up for parsing.

    ``root`` is the local name of its first element in lower case, "" where it has none;
    ``skeleton`` what feedparser is to read, with so many ``entries``; ``texts`` the lifted texts by
    the token that stands for each in the skeleton; ``slices`` the entries of the document, in
    order; ``token`` what the tokens for the values of specimens begin with; ``left_out`` how many
    known entries are in neither; ``cut`` whether the document ends in its middle; ``too_long``
    whether entries beyond the limit were not read.
    """

    root: str
    skeleton: bytes = b""
    entries: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    slices: list[Slice] = field(default_factory=list)
    token: str = ""
    left_out: int = 0
    cut: bool = False
    too_long: bool = False

    def restored(self, value: str) -> str:
        """Give the text that was lifted out where ``value`` is its token, else ``value``."""
        return self.texts.get(value.strip(), value)


def dissect(text: str, known: frozenset[str] = frozenset(), *, specimens: bool = True) -> Source:
    """Cut up a feed document (XML, decoded); ``known`` holds digests of entries to leave out.

    Without ``specimens`` all others are in the skeleton.
    """
    begin = _START.search(text, 0, 4_096)
    if begin is not None and not text[: begin.start()].lstrip().lower().startswith("<"):
        text = text[begin.start() :]
    start, entities = _after_prolog(text)
    root = _ROOT.match(text, start)
    if root is None:
        return Source("")
    name = root.group(1)
    source = Source(name.rpartition(":")[2].lower())
    if specimens and not entities and "xml:base" not in text:
        source.token = _token_for(text, "value")
    end = text.rfind(f"</{name}")
    closed = end != -1 and text.find(">", end) != -1
    if closed:
        end = text.find(">", end) + 1
    scan = _Scan(text, start, end if closed else len(text), known, source)
    parts = scan.run()
    if not closed and scan.slices:
        source.cut = True
        scan.drop_unfinished()
    if source.cut or source.too_long:
        parts.append("</channel></rss>" if source.root == "rss" else f"</{name}>")
    mended = _mended("".join(parts), entities)
    mended = _HUGE_VALUE.sub(r"\1", _HUGE_TAG.sub(r"<\1>", mended))
    encoded = mended.encode("utf-8", "replace").translate(None, _NOT_IN_XML)
    source.skeleton = DECLARATION + encoded
    return source


def _after_prolog(text: str) -> tuple[int, dict[str, str]]:
    """Find where the root element begins, and the short entities that a DOCTYPE declares."""
    at = 0
    entities: dict[str, str] = {}
    while True:
        at += len(text[at : at + 1_000]) - len(text[at : at + 1_000].lstrip("\ufeff \t\r\n"))
        if text.startswith("<?", at):
            end = text.find("?>", at) + 2
        elif text.startswith("<!--", at):
            end = text.find("-->", at + 4) + 3
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = _doctype_end(text, at)
            for key, double, single in _ENTITY.findall(text, at, end):
                value = unescape(double or single)
                if len(value) <= LONGEST_ENTITY:
                    entities.setdefault(key, value)
        else:
            return at, entities
        if end <= at + 2:
            return at, entities
        at = end


def _doctype_end(text: str, at: int) -> int:
    close = text.find(">", at)
    subset = text.find("[", at, close if close != -1 else None)
    if subset != -1:
        close = text.find(">", text.find("]", subset))
    return close + 1


class _Scan:
    """One walk through a document: which entries it has, and which texts can be lifted out."""

    def __init__(
        self, text: str, start: int, end: int, known: frozenset[str], source: Source
    ) -> None:
        self.text = text
        self.end = end
        self.known = known
        self.source = source
        self.parts: list[str] = []
        self.slices = 0
        self._opened = 0
        self._at = start
        self._token = _token_for(text, "lifted")
        self._specimens = Specimens(source.token, source.texts) if source.token else None
        self._numbers: dict[str, int] = {}
        self._inside = ""
        self._entry_start = 0
        self._entry_parts = 0

    def run(self) -> list[str]:
        """Give the parts of the skeleton, in order."""
        position = self._at
        while True:
            mark = _MARK.search(self.text, position, self.end)
            if mark is None:
                break
            position = self._take(mark)
            if position == -1:
                break
        self.parts.append(self.text[self._at : self.end])
        return self.parts

    def _take(self, mark: re.Match[str]) -> int:
        """Deal with what was found; return where to go on, -1 for nowhere."""
        if mark["text"]:
            return self._lift(mark)
        if mark["open"]:
            return self._open(mark)
        if mark["close"]:
            return self._close(mark)
        closing = CDATA_END if mark.group() == CDATA else "-->"
        end = self.text.find(closing, mark.end(), self.end)
        return end + 3 if end != -1 else -1

    def _open(self, mark: re.Match[str]) -> int:
        self._opened += 1
        if self._opened > MOST_ENTRIES:
            return self._stop(mark.start())
        if not self._inside:
            self._inside = mark["open"]
            self._entry_start = mark.start()
            self.parts.append(self.text[self._at : mark.start()])
            self._at = mark.start()
            self._entry_parts = len(self.parts)
        return mark.end()

    def _close(self, mark: re.Match[str]) -> int:
        if mark["close"] != self._inside:
            return mark.end()
        self._inside = ""
        self.slices += 1
        digest = digest_of(self.text[self._entry_start : mark.end()])
        if digest in self.known:
            self.source.left_out += 1
            del self.parts[self._entry_parts :]
            self._at = mark.end()
        else:
            self._keep(digest, mark.end())
        return mark.end()

    def _keep(self, digest: str, end: int) -> None:
        """Take an entry, or what differs in it from the specimen of its sort."""
        source = self.source
        if self._specimens is not None:
            entry = "".join((*self.parts[self._entry_parts :], self.text[self._at : end]))
            with suppress(Unlike):
                specimen, values = self._specimens.of(entry)
                del self.parts[self._entry_parts :]
                self._at = end
                number = self._numbers.get(specimen)
                if number is None:
                    number = self._numbers[specimen] = source.entries
                    source.entries += 1
                    self.parts.append(specimen)
                source.slices.append(Slice(digest, number, values))
                return
        source.slices.append(Slice(digest, source.entries))
        source.entries += 1

    def _stop(self, position: int) -> int:
        self.parts.append(self.text[self._at : position])
        self._at = self.end
        self.source.too_long = True
        return -1

    def _lift(self, mark: re.Match[str]) -> int:
        start = position = mark.end()
        closing = "</" + mark["text"]
        while True:
            position = self.text.find("<", position, self.end)
            if position == -1 or not self.text.startswith((CDATA, closing), position):
                return start
            if self.text.startswith(closing, position):
                break
            position = self.text.find(CDATA_END, position, self.end)
            if position == -1:
                return start
            position += len(CDATA_END)
        if position - start < SHORTEST_LIFTED or OTHER_TYPE.search(mark["attributes"]):
            return position
        token = f"{self._token}{len(self.source.texts)}."
        self.source.texts[token] = character_data(self.text[start:position])
        self.parts.append(self.text[self._at : start])
        self.parts.append(token)
        self._at = position
        return position

    def drop_unfinished(self) -> None:
        """Take back the entry, or the tag, in which the document ends."""
        if self._inside:
            del self.parts[self._entry_parts :]
        else:
            self.parts[-1] = self.parts[-1][: self.parts[-1].rfind(">") + 1]


def _token_for(text: str, word: str) -> str:
    """Make a word that the document does not hold."""
    number = 0
    while f"{word}.{number}." in text:
        number += 1
    return f"{word}.{number}."


def digest_of(source: str) -> str:
    """Hash the source of an entry, as this edition of the parser reads it."""
    data = source.encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=16, person=EDITION).hexdigest()


def _mended(xml: str, entities: dict[str, str]) -> str:
    """Replace references that an XML parser would stumble over, outside of CDATA sections."""
    if "&" not in xml:
        return xml
    left = MOST_EXPANSION

    def replaced(reference: re.Match[str]) -> str:
        nonlocal left
        cdata, hexadecimal, decimal, name = reference.groups()
        if cdata:
            return cdata
        if hexadecimal or decimal:
            return _character(int(hexadecimal, 16) if hexadecimal else int(decimal))
        if name in _PREDEFINED:
            return reference.group()
        value = entities.get(name or "")
        if value is not None:
            left -= len(value)
            return _escaped(value) if left > 0 else ""
        value = html5.get(f"{name};")
        return _escaped(value if value is not None else reference.group())

    # Beyond the last end of a CDATA section no other can begin.
    tail = xml.rfind(CDATA_END) + len(CDATA_END) if CDATA_END in xml else 0
    return _CDATA_OR_REFERENCE.sub(replaced, xml[:tail]) + REFERENCE.sub(replaced, xml[tail:])


def _character(code: int) -> str:
    allowed = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0x10FFFE
    return f"&#{code};" if allowed else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
