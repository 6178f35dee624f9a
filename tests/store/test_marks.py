"""What is the user's own: each change tells exactly what it changed, and undoing is exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from archive import entry, record

from onrecord.store.articles import View
from onrecord.store.clippings import (
    arrange,
    clip,
    clipping_lists,
    clippings,
    restore_clippings,
    unclip,
)
from onrecord.store.marks import (
    mark_read,
    retag,
    star,
    tag,
    tags,
    untag,
)
from onrecord.store.notes import add_note, delete_note, notes, restore_note, rewrite_note

if TYPE_CHECKING:
    from archive import Archive

TEXT = "“Soon,” said Mara Quill. “Not soon,” said Tam Ode."


@pytest.fixture
def three(archive: Archive, feed_id: int) -> Archive:
    archive.store(feed_id, entry("1", TEXT), entry("2"), entry("3"))
    archive.analyse(1, record(TEXT, ("“Soon,”", "Mara Quill"), ("“Not soon,”", "Tam Ode")))
    return archive


def test_reading_and_starring_tell_what_is_new(three: Archive) -> None:
    for mark, how, view in (
        (mark_read, "read", View.UNREAD),
        (star, "on", View.STARRED),
    ):
        before = three.ids(view)
        assert three.write(mark, [2], **{how: True}) == (2,)
        changed = three.write(mark, [1, 2, 3, 99], **{how: True})
        assert sorted(changed) == [1, 3]
        assert three.write(mark, [1, 2, 3], **{how: True}) == ()
        three.write(mark, changed, **{how: False})
        three.write(mark, [2], **{how: False})
        assert three.ids(view) == before


def test_everything_is_marked_at_once(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, *(entry(str(number)) for number in range(2000)))
    assert len(archive.write(mark_read, archive.ids(), read=True)) == 2000
    assert archive.ids(View.UNREAD) == []


def test_tags_are_known_whatever_their_case(three: Archive) -> None:
    assert three.write(tag, [1, 2], "Gas & Oil") == (1, 2)
    assert three.write(tag, [2, 3], " gas oil ") == (3,)
    assert three.read(tags) == (("Gas & Oil", 3),)
    assert three.article(3).tags == ("Gas & Oil",)
    assert three.write(untag, [1, 2], "GAS OIL") == (1, 2)
    assert three.write(untag, [1], "gas oil") == ()
    three.write(untag, [3], "gas oil")
    assert three.read(tags) == ()


def test_notes(three: Archive) -> None:
    first = three.write(add_note, 1, "Ask who paid.")
    second = three.write(add_note, 1, "How soon?", start=0, quotation="“Soon,”")
    assert three.read(notes, 1) == (first, second)
    assert three.write(delete_note, first.id) == first
    assert three.write(delete_note, first.id) is None
    three.write(restore_note, first)
    assert three.read(notes, 1) == (first, second)
    assert three.read(notes, 2) == ()


def test_clippings_keep_their_order_and_their_words(three: Archive) -> None:
    first, second = three.article(1).quotation_ids
    (later,) = three.write(clip, [second], "Bridge")
    more = three.write(clip, [second, first], "Bridge")
    assert [(each.position, each.text, each.speaker) for each in (later, *more)] == [
        (0, "“Not soon,”", "Tam Ode"),
        (1, "“Not soon,”", "Tam Ode"),
        (2, "“Soon,”", "Mara Quill"),
    ]
    assert three.read(clipping_lists) == (("Bridge", 3),)
    removed = three.write(unclip, [more[0].id, 99])
    assert three.read(clippings, "Bridge") == (later, more[1])
    three.write(restore_clippings, removed)
    assert three.read(clippings, "Bridge") == (later, *more)
    three.analyse(1, record(TEXT))
    assert three.read(clippings, "Bridge") == (later, *more)


def test_a_tag_line_is_taken_as_it_stands_and_given_back(three: Archive) -> None:
    three.write(tag, [1, 2], "Gas")
    assert three.write(retag, 1, ["oil", "Fish", "OIL", " "]) == ("Gas",)
    assert three.article(1).tags == ("Fish", "oil")
    assert three.read(tags) == (("Fish", 1), ("Gas", 1), ("oil", 1))
    assert three.write(retag, 1, ["Gas"]) == ("Fish", "oil")
    assert three.read(tags) == (("Gas", 2),)


def test_a_note_is_rewritten_and_keeps_its_place(three: Archive) -> None:
    first = three.write(add_note, 1, "Ask who paid.", start=0, quotation="“Soon,”")
    assert three.write(rewrite_note, first.id, "Ask again.") == first
    (now,) = three.read(notes, 1)
    assert (now.id, now.start, now.text) == (first.id, 0, "Ask again.")
    assert three.write(rewrite_note, 99, "") is None


def test_an_interrupted_utterance_is_one_clipping(archive: Archive, feed_id: int) -> None:
    text = "“One,” said Mara Quill, “two.” “Three,” she said."
    archive.store(feed_id, entry("1", text))
    said = record(text, ("“One,”", "Mara Quill"), ("“two.”", "Mara Quill"), ("“Three,”", None))
    first, second, third = said.quotations
    archive.analyse(1, replace(said, quotations=(first, replace(second, utterance=0), third)))
    ids = archive.article(1).quotation_ids
    archive.write(clip, ids, "Sea")
    assert [(each.position, each.text) for each in archive.read(clippings, "Sea")] == [
        (0, "“One,”"),
        (0, "“two.”"),
        (1, "“Three,”"),
    ]
    assert archive.read(clipping_lists) == (("Sea", 2),)


def test_clippings_are_put_in_another_order_and_back(three: Archive) -> None:
    first, second = three.article(1).quotation_ids
    (gone, _) = three.write(clip, [first, second], "Bridge")
    three.write(clip, [first], "Bridge")
    three.write(unclip, [gone.id])
    before = three.read(clippings, "Bridge")

    def texts() -> list[str]:
        return [each.text for each in three.read(clippings, "Bridge")]

    assert texts() == ["“Not soon,”", "“Soon,”"]
    undo = three.write(arrange, "Bridge", [before[1].position, before[0].position])
    assert texts() == ["“Soon,”", "“Not soon,”"]
    three.write(arrange, "Bridge", undo)
    assert three.read(clippings, "Bridge") == before
    three.write(arrange, "Bridge", [77])
    assert three.read(clippings, "Bridge") == before
