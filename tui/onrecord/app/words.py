"""What the reader says where there is nothing to show: why, and what to do. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.texts import shows_feed_text
from onrecord.store.articles import Scope, View

if TYPE_CHECKING:
    from collections.abc import Collection

    from onrecord.model import Feed
    from onrecord.store.articles import StoredArticle

Words = tuple[str, ...]
"""One line that stands out, then paragraphs."""


def no_articles(scope: Scope, feeds: Collection[Feed], *, refreshing: bool) -> Words:
    """Return why a list has no articles."""
    if scope.query:
        from onrecord.query import parse_query

        problems = [problem.sentence for problem in parse_query(scope.query).problems]
        why = problems[0] if problems else f"No article here matches: {scope.query}"
        return ("Nothing matches.", why, "Esc ends the filter.")
    if not feeds:
        return (
            "No feeds yet.",
            "Press a and type the address of a newspaper, a magazine or a feed.",
            "O brings the feeds of another reader, as an OPML file.",
            "F1 opens the guide.",
        )
    if refreshing:
        return ("The first articles are on their way.", "They appear here as they arrive.")
    feed = next((each for each in feeds if each.id == scope.feed_id), None)
    if feed is not None and feed.last_error:
        return (
            "This feed has brought no articles.",
            feed.last_error,
            "r tries again, I tells more.",
        )
    return {
        View.UNREAD: ("All read.", "New articles appear here when they arrive."),
        View.INTERVIEWS: (
            "No interviews yet.",
            "Articles in which somebody is interviewed gather here by themselves.",
        ),
        View.SAVED: ("Nothing found.", "What this search finds in your feeds appears here."),
        View.TAG: ("No article has this tag.", "t tags an article, here or while you read it."),
        View.CLIPPED: ("Nothing is clipped here.", "b clips a quotation while you read."),
        View.STARRED: ("Nothing starred.", "f stars an article, here or while you read it."),
    }.get(scope.view, ("No articles yet.", "r fetches what is new."))


def no_article(*, listed: bool) -> Words:
    """Return what stands in the place of an article."""
    if listed:
        return ("Nothing is open.", "Enter opens the article you point at.")
    return (
        "On Record",
        "Who said what, to whom, when, in which outlet.",
        "? shows the keys. / searches. a adds a feed. Q quits.",
    )


def no_record(article: StoredArticle | None, problem: str) -> Words:
    """Return why an article has no record to show; ``problem`` is what keeps records away."""
    if article is None:
        return ("No article is open.",)
    if shows_feed_text(article):
        return ("The record is of the page's text.", "x goes back to it.")
    if article.record is None:
        if article.analysis_error:
            return ("This article has no record.", article.analysis_error)
        if problem:
            return ("Not analysed yet.", problem)
        if not article.body.text.strip():
            return ("No text, no record.", "o opens the article's page.")
        return ("Its record is being made.", "It appears here in a moment.")
    return (
        "Nobody is quoted here,",
        "and no people, organisations or places were found.",
    )
