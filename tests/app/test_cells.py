from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from onrecord.app.cells import age, count, crop, fill, indented

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=-5), "now"),
        (timedelta(minutes=5), "5m"),
        (timedelta(hours=3, minutes=59), "3h"),
        (timedelta(days=6, hours=23), "6d"),
        (timedelta(days=8), "12 May"),
        (timedelta(days=200), "Nov 2025"),
    ],
)
def test_age(before: timedelta, shown: str):
    assert age(NOW - before, NOW) == shown


def test_an_unknown_age_is_empty():
    assert age(None, NOW) == ""


def test_count():
    assert count(1, "quotation") == "1 quotation"
    assert count(1204, "article") == "1,204 articles"
    assert count(0, "entry", "entries") == "0 entries"


def test_crop_tells_that_something_is_missing():
    assert crop("who said what", 8) == "who sai…"
    assert crop("who said", 8) == "who said"
    assert crop("who", 0) == ""


@given(st.text(max_size=40), st.integers(0, 30))
def test_nothing_is_wider_than_it_may_be(text: str, width: int):
    assert cell_len(crop(text, width)) <= width
    assert cell_len(fill(text, width)) == width


@given(st.text(max_size=40))
def test_nothing_dangerous_is_left(text: str):
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in crop(text, 99))


def test_an_indent_is_firm():
    firm = "\N{NO-BREAK SPACE}"
    assert indented("a\n  b  c\n d") == f"a\n{firm * 2}b  c\n{firm}d"
