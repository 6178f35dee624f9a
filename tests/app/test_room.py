from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.app.choice import Highlight
from onrecord.app.panes import Pane
from onrecord.model import Body
from onrecord.store.articles import Scope, View, article_ids, article_rows

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

WIDE, TWO, ONE, TINY = (200, 60), (120, 40), (80, 24), (60, 20)


def unread(database: Database) -> int:
    return len(database.read(article_ids, Scope(View.UNREAD)))


async def test_it_opens_on_all_articles_with_the_newest_shown(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        assert room.pane is Pane.ARTICLES
        assert room.articles.chosen == 0
        assert len(room.articles.ids) == len(library.manuscripts())
        assert room.reader.article is not None
        assert room.reader.article.id == room.articles.chosen_id
        text = screen_text(reader)
        assert "All articles" in text
        assert room.reader.article.title[:30] in text
        assert "Record" in text


async def test_looking_at_an_article_does_not_mark_it_read(reader: OnRecord, database: Database):
    before = unread(database)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "j", "j", "k")
        assert unread(database) == before


async def test_opening_an_article_marks_it_read_and_it_stays_in_the_list(
    reader: OnRecord, database: Database
):
    before = unread(database)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "j", "enter")
        room = reader.room
        assert room.scope.view is View.UNREAD
        await press(pilot, "j", "enter")
        assert room.pane is Pane.READER
        assert unread(database) == before - 1
        assert room.shown_id in room.articles.ids
        assert room.articles.chosen_id == room.shown_id


@pytest.mark.parametrize("size", [WIDE, TWO, ONE])
async def test_the_same_keys_go_through_the_panes_at_every_size(
    reader: OnRecord, size: tuple[int, int]
):
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        seen = [room.pane]
        for key in ("h", "enter", "l", "l", "h", "q", "escape", "q", "right", "4", "left"):
            await press(pilot, key)
            seen.append(room.pane)
            assert room.pane in room.shown()
            assert reader.focused is room.pane_widgets()[room.pane]
        a, s, r, c = Pane.ARTICLES, Pane.SOURCES, Pane.READER, Pane.RECORD
        assert seen == [a, s, a, r, c, r, a, s, s, a, c, r]


@pytest.mark.parametrize(("size", "number"), [(WIDE, 4), (TWO, 2), (ONE, 1), (TINY, 1)])
async def test_as_many_panes_as_there_is_room_for(
    reader: OnRecord, size: tuple[int, int], number: int
):
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        panes = [pane for pane in Pane if reader.room.query_one(f"#{pane}").display]
        assert len(panes) == number
        assert tuple(panes) == reader.room.shown()


async def test_a_terminal_that_is_resized_keeps_the_place(reader: OnRecord):
    async with reader.run_test(size=(200, 20), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter", *"jjjjjjjjjjjjjjj")
        await pilot.resize_terminal(*ONE)
        await settled(pilot)
        room = reader.room
        assert room.shown() == (Pane.READER,)
        assert reader.focused is room.reader
        place = room.reader.place
        assert place > 0
        assert "All articles ›" in screen_text(reader)
        await pilot.resize_terminal(70, 24)
        await settled(pilot)
        sheet = room.reader.sheet
        assert sheet is not None
        assert sheet.line_of(place) == room.reader.scroll_offset.y


async def test_a_narrow_terminal_tells_where_one_is(reader: OnRecord):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        assert "On Record › All articles" in screen_text(reader)
        await press(pilot, "enter")
        shown = reader.room.reader.article
        assert shown is not None
        assert f"All articles › {shown.outlet}" in screen_text(reader)


async def test_the_list_has_two_ends(reader: OnRecord):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        articles = reader.room.articles
        await press(pilot, "G")
        assert articles.chosen == len(articles.ids) - 1
        await press(pilot, "g", "j", "g")
        assert articles.chosen == len(articles.ids) - 1
        await press(pilot, "g")
        assert articles.chosen == 0


async def test_quotations_are_stepped_through_by_utterance(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        number = len(room.reader.marks.utterances)
        for step in range(number):
            await press(pilot, "]")
            assert room.reader.utterance == step
        await press(pilot, "]")
        assert room.reader.utterance == number - 1
        assert "No quotation after this one." in screen_text(reader)
        await press(pilot, "[")
        assert room.reader.utterance == number - 2
        item = room.record.item
        assert item is not None
        assert item.quotation == room.reader.marks.utterances[number - 2][0]


async def test_moving_in_the_record_scrolls_the_article(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, "4", "G")
        item = room.record.item
        assert item is not None
        assert item.named is not None
        sheet = room.reader.sheet
        assert sheet is not None
        assert item.offset is not None
        line = sheet.line_of(item.offset) - room.reader.scroll_offset.y
        assert 0 <= line < room.reader.size.height


async def test_names_stand_in_the_margin_or_above(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        sheet = reader.room.reader.sheet
        assert sheet is not None
        assert sheet.beside
        assert not sheet.above
        await pilot.resize_terminal(*ONE)
        await press(pilot, "enter")
        sheet = reader.room.reader.sheet
        assert sheet is not None
        assert sheet.above
        assert not sheet.beside


async def test_highlighting_goes_round(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        article = reader.room.reader
        name = article.marks.voices[0].name
        seen = []
        for _ in range(4):
            seen.append(article.highlight)
            strips = [article.render_line(y).text for y in range(article.size.height)]
            in_margin = any(line.strip().startswith(name) and "▌" in line for line in strips)
            assert in_margin is article.highlight.quotations
            await press(pilot, "H")
        assert seen == list(Highlight)
        assert article.highlight is Highlight.ALL


async def test_marks_toggle_and_are_taken_back(reader: OnRecord, database: Database):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        chosen = reader.room.articles.chosen_id

        def marks() -> tuple[bool, bool]:
            [row] = database.read(article_rows, [chosen])
            return row.unread, row.starred

        await press(pilot, "m", "f")
        assert marks() == (False, True)
        assert reader.room.articles.chosen_id == chosen
        assert "★" in reader.room.articles.render_line(1).text
        await press(pilot, "U")
        assert marks() == (False, False)
        await press(pilot, "U")
        assert marks() == (True, False)
        await press(pilot, "U")
        assert "There is nothing to undo." in screen_text(reader)


async def test_all_read_is_taken_back_exactly(reader: OnRecord, database: Database):
    before = unread(database)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "m")
        await press(pilot, "A")
        assert unread(database) == 0
        await press(pilot, "U")
        assert unread(database) == before - 1


async def test_n_and_p_go_from_unread_to_unread(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        articles = reader.room.articles
        await press(pilot, "j", "m", "k", "n")
        assert articles.chosen == 2
        await press(pilot, "N")
        assert articles.chosen == 0
        await press(pilot, "N")
        assert "Nothing further is unread here." in screen_text(reader)


async def test_space_reads_on_to_the_next_unread_article(reader: OnRecord):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        first = reader.room.shown_id
        for _ in range(40):
            await press(pilot, "space")
            if reader.room.shown_id != first:
                break
        assert reader.room.shown_id == reader.room.articles.ids[1]
        assert reader.room.reader.scroll_offset.y == 0


async def test_a_filter_narrows_the_list_and_esc_ends_it(reader: OnRecord):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        everything = len(room.articles.ids)
        await press(pilot, "F", *"ferry", "enter")
        assert 0 < len(room.articles.ids) < everything
        assert reader.focused is room.articles
        await press(pilot, "escape")
        assert len(room.articles.ids) == everything
        assert not room.filters


async def test_a_filter_that_nothing_matches_says_so(reader: OnRecord):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "F", *"zzzz")
        text = screen_text(reader)
        assert "Nothing matches." in text
        assert "zzzz" in text


async def test_sources_are_folded_and_list_their_articles(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, "1", *"jjjj")
        source = room.sources.source
        assert source is not None
        assert source.scope == Scope(View.FOLDER, folder=library.OUTLETS[0].folder)
        rows = room.sources.row_count()
        await press(pilot, "space")
        assert room.sources.row_count() == rows - 1
        await press(pilot, "space")
        assert room.sources.row_count() == rows
        assert room.scope == source.scope
        assert 0 < len(room.articles.ids) < len(library.manuscripts())


async def test_a_failing_feed_is_marked_and_says_why(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "G")
        text = screen_text(reader)
        assert f"! {library.FAILING}" in text
        assert library.TROUBLE in text


async def test_y_copies_the_quotation_with_its_citation(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        shown = room.reader.article
        assert shown is not None
        await press(pilot, "y")
        assert reader.clipboard == f"{shown.title}\n{shown.url}\n"
        await press(pilot, "]", "y")
        speaker = room.reader.spoken[0].speaker
        assert speaker is not None
        assert f"— {speaker.name}, in [" in reader.clipboard
        assert shown.url in reader.clipboard


async def test_new_articles_come_in_without_moving_what_is_read(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, *"jjjjjjjjjjjjjj")
        chosen = room.articles.chosen_id
        height = room.articles.top_of(room.articles.chosen) - room.articles.scroll_offset.y
        fresh = library.entry("fresh", "Fresh from the press", Body("One line."), hours=0)
        library.store_articles(database, room.sources.feeds[0].id, [(fresh, None)])
        room.reload()
        await settled(pilot)
        assert len(room.articles.ids) == len(library.manuscripts()) + 1
        assert room.articles.chosen_id == chosen
        now = room.articles.top_of(room.articles.chosen) - room.articles.scroll_offset.y
        assert now == height


async def test_the_newest_is_shown_as_long_as_nobody_has_chosen(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        fresh = library.entry("fresh", "Fresh from the press", Body("One line."), hours=0)
        [new] = library.store_articles(database, room.sources.feeds[0].id, [(fresh, None)])
        room.reload()
        await settled(pilot)
        assert room.articles.chosen_id == room.shown_id == new


async def test_a_record_fills_in_when_it_is_made(reader: OnRecord, database: Database):
    manuscript = library.manuscripts()[0]
    text = f"{manuscript.body.text}\n\nThis edition has one more line."
    fresh_entry = library.entry("fresh", "A later edition", Body(text), hours=0)
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        feed = room.sources.feeds[0]
        [fresh] = library.store_articles(database, feed.id, [(fresh_entry, None)])
        room.reload()
        await settled(pilot)
        await press(pilot, "g", "g")
        assert room.shown_id == fresh
        assert "Its record is being made." in screen_text(reader)
        library.make_record(database, fresh, manuscript)
        room.article_changed(fresh)
        await settled(pilot)
        assert room.reader.marks.quotations
        assert "Its record is being made." not in screen_text(reader)


async def test_without_feeds_it_says_what_to_do(empty_reader: OnRecord):
    async with empty_reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        text = screen_text(empty_reader)
        assert "No feeds yet." in text
        assert "Press a" in text


async def test_no_key_does_harm_where_there_is_nothing(empty_reader: OnRecord):
    async with empty_reader.run_test(size=TWO, notifications=True) as pilot:
        for key in [*"jkGnpmfoyuAUrRIDHxz[]1234", "enter", "space", "ctrl+d", "ctrl+b"]:
            await pilot.press(key)
        await settled(pilot)
        assert empty_reader.is_running
        assert not empty_reader._notifications


async def test_the_hardware_cursor_follows_the_pointer(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, "j", "j")
        x, y = reader.cursor_position
        region = room.articles.content_region
        assert (x, y) == (region.x, region.y + room.articles.top_of(2))
        await press(pilot, "enter", "]")
        assert reader.cursor_position in room.reader.content_region


async def test_the_mouse_chooses_and_opens(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        height = room.articles.row_height()
        await pilot.click(room.articles, offset=(5, 2 * height))
        await settled(pilot)
        assert room.articles.chosen == 2
        await pilot.click(room.articles, offset=(5, 2 * height), times=2)
        await settled(pilot)
        assert room.pane is Pane.READER


async def test_text_is_selected_with_the_mouse(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        article = reader.room.reader
        assert article.article is not None
        sheet = article.sheet
        assert sheet is not None
        await pilot.mouse_down(article, offset=(sheet.left, 2))
        await pilot.hover(article, offset=(sheet.left + 5, 2))
        await pilot.mouse_up(article, offset=(sheet.left + 5, 2))
        await settled(pilot)
        selected = reader.screen.get_selected_text()
        assert selected
        assert article.article.title.startswith(selected.strip())


async def test_every_theme_can_be_worn(reader: OnRecord):
    async with reader.run_test(size=TWO, notifications=True) as pilot:
        await settled(pilot)
        before = screen_text(reader)
        for theme in reader.available_themes:
            reader.theme = theme
            await pilot.pause()
            assert screen_text(reader) == before


async def test_a_pane_that_was_hidden_is_drawn_when_one_is_back(reader: OnRecord):
    async with reader.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        listed = screen_text(reader).splitlines()[2:-1]
        await press(pilot, "enter", "]", "h")
        again = screen_text(reader).splitlines()[2:-1]
        assert [line[3:] for line in again] == [line[3:] for line in listed]
        article = reader.room.reader.render_line(3).text
        await press(pilot, "3")
        assert article in screen_text(reader)
