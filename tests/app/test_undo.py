from __future__ import annotations

import pytest

from onrecord.app.undo import Undo


async def test_changes_are_taken_back_from_the_last_on():
    undo, done = Undo(), []

    async def revert(words: str) -> None:
        done.append(words)

    undo.remember("one", lambda: revert("one"))
    undo.remember("two", lambda: revert("two"))
    assert [await undo.take_back(), await undo.take_back(), await undo.take_back()] == [
        "two",
        "one",
        "",
    ]
    assert done == ["two", "one"]


async def test_what_cannot_be_taken_back_stays_remembered():
    undo = Undo()

    async def fail() -> None:
        raise OSError("no disk")

    undo.remember("one", fail)
    with pytest.raises(OSError, match="no disk"):
        await undo.take_back()
    assert len(undo) == 1
