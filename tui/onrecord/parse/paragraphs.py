"""Bodies with some of their paragraphs taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.model import Body, Link, Paragraph
from onrecord.parse.typesetter import PARAGRAPH_BREAK

if TYPE_CHECKING:
    from collections.abc import Container


def without(body: Body, dropped: Container[int]) -> Body:
    """Give ``body`` without the paragraphs of those indexes; places are counted anew."""
    texts: list[str] = []
    paragraphs: list[Paragraph] = []
    links: list[Link] = []
    at = 0
    following = iter((*body.links, None))
    link = next(following)
    for index, part in enumerate(body.paragraphs):
        kept = index not in dropped
        while link is not None and link.start < part.end:
            if kept and link.end <= part.end:
                links.append(
                    Link(link.start - part.start + at, link.end - part.start + at, link.url)
                )
            link = next(following)
        if kept:
            end = at + part.end - part.start
            texts.append(body.text[part.start : part.end])
            paragraphs.append(Paragraph(at, end, part.role))
            at = end + len(PARAGRAPH_BREAK)
    return Body(PARAGRAPH_BREAK.join(texts), tuple(paragraphs), tuple(links))
