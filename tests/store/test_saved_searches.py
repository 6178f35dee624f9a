"""Searches that are kept: named, changed, moved, deleted and brought back, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record

from onrecord.query import parse_query
from onrecord.store import search as searching
from onrecord.store.articles import View
from onrecord.store.database import Cancelled
from onrecord.store.marks import mark_read
from onrecord.store.saved_searches import (
    change_search,
    count_unread,
    delete_search,
    move_search,
    restore_search,
    save_search,
    saved_search,
    saved_searches,
)
from onrecord.store.search import search
from onrecord.store.subscriptions import unsubscribe

if TYPE_CHECKING:
    from archive import Archive


def names(archive: Archive) -> list[str]:
    return [each.name for each in archive.read(saved_searches)]


@pytest.fixture
def three(archive: Archive, feed_id: int) -> Archive:
    text = "“Soon,” said Mara Quill."
    archive.store(
        feed_id, entry("one", text), entry("two", "Soon the tides."), entry("three", "Bells.")
    )
    archive.analyse(1, record(text, ("“Soon,”", "Mara Quill")))
    for name, query in (("Gas", "about:gas"), ("Mara", "speaker:quill"), ("Soon", "soon")):
        assert archive.write(save_search, name, query) is None
    return archive


def test_a_search_that_is_kept_again_keeps_its_place_and_name(three: Archive) -> None:
    before = three.write(save_search, " gas ", "about:gas is:unread")
    assert before is not None
    assert before.query == "about:gas"
    assert names(three) == ["Gas", "Mara", "Soon"]
    assert three.read(saved_search, "GAS").query == "about:gas is:unread"
    assert three.read(saved_search, "Tides") is None


def test_changing_and_moving(three: Archive) -> None:
    mara = three.read(saved_search, "Mara")
    assert three.write(change_search, mara.id, "Quill", "speaker:quill is:unread")
    assert not three.write(change_search, mara.id, "gas", "x")
    assert three.write(move_search, mara.id, 1)
    assert not three.write(move_search, mara.id, 1)
    assert not three.write(move_search, 99, 1)
    assert names(three) == ["Gas", "Soon", "Quill"]


def test_a_deleted_search_comes_back_to_its_place(three: Archive) -> None:
    gone = three.write(delete_search, "mara")
    assert gone is not None
    assert three.write(delete_search, "Mara") is None
    assert names(three) == ["Gas", "Soon"]
    three.write(restore_search, gone)
    assert names(three) == ["Gas", "Mara", "Soon"]
    assert three.read(saved_search, "Mara") == gone


def test_what_it_finds_and_how_much_of_it_is_unread(
    three: Archive, feed_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = three.read(saved_search, "Soon")
    assert three.ids(View.SAVED, saved_id=soon.id) == [1, 2]
    assert three.ids(View.SAVED, saved_id=soon.id, query="tides") == [2]
    assert three.ids(View.SAVED, saved_id=99) == []
    for query, number in (
        ("soon", 2), ("speaker:quill", 1), ("-soon", 1), ("", 0), ("soon -speaker:quill", 1)
    ):  # fmt: skip
        assert three.read(count_unread, query, now=NOW) == number, query
    three.write(mark_read, [1], read=True)
    assert three.read(count_unread, "soon", now=NOW) == 1
    monkeypatch.setattr(searching, "_STEPS_BETWEEN_QUESTIONS", 1)
    with pytest.raises(Cancelled):
        three.read(count_unread, "soon", now=NOW, cancelled=lambda: True)
    three.write(unsubscribe, feed_id, NOW)
    assert three.read(count_unread, "soon", now=NOW) == 0
    assert three.ids(View.SAVED, saved_id=soon.id) == []
    assert len(three.read(search, parse_query("soon"), now=NOW)) == 2
