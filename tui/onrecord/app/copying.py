"""What ``y`` copies: a quotation with its citation, or the article's title and address. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.record.cite import Citation, as_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Quotation
    from onrecord.store.articles import StoredArticle


def citation_of(article: StoredArticle, spoken: Sequence[Quotation]) -> str:
    """Return the stretches of one utterance as Markdown; without any, the article itself."""
    if not spoken:
        return f"{article.title}\n{article.url}\n"
    speaker = spoken[0].speaker
    return as_markdown(
        Citation(
            stretches=tuple(article.body.text[each.start : each.end] for each in spoken),
            speaker=speaker.name if speaker else "",
            title=article.title,
            outlet=article.outlet,
            url=article.url,
            published=article.published_at.date() if article.published_at else None,
        )
    )
