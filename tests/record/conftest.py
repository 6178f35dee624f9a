"""A profile with an archive in it, and its command line."""

from __future__ import annotations

import pytest
from archive import Archive

from onrecord.cli import main
from onrecord.paths import profile_paths
from onrecord.settings import FeedSpec
from onrecord.store.database import Database


@pytest.fixture
def archive(tmp_path):
    """The archive of a profile in ``tmp_path``, with two feeds: the Lantern and the Courier."""
    folder = tmp_path / "profile"
    folder.mkdir()
    with Database.open(profile_paths(folder).database) as database:
        archive = Archive(database)
        archive.subscribe(
            FeedSpec("https://lantern.example/feed", "The Lantern"),
            FeedSpec("https://courier.example/feed", "The Courier"),
        )
        yield archive


@pytest.fixture
def onrecord(tmp_path, archive, capsys):
    """Run the command line on the profile; give its exit code, output and complaints."""

    def run(*words):
        code = main(["--profile", str(tmp_path / "profile"), *map(str, words)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run
