"""The people of the archive, and what one of them said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library import press, screen_text, settled

from onrecord.app.panes import Pane
from onrecord.app.screens.dossier import DossierScreen, Section
from onrecord.app.screens.people import PeopleScreen
from onrecord.app.screens.person_dialogs import ChoosePerson, NameDialog
from onrecord.app.screens.save import SaveScreen
from onrecord.app.widgets import people as people_list
from onrecord.store.people import people

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

SIZE = (120, 40)


async def go(pilot: Pilot[None], *keys: str) -> None:
    """Press keys; what waits for typing to rest is waited for."""
    await press(pilot, *keys)
    await pilot.pause(0.12)
    await settled(pilot)


def people_screen(reader: OnRecord) -> PeopleScreen:
    assert isinstance(reader.screen, PeopleScreen)
    return reader.screen


def dossier_screen(reader: OnRecord) -> DossierScreen:
    assert isinstance(reader.screen, DossierScreen)
    return reader.screen


async def test_the_most_quoted_come_first_and_are_narrowed_by_name(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p")
        screen = people_screen(reader)
        assert screen.people.person is not None
        assert screen.people.person.name == "Anselm Korvath"
        await go(pilot, "F", *"vosk")
        assert "Edda Vosk" in screen_text(reader)
        assert "Anselm Korvath" not in screen_text(reader)
        await go(pilot, "enter", "q")
        assert "Anselm Korvath" in screen_text(reader)
        await go(pilot, "q")
        assert reader.screen is reader.room


async def test_kinds_and_orders(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "tab")
        assert "Organisations" in screen_text(reader)
        await go(pilot, "shift+tab", "o")
        assert "most named first" in screen_text(reader)
        first = people_screen(reader).people.person
        await go(pilot, "o")
        assert "last heard first" in screen_text(reader)
        assert first is not None
        assert first.articles == max(row.articles for row in database.read(people))


async def test_a_dossier_has_what_was_said_and_where_one_is_only_named(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "enter")
        screen = dossier_screen(reader)
        text = screen_text(reader)
        assert "On Record › Anselm Korvath" in text
        assert "Meridian Press Agency" in text
        assert "The strait is our shortest bridge" in text
        assert all("KORVATH" not in line for line in text.splitlines()[:5])
        await go(pilot, "tab")
        assert len(screen.articles.ids) >= len(screen._dossier.appearances) - 1
        await go(pilot, "tab")
        text = screen_text(reader)
        assert "Asked by" in text
        assert "Calder Public Radio" in text
        await go(pilot, "tab")
        assert screen._section is Section.TIME
        for _ in range(100):
            if "18 May" in screen_text(reader):
                break
            await pilot.pause(0.02)
        assert "18 May" in screen_text(reader)
        await go(pilot, "tab")
        assert screen._section is Section.SAID


async def test_a_dossier_is_narrowed_by_a_query(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "enter", "/", *"outlet:meridian cable")
        text = screen_text(reader)
        assert "For Kestria the cable means" in text
        assert "The Lantern" not in text
        await go(pilot, "enter", "escape")
        assert "The Lantern" in screen_text(reader)


async def test_a_quotation_opens_its_article_and_back_leads_to_the_dossier(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "enter", "j", "j")
        chosen = dossier_screen(reader).said.utterance
        assert chosen is not None
        await go(pilot, "enter")
        room = reader.room
        assert reader.screen is room
        assert room.pane is Pane.READER
        shown = "".join(room.reader.render_line(y).text for y in range(room.reader.size.height))
        assert chosen.said[0].text[:20] in shown
        await go(pilot, "q")
        again = dossier_screen(reader).said.utterance
        assert again is not None
        assert again.said == chosen.said


async def test_d_opens_the_dossier_of_who_speaks(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "d")
        assert reader.screen is reader.room
        await go(pilot, "enter", "]")
        speaker = reader.room.reader.marks.first_of(0).speaker
        assert speaker is not None
        await go(pilot, "d")
        assert dossier_screen(reader)._dossier.person.name == speaker.name


async def test_a_dossier_is_saved_as_far_as_it_is_listed(reader: OnRecord, tmp_path: Path):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "enter", "/", *"outlet:meridian", "enter", "s")
        assert isinstance(reader.screen, SaveScreen)
        target = tmp_path / "korvath.md"
        reader.screen.query_one("Input").value = str(target)
        await go(pilot, "enter")
        assert dossier_screen(reader)
        assert "The strait is our shortest bridge" in target.read_text()
        assert "The Lantern" not in target.read_text()


async def test_two_are_joined_into_one_and_parted_again(reader: OnRecord, database: Database):
    def named(words: str) -> list[str]:
        return [row.name for row in database.read(people, words)]

    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "F", *"edda vosk", "enter", "J")
        assert isinstance(reader.screen, ChoosePerson)
        await go(pilot, "enter")
        assert named("vosk") == ["Marten Vosk"]
        await go(pilot, "U")
        assert sorted(named("vosk")) == ["Edda Vosk", "Marten Vosk"]


async def test_somebody_is_renamed_and_found_by_another_name(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "e")
        assert isinstance(reader.screen, NameDialog)
        await go(pilot, "end", *" II", "enter")
        assert database.read(people)[0].name == "Anselm Korvath II"
        await go(pilot, "U", "b", *"The Ferryman", "enter")
        found = database.read(people, "ferryman")
        assert [row.name for row in found] == ["Anselm Korvath"]
        await go(pilot, "U")
        assert database.read(people, "ferryman") == []


async def test_who_has_one_name_has_none_to_part(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p", "F", *"imre", "enter", "P")
        assert "one name only" in screen_text(reader)


async def test_an_empty_archive_says_so(empty_reader: OnRecord):
    async with empty_reader.run_test(size=(60, 20), notifications=True) as pilot:
        await settled(pilot)
        await go(pilot, "p")
        assert "Nobody yet." in screen_text(empty_reader)
        await go(pilot, "enter", "J", "P", "e", "b", "d", "q")
        assert empty_reader.screen is empty_reader.room


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_columns_leave_room_for_the_name(width: int):
    taken = sum(column.width for column in people_list.columns(width))
    assert people_list.QUOTED in people_list.columns(width)
    assert people_list.name_room(width) >= 18
    assert taken + people_list.name_room(width) + 4 <= width
