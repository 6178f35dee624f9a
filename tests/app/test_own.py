"""What is the user's own, from the keys to the store and back: speakers, copies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import edition
import library
import pytest
from library import press, screen_text, settled
from textual.widgets import Input

from onrecord.app import clipboard
from onrecord.app.screens.formats import FormatsScreen
from onrecord.app.screens.note import NoteScreen
from onrecord.app.screens.speaker import SpeakerScreen
from onrecord.app.screens.tags import TagsScreen
from onrecord.app.speakers import NO_ONES, NOT_TOLD, narrowed
from onrecord.app.tagging import line_of, offered, tags_in, turned
from onrecord.model import NOBODYS, Entity, EntityKind, Form, Record
from onrecord.store.articles import Scope, View, article
from onrecord.store.marks import retag, tags
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.waiting import mark_for_reanalysis, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.articles import StoredArticle
    from onrecord.store.database import Database

SIZE = (160, 50)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with edition.open_edition(tmp_path) as opened:
        yield opened


@pytest.fixture
def reader(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OnRecord:
    monkeypatch.setattr(clipboard, "clipboard_command", lambda: ())
    return library.reader(database, tmp_path)


def clock(database: Database) -> StoredArticle:
    found = database.read(article, 1)
    assert found is not None
    return found


def speakers(database: Database) -> list[str]:
    record = clock(database).record
    assert record is not None
    return [each.speaker.name if each.speaker else each.reason for each in record.quotations]


SOLHEIM, BRUUN = "Runa Solheim", "Aksel Bruun"


async def test_a_speaker_is_corrected_kept_and_taken_back(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        before = speakers(database)
        await press(pilot, "enter", "]", "]", "c")
        assert isinstance(reader.screen, SpeakerScreen)
        assert "an insult to the timetable" in screen_text(reader)
        await press(pilot, *"solh", "enter")
        assert reader.screen is reader.room
        assert speakers(database) == [SOLHEIM, SOLHEIM, SOLHEIM, before[3], SOLHEIM]
        assert f"said by {SOLHEIM}" in reader.room.status.words
        assert "Solheim ✓" in screen_text(reader)
        await make_records_anew(database)
        assert speakers(database)[2] == SOLHEIM
        await press(pilot, "U")
        assert speakers(database) == before
        assert reader.room.status.words == f"Undone: a speaker corrected to {SOLHEIM}."
        assert "✓" not in screen_text(reader)
        await press(pilot, "ctrl+r")
        assert speakers(database)[2] == SOLHEIM


async def make_records_anew(database: Database) -> None:
    database.write(mark_for_reanalysis, None)
    assert 1 in database.read(waiting, frozenset(), 50)
    found = database.read(document, 1)
    assert found is not None
    assert database.write(store_record, found, edition.clock().record)


async def test_all_of_a_speaker_are_corrected_with_interrupted_utterances_whole(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "c")
        assert "for all 2 of Runa Solheim here" in screen_text(reader)
        line = reader.screen.query_one(Input)
        line.value = "Ada Vane"
        await pilot.click("#scope")
        assert "Tab: only for this one." in screen_text(reader)
        await press(pilot, "enter")
        after = speakers(database)
        assert [after[0], after[1], after[4]] == ["Ada Vane"] * 3
        assert after[2] == BRUUN
        await press(pilot, "U")
        assert speakers(database)[0] == SOLHEIM


async def test_one_utterance_is_corrected_whole(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "c", *"bruun", "enter")
        assert speakers(database)[:2] == [BRUUN, BRUUN]
        assert speakers(database)[4] == SOLHEIM


async def test_words_can_be_nobodys(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "]", "]", "c", *"nobody", "enter")
        assert speakers(database)[3] == NOBODYS
        assert "nobody’s ✓" in screen_text(reader)


async def test_people_of_the_archive_are_offered_before_a_new_name(
    reader: OnRecord, database: Database
):
    found = database.read(document, 2)
    assert found is not None
    ada = Entity("Ada Vane", EntityKind.PERSON, mentions=((0, 4),))
    database.write(store_record, found, Record("en", Form.REPORT, entities=(ada,)))
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "]", "c", *"vane")
        text = screen_text(reader)
        assert text.index("Ada Vane  in the archive") < text.index("vane  a new name")
        await press(pilot, "enter")
        assert speakers(database)[2] == "Ada Vane"


async def test_a_correction_is_left_to_the_analysis_again(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "]", "c")
        assert "Whom the analysis finds" not in screen_text(reader)
        await press(pilot, *"solh", "enter", "c", *"whom", "enter")
        assert "left to the analysis again" in reader.room.status.words
        assert clock(database).corrected == frozenset()
        await press(pilot, "U")
        assert len(clock(database).corrected) == 1
        await press(pilot, "ctrl+r")
        await make_records_anew(database)
        assert speakers(database)[2] == BRUUN


async def test_without_a_quotation_one_is_asked_to_choose(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        for key in "cY":
            await press(pilot, key)
            assert reader.screen is reader.room
            assert "Choose a quotation first" in reader.room.status.words


def test_a_typed_name_is_a_person_an_organisation_or_somebody_without_a_name():
    def kinds(typed: str) -> list[EntityKind]:
        return [each.speaker.kind for each in narrowed((), typed) if each.speaker]

    assert kinds("Ada Vane") == [EntityKind.PERSON, EntityKind.ORG]
    assert kinds("a harbour pilot") == [EntityKind.GENERIC]
    assert narrowed((), "") == (NOT_TOLD, NO_ONES)


async def test_a_copy_carries_its_whole_citation(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "]", "y")
        copied = reader.clipboard
        for part in (
            "“an insult to the timetable”",
            BRUUN,
            "The clockmaker of Ostermoor",
            "by Lene Aker",
            "The Ferry Post",
            "2026-05-20",
            "#:~:text=an%20insult",
            "accessed 2026-05-20 12:00 UTC",
            "confidence 0.40",
        ):
            assert part in copied
        assert reader.room.status.words == "The quotation went to the terminal (OSC 52)."


async def test_a_copy_is_made_in_the_chosen_format(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "Y")
        assert isinstance(reader.screen, FormatsScreen)
        await press(pilot, *"html", "enter")
        assert "<blockquote cite=" in reader.clipboard
        assert "<html>" not in reader.clipboard
        assert "as HTML" in reader.room.status.words


async def test_without_a_quotation_title_and_address_are_copied(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "y")
        assert reader.clipboard.splitlines()[1] == f"{library.ADDRESS}/clock"


async def test_it_is_told_whether_the_machines_clipboard_took_it(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    taken = tmp_path / "taken"
    works, fails = ("tee", str(taken)), ("false",)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(clipboard, "clipboard_command", lambda: works)
        await press(pilot, "enter", "]", "y")
        assert "went to tee and the terminal" in reader.room.status.words
        assert taken.read_text() == reader.clipboard
        monkeypatch.setattr(clipboard, "clipboard_command", lambda: fails)
        await press(pilot, "y")
        assert "false did not take it" in reader.room.status.words


@pytest.mark.parametrize(
    ("environ", "platform", "there", "expected"),
    [
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", "wl-copy xclip", "wl-copy"),
        ({"DISPLAY": ":0"}, "linux", "wl-copy xsel", "xsel"),
        ({"DISPLAY": ":0"}, "linux", "xclip xsel", "xclip"),
        ({"WSL_DISTRO_NAME": "d"}, "linux", "clip.exe", "clip.exe"),
        ({}, "linux", "wl-copy xclip xsel", ""),
        ({}, "darwin", "pbcopy", "pbcopy"),
        ({}, "darwin", "", ""),
    ],
)
def test_the_machines_clipboard_is_the_desktops(
    environ: dict[str, str], platform: str, there: str, expected: str
):
    def find(name: str) -> str | None:
        return f"/bin/{name}" if name in there.split() else None

    command = clipboard.clipboard_command(environ, platform=platform, find=find)
    assert (command[0] if command else "") == expected


def test_a_clipboard_command_that_hangs_is_given_up():
    assert not clipboard.copy_with(("sleep", "5"), "text", seconds=0.05)
    assert not clipboard.copy_with(("no-such-command",), "text")


async def type_(pilot: Pilot[None], text: str) -> None:
    named = {" ": "space", ",": "comma", ".": "full_stop"}
    await press(pilot, *(named.get(char, char) for char in text))


async def test_tags_are_typed_completed_taken_off_and_undone(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        assert isinstance(reader.screen, TagsScreen)
        await type_(pilot, "Gas, town clocks")
        await press(pilot, "enter")
        assert clock(database).tags == ("Gas", "town clocks")
        text = screen_text(reader)
        assert "#Gas  #town clocks" in text  # above the text
        assert "#Gas" in reader.room.articles.render_line(2).text
        assert "# town clocks" in text  # among the sources
        await press(pilot, "j", "t")
        await type_(pilot, "clo")
        await press(pilot, "tab")
        assert reader.screen.query_one(Input).value == "town clocks, "
        await press(pilot, "enter")
        assert dict(database.read(tags)) == {"Gas": 1, "town clocks": 2}
        await press(pilot, "t", "down", "tab", "enter")
        assert dict(database.read(tags)) == {"Gas": 1, "town clocks": 1}
        assert "The tags are off" in reader.room.status.words
        for expected in ({"Gas": 1, "town clocks": 2}, {"Gas": 1, "town clocks": 1}, {}):
            await press(pilot, "U")
            assert dict(database.read(tags)) == expected
        assert reader.room.status.words == "Undone: tagged Gas, town clocks."


async def test_a_tag_is_a_source_and_the_group_folds(reader: OnRecord, database: Database):
    database.write(retag, 3, ["Sea"])
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, "1")
        assert room.sources.choose_scope(Scope(View.TAG, name="Sea"))
        await press(pilot, "enter")
        assert list(room.articles.ids) == [3]
        await press(pilot, "1", "k", "space")
        assert not room.sources.choose_scope(Scope(View.TAG, name="Sea"))


def test_the_line_of_tags_is_read_and_changed():
    assert tags_in(" #gas, Oil ,, OIL, town clocks ") == ("gas", "Oil", "town clocks")
    assert line_of(("gas", "oil")) == "gas, oil, "
    assert turned("gas, oi", "oil") == "gas, oil, "
    assert turned("gas, oil, ", "GAS") == "oil, "
    known = (("gas", 2), ("gallery", 1), ("oil", 9))
    assert [name for name, _ in offered("oil, ga", known)] == ["gas", "gallery"]
    assert offered("oil, ", known) == known


async def test_notes_are_written_shown_changed_deleted_and_undone(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=(200, 60), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "w")
        await type_(pilot, "Ask the mayor.")
        await press(pilot, "ctrl+s", "]", "]", "w")
        assert isinstance(reader.screen, NoteScreen)
        assert "an insult" in screen_text(reader)
        await type_(pilot, "First line.")
        await press(pilot, "enter")
        await type_(pilot, "Second.")
        await press(pilot, "ctrl+s")
        first, second = clock(database).notes
        assert (first.start, first.text) == (None, "Ask the mayor.")
        assert (second.quotation, second.text) == (
            "“an insult to the timetable”",
            "First line.\nSecond.",
        )
        text = screen_text(reader)
        assert text.count("✎ Ask the mayor.") == 2  # above the text and in the record
        assert "✎ First line. Second." in text
        assert "✎" in next(line for line in text.splitlines() if "called her plan" in line)
        await press(pilot, "w", "ctrl+a", "ctrl+k", "ctrl+s")
        assert clock(database).notes[1].text == "First line."
        await press(pilot, "w", "ctrl+u", "ctrl+s")
        assert clock(database).notes == (first,)
        assert reader.room.status.words == "The note is deleted. U undoes it."
        await press(pilot, "U", "U")
        assert clock(database).notes == (first, second)
        await press(pilot, "U", "U")
        assert clock(database).notes == ()
        await press(pilot, "ctrl+r", "ctrl+r", "ctrl+r")
        assert [note.text for note in clock(database).notes] == ["Ask the mayor.", "First line."]


async def test_a_note_is_drawn_where_the_record_was_hidden(reader: OnRecord):
    async with reader.run_test(size=(160, 46), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "]", "w")
        await type_(pilot, "Look again.")
        await press(pilot, "ctrl+s", "4")
        assert "✎ Look again." in screen_text(reader)


async def test_a_typed_note_is_not_lost_by_leaving(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "w", "escape")
        assert reader.screen is reader.room
        await press(pilot, "w")
        await type_(pilot, "Ask")
        await press(pilot, "escape")
        assert "Not kept yet." in screen_text(reader)
        await press(pilot, "escape")
        assert reader.screen is reader.room
        assert clock(database).notes == ()
        await press(pilot, "w")
        assert "did not keep" in screen_text(reader)
        await press(pilot, "ctrl+s")
        assert [note.text for note in clock(database).notes] == ["Ask"]
        await press(pilot, "w", "escape")
        assert reader.screen is reader.room
