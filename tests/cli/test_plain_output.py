"""What the commands print for scripts and for people who have it read to them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from onrecord.cli import main
from onrecord.cli.output import say_text

if TYPE_CHECKING:
    from shell import Shell

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


EMPTY = ("list", "search pier", "quotes", "saved", "notes", "tags", "clippings", "follow", "echoes",
         "changes", "people", "refresh --no-analysis")  # fmt: skip


@pytest.mark.parametrize("command", EMPTY)
def test_what_prints_nothing_tells_a_person_why_and_a_script_nothing(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: str
):
    shell.feeds("")
    quiet = shell(*command.split())
    assert (quiet.code, quiet.out, quiet.complaints) == (0, [], [])
    err = Terminal()
    monkeypatch.setattr("sys.stderr", err)
    assert main(["--profile", str(shell.folder), *command.split()]) == 0
    [sentence] = err.getvalue().splitlines()
    assert sentence
    assert not sentence.startswith("onrecord:")


@pytest.mark.parametrize("command", [[], ["demo"]])
def test_the_reader_opens_in_a_terminal_only(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: list[str]
):
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    ran = shell(*command)
    assert ran.code == 2
    assert ran.complaints == [
        "onrecord: The reader needs a terminal; `onrecord list` prints, --help tells more."
    ]


@pytest.mark.parametrize("word", ["x", "0", "-1", "1.5", "٣"])
def test_what_is_no_number_is_told(shell: Shell, capsys: pytest.CaptureFixture[str], word: str):
    with pytest.raises(SystemExit) as left:
        shell("show", "--", word)
    assert left.value.code == 2
    assert f"it is a whole number from 1 on, not {word}" in capsys.readouterr().err
