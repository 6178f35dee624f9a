from __future__ import annotations

import json
from datetime import timedelta

import pytest
from archive import NOW, entry, record

from onrecord.record.changes import Fate, changed_quotations, changes
from onrecord.store.earlier import EarlierQuotation

BEFORE = "“The dam is unsafe and was unsafe last year,” said Ada Ash. “Resign,” she told Tam Ode."
AFTER = "“The dam is quite safe and was safe last year,” said Ada Ash, and met Tam Ode."


REWORDED = "“It was built on sand and hope”"


def earlier(*texts):
    return [EarlierQuotation(NOW, text, "Ada Ash") for text in texts]


@pytest.mark.parametrize(
    ("present", "text", "expected"),
    [
        ([], "It went otherwise.", [(Fate.REMOVED, "")]),
        (["“It was built of sand and hope.”"], "“It was built of sand and hope.”", []),
        (["“It was built on sand and hope”"], "", [(Fate.REWORDED, REWORDED)]),
        ([], "Ash said it was built of sand, and hope.", []),
    ],
    ids=["removed", "the same", "reworded", "no longer taken for a quotation"],
)
def test_what_became_of_a_quotation(present, text, expected):
    found = changes(earlier("“It was built of sand and hope.”"), present, text)
    assert [(each.fate, each.after) for each in found] == expected


def test_a_wording_is_told_once_by_the_latest_change():
    old, new = earlier("“Words that went away.”", "“words that went away”")
    assert len(changes([old, new], [], "")) == 1


@pytest.fixture
def changed(archive):
    (article_id,) = archive.store(1, entry("one", BEFORE, published_at=NOW)).new
    said = (("“The dam is unsafe and was unsafe last year,”", "Ada Ash"), ("“Resign,”", "Ada Ash"))
    archive.analyse(article_id, record(BEFORE, *said))
    later = NOW + timedelta(hours=2)
    archive.store(1, entry("one", AFTER, published_at=NOW), now=later)
    return article_id


def test_nothing_is_told_before_the_new_record_is_there(archive, changed):
    assert changed_quotations(archive.database, changed) == ()
    assert changed_quotations(archive.database, 99) == ()


def test_both_wordings_and_the_time_are_told(archive, changed, onrecord):
    now = "“The dam is quite safe and was safe last year,”"
    archive.analyse(changed, record(AFTER, (now, "Ada Ash")))
    found = changed_quotations(archive.database, changed)
    assert [(each.fate, each.after, each.seen_at) for each in found] == [
        (Fate.REWORDED, now, NOW + timedelta(hours=2)),
        (Fate.REMOVED, "", NOW + timedelta(hours=2)),
    ]
    code, out, _ = onrecord("changes")
    assert code == 0
    assert f"now:    {now}" in out
    assert [each["fate"] for each in json.loads(onrecord("changes", "ash", "--json")[1])] == [
        "reworded",
        "removed",
    ]
    assert onrecord("changes", "nothing")[1] == ""
