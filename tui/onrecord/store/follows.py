"""Whom and what the user follows: saved searches of whose new articles they want to be told.

A followed search is a rule (`onrecord.store.rules`) that notifies. The functions that take a
writable database are called through `Database.write`; each returns what is needed to undo it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from onrecord.model import EntityKind
from onrecord.settings import RuleSpec
from onrecord.store.columns import seconds
from onrecord.store.saved_searches import (
    SavedSearch,
    delete_search,
    restore_search,
    save_search,
    saved_search,
    saved_searches,
)

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database as Writable

    from onrecord.store.people import PersonRow

_SPEAKERS: Final = frozenset({EntityKind.PERSON, EntityKind.ORG, EntityKind.GROUP})


@dataclass(frozen=True, slots=True)
class Following:
    """A change of what is followed: ``saved`` and whether it is followed from now on.

    ``new`` tells that the search was not among the saved ones before, ``gone`` that it is no more.
    """

    saved: SavedSearch
    followed: bool
    new: bool = False
    gone: bool = False


def followed(conn: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """Return the saved searches that are followed, in their order."""
    return tuple(each for each in saved_searches(conn) if each.followed)


def follow_rules(conn: sqlite3.Connection) -> tuple[RuleSpec, ...]:
    """Return what is followed as rules that notify."""
    return tuple(RuleSpec(each.query, ("notify",)) for each in followed(conn))


def query_about(person: PersonRow) -> str:
    """Return the query that finds what somebody says; where they are never quoted, their name."""
    quoted = person.kind in _SPEAKERS and person.quotations > 0
    name = " ".join(person.name.replace('"', " ").split())
    return f'{"speaker" if quoted else "about"}:"{name}"'


def follow(db: Writable, name: str, query: str) -> Following:
    """Follow a query: the saved search that has it, else a new one of this name."""
    found = next((each for each in saved_searches(db.conn) if each.query == query), None)
    new = found is None
    if found is None:
        if saved_search(db.conn, name) is not None:
            name = f"{name} ({query})"
        save_search(db, name, query)
        found = saved_search(db.conn, name)
        assert found is not None
    _mark(db, found.id, on=True)
    return Following(found, followed=True, new=new)


def unfollow(db: Writable, saved: SavedSearch, *, delete: bool = False) -> Following:
    """Follow a saved search no longer, and ``delete`` it where it was made by following."""
    _mark(db, saved.id, on=False)
    if delete:
        delete_search(db, saved.name)
    return Following(saved, followed=False, gone=delete)


def undo_following(db: Writable, change: Following) -> None:
    """Take `follow` or `unfollow` back."""
    if change.new:
        delete_search(db, change.saved.name)
        return
    if change.gone:
        restore_search(db, change.saved)
    _mark(db, change.saved.id, on=not change.followed)


def _mark(db: Writable, saved_id: int, *, on: bool) -> None:
    db.execute(
        "UPDATE saved_searches SET followed_at = ? WHERE id = ?",
        (seconds(datetime.now(UTC)) if on else None, saved_id),
    )
