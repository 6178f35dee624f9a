from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from onrecord.app.typeset import Space, paragraphs_of, runs_right, set_page, superscript, wrap
from onrecord.model import Body, Link, Paragraph, Role

TEXT = st.text(
    alphabet=st.sampled_from("aé ßж-“”.,\n…日本語。「」가👩‍🚀\u0301ابجदि\u200d🇩🇪x"), max_size=80
)


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)]


def test_words_are_kept_whole():
    assert lines("who said what to whom", 9) == ["who said", "what to", "whom"]


def test_a_word_longer_than_a_line_is_cut():
    assert lines("a abcdefgh b", 4) == ["a", "abcd", "efgh", "b"]


def test_spaces_at_a_break_belong_to_no_line():
    assert lines("  one   two  ", 5) == ["one", "two"]


def test_a_line_feed_breaks():
    assert lines("one\ntwo", 20) == ["one", "two"]


def test_wide_characters_take_two_cells():
    assert lines("日本語の文章", 7) == ["日本語", "の文章"]


def test_no_line_begins_with_a_closing_mark():
    assert lines("日本語。です", 6) == ["日本", "語。で", "す"]


def test_a_line_may_break_after_a_long_dash_before_a_word():
    assert lines("the word—and another", 11) == ["the word—", "and another"]
    assert lines("the word—” and", 9) == ["the", "word—”", "and"]


def test_korean_breaks_between_words():
    assert lines("시장은 약속이다 아침", 8) == ["시장은", "약속이다", "아침"]
    assert lines("시장은약속이다", 6) == ["시장은", "약속이", "다"]


def test_a_grapheme_is_never_torn():
    assert lines("aé" + "👩‍🚀" * 2, 3) == ["aé", "👩‍🚀", "👩‍🚀"]


@given(TEXT, st.integers(1, 20))
def test_every_line_fits_unless_it_is_one_grapheme(text: str, width: int):
    for start, end in wrap(text, 0, len(text), width):
        line = text[start:end]
        assert cell_len(line) <= width or len(split_graphemes(line)[0]) == 1


@given(TEXT, st.integers(1, 20))
def test_lines_are_in_order_and_lose_nothing_but_space(text: str, width: int):
    place = 0
    for start, end in wrap(text, 0, len(text), width):
        assert place <= start < end <= len(text)
        assert not text[place:start].strip(" \n")
        assert not text[start:end].isspace()
        assert text[end - 1] != " "
        place = end
    assert not text[place:].strip(" \n")


@given(st.text(alphabet="ab c—.”", max_size=60), st.integers(1, 12))
def test_both_ways_of_wrapping_agree(text: str, width: int):
    # The combining mark sends the second one along the way for any characters.
    marked = text + "\n\u0301"
    assert lines(text, width) == [line for line in lines(marked, width) if line != "\u0301"]


def body(*paragraphs: tuple[str, Role]) -> Body:
    text = "\n\n".join(words for words, _ in paragraphs)
    spans, at = [], 0
    for words, role in paragraphs:
        spans.append(Paragraph(at, at + len(words), role))
        at += len(words) + 2
    return Body(text, tuple(spans))


def test_paragraphs_are_parted_by_one_line_and_headings_by_two():
    page = set_page(
        body(("One.", Role.PARAGRAPH), ("Two", Role.HEADING), ("Three.", Role.PARAGRAPH)), 20
    )
    assert [line.space for line in page.lines] == [
        Space.NONE,
        Space.EXTRA,
        Space.BETWEEN,
        Space.NONE,
        Space.BETWEEN,
        Space.NONE,
    ]


def test_items_of_a_list_stand_together_and_hang():
    page = set_page(body(("one two", Role.ITEM), ("five", Role.ITEM)), 7)
    assert [(line.ornament, line.indent) for line in page.lines] == [("• ", 3), ("", 3), ("• ", 3)]


def test_a_paragraph_with_names_above_has_a_line_for_them():
    page = set_page(body(("a", Role.PARAGRAPH), ("b", Role.PARAGRAPH)), 9, named={1})
    assert [line.space for line in page.lines] == [
        Space.NONE,
        Space.BETWEEN,
        Space.NAMES,
        Space.NONE,
    ]


def test_a_body_that_tells_no_paragraphs_has_those_its_blank_lines_make():
    text = "One.\n\n \nTwo\nlines.\n"
    assert [text[p.start : p.end] for p in paragraphs_of(Body(text))] == ["One.", "Two\nlines."]


def test_right_to_left_paragraphs_are_set_flush_right():
    page = set_page(Body("مرحبا بالعالم\n\nHello"), 30)
    assert [line.align_right for line in page.lines if line.space is Space.NONE] == [True, False]
    assert runs_right("“مرحبا”")
    assert not runs_right("“Hello مرحبا”")


@pytest.mark.parametrize("offset", range(30))
def test_line_of_finds_the_line_that_shows_an_offset(offset: int):
    text = "one two three\n\nfour five six seven"
    page = set_page(Body(text), 9)
    line = page.lines[page.line_of(offset)]
    assert line.space is Space.NONE
    assert line.start <= offset or offset == 0
    following = [other.start for other in page.lines if other.start > line.start]
    assert not following or offset < following[0] + 1 or text[offset].isspace()


def test_lines_leave_room_for_the_numbers_of_links():
    text = "read this page now"
    link = Link(0, 9, "https://press.example/")
    page = set_page(Body(text, links=(link,)), 9, notes=(9,))
    # "this¹ page" takes ten cells.
    assert [text[line.start : line.end] for line in page.lines] == ["read", "this", "page now"]


def test_superscript():
    assert superscript(120) == "¹²⁰"


def test_a_hundred_thousand_words_are_set_in_lines():
    text = "\n\n".join("who said what to whom and when it was said " * 10 for _ in range(1000))
    page = set_page(Body(text), 72)
    assert len(page.lines) > 7000
    assert all(line.end - line.start <= 72 for line in page.lines)


def test_the_rule_of_a_block_quotation_goes_through():
    page = set_page(body(("one", Role.QUOTE), ("two", Role.QUOTE), ("three", Role.PARAGRAPH)), 20)
    assert [line.ornament for line in page.lines] == ["│ ", "│ ", "│ ", "", ""]


def test_a_question_has_more_air_above_and_its_answer_has_not():
    parts = [(word, Role.PARAGRAPH) for word in ("a", "why?", "so", "and?", "well")]
    page = set_page(body(*parts), 20, asked={1, 3})
    spaces = [line.paragraph for line in page.lines if line.space is Space.EXTRA]
    assert spaces == [1, 3]
