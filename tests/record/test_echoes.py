from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from archive import NOW, entry, record

from onrecord.model import EntityKind, Speaker
from onrecord.record.echoes import echo_of, find_echoes
from onrecord.record.likeness import Change
from onrecord.samples.press import Press
from onrecord.settings import FeedSpec
from onrecord.store.corrections import correct_speaker
from onrecord.store.echoes import articles_due, other_outlets
from onrecord.store.feeds import feed_by_url
from onrecord.store.joining import merge
from onrecord.store.persons import head_of
from onrecord.store.waiting import mark_for_reanalysis

FULL = "“The dam is unsafe, it was unsafe last year, and no coat of concrete will make it safe.”"
CUT = "“no coat of concrete will make it safe”"
OTHER = "“I would like to thank the choir, who sang although the heating had failed.”"


def publish(archive, feed_id, words, name="Ada Ash", *, days=0):
    text = f"{words} said {name}."
    published_at = NOW - timedelta(days=days)
    guid = f"{feed_id}-{words[:20]}-{name}-{days}"
    (article_id,) = archive.store(feed_id, entry(guid, text, published_at=published_at)).new
    archive.analyse(article_id, record(text, (words, name)))
    return archive.article(article_id).quotation_ids[0]


def echoes(archive, quotation_id):
    find_echoes(archive.database)
    found = echo_of(archive.database, quotation_id)
    return [] if found is None else sorted(each.quotation_id for each in found.versions)


def test_the_same_words_in_two_outlets_are_one_echo(archive):
    full = publish(archive, 1, FULL, days=1)
    cut = publish(archive, 2, CUT)
    publish(archive, 2, OTHER)
    assert echoes(archive, full) == echoes(archive, cut) == [full, cut]
    found = echo_of(archive.database, cut)
    assert found.versions[found.fullest].quotation_id == full
    assert [each.change for each in found.differences[1]] == [Change.CUT, Change.SAME]
    assert archive.read(other_outlets, 1) == {full: 1}
    assert find_echoes(archive.database) == 0


@pytest.mark.parametrize(
    ("feed_id", "name", "days"),
    [(1, "Ada Ash", 0), (2, "Tam Ode", 0), (2, "Ada Ash", 40)],
    ids=["same outlet", "somebody else", "another month"],
)
def test_what_is_no_echo(archive, feed_id, name, days):
    full = publish(archive, 1, FULL)
    publish(archive, feed_id, CUT, name, days=days)
    assert echoes(archive, full) == []


def test_a_speaker_who_is_the_same_by_now_makes_an_echo(archive):
    full = publish(archive, 1, FULL)
    cut = publish(archive, 2, CUT, "Tam Ode")
    assert echoes(archive, full) == []
    archive.write(correct_speaker, cut, Speaker("Ada Ash", EntityKind.PERSON))
    assert echoes(archive, full) == [full, cut]


def test_names_that_are_one_persons_are_one_speaker(archive):
    full = publish(archive, 1, FULL, "Ada Ash")
    cut = publish(archive, 2, CUT, "Ms Ash")
    assert echoes(archive, full) == [full, cut]


def test_a_new_analysis_keeps_them_right(archive):
    full = publish(archive, 1, FULL)
    cut = publish(archive, 2, CUT)
    assert echoes(archive, full) == [full, cut]
    text = archive.article(2).body.text
    archive.write(mark_for_reanalysis)
    archive.analyse(2, replace(record(text, (CUT, "Ada Ash")), analysed_with="2/patterns"))
    assert echoes(archive, full) == [full, cut]
    archive.analyse(2, record(text))
    assert echoes(archive, full) == []


def test_it_stops_when_it_is_told_to_and_goes_on_later(archive):
    full = publish(archive, 1, FULL)
    cut = publish(archive, 2, CUT)
    assert find_echoes(archive.database, cancelled=lambda: True) == 0
    assert len(archive.read(articles_due, 10)) == 2
    assert echoes(archive, full) == [full, cut]


def test_names_joined_by_the_user_are_one_speaker(archive):
    full = publish(archive, 1, FULL, "Ada Ash")
    cut = publish(archive, 2, CUT, "The Engineer")

    def speaker(conn, quotation_id):
        (each,) = conn.execute(
            "SELECT speaker_id FROM quotations WHERE id = ?", (quotation_id,)
        ).fetchone()
        return head_of(conn, each)

    assert echoes(archive, full) == []
    archive.write(merge, archive.read(speaker, cut), archive.read(speaker, full))
    assert echoes(archive, full) == [full, cut]


@pytest.fixture(scope="module")
def korvath():
    """The manuscripts of the one interview that four outlets of the sample press carry."""
    with Press(now=NOW) as press:
        return [each for each in press.manuscripts if each.id.startswith("korvath-")]


def test_one_interview_in_several_outlets_is_found(archive, korvath):
    archive.subscribe(*(FeedSpec(f"https://{each.id}.example/", each.id, "") for each in korvath))
    ids = {}
    for each in korvath:
        document = each.document()
        feed_id = archive.read(feed_by_url, f"https://{each.id}.example/").id
        (ids[each.id],) = archive.store(
            feed_id, entry(each.id, document.text, each.id, published_at=NOW)
        ).new
        archive.analyse(ids[each.id], each.record)
    find_echoes(archive.database)
    carried = {
        name: len(archive.read(other_outlets, article_id)) for name, article_id in ids.items()
    }
    assert carried == {
        "korvath-courier": 5,
        "korvath-lantern": 5,
        "korvath-transcript": 8,
        "korvath-wire": 6,
    }
    leash = next(
        quotation_id
        for quotation_id, each in zip(
            archive.article(ids["korvath-courier"]).quotation_ids,
            archive.article(ids["korvath-courier"]).record.quotations,
            strict=True,
        )
        if "leash" in each.text
    )
    found = echo_of(archive.database, leash)
    assert {each.outlet for each in found.versions} == {"korvath-courier", "korvath-transcript"}
    assert found.versions[found.fullest].outlet == "korvath-transcript"


def test_echoes_are_printed_with_what_differs(onrecord, archive):
    publish(archive, 1, FULL, days=1)
    publish(archive, 2, CUT)
    code, out, _ = onrecord("echoes")
    assert code == 0
    assert out.splitlines()[0] == f"Ada Ash: {FULL}"
    assert (
        "[-The dam is unsafe, it was unsafe last year, and-] no coat of concrete will make it safe"
        in out
    )
    (found,) = json.loads(onrecord("echoes", "speaker:ash", "--json")[1])
    assert found["earliest"] == found["fullest"] == found["versions"][0]["quotation"]
    assert onrecord("echoes", "speaker:nobody")[1] == ""
