"""A reader whose terminal has gone leaves, also where no signal tells it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import termios
from typing import TYPE_CHECKING

from onrecord.app.lifeline import has_ended

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pipe_has_ended_when_its_other_end_is_closed():
    ours, theirs = os.pipe()
    assert not has_ended(ours)
    os.write(theirs, b"last words")
    assert not has_ended(ours)
    os.close(theirs)
    assert has_ended(ours)
    os.close(ours)
    assert has_ended(ours)


def test_a_reader_without_its_terminal_leaves(folder: Path):
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "onrecord", "--profile", str(folder), "--offline", "--log"]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"TERM": "xterm"},
    ) as reader:
        try:
            os.close(theirs)
            shown = b""
            while b"All articles" not in shown:
                assert select.select([ours], [], [], 30)[0], shown
                shown += os.read(ours, 65_536)
            os.close(ours)
            reader.wait(timeout=30)
        finally:
            reader.kill()
    assert "the terminal has gone" in (folder / "onrecord.log").read_text()
