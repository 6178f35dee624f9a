"""The command line and the palette: every command by name, with what it takes."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import library
import pytest
from hypothesis import given
from hypothesis import strategies as st
from library import press, screen_text, settled
from textual.events import Paste

from onrecord.app import keymap
from onrecord.app.commands import (
    Command,
    Takes,
    WrongCommand,
    begun,
    chosen_of,
    command_of,
    commands_of_keys,
    with_letters,
    with_words,
)
from onrecord.app.panes import Pane
from onrecord.app.screens.clippings import ClippingsScreen
from onrecord.app.screens.commands import CommandLine, Palette
from onrecord.app.screens.dossier import DossierScreen
from onrecord.app.screens.search import SearchScreen
from onrecord.app.verbs import titled
from onrecord.store.clippings import clipping_lists
from onrecord.store.marks import tag, tags
from onrecord.store.saved_searches import saved_searches

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (150, 40)


def nothing(_: str) -> None:
    pass


COMMANDS = (
    Command("search", "Search all", nothing, "/", Takes.QUERY),
    Command("save", "Keep", nothing, "", Takes.NAME, needed=True),
    Command("saved", "Go to a search", nothing, "", Takes.SAVED, needed=True),
    Command("theme", "Wear a theme", nothing, "", Takes.THEME, needed=True),
    Command("quit", "Leave", nothing, "Q"),
)


@pytest.mark.parametrize(
    ("line", "name", "argument"),
    [
        ("quit", "quit", ""),
        (":QUIT ", "quit", ""),
        ("q", "quit", ""),
        ("search  speaker:x  y", "search", "speaker:x  y"),
        ("save a b", "save", "a b"),
        ("saved Ferry", "saved", "Ferry"),
    ],
)
def test_a_line_names_a_command(line: str, name: str, argument: str):
    command, given_ = command_of(line, COMMANDS)
    assert (command.name, given_) == (name, argument)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Type what is to be done."),
        ("serch x", "There is no command “serch”. Did you mean “search”?"),
        ("zzz", "There is no command “zzz”."),
        ("s", "“s” may be save or saved or search."),
        ("quit now", "“quit” takes nothing after it."),
        ("theme", "“theme” wants to know more: theme THEME"),
    ],
)
def test_what_is_no_command_is_told_in_one_sentence(line: str, sentence: str):
    with pytest.raises(WrongCommand) as told:
        command_of(line, COMMANDS)
    assert str(told.value) == sentence


@given(st.text(max_size=40))
def test_no_line_harms(line: str):
    begun(line, COMMANDS)
    texts = [each.words for each in COMMANDS]
    for index, spans in (*with_words(line, texts), *with_letters(line, texts)):
        assert all(0 <= start < end <= len(texts[index]) for start, end in spans)
    titled(line)
    with suppress(WrongCommand):
        command_of(line, COMMANDS)


def test_a_name_is_found_in_any_case_by_its_beginning_or_a_part():
    names = ["Keel & Quay", "The Lantern", "The Tidewater Courier"]
    assert chosen_of("keel", names, "feed") == "Keel & Quay"
    assert chosen_of("LANTERN", names, "feed") == "The Lantern"
    with pytest.raises(
        WrongCommand, match=r"There is no feed “Lanten”. Did you mean “The Lantern”"
    ):
        chosen_of("Lanten", names, "feed")
    with pytest.raises(WrongCommand, match="There is no feed “The”"):
        chosen_of("The", names, "feed")


def test_a_line_that_was_begun_offers_commands_by_name_then_by_what_they_do():
    def names(line: str) -> list[str]:
        return [each.name for each in begun(line, COMMANDS)]

    assert names("sa") == ["save", "saved"]
    assert names("ve") == ["save", "saved"]
    assert names("lea") == []
    assert names("leave") == ["quit"]
    assert names("") == [each.name for each in COMMANDS]


def test_texts_are_found_by_words_or_else_by_letters():
    texts = ["Quit the theme", "Wear another theme", "A thematic note"]
    assert [index for index, _ in with_words("them", texts)] == [0, 1, 2]
    assert with_words("another the", texts) == [(1, tuple((n, n + 1) for n in range(5, 12)))]
    assert with_words("wat", texts) == []
    assert [index for index, _ in with_letters("wat", texts)] == [1]


def test_every_key_of_the_room_has_a_command_of_its_own():
    commands = commands_of_keys(lambda action: action, {"tag"})
    names = [each.name for each in commands]
    assert len(set(names)) == len(names)
    assert {"quit", "star", "zen", "help", "undo"} <= set(names)
    assert all(each.words for each in commands)
    assert {"move.down"} & set(keymap.by_id())
    assert next(each for each in commands if each.name == "quit").run("") == "leave"


async def typed(pilot: Pilot[None], text: str, *keys: str) -> None:
    """Open the line with the first key and put the rest into it at once; press keys after it."""
    if text:
        await pilot.press(text[0])
        await settled(pilot)
        if text[1:]:
            focused = pilot.app.focused
            assert focused is not None
            focused.post_message(Paste(text[1:]))
            await settled(pilot)
    await press(pilot, *keys)


async def test_commands_are_typed_with_what_they_take(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await typed(pilot, ":theme paper", "enter")
        assert reader.theme == "paper"
        await typed(pilot, ":feed keel", "enter")
        assert room.sources.source.title == library.FAILING
        await typed(pilot, ":sources", "enter")
        assert room.pane is Pane.SOURCES
        await typed(pilot, ":filter ferry", "enter")
        assert room.filter_query == "ferry"
        await typed(pilot, "", "enter")
        await typed(pilot, ":save Ferries", "enter")
        assert [each.query for each in database.read(saved_searches)] == ["ferry"]
        await typed(pilot, "", "escape")
        await typed(pilot, ":saved ferries", "enter")
        assert len(room.articles.ids) == 9
        await typed(pilot, ":tag Sea", "enter")
        assert database.read(tags) == (("Sea", 1),)
        await typed(pilot, ":untag sea", "enter")
        assert database.read(tags) == ()
        number = room.articles.ids[3]
        await typed(pilot, f":open {number}", "enter")
        assert room.shown_id == number
        await typed(pilot, ":open plums", "enter")
        assert room.reader.article.title == "The plums of Anselm Korvath"
        await typed(pilot, ":hide", "enter")
        assert room.shown_id not in room.articles.ids
        await typed(pilot, "U")
        await typed(pilot, ":person korvath", "enter")
        assert isinstance(reader.screen, DossierScreen)


async def test_a_quotation_is_clipped_to_a_list_by_name(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, "", "enter", "]")
        await typed(pilot, ":clip For the book", "enter")
        assert database.read(clipping_lists) == (("For the book", 1),)
        await typed(pilot, ":clippings for", "enter")
        assert isinstance(reader.screen, ClippingsScreen)


async def test_the_search_opens_with_its_query(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, ":quotes speaker:korvath", "enter")
        assert isinstance(reader.screen, SearchScreen)
        assert "● Quotations" in screen_text(reader)
        assert "Anselm Korvath" in screen_text(reader)


async def test_quotations_are_exported(reader: OnRecord, tmp_path: Path):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        file = tmp_path / "korvath.bib"
        await typed(pilot, ":")
        reader.screen._line.value = f"export bibtex {file} speaker:korvath"
        await typed(pilot, "", "enter")
        assert file.read_text().startswith("@")
        await typed(pilot, ":export bibtx x", "enter")
        assert "There is no format “bibtx”. Did you mean “bibtex”?" in screen_text(reader)


async def test_tab_completes_the_command_and_what_it_takes(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, ":the", "tab")
        assert isinstance(reader.screen, CommandLine)
        assert reader.screen._line.value == "theme "
        await typed(pilot, "pap", "tab")
        assert reader.screen._line.value == "theme paper"
        reader.screen._line.value = ""
        await typed(pilot, "search speaker:kor", "tab")
        assert reader.screen._line.value == 'search speaker:"Anselm Korvath"'
        reader.screen._line.value = ""
        await typed(pilot, "person thess", "down", "up", "enter")
        assert isinstance(reader.screen, DossierScreen)


async def test_earlier_commands_come_back(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, ":theme paper", "enter")
        await typed(pilot, ":theme night", "enter")
        await typed(pilot, ":", "up")
        line = reader.screen._line
        assert line.value == "theme night"
        await typed(pilot, "", "up", "up")
        assert line.value == "theme paper"
        await typed(pilot, "", "down", "down")
        assert line.value == ""
        await typed(pilot, "", "down", "up", "up")
        await typed(pilot, "x", "down")
        assert line.value.endswith("x")


async def test_a_wrong_command_is_told_and_the_line_stays(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, ":serch ferry", "enter")
        assert "There is no command “serch”. Did you mean “search”?" in screen_text(reader)
        assert reader.screen._line.value == "serch ferry"


async def test_a_wrong_argument_is_told_and_the_line_is_put_right(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await typed(pilot, ":theme papr", "enter")
        assert "There is no theme “papr”. Did you mean “paper”?" in screen_text(reader)
        assert reader.screen._line.value == "theme papr"
        await typed(pilot, "", "backspace")
        assert "There is no theme" not in screen_text(reader)
        await typed(pilot, "er", "enter")
        assert reader.screen is reader.room
        assert reader.theme == "paper"


async def test_the_palette_has_everything_by_name(reader: OnRecord, database: Database):
    database.write(tag, [1], "Lamps")
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await typed(pilot, "", "ctrl+p")
        assert isinstance(reader.screen, Palette)
        await typed(pilot, "keel", "enter")
        assert room.sources.source.title == library.FAILING
        await typed(pilot, "", "ctrl+p")
        await typed(pilot, "only the article", "enter")
        assert room.zen
        await typed(pilot, "", "ctrl+p")
        await typed(pilot, "plums of", "enter")
        assert room.reader.article.title == "The plums of Anselm Korvath"
        await typed(pilot, "", "ctrl+p")
        await typed(pilot, "lamps", "enter")
        assert list(room.articles.ids) == [1]
        await typed(pilot, "", "ctrl+p")
        await typed(pilot, "wear another", "enter")
        assert isinstance(reader.screen, CommandLine)
        assert reader.screen._line.value == "theme "
        await typed(pilot, "", "escape", "ctrl+p")
        await typed(pilot, "thessaly ives", "enter")
        assert isinstance(reader.screen, DossierScreen)


ANY = ['"', "C++", "open \0", "open 99999999999999999999", "theme", "x" * 10_000, "search שלום ((("]


async def test_no_input_harms(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for key in (":", "ctrl+p"):
            for text in ANY:
                await typed(pilot, "", key)
                reader.screen._line.value = text
                await typed(pilot, "", "enter")
                while reader.screen is not reader.room:
                    await typed(pilot, "", "escape")
        told = [each.message for each in reader._notifications]
        assert not [each for each in told if "That did not work" in each]


async def test_a_rule_is_tried_kept_and_taken_out(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        before = reader.config.path.read_text()
        await typed(pilot, ":rule speaker:korvath", "enter")
        await pilot.pause(0.05)
        await settled(pilot)
        text = screen_text(reader)
        assert "5 articles so far. It acts with its record." in text
        await typed(pilot, "", "enter")
        assert "star, read, hide, notify, tag NAME" in screen_text(reader)
        await typed(pilot, "star, tag K", "ctrl+o")
        assert reader.screen is reader.room
        (rule,) = reader.config.rules
        assert (rule.when, rule.do) == ("speaker:korvath", ("star", "tag K"))
        assert database.read(tags) == (("K", 5),)
        await typed(pilot, "U")
        assert reader.config.rules == ()
        assert database.read(tags) == ()
        assert reader.config.path.read_text() == before
