"""The command line run in this process on a profile of a test's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.cli import main
from onrecord.paths import Paths, profile_paths

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


@dataclass(frozen=True)
class Ran:
    """What a command came to: its exit code and what it printed, lines without their ends."""

    code: int
    out: list[str]
    complaints: list[str]

    @property
    def json(self) -> Any:
        return json.loads("\n".join(self.out))


class Shell:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    @property
    def paths(self) -> Paths:
        return profile_paths(self.folder)

    def feeds(self, text: str) -> None:
        """Make this the profile's feeds.toml."""
        self.folder.mkdir(exist_ok=True)
        self.paths.feeds_toml.write_text(text, encoding="utf-8")

    def __call__(self, *words: str) -> Ran:
        self._capsys.readouterr()
        code = main(["--profile", str(self.folder), *words])
        printed = self._capsys.readouterr()
        return Ran(code, printed.out.splitlines(), printed.err.splitlines())
