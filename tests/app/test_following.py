"""Following with +, and how new articles are told of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from library import press, screen_text, settled

from onrecord.app.notices import notify_with, terminal_notice
from onrecord.app.screens.people import PeopleScreen
from onrecord.store.follows import followed

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (120, 40)


async def test_who_is_followed_is_among_the_sources(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        await settled(pilot)
        assert isinstance(reader.screen, PeopleScreen)
        await press(pilot, "+")
        await settled(pilot)
        assert [each.query for each in database.read(followed)] == ['speaker:"Anselm Korvath"']
        assert "+ Anselm Korvath" in screen_text(reader)
        await press(pilot, "q", "1")
        await settled(pilot)
        assert "+ Anselm Korvath" in screen_text(reader)
        await press(pilot, "U")
        await settled(pilot)
        assert database.read(followed) == ()
        assert "Anselm Korvath  " not in screen_text(reader).split("│")[0]


async def test_who_speaks_is_followed_from_the_article(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "+")
        assert database.read(followed) == ()
        await press(pilot, "enter", "]", "+")
        await settled(pilot)
        assert len(database.read(followed)) == 1
        await press(pilot, "+")
        await settled(pilot)
        assert database.read(followed) == ()


@pytest.mark.parametrize(
    ("environ", "notice"),
    [
        ({"TERM": "xterm-kitty"}, "\x1b]99;i=1:d=0;T\x1b\\\x1b]99;i=1:p=body;a, b\x1b\\"),
        ({"TERM_PROGRAM": "WezTerm"}, "\x1b]9;T: a, b\x1b\\"),
        ({"TERM": "foot"}, "\x1b]777;notify;T;a, b\x1b\\"),
        ({"VTE_VERSION": "7600"}, "\x1b]777;notify;T;a, b\x1b\\"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "WezTerm"}, ""),
        ({}, ""),
    ],
)
def test_a_terminal_is_asked_in_its_own_way_or_not_at_all(environ: dict[str, str], notice: str):
    assert terminal_notice("T", "a;\nb", environ) == notice


def test_nothing_in_a_headline_leaves_the_notice():
    notice = terminal_notice("T", "x\x1b\\\x1b]52;c;aGk=\x07y\x9c", {"TERM": "foot"})
    assert notice.count("\x1b") == 2
    assert "\x07" not in notice
    assert "\x9c" not in notice


def test_the_users_command_gets_two_words_and_no_shell(tmp_path: Path):
    out = tmp_path / "out"
    code = "import sys; open(sys.argv[1], 'w').write('|'.join(sys.argv[2:]))"
    command = (sys.executable, "-c", code, str(out))
    assert notify_with(command, "On Record", "a; touch b $(c)\nd") == ""
    assert out.read_text() == "On Record|a; touch b $(c) d"


def test_a_command_that_fails_is_told_in_a_sentence():
    assert "exit code 3" in notify_with((sys.executable, "-c", "raise SystemExit(3)"), "a", "b")
    assert "cannot be started" in notify_with(("/nowhere/notify",), "a", "b")
