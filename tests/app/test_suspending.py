"""To the shell and back: the key stops the reader, and all of the screen is painted anew."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from library import press, settled
from textual.driver import Driver

if TYPE_CHECKING:
    import pytest
    from textual.geometry import Region

    from onrecord.app.app import OnRecord

SIZE = (120, 40)


async def test_everything_is_painted_after_the_shell(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        room = reader.room
        painted: list[object] = []
        widgets = (room.articles, room.reader, room.status, room.heads[room.pane])
        for widget in widgets:

            def refresh(*regions: Region, widget: object = widget, **_: bool) -> None:
                painted.append(widget)

            monkeypatch.setattr(widget, "refresh", refresh)
        reader.post_message(Driver.SignalResume())
        await settled(pilot)
        assert set(widgets) <= set(painted)


async def test_the_key_stops_the_reader_where_the_terminal_can(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    sent: list[tuple[int, int]] = []
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        driver = reader._driver
        assert driver is not None
        monkeypatch.setattr(type(driver), "can_suspend", True)
        monkeypatch.setattr(os, "kill", lambda *what: sent.append(what))
        await press(pilot, "ctrl+z")
        monkeypatch.undo()
    assert sent == [(os.getpid(), signal.SIGTSTP)]
