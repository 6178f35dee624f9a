"""Saved searches on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shell import Shell


def test_a_search_is_kept_listed_asked_and_deleted(shell: Shell) -> None:
    shell.feeds("")
    kept = shell("saved", "--keep", "Gas", "about:gas", "is:unread")
    assert kept.out == ["      0  Gas: about:gas is:unread"]
    assert shell("saved", "--json").json == [
        {"name": "Gas", "query": "about:gas is:unread", "unread": 0}
    ]
    found = shell("search", "--saved", "gas", "ferry")
    assert (found.code, found.out) == (0, [])
    assert shell("saved", "--delete", "GAS").out == ["Deleted “Gas”: about:gas is:unread"]
    assert shell("saved").out == []


def test_what_is_asked_wrongly_is_told(shell: Shell) -> None:
    shell.feeds("")
    assert shell("search").code == 2
    nobody = shell("search", "--saved", "Tides")
    assert nobody.code == 1
    assert "No saved search is called “Tides”" in nobody.complaints[0]
    assert shell("saved", "--delete", "Tides").code == 1
    assert shell("saved", "--keep", "Tides").code == 2
    wrong = shell("saved", "--keep", "Tides", "form:x")
    assert wrong.code == 2
    assert "takes one of" in wrong.complaints[0]
