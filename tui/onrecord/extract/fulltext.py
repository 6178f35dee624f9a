"""Whether an article's page is worth fetching, and which text is the better one. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from onrecord.model import FullText

if TYPE_CHECKING:
    from onrecord.model import Body

MUCH_LONGER = 1.2
"""The page's text must have that many times the words of the feed's."""
SHARED_WORDS = 0.2
"""Share of the feed's longer words that must stand in the page's text, to be the same story."""
COMPARED_WORDS = 80
FEW_WORDS = 8
"""With fewer words to compare, nothing can be told."""

_LONGER_WORD = re.compile(r"\w{4,}")


class Teaser(Protocol):
    """What may be no more than an invitation to its page."""

    @property
    def url(self) -> str:
        """The address of the page."""

    @property
    def truncated(self) -> bool:
        """Whether it breaks off."""


def wants_page(entry: Teaser, full_text: FullText) -> bool:
    """Tell whether the page of ``entry`` should be fetched for its text."""
    if not entry.url or full_text is FullText.NEVER:
        return False
    return full_text is FullText.ALWAYS or entry.truncated


def better_body(from_feed: Body, from_page: Body) -> Body:
    """Choose the text to read: the page's where it is longer and tells the same story."""
    feed_words, page_words = len(from_feed.text.split()), len(from_page.text.split())
    if not feed_words:
        return from_page
    if page_words < MUCH_LONGER * feed_words or not same_story(from_feed.text, from_page.text):
        return from_feed
    return from_page


def same_story(teaser: str, text: str) -> bool:
    """Tell whether enough of the words of ``teaser`` stand in ``text``.

    A page behind a consent form or a wall of sign-ups is long, too, but about something else.
    """
    wanted = _LONGER_WORD.findall(teaser.casefold())[:COMPARED_WORDS]
    if len(wanted) < FEW_WORDS:
        return True
    found = set(_LONGER_WORD.findall(text.casefold()))
    return sum(word in found for word in wanted) >= SHARED_WORDS * len(wanted)
