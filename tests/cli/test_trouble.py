"""Whatever is wrong with archive, feeds or model: one sentence, and nothing is destroyed."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from onrecord.cli import main, upkeep
from onrecord.samples.outlets import OUTLETS
from onrecord.samples.press import Breakage, Press
from onrecord.store import database as store
from onrecord.store.migrations import SCHEMA

REFRESH = ("refresh", "--all", "--no-analysis")
COMMANDS = [("list",), REFRESH, ("doctor",), ("clean",), ("search", "pier"), ("people",)]


def subscribe(shell, press):
    outlet = OUTLETS[0]
    shell.feeds(f'[[feeds]]\nurl = "{press.url}{outlet.feed_path}"\nfull_text = "never"\n')


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A profile with the articles of one feed, whose server is gone; to be copied, not opened."""
    folder = tmp_path_factory.mktemp("filled")
    with Press() as press, redirect_stdout(StringIO()):
        url = press.url + OUTLETS[0].feed_path
        (folder / "feeds.toml").write_text(f'[[feeds]]\nurl = "{url}"\nfull_text = "never"\n')
        assert main(["--profile", str(folder), *REFRESH]) == 0
    return folder


@pytest.fixture
def saved(shell, filled):
    """The number of articles in the profile."""
    shutil.copytree(filled, shell.folder)
    return len(shell("list").out)


def changed(shell, statement):
    with closing(sqlite3.connect(shell.paths.database)) as conn:
        conn.execute(statement)
        conn.execute("PRAGMA journal_mode = delete")
        conn.commit()


def spoil_empty(shell):
    for file in shell.folder.glob("onrecord.db*"):
        file.unlink()
    shell.paths.database.touch()


def spoil_text(shell):
    spoil_empty(shell)
    shell.paths.database.write_text("Dear diary, " * 100)


def spoil_newer(shell):
    changed(shell, f"PRAGMA user_version = {SCHEMA + 1}")


def spoil_foreign(shell):
    changed(shell, "PRAGMA application_id = 7")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (spoil_empty, "is empty (0 bytes): put a backup in its place"),
        (spoil_text, "is not a database, so it was left alone"),
        (spoil_newer, "was written by a newer On Record"),
        (spoil_foreign, "is a database of another program"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
@pytest.mark.usefixtures("saved")
def test_an_archive_that_cannot_be_used_is_left_alone(shell, spoil, told, command):
    spoil(shell)
    before = shell.paths.database.read_bytes()
    ran = shell(*command)
    assert ran.code == 1
    (complaint,) = ran.complaints
    assert told in complaint
    assert str(shell.paths.database) in complaint
    assert shell.paths.database.read_bytes() == before


@pytest.mark.usefixtures("saved")
def test_an_archive_that_may_not_be_written_is_told(shell, monkeypatch):
    # Root may write anything: what the system would answer somebody else is put in its place.
    monkeypatch.setattr(store.os, "access", lambda place, _: not Path(place).is_file())
    ran = shell(*REFRESH)
    assert (ran.code, len(ran.complaints)) == (1, 1)
    assert "may not be written" in ran.complaints[0]


def test_another_on_record_that_writes_is_waited_for_and_then_told(shell, saved, monkeypatch):
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(shell.paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = shell(*REFRESH)
        assert (ran.code, len(ran.complaints)) == (1, 1)
        assert "Another On Record is writing" in ran.complaints[0]
        # Reading goes on meanwhile.
        assert len(shell("list").out) == saved
        other.execute("ROLLBACK")
    assert shell("clean").code == 0


def test_a_full_disk_loses_only_what_did_not_fit(shell, press, monkeypatch):
    subscribe(shell, press)
    shell(*REFRESH)
    saved = len(shell("list").out)
    press.publish('+++\nid = "late"\ntitle = "Late"\noutlet = "mpa"\n+++\n' + "The pier. " * 6_000)
    unlimited = store.connect

    def on_a_full_disk(path):
        conn = unlimited(path)
        (pages,) = conn.execute("PRAGMA page_count").fetchone()
        conn.execute(f"PRAGMA max_page_count = {pages + 1}")
        return conn

    monkeypatch.setattr(store, "connect", on_a_full_disk)
    full = shell(*REFRESH)
    assert (full.code, len(full.complaints)) == (1, 1)
    assert "is full, so this change was not saved" in full.complaints[0]
    assert len(shell("list").out) == saved
    monkeypatch.setattr(store, "connect", unlimited)
    # The validators of what did not fit were not saved either.
    (line,) = shell(*REFRESH).out
    assert line.split("\t")[:2] == ["stored", "1"]
    assert len(shell("list").out) == saved + 1


@pytest.fixture
def with_model(monkeypatch):
    monkeypatch.setattr(upkeep, "model_problem", lambda: "")


@pytest.mark.usefixtures("saved", "with_model")
def test_the_doctor_finds_nothing_where_nothing_is_wrong(shell):
    ran = shell("doctor")
    assert (ran.code, ran.complaints) == (0, [])
    assert {line[:2] for line in ran.out[2:]} == {"ok"}


@pytest.mark.usefixtures("saved", "with_model")
def test_the_doctor_mends_the_search_indexes(shell):
    changed(shell, "INSERT INTO articles_fts (articles_fts) VALUES ('delete-all')")
    ran = shell("doctor")
    assert ran.code == 1
    assert any("made anew" in line for line in ran.out)
    assert shell("doctor").code == 0


@pytest.mark.usefixtures("with_model")
def test_the_doctor_tells_failing_feeds_and_what_to_do(shell, press):
    subscribe(shell, press)
    press.break_feed(OUTLETS[0].slug, Breakage.GONE)
    shell(*REFRESH)
    ran = shell("doctor", "--json")
    assert ran.code == 1
    (finding,) = [each for each in ran.json["findings"] if each["trouble"]]
    assert "Take it out of feeds.toml, or give its new address." in finding["trouble"]


@pytest.mark.usefixtures("saved")
def test_the_doctor_tells_a_missing_model(shell, monkeypatch):
    monkeypatch.setattr(upkeep, "model_problem", lambda: "The language model is not there.")
    ran = shell("doctor")
    assert ran.code == 1
    assert "    The language model is not there." in ran.out


NOISE = "\x1b]0;evil\x07\x1b[31m\x9b2J\u202e"


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(
    "words",
    [
        ("search", NOISE),
        ("search", f"speaker:{NOISE}("),
        ("quotes", NOISE),
        ("people", NOISE),
        ("list", f"tag:{NOISE}"),
        ("refresh", f"https://{NOISE}.example"),
        ("import", f"/nowhere/{NOISE}.opml"),
        ("analyse", f"/nowhere/{NOISE}.txt"),
        ("add", f"ftp://{NOISE}"),
        ("show", "999999"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_repeats_what_commands_a_terminal(shell, words):
    ran = shell(*words)
    for line in ran.out + ran.complaints:
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(line), ascii(line)
    assert len(ran.complaints) <= 1


def test_titles_and_authors_of_feeds_command_no_terminal(shell, press):
    title = "Tide \\u001b]0;evil\\u0007 [/] [@click=app.quit]x[/]"
    shell.feeds(
        f'[[feeds]]\nurl = "{press.url}{OUTLETS[0].feed_path}"\ntitle = "{title}"\n'
        'folder = "\\u009b31mred"\nfull_text = "never"\n'
    )
    printed = shell(*REFRESH).out + shell("list").out + shell("show", "1").out
    assert any("Tide [/] [@click=app.quit]x[/]" in line for line in printed)
    assert not any({"\x1b", "\x07", "\x9b"} & set(line) for line in printed)
