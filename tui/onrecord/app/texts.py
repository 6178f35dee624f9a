"""The two texts of an article: what its feed carries, and what its page says. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.model import GUIDE_ID

if TYPE_CHECKING:
    from onrecord.store.articles import StoredArticle


def with_feed_text(article: StoredArticle) -> StoredArticle:
    """Return an article with the text of its feed in the place of its page's, if it has both.

    The record belongs to the page's text, so there is none.
    """
    if article.feed_body is None:
        return article
    return replace(
        article,
        body=article.feed_body,
        feed_body=article.body,
        text_from="feed",
        words=len(article.feed_body.text.split()),
        record=None,
        quotation_ids=(),
        corrected=frozenset(),
    )


def shows_feed_text(article: StoredArticle) -> bool:
    """Tell whether an article has been given its feed's text in the place of its page's."""
    return article.text_from == "feed" and article.feed_body is not None


def origin(article: StoredArticle) -> tuple[str, str]:
    """Say which text this is, and, where there is another, what ``x`` does about it."""
    if article.id == GUIDE_ID:
        return "", ""
    if article.text_from == "page":
        return "the page’s text", "x shows the feed’s" if article.feed_body else ""
    if article.feed_body is not None:
        return "the feed’s text", "x shows the page’s"
    if article.truncated and article.url:
        return "only the feed’s teaser", "x fetches the page"
    return "the feed’s text", ""
