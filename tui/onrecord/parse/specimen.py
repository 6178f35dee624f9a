"""Entries that are alike: what feedparser makes of one of them says what it makes of all.

The entries of a feed have the same elements in the same order, with other words, addresses and
dates in them, and feedparser takes its time for each. So it reads one specimen of each sort, in
which a token stands for every value; what it makes of the specimen is then filled in with the
values of each entry. A value that feedparser would look into (markup, an e-mail address, letters
badly decoded, a date in another form), an element or an attribute that is not known to be of this
kind: each leaves its whole entry to feedparser, and so does a specimen of which it made anything
else than tokens in their places. That both ways give the same is tested on the same documents.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from onrecord.parse.dates import plain_date
from onrecord.parse.references import character_data, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from typing import Final

    Check = Callable[[str], bool]

OTHER_TYPE = re.compile(
    r"""\btype\s*=\s*["'](?!(?:text/)?(?:html|plain)["']|text["'])|\bmode\s*="""
)
"""Attributes of elements whose content is no text (base64), or markup that is not escaped."""
LONGEST_VALUE = 2_000
"""Characters of a value that is put in; longer ones are feedparser's."""
MOST_PARTS = 60
"""Elements of an entry; one with more is feedparser's."""

_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*+"""
_START = re.compile(rf"<(?:[\w.-]+:)?(?:item|entry)({_ATTRIBUTES})\s*>")
_PART = re.compile(
    rf"\s*<([A-Za-z][\w:.-]*+)({_ATTRIBUTES})\s*"
    r"(?:/>|>(<!\[CDATA\[[^\]<]*+\]\]>|[^<]*+)</\1\s*>)"
    r"|\s*(</?(?:author|media:content|media:group)\s*>)"
    rf"|\s*(<media:content)({_ATTRIBUTES})\s*>"
)
_END = re.compile(r"\s*</(?:[\w.-]+:)?(?:item|entry)\s*>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ADDRESS = re.compile(r"https?://[^/\s<>;\\][^\s<>;\\]*")
_IDENTIFIER = re.compile(r"(?:https?://[^/\s<>;\\][^\s<>;\\]*|(?!\w+://)[^\s<>;\\&]+)")
_DIGITS = re.compile(r"\d{1,12}")


def _is_words(value: str) -> bool:
    """Tell whether a value is text that nobody could take for markup or for another encoding."""
    if not value.isprintable() or "<" in value or ("&" in value and ";" in value):
        return False
    if value.isascii():
        return True
    try:
        value.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return True
    return False


def _is_name(value: str) -> bool:
    return "@" not in value and _is_words(value)


def _is_address(value: str) -> bool:
    return _ADDRESS.fullmatch(value) is not None and _is_words(value)


def _is_identifier(value: str) -> bool:
    return _IDENTIFIER.fullmatch(value) is not None and _is_words(value)


def _is_date(value: str) -> bool:
    return plain_date(value) is not None


def _is_number(value: str) -> bool:
    return _DIGITS.fullmatch(value) is not None


_ELEMENTS: Final[Mapping[str, Check]] = {
    **dict.fromkeys(("title", "category", "dc:subject", "media:credit"), _is_words),
    **dict.fromkeys(("author", "name", "dc:creator"), _is_name),
    **dict.fromkeys(("link", "uri", "feedburner:origLink", "wfw:commentRss"), _is_address),
    **dict.fromkeys(("guid", "id", "comments", "dc:identifier"), _is_identifier),
    **dict.fromkeys(("pubDate", "published", "updated", "issued", "modified", "created"), _is_date),
    **dict.fromkeys(("dc:date", "dcterms:modified", "dcterms:created"), _is_date),
    **dict.fromkeys(("slash:comments", "thr:total"), _is_number),
}
"""Elements that may differ in their text, and in which texts."""
_TEXTS: Final = frozenset({"description", "summary", "content", "content:encoded"})
"""Elements whose text was lifted out before."""
_EMPTY: Final = frozenset({"enclosure", "media:content", "media:thumbnail"})
"""Elements that may differ in their attributes only."""
_VALUES: Final[Mapping[str, Check]] = {
    **dict.fromkeys(("href", "url", "rdf:about"), _is_address),
    **dict.fromkeys(("term", "label"), _is_words),
    **dict.fromkeys(("length", "width", "height", "fileSize"), _is_number),
}
"""Attributes that may differ, and in which values."""
_CONSTANT: Final = frozenset(
    {"isPermaLink", "rel", "type", "hreflang", "title", "domain", "scheme", "medium"}
)
"""Attributes that may be there; entries in which they differ are of different sorts."""

_READ: Final = frozenset(
    {"id", "title", "title_detail", "content", "summary", "summary_detail", "feedburner_origlink"}
    | {"link", "links", "author", "authors", "tags", "media_content"}
    | {"published", "updated", "created"}
)
"""What is read of an entry of feedparser's (dates are read by ``plain_date``)."""
_DATES: Final = ("published", "updated", "created")


class Unlike(Exception):
    """The entry is feedparser's to read."""


class Specimens:
    """The sorts of entries that a document has.

    ``token`` is a word that the document does not hold, ``lifted`` the tokens of texts lifted out.
    """

    def __init__(self, token: str, lifted: Container[str]) -> None:
        self._token = token
        self._lifted = lifted

    def of(self, entry: str) -> tuple[str, tuple[str, ...]]:
        """Give the specimen of an entry's sort, and the values that stand for its tokens.

        Raises ``Unlike`` where the entry is feedparser's to read.
        """
        start = _START.match(entry)
        if start is None:
            raise Unlike
        values: list[str] = []
        parts = [self._with_tokens(start.group(), start[1], values)]
        at = start.end()
        while _END.match(entry, at) is None:
            part = _PART.match(entry, at)
            if part is None or len(parts) > MOST_PARTS:
                raise Unlike
            parts.append(self._part(part, values))
            at = part.end()
        parts.append(entry[at:])
        return "".join(parts), tuple(values)

    def _part(self, part: re.Match[str], values: list[str]) -> str:
        name, attributes, text, container, opened, its_attributes = part.groups()
        if container:
            return part.group()
        if opened:
            return self._with_tokens(part.group(), its_attributes, values)
        source = part.group()
        written = text.strip() if text else ""
        if name in _TEXTS:
            if written and written not in self._lifted:
                raise Unlike
            value = written
        elif name in _ELEMENTS:
            value = character_data(text) if written else ""
            if written and (
                not 0 < len(value) <= LONGEST_VALUE
                or not _ELEMENTS[name](value)
                or OTHER_TYPE.search(attributes)
            ):
                raise Unlike
        elif name in _EMPTY and not written:
            value = ""
        else:
            raise Unlike
        if value:
            # From behind: the text stands after the attributes.
            start, end = part.span(3)
            before, after = source[: start - part.start()], source[end - part.start() :]
            source = f"{before}{self._next(values)}{after}"
            values.append(value)
        return self._with_tokens(source, attributes, values) if attributes else source

    def _with_tokens(self, source: str, attributes: str, values: list[str]) -> str:
        """Give a tag with tokens for those of its attributes that may differ."""
        if not attributes:
            return source

        def token(attribute: re.Match[str]) -> str:
            name, double, single = attribute.groups()
            if name in _CONSTANT:
                return attribute.group()
            written = double if double is not None else single
            value = unescaped(written)
            if name not in _VALUES or not 0 < len(value) <= LONGEST_VALUE:
                raise Unlike
            if value != value.strip() or not _VALUES[name](value):
                raise Unlike
            token = self._next(values)
            values.append(value)
            return f'{name}="{token}"'

        return source.replace(attributes, _ATTRIBUTE.sub(token, attributes), 1)

    def _next(self, values: list[str]) -> str:
        return f"{self._token}{len(values)}."


class Mould:
    """What feedparser made of a specimen, to be filled in with the values of other entries.

    Raises ``Unlike`` where it made anything else of a token than to put it somewhere.
    """

    def __init__(self, found: Mapping[str, Any], token: str) -> None:
        self._token = token
        self._read = {key: value for key, value in found.items() if key in _READ}
        _check(self._read, re.compile(rf"{re.escape(token)}\d+\."), token)

    def filled(self, values: tuple[str, ...]) -> dict[str, Any]:
        """Give what feedparser would have made of the entry with these values."""
        meant = {f"{self._token}{number}.": value for number, value in enumerate(values)}
        entry: dict[str, Any] = _filled(self._read, meant)
        for key in _DATES:
            if key in entry:
                date = plain_date(entry[key])
                if date is None:
                    raise Unlike
                entry[f"{key}_parsed"] = date
        return entry


def _check(made: Any, whole: re.Pattern[str], token: str) -> None:
    if isinstance(made, str):
        if token in made and not whole.fullmatch(made):
            raise Unlike
    elif isinstance(made, dict):
        for each in made.values():
            _check(each, whole, token)
    elif isinstance(made, list):
        for each in made:
            _check(each, whole, token)


def _filled(made: Any, meant: Mapping[str, str]) -> Any:
    if isinstance(made, str):
        return meant.get(made, made)
    if isinstance(made, dict):
        return {key: _filled(each, meant) for key, each in made.items()}
    if isinstance(made, list):
        return [_filled(each, meant) for each in made]
    return made
