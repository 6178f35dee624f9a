"""The user's marks on articles: read, starred; each change can be taken back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from onrecord.app.cells import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from onrecord.app.undo import Undo
    from onrecord.store.database import Database


class Marking:
    """Writes marks to the store and remembers how to take them back.

    ``changed`` is called with the ids of the articles whose marks are others now.
    """

    def __init__(
        self, database: Database, undo: Undo, changed: Callable[[Sequence[int]], object]
    ) -> None:
        self._database = database
        self._undo = undo
        self._changed = changed

    async def mark_read(
        self, ids: Iterable[int], *, read: bool, remember: bool = True
    ) -> tuple[int, ...]:
        """Mark articles as read or unread; return the ids of those that were not so before."""
        changed = await self._mark("mark_read", ids, on=read)
        if changed and remember:
            what = "read" if read else "unread"
            words = f"{count(len(changed), 'article')} marked as {what}"
            self._undo.remember(
                words,
                lambda: self._mark("mark_read", changed, on=not read),
                lambda: self._mark("mark_read", changed, on=read),
            )
        return changed

    async def star(self, ids: Iterable[int], *, on: bool) -> tuple[int, ...]:
        """Star articles or take their stars off; return the ids of those that changed."""
        changed = await self._mark("star", ids, on=on)
        if changed:
            words = "a star given" if on else "a star taken off"
            self._undo.remember(
                words,
                lambda: self._mark("star", changed, on=not on),
                lambda: self._mark("star", changed, on=on),
            )
        return changed

    async def _mark(self, mark: str, ids: Iterable[int], *, on: bool) -> tuple[int, ...]:
        wanted = tuple(ids)

        def write() -> tuple[int, ...]:
            # The write side of the store is imported here: it is not needed for the first screen.
            from onrecord.store import marks

            if mark == "star":
                return self._database.write(marks.star, wanted, on=on)
            return self._database.write(marks.mark_read, wanted, read=on)

        changed = await asyncio.to_thread(write)
        if changed:
            self._changed(changed)
        return changed
