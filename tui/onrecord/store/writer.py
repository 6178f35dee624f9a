"""Writing what the network brought: subscriptions, feeds with their entries, pages.

Every function takes the writable database first and is called through `Database.write` or
`Database.submit`, which make one transaction of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.store.article_sources import Source, join_same_stories, known_sources
from onrecord.store.columns import seconds, seconds_or_none, write_links, write_paragraphs
from onrecord.store.record import forget_record, quotations_as_json
from onrecord.store.retention import removed_guids
from onrecord.store.stories import Stories, stories_of, text_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database as Writable

    from onrecord.model import Body, ParsedFeed
    from onrecord.store.stories import Story

MOST_REVISIONS = 50
"""Former versions kept of one article. An article that changes even more often has settled."""

_FETCHES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask with next time, and the hash of the document it gave it for."""

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """The ids of the articles that a feed document brought, and of those that it changed."""

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()


def store_feed(
    db: Writable,
    feed_id: int,
    parsed: ParsedFeed | Stories,
    *,
    validators: Validators,
    fetched_at: datetime,
    next_fetch_at: datetime | None,
    pages_due: Collection[str] | None = None,
    rhythm: int | None = None,
) -> Stored:
    """Store a feed document: its entries, and with them the validators that stand for them.

    An entry is an article already stored if the feed carried it before under its guid, or if it
    is the same story as another feed's (see `onrecord.store.stories`); it is then one more source
    of that article. An entry whose words changed changes its article, and what the article was
    becomes a revision. ``pages_due`` has the guids of the entries whose page is to be fetched;
    without it, those that are truncated. ``rhythm`` is how many seconds lie between the entries.
    """
    now = seconds(fetched_at)
    found = parsed if isinstance(parsed, Stories) else stories_of(parsed)
    removed = removed_guids(db.conn, feed_id)
    stories = _without_repeats(each for each in found.stories if each.guid not in removed)
    if pages_due is None:
        pages_due = {guid for guid, story in stories.items() if story.truncated}
    conn = db.conn
    known = known_sources(conn, feed_id, stories)
    fresh = {guid: story for guid, story in stories.items() if guid not in known}
    known |= join_same_stories(conn, feed_id, fresh, stories)
    changed = [
        known[guid].article_id
        for guid, story in stories.items()
        if guid in known
        and _see_again(conn, feed_id, known[guid], story, now, due=guid in pages_due)
    ]
    new = _insert(
        conn,
        feed_id,
        [story for guid, story in fresh.items() if guid not in known],
        now,
        pages_due,
    )
    db.execute(
        "UPDATE feeds SET own_title = ?, site_url = ?, update_every = ?, rhythm = ?,"
        " etag = ?,"
        " last_modified = ?, body_hash = ?, last_fetched_at = ?, next_fetch_at = ?,"
        " failures = 0, last_error = '', gone = 0 WHERE id = ?",
        (
            found.title,
            found.site_url,
            found.update_every,
            rhythm,
            validators.etag,
            validators.last_modified,
            validators.body_hash,
            now,
            seconds_or_none(next_fetch_at),
            feed_id,
        ),
    )
    _note_fetch(conn, feed_id, now, "stored", len(new), len(changed), found.warning)
    return Stored(tuple(new), tuple(changed))


def store_page(
    db: Writable,
    article_id: int,
    body: Body,
    *,
    fetched_at: datetime,
    byline: str = "",
    language: str = "",
) -> bool:
    """Make the text of an article's page its text, and keep what the feed carries beside it.

    Byline and language are taken where the feed gives none. Tells whether the text changed; the
    article is then to be analysed again.
    """
    conn = db.conn
    row = conn.execute(
        "SELECT text, text_from FROM articles JOIN texts ON article_id = id WHERE id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return False
    conn.execute(
        "UPDATE articles SET page_due = 0, text_from = 'page',"
        " byline = coalesce(nullif(byline, ''), ?),"
        " declared_language = coalesce(nullif(declared_language, ''), ?) WHERE id = ?",
        (byline, language, article_id),
    )
    if row[1] == "feed":
        conn.execute(
            "INSERT INTO feed_texts SELECT article_id, text, paragraphs, links FROM texts"
            " WHERE article_id = ?",
            (article_id,),
        )
    elif row[0] != body.text:
        _keep_revision(conn, article_id, seconds(fetched_at))
    paragraphs, links = write_paragraphs(body.paragraphs), write_links(body.links)
    return _write_text(conn, article_id, body.text, paragraphs, links)


def note_page_missing(db: Writable, article_id: int) -> None:
    """Note that an article's page was asked for and gave nothing, so that it is not due again."""
    db.execute("UPDATE articles SET page_due = 0 WHERE id = ?", (article_id,))


def note_unchanged(
    db: Writable, feed_id: int, fetched_at: datetime, next_fetch_at: datetime | None
) -> None:
    """Note that a feed was asked and had nothing new, so that it is not gone either."""
    now = seconds(fetched_at)
    db.execute(
        "UPDATE feeds SET last_fetched_at = ?, next_fetch_at = ?, failures = 0, last_error = '',"
        " gone = 0 WHERE id = ?",
        (now, seconds_or_none(next_fetch_at), feed_id),
    )
    _note_fetch(db.conn, feed_id, now, "unchanged")


def note_failure(
    db: Writable,
    feed_id: int,
    sentence: str,
    fetched_at: datetime,
    next_fetch_at: datetime | None,
    *,
    gone: bool = False,
) -> None:
    """Note that a feed could not be had, and why; ``gone`` stops it from being due again."""
    now = seconds(fetched_at)
    db.execute(
        "UPDATE feeds SET last_fetched_at = ?, next_fetch_at = ?, failures = failures + 1,"
        " last_error = ?, gone = ? WHERE id = ?",
        (now, seconds_or_none(next_fetch_at), sentence, gone, feed_id),
    )
    _note_fetch(db.conn, feed_id, now, "failed", sentence=sentence)


def _note_fetch(
    conn: sqlite3.Connection,
    feed_id: int,
    at: int,
    outcome: str,
    new: int = 0,
    changed: int = 0,
    sentence: str = "",
) -> None:
    conn.execute(
        "INSERT INTO fetches (feed_id, at, outcome, new, changed, sentence)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (feed_id, at, outcome, new, changed, sentence),
    )
    conn.execute(
        "DELETE FROM fetches WHERE feed_id = :feed AND id <= (SELECT id FROM fetches"
        " WHERE feed_id = :feed ORDER BY id DESC LIMIT 1 OFFSET :kept)",
        {"feed": feed_id, "kept": _FETCHES_KEPT},
    )


def _without_repeats(stories: Iterable[Story]) -> dict[str, Story]:
    """Return the stories by guid; of those with one guid the first, which is the newest."""
    by_guid: dict[str, Story] = {}
    for story in stories:
        by_guid.setdefault(story.guid, story)
    return by_guid


def _see_again(
    conn: sqlite3.Connection, feed_id: int, source: Source, story: Story, now: int, *, due: bool
) -> bool:
    """Take what changed in an entry that is stored; tell whether it changed its article."""
    said = story.content_hash
    if said == source.content_hash and story.digest == source.digest:
        return False
    conn.execute(
        "UPDATE article_sources SET content_hash = ?, digest = ?, url = ?"
        " WHERE feed_id = ? AND guid = ?",
        (said, story.digest, story.url, feed_id, story.guid),
    )
    if said == source.content_hash:
        return False
    # The feed that brought a story first has the say on its text.
    return source.first and _change(conn, source.article_id, story, now, due=due)


def _change(
    conn: sqlite3.Connection, article_id: int, story: Story, now: int, *, due: bool
) -> bool:
    """Bring an article up to what its entry says now; tell whether that was done."""
    title, text_from, revisions = conn.execute(
        "SELECT title, text_from, (SELECT count(*) FROM revisions WHERE article_id = articles.id)"
        " FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    if revisions >= MOST_REVISIONS:
        return False
    if text_from == "feed":
        _keep_revision(conn, article_id, now)
    conn.execute(
        "UPDATE articles SET url = ?, address = ?, title = ?, byline = ?, updated_at = ?,"
        " published_at = coalesce(published_at, ?), truncated = ?, page_due = ?, categories = ?,"
        " enclosures = ? WHERE id = ?",
        (
            story.url,
            story.address,
            story.title,
            story.byline,
            min(now, story.updated_at or now),
            _no_later(now, story.published_at),
            story.truncated,
            due,
            story.categories,
            story.enclosures,
            article_id,
        ),
    )
    if title != story.title:
        # The headline is part of what the analysis reads.
        conn.execute("UPDATE articles SET analysed_with = '' WHERE id = ?", (article_id,))
    if text_from == "feed":
        _write_text(conn, article_id, story.text, story.paragraphs, story.links)
    else:
        conn.execute(
            "UPDATE feed_texts SET text = ?, paragraphs = ?, links = ? WHERE article_id = ?",
            (story.text, story.paragraphs, story.links, article_id),
        )
    return True


def _write_text(
    conn: sqlite3.Connection, article_id: int, text: str, paragraphs: str, links: str
) -> bool:
    """Replace the text of an article; tell whether its characters changed."""
    (before,) = conn.execute(
        "SELECT text FROM texts WHERE article_id = ?", (article_id,)
    ).fetchone()
    conn.execute(
        "UPDATE texts SET text = ?, paragraphs = ?, links = ? WHERE article_id = ?",
        (text, paragraphs, links, article_id),
    )
    if before == text:
        return False
    words = text.split()
    conn.execute(
        "UPDATE articles SET words = ?, text_hash = ? WHERE id = ?",
        (len(words), text_hash(" ".join(words), len(words)), article_id),
    )
    forget_record(conn, article_id)
    return True


def _keep_revision(conn: sqlite3.Connection, article_id: int, now: int) -> None:
    """Keep what an article is before it changes, with who said what in it."""
    conn.execute(
        "INSERT INTO revisions (article_id, seen_at, title, text, paragraphs, quotations)"
        " SELECT id, ?, title, text, paragraphs, ? FROM articles JOIN texts ON article_id = id"
        " WHERE id = ?",
        (now, quotations_as_json(conn, article_id), article_id),
    )


def _insert(
    conn: sqlite3.Connection,
    feed_id: int,
    stories: Sequence[Story],
    now: int,
    pages_due: Collection[str],
) -> list[int]:
    """Store stories as new articles and return their ids, in the same order."""
    (listed,) = conn.execute(
        "SELECT unsubscribed_at IS NULL FROM feeds WHERE id = ?", (feed_id,)
    ).fetchone()
    ids: list[int] = []
    places: list[int] = []
    taken: dict[int, int] = {}
    for story in stories:
        published_at = _no_later(now, story.published_at)
        places.append(_take_place(conn, now if published_at is None else published_at, taken))
        cursor = conn.execute(
            "INSERT INTO articles (place, feed_id, url, address, title, byline, published_at,"
            " updated_at, fetched_at, declared_language, words, text_hash, truncated, page_due,"
            " categories, enclosures, listed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                places[-1],
                feed_id,
                story.url,
                story.address,
                story.title,
                story.byline,
                published_at,
                _no_later(now, story.updated_at),
                now,
                story.language,
                story.words,
                story.text_hash,
                story.truncated,
                story.guid in pages_due,
                story.categories,
                story.enclosures,
                listed,
            ),
        )
        ids.append(cursor.lastrowid or 0)
    conn.executemany(
        "INSERT INTO texts (article_id, text, paragraphs, links, indexed) VALUES (?, ?, ?, ?, 1)",
        [
            (each, story.text, story.paragraphs, story.links)
            for each, story in zip(ids, stories, strict=True)
        ],
    )
    # FTS5 gathers rows that come in order and writes them out together. A row that goes back, or
    # any statement with a trigger, makes it write at once: three times the time for all this.
    conn.executemany(
        "INSERT INTO articles_fts (rowid, title, text) VALUES (?, ?, ?)",
        sorted(
            (place, story.title, story.text) for place, story in zip(places, stories, strict=True)
        ),
    )
    conn.executemany(
        "INSERT INTO article_sources (feed_id, guid, article_id, url, digest, content_hash, first)"
        " VALUES (?, ?, ?, ?, ?, ?, 1)",
        [
            (feed_id, story.guid, each, story.url, story.digest, story.content_hash)
            for each, story in zip(ids, stories, strict=True)
        ],
    )
    return ids


def _take_place(conn: sqlite3.Connection, wanted: int, taken: dict[int, int]) -> int:
    """Return the latest free place in time that is not after ``wanted``.

    The entries of a feed come newest first, so of those with one date the first is placed last.
    ``taken`` keeps where the search for the next of the same date begins.
    """
    latest = taken.get(wanted, wanted + 1) - 1
    if conn.execute("SELECT 1 FROM articles WHERE place = ?", (latest,)).fetchone():
        (latest,) = conn.execute(
            "SELECT place - 1 FROM articles AS full WHERE place <= ?"
            " AND NOT EXISTS (SELECT 1 FROM articles WHERE place = full.place - 1)"
            " ORDER BY place DESC LIMIT 1",
            (latest,),
        ).fetchone()
    taken[wanted] = latest
    return latest


def _no_later(now: int, when: int | None) -> int | None:
    """Return a time; one in the future becomes now."""
    return None if when is None else min(when, now)
