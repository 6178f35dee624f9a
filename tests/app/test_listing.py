from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from onrecord.app.listing import following, merged


def ids(*numbers: int) -> array[int]:
    return array("q", numbers)


def test_what_has_left_stays_where_it_was():
    assert merged(ids(5, 4, 3, 2, 1), ids(6, 5, 2, 1), {4, 3}) == ids(6, 5, 4, 3, 2, 1)


def test_what_has_left_from_the_top_stays_at_the_top():
    assert merged(ids(5, 4), ids(6, 4), {5}) == ids(5, 6, 4)


def test_what_need_not_stay_goes():
    assert merged(ids(3, 2, 1), ids(3, 1), set()) == ids(3, 1)


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_nothing_is_lost_or_doubled(shown: set[int], fresh: set[int], keep: set[int]):
    result = merged(sorted(shown), ids(*sorted(fresh)), keep)
    assert sorted(result) == sorted(fresh | (shown & keep))


def test_following_goes_either_way_and_ends():
    assert following(ids(5, 4, 3, 2), 0, {3, 2}, 1) == 2
    assert following(ids(5, 4, 3, 2), 3, {5, 3}, -1) == 2
    assert following(ids(5, 4), 1, {5}, 1) is None
