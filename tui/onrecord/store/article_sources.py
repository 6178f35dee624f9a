"""Which article an entry is: one that its feed carried before, or another feed's same story."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.store.columns import to_json
from onrecord.store.stories import same_guid_is_same_story, same_text_is_same_story

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from onrecord.store.stories import Story


@dataclass(frozen=True, slots=True)
class Source:
    """An article as the source of a feed that is being stored."""

    article_id: int
    digest: str
    content_hash: str
    first: bool


def known_sources(
    conn: sqlite3.Connection, feed_id: int, guids: Iterable[str]
) -> dict[str, Source]:
    """Return the articles that the feed carried before, by guid."""
    rows = conn.execute(
        "SELECT guid, article_id, digest, content_hash, first FROM article_sources"
        " WHERE feed_id = ? AND guid IN (SELECT value FROM json_each(?))",
        (feed_id, to_json(list(guids))),
    )
    return {
        guid: Source(article_id, digest, said, bool(first))
        for guid, article_id, digest, said, first in rows
    }


def join_same_stories(
    conn: sqlite3.Connection, feed_id: int, fresh: dict[str, Story], stories: dict[str, Story]
) -> dict[str, Source]:
    """Find the articles that entries new to the feed are the same story as, and join them.

    ``stories`` are all that the document has; both are by guid.
    """
    found: dict[str, Source] = {}
    taken: set[int] = set()
    addresses = Counter(story.address for story in stories.values())
    for guid in _known_somehow(conn, fresh):
        story = fresh[guid]
        own = addresses[story.address] == 1
        article_id = _same_story(conn, feed_id, story, stories, own_address=own)
        if article_id is None or article_id in taken:
            continue
        taken.add(article_id)
        found[guid] = _join(conn, feed_id, guid, story, article_id)
    return found


def _known_somehow(conn: sqlite3.Connection, fresh: dict[str, Story]) -> list[str]:
    """Return the guids of the entries of which the archive knows address, guid or text.

    Three questions for all instead of three for each: most entries of most feeds are new.
    """
    there: list[set[str]] = []
    for statement, values in (
        ("SELECT address FROM articles WHERE address", [each.address for each in fresh.values()]),
        (
            "SELECT text_hash FROM articles WHERE text_hash <> '' AND text_hash",
            [each.text_hash for each in fresh.values()],
        ),
        ("SELECT guid FROM article_sources WHERE guid", list(fresh)),
    ):
        rows = conn.execute(
            f"{statement} IN (SELECT value FROM json_each(?) WHERE value <> '')", (to_json(values),)
        )
        there.append({value for (value,) in rows})
    addresses, texts, guids = there
    return [
        guid
        for guid, story in fresh.items()
        if story.address in addresses or story.text_hash in texts or guid in guids
    ]


def _same_story(
    conn: sqlite3.Connection,
    feed_id: int,
    story: Story,
    stories: dict[str, Story],
    *,
    own_address: bool,
) -> int | None:
    """Return the article that an entry is the same story as, by its address, guid or text."""

    def may_be(article_id: int) -> bool:
        # What one feed carries under two guids are two stories, unless nothing else is different
        # and the first guid is no longer there.
        sources = conn.execute(
            "SELECT guid, content_hash FROM article_sources WHERE article_id = ? AND feed_id = ?",
            (article_id, feed_id),
        )
        return all(guid not in stories and before == story.content_hash for guid, before in sources)

    if story.address and own_address:
        rows = conn.execute("SELECT id FROM articles WHERE address = ? LIMIT 2", (story.address,))
        ids = [article_id for (article_id,) in rows]
        if len(ids) == 1 and may_be(ids[0]):
            return int(ids[0])
    for article_id, title, url in conn.execute(
        "SELECT article_id, title, article_sources.url FROM article_sources"
        " JOIN articles ON id = article_id WHERE guid = ? AND article_sources.feed_id <> ?",
        (story.guid, feed_id),
    ).fetchall():
        same = same_guid_is_same_story(story.guid, story.title, story.url, title, url)
        if same and may_be(article_id):
            return int(article_id)
    if story.text_hash:
        for article_id, title, words in conn.execute(
            "SELECT id, title, words FROM articles WHERE text_hash = ? AND text_hash <> ''"
            " ORDER BY id LIMIT 8",
            (story.text_hash,),
        ).fetchall():
            if same_text_is_same_story(story.title, title, words) and may_be(article_id):
                return int(article_id)
    return None


def _join(
    conn: sqlite3.Connection, feed_id: int, guid: str, story: Story, article_id: int
) -> Source:
    """Make an entry a source of an article; one that only changed its guid stays what it was."""
    row = conn.execute(
        "SELECT guid, content_hash, first FROM article_sources"
        " WHERE article_id = ? AND feed_id = ? ORDER BY first DESC LIMIT 1",
        (article_id, feed_id),
    ).fetchone()
    if row is not None:
        conn.execute(
            "UPDATE article_sources SET guid = ?, url = ?, digest = ?"
            " WHERE feed_id = ? AND guid = ?",
            (guid, story.url, story.digest, feed_id, row[0]),
        )
        return Source(article_id, story.digest, row[1], bool(row[2]))
    conn.execute(
        "INSERT INTO article_sources (feed_id, guid, article_id, url, digest, content_hash, first)"
        " VALUES (?, ?, ?, ?, ?, ?, 0)",
        (feed_id, guid, article_id, story.url, story.digest, story.content_hash),
    )
    conn.execute(
        "UPDATE articles SET listed = 1 WHERE id = ? AND NOT listed AND hidden_at IS NULL"
        " AND EXISTS (SELECT 1 FROM feeds WHERE id = ? AND unsubscribed_at IS NULL)",
        (article_id, feed_id),
    )
    return Source(article_id, story.digest, story.content_hash, first=False)
