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


async def test_what_was_taken_back_is_made_again_until_something_new_is_done():
    undo, state = Undo(), []

    async def drop() -> None:
        state.pop()

    def change(words: str) -> None:
        async def again() -> None:
            state.append(words)

        state.append(words)
        undo.remember(words, drop, again)

    change("one")
    change("two")
    assert [await undo.take_back(), await undo.take_back()] == ["two", "one"]
    assert [await undo.make_again(), await undo.make_again()] == ["one", "two"]
    assert await undo.make_again() == ""
    assert state == ["one", "two"]
    await undo.take_back()
    change("three")
    assert await undo.make_again() == ""
    assert state == ["one", "three"]


async def test_a_change_that_cannot_be_made_again_ends_the_way_there():
    undo = Undo()

    async def nothing() -> None:
        pass

    undo.remember("one", nothing)
    undo.remember("two", nothing, nothing)
    await undo.take_back()
    await undo.take_back()
    assert await undo.make_again() == ""
