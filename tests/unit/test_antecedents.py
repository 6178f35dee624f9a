"""Whom a pronoun means: the factors, their weights, and how they are learned."""

from __future__ import annotations

import tomllib
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.antecedents import (
    FACTORS,
    TRAITS,
    Asking,
    decided,
    dynamic,
    learned,
    probabilities,
)
from onrecord.analyse.entities import Chain
from onrecord.analyse.kinds import PERSON
from onrecord.analyse.salience import Place
from onrecord.analyse.train_antecedents import (
    Example,
    examples_of,
    fit,
    labels_of,
    right_of,
    written,
)

CHAIN = Chain(PERSON, "Otto Lind", ("otto", "lind"))


@given(
    st.integers(0, 200),
    st.integers(0, 30),
    st.integers(0, 900),
    st.booleans(),
    st.booleans(),
    st.sampled_from((-1, 0, 1)),
)
def test_what_is_weighed_quickly_is_what_is_learned(
    sentences: int, paragraphs: int, apart: int, subject: bool, speaks: bool, quotation: int
) -> None:
    place = Place(0, 0, CHAIN, subject, speaks, quotation, True, 0, 0, (0,))
    asking = Asking(apart, sentences, paragraphs, -1, "m", subject=True, speaking=True)
    weights = tuple(0.01 * n - 0.3 for n in range(len(FACTORS)))
    listed = sum(weights[number] * value for number, value in dynamic(asking, place))
    assert isclose(decided(asking, place, weights), listed, abs_tol=1e-9)


def test_the_weights_are_written_as_they_are_read() -> None:
    table = tomllib.loads(written(learned()))
    assert list(table["person"]) == list(TRAITS)
    assert table["nobody"]["any"] == learned().nobody


def test_no_weight_is_left_out() -> None:
    assert len(learned().factors) == len(FACTORS)
    assert all(np.isfinite(learned().factors))


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=9), st.floats(-30, 30))
def test_probabilities_leave_room_for_nobody(scores: list[float], nobody: float) -> None:
    likely = probabilities(scores, nobody)
    assert 0 <= sum(likely) <= 1 + 1e-9
    assert max(likely) == likely[scores.index(max(scores))]


ARTICLE = {
    "id": "one",
    "text": "Otto Lind met Paul Dray at the pier.\n\nDray laughed. “It was late,” he said.",
}


def test_labels_are_offsets_of_a_name_or_the_names_themselves(tmp_path) -> None:
    at = ARTICLE["text"].index("he said")
    file = tmp_path / "labels.tsv"
    file.write_text(f"one\t{at}\t{ARTICLE['text'].index('Dray')}\n", encoding="utf-8")
    by_offset = examples_of(ARTICLE, labels_of(file)["one"], 1.0)
    by_name = examples_of(ARTICLE, {at: ["Paul Dray"]}, 1.0)
    assert [e.right for e in by_offset] == [e.right for e in by_name]
    assert by_offset[0].right >= 0
    assert examples_of(ARTICLE, {at: ["Ana Roy"]}, 1.0)[0].right == -1


@pytest.mark.parametrize("factor", [1, 4])
def test_a_factor_that_tells_the_right_one_weighs_most(factor: int) -> None:
    right, wrong = np.zeros((1, len(FACTORS))), np.zeros((1, len(FACTORS)))
    right[0, factor] = 1.0
    wrong[0, factor + 20] = 1.0
    examples = [Example(str(n), [wrong, right], 1, 1.0) for n in range(40)]
    theta = fit(examples)
    assert theta[factor] > 1 > 0 > theta[factor + 20]
    assert all(right_of(examples, theta))
