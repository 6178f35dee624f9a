"""The third step of the schema: the same words in several outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.script import run_script

if TYPE_CHECKING:
    from sqlite_utils import Database

_TABLES = """
CREATE TABLE echo_bands (                         -- for finding what may be alike; see likeness.py
    band  INTEGER NOT NULL,
    place INTEGER NOT NULL,                       -- of a quotation; stale ones lead to nothing
    PRIMARY KEY (band, place)
) WITHOUT ROWID;

CREATE TABLE echoes (                             -- two quotations with the same words
    quotation_id INTEGER NOT NULL REFERENCES quotations (id) ON DELETE CASCADE,
    other_id     INTEGER NOT NULL REFERENCES quotations (id) ON DELETE CASCADE,
    share        REAL    NOT NULL,                -- of the shorter one's words
    PRIMARY KEY (quotation_id, other_id),
    CHECK (quotation_id < other_id)
) WITHOUT ROWID;
CREATE INDEX echoes_by_other ON echoes (other_id, quotation_id);

CREATE TABLE echoes_due (                         -- articles still to be compared
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
);
CREATE TRIGGER quotations_to_compare AFTER INSERT ON quotations BEGIN
    INSERT OR IGNORE INTO echoes_due (article_id) VALUES (new.article_id);
END;
CREATE TRIGGER quotations_to_compare_again AFTER UPDATE OF text, speaker_id, place ON quotations
BEGIN
    INSERT OR IGNORE INTO echoes_due (article_id) VALUES (new.article_id);
END;
CREATE TRIGGER speakers_to_compare AFTER UPDATE OF joined_to ON entities BEGIN
    INSERT OR IGNORE INTO echoes_due (article_id)
        SELECT DISTINCT article_id FROM quotations WHERE speaker_id = new.id;
END;
INSERT INTO echoes_due (article_id) SELECT id FROM articles WHERE quotation_count > 0;
"""


def echoes(db: Database) -> None:
    """Add the tables; what the archive has is compared from then on."""
    run_script(db, _TABLES)
