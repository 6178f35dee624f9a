"""A quotation that other outlets carry: marked in the text, its versions side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library import press, screen_text, settled

from onrecord.app.margin import ECHO
from onrecord.app.panes import Pane
from onrecord.app.screens.echo import EchoScreen
from onrecord.record.echoes import find_echoes
from onrecord.store.articles import Scope, View, article_ids, article_rows

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (160, 48)
INTERVIEW = "Korvath Interview"


async def open_interview(pilot: Pilot[None], reader: OnRecord, database: Database) -> None:
    ids = database.read(article_ids, Scope(View.ALL))
    row = next(r for r in database.read(article_rows, ids) if r.title.startswith(INTERVIEW))
    await settled(pilot)
    reader.room.articles.choose_article(row.id)
    await press(pilot, "enter")


async def test_words_that_others_carry_are_marked_and_compared(
    reader: OnRecord, database: Database
):
    find_echoes(database)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await open_interview(pilot, reader, database)
        assert ECHO in screen_text(reader)
        await press(pilot, "]")
        while "other outlet" not in screen_text(reader):
            await press(pilot, "]")
        await press(pilot, "e")
        screen = reader.screen
        assert isinstance(screen, EchoScreen)
        text = screen_text(reader)
        assert "the fullest" in text
        assert "the earliest" in text
        assert "Meridian Press Agency" in text
        assert screen._echo is not None
        assert len(screen._echo.versions) > 1
        while screen.versions.chosen == screen._echo.fullest:
            await press(pilot, "j" if screen._echo.fullest == 0 else "k")
        assert "cut" in screen_text(reader)
        version = screen._echo.versions[screen.versions.chosen]
        await press(pilot, "enter")
        assert reader.screen is reader.room
        assert reader.room.pane is Pane.READER
        assert reader.room.shown_id == version.article_id
        await press(pilot, "q")
        assert isinstance(reader.screen, EchoScreen)
        await press(pilot, "q")
        assert reader.screen is reader.room


async def test_without_other_versions_it_says_so(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await open_interview(pilot, reader, database)
        assert ECHO not in screen_text(reader)
        await press(pilot, "e")
        assert "Choose a quotation first" in screen_text(reader)
        await press(pilot, "]", "e")
        assert "No other outlet carries these words" in screen_text(reader)
        assert reader.screen is reader.room
