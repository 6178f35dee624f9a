"""Scores candidate speakers with boosted trees, kept as plain arrays.

Two passes: the first looks at each quotation by itself, the second also knows what the first found
for the quotations around it and how often each candidate speaks in the article. In each pass the
scores of a quotation's candidates, and of "nobody's words", are turned into probabilities
(softmax), as the trees were trained (:mod:`onrecord.analyse.train`); the mean of both decides.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.analyse.features import Measured, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from onrecord.analyse.candidates import Reading

CONTEXT = (
    "first_pass", "first_choice", "margin", "same_as_before", "key_as_before", "sure_before",
    "same_as_after", "key_as_after", "sure_after", "speaks", "speaks_most", "key_before_last",
    "nobody", "nobody_before",
)  # fmt: skip
"""Names of the columns that the second pass adds."""


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """Regression trees of at most 32 leaves, evaluated as QuickScorer does.

    Every inner node is one comparison ``column <= threshold``; where it fails, the leaves of its
    left branch are masked out; the first leaf left is the tree's answer (Lucchese et al.,
    SIGIR 2015). Shapes: (trees, nodes), ``leaves`` (trees, leaves).
    """

    columns: NDArray[np.int16]
    thresholds: NDArray[np.float32]
    masks: NDArray[np.uint32]
    leaves: NDArray[np.float32]

    def score(self, matrix: NDArray[np.float32]) -> NDArray[np.float64]:
        """Sum the trees' answers for each row of ``matrix``."""
        trees, nodes = self.columns.shape
        plan = _plan(self)
        total = np.zeros(len(matrix))
        turned = np.ascontiguousarray(matrix.T, dtype=np.float32)
        one: Any = plan.masks.dtype.type(1)
        for low in range(0, len(matrix), _ROWS):
            rows = turned[:, low : low + _ROWS]
            fails = rows.take(plan.columns, axis=0) > plan.thresholds
            # A comparison that fails leaves its mask, one that holds leaves all bits.
            holds = fails.astype(plan.masks.dtype) - one
            kept = plan.masks | holds.take(plan.nodes, axis=0)
            left = np.bitwise_and.reduce(kept.reshape(nodes, trees, -1), axis=0)
            if plan.lowest is not None:
                leaf = plan.lowest.take(left)
            else:
                leaf = np.frexp((left & (~left + one)).astype(np.float64))[1] - 1
            total[low : low + _ROWS] = plan.leaves.take(leaf + plan.firsts).sum(axis=0)
        return total


@dataclass(frozen=True, slots=True)
class _Plan:
    """Trees as they are worked on: each comparison once, however many nodes make it."""

    columns: NDArray[np.intp]
    thresholds: NDArray[np.float32]
    nodes: NDArray[np.intp]
    """Which comparison each node makes; the first nodes of all trees, then the second …"""
    masks: NDArray[Any]
    leaves: NDArray[np.float32]
    firsts: NDArray[np.intp]
    lowest: NDArray[np.uint8] | None
    """The lowest bit of every 16-bit number."""


@lru_cache(maxsize=8)
def _plan(trees: Trees) -> _Plan:
    count, width = trees.leaves.shape
    pairs = np.stack([trees.columns.T.ravel(), trees.thresholds.T.ravel()]).astype(np.float64)
    unique, nodes = np.unique(pairs, axis=1, return_inverse=True)
    small = width <= _SMALL
    lowest = None
    if small:
        lowest = np.zeros(1 << _SMALL, np.uint8)
        for bit in range(_SMALL):
            lowest[1 << bit :: 1 << (bit + 1)] = bit
    return _Plan(
        unique[0].astype(np.intp),
        unique[1].astype(np.float32).reshape(-1, 1),
        nodes.ravel(),
        trees.masks.T.astype(np.uint16 if small else np.uint32).reshape(-1, 1),
        trees.leaves.ravel(),
        (np.arange(count) * width).reshape(-1, 1),
        lowest,
    )


_ROWS = 64
"""Rows scored at a time, so that what is worked on stays in the processor's cache."""
_SMALL = 16
"""Leaves that fit a 16-bit mask."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """All that was learned: trees of both passes, weights of words, and the calibration.

    ``calibration`` holds pairs of a probability as the trees give it and the share of right
    answers seen at it; between them it is linear.
    """

    first: Trees
    second: Trees
    weights: Weights
    calibration: NDArray[np.float32]

    def confidence(self, probability: float) -> float:
        """Turn the trees' probability into the share of such answers that are right."""
        return float(np.interp(probability, self.calibration[0], self.calibration[1]))


@dataclass(frozen=True, slots=True)
class Choice:
    """The likeliest speaker of one target: index of its phrase (-1: none), probabilities."""

    phrase: int
    probability: float
    nobody: float
    """Probability that the stretch is nobody's words."""


def probabilities(measured: Measured, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn scores into probabilities, one distribution per target."""
    result = np.zeros(len(scores))
    for low, high in zip(measured.bounds, measured.bounds[1:], strict=False):
        raised = np.exp(scores[low:high] - scores[low:high].max())
        result[low:high] = raised / raised.sum()
    return result


def both(
    measured: Measured,
    first: NDArray[np.float32] | NDArray[np.float64],
    scores: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the mean of the first pass's probabilities and the second's, from its scores."""
    return (first + probabilities(measured, scores)) / 2


def choices(measured: Measured, shares: NDArray[np.float64]) -> list[Choice]:
    """Pick the likeliest phrase of each target."""
    found = []
    for low, high in zip(measured.bounds, measured.bounds[1:], strict=False):
        if high - low < 2:
            found.append(Choice(-1, 0.0, 0.0))
            continue
        best = low + int(shares[low : high - 1].argmax())
        found.append(
            Choice(int(measured.chosen[best]), float(shares[best]), float(shares[high - 1]))
        )
    return found


def context(
    reading: Reading, measured: Measured, shares: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Columns of the second pass (:data:`CONTEXT`) from the probabilities of the first."""
    block = np.zeros((len(shares), len(CONTEXT)), np.float32)
    picks = choices(measured, shares)
    own: list[Counter[str]] = []
    speaks: Counter[str] = Counter()
    for low, high in zip(measured.bounds, measured.bounds[1:], strict=False):
        counts: Counter[str] = Counter()
        for phrase, share in zip(measured.chosen[low : high - 1], shares[low:high], strict=False):
            if share > _FAINT:
                counts[reading.keys[phrase]] += share
        own.append(counts)
        speaks.update(counts)
    most = max(speaks.values(), default=1.0)
    for j, (low, high) in enumerate(zip(measured.bounds, measured.bounds[1:], strict=False)):
        phrases = measured.chosen[low:high]
        keys = [reading.keys[k] if k >= 0 else "" for k in phrases]
        part = shares[low:high]
        rows = block[low:high]
        ordered = np.sort(part)
        rows[:, 0] = part
        rows[:, 1] = phrases == picks[j].phrase
        rows[:, 2] = ordered[-1] - (ordered[-2] if len(ordered) > 1 else 0.0)
        for other, column in ((j - 1, 3), (j + 1, 6)):
            rows[:, column + 2] = -1
            if 0 <= other < len(picks) and picks[other].phrase >= 0:
                key = reading.keys[picks[other].phrase]
                rows[:, column] = phrases == picks[other].phrase
                rows[:, column + 1] = [k == key for k in keys]
                rows[:, column + 2] = picks[other].probability
        rows[:, 9] = [speaks[k] - own[j][k] if k else 0.0 for k in keys]
        rows[:, 10] = rows[:, 9] / most
        if j > 1 and picks[j - 2].phrase >= 0:
            key = reading.keys[picks[j - 2].phrase]
            rows[:, 11] = [k == key for k in keys]
        rows[:, 12] = picks[j].nobody
        rows[:, 13] = picks[j - 1].nobody if j else -1
    return block


_FAINT = 0.02
"""Shares below this do not count as speaking elsewhere."""


def rank(reading: Reading, ranker: Ranker) -> list[Choice]:
    """Choose the likeliest speaker of every target of an article."""
    if not reading.targets:
        return []
    measured = Measured(reading, ranker.weights)
    parts = [
        (j, min(j + _TARGETS, len(reading.targets)))
        for j in range(0, len(reading.targets), _TARGETS)
    ]
    whole = measured.rows(*parts[0]) if len(parts) == 1 else None

    def rows(first: int, last: int) -> NDArray[np.float32]:
        return measured.rows(first, last) if whole is None else whole

    scores = [ranker.first.score(rows(*part)) for part in parts]
    shares = probabilities(measured, np.concatenate(scores))
    extra = context(reading, measured, shares)
    scores = []
    for first, last in parts:
        known = extra[measured.bounds[first] : measured.bounds[last]]
        wider = np.concatenate([rows(first, last), known], axis=1)
        scores.append(ranker.second.score(wider))
    return choices(measured, both(measured, shares, np.concatenate(scores)))


_TARGETS = 100
"""Targets measured at a time, so that memory stays small for long texts."""
_LISTS = ("verbs", "nouns", "owned", "leads")


def save(ranker: Ranker, path: Path) -> None:
    """Write a ranker as one compressed ``.npz`` file."""
    arrays: dict[str, NDArray[np.generic]] = {"calibration": ranker.calibration}
    for name, trees in (("first", ranker.first), ("second", ranker.second)):
        arrays[f"{name}_columns"] = trees.columns
        arrays[f"{name}_thresholds"] = trees.thresholds
        arrays[f"{name}_masks"] = trees.masks
        arrays[f"{name}_leaves"] = trees.leaves
    for name in _LISTS:
        words = sorted(getattr(ranker.weights, name).items())
        arrays[f"{name}_words"] = np.array("\n".join(word for word, _ in words))
        arrays[f"{name}_values"] = np.array([value for _, value in words], np.float16)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def _trees(data: Mapping[str, NDArray[np.generic]], name: str) -> Trees:
    return Trees(
        data[f"{name}_columns"].astype(np.int16),
        data[f"{name}_thresholds"].astype(np.float32),
        data[f"{name}_masks"].astype(np.uint32),
        data[f"{name}_leaves"].astype(np.float32),
    )


def read_ranker(path: Path) -> Ranker:
    """Read a ranker that :func:`save` wrote."""
    with np.load(path, allow_pickle=False) as data:
        lists = {
            name: dict(
                zip(
                    str(data[f"{name}_words"]).split("\n"),
                    map(float, data[f"{name}_values"]),
                    strict=True,
                )
            )
            for name in _LISTS
        }
        return Ranker(
            _trees(data, "first"),
            _trees(data, "second"),
            Weights(**lists),
            data["calibration"].astype(np.float32),
        )


@lru_cache(maxsize=1)
def shipped() -> Ranker:
    """Read the ranker that comes with the package, once per process."""
    with as_file(files("onrecord.analyse").joinpath("data/ranker.npz")) as path:
        return read_ranker(path)
