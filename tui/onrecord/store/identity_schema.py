"""The second step of the schema: whose names entities are, and who has a namesake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.script import run_script

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = """
-- Names of one person are joined: each points to one of them, the head. See identities.py.
ALTER TABLE entities ADD COLUMN joined_to INTEGER REFERENCES entities (id);
ALTER TABLE entities ADD COLUMN joined_by TEXT NOT NULL DEFAULT '';   -- names, user
ALTER TABLE entities ADD COLUMN given_name TEXT NOT NULL DEFAULT '';  -- the user's name for it
CREATE INDEX entities_joined ON entities (joined_to) WHERE joined_to IS NOT NULL;

CREATE TABLE name_keys (                          -- persons by family name, however spelled
    key       TEXT    NOT NULL,
    entity_id INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    PRIMARY KEY (key, entity_id)
) WITHOUT ROWID;
CREATE INDEX name_keys_by_entity ON name_keys (entity_id);

CREATE TABLE namesakes (                          -- in this article the name is this entity's
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    kind       TEXT    NOT NULL,
    slug       TEXT    NOT NULL,                  -- of the name
    entity_id  INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    decided_by TEXT    NOT NULL,                  -- context, user
    PRIMARY KEY (article_id, kind, slug)
) WITHOUT ROWID;
CREATE INDEX namesakes_by_entity ON namesakes (entity_id);

DROP VIEW v_quotations;
DROP VIEW v_people;
CREATE VIEW v_quotations AS
    SELECT quotations.id, quotations.article_id,
           coalesce(nullif(person.given_name, ''), person.name) AS speaker,
           person.kind AS speaker_kind, person.id AS speaker_id,
           quotations.speaker_text AS speaker_as_named, quotations.text, quotations.kind,
           quotations.start, quotations."end", quotations.utterance, quotations.confidence,
           quotations.corrected_at IS NOT NULL AS corrected, articles.analysed_with,
           coalesce(nullif(feeds.given_title, ''), feeds.own_title) AS outlet,
           articles.title, articles.byline, articles.url,
           datetime(articles.published_at, 'unixepoch') AS published,
           datetime(articles.fetched_at, 'unixepoch') AS fetched
    FROM quotations JOIN articles ON articles.id = quotations.article_id
    JOIN feeds ON feeds.id = articles.feed_id
    LEFT JOIN entities ON entities.id = quotations.speaker_id
    LEFT JOIN entities AS person ON person.id = coalesce(entities.joined_to, entities.id);
CREATE VIEW v_people AS
    SELECT person.id, coalesce(nullif(person.given_name, ''), person.name) AS name,
           (SELECT json_group_array(DISTINCT aliases.name) FROM entities AS names
            JOIN aliases ON aliases.entity_id = names.id
            WHERE names.id = person.id OR names.joined_to = person.id) AS names,
           (SELECT count(*) FROM quotations JOIN entities AS names ON names.id = speaker_id
            WHERE names.id = person.id OR names.joined_to = person.id) AS quotations,
           (SELECT count(DISTINCT article_id) FROM mentions
            JOIN entities AS names ON names.id = entity_id
            WHERE names.id = person.id OR names.joined_to = person.id) AS articles
    FROM entities AS person WHERE person.kind = 'PERSON' AND person.joined_to IS NULL;
"""


def identities(db: Database) -> None:
    """Add the tables, and join the persons that the archive has already."""
    from onrecord.store.identities import note_names

    run_script(db, _TABLES)
    persons = db.execute("SELECT id, name FROM entities WHERE kind = 'PERSON'").fetchall()
    note_names(db.conn, persons)
