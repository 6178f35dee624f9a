"""The keys told in the status line, and a mouse that does what keys do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import press, settled

from onrecord.app import hinting, keymap
from onrecord.app.hinting import ALWAYS, GAP, OF_PANE, Hint, fitting, hints_of
from onrecord.app.panes import Pane
from onrecord.app.screens.help import HelpScreen
from onrecord.app.widgets.hints import hint_at
from onrecord.paths import profile_paths
from onrecord.store.articles import Scope, View, article_rows

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

WIDE, NARROW = (200, 40), (58, 20)


def foot(app: OnRecord) -> str:
    return library.screen_text(app).splitlines()[-1]


def test_every_hint_is_that_of_a_key():
    known = keymap.by_id()
    rows = (hinting.FEED, hinting.FOLDER, hinting.SAVED, hinting.GROUP, hinting.VIEW)
    for names in (*OF_PANE.values(), *rows, ALWAYS):
        assert {name for name, _ in names} <= set(known)
    assert set(OF_PANE) == set(Pane) - {Pane.SOURCES}


async def test_each_row_of_the_sources_tells_its_own_keys(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        reader.room.enter_pane(Pane.SOURCES)
        sources = reader.room.sources
        assert "fold" not in foot(reader)
        feed = sources.feeds[0]
        sources.choose_scope(Scope(View.FOLDER, folder=feed.folder))
        await settled(pilot)
        assert "Space fold" in foot(reader)
        assert "E rename" in foot(reader)
        sources.choose_scope(Scope(View.FEED, feed_id=feed.id))
        await settled(pilot)
        assert "fold" not in foot(reader)
        assert "E change   D leave   I about" in foot(reader)


@given(
    st.lists(st.tuples(st.text("ab", min_size=1), st.text("cd", min_size=1))), st.integers(0, 90)
)
def test_as_many_hints_as_fit_and_each_is_found_where_it_stands(
    words: list[tuple[str, str]], room: int
):
    hints = [Hint(key, word, str(number)) for number, (key, word) in enumerate(words)]
    shown = fitting(hints, room)
    assert list(shown) == hints[: len(shown)]
    taken = sum(hint.width for hint in shown) + GAP * max(0, len(shown) - 1)
    assert taken <= room
    start = 0
    for hint in shown:
        assert hint_at(shown, start) is hint
        assert hint_at(shown, start + hint.width - 1) is hint
        assert hint_at(shown, start + hint.width) is None
        start += hint.width + GAP


def test_hints_tell_the_users_own_keys():
    [hint] = hints_of([("article.star", "star")], {"article.star": "ctrl+s,s"})
    assert (hint.key, hint.words, hint.action) == ("^s", "star", "toggle_star")


async def test_the_status_line_tells_the_keys_of_the_pane(database: Database, folder: Path):
    path = profile_paths(folder).feeds_toml
    path.write_text('[settings.keymap]\n"article.star" = "S"\n\n' + path.read_text())
    reader = library.reader(database, folder)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        assert "Enter read" in foot(reader)
        assert "S star" in foot(reader)
        await press(pilot, "3")
        assert "] next quotation" in foot(reader)
        reader.room.status.say("Refreshed 12:00 · 3 new")
        await pilot.pause()
        assert "] next quotation" in foot(reader)
        assert "Refreshed 12:00 · 3 new   ? keys" in foot(reader)
        await pilot.resize_terminal(*NARROW)
        await settled(pilot)
        assert foot(reader).split() == ["Refreshed", "12:00", "·", "3", "new", "?", "keys"]


async def test_a_click_on_a_hint_does_what_its_key_does(reader: OnRecord, database: Database):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        chosen = reader.room.articles.chosen_id
        await pilot.click(reader.room.status, offset=(foot(reader).index("star"), 0))
        await settled(pilot)
        [row] = database.read(article_rows, [chosen])
        assert row.starred
        reader.room.status.say("")
        await press(pilot, "1")
        rows = reader.room.sources.row_count()
        await press(pilot, "j", "j", "j", "j")
        await pilot.click(reader.room.status, offset=(foot(reader).index("fold"), 0))
        await settled(pilot)
        assert reader.room.sources.row_count() < rows
        await pilot.click(reader.room.status, offset=(foot(reader).index("? keys"), 0))
        await settled(pilot)
        assert isinstance(reader.screen, HelpScreen)


@pytest.mark.parametrize("pane", [Pane.SOURCES, Pane.READER, Pane.RECORD])
async def test_a_click_on_a_head_goes_into_its_pane(reader: OnRecord, pane: Pane):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(reader.room.heads[pane], offset=(3, 0))
        await settled(pilot)
        assert reader.room.pane is pane


async def test_a_click_on_the_sign_of_a_folder_folds_it(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        sources = reader.room.sources
        folder = next(index for index, each in enumerate(sources._sources) if each.folds)
        rows = sources.row_count()
        await pilot.click(sources, offset=(8, folder))
        await settled(pilot)
        assert sources.row_count() == rows
        await pilot.click(sources, offset=(1, folder))
        await settled(pilot)
        assert sources.row_count() < rows
        await pilot.click(sources, offset=(1, sources.size.height - 1))
        await settled(pilot)
        assert sources.row_count() < rows
