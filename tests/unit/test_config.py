from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean import clean_line
from onrecord.config import (
    LARGEST_FILE,
    ConfigError,
    FeedSpec,
    Problem,
    add_feed,
    default_feeds,
    ensure,
    load,
    load_text,
    move_feed,
    remove_feed,
    set_setting,
)
from onrecord.model import FullText
from onrecord.settings import Settings

PATH = Path("feeds.toml")

SOUND = """\
# My press.
[settings]
theme = "paper"
refresh_on_start = false
refresh_every = "1h30m"
workers = 2
full_text = "never"
browser = ["firefox", "--new-tab"]

[settings.keymap]
next = "j,down"
quit = ["Q", "ctrl+q"]

[folders.Wires]
interval = "15m"

# -- Wires --
[[feeds]]
url = "https://wire.example/feed"  # the main one
title = "The Wire"
folder = "Wires"

[[feeds]]
url = "https://slow.example/atom.xml"
title = "The Slow Quarterly"
folder = "Wires"
interval = "1d"
full_text = "always"

# -- Papers --
[[feeds]]
url = "https://paper.example/rss"
"""


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.key) for problem in load_text(PATH, text).problems]


def one_problem(text: str) -> Problem:
    found = load_text(PATH, text).problems
    assert len(found) == 1, found
    return found[0]


def test_a_sound_file_is_read_whole() -> None:
    config = load_text(PATH, SOUND)
    assert config.problems == ()
    assert config.readable
    assert config.settings == Settings(
        theme="paper",
        refresh_on_start=False,
        refresh_every=5400,
        workers=2,
        full_text=FullText.NEVER,
        browser=("firefox", "--new-tab"),
        keymap=(("next", "j,down"), ("quit", "Q,ctrl+q")),
    )
    assert config.feeds == (
        FeedSpec("https://wire.example/feed", "The Wire", "Wires", 900, FullText.NEVER),
        FeedSpec(
            "https://slow.example/atom.xml", "The Slow Quarterly", "Wires", 86_400, FullText.ALWAYS
        ),
        FeedSpec("https://paper.example/rss", full_text=FullText.NEVER),
    )


def test_an_empty_file_gives_the_defaults() -> None:
    config = load_text(PATH, "")
    assert (config.feeds, config.settings, config.problems) == ((), Settings(), ())
    assert 1 <= config.settings.processes <= 4


def test_refreshing_can_be_switched_off() -> None:
    assert load_text(PATH, '[settings]\nrefresh_every = "never"').settings.refresh_every is None


def test_a_feed_may_say_where_its_secrets_are_kept() -> None:
    text = """[[feeds]]
url = "https://wire.example/feed"
username = "reader"
password = "cmd:pass show press"
headers = { Cookie = "keyring:wire" }
"""
    feed = load_text(PATH, text).feeds[0]
    assert (feed.username, feed.password) == ("reader", "cmd:pass show press")
    assert feed.headers == (("Cookie", "keyring:wire"),)
    assert "pass show" not in repr(feed)


def test_a_password_in_clear_is_refused_and_not_shown() -> None:
    problem = one_problem('[[feeds]]\nurl = "https://a.example/"\npassword = "open sesame"\n')
    assert (problem.line, problem.key) == (3, "password")
    assert "sesame" not in problem.sentence


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ('[settings]\n\ntheme = 3', 3, "theme"),
        ("[settings]\nrefresh_on_start = 1", 2, "refresh_on_start"),
        ("[settings]\nworkers = true", 2, "workers"),
        ("[settings]\nworkers = 65", 2, "workers"),
        pytest.param("[settings]\nworkers = 0x" + "F" * 9000, 2, "workers", id="large"),
        ('[settings]\nrefresh_every = "soon"', 2, "refresh_every"),
        ('[settings]\nrefresh_every = "1m"', 2, "refresh_every"),
        ('[settings]\nrefresh_every = "99999w"', 2, "refresh_every"),
        ('[settings]\nrefresh_every = ""', 2, "refresh_every"),
        ("[settings]\nrefresh_every = 30", 2, "refresh_every"),
        ("[settings]\nrefresh_every = 2026-01-01", 2, "refresh_every"),
        ('[settings]\nfull_text = "often"', 2, "full_text"),
        ("[settings]\nfull_text = []", 2, "full_text"),
        ('[settings]\nbrowser = "firefox \'"', 2, "browser"),
        ("[settings]\nbrowser = [1]", 2, "browser"),
        ('[settings]\nbrowser = [""]', 2, "browser"),
        ('[settings]\nkeymap = "j"', 2, "keymap"),
        ("[settings]\n[settings.keymap]\nnext = 1", 2, "keymap"),
        ("settings = 3", 1, "settings"),
        ("[[settings]]\ntheme = ''", 1, "settings"),
        ("[settings]\ncolour = 1", 2, "colour"),
        ("\n[feed]\nurl = 1", 2, "feed"),
        ("\ncolour = 1", 2, "colour"),
        ("[folders]\nWires = 3", 2, "Wires"),
        ('[folders.Wires]\ninterval = "x"', 2, "interval"),
        ("feeds = 3", 1, "feeds"),
        ("[feeds]\nurl = 'https://a.example'", 1, "feeds"),
        ("[[feeds]]\ntitle = 'x'", 1, "url"),
        ("[[feeds]]\nurl = 'ftp://a.example/'", 2, "url"),
        ("[[feeds]]\nurl = 'wire.example'", 2, "url"),
        ("[[feeds]]\nurl = 3", 2, "url"),
        ("[[feeds]]\nurl = 'https://a.example/'\ninterval = 3", 3, "interval"),
        ("[[feeds]]\nurl = 'https://a.example/'\nheaders = { 'a b' = 'c' }", 3, "headers"),
        ("[[feeds]]\nurl = 'https://a.example/'\ntitel = 'x'", 3, "titel"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_key(text: str, line: int, key: str) -> None:
    problem = one_problem(text)
    assert (problem.line, problem.key) == (line, key)
    assert problem.expected
    assert problem.sentence.startswith(f"feeds.toml, line {line}: ")
    assert problem.sentence == clean_line(problem.sentence)
    assert len(problem.sentence) < 300


@pytest.mark.parametrize(
    ("broken", "line", "key"),
    [
        ('title = "no end', 20, "title"),
        ("title = no quotes", 20, "title"),
        ("title =", 20, "title"),
        ("title", 20, ""),
        ("title = 'a'\ntitle = 'b'", 21, "title"),
        ("title = 'a'\x01", 20, "title"),
        ("title = [1,", 20, "title"),
        pytest.param("title = " + "[" * 5_000, 20, "title", id="deep"),
        pytest.param("title = " + "9" * 5_000, 20, "title", id="large"),
        ("[[feeds]", 20, ""),
    ],
)
def test_broken_toml_costs_its_own_line_only(broken: str, line: int, key: str) -> None:
    text = SOUND.replace('title = "The Wire"', broken)
    config = load_text(PATH, text)
    assert (config.problems[0].line, config.problems[0].key) == (line, key)
    assert [feed.url for feed in config.feeds] == [
        "https://wire.example/feed",
        "https://slow.example/atom.xml",
        "https://paper.example/rss",
    ]
    assert config.settings.theme == "paper"
    assert dict(config.settings.keymap)["quit"] == "Q,ctrl+q"


def test_a_wrong_address_is_told_once() -> None:
    assert problems('[[feeds]]\nurl = "https://a.example\ntitle = "x"') == [(2, "url")]


def test_the_same_address_twice_is_told_and_taken_once() -> None:
    text = SOUND + '\n[[feeds]]\ntitle = "Again"\nurl = "HTTPS://wire.example/feed"\n'
    config = load_text(PATH, text)
    assert [(problem.line, problem.key) for problem in config.problems] == [(36, "url")]
    assert "line 19" in config.problems[0].sentence
    assert [feed.title for feed in config.feeds] == ["The Wire", "The Slow Quarterly", ""]


def test_an_unknown_key_names_its_neighbour() -> None:
    assert "did you mean refresh_every?" in one_problem("[settings]\nrefresh_evry = 1").sentence


def test_terminal_sequences_in_the_file_are_not_passed_on() -> None:
    title = "\\u001b]0;x\\u0007a\\nb"
    feed = f'[[feeds]]\nurl = "https://a.example/"\ntitle = "{title}"\n'
    config = load_text(PATH, '[settings]\n"\\u001b[31m" = 1\n' + feed)
    assert config.feeds[0].title == "a b"
    assert "\x1b" not in config.problems[0].sentence + config.problems[0].key


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_is_no_mistake(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(SOUND.replace("\n", "\r\n").encode(encoding))
    config = load(path)
    assert config.problems == ()
    assert len(config.feeds) == 3


@pytest.mark.parametrize(("encoding", "line"), [("latin-1", 2), ("utf-16", 1)])
def test_another_encoding_is_told_and_read(tmp_path: Path, encoding: str, line: int) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes('[[feeds]]\ntitle = "Señal"\nurl = "https://a.example/"\n'.encode(encoding))
    config = load(path)
    assert [problem.line for problem in config.problems] == [line]
    assert "UTF-8" in config.problems[0].sentence
    assert config.feeds[0].title == "Señal"


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"#" * (LARGEST_FILE + 1))
    for name in ("missing", "large", "."):
        config = load(tmp_path / name)
        assert len(config.problems) == 1
        assert not config.readable
        assert str(tmp_path) in config.problems[0].sentence


FRAGMENTS = st.lists(
    st.sampled_from(
        ["[", "]", "[[feeds]]", "[settings]", "[folders.x]", "url", "=", '"', "'", '"""', "\n", "1",
         "https://a.example/", "{", "}", ",", "#", "\\", "\x00", "é", ".", "theme", "true", "\r"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=200)
@given(FRAGMENTS | st.text())
def test_reading_never_fails(text: str) -> None:
    config = load_text(PATH, text)
    for problem in config.problems:
        assert problem.sentence == clean_line(problem.sentence)
        assert 0 <= problem.line <= text.count("\n") + 1


# Editing


def written(tmp_path: Path, text: str = SOUND) -> Path:
    path = tmp_path / "feeds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_feed_joins_its_folder_and_nothing_else_changes(tmp_path: Path) -> None:
    path = written(tmp_path)
    spec = FeedSpec(
        "https://new.example/feed", 'The "New"', "Wires", 7200, FullText.ALWAYS,
        headers=(("Cookie", "cmd:cookie"),),
    )  # fmt: skip
    assert add_feed(path, spec)
    config = load(path)
    assert config.problems == ()
    assert config.feeds[2] == spec
    text = path.read_text(encoding="utf-8")
    start, end = text.index('\n[[feeds]]\nurl = "https://new'), text.index("\n# -- Papers --")
    assert text[:start] + text[end:] == SOUND


def test_a_feed_of_a_new_folder_comes_last(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND.rstrip("\n"))
    assert add_feed(path, FeedSpec("https://new.example/feed", folder="Radio"))
    assert load(path).feeds[-1].folder == "Radio"
    assert load(path).problems == ()


def test_a_feed_is_not_added_twice(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert not add_feed(path, FeedSpec("https://WIRE.example/feed"))
    assert path.read_text(encoding="utf-8") == SOUND


def test_the_first_feed_makes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "feeds.toml"
    assert add_feed(path, FeedSpec("https://a.example/", "A"))
    assert load(path).feeds == (FeedSpec("https://a.example/", "A"),)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_undoing_a_removal_restores_the_file_exactly(tmp_path: Path, position: int) -> None:
    path = written(tmp_path)
    feed = load(path).feeds[position]
    removed = remove_feed(path, feed.url)
    assert removed == feed
    assert feed.url not in path.read_text(encoding="utf-8")
    assert "# -- Papers --" in path.read_text(encoding="utf-8")
    assert len(load(path).feeds) == 2
    assert add_feed(path, removed)
    assert path.read_text(encoding="utf-8") == SOUND


def test_a_removed_feed_finds_its_place_after_other_edits(tmp_path: Path) -> None:
    path = written(tmp_path)
    removed = remove_feed(path, "https://slow.example/atom.xml")
    assert removed is not None
    assert remove_feed(path, "https://wire.example/feed")
    path.write_text("# More.\n" * 40 + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert add_feed(path, removed)
    assert removed in load(path).feeds
    assert load(path).problems == ()


def test_removing_what_is_not_there_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert remove_feed(path, "https://other.example/") is None
    assert path.read_text(encoding="utf-8") == SOUND


def test_a_feed_moves_and_keeps_its_comment(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert move_feed(path, "https://wire.example/feed", "https://wire.example/rss")
    assert path.read_text(encoding="utf-8") == SOUND.replace(
        "wire.example/feed", "wire.example/rss"
    )
    assert not move_feed(path, "https://other.example/", "https://wire.example/rss")


def test_a_setting_is_written_and_everything_else_stays(tmp_path: Path) -> None:
    path = written(tmp_path)
    set_setting(path, "theme", "night")
    assert path.read_text(encoding="utf-8") == SOUND.replace('"paper"', '"night"')
    set_setting(path, "measure", 80)
    wanted = replace(load_text(PATH, SOUND).settings, theme="night", measure=80)
    assert load(path).settings == wanted


def test_a_setting_is_added_where_there_was_none(tmp_path: Path) -> None:
    feeds = '# Mine.\n[[feeds]]\nurl = "https://a.example/"\n'
    path = written(tmp_path, feeds)
    set_setting(path, "measure", 80)
    assert path.read_text(encoding="utf-8").endswith(feeds)
    assert load(path).settings == Settings(measure=80)
    assert load(path).problems == ()
    default = written(tmp_path, default_feeds())
    set_setting(default, "measure", 64)
    assert load(default).settings == Settings(measure=64)
    assert len(load(default).feeds) == len(load_text(PATH, default_feeds()).feeds)


def test_a_setting_of_a_broken_file_is_not_written(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND.replace('"The Wire"', '"The Wire'))
    with pytest.raises(ConfigError, match="mistakes"):
        set_setting(path, "measure", 80)


@pytest.mark.parametrize("measure", ["39", "161", "true", '"72"', "72.0"])
def test_a_measure_outside_of_its_range_is_told(measure: str) -> None:
    config = load_text(PATH, f"[settings]\nmeasure = {measure}\n")
    assert config.settings == Settings()
    assert "from 40 to 160" in config.problems[0].sentence


def test_a_broken_file_can_still_take_a_feed(tmp_path: Path) -> None:
    text = SOUND.replace('"The Wire"', '"The Wire')
    path = written(tmp_path, text)
    assert add_feed(path, FeedSpec("https://new.example/feed"))
    assert path.read_text(encoding="utf-8").startswith(text)
    assert remove_feed(path, "https://new.example/feed")
    assert path.read_text(encoding="utf-8").rstrip() == text.rstrip()


@pytest.mark.parametrize(
    "text", ['feeds = [{ url = "https://a.example/" }]', 'x = """\n[[feeds]]\nurl = "https://a']
)
def test_a_file_that_cannot_be_edited_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError, match=r"cannot be edited"):
        add_feed(path, FeedSpec("https://new.example/feed"))
    assert path.read_text(encoding="utf-8") == text


def test_a_file_in_another_encoding_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(b"# Se\xf1al\n")
    with pytest.raises(ConfigError, match="UTF-8"):
        add_feed(path, FeedSpec("https://new.example/feed"))
    assert path.read_bytes() == b"# Se\xf1al\n"


def test_an_edit_keeps_the_mode_and_a_link(tmp_path: Path) -> None:
    target = written(tmp_path)
    target.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(target)
    assert add_feed(link, FeedSpec("https://new.example/feed"))
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert load(target).feeds[-1].url == "https://new.example/feed"
    assert sorted(os.listdir(tmp_path)) == ["feeds.toml", "link.toml"]


def test_what_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"feeds\.toml cannot be (read|written)"):
        add_feed(tmp_path / "file" / "feeds.toml", FeedSpec("https://new.example/feed"))
    with pytest.raises(ConfigError, match=r"missing\.toml cannot be read"):
        remove_feed(tmp_path / "missing.toml", "https://new.example/feed")


def test_the_first_run_writes_the_default_and_keeps_the_users_own(tmp_path: Path) -> None:
    path = tmp_path / "onrecord" / "feeds.toml"
    ensure(path)
    assert path.read_text(encoding="utf-8") == default_feeds()
    path.write_text("# mine\n", encoding="utf-8")
    ensure(path)
    assert path.read_text(encoding="utf-8") == "# mine\n"
