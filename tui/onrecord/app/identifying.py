"""The user's decisions about whose names are whose; each can be taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.app.undo import Undo
    from onrecord.store.database import Database


class Identifying:
    """Joins, parts and renames people in the archive and remembers how to take that back.

    ``changed`` is called after each change. What cannot be raises `IdentityError`, a sentence.
    The write side of the store is imported when something is written: the first screen needs none.
    """

    def __init__(self, database: Database, undo: Undo, changed: Callable[[], object]) -> None:
        self._database = database
        self._undo = undo
        self._changed = changed

    async def join(self, one: int, other: int, words: str) -> None:
        """Make one person of two: the first is the second from now on."""
        from onrecord.store.joining import merge, undo_joining

        joining = await self._write(merge, one, other)
        self._remember(words, undo_joining, joining)

    async def part(self, name_id: int, words: str) -> None:
        """Let a name stand for somebody of their own."""
        from onrecord.store.joining import part, undo_joining

        joining = await self._write(part, name_id)
        self._remember(words, undo_joining, joining)

    async def rename(self, entity_id: int, name: str, words: str) -> None:
        """Call a person something else."""
        from onrecord.store.joining import rename, undo_renaming

        renaming = await self._write(rename, entity_id, name)
        self._remember(words, undo_renaming, renaming)

    async def add_alias(self, entity_id: int, name: str, words: str) -> bool:
        """Let a person be found by another name; False where that is so already."""
        from onrecord.store.joining import add_alias, remove_alias

        added = bool(await self._write(add_alias, entity_id, name))
        if added:
            self._remember(words, remove_alias, entity_id, name)
        return added

    def _remember(self, words: str, revert: Callable[..., object], *arguments: object) -> None:
        self._undo.remember(words, lambda: self._write(revert, *arguments))

    async def _write(self, change: Callable[..., object], *arguments: object) -> object:
        made = await asyncio.to_thread(self._database.write, change, *arguments)
        self._changed()
        return made
