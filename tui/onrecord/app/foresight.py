"""What the first screen asks of the archive, asked while Textual is still being imported.

SQLite works in its own thread meanwhile, and the lists are there when the screen is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.store.articles import Scope, View, opened
from onrecord.store.feeds import sources
from onrecord.store.saved_searches import saved_searches

if TYPE_CHECKING:
    from onrecord.store.database import Database

FIRST = Scope(View.ALL)
"""What is listed at the start."""
PAGE = 64
"""Rows that are read from the store at once."""


def foresee(database: Database) -> None:
    """Have the first lists read."""
    database.read_ahead((saved_searches,), (sources,), (opened, as_asked(FIRST), PAGE))


def as_asked(scope: Scope, query: str = "") -> Scope:
    """Return a scope as the list of articles asks for it, with its filter."""
    return replace(scope, query=query, typing=True)
