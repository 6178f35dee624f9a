from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.paths import default_paths, profile_paths

if TYPE_CHECKING:
    import pytest


def test_the_default_folders_follow_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    monkeypatch.setattr("sys.platform", "linux")
    paths = default_paths()
    assert paths.feeds_toml == tmp_path / "config" / "onrecord" / "feeds.toml"
    assert paths.database == tmp_path / "data" / "onrecord" / "onrecord.db"
    assert paths.log == tmp_path / "state" / "onrecord" / "onrecord.log"


def test_a_profile_keeps_everything_in_one_folder(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path)
    files = {paths.feeds_toml, paths.database, paths.log}
    assert len(files) == 3
    assert {file.parent for file in files} == {tmp_path}


def test_a_profile_is_absolute_and_knows_the_home_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert profile_paths(Path("~/press")).database == tmp_path / "press" / "onrecord.db"
    assert profile_paths(Path("press")).database == tmp_path / "press" / "onrecord.db"


def test_looking_makes_no_folder(tmp_path: Path) -> None:
    profile_paths(tmp_path / "new")
    assert not (tmp_path / "new").exists()
