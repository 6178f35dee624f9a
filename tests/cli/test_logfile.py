"""The log is a file, and an unwritable one is told in a sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from onrecord.cli.logfile import log_to_file
from onrecord.cli.output import CommandFailed
from onrecord.paths import profile_paths

if TYPE_CHECKING:
    from pathlib import Path


def test_what_goes_wrong_is_noted_with_its_traceback(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path / "new")
    handler = log_to_file(paths)
    logger = logging.getLogger("onrecord.app.app")
    try:
        logger.error("an errand failed", exc_info=ValueError("the tide"))
    finally:
        logging.getLogger("onrecord").removeHandler(handler)
        handler.close()
    noted = paths.log.read_text(encoding="utf-8")
    assert "ERROR onrecord.app.app: an errand failed" in noted
    assert "ValueError: the tide" in noted


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    paths = profile_paths(tmp_path)
    paths.log.mkdir()
    with pytest.raises(CommandFailed, match=r"onrecord\.log cannot be written: "):
        log_to_file(paths)
