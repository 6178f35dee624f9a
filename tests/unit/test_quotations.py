"""The scanner for stretches in quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.quotations import Style, scan, words_in
from onrecord.model import Paragraph, Role

MARKED = st.text(alphabet="ab .,?!\n“”„«»「」\"'‘’`-—0\u00a0é😀", max_size=250)


def stretches(text: str, depth: int = 0) -> list[str]:
    return [text[s.start : s.end] for s in scan(text) if s.depth == depth]


def singles(text: str) -> list[str]:
    return [text[s.start : s.end] for s in scan(text) if s.style is Style.SINGLE]


@given(MARKED)
def test_spans_lie_in_the_text_and_nest_or_are_disjoint(text: str) -> None:
    found = scan(text)
    for stretch in found:
        assert 0 <= stretch.start < stretch.end <= len(text)
        assert "\n" not in text[stretch.start : stretch.end]
        assert any(c.isalnum() for c in text[stretch.start : stretch.end])
    for i, a in enumerate(found):
        for b in found[i + 1 :]:
            assert a.start <= b.start
            assert b.start >= a.end or b.end <= a.end


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert scan(text) == scan(text)


@given(st.lists(MARKED.filter(lambda s: "\n" not in s), min_size=1, max_size=5), MARKED)
def test_another_paragraph_changes_no_span_elsewhere(paragraphs: list[str], added: str) -> None:
    text = "\n\n".join(paragraphs)
    before = [(s.start, s.end, s.depth) for s in scan(text)]
    longer = text + "\n\n" + added
    after = [(s.start, s.end, s.depth) for s in scan(longer) if s.start < len(text)]
    assert after == before
    moved = len(added) + 2
    shifted = [(s.start - moved, s.end - moved, s.depth) for s in scan(added + "\n\n" + text)]
    assert [x for x in shifted if x[0] >= 0] == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” she said.", "“We won,”"),
        ('"We won," she said.', '"We won,"'),
        ("``We won,'' she said.", "``We won,''"),
        ("''We won,'' she said.", "''We won,''"),
        ("„Wir haben gewonnen“, sagte sie.", "„Wir haben gewonnen“"),
        ("„Wygraliśmy”, powiedziała.", "„Wygraliśmy”"),
        ("« Nous avons gagné », a-t-elle dit.", "« Nous avons gagné »"),
        ("»Wir haben gewonnen«, sagte sie.", "»Wir haben gewonnen«"),
        ("”Vi vann”, sade hon.", "”Vi vann”"),
        ("「勝ちました」と彼女は言った。", "「勝ちました」"),
        ("｢勝ちました｣と彼女は言った。", "｢勝ちました｣"),
        ("‚Gewonnen‘, sagte sie.", "‚Gewonnen‘"),
        ('צה"ל הודיע: "ניצחנו".', '"ניצחנו"'),
        ("She said: “We won”.", "“We won”"),
        ("It was—“a win for all”—she said.", "“a win for all”"),
    ],
)
def test_marks_of_many_styles(text: str, expected: str) -> None:
    assert stretches(text) == [expected]


def test_apostrophes_and_inches_are_no_marks() -> None:
    assert scan("The dogs' owner, 6'2\" tall, didn't own a 12\" record in the '90s.") == ()


def test_inches_inside_a_quotation_do_not_close_it() -> None:
    text = '"I am 6\'2" tall," he said.'
    assert stretches(text) == ['"I am 6\'2" tall,"']


def test_attribute_values_of_tags_are_no_quotations() -> None:
    assert stretches('<a href="x y z">“Yes, we will,” he said</a>') == ["“Yes, we will,”"]


def test_a_quotation_inside_a_quotation() -> None:
    text = "“He told me, ‘Go home now,’ and left,” she said."
    assert stretches(text) == ["“He told me, ‘Go home now,’ and left,”"]
    assert stretches(text, 1) == ["‘Go home now,’"]


def test_double_marks_inside_double_marks() -> None:
    text = '"He said "no way" to me," she said.'
    assert stretches(text) == ['"He said "no way" to me,"']
    assert stretches(text, 1) == ['"no way"']


def test_one_mark_that_closes_two_quotations() -> None:
    text = "“She told us, “Stay here.”"
    assert stretches(text) == [text]


def test_paragraphs_of_one_quotation_are_each_opened() -> None:
    text = "“First paragraph.\n\n“Second paragraph.\n\n“Third,” she said."
    found = scan(text)
    assert [text[s.start : s.end] for s in found] == [
        "“First paragraph.",
        "“Second paragraph.",
        "“Third,”",
    ]
    assert [(s.closed, s.continues) for s in found] == [(False, True), (False, True), (True, False)]


def test_a_lost_closing_mark_damages_its_own_paragraph_only() -> None:
    text = "“We lost the mark, he said.\n\n“We did not,” she said."
    assert stretches(text)[1] == "“We did not,”"


def test_a_lost_opening_mark_is_made_up_for() -> None:
    text = "We went home early that day,” she said. “It was late.”"
    assert stretches(text) == ["We went home early that day,”", "“It was late.”"]


def test_a_lost_mark_between_two_quotations() -> None:
    text = '"We go now, he said. "She stays," he added.'
    assert '"She stays,"' in [text[s.start : s.end] for s in scan(text)]


def test_british_single_marks() -> None:
    text = "‘We won’t go,’ she said. ‘It’s the dogs’ day.’"
    assert singles(text) == ["‘We won’t go,’", "‘It’s the dogs’ day.’"]


def test_straight_single_marks() -> None:
    assert singles("'We don't know,' he said. 'Not yet.'") == ["'We don't know,'", "'Not yet.'"]


def test_double_marks_inside_british_single_marks() -> None:
    text = "‘He said “never” to me,’ she said."
    assert stretches(text) == ["‘He said “never” to me,’"]
    assert stretches(text, 1) == ["“never”"]


def test_a_block_quotation_is_a_stretch() -> None:
    text = "She wrote:\n\nWe are leaving the valley."
    found = scan(text, [Paragraph(0, 10), Paragraph(12, len(text), Role.QUOTE)])
    assert [(s.start, s.end, s.style) for s in found] == [(12, len(text), Style.BLOCK)]


def test_a_block_quotation_in_marks_is_one_stretch() -> None:
    text = "“We are leaving.”"
    found = scan(text, [Paragraph(0, len(text), Role.QUOTE)])
    assert [s.style for s in found] == [Style.DOUBLE]


def test_emoji_and_combining_marks_keep_offsets() -> None:
    text = "😀 e\u0301 “Wow 😀 it wörks,” he said."
    assert stretches(text) == ["“Wow 😀 it wörks,”"]


@pytest.mark.parametrize(
    "text",
    ['"' * 10_000, "“" * 10_000, "' " * 10_000, '" ' * 10_000, "“a" * 10_000, "‘a’ " * 10_000],
)
def test_ten_thousand_marks_are_read(text: str) -> None:
    assert all(0 <= s.start < s.end <= len(text) for s in scan(text))


def test_one_endless_quotation() -> None:
    text = "“" + "word " * 40_000
    assert [(s.start, s.closed) for s in scan(text)] == [(0, False)]


def test_words_in_counts_words() -> None:
    assert words_in("“It’s a well-known fact.”", 0, 25) == 4


def test_three_apostrophes_close_the_inner_quotation_first() -> None:
    text = "''He said, 'We won.''' The end."
    assert [text[s.start : s.end] for s in scan(text)] == ["''He said, 'We won.'''", "'We won.'"]


def test_a_british_paragraph_may_be_left_open() -> None:
    text = "‘It rained for a week.\n\n‘Then it snowed,’ said the umpire."
    first, second = scan(text)
    assert (text[first.start : first.end], first.closed) == ("‘It rained for a week.", False)
    assert first.continues
    assert text[second.start : second.end] == "‘Then it snowed,’"
