"""Keeping searches: named, changed, moved and deleted, each to be taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.app.undo import Undo
    from onrecord.store.database import Database
    from onrecord.store.saved_searches import SavedSearch


class SavedSearches:
    """Writes saved searches to the store and remembers how to take that back.

    ``changed`` is called after each change.
    """

    def __init__(self, database: Database, undo: Undo, changed: Callable[[], object]) -> None:
        self._database = database
        self._undo = undo
        self._changed = changed

    async def save(self, name: str, query: str) -> bool:
        """Keep a query under a name; tell whether there was none of that name before."""
        before = await self._write("save_search", name, query)
        if before is None:
            self._undo.remember(
                f"“{name}” saved",
                lambda: self._write("delete_search", name),
                lambda: self._write("save_search", name, query),
            )
        else:
            self._remember_change(before, before.name, query)
        return before is None

    async def change(self, saved: SavedSearch, name: str, query: str) -> bool:
        """Give a saved search another name or query; False where another has that name."""
        if not await self._write("change_search", saved.id, name, query):
            return False
        self._remember_change(saved, name, query)
        return True

    def _remember_change(self, before: SavedSearch, name: str, query: str) -> None:
        self._undo.remember(
            f"“{before.name}” changed",
            lambda: self._write("change_search", before.id, before.name, before.query),
            lambda: self._write("change_search", before.id, name, query),
        )

    async def delete(self, saved: SavedSearch) -> None:
        """Delete a saved search."""
        gone = await self._write("delete_search", saved.name)
        if gone is not None:
            self._undo.remember(
                f"“{saved.name}” deleted",
                lambda: self._write("restore_search", gone),
                lambda: self._write("delete_search", saved.name),
            )

    async def move(self, saved: SavedSearch, step: int) -> None:
        """Move a saved search among the others."""
        if await self._write("move_search", saved.id, step):
            self._undo.remember(
                f"“{saved.name}” moved",
                lambda: self._write("move_search", saved.id, -step),
                lambda: self._write("move_search", saved.id, step),
            )

    async def _write(self, what: str, *given: object) -> Any:
        def write() -> Any:
            # The write side of the store is imported here: the first screen does not need it.
            from onrecord.store import saved_searches

            return self._database.write(getattr(saved_searches, what), *given)

        result = await asyncio.to_thread(write)
        self._changed()
        return result
