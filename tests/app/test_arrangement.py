"""Panes made wider, narrower, hidden, and all of it remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import library
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import press, settled

from onrecord.app.arrangement import (
    LEAST,
    USUAL,
    Arrangement,
    border_moved,
    fitted,
    grown,
    yielding,
)
from onrecord.app.memory import Memory, recall, remember
from onrecord.app.panes import Pane, abreast, window
from onrecord.paths import profile_paths

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

S, A, R, C = Pane.SOURCES, Pane.ARTICLES, Pane.READER, Pane.RECORD
ROOMY = (200, 40)
arrangements = st.builds(
    Arrangement,
    st.frozensets(st.sampled_from([S, A, C])),
    st.dictionaries(st.sampled_from(list(Pane)), st.integers(1, 500)).map(
        lambda widths: tuple(widths.items())
    ),
)


@given(st.integers(100, 400), st.sampled_from(list(Pane)), arrangements)
def test_every_pane_on_the_screen_has_room(width: int, focus: Pane, arrangement: Arrangement):
    shown = window(width, focus, arrangement.hidden)
    fixed = fitted(width, shown, arrangement)
    assert set(fixed) == set(shown) - {yielding(shown)}
    left = width - sum(fixed.values())
    assert left >= LEAST[yielding(shown)]


@given(st.integers(100, 400), st.sampled_from(list(Pane)), st.integers(-300, 300))
def test_a_pane_grows_by_what_is_asked_as_far_as_there_is_room(width: int, focus: Pane, by: int):
    shown = window(width, focus)
    before = widths_of(width, shown, Arrangement())
    after = widths_of(width, shown, grown(width, shown, Arrangement(), focus, by))
    assert sum(after.values()) == width
    assert (after[focus] - before[focus]) * by >= 0
    assert all(after[pane] >= LEAST[pane] for pane in shown)
    moved = {pane for pane in shown if after[pane] != before[pane]}
    assert not moved or (focus in moved and len(moved) == 2)


def widths_of(width: int, shown: tuple[Pane, ...], arrangement: Arrangement) -> dict[Pane, int]:
    fixed = dict(fitted(width, shown, arrangement))
    return fixed | {yielding(shown): width - sum(fixed.values())}


def test_the_border_of_the_article_moves_the_record():
    moved = border_moved(220, (S, A, R, C), Arrangement(), R, 5)
    assert moved.wanted(C) == USUAL[C] - 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff\xfe",
        b'{"panes": 3}',
        b"[" * 50_000,
        b'{"panes": {"two": []}}',
    ],
)
def test_what_makes_no_sense_is_as_if_never_written(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
):
    path = tmp_path / "room.json"
    path.write_bytes(content)
    memory = recall(path)
    assert memory.theme == ""
    assert all(each == Arrangement() for each in memory.arrangements.values())
    if not content.startswith(b'{"'):
        assert str(path) in caplog.text


def test_what_is_remembered_comes_back(tmp_path: Path):
    path = tmp_path / "deep" / "room.json"
    assert recall(path) == Memory()
    memory = Memory({3: Arrangement(frozenset({S}), ((A, 52),))}, "paper", "night")
    remember(path, memory)
    assert recall(path) == memory
    assert [each.name for each in path.parent.iterdir()] == ["room.json"]


def test_widths_out_of_bounds_and_unknown_panes_are_passed_over(tmp_path: Path):
    path = tmp_path / "room.json"
    two = {"hidden": ["reader", "attic", "record"], "widths": {"articles": 9, "record": 44}}
    path.write_text(json.dumps({"panes": {"two": two, "nine": two}, "theme": ["paper"]}))
    assert recall(path) == Memory({2: Arrangement(frozenset({C}), ((C, 44),))})


def test_a_folder_that_cannot_be_written_is_noted(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    (tmp_path / "file").write_text("")
    remember(tmp_path / "file" / "room.json", Memory())
    assert "cannot be written" in caplog.text


async def test_keys_and_mouse_move_borders_and_the_next_session_has_them(
    database: Database, folder: Path
):
    reader = library.reader(database, folder)
    async with reader.run_test(size=ROOMY, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, ")", ")", "(")
        assert box(reader, A).region.width == USUAL[A] + 4
        right = box(reader, S).region.right - 1
        await pilot.mouse_down(room, offset=(right, 10))
        await pilot.hover(room, offset=(right + 7, 10))
        await pilot.mouse_up(room, offset=(right + 7, 10))
        await settled(pilot)
        assert box(reader, S).region.width == USUAL[S] + 7
        await press(pilot, "4", "4")
        assert not room.is_shown(C)
    assert recall(profile_paths(folder).room).arrangements == {
        4: Arrangement(frozenset({C}), ((A, USUAL[A] + 4), (S, USUAL[S] + 7)))
    }
    again = library.reader(database, folder)
    async with again.run_test(size=ROOMY, notifications=True) as pilot:
        await settled(pilot)
        assert not again.room.is_shown(C)
        assert box(again, A).region.width == USUAL[A] + 4
        await pilot.click(again.room, offset=(box(again, S).region.right - 1, 10), times=2)
        await settled(pilot)
        assert box(again, S).region.width == USUAL[S]
        await pilot.resize_terminal(120, 40)
        await settled(pilot)
        assert abreast(120) == 2
        assert box(again, A).region.width == USUAL[A]
        await pilot.resize_terminal(*ROOMY)
        await press(pilot, "=")
        assert again.room.is_shown(C)
        assert box(again, A).region.width == USUAL[A]


def box(reader: OnRecord, pane: Pane):
    return reader.room.query_one(f"#{pane}")


async def test_a_theme_chosen_in_the_reader_stands_until_feeds_toml_names_another(
    database: Database, folder: Path
):
    reader = library.reader(database, folder)
    async with reader.run_test(size=ROOMY, notifications=True):
        reader.wear("paper")
    again = library.reader(database, folder)
    async with again.run_test(size=ROOMY, notifications=True):
        assert again.theme == "paper"
    path = profile_paths(folder).feeds_toml
    path.write_text('[settings]\ntheme = "nord"\n\n' + path.read_text())
    third = library.reader(database, folder)
    async with third.run_test(size=ROOMY, notifications=True):
        assert third.theme == "nord"
