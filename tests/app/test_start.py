"""What the reader loads before its first screen is painted, looked at in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

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

OnRecord._begin = lambda app: loaded.extend(sys.modules)

async def start():
    with Database.open(paths.database) as database:
        app = OnRecord(database, load(paths.feeds_toml), paths)
        async with app.run_test(size=(160, 50)) as pilot:
            while not app.room.articles.ids:
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
    lines = [line for line in SCRIPT.splitlines() if "_begin" not in line]
    script = "\n".join(lines).replace("print(*loaded)", "print(*sys.modules)")
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert not {"spacy", "thinc", "trafilatura", "feedparser"} & set(loaded)
