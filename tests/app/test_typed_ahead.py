"""What is typed before a dialog has opened is typed into it, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library import press, settled
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from onrecord.app import typed_ahead
from onrecord.app.screens.add_feed import AddFeed
from onrecord.app.screens.clip import ClipScreen
from onrecord.app.screens.commands import CommandLine
from onrecord.app.screens.help import HelpScreen
from onrecord.app.screens.people import PeopleScreen
from onrecord.app.screens.search import SearchScreen
from onrecord.app.screens.tags import TagsScreen
from onrecord.store.articles import Scope, View, article_ids

if TYPE_CHECKING:
    from textual.screen import Screen

    from onrecord.app.app import OnRecord


def at_once(reader: OnRecord, keys: str) -> None:
    """Post keys as a terminal does that has them all in one read."""
    for key in keys:
        reader.post_message(events.Key(_character_to_key(key), key))


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        ("/ferry mabry", SearchScreen),
        (":mistakes", CommandLine),
        ("aharbour.example", AddFeed),
        ("?star", HelpScreen),
    ],
)
async def test_a_word_typed_with_the_key_that_opens_its_line(
    reader: OnRecord, keys: str, screen: type[Screen[object]]
):
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        at_once(reader, keys)
        await settled(pilot)
        await pilot.pause(0.05)
        await settled(pilot)
        assert isinstance(reader.screen, screen)
        assert reader.screen._line.value == keys[1:]


async def test_keys_typed_before_the_first_paint_are_not_lost(reader: OnRecord):
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        at_once(reader, "/ferry")
        await settled(pilot)
        await pilot.pause(0.05)
        await settled(pilot)
        assert isinstance(reader.screen, SearchScreen)
        assert reader.screen._line.value == "ferry"


@pytest.mark.parametrize("again", [False, True])
async def test_a_word_typed_with_the_key_that_filters(reader: OnRecord, again: bool):
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        if again:
            await press(pilot, "F", *"tide", "enter")
        starred = reader.database.read(article_ids, Scope(View.STARRED))
        at_once(reader, "Fferry")
        await settled(pilot)
        await pilot.pause(0.05)
        await settled(pilot)
        assert reader.room.filter_query == ("tideferry" if again else "ferry")
        assert reader.database.read(article_ids, Scope(View.STARRED)) == starred


async def test_a_name_typed_with_the_key_that_narrows_people(reader: OnRecord):
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        at_once(reader, "/oleander")
        await settled(pilot)
        await pilot.pause(0.05)
        assert isinstance(reader.screen, PeopleScreen)
        assert reader.screen.line.value == "oleander"


@pytest.mark.parametrize(("keys", "screen"), [("tgas", TagsScreen), ("bgas", ClipScreen)])
async def test_a_word_typed_with_the_key_of_a_dialog_that_reads_first(
    reader: OnRecord, keys: str, screen: type[Screen[object]]
):
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]")
        at_once(reader, keys)
        await settled(pilot)
        await pilot.pause(0.05)
        await settled(pilot)
        assert isinstance(reader.screen, screen)
        assert reader.screen._line.value == "gas"


async def test_keys_are_not_held_for_ever_for_a_line_that_never_comes(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(typed_ahead, "_MOST_LOOKS", 3)
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        reader.type_into(Input())
        before = reader.room.articles.chosen
        at_once(reader, "jj")
        await pilot.pause(0.1)
        await settled(pilot)
        assert reader.room.articles.chosen == before + 2
