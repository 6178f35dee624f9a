"""How it looks. ``pytest --snapshot-update`` takes what is drawn now as right: look at it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import edition
import library
import pytest
from library import settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord

SMALL, LARGE = (80, 24), (160, 50)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[OnRecord]:
    with edition.open_edition(tmp_path) as database:
        yield library.reader(database, tmp_path)


def after(*keys: str, theme: str = "") -> Callable[[Pilot[None]], Awaitable[None]]:
    async def prepare(pilot: Pilot[None]) -> None:
        if theme:
            pilot.app.theme = theme
        await settled(pilot)
        await library.press(pilot, *keys)

    return prepare


def asked(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def prepare(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await library.press(pilot, *keys)
        # What is typed into a search is answered a moment later.
        await pilot.pause(0.1)
        await settled(pilot)

    return prepare


SCREENS = {
    "list": (SMALL, after()),
    "sources": (SMALL, after("h")),
    "article": (SMALL, after("enter", "]")),
    "record": (SMALL, after("4")),
    "room": (LARGE, after("enter", "]", "]")),
    "room_on_paper": (LARGE, after("4", theme="paper")),
    "help": (SMALL, after("?")),
    "search": (LARGE, asked("/", *"said:coffee", "space", ")", "space")),
    "search_low": (SMALL, asked("/", *"town", "down")),
    "command": (SMALL, asked(":", *"th")),
    "tiny": ((60, 20), after("enter")),
}


@pytest.mark.parametrize("name", SCREENS)
def test_it_looks_as_it_did(reader: OnRecord, snap_compare: Callable[..., bool], name: str) -> None:
    size, prepare = SCREENS[name]
    assert snap_compare(reader, terminal_size=size, run_before=prepare)
