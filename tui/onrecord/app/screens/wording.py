"""What an article said before its outlet changed it: headlines and quotations, both wordings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.masthead import written_date
from onrecord.app.screens.facts import Facts
from onrecord.app.widgets.lines import Entry
from onrecord.record.likeness import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from onrecord.record.changes import ChangedQuotation
    from onrecord.store.articles import Revision, StoredArticle


def wording_of(
    article: StoredArticle,
    before: Sequence[Revision],
    changed: Sequence[ChangedQuotation],
    zone: tzinfo | None,
) -> tuple[Entry, ...]:
    """Return the earlier wordings of an article, the latest change first."""
    return (*_headlines(article, before, zone), *_quotations(changed, zone))


def _headlines(
    article: StoredArticle, before: Sequence[Revision], zone: tzinfo | None
) -> Iterator[Entry]:
    now = article.title
    for revision in before:
        if revision.title != now:
            seen = written_date(revision.seen_at, zone)
            yield Entry(f"The headline, changed by {seen}", heading=True)
            yield Entry(revision.title, "before")
            yield Entry(now, "now")
            yield Entry("", heading=True)
        now = revision.title


def _quotations(changed: Sequence[ChangedQuotation], zone: tzinfo | None) -> Iterator[Entry]:
    if not changed:
        yield Entry("No quotation was removed or reworded.", heading=True)
    for each in changed:
        who = each.speaker or "Speaker not told"
        seen = written_date(each.seen_at, zone)
        yield Entry(f"{who}, {each.fate.value} by {seen}", heading=True)
        others = [other for other in each.differences if other.change is not Change.SAME]
        yield Entry(each.before, "before", marked=tuple(other.first for other in others))
        if each.after:
            yield Entry(each.after, "now", marked=tuple(other.second for other in others))
        yield Entry("", heading=True)


class Wording(Facts):
    """The earlier wordings, those words marked that are others now."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__("What it said before", entries)
