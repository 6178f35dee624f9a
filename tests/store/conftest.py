"""An archive to write to, new for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from archive import Archive

from onrecord.settings import FeedSpec
from onrecord.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive without anything in it, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "onrecord.db"
    Database.open(path).close()
    return path


@pytest.fixture
def database(tmp_path: Path, empty: Path) -> Iterator[Database]:
    shutil.copy(empty, tmp_path)
    with Database.open(tmp_path / "onrecord.db") as database:
        yield database


@pytest.fixture
def archive(database: Database) -> Archive:
    return Archive(database)


@pytest.fixture
def feed_id(archive: Archive) -> int:
    """The id of the one feed that is subscribed to."""
    return archive.subscribe(FeedSpec("https://press.example/feed", "Press", "News"))[0]
