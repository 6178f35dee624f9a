"""The article set like a page, and what one does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library import press, screen_text, settled

from onrecord.config import load

if TYPE_CHECKING:
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
