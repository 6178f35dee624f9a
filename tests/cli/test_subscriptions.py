"""Subscriptions from the command line, as a person or cron would use it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from filelock import FileLock

from onrecord.samples.outlets import OUTLETS
from onrecord.samples.press import Breakage
from onrecord.store.database import Database
from onrecord.store.feeds import feed_by_url, former_urls
from onrecord.store.subscriptions import note_redirect, sync_feeds

REFRESH = ("refresh", "--all", "--no-analysis")
ONE = '# mine\n[[feeds]]\nurl = "{url}"  # the lamp\ntitle = "{title}"\nfull_text = "never"\n'


def few(press, *slugs):
    """Return a feeds.toml with some outlets of the press."""
    chosen = [each for each in OUTLETS if each.slug in slugs]
    assert len(chosen) == len(slugs)
    return "".join(ONE.format(url=press.url + each.feed_path, title=each.name) for each in chosen)


def test_refresh_prints_a_line_for_each_feed(shell, press):
    shell.feeds(few(press, "mpa", "lantern", "rives"))
    chosen = [each for each in OUTLETS if each.slug in {"mpa", "lantern", "rives"}]
    first = shell(*REFRESH)
    assert (first.code, first.complaints) == (0, [])
    rows = [line.split("\t") for line in first.out]
    assert {len(row) for row in rows} == {5}
    assert {(row[0], row[2], row[4]) for row in rows} == {("stored", "0", "")}
    assert {row[3] for row in rows} == {each.name for each in chosen}
    assert sum(int(row[1]) for row in rows) == len(shell("list").out)
    second = shell(*REFRESH)
    assert (second.code, {line.split("\t")[0] for line in second.out}) == (0, {"unchanged"})
    # Nothing is due so soon after.
    assert shell("refresh", "--no-analysis").out == []


def test_a_failing_feed_is_told_and_makes_the_exit_code_1(shell, press):
    shell.feeds(few(press, "mpa", "cabinet"))
    press.break_feed("cabinet", Breakage.GONE)
    done = shell(*REFRESH, "--json")
    assert done.code == 1
    good, gone = done.json["feeds"]
    if good["outcome"] == "gone":
        good, gone = gone, good
    assert good["outcome"] == "stored"
    assert good["new"] == len(good["articles"]) == done.json["new"] > 0
    assert gone["outcome"] == "gone"
    assert "removed this address for good" in gone["trouble"]
    assert (done.json["failed"], done.json["changed"]) == (1, 0)
    # It is not asked again, and so does not fail again.
    assert shell("refresh", "--no-analysis").code == 0


def test_only_the_feeds_that_are_named_are_asked(shell, press):
    shell.feeds(few(press, "mpa", "cabinet"))
    url = press.url + OUTLETS[0].feed_path
    assert len(shell("refresh", url, "--no-analysis").out) == 1
    unknown = shell("refresh", "https://nobody.example/feed", "--no-analysis")
    assert unknown.code == 1
    assert unknown.complaints == [
        "onrecord: https://nobody.example/feed is none of your feeds: add it first."
    ]


def test_a_second_refresh_at_the_same_time_says_so(shell, press):
    shell.feeds(few(press, "mpa"))
    assert shell("list").code == 0
    with FileLock(shell.paths.database.with_name("refresh.lock")):
        busy = shell(*REFRESH)
    assert (busy.code, busy.out) == (1, [])
    assert busy.complaints == [
        "onrecord: Another refresh of these feeds is under way; wait until it is done."
    ]
    assert shell(*REFRESH).code == 0


def test_feeds_toml_follows_a_feed_that_moved_for_good(shell, press):
    radio = next(each for each in OUTLETS if each.subscribed_path == "/radio/rss")
    old, new = press.url + radio.subscribed_path, press.url + radio.feed_path
    shell.feeds(ONE.format(url=old, title="Radio"))
    assert shell(*REFRESH).code == 0
    with Database.open(shell.paths.database) as database:
        feed = database.read(feed_by_url, old)
        for days in (2, 1):
            when = datetime.now(UTC) - timedelta(days=days)
            database.write(note_redirect, feed.id, "", when)
        for days in (2, 1):
            database.write(note_redirect, feed.id, new, datetime.now(UTC) - timedelta(days=days))
    third = shell(*REFRESH)
    # The document was read before: an answer of 304 is seen, but not followed.
    assert (third.code, third.complaints) == (0, [])
    press.publish(LATE.format(outlet=radio.slug))
    moved = shell(*REFRESH)
    assert moved.complaints == [f"onrecord: {old} has moved to {new} for good; feeds.toml follows."]
    assert shell.paths.feeds_toml.read_text() == ONE.format(url=new, title="Radio")
    with Database.open(shell.paths.database) as database:
        assert database.read(former_urls, feed.id) == (old,)
    saved = len(shell("list").out)
    assert shell(*REFRESH).code == 0
    assert len(shell("list").out) == saved


LATE = """+++
id = "late"
title = "Late news"
outlet = "{outlet}"
+++
The lamp is lit again.
"""


def test_opml_goes_out_and_comes_in_again(shell, press, tmp_path):
    shell.feeds(press.feeds_toml())
    file = tmp_path / "feeds.opml"
    printed = shell("export", "opml").out
    file.write_text("\n".join(printed))
    shell.folder = tmp_path / "other"
    shell.feeds("")
    brought = shell("import", str(file))
    assert brought.out == [f"{len(OUTLETS)} feeds added, 0 were there already."]
    assert shell("export", "opml").out == printed
    assert shell("import", str(file)).out[0].startswith("0 feeds added")


def test_a_feed_without_a_name_goes_out_by_its_own(shell, press):
    shell.feeds(re.sub(r"title = .*", "", few(press, "lantern")))
    assert shell(*REFRESH).code == 0
    assert 'title="The Lantern"' in "\n".join(shell("export", "opml").out)


@pytest.mark.parametrize("content", [b"", b"no outline", b"<rss/>"])
def test_what_is_no_opml_is_told(shell, tmp_path, content):
    file = tmp_path / "feeds\x1b[2J.opml"
    file.write_bytes(content)
    told = shell("import", str(file))
    assert (told.code, len(told.complaints)) == (1, 1)
    missing = shell("import", str(file) + "x")
    assert missing.code == 1
    assert "\x1b" not in missing.complaints[0]


def test_adding_a_site_offers_its_feeds(shell, press):
    shell.feeds("")
    several = shell("add", f"{press.url}/lantern/")
    assert several.code == 2
    assert [line for line in several.out if re.match(r"[12]  ", line)]
    added = shell("add", f"{press.url}/lantern/", "--pick", "1", "--folder", "Lights")
    assert added.code == 0
    assert shell.paths.feeds_toml.read_text().count("[[feeds]]") == 1
    assert "Lights" in shell.paths.feeds_toml.read_text()
    again = shell("add", f"{press.url}/lantern/", "--pick", "1")
    assert again.out[0].startswith("Already subscribed to")
    nothing = shell("add", f"{press.url}/nowhere")
    assert (nothing.code, len(nothing.complaints)) == (1, 1)


def test_a_mistake_in_feeds_toml_is_told_and_the_rest_is_read(shell, press):
    shell.feeds(few(press, "mpa") + '[[feeds]]\nurl = "gopher://\\u001b[31mold.example"\n')
    done = shell(*REFRESH)
    assert done.code == 0
    assert len(done.out) == 1
    (complaint,) = done.complaints
    assert "feeds.toml, line 7" in complaint
    assert "\x1b" not in complaint


def test_limits_are_counted_and_asked_before_anything_is_removed(shell, press, monkeypatch):
    shell.feeds(few(press, "mpa"))
    shell(*REFRESH)
    saved = len(shell("list").out)
    assert shell("clean").out == [
        "Everything is kept: feeds.toml sets no keep_for and no keep_most."
    ]
    shell.feeds(few(press, "mpa") + "keep_most = 1\n")
    counted = shell("clean")
    assert counted.out[0] == f"{saved - 1}\tMeridian Press Agency"
    assert counted.out[-1] == "Nothing was removed."
    assert shell("clean", "--json").json == {
        "outdated": saved - 1,
        "unread": saved - 1,
        "spared": 0,
        "removed": 0,
    }
    answers = iter(["n", "y"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert shell("clean").out[-1] == "Nothing was removed."
    assert len(shell("list").out) == saved
    assert shell("clean").out[-1] == f"{saved - 1} articles removed."
    assert len(shell("list").out) == 1
    (line,) = shell(*REFRESH).out
    assert line.split("\t")[1] == "0"
    assert len(shell("list").out) == 1


def test_unsubscribing_by_hand_keeps_what_was_saved(shell, press):
    shell.feeds(few(press, "mpa", "cabinet"))
    shell(*REFRESH)
    with Database.open(shell.paths.database) as database:
        database.write(sync_feeds, [], datetime.now(UTC))
    assert shell("list").out == []
    assert shell(*REFRESH).code == 0
    assert shell("list").out


def test_a_mistake_in_feeds_toml_leaves_no_feed(shell, press):
    shell.feeds(few(press, "mpa", "cabinet"))
    shell(*REFRESH)
    saved = shell("list").out
    whole = shell.paths.feeds_toml.read_text()
    shell.feeds(whole.replace("http://", "htp://", 1))
    assert len(shell(*REFRESH).out) == 2
    assert shell("list").out == saved
