"""Trying rules on the archive, and applying them to it, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from library import open_library

if TYPE_CHECKING:
    from shell import Shell

RULES = """
[[rules]]
when = "speaker:korvath"
do = ["tag Korvath", "star", "notify"]

[[rules]]
when = "-speaker:korvath -about:plums"
do = ["hide"]
"""


@pytest.fixture
def filled(shell: Shell) -> Shell:
    open_library(shell.folder).close()
    shell.feeds(shell.paths.feeds_toml.read_text() + RULES)
    return shell


def test_rules_are_tried_and_applied(filled: Shell) -> None:
    tried = filled("rules", "--json").json
    assert [each["do"] for each in tried] == [["tag Korvath", "star", "notify"], ["hide"]]
    assert tried[0]["articles"] == 5
    assert len(tried[0]["examples"]) == 3
    assert "done" not in tried[0]
    said = filled("rules").out
    assert said[0] == "speaker:korvath → tag Korvath, star, notify"
    assert said[1] == "    5 articles so far; acts with the record"
    assert "by the language model" in "".join(said)
    applied = filled("rules", "--apply", "--json").json
    assert applied[0]["done"] == {"tag Korvath": 5, "star": 5}
    assert applied[1]["done"]["hide"] > 0
    assert len(filled("list", "tag:korvath").out) == 5
    assert filled("rules", "--apply", "--json").json[0]["done"] == {"tag Korvath": 0, "star": 0}


def test_a_query_is_tried_in_place_of_the_rules(filled: Shell) -> None:
    (tried,) = filled("rules", "ferry", "--do", "star", "--do", "tag Sea", "--json").json
    assert (tried["when"], tried["do"], tried["articles"]) == ("ferry", ["star", "tag Sea"], 9)
    assert filled("rules", "ferry", "--do", "sing").code == 2
    assert filled("rules", "ferry", "--apply").code == 2
    assert filled("rules", "form:x").code == 2
    shown = filled("rules", "ferry", "--apply", "--do", "tag Sea").out
    assert "    tag Sea: done to 9" in shown


def test_without_rules_one_is_told_where_to_write_them(shell: Shell) -> None:
    shell.feeds("")
    assert "docs/configuration.md" in shell("rules").out[0]
