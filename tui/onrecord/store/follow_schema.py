"""The step of the schema for following: which saved searches are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.script import run_script

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMN = """
ALTER TABLE saved_searches ADD COLUMN followed_at INTEGER;  -- new articles in it are told of
"""


def follows(db: Database) -> None:
    """Add the column."""
    run_script(db, _COLUMN)
