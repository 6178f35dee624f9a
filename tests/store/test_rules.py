"""Rules: when they can be told, what they do once, and what they leave to the user's hand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.query import parse_query
from onrecord.settings import RuleSpec
from onrecord.store.articles import View
from onrecord.store.feeds import sources
from onrecord.store.marks import mark_read, star, tag, untag
from onrecord.store.rules import (
    Stage,
    act,
    apply_rules,
    articles_of,
    note_rules,
    stage_of,
    undo_acts,
    unhide,
)
from onrecord.store.saved_searches import count_unread
from onrecord.store.search import quotes
from onrecord.store.subscriptions import resubscribe, unsubscribe

if TYPE_CHECKING:
    from archive import Archive

TEXT = "“Soon,” said Mara Quill. “Never,” said Tam Ode. The ferry waits."
SAID = (("“Soon,”", "Mara Quill"), ("“Never,”", "Tam Ode"))


def rule(when: str, *do: str) -> RuleSpec:
    return RuleSpec(when, do)


@pytest.fixture
def three(archive: Archive, feed_id: int) -> Archive:
    archive.store(feed_id, entry("one", TEXT), entry("two", "Tides."), entry("three", "Bells."))
    archive.analyse(1, record(TEXT, *SAID))
    return archive


def applied(
    archive: Archive, *rules: RuleSpec, stage: Stage = Stage.REFINED
) -> list[tuple[str, tuple[int, ...]]]:
    archive.write(note_rules, rules, NOW)
    done = archive.write(apply_rules, rules, [1, 2, 3], stage)
    return [(each.act, each.article_ids) for each in done]


@pytest.mark.parametrize(
    ("query", "stage"),
    [
        ("ferry -tides outlet:press newer:3d", Stage.ARRIVED),
        ("speaker:quill", Stage.RECORDED),
        ("ferry OR about:ode", Stage.RECORDED),
        ("is:interview", Stage.RECORDED),
        ("is:unread has:tags", Stage.ARRIVED),
        ("has:quotations", Stage.RECORDED),
        ("ferry -speaker:quill", Stage.REFINED),
        ("-(ferry said:soon)", Stage.REFINED),
        ("", Stage.ARRIVED),
    ],
)
def test_when_a_rule_can_be_told(query: str, stage: Stage) -> None:
    assert stage_of(parse_query(query).tree) is stage


def test_rules_act_at_their_stage_and_each_thing_once(three: Archive) -> None:
    rules = (rule("ferry", "star", "tag Sea"), rule("speaker:quill", "read", "notify"))
    assert applied(three, *rules, stage=Stage.ARRIVED) == [("star", (1,)), ("tag Sea", (1,))]
    assert applied(three, *rules) == [("read", (1,)), ("notify", (1,))]
    assert applied(three, *rules) == []
    assert three.ids(View.STARRED) == [1]
    assert three.ids(View.UNREAD) == [2, 3]
    assert three.ids(query="tag:sea") == [1]


def test_what_was_taken_back_by_hand_is_not_done_again(three: Archive) -> None:
    ferry = rule("ferry", "star", "tag Sea", "read")
    applied(three, ferry)
    three.write(star, [1], on=False)
    three.write(untag, [1], "sea")
    three.write(mark_read, [1], read=False)
    assert applied(three, ferry, rule("speaker:ode", "star", "read", "tag SEA")) == []
    assert three.ids(View.STARRED) == []


def test_what_was_taken_away_before_any_rule_acted_stays_away(three: Archive) -> None:
    three.write(note_rules, [rule("tides", "star")], NOW)
    three.write(star, [2], on=True)
    three.write(star, [2], on=False)
    assert applied(three, rule("tides", "star")) == []


def test_a_rule_acts_on_what_came_after_it(three: Archive, feed_id: int) -> None:
    ferry = rule("bells", "star")
    later = NOW + timedelta(hours=1)
    three.write(note_rules, [ferry], later)
    assert three.write(apply_rules, [ferry], [1, 2, 3], Stage.REFINED) == ()
    three.store(feed_id, entry("four", "More bells."), now=later)
    three.write(note_rules, [ferry], later + timedelta(hours=1))
    (done,) = three.write(apply_rules, [ferry], [3, 4], Stage.REFINED)
    assert done.article_ids == (4,)


def test_a_rule_that_was_never_noted_does_nothing(three: Archive) -> None:
    assert three.write(apply_rules, [rule("ferry", "star")], [1], Stage.REFINED) == ()


def test_hidden_articles_are_found_only_by_asking_for_them(three: Archive, feed_id: int) -> None:
    hiding = rule("ferry OR bells", "hide")
    three.write(star, [3], on=True)
    three.write(act, hiding, [1, 3])
    assert three.ids() == [2, 3]
    for view, scope in (
        (View.UNREAD, {}), (View.FEED, {"feed_id": feed_id}), (View.FOLDER, {"folder": "News"}),
        (View.SEARCH, {}),
    ):  # fmt: skip
        assert three.ids(view, **scope) == [2, 3], view
        assert three.ids(view, query="is:hidden", **scope) == [1], view
        assert three.ids(view, query="ferry OR is:hidden", **scope) == [1], view
    assert three.found("ferry") == []
    assert three.found("speaker:quill") == []
    assert three.found("ferry is:hidden") == [1]
    assert three.found("-is:hidden tides") == [2]
    assert three.quoted("soon") == []
    assert three.quoted("soon is:hidden") == ["“Soon,”"]
    counted = three.read(sources)
    assert (counted.all, counted.unread, counted.folders[0].unread) == (2, 2, 2)
    assert three.read(count_unread, "ferry", now=NOW) == 0
    assert three.read(count_unread, "ferry is:hidden", now=NOW) == 1
    three.write(unsubscribe, feed_id, NOW)
    three.write(resubscribe, feed_id)
    assert three.ids() == [2, 3]
    assert three.write(unhide, [1, 2]) == (1,)
    assert three.ids() == [1, 2, 3]
    assert three.write(act, hiding, [1, 3]) == []


def test_what_a_rule_did_is_undone_as_if_it_had_never_acted(three: Archive) -> None:
    three.write(star, [1], on=True)
    three.write(tag, [2], "Old")
    rules = rule("ferry OR tides OR bells", "star", "read", "tag Old", "tag New")
    hiding = rule("ferry OR tides OR bells", "hide")
    done = [*three.write(act, rules, [1, 2, 3])]
    assert done[0].changed == (2, 3)
    three.write(undo_acts, done)
    assert three.ids(View.STARRED) == [1]
    assert three.ids(View.UNREAD) == [1, 2, 3]
    assert three.ids(query="has:tags") == [2]
    done = three.write(act, hiding, [1, 2, 3])
    assert done[0].changed == (2, 3)
    three.write(undo_acts, done)
    assert three.ids() == [1, 2, 3]
    assert [each.article_ids for each in three.write(act, hiding, [1, 2, 3])] == [(1, 2, 3)]


QUERIES = (
    "ferry", "ferry OR bells", "-ferry", "title:one", "speaker:quill", "said:soon", "about:ode",
    "speaker:quill said:soon", "speaker:quill said:never", "speaker:quill OR tides",
    "-(speaker:quill said:never)", "is:unread person:quill", '"the ferry" waits', "outlet:press",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_a_few_articles_are_looked_at_as_all_are(three: Archive, query: str) -> None:
    whole = three.read(articles_of, rule(query))
    found = {ids for _, ids in applied(three, rule(query, "notify"))}
    assert sorted(each for ids in found for each in ids) == sorted(whole)
    assert sorted(whole) == sorted(three.ids(View.SEARCH, query=query))


@given(st.text(max_size=40))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_harms(three: Archive, when: str) -> None:
    three.write(note_rules, [rule(when, "notify")], NOW)
    three.write(apply_rules, [rule(when, "notify")], [1, 2, 3], Stage.REFINED)
    three.read(articles_of, rule(when))
    three.read(quotes, parse_query(when))
