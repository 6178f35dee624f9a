"""The schema, and the steps that bring an older database to it.

Each step is one migration of sqlite-utils' ``Migrations``, which is imported only when a step is
due. ``PRAGMA user_version`` holds the number of steps done, so that an up-to-date file is known
as such with the standard library alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.optional import without
from onrecord.store.echo_schema import echoes
from onrecord.store.finding_schema import finding
from onrecord.store.follow_schema import follows
from onrecord.store.identity_schema import identities
from onrecord.store.retention import removed_entries
from onrecord.store.script import run_script

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database

APPLICATION_ID = 0x4F6E5265
"""Marks a SQLite file as On Record's ("OnRe" in ASCII)."""

_FIRST = """
-- Times are Unix seconds in UTC. Offsets are code points into texts.text, the end exclusive.

CREATE TABLE feeds (
    id              INTEGER PRIMARY KEY,
    url             TEXT    NOT NULL UNIQUE,
    given_title     TEXT    NOT NULL DEFAULT '',  -- the user's name for it
    own_title       TEXT    NOT NULL DEFAULT '',  -- what it calls itself
    site_url        TEXT    NOT NULL DEFAULT '',
    folder          TEXT    NOT NULL DEFAULT '',
    position        INTEGER NOT NULL DEFAULT 0,   -- its place in feeds.toml
    full_text       TEXT    NOT NULL DEFAULT 'auto',
    interval        INTEGER,                      -- seconds, as the user asks for
    update_every    INTEGER,                      -- seconds, as the feed asks for
    rhythm          INTEGER,                      -- seconds between entries, as they came
    etag            TEXT    NOT NULL DEFAULT '',
    last_modified   TEXT    NOT NULL DEFAULT '',
    body_hash       TEXT    NOT NULL DEFAULT '',  -- of the document last stored
    last_fetched_at INTEGER,
    next_fetch_at   INTEGER,
    failures        INTEGER NOT NULL DEFAULT 0,   -- in a row
    last_error      TEXT    NOT NULL DEFAULT '',
    gone            INTEGER NOT NULL DEFAULT 0,   -- its server said 410
    moved_to        TEXT    NOT NULL DEFAULT '',  -- where permanent redirects point
    moved_days      INTEGER NOT NULL DEFAULT 0,   -- on how many days that was seen
    moved_seen_at   INTEGER,
    unsubscribed_at INTEGER                       -- its articles stay
);

CREATE TABLE feed_urls (                          -- former addresses
    url     TEXT    PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    until   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE fetches (                            -- the last fetches of each feed
    id       INTEGER PRIMARY KEY,
    feed_id  INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    at       INTEGER NOT NULL,
    outcome  TEXT    NOT NULL,                    -- stored, unchanged, failed
    new      INTEGER NOT NULL DEFAULT 0,
    changed  INTEGER NOT NULL DEFAULT 0,
    sentence TEXT    NOT NULL DEFAULT ''
);
CREATE INDEX fetches_by_feed ON fetches (feed_id, id);

CREATE TABLE articles (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another article
    place             INTEGER NOT NULL UNIQUE,    -- its place in time; see docs/schema.md
    feed_id           INTEGER NOT NULL REFERENCES feeds (id),
    url               TEXT    NOT NULL,
    address           TEXT    NOT NULL,           -- url without what tracks its reader
    title             TEXT    NOT NULL,
    byline            TEXT    NOT NULL,
    published_at      INTEGER,
    updated_at        INTEGER,
    fetched_at        INTEGER NOT NULL,           -- when it was first seen
    declared_language TEXT    NOT NULL,           -- what the feed says
    language          TEXT    NOT NULL DEFAULT '',  -- what the analysis found
    form              TEXT,                       -- NULL: there is no record (yet)
    words             INTEGER NOT NULL,
    text_hash         TEXT    NOT NULL,           -- '' for a text too short to tell by
    text_from         TEXT    NOT NULL DEFAULT 'feed',  -- or 'page'
    truncated         INTEGER NOT NULL DEFAULT 0,
    page_due          INTEGER NOT NULL DEFAULT 0, -- its page is still to be fetched
    categories        TEXT    NOT NULL DEFAULT '[]',  -- JSON: the feed's own tags
    enclosures        TEXT    NOT NULL DEFAULT '[]',  -- JSON: [url, media type, bytes]
    listed            INTEGER NOT NULL DEFAULT 1, -- 0: every feed that has it was left
    read_at           INTEGER,
    starred_at        INTEGER,
    analysed_with     TEXT    NOT NULL DEFAULT '',  -- '': not analysed, or text changed since
    failed_with       TEXT    NOT NULL DEFAULT '',  -- the analyser that could not read it
    analysis_error    TEXT    NOT NULL DEFAULT '',
    quotation_count   INTEGER NOT NULL DEFAULT 0  -- utterances: interrupted ones count once
);
CREATE INDEX articles_by_feed ON articles (feed_id, place);
CREATE INDEX articles_listed ON articles (place) WHERE listed;
CREATE INDEX articles_unlisted ON articles (place) WHERE NOT listed;
CREATE INDEX articles_unread ON articles (place) WHERE read_at IS NULL AND listed;
CREATE INDEX articles_unread_by_feed ON articles (feed_id, place)
    WHERE read_at IS NULL AND listed;
CREATE INDEX articles_starred ON articles (place) WHERE starred_at IS NOT NULL;
CREATE INDEX articles_interviews ON articles (place)
    WHERE form IN ('interview', 'transcript') AND listed;
CREATE INDEX articles_page_due ON articles (place) WHERE page_due;
CREATE INDEX articles_by_analyser ON articles (analysed_with, page_due, place DESC);
CREATE INDEX articles_failed ON articles (failed_with) WHERE failed_with <> '';
CREATE INDEX articles_by_address ON articles (address);
CREATE INDEX articles_by_text ON articles (text_hash) WHERE text_hash <> '';

CREATE TABLE texts (                              -- apart, so that marks rewrite short rows only
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    paragraphs TEXT NOT NULL,                     -- JSON: [start, end, role]
    links      TEXT NOT NULL,                     -- JSON: [start, end, url]
    indexed    INTEGER NOT NULL DEFAULT 0         -- 1: whoever inserted it indexes it too
);

CREATE TABLE feed_texts (                         -- what the feed carries, where texts has the page
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    text       TEXT NOT NULL,
    paragraphs TEXT NOT NULL,
    links      TEXT NOT NULL
);

CREATE TABLE article_sources (                    -- one story in several feeds is one article
    feed_id      INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    guid         TEXT    NOT NULL,
    article_id   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    url          TEXT    NOT NULL,
    digest       TEXT    NOT NULL,                -- of the entry's source, to skip it unread
    content_hash TEXT    NOT NULL,                -- title, byline and text, without dates
    first        INTEGER NOT NULL,                -- 1: the feed that brought it first
    PRIMARY KEY (feed_id, guid)
) WITHOUT ROWID;
CREATE INDEX article_sources_by_article ON article_sources (article_id, feed_id);
CREATE INDEX article_sources_by_guid ON article_sources (guid);
CREATE INDEX article_sources_further ON article_sources (feed_id, article_id) WHERE NOT first;

CREATE TABLE revisions (                          -- what an article was before it changed
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    seen_at    INTEGER NOT NULL,                  -- when the change was seen
    title      TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    paragraphs TEXT    NOT NULL,
    quotations TEXT    NOT NULL                   -- JSON: [start, end, speaker]
);
CREATE INDEX revisions_by_article ON revisions (article_id, id);

CREATE TABLE entities (
    id   INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,                           -- the name folded: case, accents, marks
    UNIQUE (kind, slug)
);

CREATE TABLE aliases (                            -- every name of an entity, its own included
    id        INTEGER PRIMARY KEY,
    entity_id INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    name      TEXT    NOT NULL,
    source    TEXT    NOT NULL DEFAULT 'text',    -- or 'user'
    UNIQUE (entity_id, name)
);

CREATE TABLE mentions (                           -- an entity in an article
    article_id      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,             -- in the record
    entity_id       INTEGER NOT NULL REFERENCES entities (id),
    place           INTEGER NOT NULL,             -- the article's
    name            TEXT    NOT NULL,             -- as this article gives it
    aliases         TEXT    NOT NULL,             -- JSON: names in this article
    spans           TEXT    NOT NULL,             -- JSON: [start, end] of each proper name
    reference_spans TEXT    NOT NULL,             -- JSON: of each pronoun and description
    value           TEXT    NOT NULL DEFAULT '',  -- ISO form of a date
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;
CREATE INDEX mentions_by_entity ON mentions (entity_id, place);

CREATE TABLE quotations (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another quotation
    place         INTEGER NOT NULL UNIQUE,        -- the article's << 16, and the position in it
    article_id    INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start         INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    kind          TEXT    NOT NULL,               -- direct, mixed, turn
    utterance     INTEGER NOT NULL,
    text          TEXT    NOT NULL,
    speaker_id    INTEGER REFERENCES entities (id),
    speaker_text  TEXT    NOT NULL DEFAULT '',    -- the speaker's name as the article gives it
    mention_start INTEGER,
    mention_end   INTEGER,
    cue_start     INTEGER,
    cue_end       INTEGER,
    confidence    REAL    NOT NULL,               -- the analyser's
    reason        TEXT    NOT NULL DEFAULT '',
    corrected_at  INTEGER                         -- the user named the speaker
);
CREATE INDEX quotations_by_article ON quotations (article_id, speaker_id);
CREATE INDEX quotations_by_speaker ON quotations (speaker_id, place);

CREATE TABLE interviews (
    article_id  INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    interviewee TEXT    NOT NULL,
    interviewer TEXT    NOT NULL,
    start       INTEGER NOT NULL,                 -- of the span that shows it
    "end"       INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
) WITHOUT ROWID;

-- What is the user's own. No refresh and no analysis touches it.

CREATE TABLE corrections (                        -- put upon each new record of the article
    id           INTEGER PRIMARY KEY,
    article_id   INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start        INTEGER NOT NULL,
    text         TEXT    NOT NULL,
    name         TEXT    NOT NULL,                -- '': nobody can be told
    kind         TEXT    NOT NULL,
    corrected_at INTEGER NOT NULL,
    UNIQUE (article_id, start, text)
);

CREATE TABLE tags (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE
);

CREATE TABLE article_tags (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    tag_id     INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    tagged_at  INTEGER NOT NULL,
    PRIMARY KEY (article_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX article_tags_by_tag ON article_tags (tag_id, article_id);

CREATE TABLE notes (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start      INTEGER,                           -- of the quotation noted upon; NULL: the article
    quotation  TEXT    NOT NULL DEFAULT '',
    text       TEXT    NOT NULL,
    noted_at   INTEGER NOT NULL
);
CREATE INDEX notes_by_article ON notes (article_id);

CREATE TABLE clippings (                          -- quotations collected in named lists
    id         INTEGER PRIMARY KEY,
    list       TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start      INTEGER NOT NULL,
    text       TEXT    NOT NULL,
    speaker    TEXT    NOT NULL DEFAULT '',
    clipped_at INTEGER NOT NULL
);
CREATE INDEX clippings_by_list ON clippings (list, position);
CREATE INDEX clippings_by_article ON clippings (article_id);

CREATE TABLE saved_searches (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL UNIQUE,
    query    TEXT    NOT NULL,
    position INTEGER NOT NULL,
    saved_at INTEGER NOT NULL
);

-- Search. The indexes hold no text of their own; triggers keep them in step.

CREATE VIEW searchable AS
    SELECT articles.place, articles.title, texts.text
    FROM articles JOIN texts ON texts.article_id = articles.id;
CREATE VIRTUAL TABLE articles_fts USING fts5 (
    title, text, content='searchable', content_rowid='place',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('rank', 'bm25(5.0, 1.0)');
-- Merged at rest, see merging.py.
INSERT INTO articles_fts (articles_fts, rank) VALUES ('automerge', 0);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('usermerge', 16);
INSERT INTO articles_fts (articles_fts, rank) VALUES ('crisismerge', 1000);
CREATE TRIGGER texts_inserted AFTER INSERT ON texts WHEN NOT new.indexed BEGIN
    INSERT INTO articles_fts (rowid, title, text)
        SELECT place, title, new.text FROM articles WHERE id = new.article_id;
END;
CREATE TRIGGER texts_updated AFTER UPDATE OF text ON texts WHEN old.text IS NOT new.text BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
        SELECT 'delete', place, title, old.text FROM articles WHERE id = new.article_id;
    INSERT INTO articles_fts (rowid, title, text)
        SELECT place, title, new.text FROM articles WHERE id = new.article_id;
END;
CREATE TRIGGER articles_renamed AFTER UPDATE OF title ON articles WHEN old.title IS NOT new.title
BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
        SELECT 'delete', old.place, old.title, text FROM texts WHERE article_id = new.id;
    INSERT INTO articles_fts (rowid, title, text)
        SELECT new.place, new.title, text FROM texts WHERE article_id = new.id;
END;
CREATE TRIGGER articles_deleted BEFORE DELETE ON articles BEGIN
    INSERT INTO articles_fts (articles_fts, rowid, title, text)
        SELECT 'delete', old.place, old.title, text FROM texts WHERE article_id = old.id;
END;

CREATE VIRTUAL TABLE quotations_fts USING fts5 (
    text, content='quotations', content_rowid='place',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER quotations_inserted AFTER INSERT ON quotations BEGIN
    INSERT INTO quotations_fts (rowid, text) VALUES (new.place, new.text);
END;
CREATE TRIGGER quotations_updated AFTER UPDATE OF place, text ON quotations BEGIN
    INSERT INTO quotations_fts (quotations_fts, rowid, text)
        VALUES ('delete', old.place, old.text);
    INSERT INTO quotations_fts (rowid, text) VALUES (new.place, new.text);
END;
CREATE TRIGGER quotations_deleted AFTER DELETE ON quotations BEGIN
    INSERT INTO quotations_fts (quotations_fts, rowid, text)
        VALUES ('delete', old.place, old.text);
END;

CREATE VIRTUAL TABLE aliases_fts USING fts5 (
    name, content='aliases', content_rowid='id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER aliases_inserted AFTER INSERT ON aliases BEGIN
    INSERT INTO aliases_fts (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER aliases_updated AFTER UPDATE OF name ON aliases BEGIN
    INSERT INTO aliases_fts (aliases_fts, rowid, name) VALUES ('delete', old.id, old.name);
    INSERT INTO aliases_fts (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER aliases_deleted AFTER DELETE ON aliases BEGIN
    INSERT INTO aliases_fts (aliases_fts, rowid, name) VALUES ('delete', old.id, old.name);
END;

-- For those who open the file with other tools.

CREATE VIEW v_articles AS
    SELECT articles.id, coalesce(nullif(feeds.given_title, ''), feeds.own_title) AS outlet,
           articles.title, articles.byline, articles.url,
           datetime(articles.published_at, 'unixepoch') AS published,
           datetime(articles.fetched_at, 'unixepoch') AS fetched,
           articles.form, articles.language, articles.words, articles.quotation_count, texts.text
    FROM articles JOIN feeds ON feeds.id = articles.feed_id
    JOIN texts ON texts.article_id = articles.id;
CREATE VIEW v_quotations AS
    SELECT quotations.id, quotations.article_id, entities.name AS speaker,
           entities.kind AS speaker_kind, quotations.text, quotations.kind,
           quotations.start, quotations."end", quotations.confidence,
           quotations.corrected_at IS NOT NULL AS corrected,
           coalesce(nullif(feeds.given_title, ''), feeds.own_title) AS outlet,
           articles.title, articles.url, datetime(articles.published_at, 'unixepoch') AS published
    FROM quotations JOIN articles ON articles.id = quotations.article_id
    JOIN feeds ON feeds.id = articles.feed_id
    LEFT JOIN entities ON entities.id = quotations.speaker_id;
CREATE VIEW v_mentions AS
    SELECT mentions.article_id, mentions.entity_id, entities.kind, entities.name, 'mention' AS how,
           json_extract(each.value, '$[0]') AS start, json_extract(each.value, '$[1]') AS "end"
    FROM mentions JOIN entities ON entities.id = mentions.entity_id
    JOIN json_each(mentions.spans) AS each
    UNION ALL
    SELECT mentions.article_id, mentions.entity_id, entities.kind, entities.name, 'reference',
           json_extract(each.value, '$[0]'), json_extract(each.value, '$[1]')
    FROM mentions JOIN entities ON entities.id = mentions.entity_id
    JOIN json_each(mentions.reference_spans) AS each;
CREATE VIEW v_people AS
    SELECT entities.id, entities.name,
           (SELECT count(*) FROM quotations WHERE speaker_id = entities.id) AS quotations,
           (SELECT count(*) FROM mentions WHERE entity_id = entities.id) AS articles
    FROM entities WHERE entities.kind = 'PERSON';
"""


def _first(db: Database) -> None:
    run_script(db, _FIRST)


STEPS: tuple[tuple[str, Callable[[Database], None]], ...] = (
    ("first", _first),
    ("identities", identities),
    ("removed entries", removed_entries),
    ("echoes", echoes),
    ("finding", finding),
    ("follows", follows),
)
SCHEMA = len(STEPS)
"""The number of steps that an up-to-date database has behind it."""

UNWANTED = ("numpy", "pandas")
"""What sqlite-utils would import where it is installed, to know its types: 0.2 to 0.5 s."""


def migrate(conn: sqlite3.Connection) -> None:
    """Bring the database of a connection to the newest schema, within its open transaction."""
    with without(*UNWANTED):
        from sqlite_utils import Database, Migrations

    migrations = Migrations("onrecord")
    for name, step in STEPS:
        migrations(name=name)(step)
    migrations.apply(Database(conn, recursive_triggers=False, execute_plugins=False))
    conn.execute(f"PRAGMA user_version = {SCHEMA}")
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
