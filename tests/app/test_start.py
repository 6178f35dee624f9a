"""What the reader loads before its first screen is painted, looked at in a process of its own."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING
from weakref import ref

from onrecord.app import garbage
from onrecord.app.foresight import foresee
from onrecord.app.panes import Pane
from onrecord.store.articles import opened
from onrecord.store.database import Database
from onrecord.store.feeds import sources
from onrecord.store.saved_searches import saved_searches

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from onrecord.app.app import OnRecord

THRESHOLDS = gc.get_threshold()

HEAVY = (
    "httpx",
    "feedparser",
    "spacy",
    "thinc",
    "trafilatura",
    "lxml",
    "sqlite_utils",
    "numpy",
    "tomlkit",
    "pebble",
    "multiprocessing",
    "textual.command",
    "textual.widgets._input",
    "onrecord.refresh",
    "onrecord.backlog",
    "onrecord.subscribe",
    "onrecord.samples",
)

SCRIPT = """
import asyncio, sys
from pathlib import Path
from onrecord.app.app import OnRecord
from onrecord.config import load
from onrecord.paths import profile_paths
from onrecord.store.database import Database

paths = profile_paths(Path(sys.argv[1]))
loaded = []

async def begun(app):
    loaded.extend(sys.modules)

OnRecord._start = begun

async def start():
    with Database.open(paths.database) as database:
        app = OnRecord(database, load(paths.feeds_toml), paths)
        async with app.run_test(size=(160, 50)) as pilot:
            while not (loaded and app.room.articles.ids):
                await pilot.pause(0.01)

asyncio.run(start())
print(*loaded)
"""


def test_nothing_heavy_is_loaded_before_the_first_paint(folder: Path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "onrecord.app.screens.room" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_the_language_model_is_never_loaded_into_the_reader(folder: Path):
    script = SCRIPT.replace("OnRecord._start = begun", "loaded.append('')")
    script = script.replace("print(*loaded)", "print(*sys.modules)")
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert not {"spacy", "thinc", "trafilatura", "feedparser"} & set(loaded)


async def test_the_first_paint_shows_the_lists(reader: OnRecord, monkeypatch: pytest.MonkeyPatch):
    painted: list[tuple[int, bool, int]] = []

    def note() -> None:
        room = reader.room
        painted.append(
            (len(room.articles.ids), room.articles.row(0) is not None, room.sources.row_count())
        )

    monkeypatch.setattr(reader, "post_display_hook", note)
    async with reader.run_test(size=(160, 50)) as pilot:
        await pilot.pause()
    articles, read, sources = painted[0]
    assert articles > 0
    assert read
    assert sources > 0


async def test_the_first_lists_are_those_that_were_read_ahead(
    reader: OnRecord, database: Database, monkeypatch: pytest.MonkeyPatch
):
    read: list[object] = []
    now = Database._read_now

    def noted(self: Database, question: object, *args: object, **kw: object) -> object:
        read.append(question)
        return now(self, question, *args, **kw)

    async def begun() -> None:
        pass

    monkeypatch.setattr(Database, "_read_now", noted)
    monkeypatch.setattr(reader, "_start", begun)
    foresee(database)
    async with reader.run_test(size=(160, 50)) as pilot:
        await pilot.pause()
        assert reader.room.articles.ids
        assert [read.count(each) for each in (saved_searches, sources, opened)] == [1, 1, 1]


async def test_the_panes_stand_in_their_places_from_the_start(reader: OnRecord):
    async with reader.run_test(size=(160, 50)) as pilot:
        await pilot.pause()
        room = reader.room
        assert room.has_class("-abreast-3")
        assert [box.display for box in room.boxes.values()] == [True, True, True, False]
        assert room.boxes[Pane.READER].has_class("-last")
        assert room.boxes[Pane.READER].styles.border_right[0] == ""
        assert room.boxes[Pane.SOURCES].styles.border_right[0] == "solid"


def test_garbage_is_looked_for_after_the_first_paint_only():
    try:
        garbage.hold()
        assert not gc.isenabled()
        assert garbage.release()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        assert not garbage.release()
    finally:
        gc.unfreeze()
        gc.set_threshold(*THRESHOLDS)
        gc.enable()


def test_a_sweep_finds_what_has_grown_old():
    class Knot:
        pass

    try:
        gc.set_threshold(10, 1, 1_000_000)
        one = Knot()
        one.itself = one
        gone = ref(one)
        gc.collect(1)
        del one
        kept = [[] for _ in range(1000)]
        assert len(kept) == 1000
        garbage.sweep()
        assert gone() is None
    finally:
        gc.set_threshold(*THRESHOLDS)
