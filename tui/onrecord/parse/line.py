"""A line of text in the making: white space folded, emphasis and links noted, cleaned."""

from __future__ import annotations

import re

from onrecord.clean import clean_text, thinned

WORD = re.compile(r"\w")


class Line:
    """A line of text in the making, white space folded as it comes in.

    ``spaced`` tells whether white space at this place would be folded away; ``printable`` whether
    all of it is; ``strong`` and ``plain`` whether there are words with emphasis and without.
    """

    __slots__ = ("length", "links", "parts", "plain", "printable", "spaced", "strong")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.spaced = True
        self.printable = True
        self.strong = False
        self.plain = False
        self.links: list[tuple[int, int, str]] = []

    def add(self, text: str) -> None:
        """Add text at the end."""
        if text.isprintable() and "  " not in text:
            # The only white space that is printable is the space: there is nothing to fold inside.
            words = text[1:] if self.spaced and text[:1] == " " else text
            if not words:
                return
            self.spaced = words[-1] == " "
        else:
            words = " ".join(text.split())
            if not words:
                if self.spaced or not text:
                    return
                words = " "
                self.spaced = True
            else:
                if not self.spaced and text[0].isspace():
                    words = " " + words
                self.spaced = text[-1].isspace()
                if self.spaced:
                    words += " "
                self.printable = self.printable and words.isprintable()
        self.parts.append(words)
        self.length += len(words)

    def add_plain(self, text: str) -> bool:
        """Add text without emphasis, but not where it is parted from a question in bold."""
        if not self.plain and WORD.search(text) is not None:
            if self.strong and self.asks:
                return False
            self.plain = True
        self.add(text)
        return True

    @property
    def emphasised(self) -> bool:
        """Whether all its words are bold or italic."""
        return self.strong and not self.plain

    @property
    def asks(self) -> bool:
        """Whether it holds a question of some words."""
        text = "".join(self.parts).rstrip(" ”’\"'")
        return text.endswith("?") and text.count(" ") > 1

    def finished(self) -> tuple[str, list[tuple[int, int, str]]]:
        """Give the cleaned text of the line with the links in it."""
        raw = "".join(self.parts).rstrip()
        text = thinned(raw) if self.printable else clean_text(raw)
        if text == raw:
            return text, _within(self.links, raw) if self.links else []
        # Something was taken out, so places have moved: set the line again from clean pieces.
        again = Line()
        at = 0
        for start, end, url in self.links:
            again.add(clean_text(raw[at:start]))
            opened = again.length
            again.add(clean_text(raw[start:end]))
            again.links.append((opened, again.length, url))
            at = end
        again.add(clean_text(raw[at:]))
        raw = "".join(again.parts).rstrip()
        text = " ".join(clean_text(raw).split())
        return text, _within(again.links, raw) if text == raw else []


def _within(links: list[tuple[int, int, str]], text: str) -> list[tuple[int, int, str]]:
    """Give the links of ``text`` without the white space around their words."""
    trimmed = []
    for start, end, url in links:
        words = text[start:end]
        first = start + len(words) - len(words.lstrip())
        last = start + len(words.rstrip())
        if first < last:
            trimmed.append((first, last, url))
    return trimmed
