from __future__ import annotations

from typing import TYPE_CHECKING

from library import press, settled

from onrecord.app import finding_keys, keymap
from onrecord.app.acting import act
from onrecord.app.screens.help import HelpScreen
from onrecord.model import GUIDE_ID

if TYPE_CHECKING:
    import pytest

    from onrecord.app.app import OnRecord

SIZE = (120, 40)


async def test_the_action_of_every_key_is_found_from_the_room(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    ran: list[str] = []

    async def note(action: str, *_: object) -> bool:
        ran.append(action)
        return True

    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(reader, "run_action", note)
        bindings = [*keymap.LIST, *keymap.ROOM, *keymap.APP, *finding_keys.SOURCES]
        for binding in bindings:
            assert await act(binding.action, reader.room), binding.id
        assert ran == [binding.action for binding in bindings]
        assert not await act("fly", reader.room)


async def test_commands_do_what_keys_of_the_app_do(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, ":", *"guide", "enter")
        assert reader.room.shown_id == GUIDE_ID
        await press(pilot, ":", *"help", "enter")
        assert isinstance(reader.screen, HelpScreen)
