"""What is measured about candidates and quoted words, by the names of the columns."""

from __future__ import annotations

from onrecord.analyse.candidates import read
from onrecord.analyse.cues import languages
from onrecord.analyse.features import FEATURES, Measured, Weights
from onrecord.analyse.quotations import scan
from onrecord.analyse.tokens import tokenize

WEIGHTS = Weights({"said": 2.5, "says": 2.5, "told": 2.0, "arguing": 1.5}, {}, {}, {})


def measure(text: str) -> Measured:
    tokens = tokenize(text)
    verbs = languages()["en"].verbs
    return Measured(read(tokens, scan(text), verbs.__contains__), WEIGHTS)


def value(text: str, column: str, word: str = "", target: int = 0) -> float:
    """Return a column for the candidate with the head ``word``; none: for nobody's words."""
    measured = measure(text)
    low, high = measured.bounds[target], measured.bounds[target + 1]
    rows = range(low, high) if word else [high - 1]
    matrix = measured.matrix
    for row in rows:
        phrase = measured.reading.phrases[measured.chosen[row]]
        if not word or measured.tokens.words[phrase.head] == word:
            return float(matrix[row, FEATURES.index(column)])
    raise AssertionError(word)


def test_the_subject_of_what_is_reported_is_told_from_who_reports_it() -> None:
    text = "Officers said the group “must leave at once.”"
    assert value(text, "verb_in_front", "group") == 2.5
    assert value(text, "front_owner", "group") == 1
    assert value(text, "verb_in_front", "Officers") < 0


def test_a_participle_reports_too() -> None:
    text = "Brekke was outspoken, arguing that he was “a man without a plan.”"
    assert value(text, "verb_in_front", "he") == 1.5


def test_an_inverted_subject_is_not_reported() -> None:
    assert value("“We will go,” said Brekke.", "verb_in_front", "Brekke") < 0


def test_who_was_told_is_passive_and_by_whom_is_the_agent() -> None:
    text = "The doctor was told by the judge to “stick to inches.”"
    assert value(text, "passive", "doctor") == 1
    assert value(text, "agent_of", "judge") == 2.0
    assert value(text, "to_before") == 1


def test_what_is_denied_or_only_thought_of() -> None:
    assert value("Brekke never said “the pier is dead.”", "negated", "Brekke") == 1
    assert value("Brekke would say “the pier is dead.”", "modal", "Brekke") == 1
    assert value("Brekke said “the pier is dead.”", "modal", "Brekke") == 0


def test_the_first_and_the_last_cue_before_the_words() -> None:
    text = "Brekke said that Tull said it was “a waste of money.”"
    assert value(text, "outer_cue", "Brekke") == 1
    assert value(text, "inner_cue", "Tull") == 1
    assert value(text, "inner_cue", "Brekke") == 0


def test_nobody_calls_himself_by_name() -> None:
    text = "“Sit down, Brekke,” Tull said. Brekke sat down."
    assert value(text, "key_inside", "Brekke") == 1
    assert value(text, "key_inside", "Tull") == 0


def test_how_long_ago_a_candidate_spoke() -> None:
    text = "Brekke said it would rain.\n\nTull waited.\n\nBrekke laughed. “It did.”"
    assert value(text, "spoken_since", "Brekke") == 2
    assert value(text, "spoken_since", "Tull") == 99


def test_a_term_comes_again_without_marks() -> None:
    text = "The “comeback kid” won. A comeback kid, said Brekke, has to. “I did,” she said."
    assert value(text, "recurs_plain") == 1
    assert value(text, "determiner_before") == 1
    assert value(text, "noun_after") == 0
    assert value(text, "recurs_plain", target=1) == 0


def test_the_same_words_quoted_twice() -> None:
    text = "A “gun show” closed, said Brekke. The “gun show” will open again, he said."
    assert value(text, "recurs") == 1
