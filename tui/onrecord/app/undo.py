"""What can be taken back, and done again: a whole session's changes, the last one first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from onrecord.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Step = Callable[[], Awaitable[object]]


@frozen
class Change:
    """A change that was made: in words, how to take it back, and how to make it again."""

    words: str
    revert: Step
    again: Step | None = None


class Undo:
    """The changes of this session."""

    def __init__(self) -> None:
        self._changes: list[Change] = []
        self._taken_back: list[Change] = []
        self._one_by_one = asyncio.Lock()
        """Held while a change is taken back or made again, so that quick keys keep their order."""

    def __len__(self) -> int:
        return len(self._changes)

    def remember(self, words: str, revert: Step, again: Step | None = None) -> None:
        """Remember a change that was just made; what was taken back before it stays so."""
        self._changes.append(Change(words, revert, again))
        self._taken_back.clear()

    async def take_back(self) -> str:
        """Take the last change back and return what it was, in words; empty if there is none.

        A change that cannot be taken back now stays remembered, and the error goes to the caller.
        """
        async with self._one_by_one:
            if not self._changes:
                return ""
            change = self._changes.pop()
            try:
                await change.revert()
            except BaseException:
                self._changes.append(change)
                raise
            if change.again is None:
                self._taken_back.clear()
            else:
                self._taken_back.append(change)
            return change.words

    async def make_again(self) -> str:
        """Make the change that was taken back last once more; return it in words, or nothing."""
        async with self._one_by_one:
            if not self._taken_back:
                return ""
            change = self._taken_back.pop()
            assert change.again is not None
            try:
                await change.again()
            except BaseException:
                self._taken_back.append(change)
                raise
            self._changes.append(change)
            return change.words
