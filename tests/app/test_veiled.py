"""What is seen of the room behind a dialog: the same as Textual would draw, and as it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from library import settled
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.screen import ModalScreen

from onrecord.app.screens.dialog import Dialog
from onrecord.app.screens.veiled import Veiled

if TYPE_CHECKING:
    from textual.color import Color
    from textual.strip import Strip

    from onrecord.app.app import OnRecord


def looks(strips: list[Strip]) -> list[list[tuple[str, object, object]]]:
    """Return each character with its colours; those of ink are nothing to a blank."""
    return [
        [
            (character, style and style.bgcolor, character.strip() and style and style.color)
            for text, style, _ in strip
            for character in text
        ]
        for strip in strips
    ]


async def test_a_dialog_lets_the_room_be_seen_as_textual_would(reader: OnRecord):
    async with reader.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        dialog = reader.screen
        assert isinstance(dialog, Dialog)
        everything = Region(0, 0, 100, 30)
        ours = dialog.render_lines(everything)
        assert "All articles" in ours[0].text
        dialog._dirty_regions.add(everything)
        dialog._styles_cache.clear()
        visible_screen_stack.set([reader.room])
        theirs = ModalScreen.render_lines(dialog, everything)
        assert looks(ours) == looks(theirs)
        part = Region(3, 2, 20, 5)
        assert looks(dialog.render_lines(part)) == [line[3:23] for line in looks(ours)[2:7]]


async def test_what_changes_behind_a_dialog_is_seen(reader: OnRecord):
    async with reader.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        dialog = reader.screen
        assert isinstance(dialog, Veiled)
        reader.room.status.work("refresh", "17/40 feeds")
        await settled(pilot)
        lines = dialog.render_lines(Region(0, 0, 100, 30))
        assert "17/40 feeds" in lines[-1].text


async def test_a_dialog_on_a_dialog_shows_both(reader: OnRecord):
    async with reader.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("question_mark")
        await settled(pilot)
        reader.action_commands()
        await settled(pilot)
        seen = "\n".join(line.text for line in reader.screen.render_lines(Region(0, 0, 100, 30)))
        assert "Keys · articles" in seen
        assert "All articles" in seen


async def test_a_dialog_wears_its_styles_with_its_first_paint(reader: OnRecord):
    painted: list[tuple[Color, bool]] = []
    async with reader.run_test(size=(100, 30)) as pilot:
        await settled(pilot)

        def note() -> None:
            if isinstance(reader.screen, Dialog):
                worn = reader.screen.has_class("-wide") and reader.screen.has_class("-high")
                painted.append((reader.screen.styles.background, worn))

        reader.post_display_hook = note
        await pilot.press("question_mark")
        await settled(pilot)
    background, worn = painted[0]
    assert background.a < 1
    assert worn
