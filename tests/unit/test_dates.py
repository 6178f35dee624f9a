"""Dates become ISO against the publication date; sums of money are found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.dates import find_dates, find_money
from onrecord.analyse.tokens import tokenize
from onrecord.model import EntityKind

PUBLISHED = datetime(2014, 5, 19, 9, 0, tzinfo=UTC)
"""A Monday."""


def dates(text, published_at=PUBLISHED):
    tokens = tokenize(text)
    found = find_dates(tokens, published_at)
    return {text[a:b]: entity.value for entity in found for a, b in entity.mentions}


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("They met on 3 June 2013.", "3 June 2013", "2013-06-03"),
        ("They met on June 3, 2013.", "June 3, 2013", "2013-06-03"),
        ("They met on Sept. 4.", "Sept. 4", "2014-09-04"),
        ("They met on the 3rd of June.", "3rd of June", "2014-06-03"),
        ("They met in March 2012.", "March 2012", "2012-03"),
        ("They met on 2014-02-28.", "2014-02-28", "2014-02-28"),
        ("The bridge was built in 1931.", "1931", "1931"),
        ("It opened in April.", "April", "2014-04"),
        ("She resigned on Friday.", "Friday", "2014-05-16"),
        ("She will resign on Friday.", "Friday", "2014-05-23"),
        ("Next Friday she goes.", "Next Friday", "2014-05-23"),
        ("Last Monday she went.", "Last Monday", "2014-05-12"),
        ("On Monday she sat down with the paper.", "Monday", "2014-05-19"),
        ("Next year they will celebrate.", "Next year", "2015"),
        ("It rained last month.", "last month", "2014-04"),
        ("It rains this week.", "this week", "2014-W21"),
        ("She left three weeks ago.", "three weeks ago", "2014-W18"),
        ("She left 2 days ago.", "2 days ago", "2014-05-17"),
        ("She left yesterday.", "yesterday", "2014-05-18"),
        ("She comes tomorrow.", "tomorrow", "2014-05-20"),
        ("The vote is on Thursday.", "Thursday", "2014-05-22"),
        ("She was here last night.", "last night", "2014-05-18"),
        ("She came this morning.", "this morning", "2014-05-19"),
        ("A meeting on Saturday, 24 May, is planned.", "Saturday, 24 May", "2014-05-24"),
        ("It is a holiday on the second of August.", "second of August", "2014-08-02"),
        ("It has rained since November.", "November", "2013-11"),
        ("It will open in November.", "November", "2014-11"),
        ("It closed in November.", "November", "2013-11"),
        ("It closed in mid-March.", "March", "2014-03"),
        ("He sang on Christmas Eve 2012.", "Christmas Eve 2012", "2012-12-24"),
        ("He sang on New Year's Day.", "New Year's Day", "2014-01-01"),
        ("It shrank in Q3 2013.", "2013", "2013"),
        ("It opens in three weeks' time.", "in three weeks' time", "2014-W24"),
        ("She left a decade ago.", "a decade ago", "2004"),
        ("She had left three days earlier.", "three days earlier", ""),
        ("Posted 2014-02-28T10:00.", "2014-02-28", "2014-02-28"),
    ],
)
def test_a_date_has_its_iso_form(text, phrase, value):
    assert dates(text) == {phrase: value}


def test_years_and_days_of_a_span():
    assert dates("Between 2009 and 2011 it rained.") == {"2009": "2009", "2011": "2011"}
    assert dates("Open from Monday to Friday.") == {"Monday": "2014-05-19", "Friday": "2014-05-23"}


def test_days_joined_by_and_look_the_same_way():
    text = "Her remarks come ahead of her travel to Anmar on Tuesday and Wednesday for a fair."
    assert dates(text) == {"Tuesday": "2014-05-20", "Wednesday": "2014-05-21"}


def test_around_new_year_the_nearest_year_is_meant():
    january = datetime(2015, 1, 4, tzinfo=UTC)
    assert dates("It burned on 28 December.", january) == {"28 December": "2014-12-28"}
    december = datetime(2014, 12, 28, tzinfo=UTC)
    assert dates("It opens on 4 January.", december) == {"4 January": "2015-01-04"}


def test_a_day_that_no_month_has_is_told_by_its_month():
    assert dates("They met on 31 June 2013.") == {"31 June 2013": "2013-06"}


def test_without_a_publication_date_only_absolute_dates_have_a_value():
    text = "On Friday they spoke of 3 June 2013."
    assert dates(text, None) == {"Friday": "", "3 June 2013": "2013-06-03"}


def test_the_same_day_named_twice_is_one_entity():
    text = "She spoke on 16 May. On Friday, she had said."
    tokens = tokenize(text)
    found = find_dates(tokens, PUBLISHED)
    assert [(e.value, len(e.mentions)) for e in found] == [("2014-05-16", 2)]


@pytest.mark.parametrize(
    "text",
    ["She may march in second place.", "Augusta and April Roy met.", "Room 2013", "in 12345"],
)
def test_words_that_only_look_like_dates_are_none(text):
    assert dates(text) == {}


def test_spans_of_names_are_left_out():
    text = "The May 4 Committee met."
    tokens = tokenize(text)
    assert find_dates(tokens, PUBLISHED, [(4, 19)]) == []


@pytest.mark.parametrize(
    "money",
    [
        "$5",
        "$1.5 million",
        "£20m",
        "€3bn",
        "US$40",
        "300 dollars",
        "12 million euros",
        "40 roubles",
        "Rs 2,300 crore",
        "₹4,000 crore",
        "N200m",
        "R3.4 billion",
        "50p",
        "3 million Swiss francs",
        "half a million pounds",
        "200 million naira",
    ],
)
def test_a_sum_of_money_is_found(money):
    text = f"It cost {money} in all."
    found = find_money(tokenize(text))
    assert [(e.kind, e.name) for e in found] == [(EntityKind.MONEY, money)]
    assert [text[a:b] for e in found for a, b in e.mentions] == [money]


@given(st.text(alphabet=st.sampled_from("0123456789 May,.-JuneonMondaylast"), max_size=80))
def test_any_jumble_gives_spans_inside_the_text(text):
    for entity in find_dates(tokenize(text), PUBLISHED):
        for start, end in entity.mentions:
            assert 0 <= start < end <= len(text)
