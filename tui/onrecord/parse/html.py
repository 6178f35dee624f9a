"""HTML to plain text that keeps its layout: paragraphs with roles, and links.

The HTML is anybody's, so nothing here trusts it: sizes are bounded, the walk is iterative, what
is not text (scripts, forms, frames) is dropped, and each line of text passes the cleaning.

White space is folded as browsers do. Paragraphs are separated by one empty line in the text; a
single line break stays a line break inside its paragraph, unless one of the lines is wholly bold
or italic and its neighbour is not (a question and its answer), or the line is long enough to be a
paragraph of its own. A question in bold with its answer behind it on the same line is parted from
it likewise.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

from onrecord.model import Body
from onrecord.parse.plain_html import plain_html_to_body
from onrecord.parse.typesetter import EMPHASES, MOST_TEXT, PARAGRAPHS, Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.parse.typesetter import Span

MOST_HTML = 4_000_000
"""Characters of HTML that are looked at; a book has fewer."""
MOST_NODES = 200_000
LONGEST_TAG = 4_096
"""Bytes of a tag. The parser's time grows with the square of an element's attributes."""
DROPPED = frozenset(
    {"script", "style", "iframe", "frame", "noscript", "template", "svg", "canvas", "object"}
    | {"embed", "applet", "audio", "video", "map", "form", "button", "input", "select"}
    | {"textarea", "datalist", "head", "title", "meta", "link", "base"}
)
_HUGE_TAG = re.compile(rb"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{%d,}>" % LONGEST_TAG)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


def html_to_body(html: str, base_url: str = "") -> Body:
    """Convert a fragment (or a page) of HTML to text with paragraphs, roles and links.

    ``base_url`` completes relative addresses; links that are not http or https are dropped, their
    text stays. Input beyond the limits of this module is cut. Never raises for any text.
    """
    html = html[:MOST_HTML]
    if "<" not in html:
        return lines_to_body(_BLANK_LINES.split(unescape(html)))
    return plain_html_to_body(html, base_url) or parsed_html_to_body(html, base_url)


def parsed_html_to_body(html: str, base_url: str = "") -> Body:
    """Convert HTML as ``html_to_body`` does, always by way of a tree."""
    from lxml import etree

    markup = html.encode("utf-8", "replace").replace(b"\0", b"")
    if len(markup) > LONGEST_TAG and max(map(len, markup.split(b"<"))) > LONGEST_TAG:
        markup = _HUGE_TAG.sub(rb"<\1>", markup)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    try:
        root = etree.fromstring(markup, parser)
    except etree.LxmlError:
        root = None
    return Body("") if root is None else element_to_body(root, base_url)


def element_to_body(root: Any, base_url: str = "") -> Body:
    """Convert an lxml HTML element, which is left as it was; as ``html_to_body`` otherwise."""
    from lxml import etree

    typesetter = Typesetter(base_url)
    walk = etree.iterwalk(root, events=("start", "end"))
    nodes = 0
    set_already = None
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if element is set_already:
                set_already = None
            else:
                typesetter.end(tag)
            text = element.tail
            if text and element is not root:
                typesetter.text(text)
            continue
        nodes += 1
        if nodes > MOST_NODES or typesetter.length > MOST_TEXT:
            break
        if not isinstance(tag, str) or tag in DROPPED:
            walk.skip_subtree()
            continue
        if tag in PARAGRAPHS and _set_paragraph(typesetter, tag, element):
            set_already = element
            nodes += len(element)
            walk.skip_subtree()
            continue
        typesetter.start(tag, element)
        text = element.text
        if text:
            typesetter.text(text)
    return typesetter.body()


def _set_paragraph(typesetter: Typesetter, tag: str, element: Any) -> bool:
    """Set an element with no more than text, links and emphasis in one go; tell whether it was."""
    if tag == "p" and (element.get("style") or element.get("class")):
        return False
    spans: list[Span] = []
    for child in element:
        name = child.tag
        if len(child) or (name != "a" and name not in EMPHASES):
            return False
        spans.append((name, child.get("href") if name == "a" else None, child.text, child.tail))
    return typesetter.paragraph(tag, element.text, spans)


def text_to_body(text: str) -> Body:
    """Convert plain text: empty lines part paragraphs, lines stay lines."""
    typesetter = Typesetter("")
    for block in _BLANK_LINES.split(text[:MOST_TEXT]):
        for line in block.split("\n"):
            typesetter.text(line)
            typesetter.line_break()
        typesetter.flush()
    return typesetter.body()


def lines_to_body(blocks: Iterable[str]) -> Body:
    """Make a body of paragraphs, each of which is folded to one line."""
    typesetter = Typesetter("")
    for block in blocks:
        typesetter.text(block[:MOST_TEXT])
        typesetter.flush()
    return typesetter.body()
