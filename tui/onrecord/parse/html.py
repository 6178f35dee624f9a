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
from urllib.parse import urljoin

from onrecord.clean import clean_url
from onrecord.model import Body, Link, Paragraph, Role
from onrecord.parse.line import WORD, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_HTML = 4_000_000
"""Characters of HTML that are looked at; a book has fewer."""
MOST_TEXT = 2_000_000
MOST_NODES = 200_000
LONGEST_TAG = 4_096
"""Bytes of a tag. The parser's time grows with the square of an element's attributes."""
LONG_LINE = 100
"""Characters of a line, ended by a line break, that make it a paragraph of its own."""

LONGEST_EMOJI = 8
"""Characters of an image's description that stand in for the image within the line."""

PARAGRAPH_BREAK = "\n\n"

DROPPED = frozenset(
    {"script", "style", "iframe", "frame", "noscript", "template", "svg", "canvas", "object"}
    | {"embed", "applet", "audio", "video", "map", "form", "button", "input", "select"}
    | {"textarea", "datalist", "head", "title", "meta", "link", "base"}
)
BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "ul", "ol"}
    | {"dl", "table", "caption", "thead", "tbody", "tfoot", "tr", "address", "center"}
    | {"fieldset", "details", "summary", "hgroup", "menu", "hr", "pre", "figure", "body", "html"}
)
ROLES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Role.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), Role.ITEM),
    "figcaption": Role.CAPTION,
    "blockquote": Role.QUOTE,
}
"""Elements that give a role to all that is in them."""
PRECEDENCE = (Role.HEADING, Role.CAPTION, Role.QUOTE, Role.ITEM)
EMPHASES = frozenset({"b", "strong", "em", "i"})
PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
"""Elements that mostly have no more in them than text, links and emphasis."""
STYLED = frozenset({"p", "div", "span"})
"""Elements whose style may make them bold, or whose class tells a caption."""

_HUGE_TAG = re.compile(rb"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})[^<>]{%d,}>" % LONGEST_TAG)
BOLD_STYLE = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.IGNORECASE
)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_QUOTES = (("“", "”"), ("‘", "’"))


def html_to_body(html: str, base_url: str = "") -> Body:
    """Convert a fragment (or a page) of HTML to text with paragraphs, roles and links.

    ``base_url`` completes relative addresses; links that are not http or https are dropped, their
    text stays. Input beyond the limits of this module is cut. Never raises for any text.
    """
    html = html[:MOST_HTML]
    if "<" not in html:
        return lines_to_body(_BLANK_LINES.split(unescape(html)))
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
        if tag in PARAGRAPHS and typesetter.paragraph(tag, element):
            set_already = element
            nodes += len(element)
            walk.skip_subtree()
            continue
        typesetter.start(tag, element)
        text = element.text
        if text:
            typesetter.text(text)
    return typesetter.body()


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


class Typesetter:
    """Takes the parts of a document in order and sets them as paragraphs."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.length = 0
        self._texts: list[str] = []
        self._paragraphs: list[Paragraph] = []
        self._links: list[Link] = []
        self._addresses: dict[str, str] = {}
        self._lines: list[Line] = []
        self._line = Line()
        self._emphasis = 0
        self._depths = dict.fromkeys(PRECEDENCE, 0)
        self._roles = 0
        self._verbatim = 0
        self._quoting = 0
        self._link: tuple[int, str] | None = None
        self._alternatives: list[str] = []
        self._figures: list[bool] = []
        self._styles: list[tuple[int, int]] = []
        """What each open element of STYLED added to the depth of emphasis and of captions."""

    def paragraph(self, tag: str, element: Any) -> bool:
        """Set an element of PARAGRAPHS in one go; tell whether that can be done.

        It can where nothing but links and emphasis is in it. The same comes of it as of the starts,
        texts and ends of all these, in half the time.
        """
        if self._emphasis or self._verbatim or self._figures or self._link is not None:
            return False
        if tag == "p" and (element.get("style") or element.get("class")):
            return False
        line = self._one_line(element)
        if line is None:
            return False
        if self._lines or self._line.length or self._alternatives:
            self.flush()
        if line.length:
            role = ROLES.get(tag)
            if role is not None:
                self._deepen(role, 1)
            self._set([line], self._role())
            if role is not None:
                self._deepen(role, -1)
        return True

    def _one_line(self, element: Any) -> Line | None:
        """Give the line that an element's text, links and emphasis make; None where there is more.

        A question in bold with words behind it is more: they are parted.
        """
        line = Line()
        text = element.text
        if text:
            line.plain = WORD.search(text) is not None
            line.add(text)
        for child in element:
            if len(child):
                return None
            text = child.text
            if child.tag == "a":
                at = line.length
                if text and not line.add_plain(text):
                    return None
                href = child.get("href")
                address = self._address(href) if href else ""
                if address and line.length > at:
                    line.links.append((at, line.length, address))
            elif child.tag not in EMPHASES:
                return None
            elif text:
                line.strong = line.strong or WORD.search(text) is not None
                line.add(text)
            text = child.tail
            if text and not line.add_plain(text):
                return None
        return line if line.length <= MOST_TEXT else None

    def text(self, text: str) -> None:
        """Add running text at this place."""
        if text.isspace() and self._line.spaced and not self._verbatim:
            return
        text = text[:MOST_TEXT]
        if self._verbatim:
            for number, line in enumerate(text.splitlines() or [text]):
                if number:
                    self.line_break()
                self._add(line)
            if text[-1:] == "\n":
                self.line_break()
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        line = self._line
        if self._emphasis:
            line.strong = line.strong or WORD.search(text) is not None
        elif not line.plain and WORD.search(text) is not None:
            if line.strong and line.asks and not self._roles:
                # A question in bold, and its answer in the same paragraph.
                self._end_line()
                line = self._line
            line.plain = True
        line.add(text)

    def start(self, tag: str, element: Any) -> None:
        """Open an element; ``element`` is asked for its attributes only."""
        if tag in STYLED:
            self._open_styled(tag, element)
        elif tag in EMPHASES:
            self._emphasis += 1
        elif tag in ROLES:
            self.flush()
            self._deepen(ROLES[tag], 1)
        elif tag in BLOCKS:
            self.flush()
            if tag == "pre":
                self._verbatim += 1
            elif tag == "figure":
                self._figures.append(False)
        else:
            self._open_inline(tag, element)

    def _open_inline(self, tag: str, element: Any) -> None:
        match tag:
            case "a":
                self._open_link(element.get("href"))
            case "br":
                self.line_break()
            case "img":
                self._add_image(element.get("alt") or "")
            case "q":
                self._add(_QUOTES[self._quoting % 2][0])
                self._quoting += 1
            case "td" | "th" if self._line.length:
                self._line.add(" | ")

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag in STYLED:
            self._close_styled(tag)
        elif tag in EMPHASES:
            self._emphasis -= 1
        elif tag in ROLES:
            if self._figures:
                self._note_caption()
            self.flush()
            self._deepen(ROLES[tag], -1)
        elif tag in BLOCKS:
            self.flush()
            if tag == "pre":
                self._verbatim -= 1
            elif tag == "figure":
                self._close_figure()
        elif tag == "a":
            self._close_link()
        elif tag == "q":
            self._quoting -= 1
            self._add(_QUOTES[self._quoting % 2][1])

    def _open_styled(self, tag: str, element: Any) -> None:
        emphasis = caption = 0
        style = element.get("style")
        if style:
            emphasis = int(BOLD_STYLE.search(style) is not None)
        kind = element.get("class")
        if kind:
            caption = int("caption" in kind)
        if tag != "span" or caption:
            self.flush()
        self._emphasis += emphasis
        if caption:
            self._deepen(Role.CAPTION, 1)
        self._styles.append((emphasis, caption))

    def _close_styled(self, tag: str) -> None:
        emphasis, caption = self._styles.pop()
        if tag != "span" or caption:
            if self._figures:
                self._note_caption()
            self.flush()
        self._emphasis -= emphasis
        if caption:
            self._deepen(Role.CAPTION, -1)

    def _deepen(self, role: Role, by: int) -> None:
        self._depths[role] += by
        self._roles += by

    def _note_caption(self) -> None:
        if self._depths[Role.CAPTION] and (self._line.length or self._lines):
            self._figures[-1] = True

    def _close_figure(self) -> None:
        # The description of an image often only repeats its caption.
        if self._figures.pop():
            self._alternatives.clear()
        self._set_alternatives()

    def _open_link(self, href: str | None) -> None:
        self._close_link()
        address = self._address(href) if href else ""
        if address:
            self._link = (self._line.length, address)

    def _close_link(self) -> None:
        if self._link is not None:
            start, address = self._link
            self._link = None
            if self._line.length > start:
                self._line.links.append((start, self._line.length, address))

    def _add_image(self, alternative: str) -> None:
        alternative = alternative.strip()
        if " " in alternative:
            self._alternatives.append(alternative)
        elif len(alternative) <= LONGEST_EMOJI and not alternative.isascii():
            self._add(alternative)

    def line_break(self) -> None:
        """End the line; an empty line ends the paragraph."""
        if self._line.length or (self._lines and self._lines[-1].length):
            self._end_line()

    def _end_line(self) -> None:
        link = self._link
        self._close_link()
        self._lines.append(self._line)
        self._line = Line()
        if link is not None:
            self._link = (0, link[1])

    def _address(self, href: str) -> str:
        known = self._addresses.get(href)
        if known is None:
            known = self._addresses[href] = resolved(href, self.base_url)
        return known

    def flush(self) -> None:
        """End the paragraph, if one is being set."""
        if self._lines:
            if self._line.length:
                self._end_line()
            self._set_lines()
        elif self._line.length:
            line = self._line
            self._end_line()
            self._lines.clear()
            self._set([line], self._role())
        if self._alternatives and not self._figures:
            self._set_alternatives()

    def _set_alternatives(self) -> None:
        alternatives, self._alternatives = self._alternatives, []
        for alternative in alternatives:
            line = Line()
            line.add(alternative)
            self._set([line], Role.CAPTION)

    def _set_lines(self) -> None:
        lines, self._lines = self._lines, []
        role = self._role()
        group: list[Line] = []
        for line in lines:
            if group and (
                not line.length
                or line.emphasised is not group[-1].emphasised
                or group[-1].length >= LONG_LINE
            ):
                self._set(group, role)
                group = []
            if line.length:
                group.append(line)
        if group:
            self._set(group, role)

    def _role(self) -> Role:
        if not self._roles:
            return Role.PARAGRAPH
        for role in PRECEDENCE:
            if self._depths[role]:
                return role
        return Role.PARAGRAPH

    def _set(self, lines: list[Line], role: Role) -> None:
        if role is Role.PARAGRAPH and lines[0].emphasised and lines[-1].emphasised:
            # Lines of one paragraph are alike: _set_lines parts them where they are not.
            role = Role.EMPHASIS
        start = at = self.length + len(PARAGRAPH_BREAK) if self._texts else 0
        texts = []
        for line in lines:
            text, links = line.finished()
            if not text:
                continue
            for first, last, url in links:
                self._links.append(Link(at + first, at + last, url))
            texts.append(text)
            at += len(text) + 1
        if texts:
            self._texts.append(texts[0] if len(texts) == 1 else "\n".join(texts))
            self.length = at - 1
            self._paragraphs.append(Paragraph(start, at - 1, role))

    def body(self) -> Body:
        """Give what has been set."""
        self._close_link()
        self.flush()
        self._set_alternatives()
        return Body(PARAGRAPH_BREAK.join(self._texts), tuple(self._paragraphs), tuple(self._links))


def resolved(href: str, base_url: str) -> str:
    """Give ``href`` as a clean http(s) address, relative ones completed; "" if it is none."""
    href = href.strip()
    if not href.startswith(("http://", "https://")):
        if not base_url or not href or href.startswith(("javascript:", "data:", "mailto:", "tel:")):
            return ""
        try:
            href = urljoin(base_url, href)
        except ValueError:
            return ""
    return clean_url(href)
