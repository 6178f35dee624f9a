"""A feed's document to stories that only need to be stored.

This is work for a process: it takes its time, and whoever it waits for has keys to answer.
"""

from __future__ import annotations

from onrecord.parse.feed import parse_feed
from onrecord.store.stories import Stories, stories_of


def take_in(
    body: bytes, *, url: str, content_type: str = "", known: frozenset[str] = frozenset()
) -> Stories:
    """Read a feed document, and make of its entries what the archive keeps of them.

    As `onrecord.parse.feed.parse_feed` otherwise; raises ``NotAFeed``, and nothing else.
    """
    return stories_of(parse_feed(body, url=url, content_type=content_type, known=known))
