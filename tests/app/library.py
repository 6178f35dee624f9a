"""A small archive of the sample press, with the records that were marked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.analyse.versions import MODEL
from onrecord.app.app import OnRecord
from onrecord.config import load
from onrecord.model import Entry, ParsedFeed
from onrecord.paths import profile_paths
from onrecord.samples.manuscript import read_manuscript
from onrecord.samples.outlets import OUTLETS, article_sources
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.subscriptions import sync_feeds
from onrecord.store.writer import Validators, note_failure, store_feed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.model import Body
    from onrecord.samples.manuscript import Manuscript

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
ADDRESS = "https://press.example"
FAILING = "Keel & Quay"
TROUBLE = "The server answered 503 (unavailable); it is asked again in two hours."


def manuscripts() -> list[Manuscript]:
    return [read_manuscript(source) for source in article_sources()]


def entry(guid: str, title: str, body: Body, *, byline: str = "", hours: float = 1) -> Entry:
    return Entry(
        guid=guid,
        url=f"{ADDRESS}/{guid}",
        title=title,
        byline=byline,
        published_at=NOW - timedelta(hours=hours),
        updated_at=None,
        language="en",
        body=body,
    )


def entry_of(manuscript: Manuscript) -> Entry:
    hours = manuscript.age.total_seconds() / 3600
    return entry(
        manuscript.id, manuscript.title, manuscript.body, byline=manuscript.byline, hours=hours
    )


def feed_of(*entries: Entry) -> ParsedFeed:
    return ParsedFeed(title="", site_url=ADDRESS, language="en", entries=entries)


def write_feeds(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        f'[[feeds]]\nurl = "{ADDRESS}{outlet.feed_path}"\n'
        f'title = "{outlet.name}"\nfolder = "{outlet.folder}"\n'
        for outlet in OUTLETS
    ]
    profile_paths(folder).feeds_toml.write_text("\n".join(tables))


def open_library(folder: Path) -> Database:
    """Make the archive: every sample article with its record, and one feed that fails."""
    write_feeds(folder)
    paths = profile_paths(folder)
    database = Database.open(paths.database)
    database.write(sync_feeds, load(paths.feeds_toml).feeds, NOW)
    outlets = {outlet.slug: outlet.name for outlet in OUTLETS}
    for feed in database.read(feeds):
        own = [each for each in manuscripts() if outlets[each.outlet] == feed.title]
        store_articles(database, feed.id, [(entry_of(each), each) for each in own])
        if feed.title == FAILING:
            database.write(note_failure, feed.id, TROUBLE, NOW, NOW)
    return database


def store_articles(
    database: Database, feed_id: int, entries: Sequence[tuple[Entry, Manuscript | None]]
) -> tuple[int, ...]:
    """Store entries of a feed; those with a manuscript get its record. Returns their ids."""
    stored = database.write(
        store_feed,
        feed_id,
        feed_of(*(each for each, _ in entries)),
        validators=Validators(),
        fetched_at=NOW,
        next_fetch_at=None,
    )
    records = {each.title: manuscript for each, manuscript in entries}
    for article_id in stored.new:
        found = database.read(document, article_id)
        assert found is not None
        manuscript = records.get(found.title)
        if manuscript is not None:
            make_record(database, article_id, manuscript)
    return stored.new


def make_record(database: Database, article_id: int, manuscript: Manuscript) -> None:
    """Give an article the record of a manuscript, as if the analyser had made it."""
    found = database.read(document, article_id)
    assert found is not None
    record = replace(manuscript.record, analysed_with=MODEL)
    assert database.write(store_record, found, record)


def reader(database: Database, folder: Path) -> OnRecord:
    """Return the reader on an archive: the clock held still, nothing fetched or analysed."""
    paths = profile_paths(folder)
    config = load(paths.feeds_toml)
    app = OnRecord(database, config, paths, refresh_on_start=False, now=lambda: NOW)
    app.background.make_records = _no_records
    return app


async def _no_records() -> None:
    """Leave articles without records as they are: tests make records themselves."""


_BRIEF = 0.3
_PATIENCE = 3_000
"""How many times it is looked whether the reader is at rest; a busy machine needs many."""


async def settled(pilot: Pilot[None]) -> None:
    """Wait until the reader has read and shown all that it means to."""
    app = pilot.app
    assert isinstance(app, OnRecord)
    for _ in range(_PATIENCE):
        await pilot.pause(0.01)
        if _is_settled(app):
            await pilot.pause()
            # What ended may have begun something else.
            if _is_settled(app):
                return
    raise AssertionError([each.group for each in app.workers if each.is_running])


def _is_settled(app: OnRecord) -> bool:
    busy = any(each.is_running and each.group != "records" for each in app.workers)
    return not busy and app.room.is_settled and not _is_waiting(app)


def _is_waiting(app: OnRecord) -> bool:
    """Whether messages are on their way, or what waits for typing and pointing to rest."""
    pumps = [app, *app.screen_stack, *app.screen.walk_children()]
    timers = (timer for pump in pumps for timer in pump._timers)
    return any(not pump._message_queue.empty() for pump in pumps) or any(
        timer._repeat is not None
        and timer._interval <= _BRIEF
        and timer._task is not None
        and not timer._task.done()
        for timer in timers
    )


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    """Wait for something to come about that follows from several errands; fail without it."""
    for _ in range(_PATIENCE):
        if seen():
            break
        await pilot.pause(0.01)
    assert seen()
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys one after the other, and wait until all is shown that follows from them."""
    for key in keys:
        await pilot.press(key)
    await settled(pilot)


def screen_text(app: OnRecord) -> str:
    """Return the characters on the screen."""
    width, height = app.size
    rows = app.screen._compositor.render_strips(app.size)
    assert len(rows) == height
    assert width
    return "\n".join(strip.text.rstrip() for strip in rows)
