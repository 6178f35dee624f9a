"""The article set like a page, and what one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library import press, screen_text, settled

from onrecord.app.choice import Highlight, Trail
from onrecord.app.outline import questions_of
from onrecord.app.panes import Pane
from onrecord.config import load
from onrecord.store.articles import article_rows

if TYPE_CHECKING:
    from rich.color import Color
    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord

WIDE, TWO, ONE = (200, 60), (120, 40), (80, 24)


async def test_the_measure_is_set_with_keys_and_kept(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        sheet = reader.room.reader.sheet
        assert sheet is not None
        assert sheet.page.width == 72
        await press(pilot, "3", "<", "<")
        sheet = reader.room.reader.sheet
        assert sheet is not None
        assert sheet.page.width == 64
        assert load(reader.paths.feeds_toml).settings.measure == 64
        await press(pilot, *">>>>")
        assert load(reader.paths.feeds_toml).settings.measure == 80
        assert reader.config.settings.measure == 80


async def test_the_measure_has_limits_and_says_what_there_is_room_for(reader: OnRecord):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "3", ">")
        assert "Lines of 76 columns; there is room for 7" in screen_text(reader)
        await press(pilot, *"<" * 12)
        assert reader.room.reader.measure == 40
        assert "Lines have from 40 to 160 columns." in screen_text(reader)


async def test_another_measure_keeps_the_place(reader: OnRecord):
    async with reader.run_test(size=(200, 20), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "3", *"j" * 15)
        room = reader.room
        place = room.reader.place
        assert place > 0
        await press(pilot, "<")
        sheet = room.reader.sheet
        assert sheet is not None
        assert sheet.line_of(place) == room.reader.scroll_offset.y


TRANSCRIPT = "Who owns the harbour"


async def open_titled(pilot: Pilot[None], app: OnRecord, title: str) -> None:
    """Open the article whose title begins so, in the reader."""
    ids = app.room.articles.ids
    rows = app.database.read(article_rows, ids)
    app.room.articles.choose_article(next(row.id for row in rows if row.title.startswith(title)))
    await settled(pilot)
    await press(pilot, "3")


async def test_one_speaker_alone_is_shown_and_stepped_through(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        article = reader.room.reader
        await press(pilot, "]", "]", "v")
        assert article.only == "Joran Pell"
        assert "Only Joran Pell · Esc shows all" in screen_text(reader)
        assert "quotation 1 of 4" in screen_text(reader)
        await press(pilot, "]", "]", "]", "]")
        assert all(each.speaker.name == "Joran Pell" for each in article.spoken if each.speaker)
        assert "quotation 4 of 4" in screen_text(reader)
        await press(pilot, "escape")
        assert article.only is None
        assert reader.room.pane is Pane.READER
        assert "Only Joran Pell" not in screen_text(reader)


async def test_all_but_one_speaker_is_dimmed(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        article = reader.room.reader
        await press(pilot, "]", "v")

        def colour(words: str) -> Color | None:
            strips = (article.render_line(y) for y in range(article.size.height))
            [style] = {
                segment.style
                for strip in strips
                for segment in strip
                if words in segment.text and segment.style
            }
            return style.color

        pale = article.inks["dimmed"].color
        assert colour("There will be a fence.") == pale
        assert colour("Then what do you want?") == article.inks["ink"].color


async def test_enter_on_a_speaker_shows_that_one_and_again_all(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        await press(pilot, "4", "g", "g", "enter")
        room = reader.room
        assert room.reader.only == "Mirela Oakes"
        assert room.pane is Pane.RECORD
        assert "█Mirela Oakes alone" in screen_text(reader)
        await press(pilot, "enter")
        assert room.reader.only is None
        await press(pilot, "enter", "escape")
        assert room.reader.only is None
        assert room.pane is Pane.RECORD


@pytest.mark.parametrize("size", [WIDE, ONE])
async def test_enter_on_a_name_goes_from_place_to_place(reader: OnRecord, size: tuple[int, int]):
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        room = reader.room
        named = next(each for each in room.reader.marks.named if each.name == "Joran Pell")
        await press(pilot, "4")
        while room.record.item is None or room.record.item.named != named:
            await press(pilot, "j")
        await press(pilot, "enter")
        assert room.reader.trail == Trail(named, 0)
        assert f"place 1 of {len(named.places)}" in screen_text(reader)
        assert room.pane is (Pane.RECORD if size == WIDE else Pane.READER)
        await press(pilot, "enter" if size == WIDE else "n", "n", "N", "N", "N")
        trail = room.reader.trail
        assert trail == Trail(named, len(named.places) - 1)
        sheet = room.reader.sheet
        assert sheet is not None
        line = sheet.line_of(trail.place[0]) - room.reader.scroll_offset.y
        assert 0 <= line < room.reader.size.height
        await press(pilot, "escape")
        assert room.reader.trail is None


async def test_questions_are_outlined_beside_the_article(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        room = reader.room
        await press(pilot, "i")
        assert room.pane is Pane.RECORD
        text = screen_text(reader)
        assert "Questions" in text
        assert "5 questions" in text
        await press(pilot, "j", "j", "enter")
        assert room.pane is Pane.READER
        assert room.reader.spoken[0].text.startswith("Mr Dray, you have put")
        await press(pilot, "i", "i")
        assert room.pane is Pane.READER
        assert "5 questions" not in screen_text(reader)


async def test_one_steps_from_question_to_question(reader: OnRecord):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        article = reader.room.reader
        asked = questions_of(article.outline)
        seen = []
        for _ in asked:
            await press(pilot, "}")
            seen.append(article.spoken[0].start)
        assert tuple(seen) == asked
        await press(pilot, "}")
        assert "No question after this place." in screen_text(reader)
        await press(pilot, "{")
        assert article.spoken[0].start == asked[-2]


async def test_an_article_without_questions_is_outlined_by_what_is_said(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, "Hallmark yard")
        await press(pilot, "}")
        assert "Nobody asks here." in screen_text(reader)
        await press(pilot, "i")
        article = reader.room.reader
        assert [point.quotation for point in article.outline if point.quotation is not None] == [
            stretches[0] for stretches in article.marks.utterances
        ]
        assert "In order" in screen_text(reader)


async def test_one_speaker_alone_is_shown_where_nothing_was_marked(reader: OnRecord):
    async with reader.run_test(size=WIDE, notifications=True) as pilot:
        await settled(pilot)
        await open_titled(pilot, reader, TRANSCRIPT)
        await press(pilot, "]", "H", "H", "H", "v")
        assert reader.room.reader.highlight is Highlight.ALL
        assert reader.room.reader.only == "Mirela Oakes"


@pytest.mark.parametrize("row", ["voice", "quotation", "named"])
async def test_a_row_of_the_record_leads_into_an_article_that_was_not_on_the_screen(
    reader: OnRecord, row: str
):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        rows = reader.database.read(article_rows, room.articles.ids)
        wanted = next(each.id for each in rows if each.title.startswith(TRANSCRIPT))
        room.articles.choose_article(wanted)
        await press(pilot, "4")
        last = None
        while room.record.item is not last:
            last = room.record.item
            await press(pilot, "j")
            item = room.record.item
            if item is not None and getattr(item, row) is not None and (item.offset or 0) > 1500:
                break
        await press(pilot, "enter")
        sheet = room.reader.sheet
        assert room.pane is Pane.READER
        assert sheet is not None
        assert item is not None
        assert item.offset is not None
        line = sheet.line_of(item.offset) - room.reader.scroll_offset.y
        assert 0 <= line < room.reader.size.height


async def test_on_a_narrow_screen_the_record_is_that_of_the_article_pointed_at(reader: OnRecord):
    async with reader.run_test(size=ONE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        await press(pilot, "i")
        assert room.pane is Pane.RECORD
        assert room.shown_id == room.articles.ids[0]
        await press(pilot, "2", "j", "4")
        assert room.shown_id == room.articles.ids[1]
