"""The parts of the training that need no trainer: what is right, weights, trees, calibration."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.features import FEATURES, Measured
from onrecord.analyse.train import (
    calibrate,
    count_weights,
    gold_of,
    softmax_objective,
    stack,
    trees_of,
)

SAID = "“We will build the pier,” said a spokesman for Oda Brekke, who came late."
TITLE = "The film “The Long Way Home” was shown."


def row(text: str, source: str = "", *, scare: bool = False) -> dict[str, Any]:
    start, end = text.index("“"), text.index("”") + 1
    at = text.index(source) if source else 0
    quote = {"start": start, "end": end, "source_pieces": [[at, at + len(source)]]}
    return {
        "text": text,
        "publisher": "one",
        "quotes": [quote] if source else [],
        "scare_quotes": [[start, end]] if scare else [],
        "ignore": [] if source or scare else [[start, end]],
    }


@pytest.mark.parametrize(
    ("source", "heads"),
    [
        ("a spokesman for Oda Brekke, who came late", ["spokesman"]),
        ("a spokesman", ["spokesman"]),
        ("Oda Brekke, who came late", ["Brekke"]),
    ],
)
def test_the_head_of_a_source_is_right(source: str, heads: list[str]) -> None:
    gold = gold_of(row(SAID, source))
    tokens, phrases = gold.reading.tokens, gold.reading.phrases
    assert [tokens.words[phrases[k].head] for k in gold.right[0] or ()] == heads


def test_a_title_is_nobodys_words() -> None:
    assert gold_of(row(TITLE, scare=True)).right == {0: (-1,)}


def test_an_open_one_is_anybodys_but_nobodys() -> None:
    gold = gold_of(row(TITLE))
    assert gold.right == {0: None}
    measured = Measured(gold.reading, count_weights([gold_of(row(SAID, "a spokesman"))] * 5))
    rows = stack([(gold, measured, measured.matrix)])
    assert rows.matrix.shape[1] == len(FEATURES)
    assert rows.right.tolist() == [1.0] * (len(rows.right) - 1) + [0.0]


def test_weights_tell_verbs_that_announce_a_speaker() -> None:
    golds = [gold_of(row(SAID, "a spokesman"))] * 6 + [gold_of(row(TITLE, scare=True))] * 6
    weights = count_weights(golds)
    assert weights.verbs["said"] > 0
    assert weights.nouns["spokesman"] > weights.nouns["film"]
    assert weights.leads["film"] < 0


def test_the_gradient_pulls_the_right_row_up() -> None:
    gold = gold_of(row(SAID, "a spokesman"))
    measured = Measured(gold.reading, count_weights([gold] * 6))
    rows = stack([(gold, measured, measured.matrix)])
    slope, curve = softmax_objective(rows)(np.zeros(len(rows.right)), None)
    assert slope[rows.right > 0].max() < 0 < slope[rows.right == 0].min()
    assert slope.sum() == pytest.approx(0)
    assert (curve > 0).all()


def leaf(value: float) -> dict[str, Any]:
    return {"leaf_value": value}


def node(column: int, threshold: float, left: Any, right: Any) -> dict[str, Any]:
    parts = {"split_feature": column, "threshold": threshold}
    return {**parts, "left_child": left, "right_child": right}


def follow(tree: dict[str, Any], values: list[float]) -> float:
    while "leaf_value" not in tree:
        goes_left = values[tree["split_feature"]] <= tree["threshold"]
        tree = tree["left_child"] if goes_left else tree["right_child"]
    return float(tree["leaf_value"])


LEAVES = st.integers(-50, 50).map(lambda value: leaf(value / 4))
NODES = st.recursive(
    LEAVES,
    lambda below: st.builds(node, st.integers(0, 2), st.integers(-3, 3).map(float), below, below),
    max_leaves=12,
)


@given(NODES, st.lists(st.integers(-4, 4).map(float), min_size=3, max_size=3))
def test_arrays_answer_as_the_tree_does(tree: dict[str, Any], values: list[float]) -> None:
    arrays = trees_of([tree], 16)
    scores = arrays.score(np.array([values], np.float32))
    assert scores[0] == pytest.approx(follow(tree, values))


def test_calibration_rises_and_stays_inside() -> None:
    outcomes = [(k / 1000, k % 10 < k // 100) for k in range(1000)]
    places, shares = calibrate(outcomes)
    assert (np.diff(places) > 0).all()
    assert (np.diff(shares) >= 0).all()
    assert 0 < shares[0] < shares[-1] < 1
