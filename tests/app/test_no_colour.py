"""Without colours, and without motion, everything is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.store.database import Database


@pytest.mark.parametrize("theme", ["night", "paper", "high-contrast", "ansi"])
async def test_no_color_leaves_only_shades_of_grey(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch, theme: str
):
    monkeypatch.setenv("NO_COLOR", "1")
    reader = library.reader(database, folder)
    async with reader.run_test(size=(160, 40), notifications=True) as pilot:
        reader.wear(theme)
        await settled(pilot)
        await press(pilot, "3", "]")
        strips = reader.screen._compositor.render_strips(reader.size)
        styles = {segment.style for strip in strips for segment in strip if segment.style}
        colours = {each for style in styles for each in (style.color, style.bgcolor) if each}
        for colour in colours:
            red, green, blue = colour.get_truecolor()
            assert colour.is_default or red == green == blue
        assert any(style.bold for style in styles)
        assert "▌" in screen_text(reader)
