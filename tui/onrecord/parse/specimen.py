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

from onrecord.parse.dates import looks_plain, plain_date
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
_START = re.compile(rf"<((?:[\w.-]+:)?(?:item|entry))({_ATTRIBUTES})\s*>")
_PART = re.compile(
    rf"\s*<([A-Za-z][\w:.-]*+)({_ATTRIBUTES})\s*"
    r"(?:/>|>(<!\[CDATA\[[^\]<]*+\]\]>|[^<]*+)</\1\s*>)"
    r"|\s*(</?(?:author|media:content|media:group)>)"
    rf"|\s*<media:content({_ATTRIBUTES})\s*>"
)
_END = re.compile(r"\s*</(?:[\w.-]+:)?(?:item|entry)\s*>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# Three slashes, a semicolon or a backslash are what feedparser mends in addresses.
_ADDRESS = re.compile(r"https?://(?!/)[!-:=?-\[\]-~]+")
_IDENTIFIER = re.compile(r"https?://(?!/)[!-:=?-\[\]-~]+|(?!.*:///)[!-%'-:=?-\[\]-~]+")
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


def _is_one_line(value: str) -> bool:
    return value == value.strip() and _is_words(value)


def _is_name(value: str) -> bool:
    return "@" not in value and _is_words(value)


def _is_address(value: str) -> bool:
    return _ADDRESS.fullmatch(value) is not None


def _is_identifier(value: str) -> bool:
    return _IDENTIFIER.fullmatch(value) is not None


def _is_number(value: str) -> bool:
    return _DIGITS.fullmatch(value) is not None


_ELEMENTS: Final[Mapping[str, Check]] = {
    **dict.fromkeys(("title", "category", "dc:subject", "media:credit"), _is_words),
    **dict.fromkeys(("author", "name", "dc:creator"), _is_name),
    **dict.fromkeys(("link", "uri", "feedburner:origLink", "wfw:commentRss"), _is_address),
    **dict.fromkeys(("guid", "id", "comments", "dc:identifier"), _is_identifier),
    **dict.fromkeys(
        ("pubDate", "published", "updated", "issued", "modified", "created"), looks_plain
    ),
    **dict.fromkeys(("dc:date", "dcterms:modified", "dcterms:created"), looks_plain),
    **dict.fromkeys(("slash:comments", "thr:total"), _is_number),
}
"""Elements that may differ in their text, and in which texts."""
_TEXTS: Final = frozenset({"description", "summary", "content", "content:encoded"})
"""Elements whose text was lifted out before."""
_EMPTY: Final = frozenset({"enclosure", "media:content", "media:thumbnail"})
"""Elements that may differ in their attributes only."""
_KNOWN: Final = _EMPTY | _TEXTS | _ELEMENTS.keys()
_VALUES: Final[Mapping[str, Check]] = {
    **dict.fromkeys(("href", "url", "rdf:about"), _is_address),
    **dict.fromkeys(("term", "label"), _is_one_line),
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
_DETAILS: Final = frozenset({"title_detail", "summary_detail"})
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
        self._constant: set[str] = set()

    def of(self, entry: str) -> tuple[str, tuple[str, ...]]:
        """Give the specimen of an entry's sort, and the values that stand for its tokens.

        Raises ``Unlike`` where the entry is feedparser's to read.
        """
        start = _START.match(entry)
        if start is None:
            raise Unlike
        values: list[str] = []
        parts = [f"<{start[1]}{self._attributes(start[2], values)}>"]
        at = start.end()
        while (part := _PART.match(entry, at)) is not None and len(parts) < MOST_PARTS:
            at = part.end()
            name, attributes, text, tag, opened = part.groups()
            if name is None:
                parts.append(tag or f"<media:content{self._attributes(opened, values)}>")
                continue
            value = self._value(name, attributes, text) if text and not text.isspace() else ""
            if not value and name not in _KNOWN:
                raise Unlike
            if attributes:
                attributes = self._attributes(attributes, values)
            if value:
                parts.append(f"<{name}{attributes}>{self._token}{len(values)}.</{name}>")
                values.append(value)
            else:
                parts.append(f"<{name}{attributes}/>")
        if _END.match(entry, at) is None:
            raise Unlike
        parts.append(f"</{start[1]}>")
        return "".join(parts), tuple(values)

    def _value(self, name: str, attributes: str, text: str) -> str:
        """Give the text of an element."""
        check = _ELEMENTS.get(name)
        if check is None:
            value = text.strip()
            if name not in _TEXTS or value not in self._lifted:
                raise Unlike
            return value
        value = character_data(text)
        if (
            not 0 < len(value) <= LONGEST_VALUE
            or not check(value)
            or (attributes and OTHER_TYPE.search(attributes))
        ):
            raise Unlike
        return value

    def _attributes(self, attributes: str, values: list[str]) -> str:
        """Give attributes with tokens for those that may differ."""
        if not attributes or attributes in self._constant:
            return attributes
        before = len(values)

        def token(attribute: re.Match[str]) -> str:
            name, double, single = attribute.groups()
            if name in _CONSTANT:
                return attribute.group()
            value = unescaped(double if double is not None else single)
            check = _VALUES.get(name)
            if check is None or not 0 < len(value) <= LONGEST_VALUE or not check(value):
                raise Unlike
            values.append(value)
            return f'{name}="{self._token}{len(values) - 1}."'

        written = _ATTRIBUTE.sub(token, attributes)
        if len(values) == before:
            self._constant.add(attributes)
        return written


class Mould:
    """What feedparser made of a specimen, to be filled in with the values of other entries.

    Raises ``Unlike`` where it made anything else of a token than to put it somewhere.
    """

    def __init__(self, found: Mapping[str, Any], token: str) -> None:
        self._token = token
        self._tokens: tuple[str, ...] = ()
        whole = re.compile(rf"{re.escape(token)}\d+\.")
        read = {key: value for key, value in found.items() if key in _READ}
        variable = {key for key, value in read.items() if _differs(value, whole, token)}
        for key in _DETAILS & variable:
            # Its value stands beside it, and again in it, where nobody reads it.
            read[key] = {name: each for name, each in read[key].items() if name != "value"}
            variable -= set() if _differs(read[key], whole, token) else {key}
        self._variable = {key: read[key] for key in read if key in variable}
        self._constant = {key: value for key, value in read.items() if key not in self._variable}

    def filled(self, values: tuple[str, ...]) -> dict[str, Any]:
        """Give what feedparser would have made of the entry with these values."""
        if len(self._tokens) != len(values):
            self._tokens = tuple(f"{self._token}{number}." for number in range(len(values)))
        meant = dict(zip(self._tokens, values, strict=True))
        entry = dict(self._constant)
        for key, value in self._variable.items():
            entry[key] = meant[value] if isinstance(value, str) else _filled(value, meant)
        for key in _DATES:
            if key in entry:
                date = plain_date(entry[key])
                if date is None:
                    raise Unlike
                entry[f"{key}_parsed"] = date
        return entry


def _differs(made: Any, whole: re.Pattern[str], token: str) -> bool:
    """Tell whether there is a token in what feedparser made; ``Unlike`` for one in other words."""
    if isinstance(made, str):
        if token in made and not whole.fullmatch(made):
            raise Unlike
        return token in made
    if isinstance(made, dict):
        made = list(made.values())
    if not isinstance(made, list):
        return False
    # Each is looked at: there may be something wrong behind the first token.
    differ = [_differs(each, whole, token) for each in made]
    return any(differ)


def _filled(made: Any, meant: Mapping[str, str]) -> Any:
    if isinstance(made, str):
        return meant.get(made, made)
    if isinstance(made, dict):
        return {key: _filled(each, meant) for key, each in made.items()}
    if isinstance(made, list):
        return [_filled(each, meant) for each in made]
    return made
