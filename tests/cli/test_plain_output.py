"""What the commands print for scripts and for people who have it read to them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from onrecord.cli.output import say_text

if TYPE_CHECKING:
    import pytest

TEXT = "One two three four five six seven eight nine ten eleven twelve\n\nA second paragraph."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_running_text_is_set_to_the_terminal(monkeypatch: pytest.MonkeyPatch):
    out = Terminal()
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setenv("COLUMNS", "30")
    say_text(TEXT)
    lines = out.getvalue().split("\n")
    assert max(map(len, lines)) <= 30
    assert " ".join(out.getvalue().split()) == " ".join(TEXT.split())
    assert "" in lines


def test_running_text_stays_as_it_is_in_a_pipe(capsys: pytest.CaptureFixture[str]):
    say_text(TEXT)
    assert capsys.readouterr().out == f"{TEXT}\n"


def test_nothing_for_the_terminal_passes(monkeypatch: pytest.MonkeyPatch):
    out = Terminal()
    monkeypatch.setattr("sys.stdout", out)
    say_text("red \x1b[31mwords\x07")
    assert "\x1b" not in out.getvalue()
    assert "\x07" not in out.getvalue()
