"""Sets the text of a document as paragraphs with roles, and its links, as it is walked through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from onrecord.clean import clean_url, thinned
from onrecord.model import Body, Link, Paragraph, Role
from onrecord.parse.line import WORD, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    Span = tuple[str, str | None, str | None, str | None]
    """An element within a line: its tag, where a link leads or what an image shows, the text in
    it, and the text that follows it."""

MOST_TEXT = 2_000_000
"""Characters of text that are set."""
LONG_LINE = 100
"""Characters of a line, ended by a line break, that make it a paragraph of its own."""

LONGEST_EMOJI = 8
"""Characters of an image's description that stand in for the image within the line."""

PARAGRAPH_BREAK = "\n\n"

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

BOLD_STYLE = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-style\s*:\s*italic", re.IGNORECASE
)
_QUOTES = (("“", "”"), ("‘", "’"))


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

    def paragraph(self, tag: str, text: str | None, spans: Sequence[Span]) -> bool:
        """Set an element of PARAGRAPHS in one go; tell whether that can be done.

        In it is ``text`` and after that ``spans``: nothing but links and emphasis. The same comes
        of it as of the starts, texts and ends of all these, in half the time.
        """
        if not self._at_ease:
            return False
        line = self._one_line(text, spans)
        if line is None:
            return False
        if self._lines or self._line.length or self._alternatives:
            self.flush()
        if line.length:
            self._set([line], self._role(ROLES.get(tag)))
        return True

    def plain_paragraph(self, tag: str, text: str) -> bool:
        """Set an element of PARAGRAPHS with text in which there is nothing to fold, likewise."""
        words = text.strip(" ")
        if not self._at_ease or len(words) > MOST_TEXT or thinned(words) != words:
            return False
        if self._lines or self._line.length or self._alternatives:
            self.flush()
        if words:
            start = self._start()
            self.length = start + len(words)
            self._texts.append(words)
            self._paragraphs.append(Paragraph(start, self.length, self._role(ROLES.get(tag))))
        return True

    @property
    def _at_ease(self) -> bool:
        """Whether nothing is open that does anything to the text of a paragraph."""
        return not (self._emphasis or self._verbatim or self._figures or self._link is not None)

    def _one_line(self, text: str | None, spans: Sequence[Span]) -> Line | None:
        """Give the line that text, links and emphasis make; None where there is more.

        A question in bold with words behind it is more: they are parted.
        """
        line = Line()
        if text:
            line.plain = WORD.search(text) is not None
            line.add(text)
        for name, href, inside, after in spans:
            if name == "a":
                at = line.length
                if inside and not line.add_plain(inside):
                    return None
                address = self._address(href) if href else ""
                if address and line.length > at:
                    line.links.append((at, line.length, address))
            elif name not in EMPHASES:
                return None
            elif inside:
                line.strong = line.strong or WORD.search(inside) is not None
                line.add(inside)
            if after and not line.add_plain(after):
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

    def _role(self, own: Role | None = None) -> Role:
        """Give the role of what is set here, in an element that gives it its ``own``."""
        if not self._roles:
            return own or Role.PARAGRAPH
        for role in PRECEDENCE:
            if role is own or self._depths[role]:
                return role
        return Role.PARAGRAPH

    def _set(self, lines: list[Line], role: Role) -> None:
        if role is Role.PARAGRAPH and lines[0].emphasised and lines[-1].emphasised:
            # Lines of one paragraph are alike: _set_lines parts them where they are not.
            role = Role.EMPHASIS
        start = at = self._start()
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

    def _start(self) -> int:
        return self.length + len(PARAGRAPH_BREAK) if self._texts else 0

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
