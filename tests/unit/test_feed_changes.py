"""Feeds and folders that are changed in feeds.toml: their own lines only, and back to the byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.config import ConfigError, load, load_text
from onrecord.feed_changes import change_feed, rename_folder, restore_feed

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# Mine.
[folders."Papers"]   # the good ones
interval = "2h"

[[feeds]]
# It was bought last year.
url = 'https://keel.example/feed'   # moved in May
title = "Keel"
folder = "Papers"
full_text = "always"

# Radio from here on.
[[feeds]]
url = "https://quay.example/feed"
folder = "Papers"

[[feeds]]
url = "https://mole.example/feed"
title = "Mole"
"""
KEEL, MOLE = "https://keel.example/feed", "https://mole.example/feed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def change(path: Path, url: str, title: str = "", folder: str = "", new: str = "") -> str:
    before = change_feed(path, url, title=title, folder=folder, new_url=new or url)
    assert before is not None
    return before


def test_a_feed_gets_a_name_and_a_folder_and_all_other_lines_stay(path: Path):
    before = change(path, KEEL, "Keel & Quay", "Trade")
    wanted = TEXT.replace('"Keel"', '"Keel & Quay"').replace('"Papers"\nfull', '"Trade"\nfull')
    assert path.read_text(encoding="utf-8") == wanted
    assert restore_feed(path, KEEL, before)
    assert path.read_text(encoding="utf-8") == TEXT


def test_an_empty_name_or_folder_is_taken_out(path: Path):
    change(path, KEEL)
    assert "Keel" not in path.read_text(encoding="utf-8")
    spec = load(path).feeds[0]
    assert (spec.title, spec.folder, spec.full_text) == ("", "", "always")


def test_a_feed_gets_another_address_but_not_that_of_another(path: Path):
    before = change(path, MOLE, "Mole", new="https://mole.example/rss")
    assert load(path).feeds[2].url == "https://mole.example/rss"
    assert restore_feed(path, "https://mole.example/rss", before)
    assert path.read_text(encoding="utf-8") == TEXT
    with pytest.raises(ConfigError, match="another feed of yours"):
        change(path, MOLE, "Mole", new=KEEL)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_feed_is_changed_also_where_another_has_a_mistake(path: Path):
    path.write_text(TEXT.replace('"Mole"', '"Mole'), encoding="utf-8")
    change(path, KEEL, "Keel & Quay", "Papers")
    assert load(path).feeds[0].title == "Keel & Quay"
    with pytest.raises(ConfigError, match="before its mistakes are put right"):
        change(path, MOLE, "M")


def test_a_feed_that_is_not_listed_is_not_changed(path: Path):
    assert change_feed(path, "https://x.example/", title="X", folder="", new_url="") is None
    assert not restore_feed(path, "https://x.example/", "")
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_folder_is_renamed_with_its_settings_and_back(path: Path):
    changed = rename_folder(path, "Papers", 'The "good" ones')
    config = load(path)
    assert [spec.folder for spec in config.feeds] == ['The "good" ones', 'The "good" ones', ""]
    assert config.feeds[0].interval == 7200
    assert not config.problems
    assert rename_folder(path, 'The "good" ones', "Papers", changed) == changed
    assert path.read_text(encoding="utf-8") == TEXT
    assert rename_folder(path, "Radio", "Wireless") == ()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_name_and_folder_are_written_so_that_they_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, title: str, folder: str
):
    path = tmp_path_factory.mktemp("names") / "feeds.toml"
    path.write_text(TEXT, encoding="utf-8")
    before = change(path, MOLE, title, folder)
    config = load_text(path, path.read_text(encoding="utf-8"))
    assert not config.problems
    assert len(config.feeds) == 3
    assert restore_feed(path, MOLE, before)
    assert path.read_text(encoding="utf-8") == TEXT
