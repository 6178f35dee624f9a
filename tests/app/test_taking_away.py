"""What leaves an article: clippings, files, its text for a command."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import edition
import library
import pytest
from library import press, screen_text, settled
from textual.widgets import Input

from onrecord.app import clipboard
from onrecord.app.panes import Pane
from onrecord.app.piping import CannotPipe, pipe, words_of
from onrecord.app.screens.clip import ClipScreen
from onrecord.app.screens.clippings import ClippingsScreen
from onrecord.app.screens.pipe import PipeScreen
from onrecord.app.screens.save import SaveScreen
from onrecord.store.articles import Scope, View
from onrecord.store.clippings import clipped, clipping_lists

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (160, 50)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with edition.open_edition(tmp_path / "profile") as opened:
        yield opened


@pytest.fixture
def reader(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnRecord:
    monkeypatch.setattr(clipboard, "clipboard_command", lambda: ())
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    return library.reader(database, tmp_path / "profile")


def words(database: Database, name: str) -> list[str]:
    return [" ".join(each.text for each in one.clippings) for one in database.read(clipped, name)]


async def clip_all(pilot: Pilot[None]) -> None:
    """Clip every quotation of the clock: the first ones to a list that is named."""
    await press(pilot, "enter", "]", "b")
    assert isinstance(pilot.app.screen, ClipScreen)
    await press(pilot, *"book", "enter")
    for _ in range(3):
        await press(pilot, "]", "b", "enter")


CLOCK = (
    "“A clock is a promise that somebody keeps,” “It should be a little late. People who are"
    " waited for are happier than people who\nwait.”"
)
INSULT, NOON, COFFEE = (
    "“an insult to the timetable”",
    "“Noon is noon”",
    "“Then we have time for coffee.”",
)


async def test_a_note_is_asked_for_with_all_of_an_interrupted_sentence(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "w")
        shown = " ".join(screen_text(reader).split())
        assert "“A clock is a promise that somebody keeps,” … “It should be a little late." in shown


async def test_quotations_are_collected_moved_taken_out_and_undone(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await clip_all(pilot)
        first = words(database, "book")[0].replace("\n", " ")
        assert [first, *words(database, "book")[1:]] == [
            CLOCK.replace("\n", " "),
            INSULT,
            NOON,
            COFFEE,
        ]
        assert reader.room.status.words == "Clipped to book. B shows the list, U undoes it."
        await press(pilot, "B")
        assert isinstance(reader.screen, ClippingsScreen)
        text = screen_text(reader)
        assert "“A clock is a promise that somebody keeps, […] It should be" in text
        assert "The Ferry Post, 20 May 2026" in text
        await press(pilot, "J", "J", "G", "K", "d")
        assert words(database, "book")[:2] == [INSULT, NOON]
        assert len(words(database, "book")) == 3
        await press(pilot, "U")
        assert words(database, "book")[2] == COFFEE
        await press(pilot, "U", "U", "U")
        assert words(database, "book")[1:] == [INSULT, NOON, COFFEE]
        assert "Undone: a clipping moved in book." in screen_text(reader)
        await press(pilot, "ctrl+r")
        assert words(database, "book")[0] == INSULT
        await press(pilot, "escape", "U", "U", "U", "U", "U")
        assert database.read(clipping_lists) == ()


async def test_a_list_is_a_source_and_opens_articles_at_the_quotation(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await clip_all(pilot)
        room = reader.room
        assert "❞ book" in screen_text(reader)
        await press(pilot, "1")
        assert room.sources.choose_scope(Scope(View.CLIPPED, name="book"))
        await press(pilot, "enter")
        assert isinstance(reader.screen, ClippingsScreen)
        await press(pilot, "j", "enter")
        assert reader.screen is room
        assert room.pane is Pane.READER
        assert [each.text for each in room.reader.spoken] == [INSULT]


async def test_a_clipping_outlives_its_article(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await clip_all(pilot)
        database.write(lambda db: db.execute("DELETE FROM quotations WHERE article_id = 1"))
        await press(pilot, "B", "y")
        text = screen_text(reader)
        assert "no longer in the article" in text
        assert "The article no longer has these words." in text
        assert "Aksel Bruun" in text


async def test_a_list_is_copied_and_saved(reader: OnRecord, tmp_path: Path):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await clip_all(pilot)
        await press(pilot, "B", "j", "y")
        assert INSULT in reader.clipboard
        await press(pilot, "s")
        assert isinstance(reader.screen, SaveScreen)
        assert reader.screen.query_one(Input).value.endswith("book.md")
        await press(pilot, "down", "down", "down")
        assert reader.screen.query_one(Input).value.endswith("book.bib")
        await press(pilot, "enter")
        assert isinstance(reader.screen, ClippingsScreen)
        assert reader.screen.status.words.startswith("Written to ")
        assert (tmp_path / "out" / "book.bib").read_text().count("@misc{") == 4


async def test_an_article_is_saved_and_nothing_replaced_unasked(reader: OnRecord, tmp_path: Path):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "s", "down", "enter")
        name = "The-clockmaker-of-Ostermoor-wants-the-town-to-be-four-minutes-late.md"
        file = tmp_path / "out" / name
        before = file.read_text()
        assert "\n## Four minutes\n" in before
        assert name in reader.room.status.words
        file.write_text("mine")
        await press(pilot, "s", "down", "enter")
        assert isinstance(reader.screen, SaveScreen)
        # A long path breaks the sentence on the screen.
        assert "exists: Enter again replaces it." in str(reader.screen._words.content)
        assert file.read_text() == "mine"
        await press(pilot, "x", "backspace", "enter")
        assert file.read_text() == "mine"
        await press(pilot, "enter")
        assert file.read_text() == before
        await press(pilot, "s")
        screen = reader.screen
        assert isinstance(screen, SaveScreen)
        screen.query_one(Input).value = f"{tmp_path}/no/such.md"
        await press(pilot, "enter")
        said = f"{tmp_path}/no/such.md cannot be written: No such file or directory."
        assert str(screen._words.render()) == said
        screen.query_one(Input).value = f"{tmp_path}/a\0b.md"
        await press(pilot, "enter")
        assert str(screen._words.render()) == "No file can have this name."
        screen.query_one(Input).value = f"{tmp_path}/\x1b[31mno/x.md"
        await press(pilot, "enter")
        assert "\x1b" not in str(screen._words.render())


async def test_quotations_of_an_article_are_saved_into_a_folder(reader: OnRecord, tmp_path: Path):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "s")
        screen = reader.screen
        assert isinstance(screen, SaveScreen)
        every = [each.words for each in screen._sorts].index("4 quotations")
        json_ = next(i for i in range(every, 99) if screen._sorts[i].words == "JSON")
        screen.listed().choose(json_)
        screen.query_one(Input).value = str(tmp_path / "out")
        await press(pilot, "enter")
        (file,) = (tmp_path / "out").iterdir()
        assert len(json.loads(file.read_text())) == 4


async def test_an_article_is_piped_to_a_command(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "|")
        screen = reader.screen
        assert isinstance(screen, PipeScreen)
        screen.query_one(Input).value = "head -n 1"
        await press(pilot, "enter")
        assert "Done." in screen_text(reader)
        assert screen._printed.entries[0].words.startswith("The clockmaker of Ostermoor")
        screen.query_one(Input).value = "no-such-command | $HOME"
        await press(pilot, "enter")
        assert "no-such-command cannot be run: No such file or directory." in screen_text(reader)
        await press(pilot, "escape", "|")
        assert reader.screen.query_one(Input).value == "head -n 1"


PYTHON = f"{sys.executable} -c"


async def test_a_command_gets_words_no_shell_has_read():
    answer = await pipe("", f"{PYTHON} 'import sys; print(sys.argv[1:])' $HOME '*' '; ls' > x")
    assert answer.text.strip() == "['$HOME', '*', '; ls', '>', 'x']"


async def test_what_a_command_prints_is_cleaned_and_its_code_told():
    program = "import sys; print(chr(27) + '[31mred', sys.stdin.read()); sys.exit(3)"
    answer = await pipe("text", f'{PYTHON} "{program}"')
    assert "\x1b" not in answer.text
    assert "text" in answer.text
    assert answer.code == 3


async def test_a_command_that_goes_on_is_ended():
    answer = await pipe("text", "sleep 60", seconds=0.1)
    assert answer.cut == "it was ended after 0.1 seconds"
    endless = await pipe("", "yes")
    assert endless.cut == "it printed more than fits here"
    assert len(endless.text) <= 1_000_000


async def test_a_command_may_leave_something_running_behind():
    program = "import subprocess; subprocess.Popen(['sleep', '2']); print('left')"
    answer = await pipe("x" * 1_000_000, f'{PYTHON} "{program}"')
    assert (answer.text.strip(), answer.code, answer.cut) == ("left", 0, "")


async def test_a_character_that_no_word_can_have_is_told():
    with pytest.raises(CannotPipe):
        await pipe("", "echo a\0b")


@pytest.mark.parametrize("command", ["", "   ", "'open"])
def test_what_is_no_command_is_told(command: str):
    with pytest.raises(CannotPipe):
        words_of(command)
