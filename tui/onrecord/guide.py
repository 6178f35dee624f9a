"""The guide: an article with quotations that shows how On Record is read.

It comes with the program and is never put into the archive, where its invented people would stand
among those that were really quoted.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from onrecord.model import GUIDE_ID
from onrecord.samples.manuscript import Manuscript, read_manuscript
from onrecord.store.articles import StoredArticle

if TYPE_CHECKING:
    from datetime import datetime


def guide() -> Manuscript:
    """Read the guide as its authors wrote it, with its record."""
    file = resources.files("onrecord").joinpath("guide.txt")
    return read_manuscript(file.read_text(encoding="utf-8"))


def guide_article(now: datetime) -> StoredArticle:
    """Give the guide as an article."""
    written = guide()
    return StoredArticle(
        id=GUIDE_ID,
        feed_id=0,
        outlet=written.outlet,
        title=written.title,
        url="",
        byline=written.byline,
        published_at=None,
        updated_at=None,
        fetched_at=now,
        language="en",
        words=len(written.body.text.split()),
        body=written.body,
        text_from="feed",
        feed_body=None,
        truncated=False,
        read=True,
        starred=False,
        tags=(),
        notes=(),
        categories=(),
        enclosures=(),
        sources=(),
        revisions=0,
        record=written.record,
        quotation_ids=tuple(range(-len(written.record.quotations), 0)),
        corrected=frozenset(),
        carried={},
        analysis_error="",
    )
