"""A canvas is drawn when something in it changed, and looks as it should whenever it did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import library
from textual.geometry import Region

from onrecord.app.panes import Pane

if TYPE_CHECKING:
    import pytest

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.canvas import Canvas


def painted(canvas: Canvas) -> list[str]:
    lines = canvas.render_lines(Region(0, 0, *canvas.outer_size))
    return [line.text for line in lines]


async def test_what_stands_beside_a_change_is_not_drawn_again(reader: OnRecord):
    async with reader.run_test(size=(160, 50)) as pilot:
        await library.settled(pilot)
        canvas, whole = reader.room.articles, Region(0, 0, *reader.room.articles.outer_size)
        before = canvas.render_lines(whole)
        reader.say("Something else on the screen.")
        await pilot.pause()
        assert canvas.render_lines(whole) is before
        reader.room.enter_pane(Pane.SOURCES)
        await pilot.pause()
        assert canvas.render_lines(whole) is not before


async def test_the_pointer_shows_where_the_focus_is(reader: OnRecord):
    async with reader.run_test(size=(160, 50)) as pilot:
        await library.settled(pilot)
        room = reader.room
        for pane, focused in (("1", room.sources), ("2", room.articles), ("1", room.sources)):
            await pilot.press(pane)
            await library.settled(pilot)
            others = {room.sources, room.articles} - {focused}
            assert any(line.startswith("▌") for line in painted(focused))
            for each in others:
                assert any(line.startswith("▏") for line in painted(each))
                assert not any(line.startswith("▌") for line in painted(each))


async def test_a_text_that_gets_the_focus_is_not_drawn_again(reader: OnRecord):
    async with reader.run_test(size=(160, 50)) as pilot:
        await library.press(pilot, "3")
        text, whole = reader.room.reader, Region(0, 0, *reader.room.reader.outer_size)
        await library.press(pilot, "2")
        before = text.render_lines(whole)
        assert not text.has_focus
        text.focus()
        await library.settled(pilot)
        assert text.has_focus
        assert reader.room.pane is Pane.READER
        assert text.render_lines(whole) is before


async def test_only_two_rows_are_drawn_where_the_pointer_moves(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    async with reader.run_test(size=(160, 50)) as pilot:
        await library.settled(pilot)
        articles = reader.room.articles
        asked: list[tuple[Region, ...]] = []
        refresh = articles.refresh

        def noted(*regions: Region, **kw: bool) -> Canvas:
            asked.append(regions)
            return refresh(*regions, **kw)

        monkeypatch.setattr(articles, "refresh", noted)
        await pilot.press("j")
        await pilot.pause()
        assert asked
        assert all(region.height < 10 for regions in asked for region in regions)
        assert all(asked)


async def test_a_rail_follows_what_it_is_beside(reader: OnRecord):
    async with reader.run_test(size=(160, 20)) as pilot:
        await library.settled(pilot)
        articles = reader.room.articles
        rail = articles.vertical_scrollbar
        whole = Region(0, 0, *rail.size)
        top = [line.text for line in rail.render_lines(whole)]
        assert top[0] != " "
        await pilot.press("G")
        await library.settled(pilot)
        end = [line.text for line in rail.render_lines(whole)]
        assert end[-1] != " "
        assert end != top


async def test_rows_are_shown_as_they_come_while_records_go_on_coming_in(reader: OnRecord):
    async with reader.run_test(size=(160, 30)) as pilot:
        await library.settled(pilot)
        articles = reader.room.articles
        rows = [articles.row(index) for index in range(len(articles.ids))]
        assert rows[0] is not None
        before = articles._generation
        asked = [replace(rows[0], quotations=number) for number in (91, 92, 93)]
        for _ in asked:
            articles.forget_rows()
        # The answer to the second question is the first that comes, that to the third the last.
        articles.put_page(before + 2, 0, [asked[1], *rows[1:]])
        assert articles.row(0) == asked[1]
        articles.put_page(before + 1, 0, [asked[0], *rows[1:]])
        assert articles.row(0) == asked[1]
        articles.put_page(before + 3, 0, [asked[2], *rows[1:]])
        assert articles.row(0) == asked[2]
        articles.list_articles(articles.ids, rows, keep=None)
        articles.put_page(before + 3, 0, [asked[2], *rows[1:]])
        assert articles.row(0) == rows[0]
        await library.settled(pilot)


async def test_a_step_to_another_quotation_paints_only_what_changed(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    async with reader.run_test(size=(160, 50)) as pilot:
        await library.press(pilot, "3", "]")
        text = reader.room.reader
        assert text.sheet is not None
        asked: list[Region] = []
        refresh = text.refresh

        def noted(*regions: Region, **kw: bool) -> Canvas:
            asked.extend(regions)
            return refresh(*regions, **kw)

        before = painted(text)
        monkeypatch.setattr(text, "refresh", noted)
        text.choose_utterance(1, scroll=False)
        lines = {region.y for region in asked}
        after = painted(text)
        assert {y for y, line in enumerate(after) if line != before[y]} <= lines
        assert 0 < len(lines) < 20
