"""The small menu: by mouse and by keys, for everything that can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.app import keymap, menus
from onrecord.app.menus import Menu
from onrecord.app.panes import Pane
from onrecord.app.screens.dossier import DossierScreen
from onrecord.app.screens.formats import FormatsScreen
from onrecord.app.screens.menu import ContextMenu
from onrecord.app.screens.people import PeopleScreen
from onrecord.app.screens.tags import TagsScreen
from onrecord.app.widgets.record import Item
from onrecord.app.widgets.sources import GAP

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

WIDE = (200, 50)
ALL = [each for each in vars(menus).values() if isinstance(each, Menu)]


def menu(reader: OnRecord) -> ContextMenu:
    assert isinstance(reader.screen, ContextMenu)
    return reader.screen


def rows(reader: OnRecord) -> list[str]:
    return [entry.words for entry in menu(reader)._lines.entries]


@pytest.mark.parametrize("each", ALL, ids=lambda each: f"{each.title} {len(each.rows)}")
def test_every_row_is_a_command_and_no_key_stands_there_twice(each: Menu):
    known = keymap.by_id()
    names = [name for name, _ in each.rows]
    assert set(names) <= known.keys()
    keys = [key for name in names for key in known[name].key.split(",")]
    assert len(keys) == len(set(keys))


def test_what_cannot_be_chosen_has_no_menu():
    assert menus.of_source(None) is None
    assert menus.of_source(GAP) is None
    assert menus.of_item(Item(heading="People")) is None
    for pane in Pane:
        assert menus.of_room(pane, None, None, listed=False, spoken=False, shown=False) is None


async def test_the_right_button_offers_what_can_be_done_with_an_article(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        articles = reader.room.articles
        await pilot.click(articles, offset=(5, articles.row_height() * 2), button=3)
        await settled(pilot)
        assert articles.chosen == 2
        assert rows(reader) == [words for _, words in menus.LISTED.rows]
        box = menu(reader)._box.region
        assert (box.x, box.y) == (
            articles.region.x + 5,
            articles.region.y + 1 + 2 * articles.row_height(),
        )
        await press(pilot, "escape")
        assert reader.screen is reader.room
        assert reader.focused is articles


async def test_a_click_takes_a_row_and_a_click_beside_it_leaves(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        articles = reader.room.articles
        row = articles.row(1)
        assert row is not None
        starred = row.starred
        await pilot.click(articles, offset=(5, articles.row_height()), button=3)
        await settled(pilot)
        await pilot.click(reader.screen, offset=(199, 49))
        await settled(pilot)
        assert reader.screen is reader.room
        await pilot.click(articles, offset=(5, articles.row_height()), button=3)
        await settled(pilot)
        at = [name for name, _ in menus.LISTED.rows].index("article.star")
        await pilot.click(menu(reader)._lines, offset=(4, at))
        await library.until(
            pilot, lambda: (r := articles.row(1)) is not None and r.starred is not starred
        )
        assert reader.screen is reader.room


async def test_its_keys_are_those_of_the_commands(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "M", "j", "k", "t")
        assert isinstance(reader.screen, TagsScreen)
        await press(pilot, "escape", "shift+f10", "down", "down", "down", "enter")
        assert isinstance(reader.screen, TagsScreen)


async def test_the_users_own_keys_stand_in_it(database: Database, folder: Path):
    toml = folder / "feeds.toml"
    toml.write_text(toml.read_text() + '\n[settings.keymap]\n"article.tag" = "T"\n')
    reader = library.reader(database, folder)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "M")
        assert ("T", "Tags …") in [(each.label, each.words) for each in menu(reader)._lines.entries]
        await press(pilot, "t")
        assert isinstance(reader.screen, ContextMenu)
        await press(pilot, "T")
        assert isinstance(reader.screen, TagsScreen)


async def chosen_quotation(reader: OnRecord, pilot: Pilot[None]) -> int:
    """Open an article with quotations, and choose the first one; return its line on the screen."""
    await settled(pilot)
    articles = reader.room.articles
    quoted = next(at for at in range(len(articles.ids)) if (r := articles.row(at)) and r.quotations)
    articles.choose(quoted)
    await press(pilot, "3", "]")
    text = reader.room.reader
    assert text.sheet is not None
    assert text.utterance is not None
    return text.sheet.line_of(text.marks.first_of(text.utterance).start) - text.scroll_offset.y


async def test_a_quotation_is_chosen_by_the_right_button_and_copied(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        line = await chosen_quotation(reader, pilot)
        text = reader.room.reader
        wanted = text.utterance
        text.choose_utterance(None)
        await pilot.click(text, offset=(text.sheet.left + 2, line), button=3)
        await settled(pilot)
        assert text.utterance == wanted
        assert rows(reader) == [words for _, words in menus.QUOTATION.rows]
        await press(pilot, "Y")
        assert isinstance(reader.screen, FormatsScreen)
        await press(pilot, "escape")
        await pilot.click(text, offset=(text.sheet.left + 2, 0), button=3)
        await settled(pilot)
        assert text.utterance is None
        assert rows(reader) == [words for _, words in menus.ARTICLE.rows]


async def test_whoever_stands_in_the_record_has_a_dossier(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await chosen_quotation(reader, pilot)
        record = reader.room.record
        await press(pilot, "4", "g", "g")
        at = next(i for i, each in enumerate(record._items) if each.voice is not None)
        record.choose(at)
        await press(pilot, "M")
        assert rows(reader) == [words for _, words in menus.SPEAKER.rows]
        await press(pilot, "d")
        assert isinstance(reader.screen, DossierScreen)
        await press(pilot, "M")
        assert rows(reader) == [words for _, words in menus.SAID.rows]
        await press(pilot, "q")
        assert isinstance(reader.screen, DossierScreen)


async def test_sources_and_people_have_menus(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        sources = reader.room.sources
        for name, wanted in (("feed", menus.FEED), ("folds", menus.FOLDER)):
            at = next(
                i for i, each in enumerate(sources._sources) if getattr(each, name) and each.scope
            )
            reader.room.enter_pane(Pane.SOURCES)
            sources.choose(at)
            await press(pilot, "M")
            assert rows(reader) == [words for _, words in wanted.rows]
            await press(pilot, "q")
        await press(pilot, "p", "M")
        assert rows(reader) == [words for _, words in menus.PERSON.rows]
        await press(pilot, "escape")
        assert isinstance(reader.screen, PeopleScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (30, 8)])
async def test_it_stays_on_the_screen(reader: OnRecord, size: tuple[int, int]):
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "G", "M")
        box, whole = menu(reader)._box.region, reader.screen.region
        assert whole.contains_region(box)
        await pilot.resize_terminal(size[0] - 4, size[1] - 1)
        await settled(pilot)
        assert reader.screen.region.contains_region(menu(reader)._box.region)


async def test_nothing_chosen_is_told(empty_reader: OnRecord):
    async with empty_reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "2", "M")
        assert empty_reader.screen is empty_reader.room
        assert "Nothing is chosen here." in screen_text(empty_reader)
