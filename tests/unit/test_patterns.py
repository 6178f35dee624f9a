"""A pattern is compiled with its first use, and works as any other."""

import re

import pytest

from onrecord.patterns import pattern


def test_it_finds_what_the_compiled_one_finds():
    number = pattern(r"(?P<first>\d)\d*")
    match = number.search("in 1954")
    assert match is not None
    assert (match.group(), match["first"]) == ("1954", "1")
    assert number.sub("#", "1 and 23") == "# and #"
    assert pattern("^a", re.MULTILINE).findall("a\na") == ["a", "a"]


def test_it_is_compiled_when_it_is_used():
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.match("(")


def test_it_has_no_other_methods():
    with pytest.raises(AttributeError):
        _ = pattern("a").found
