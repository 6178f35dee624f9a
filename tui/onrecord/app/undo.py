"""What can be taken back: a whole session's changes, the last one first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made: in words, and how to take it back."""

    words: str
    revert: Callable[[], Awaitable[object]]


class Undo:
    """The changes of this session."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    def __len__(self) -> int:
        return len(self._changes)

    def remember(self, words: str, revert: Callable[[], Awaitable[object]]) -> None:
        """Remember a change that was just made."""
        self._changes.append(Change(words, revert))

    async def take_back(self) -> str:
        """Take the last change back and return what it was, in words; empty if there is none.

        A change that cannot be taken back now stays remembered, and the error goes to the caller.
        """
        if not self._changes:
            return ""
        change = self._changes.pop()
        try:
            await change.revert()
        except BaseException:
            self._changes.append(change)
            raise
        return change.words
