"""Searching: results as one types, ranked ones with Enter, articles or quotations, pages."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import library
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library import press, screen_text, settled

from onrecord.app.completing import completed, written
from onrecord.app.panes import Pane
from onrecord.app.screens import search as searching
from onrecord.app.screens.search import SearchScreen
from onrecord.model import Body
from onrecord.query import parse_query, part_at
from onrecord.store.feeds import feeds
from onrecord.store.history import remember_search, searched

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "_PAUSE", 0.001)


async def found(pilot: Pilot[None], *keys: str) -> SearchScreen:
    """Press keys in the search and wait until its results are there."""
    for key in keys:
        await pilot.press(key)
    await pilot.pause(0.02)
    await settled(pilot)
    assert isinstance(pilot.app.screen, SearchScreen)
    return pilot.app.screen


def listed(screen: SearchScreen) -> list[str]:
    return [hit.title for hit in screen._hits.hits]


async def test_the_newest_come_as_one_types_and_enter_ranks_them(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"ferry")
        assert "newest first" in screen_text(reader)
        ages = [hit.published_at for hit in screen._hits.hits]
        assert ages == sorted(ages, reverse=True)
        newest = listed(screen)
        screen = await found(pilot, "enter")
        assert "best first" in screen_text(reader)
        assert screen.focused is screen._hits
        assert sorted(listed(screen)) == sorted(newest)
        assert listed(screen) != newest
        await press(pilot, "j", "enter")
        assert reader.screen is reader.room
        assert reader.room.pane is Pane.READER


async def test_a_hit_opens_at_its_place(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await found(pilot, "/", *"bandst", "down")
        await press(pilot, "enter")
        room = reader.room
        lines = [room.reader.render_line(y).text for y in range(room.reader.size.height)]
        assert "bandstand" in "\n".join(lines)


async def test_up_at_the_first_hit_and_the_search_key_lead_back_to_the_line(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for back in ("up", "/"):
            screen = await found(pilot, "/", *"ferry", "down")
            assert screen.focused is screen._hits
            screen = await found(pilot, back)
            assert screen.focused is screen._line.input
            await press(pilot, "escape")


async def test_n_and_capital_n_step_through_what_was_found(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await found(pilot, "/", *"ferry", "down")
        await press(pilot, "enter")
        first = reader.room.shown_id
        await press(pilot, "n")
        assert reader.room.shown_id != first
        await press(pilot, "N")
        assert reader.room.shown_id == first


async def test_quotations_show_who_said_it_where_and_when(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"said:ferry")
        text = screen_text(reader)
        assert "● Quotations" in text
        assert "Anselm Korvath" in text
        assert "To reopen the ferry is not a favour" in text
        assert "Calder Public Radio" in text
        screen = await found(pilot, "ctrl+t")
        assert "● Articles" in screen_text(reader)
        screen = await found(pilot, "ctrl+t", "enter", "j")
        hit = screen._hits.hits[1]
        await press(pilot, "enter")
        assert reader.room.shown_id == hit.article_id
        await press(pilot, "n", "N")
        assert reader.room.shown_id == hit.article_id


async def test_esc_leaves_the_search_where_one_was(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "j", "/", *"ferry", "escape")
        assert reader.screen is reader.room
        assert reader.room.pane is Pane.ARTICLES
        assert reader.room.articles.chosen == 1


async def test_more_results_come_as_one_scrolls_to_the_end(
    reader: OnRecord, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(searching, "PAGE", 10)
    many = [
        (library.entry(f"m{n}", f"Marzipan {n}", Body(f"Marzipan {n}."), hours=n), None)
        for n in range(34)
    ]
    library.store_articles(database, database.read(feeds)[0].id, many)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"marzipan")
        assert "the first" in screen_text(reader)
        for _ in range(6):
            screen = await found(pilot, "down", "G")
        assert listed(screen) == [f"Marzipan {n}" for n in range(34)]
        assert "34 articles" in screen_text(reader)


ANY = [
    '"',
    "C++",
    "foo-bar",
    "what's",
    "((",
    "speaker:",
    "-",
    "שלום",
    "\0",
    "x" * 10_000,
    "é\u202e",
]


async def test_no_input_harms_the_search(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        screen = await found(pilot, "/")
        for typed in ANY:
            screen._line.focus()
            screen._line.input.value = typed
            await found(pilot)
            await found(pilot, "ctrl+t", "enter")
            assert not reader._notifications


async def test_an_answer_to_what_was_typed_before_is_dropped(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    answers: dict[str, asyncio.Event] = {"ferry": asyncio.Event(), "plums": asyncio.Event()}
    ended: list[str] = []
    read = reader.read

    async def slowly(question: object, *args: object, **kwargs: object) -> object:
        answer = await read(question, *args, **kwargs)
        if question is searching.search:
            line = args[0].text
            with suppress(asyncio.CancelledError):
                await answers[line].wait()
            ended.append(line)
        return answer

    monkeypatch.setattr(reader, "read", slowly)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("/")
        await pilot.pause()
        screen = reader.screen
        assert isinstance(screen, SearchScreen)
        for line in answers:
            screen._line.input.value = line
            await pilot.pause(0.05)
        answers["plums"].set()
        await pilot.pause(0.05)
        answers["ferry"].set()
        await settled(pilot)
        assert sorted(ended) == ["ferry", "plums"]
        assert screen._shown[0].text == "plums"
        assert {hit.title for hit in screen._hits.hits} >= {"The plums of Anselm Korvath"}
        assert all("plums" in (hit.snippet + hit.title).casefold() for hit in screen._hits.hits)


async def test_enter_ranks_a_half_typed_word_too_where_nothing_has_it_as_it_stands(
    reader: OnRecord,
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        screen = await found(pilot, "/", *"bandst", "enter")
        assert screen.focused is screen._hits
        assert listed(screen)


async def test_a_search_without_hits_says_so(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await found(pilot, "/", *"zzzz")
        assert "Nothing found." in screen_text(reader)


# The line


def offered(screen: SearchScreen) -> str:
    return screen._line.offer.words


async def test_tab_completes_fields_and_speakers_by_any_of_their_names(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"spea")
        assert "speaker:" in offered(screen)
        assert "who is quoted" in offered(screen)
        screen = await found(pilot, "tab", *"korv")
        assert screen._line.value == "speaker:korv"
        assert "Anselm Korvath" in offered(screen)
        screen = await found(pilot, "tab")
        assert screen._line.value == 'speaker:"Anselm Korvath"'
        assert listed(screen)


async def test_tab_again_takes_the_next_and_shift_tab_the_one_before(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"is:", "tab")
        assert screen._line.value == "is:unread"
        screen = await found(pilot, "tab")
        assert screen._line.value == "is:read"
        screen = await found(pilot, "shift+tab")
        assert screen._line.value == "is:unread"


async def test_a_bare_word_may_become_a_speaker_and_a_click_takes_an_offer(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        screen = await found(pilot, "/", *"korv")
        assert 'speaker:"Anselm Korvath"' in offered(screen)
        await pilot.click(screen._line.offer, offset=(8, 0))
        screen = await found(pilot)
        assert screen._line.value == 'speaker:"Anselm Korvath"'


async def test_a_mistake_is_told_under_its_place(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await found(pilot, "/", *"ferry", "space", *"outlt:x", "space")
        lines = screen_text(reader).splitlines()
        above = next(n for n, line in enumerate(lines) if "ferry outlt:x" in line)
        assert lines[above + 1].index("↑") == lines[above].index("outlt")
        assert "Did you mean “outlet”?" in lines[above + 1]


async def test_earlier_searches_come_back_also_in_another_session(
    reader: OnRecord, database: Database
):
    database.write(remember_search, "speaker:korvath ferry")
    database.write(remember_search, "plums")
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        screen = await found(pilot, "/")
        screen = await found(pilot, "up")
        assert screen._line.value == "plums"
        screen = await found(pilot, "up")
        assert screen._line.value == "speaker:korvath ferry"
        screen = await found(pilot, "down", "down")
        assert screen._line.value == ""
        screen = await found(pilot, *"fer", "ctrl+r")
        assert screen._line.value == "speaker:korvath ferry"
        await found(pilot, "enter")
        assert database.read(searched)[0] == "speaker:korvath ferry"


@given(st.text(max_size=30), st.text(min_size=1, max_size=20))
def test_a_value_stays_one_value_of_its_field(before: str, value: str):
    query = parse_query(f"speaker:{written(value)}")
    assert len(query.problems) <= 1
    line = f"{before} speaker:x"
    part = part_at(line, len(line))
    if part is not None and part.field == "speaker":
        text, cursor = completed(line, part, value)
        assert cursor == len(text)
        assert text.startswith(before)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=12), min_size=4, max_size=4))
def test_names_survive_being_written(words: list[str]):
    name = " ".join("".join(char for char in word if char.isalnum()) for word in words).strip()
    if name:
        query = parse_query(f"speaker:{written(name)} x")
        assert not query.problems
