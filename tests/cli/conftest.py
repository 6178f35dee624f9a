from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from shell import Shell

from onrecord.samples.press import Press

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(tmp_path / "profile", capsys)


@pytest.fixture
def press() -> Iterator[Press]:
    with Press(now=datetime(2026, 3, 3, 12, tzinfo=UTC)) as press:
        yield press
