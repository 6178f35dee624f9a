"""Filters of each list, and searches kept among the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library import press, screen_text, settled

from onrecord.app.messages import Noticed
from onrecord.app.panes import Pane
from onrecord.store.saved_searches import save_search, saved_searches

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (150, 40)


async def typed(pilot: Pilot[None], text: str) -> None:
    await press(pilot, *("space" if char == " " else char for char in text))


def titles(reader: OnRecord) -> list[str]:
    return [source.title for source in reader.room.sources._sources if source.scope]


async def rested(pilot: Pilot[None]) -> None:
    """Wait until what was counted a little later is there."""
    await pilot.pause(0.03)
    await settled(pilot)


async def test_a_search_is_kept_among_the_sources_with_its_unread_count(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "/")
        await typed(pilot, "ferry")
        await press(pilot, "ctrl+s")
        await typed(pilot, "The ferry")
        await press(pilot, "enter", "escape")
        await rested(pilot)
        assert [(each.name, each.query) for each in database.read(saved_searches)] == [
            ("The ferry", "ferry")
        ]
        source = next(each for each in reader.room.sources._sources if each.saved)
        assert source.title == "The ferry"
        assert source.number == 9
        await press(pilot, "1", "g", "g", "j", "j", "j", "j", "enter")
        assert len(reader.room.articles.ids) == 9
        await press(pilot, "A")
        await rested(pilot)
        source = next(each for each in reader.room.sources._sources if each.saved)
        assert source.number == 0
        await press(pilot, "U", "U")
        assert database.read(saved_searches) == ()


async def test_a_kept_search_is_changed_moved_deleted_and_brought_back(
    reader: OnRecord, database: Database
):
    for name in ("One", "Two"):
        database.write(save_search, name, "ferry")

    def kept() -> list[str]:
        return [each.name for each in database.read(saved_searches)]

    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "g", "g", "j", "j", "j", "j", "J")
        assert kept() == ["Two", "One"]
        assert reader.room.sources.source.title == "One"
        await press(pilot, "E", "end")
        await typed(pilot, " more")
        await press(pilot, "down", "end")
        await typed(pilot, " -zzz")
        await press(pilot, "enter")
        assert [(each.name, each.query) for each in database.read(saved_searches)] == [
            ("Two", "ferry"), ("One more", "ferry -zzz")
        ]  # fmt: skip
        await press(pilot, "enter", "1", "D")
        assert kept() == ["Two"]
        assert reader.room.scope.saved_id == database.read(saved_searches)[0].id
        assert "One more" not in titles(reader)
        await press(pilot, "U", "U", "U")
        assert kept() == ["One", "Two"]


async def test_a_search_without_a_name_or_words_is_not_kept(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "/", *"ferry", "ctrl+s", "enter")
        assert "Give it a name first." in screen_text(reader)
        await typed(pilot, "x")
        await press(pilot, "down", "ctrl+u", "enter")
        assert "Type what it is to find." in screen_text(reader)
        assert database.read(saved_searches) == ()


async def test_sources_are_filtered_by_words(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        whole = titles(reader)
        await press(pilot, "1", "F")
        await typed(pilot, "quay keel")
        assert titles(reader) == ["Keel & Quay"]
        await press(pilot, "enter", "enter")
        assert reader.room.pane is Pane.ARTICLES
        assert reader.room.scope.feed_id is not None
        await press(pilot, "1", "escape")
        assert titles(reader) == whole
        await press(pilot, "F")
        await typed(pilot, "zzzz")
        assert "Nothing matches." in screen_text(reader)
        await press(pilot, "escape")
        assert titles(reader) == whole


async def test_the_record_is_filtered_by_what_was_said_and_who_is_named(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "4")
        whole = reader.room.record.row_count()
        await press(pilot, "F")
        await typed(pilot, "ives")
        record = reader.room.record
        assert 0 < record.row_count() < whole
        names = [item.voice.name for item in record._items if item.voice]
        assert names == ["Thessaly Ives"]
        await press(pilot, "escape")
        assert record.row_count() == whole


async def test_the_word_a_filter_ends_in_may_be_a_beginning(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "F")
        await typed(pilot, "plu OR speaker:korv")
        await press(pilot, "enter")
        room = reader.room
        assert len(room.articles.ids) == 5
        first = room.articles.chosen_id
        await press(pilot, "n")
        assert room.articles.chosen_id != first
        assert room.articles.chosen_id in room.articles.ids


ANY = ['"', "C++", "foo-bar", "what's", "((", "speaker:", "-", "\0", "x" * 10_000, "שלום ) OR"]


async def test_no_input_harms_a_filter(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for pane, text in [("2", text) for text in ANY] + [("1", text) for text in ANY[::4]]:
            await press(pilot, pane, "F")
            (filter_,) = reader.room.filters.values()
            filter_.set_value(text)
            await press(pilot, "enter", "F", "escape")
            assert not reader.room.filters
        assert not reader._notifications


async def test_the_filter_of_articles_completes_and_can_be_kept(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "F")
        await typed(pilot, "speaker:korv")
        await press(pilot, "tab")
        assert reader.room.filter_query == 'speaker:"Anselm Korvath"'
        assert 0 < len(reader.room.articles.ids) < 25
        await press(pilot, "ctrl+s")
        await typed(pilot, "K")
        await press(pilot, "enter")
        assert database.read(saved_searches)[0].query == 'speaker:"Anselm Korvath"'


async def test_what_rules_tell_of_is_told_together(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        ids = list(reader.room.articles.ids)
        reader.post_message(Noticed(tuple(ids[:1])))
        reader.post_message(Noticed(tuple(ids[1:5])))
        await pilot.pause(0.05)
        await settled(pilot)
        (told,) = (each.message for each in reader._notifications)
        assert "Thessaly Ives" in told
        assert "and 2 articles more" in told
