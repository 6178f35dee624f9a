"""Makes the screenshots from the real reader on the sample press.

``python screenshots/make.py [FOLDER]`` publishes the press on the loopback, subscribes to it in a
throw-away profile, refreshes, analyses, and opens the reader at several sizes and themes. The
clock stands still, so that two runs give the same pictures. Where ``rsvg-convert`` is installed,
the picture that leads the README is made as PNG besides.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app.app import OnRecord
from onrecord.app.panes import Pane
from onrecord.app.screens.welcome import Welcome
from onrecord.app.themes import HIGH_CONTRAST, NIGHT, PAPER
from onrecord.backlog import work_off
from onrecord.config import Config, load
from onrecord.fetch.client import Client
from onrecord.paths import profile_paths
from onrecord.processes import Processes
from onrecord.refresh import refresh
from onrecord.samples.press import Press
from onrecord.store.articles import Scope, View, article_ids, article_rows
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.marks import mark_read, star
from onrecord.store.subscriptions import sync_feeds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from onrecord.paths import Paths

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
PATIENCE = 20.0
"""Seconds that the reader may take to show what is waited for."""
INTERVIEW = "Korvath Interview"
TRANSCRIPT = "Who owns the harbour"
STARRED = ("The salt road", "“A cracked bell")
READ_OLDER_THAN_DAYS = 3
LEADING = "reader"

_TEXT = re.compile(
    r'(?P<before><text [^>]*?) x="(?P<x>[\d.]+)"(?P<between>[^>]*?)'
    r' textLength="(?P<length>[\d.]+)"(?P<after>[^>]*>)(?P<words>[^<]*)</text>'
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its file's name, its size in cells, and what is done before it is taken."""

    name: str
    size: tuple[int, int]
    article: str = INTERVIEW
    keys: tuple[str, ...] = ()
    theme: str = NIGHT.name
    colour: bool = True


SHOTS = (
    Shot(LEADING, (160, 46), keys=("1", "1", "3", "]", "]")),
    Shot("reader-160x50", (160, 50), keys=("3", "]", "]")),
    Shot("reader-light", (160, 50), keys=("3", "]", "]"), theme=PAPER.name),
    Shot("reader-no-colour", (160, 50), keys=("3", "]", "]"), colour=False),
    Shot("reader-120x40", (120, 40), keys=("3", "]")),
    Shot("reader-80x24", (80, 24), keys=("3", "]")),
    Shot("reader-200x60", (200, 60), keys=("3", "]")),
    Shot("articles-80x24", (80, 24), keys=("2",)),
    Shot("record-80x24", (80, 24), keys=("4", "j", "j")),
    Shot("transcript", (120, 40), article=TRANSCRIPT, keys=("3", "]", "]")),
    Shot("zen", (120, 40), article="The salt road", keys=("3", "z")),
    Shot("search", (120, 40), keys=("/", *"ferry -toll")),
    Shot("help", (120, 40), keys=("?",)),
    Shot("commands", (120, 40), keys=(":", *"fe")),
)


async def fill(database: Database, press: Press) -> None:
    """Fetch what the press publishes and make the records; some articles are read or starred."""
    with closing(Processes(2)) as processes:
        async with Client() as client:
            every = database.read(feeds)
            async for _ in refresh(database, client, processes, every, clock=lambda: NOW):
                pass
        async for _ in work_off(database, processes):
            pass
    rows = database.read(article_rows, database.read(article_ids, Scope(View.ALL)))
    old = [row.id for row in rows if (NOW - row.published_at).days >= READ_OLDER_THAN_DAYS]
    database.write(mark_read, old, read=True)
    starred = [row.id for row in rows if row.title.startswith(STARRED)]
    database.write(star, starred, on=True)


async def take(shot: Shot, database: Database, paths: Paths) -> str:
    """Open the reader, bring it to what the picture shows, and give it as SVG."""
    # What one picture hides or makes wider is not to be seen in the next one.
    paths.room.unlink(missing_ok=True)
    with colour(on=shot.colour):
        app = OnRecord(
            database, load(paths.feeds_toml), paths, refresh_on_start=False, now=lambda: NOW
        )
        async with app.run_test(size=shot.size) as pilot:
            app.theme = shot.theme
            ids = database.read(article_ids, Scope(View.ALL))
            rows = database.read(article_rows, ids)
            wanted = next(row.id for row in rows if row.title.startswith(shot.article))
            await until(pilot, lambda: bool(app.room.articles.ids))
            app.room.articles.choose_article(wanted)
            app.room.enter_pane(Pane.READER)
            await until(pilot, lambda: app.room.shown_id == wanted)
            app.room.enter_pane(Pane.ARTICLES)
            for key in shot.keys:
                await pilot.press(key)
            await rest(pilot)
            return app.export_screenshot(title=f"On Record, {shot.size[0]}x{shot.size[1]}")


FIRST_RUN = (
    Shot("welcome-80x24", (80, 24)),
    Shot("guide", (120, 40), keys=("enter",)),
    Shot("high-contrast", (120, 40), keys=("enter", "]"), theme=HIGH_CONTRAST.name),
)


async def take_first_run(shot: Shot) -> str:
    """Open the reader as a new user sees it, and give it as SVG."""
    with TemporaryDirectory() as folder:
        paths = profile_paths(Path(folder))
        with Database.open(paths.database) as database:
            app = OnRecord(
                database,
                Config(paths.feeds_toml),
                paths,
                refresh_on_start=False,
                first_run=True,
                now=lambda: NOW,
            )
            async with app.run_test(size=shot.size) as pilot:
                app.theme = shot.theme
                await until(pilot, lambda: isinstance(app.screen, Welcome))
                await rest(pilot)
                for key in shot.keys:
                    await pilot.press(key)
                    await rest(pilot)
                return app.export_screenshot(title=f"On Record, {shot.size[0]}x{shot.size[1]}")


async def until(pilot: Pilot[None], shown: Callable[[], bool]) -> None:
    """Wait until the reader shows something; raises TimeoutError when it does not."""
    async with asyncio.timeout(PATIENCE):
        while not shown():
            await pilot.pause(0.02)


async def rest(pilot: Pilot[None]) -> None:
    """Wait until what the last keys asked for has been painted."""
    for _ in range(5):
        await pilot.pause(0.1)


@contextmanager
def colour(*, on: bool) -> Iterator[None]:
    """Set NO_COLOR for a while, as terminals without colour have it."""
    if on:
        os.environ.pop("NO_COLOR", None)
    else:
        os.environ["NO_COLOR"] = "1"
    try:
        yield
    finally:
        os.environ.pop("NO_COLOR", None)


def words_apart(svg: str) -> str:
    """Give every word its own place: librsvg does not stretch a text to its ``textLength``."""

    def apart(text: re.Match[str]) -> str:
        plain = unescape(text["words"])
        cell = float(text["length"]) / max(1, cell_len(plain))
        return "".join(
            f'{text["before"]} x="{float(text["x"]) + cell_len(plain[: word.start()]) * cell:.1f}"'
            f"{text['between']}{text['after']}{escape(word[0])}</text>"
            for word in re.finditer(r"[^ \u00a0]+", plain)
        )

    return _TEXT.sub(apart, svg)


async def main(folder: Path) -> None:
    """Take every picture into ``folder``."""
    with TemporaryDirectory() as profile, Press(now=NOW) as press:
        paths = profile_paths(Path(profile))
        paths.feeds_toml.write_text(press.feeds_toml(), encoding="utf-8")
        with Database.open(paths.database) as database:
            database.write(sync_feeds, load(paths.feeds_toml).feeds, NOW)
            await fill(database, press)
            for shot in SHOTS:
                picture = folder / f"{shot.name}.svg"
                picture.write_text(await take(shot, database, paths), encoding="utf-8")
                print(picture)
    for shot in FIRST_RUN:
        picture = folder / f"{shot.name}.svg"
        picture.write_text(await take_first_run(shot), encoding="utf-8")
        print(picture)


def write_png(folder: Path) -> None:
    """Make the leading picture as PNG besides, where librsvg's converter is installed."""
    converter = shutil.which("rsvg-convert")
    if converter:
        svg = (folder / f"{LEADING}.svg").read_text(encoding="utf-8")
        command = [converter, "--width", "1600", "--output", str(folder / f"{LEADING}.png")]
        subprocess.run(command, input=words_apart(svg).encode(), check=True)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    asyncio.run(main(target))
    write_png(target)
