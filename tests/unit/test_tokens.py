"""The tokenizer, its word classes, sentences and noun phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.tokens import NAME, PRON, TAGS, lexicon, noun_phrases, tokenize
from onrecord.model import Paragraph


def classes(text: str) -> dict[str, str]:
    tokens = tokenize(text)
    return dict(zip(tokens.words, tokens.tags, strict=True))


def phrases(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[slice(*tokens.span(p.first, p.last))] for p in noun_phrases(tokens)]


@given(st.text(max_size=300))
def test_every_visible_character_is_in_exactly_one_token(text: str) -> None:
    tokens = tokenize(text)
    covered = "".join(tokens.words)
    assert covered == "".join(text.split())
    for start, end, word in zip(tokens.starts, tokens.ends, tokens.words, strict=True):
        assert text[start:end] == word
    assert all(a <= b for a, b in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert set(tokens.tags) <= set(TAGS)
    assert len(tokens.tags) == len(tokens.sentences) == len(tokens.paragraphs) == len(tokens)


@given(st.text(alphabet="aB .,\n“”\"'’!?-0", max_size=200))
def test_sentences_and_paragraphs_are_numbered_upwards(text: str) -> None:
    tokens = tokenize(text)
    assert list(tokens.sentences) == sorted(tokens.sentences)
    assert list(tokens.paragraphs) == sorted(tokens.paragraphs)
    for phrase in noun_phrases(tokens):
        assert phrase.first <= phrase.head <= phrase.last
        assert tokens.sentences[phrase.first] == tokens.sentences[phrase.last]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ms. Lind didn't say", ["Ms.", "Lind", "did", "n't", "say"]),
        ("the mayor’s U.S. trip", ["the", "mayor", "’s", "U.S.", "trip"]),
        ("a 76-year-old", ["a", "76-year-old"]),
        ("``No,'' he said", ["``", "No", ",", "''", "he", "said"]),
        ("J. K. Orr cost $3.5bn", ["J.", "K.", "Orr", "cost", "$", "3.5bn"]),
        ("see https://example.org/a?b=c now", ["see", "https://example.org/a?b=c", "now"]),
        ("O’Brien–Lee", ["O’Brien", "–", "Lee"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert list(tokenize(text).words) == words


def test_a_name_is_told_by_its_capital_inside_a_sentence() -> None:
    found = classes("Yesterday the minister met Oda Brekke in the harbour town.")
    assert found["Oda"] == found["Brekke"] == "NAME"
    assert found["minister"] == "NOUN"
    assert found["met"] == "VERB"


def test_a_common_word_at_the_start_of_a_sentence_is_no_name() -> None:
    found = classes("Residents said the bridge was old.")
    assert found["Residents"] == "NOUN"
    assert found["said"] == "VERB"


def test_an_unknown_word_at_the_start_of_a_sentence_is_a_name() -> None:
    assert classes("Brekke said the bridge was old.")["Brekke"] == "NAME"


def test_reports_after_a_name_is_a_verb_before_that() -> None:
    assert classes("The Harbour Post reports that ships are late.")["reports"] == "VERB"


def test_a_full_stop_inside_an_abbreviation_ends_no_sentence() -> None:
    tokens = tokenize("Dr. Lind came at 3 p.m. on Monday. She left.")
    assert tokens.sentences[0] == tokens.sentences[tokens.lows.index("monday")]
    assert tokens.sentences[-1] == tokens.sentences[0] + 1


def test_a_closing_mark_belongs_to_the_sentence_it_ends() -> None:
    tokens = tokenize("“We will go.” Then they went.")
    assert tokens.sentences[tokens.words.index("”")] == tokens.sentences[0]
    assert tokens.sentences[tokens.words.index("Then")] == tokens.sentences[0] + 1


def test_given_paragraphs_part_the_text_where_no_line_ends() -> None:
    text = "First part Second part"
    tokens = tokenize(text, [Paragraph(0, 10), Paragraph(11, 22)])
    assert list(tokens.paragraphs) == [0, 0, 1, 1]


def test_noun_phrases() -> None:
    assert phrases("The former minister of trade praised Lind's new plan.") == [
        "The former minister",
        "trade",
        "Lind",
        "new plan",
    ]


def test_at_finds_the_token_that_starts_there_or_later() -> None:
    tokens = tokenize("one two")
    assert (tokens.at(0), tokens.at(1), tokens.at(4), tokens.at(7)) == (0, 1, 1, 2)


def test_the_lexicon_holds_common_words_only() -> None:
    known = lexicon()
    assert len(known.words) > 5000
    assert all(word == word.lower() for word in known.words)
    assert not {"trump", "obama", "clinton", "london", "putin"} & set(known.words)


def test_a_long_line_is_cut_up_too() -> None:
    assert len(tokenize("word " * 50_000)) == 50_000


def test_a_letter_before_a_small_word_ends_its_sentence_and_an_initial_does_not():
    tokens = tokenize("He took vitamin C. The doctor, J. Roy, wrote on X. Later G. W. Hale left.")
    assert tokens.sentences[-2] == 2
    assert "J." in tokens.words
    assert "X." not in tokens.words


def test_the_us_is_a_name_and_us_a_pronoun():
    tokens = tokenize("US officials told us so.")
    assert (tokens.tags[0], tokens.tags[3]) == (NAME, PRON)
