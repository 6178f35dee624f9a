"""Whom one follows: saved searches that notify."""

from __future__ import annotations

import pytest
from archive import entry, record

from onrecord.model import Entity, EntityKind
from onrecord.settings import RuleSpec
from onrecord.store.follows import (
    follow,
    follow_rules,
    followed,
    query_about,
    undo_following,
    unfollow,
)
from onrecord.store.people import people
from onrecord.store.saved_searches import save_search, saved_searches

TEXT = "“Soon,” said Mara Quill in Port Ode."


@pytest.fixture
def filled(archive, feed_id):
    stored = archive.store(feed_id, entry("one", TEXT))
    quill = Entity("Mara Quill", EntityKind.PERSON, mentions=((13, 23),))
    ode = Entity("Port Ode", EntityKind.PLACE, mentions=((27, 35),))
    said = record(TEXT, ("“Soon,”", "Mara Quill"), entities=(quill, ode))
    archive.analyse(stored.new[0], said)
    return archive


def test_who_is_quoted_is_followed_by_what_they_say_others_by_name(filled):
    (quill,) = filled.read(people)
    (ode,) = filled.read(people, kinds=(EntityKind.PLACE,))
    assert query_about(quill) == 'speaker:"Mara Quill"'
    assert query_about(ode) == 'about:"Port Ode"'


def test_following_is_a_saved_search_that_notifies(filled):
    change = filled.write(follow, "Mara Quill", 'speaker:"Mara Quill"')
    assert change.new
    assert [each.name for each in filled.read(followed)] == ["Mara Quill"]
    assert filled.read(follow_rules) == (RuleSpec('speaker:"Mara Quill"', ("notify",)),)
    filled.write(undo_following, change)
    assert filled.read(saved_searches) == ()


def test_a_search_that_is_saved_already_is_followed_and_stays(filled):
    filled.write(save_search, "Ferries", "ferry")
    change = filled.write(follow, "Ferries", "ferry")
    assert not change.new
    (saved,) = filled.read(followed)
    gone = filled.write(unfollow, saved)
    assert filled.read(followed) == ()
    assert len(filled.read(saved_searches)) == 1
    filled.write(undo_following, gone)
    assert len(filled.read(followed)) == 1
    filled.write(undo_following, change)
    assert filled.read(followed) == ()


def test_what_was_made_by_following_goes_with_it_and_comes_back(filled):
    filled.write(save_search, "First", "first")
    filled.write(follow, "Mara Quill", 'speaker:"Mara Quill"')
    saved = filled.read(followed)[0]
    gone = filled.write(unfollow, saved, delete=True)
    assert [each.name for each in filled.read(saved_searches)] == ["First"]
    filled.write(undo_following, gone)
    assert filled.read(followed) == (saved,)


def test_a_name_that_another_search_has_is_not_taken(filled):
    filled.write(save_search, "Mara Quill", "harbour")
    filled.write(follow, "Mara Quill", 'speaker:"Mara Quill"')
    names = {each.name: each.query for each in filled.read(saved_searches)}
    assert names["Mara Quill"] == "harbour"
    assert len(names) == 2
