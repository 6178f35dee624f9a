"""The trees, their evaluation, and what ships with the package."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.candidates import read
from onrecord.analyse.features import FEATURES, Measured, Weights
from onrecord.analyse.quotations import scan
from onrecord.analyse.ranker import (
    CONTEXT,
    Ranker,
    Trees,
    choices,
    probabilities,
    rank,
    read_ranker,
    save,
    shipped,
)
from onrecord.analyse.tokens import tokenize

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "“We will build the pier,” said Oda Brekke.\n\nJon Tull called it “a waste of money.”"

FULL = 0xFFFFFFFF


def stump(column: int, threshold: float, low: float, high: float) -> Trees:
    """One tree of one comparison: ``low`` where it holds, ``high`` where it fails."""
    return Trees(
        np.array([[column]], np.int16),
        np.array([[threshold]], np.float32),
        np.array([[FULL ^ 0b1]], np.uint32),
        np.array([[low, high]], np.float32),
    )


def measured() -> Measured:
    tokens = tokenize(TEXT)
    reading = read(tokens, scan(TEXT), {"said", "called"}.__contains__)
    return Measured(reading, Weights({"said": 2.5, "called": 1.0}, {}, {}, {}))


def test_a_stump_answers_by_its_comparison() -> None:
    matrix = np.array([[1.0, 5.0], [1.0, 6.0]], np.float32)
    assert stump(1, 5.5, -1.0, 2.0).score(matrix).tolist() == [-1.0, 2.0]


def test_a_tree_of_three_leaves() -> None:
    # x0 <= 0 ? (x1 <= 0 ? a : b) : c
    tree = Trees(
        np.array([[0, 1]], np.int16),
        np.array([[0.0, 0.0]], np.float32),
        np.array([[FULL ^ 0b011, FULL ^ 0b001]], np.uint32),
        np.array([[1.0, 2.0, 4.0]], np.float32),
    )
    rows = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]], np.float32)
    assert tree.score(rows).tolist() == [1.0, 2.0, 4.0, 4.0]


def test_many_rows_are_scored_in_parts() -> None:
    matrix = np.arange(1000, dtype=np.float32).reshape(-1, 1)
    scores = stump(0, 499.0, 0.0, 1.0).score(matrix)
    assert scores.sum() == 500
    assert len(scores) == 1000


def test_no_rows_have_no_scores() -> None:
    assert len(stump(0, 0.0, 0.0, 1.0).score(np.zeros((0, 1), np.float32))) == 0


def test_features_have_one_column_each() -> None:
    found = measured()
    assert found.matrix.shape == (found.bounds[-1], len(FEATURES))
    assert len(set(FEATURES)) == len(FEATURES)
    assert np.isfinite(found.matrix).all()


def test_parts_of_the_rows_are_the_rows() -> None:
    found = measured()
    parts = np.concatenate([found.rows(0, 1), found.rows(1, 2)])
    assert np.array_equal(parts, found.matrix)


def test_the_last_row_of_a_target_is_nobody() -> None:
    found = measured()
    for high in found.bounds[1:]:
        assert found.chosen[high - 1] == -1
        assert found.matrix[high - 1, FEATURES.index("none")] == 1


def test_probabilities_sum_to_one_for_each_target() -> None:
    found = measured()
    shares = probabilities(found, np.linspace(-3, 3, found.bounds[-1]))
    for low, high in zip(found.bounds, found.bounds[1:], strict=False):
        assert shares[low:high].sum() == pytest.approx(1)
    assert all(0 <= c.probability <= 1 and c.phrase >= 0 for c in choices(found, shares))


def test_the_shipped_ranker_chooses_the_subject_of_said() -> None:
    tokens = tokenize(TEXT)
    reading = read(tokens, scan(TEXT), {"said", "called"}.__contains__)
    first, second = rank(reading, shipped())
    assert tokens.words[reading.phrases[first.phrase].head] == "Brekke"
    assert tokens.words[reading.phrases[second.phrase].head] == "Tull"


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    weights = Weights({"said": 2.5}, {"aide": 1.5}, {"words": 1.0}, {"called": -0.5})
    calibration = np.array([[0.1, 0.9], [0.2, 0.8]], np.float32)
    made = Ranker(stump(0, 1.0, 2.0, 3.0), stump(1, 1.0, 2.0, 3.0), weights, calibration)
    save(made, tmp_path / "ranker.npz")
    found = read_ranker(tmp_path / "ranker.npz")
    assert found.weights == weights
    assert np.array_equal(found.first.masks, made.first.masks)
    assert np.array_equal(found.second.columns, made.second.columns)
    assert found.confidence(0.5) == pytest.approx(0.5)


def test_the_shipped_ranker_is_small_and_fits_the_features() -> None:
    path = files("onrecord.analyse").joinpath("data/ranker.npz")
    assert len(path.read_bytes()) < 1_000_000
    ranker = shipped()
    assert ranker.first.columns.max() < len(FEATURES)
    assert ranker.second.columns.max() < len(FEATURES) + len(CONTEXT)
    assert ranker.second.columns.max() >= len(FEATURES)


def test_the_words_that_count_are_common_words() -> None:
    weights = shipped().weights
    for listed in (weights.verbs, weights.nouns, weights.owned, weights.leads):
        assert all(word == word.lower() for word in listed)
        assert not {"trump", "clinton", "obama", "sanders", "putin"} & set(listed)


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_rises_with_probability(a: float, b: float) -> None:
    ranker = shipped()
    low, high = sorted((a, b))
    assert 0 <= ranker.confidence(low) <= ranker.confidence(high) <= 1
