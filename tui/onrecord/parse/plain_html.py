"""HTML of the plainest kind, read without a tree being built of it.

What most feeds carry is paragraphs, headings, lists and block quotations of text, links and
emphasis, each closed where it was opened. What a parser of HTML makes of that is no question, and
to find it takes a pattern a third of the time that a tree takes. Whatever is in any way more (an
element or a reference that is not listed here, a tag out of place, a character that is not
printed) leaves the whole document to the parser. That both give the same is tested.
"""

from __future__ import annotations

import re
from html import unescape
from html.entities import name2codepoint
from typing import TYPE_CHECKING

from onrecord.parse.typesetter import PARAGRAPHS, STYLED, Typesetter

if TYPE_CHECKING:
    from onrecord.model import Body
    from onrecord.parse.typesetter import Span

LONGEST = 200_000
"""Characters of a document that is read this way."""
LONGEST_ATTRIBUTES = 1_000
"""Characters of the attributes of a tag."""
DEEPEST = 20
"""Lists, quotations and divisions that are in one another."""

_ATTRIBUTES = r'(?:\s+[a-z][a-z-]*="[^"<>]*+")*+\s*'
_INLINE = "a|strong|em|b|i"
_VOID = rf"<(?:br|img){_ATTRIBUTES}/?>"
_CONTENT = rf"[^<]*+(?:(?:<(?:{_INLINE}){_ATTRIBUTES}>[^<]*+</(?:{_INLINE})>|{_VOID})[^<]*+)*+"
_PIECE = re.compile(
    rf"\s*(?:<(p|li|h[1-6]|figcaption)({_ATTRIBUTES})>({_CONTENT})</\1>"
    rf"|<(/?)(ul|ol|blockquote|div|figure|img)({_ATTRIBUTES})/?>"
    r"|(\S[\s\S]*))"
)
_SPAN = re.compile(
    rf"<(?:({_INLINE})({_ATTRIBUTES})>([^<]*+)</\1>|(br|img)({_ATTRIBUTES})/?>)([^<]*+)"
)
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
# Two of the names mean other characters in HTML 5.
_NAMES = "|".join((*sorted(name2codepoint.keys() - {"lang", "rang"}), "apos"))
_NUMBERS = r"0*(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|[1-4]\d{4})"
_ODD_REFERENCE = re.compile(rf"&(?!(?:{_NAMES}|#{_NUMBERS}|#[xX](?:2\d|20[0-9a-fA-F]{{2}}));)")


_UNSTYLED = re.compile(r"(?!.*(?:style|caption|&))", re.DOTALL)
"""Attributes that neither make an element bold nor a caption."""


class _MoreThanPlain(Exception):
    """The document is for a parser to read."""


def plain_html_to_body(html: str, base_url: str) -> Body | None:
    """Convert HTML as `onrecord.parse.html.html_to_body` does; None where it is not plain."""
    if len(html) > LONGEST:
        return None
    printable = html.replace("\n", "").isprintable()
    if not (printable or _is_spaced(html)) or ("&" in html and _ODD_REFERENCE.search(html)):
        return None
    pieces = _PIECE.findall(html)
    if not pieces or pieces[-1][-1]:
        return None
    typesetter = Typesetter(base_url)
    opened: list[str] = []
    try:
        for tag, attributes, content, closing, container, others, _ in pieces:
            if attributes or others:
                _check_attributes(tag or container, attributes or others)
            if tag:
                _set_paragraph(typesetter, tag, content, printable=printable)
            elif container == "img":
                _set_image(typesetter, others)
            elif closing:
                if not opened or opened.pop() != container:
                    return None
                typesetter.end(container)
            else:
                opened.append(container)
                typesetter.start(container, {})
            if len(opened) > DEEPEST:
                return None
    except _MoreThanPlain:
        return None
    return None if opened else typesetter.body()


def _is_spaced(html: str) -> bool:
    """Tell whether all characters are printable or the usual white space."""
    for space in ("\n", "\t", "\r", "\xa0"):
        html = html.replace(space, "")
    return html.isprintable()


def _check_attributes(tag: str, attributes: str) -> None:
    if attributes and (
        len(attributes) > LONGEST_ATTRIBUTES or (tag in STYLED and not _UNSTYLED.match(attributes))
    ):
        raise _MoreThanPlain


def _set_image(typesetter: Typesetter, attributes: str) -> None:
    """Set an image that stands between paragraphs."""
    alternative = _attribute(attributes, "alt")
    if alternative and not alternative.isascii():
        # It may be a character in the text, to which white space around it counts.
        raise _MoreThanPlain
    typesetter.start("img", {"alt": alternative})


def _set_paragraph(typesetter: Typesetter, tag: str, content: str, *, printable: bool) -> None:
    """Set what an element holds, in one go where that can be done."""
    at = content.find("<")
    if at == -1:
        text = _text(content)
        spans: list[Span] = []
        whole = tag in PARAGRAPHS and (
            typesetter.plain_paragraph(tag, text)
            if printable and text is content and "\n" not in text and "  " not in text
            else typesetter.paragraph(tag, text, spans)
        )
    else:
        text = _text(content[:at])
        spans = _spans(content, at)
        whole = tag in PARAGRAPHS and typesetter.paragraph(tag, text, spans)
    if whole:
        return
    typesetter.start(tag, {})
    typesetter.text(text)
    for name, value, inside, after in spans:
        typesetter.start(name, {"href": value, "alt": value})
        typesetter.text(inside or "")
        typesetter.end(name)
        typesetter.text(after or "")
    typesetter.end(tag)


def _spans(content: str, at: int) -> list[Span]:
    """Give the links, emphases, images and line breaks in what an element holds."""
    spans: list[Span] = []
    tags = 0
    for name, attributes, inside, void, others, after in _SPAN.findall(content, at):
        if attributes or others:
            _check_attributes(name or void, attributes or others)
        if void:
            value = _attribute(others, "alt") if void == "img" else None
            spans.append((void, value, None, _text(after)))
            tags += 1
            continue
        value = _attribute(attributes, "href") if name == "a" else None
        spans.append((name, value, _text(inside), _text(after)))
        tags += 2
    if content.count("<") != tags:
        # An element is closed as another one.
        raise _MoreThanPlain
    return spans


def _attribute(attributes: str, wanted: str) -> str | None:
    """Give the value of an attribute; of those with one name, the first counts."""
    for name, value in _ATTRIBUTE.findall(attributes):
        if name == wanted:
            return _text(value)
    return None


def _text(markup: str) -> str:
    return unescape(markup) if "&" in markup else markup
