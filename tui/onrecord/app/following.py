"""Following people and searches: each is among the sources, and new articles are told of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.app.undo import Undo
    from onrecord.store.database import Database
    from onrecord.store.follows import Following
    from onrecord.store.people import PersonRow
    from onrecord.store.saved_searches import SavedSearch


class FollowList:
    """Writes what is followed and remembers how to take that back.

    Each change returns a sentence on what was done. ``changed`` is called after it.
    """

    def __init__(self, database: Database, undo: Undo, changed: Callable[[], object]) -> None:
        self._database = database
        self._undo = undo
        self._changed = changed

    async def turn_person(self, person: PersonRow) -> str:
        """Follow somebody, or no longer."""
        from onrecord.store.follows import follow, followed, query_about, unfollow

        query = query_about(person)
        known = await asyncio.to_thread(self._database.read, followed)
        here = next((each for each in known if each.query == query), None)
        if here is not None:
            await self._change(unfollow, here, delete=here.name == person.name)
            return f"You follow {person.name} no longer. U undoes it."
        await self._change(follow, person.name, query)
        return f"You follow {person.name}: among the sources, and told of new articles."

    async def turn_search(self, saved: SavedSearch) -> str:
        """Follow a saved search, or no longer; it stays among the sources."""
        from onrecord.store.follows import follow, unfollow

        if saved.followed:
            await self._change(unfollow, saved)
            return f"You are no longer told of “{saved.name}”. U undoes it."
        await self._change(follow, saved.name, saved.query)
        return f"You are told of new articles in “{saved.name}” from now on."

    async def _change(self, change: Callable[..., Following], *given: object, **more: bool) -> None:
        made = await asyncio.to_thread(self._database.write, change, *given, **more)
        self._undo.remember("a change of whom you follow", lambda: self._take_back(made))
        self._changed()

    async def _take_back(self, made: Following) -> None:
        from onrecord.store.follows import undo_following

        await asyncio.to_thread(self._database.write, undo_following, made)
        self._changed()
