from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from cited import TEXT
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.fragment import Directive, directive, found, fragment_url

URL = "https://lantern.example/ferry"


def span_of(words, text=TEXT, nth=0):
    return [match.span() for match in re.finditer(re.escape(words), text)][nth]


def test_the_words_stand_in_the_address_without_their_marks():
    url = fragment_url(URL, TEXT, [span_of("“The strait is our shortest bridge,”")])
    assert url == f"{URL}#:~:text=The%20strait%20is%20our%20shortest%20bridge"


def test_the_directives_own_signs_are_encoded():
    text = "It was a well-known, old & tired ship."
    url = fragment_url(URL, text, [span_of("well-known, old & tired", text)])
    assert url == f"{URL}#:~:text=well%2Dknown%2C%20old%20%26%20tired"


def test_words_that_stand_there_twice_are_told_apart_by_their_neighbours():
    second = span_of("“Ours.”", nth=1)
    told = directive(TEXT, second)
    assert told.prefix
    assert found(told, TEXT) == (second[0] + 1, second[1] - 2)
    first = directive(TEXT, span_of("“Ours.”"))
    assert str(first) == "text=Ours"


def test_a_prefix_comes_first_and_a_suffix_last():
    assert str(Directive("b", "c", "a", "d")) == "text=a-,b,c,-d"


def test_a_long_passage_is_named_by_its_ends():
    words = " ".join(f"word{number}" for number in range(80))
    told = directive(f"Before. {words}. After.", (8, 8 + len(words)))
    assert told.start == "word0 word1 word2 word3 word4"
    assert told.end == "word75 word76 word77 word78 word79"


def test_a_passage_over_two_paragraphs_is_named_by_its_ends():
    text = "He said: “One and one.\n\nTwo and two.” So it was."
    told = directive(text, (text.index("“"), text.index("”") + 1))
    assert (told.start, told.end) == ("One and one", "Two and two")
    assert found(told, text) == (text.index("One"), text.index(".”"))


def test_each_stretch_has_a_directive():
    url = fragment_url(URL, TEXT, [span_of("“Ours.”"), span_of("The ferry")])
    assert url == f"{URL}#:~:text=Ours&text=The%20ferry"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/#part", "https://a.example/#part:~:text=Ours"),
        ("https://a.example/#:~:text=Old", "https://a.example/#:~:text=Ours"),
        ("", ""),
    ],
)
def test_a_fragment_that_is_there_already_stays_and_an_old_directive_goes(url, expected):
    assert fragment_url(url, TEXT, [span_of("“Ours.”")]) == expected


def test_without_a_word_there_is_nothing_to_look_for():
    assert directive("“…”", (0, 3)) is None
    assert fragment_url(URL, "“…”", [(0, 3)]) == URL


WORDS = st.lists(
    st.sampled_from(
        ["the", "The", "sea", "was", "well-known,", "“a”", "don’t", "wall.", "é", "\n"]
    ),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(text=WORDS, data=st.data())
def test_a_directive_finds_words_like_those_it_is_for(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    # Whole words, as quotations are.
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    told = directive(text, (start, end))
    if told is None:
        assert not any(char.isalnum() for char in text[start:end])
        return
    place = found(told, text)
    assert place is not None
    if not told.end:
        said = " ".join(text[place[0] : place[1]].split()).lower()
        assert said in " ".join(text[start:end].split()).lower()
    assert not set(" &") & set(str(told))
    assert unquote(str(told)).startswith("text=")
