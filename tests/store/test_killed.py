"""A process killed at any moment leaves a whole archive and no feed that hides articles."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from archive import Archive, record

from onrecord.store.database import Database
from onrecord.store.doctor import faults
from onrecord.store.feeds import feeds
from onrecord.store.waiting import count_waiting, waiting

if TYPE_CHECKING:
    import sqlite3

WRITER = Path(__file__).with_name("endless_writer.py")
SEED = 20260501
DONE = {"1/patterns"}


def hiding(conn: sqlite3.Connection) -> list[str]:
    """Return the feeds whose validator stands for an entry that is not stored."""
    stored = "SELECT 1 FROM article_sources WHERE feed_id = ? AND guid = ?"
    return [
        each.url
        for each in feeds(conn)
        if each.etag and not conn.execute(stored, (each.id, each.etag)).fetchone()
    ]


def kill_a_writer(path: Path, seconds: float) -> None:
    """Let a process write to the archive, and kill it after a while."""
    with subprocess.Popen([sys.executable, WRITER, path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"writing\n"
        time.sleep(seconds)
        writer.kill()
    assert writer.returncode == -signal.SIGKILL


@pytest.mark.parametrize("round_", range(3))
def test_killed_while_writing_feeds_and_records(tmp_path: Path, round_: int) -> None:
    path = tmp_path / "onrecord.db"
    chance = random.Random(SEED + round_)
    for _ in range(2):
        kill_a_writer(path, chance.uniform(0.01, 0.3))
        with Database.open(path) as database:
            assert database.write(faults) == ()
            assert database.read(hiding) == []
    with Database.open(path) as database:
        archive = Archive(database)
        assert len(archive.ids()) > 6
        while ids := database.read(waiting, DONE, 50):
            for article_id in ids:
                archive.analyse(article_id, record(archive.article(article_id).body.text))
        assert database.read(count_waiting, DONE) == 0
