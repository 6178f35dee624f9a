"""The step of the schema for finding: what was searched for, and what rules did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.script import run_script

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = """
CREATE TABLE searched (                           -- lines that the user searched for
    id   INTEGER PRIMARY KEY AUTOINCREMENT,       -- the greatest is the latest
    line TEXT    NOT NULL UNIQUE
);

ALTER TABLE articles ADD COLUMN hidden_at INTEGER;  -- hidden by a rule: listed is then 0
CREATE INDEX articles_hidden ON articles (place) WHERE hidden_at IS NOT NULL;

CREATE TABLE rules (                              -- those of feeds.toml, as they were first seen
    rule  TEXT    PRIMARY KEY,
    since INTEGER NOT NULL                        -- it acts on articles that came later
) WITHOUT ROWID;
CREATE TABLE rule_acts (                          -- what a rule does to an article no more
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    act        TEXT    NOT NULL,                  -- done before, or taken back by hand
    PRIMARY KEY (article_id, act)
) WITHOUT ROWID;
"""


def finding(db: Database) -> None:
    """Add the tables."""
    run_script(db, _TABLES)
