"""An archive with short ways to write to it and to ask it, and to make what is stored."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.model import (
    Body,
    Entity,
    EntityKind,
    Entry,
    Form,
    Paragraph,
    ParsedFeed,
    Quotation,
    QuotationKind,
    Record,
    Speaker,
)
from onrecord.query import parse_query
from onrecord.store.articles import Scope, View, article, article_ids
from onrecord.store.feeds import feeds
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.search import quotes, search
from onrecord.store.subscriptions import sync_feeds
from onrecord.store.writer import Stored, Validators, store_feed

if TYPE_CHECKING:
    from onrecord.settings import FeedSpec
    from onrecord.store.articles import StoredArticle
    from onrecord.store.database import Database

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Archive:
    """A database with the few calls that the tests make again and again."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.read = database.read
        self.write = database.write

    def subscribe(self, *specs: FeedSpec, now: datetime = NOW) -> list[int]:
        """Make these the subscriptions and return the ids of all feeds, in their order."""
        self.write(sync_feeds, specs, now)
        return [feed.id for feed in self.read(feeds)]

    def store(self, feed_id: int, *entries: Entry, now: datetime = NOW, etag: str = "") -> Stored:
        """Store a feed document with these entries."""
        parsed = ParsedFeed("The Feed", "https://press.example/", "en", entries)
        return self.write(
            store_feed,
            feed_id,
            parsed,
            validators=Validators(etag),
            fetched_at=now,
            next_fetch_at=now + timedelta(hours=1),
        )

    def article(self, article_id: int) -> StoredArticle:
        found = self.read(article, article_id)
        assert found is not None
        return found

    def ids(self, view: View = View.ALL, *, query: str = "", **scope: object) -> list[int]:
        return list(self.read(article_ids, Scope(view, query=query, **scope)))

    def analyse(self, article_id: int, record: Record) -> bool:
        """Store a record as the analysis of the article as it is now."""
        taken = self.read(document, article_id)
        assert taken is not None
        return self.write(store_record, taken, record)

    def found(self, query: str, **how: object) -> list[int]:
        hits = self.read(search, parse_query(query), now=NOW, **how)
        return [hit.article_id for hit in hits]

    def quoted(self, query: str, **how: object) -> list[str]:
        return [hit.text for hit in self.read(quotes, parse_query(query), now=NOW, **how)]


def entry(
    guid: str,
    text: str = "",
    title: str = "",
    *,
    url: str | None = None,
    published_at: datetime | None = None,
    **more: object,
) -> Entry:
    """An entry with a page of its own, published an hour before now unless told otherwise."""
    return Entry(
        guid=guid,
        url=f"https://press.example/{guid}" if url is None else url,
        title=title or f"Title of {guid}",
        byline=more.pop("byline", ""),
        published_at=published_at,
        updated_at=None,
        language="en",
        body=Body(text, (Paragraph(0, len(text)),) if text else ()),
        **more,
    )


def record(text: str, *said: tuple[str, str | None], **more: object) -> Record:
    """A record of a text: who said which of its stretches, each speaker also an entity."""
    quotations = []
    for number, (words, name) in enumerate(said):
        start = text.index(words)
        speaker = None if name is None else Speaker(name, EntityKind.PERSON)
        quotations.append(
            Quotation(
                start,
                start + len(words),
                words,
                QuotationKind.DIRECT,
                number,
                speaker,
                confidence=0.9,
                reason="" if name else "nobody is named",
            )
        )
    names = dict.fromkeys(name for _, name in said if name)
    entities = tuple(Entity(name, EntityKind.PERSON) for name in names)
    made = {"entities": entities, "analysed_with": "1/patterns", **more}
    return Record("en", made.pop("form", Form.REPORT), quotations=tuple(quotations), **made)
