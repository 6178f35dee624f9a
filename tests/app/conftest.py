from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import library
import pytest

from onrecord.app import app
from onrecord.app.screens import finding, shelves
from onrecord.paths import profile_paths
from onrecord.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onrecord.app.app import OnRecord


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for typing and pointing to rest, or for changes to gather, does so briefly."""
    monkeypatch.setattr(shelves, "PAUSE", 0.005)
    monkeypatch.setattr(shelves, "GATHER", 0.01)
    monkeypatch.setattr(finding, "COUNT_EVERY", 0.01)
    monkeypatch.setattr(app, "GATHER", 0.01)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with all sample articles, made once; to be copied, not opened."""
    folder = tmp_path_factory.mktemp("library")
    library.open_library(folder).close()
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A profile of the test's own with all sample articles."""
    return shutil.copytree(filled, tmp_path / "profile")


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    with Database.open(profile_paths(folder).database) as opened:
        yield opened


@pytest.fixture
def reader(database: Database, folder: Path) -> OnRecord:
    """The reader on the sample articles, with the clock held still and nothing fetched."""
    return library.reader(database, folder)


@pytest.fixture
def empty_reader(tmp_path: Path) -> Iterator[OnRecord]:
    """The reader of somebody who has no feeds."""
    paths = profile_paths(tmp_path)
    paths.feeds_toml.write_text("")
    with Database.open(paths.database) as opened:
        yield library.reader(opened, tmp_path)
