"""Learns what the factors of antecedents weigh: ``python -m onrecord.analyse.train_antecedents``.

The arguments are files of JSON lines, an article a line: ``{"id", "text", "pronouns"}``.
``pronouns`` are pairs of the offset of a pronoun and the person whom it means: the offset of one of
the person's names, or the names and phrases by which the text calls somebody. Where an article has
none, ``--labels`` may have them: a file of tab-separated lines of an article's id, the offset of a
pronoun and that of a name. Needs the ``train`` extra.

A person's score is the best that any of its places gives it, so the likelihood is that of a
log-linear model with a choice of places inside; it is climbed from the weights at hand. Pronouns
that no one labelled help too: a possessive in whose sentence a single person stands before it, as
the subject, means that person. What a handful of examples must not overrule, a prior holds.
With the same data and versions the result is the same.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.analyse.antecedents import (
    FACTORS,
    MARKS,
    NEARNESS,
    TRAITS,
    WAYS,
    Asking,
    Candidate,
    Weights,
    dynamic,
    learned,
    nearness,
)
from onrecord.analyse.identity import PRONOUNS, Identities
from onrecord.analyse.pipeline import understand
from onrecord.analyse.plain_text import document_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from onrecord.analyse.salience import Place
    from onrecord.analyse.tokens import Tokens

_DATA = Path(__file__).parent / "data"
_STIFFNESS = 2.0
_PRIORS = {
    "other gender likely": (-4.0, 6.0),
    "spoken of in the quotation": (-4.5, 6.0),
    "no name, and nobody since in the paragraph": (3.0, 6.0),
}
"""Where a weight is drawn to, and how many times stiffer than others to zero."""
_UNLABELLED = 0.3
"""What a pronoun counts that nobody labelled."""
_PARTS = 5

Label = int | list[str]


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun: the factors of each candidate's places, and which candidate is right.

    ``right`` is -1 where it is nobody among the candidates.
    """

    article: str
    candidates: list[NDArray[np.float64]]
    right: int
    weight: float


class Watching(Identities):
    """Identities that remember among whom each pronoun chose."""

    def __init__(self, *arguments: Any) -> None:
        self.choices: list[tuple[Asking, list[Place], list[Candidate]]] = []
        """What was chosen among, in text order."""
        super().__init__(*arguments)

    def candidates(self, asking: Asking, places: list[Place]) -> list[Candidate]:
        """Return everybody whom a pronoun may mean, and note who they were."""
        found = super().candidates(asking, places)
        if self.tokens.lows[asking.i] in PRONOUNS:
            self.choices.append((asking, places[-40:], found))
        return found


def examples_of(row: dict[str, Any], labels: dict[int, Label], weight: float) -> list[Example]:
    """Return the pronouns of an article whose persons are known."""
    document = document_of(row["id"], row["text"])
    identities = understand(document, kind=Watching).identities
    assert isinstance(identities, Watching)
    tokens = identities.tokens
    found = []
    for asking, places, candidates in identities.choices:
        label = labels.get(tokens.starts[asking.i])
        if label is not None:
            right = next((n for n, c in enumerate(candidates) if means(tokens, c, label)), -1)
            counts = weight
        else:
            right, counts = only_subject(asking, places, candidates), _UNLABELLED
            if right < 0:
                continue
        rows = [factors(asking, identities, c, places) for c in candidates]
        found.append(Example(row["id"], rows, right, counts))
    return found


def means(tokens: Tokens, candidate: Candidate, label: Label) -> bool:
    """Whether a candidate is the labelled person."""
    chain = candidate.chain
    if isinstance(label, int):
        spans = (tokens.span(m.first, m.last) for m in chain.mentions)
        return any(start <= label < end for start, end in spans)
    name = chain.name.casefold()
    if not chain.mentions:
        return any(name in other.casefold() or other.casefold() in name for other in label)
    words = {word for other in label for word in other.casefold().split()}
    return any(name == other.casefold() for other in label) or (
        name.split()[-1] in words and name.split()[0] in words
    )


def only_subject(asking: Asking, places: Sequence[Place], candidates: list[Candidate]) -> int:
    """Return the candidate who alone stands in the sentence of a possessive, as its subject."""
    if asking.inside >= 0 or asking.subject or len(candidates) < 2 or asking.i % 2:
        return -1
    here = {id(p.chain) for p in places if p.sentence == asking.sentence and p.quotation < 0}
    same = [n for n, c in enumerate(candidates) if id(c.chain) in here]
    if len(same) != 1:
        return -1
    place = candidates[same[0]].place
    return same[0] if place.subject and place.sentence == asking.sentence else -1


def factors(
    asking: Asking, identities: Identities, candidate: Candidate, places: Sequence[Place]
) -> NDArray[np.float64]:
    """Return the factors of a candidate, one row for each of its places."""
    own = [p for p in places if p.chain is candidate.chain and not identities.binds(asking.i, p)]
    rows = np.zeros((len(own), len(FACTORS)))
    for row, place in zip(rows, own, strict=True):
        near = nearness(asking, place) * len(MARKS)
        row[[near + mark for mark in place.marks]] = 1.0
        for number, value in (*dynamic(asking, place), *candidate.traits):
            row[number] += value
    return rows


def scores(example: Example, theta: NDArray[np.float64]) -> tuple[NDArray[np.float64], list[int]]:
    """Return each candidate's score, nobody's as the last, and the best place of each."""
    each = [rows @ theta[:-1] for rows in example.candidates]
    best = [int(values.argmax()) for values in each]
    values = [float(v[b]) for v, b in zip(each, best, strict=True)]
    return np.array([*values, theta[-1]]), best


def loss(
    theta: NDArray[np.float64],
    examples: Sequence[Example],
    prior: NDArray[np.float64],
    stiff: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    """Return the negative log-likelihood with its prior, and its gradient."""
    away = theta - prior
    value = float((stiff * away * away).sum() / 2)
    gradient = stiff * away
    for example in examples:
        s, best = scores(example, theta)
        p = np.exp(s - s.max())
        p /= p.sum()
        value -= example.weight * float(np.log(max(p[example.right], 1e-12)))
        p[example.right] -= 1.0
        for k, b in enumerate(best):
            gradient[:-1] += example.weight * p[k] * example.candidates[k][b]
        gradient[-1] += example.weight * p[-1]
    return value, gradient


def fit(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return the weights of all factors, and as the last that of nobody."""
    from scipy.optimize import minimize  # only training needs it

    prior = np.zeros(len(FACTORS) + 1)
    stiff = np.full(len(FACTORS) + 1, _STIFFNESS)
    for name, (toward, times) in _PRIORS.items():
        prior[FACTORS.index(name)] = toward
        stiff[FACTORS.index(name)] *= times
    start = learned()
    theta = np.array([*start.factors, start.nobody])
    for _ in range(2):
        found = minimize(
            loss, theta, (examples, prior, stiff), jac=True, method="L-BFGS-B",
            options={"maxiter": 80},
        )  # fmt: skip
        theta = found.x
    return np.round(theta, 2)


def right_of(examples: Iterable[Example], theta: NDArray[np.float64]) -> list[bool]:
    """Tell for each labelled example whether the likeliest is right."""
    found = []
    for example in examples:
        if example.weight > _UNLABELLED:
            s, _ = scores(example, theta)
            wanted = example.right if example.right >= 0 else len(s) - 1
            found.append(int(s.argmax()) == wanted)
    return found


def written(weights: Weights) -> str:
    """Write the weights as the file that the analysis reads."""

    def table(name: str, names: Sequence[str], values: Sequence[float]) -> str:
        head = f'["{name}"]' if " " in name else f"[{name}]"
        keys = (key if key.isidentifier() else f'"{key}"' for key in names)
        lines = [f"{key} = {value:.2f}" for key, value in zip(keys, values, strict=True)]
        return "\n".join([head, *lines, ""])

    parts = ["# What each factor adds to the log odds of a person (train_antecedents.py).\n"]
    parts.append(table("nobody", ("any",), (weights.nobody,)))
    at = 0
    for name, names in (
        *((near, MARKS) for near in NEARNESS),
        ("distance", WAYS),
        ("person", TRAITS),
    ):
        parts.append(table(name, names, weights.factors[at : at + len(names)]))
        at += len(names)
    return "\n".join(parts)


def labels_of(path: Path | None) -> dict[str, dict[int, Label]]:
    """Read a file of labels: the persons of each article's pronouns, by its id."""
    found: dict[str, dict[int, Label]] = defaultdict(dict)
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        article, pronoun, mention = line.split("\t")
        found[article][int(pronoun)] = int(mention)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from the command line; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, help="JSON lines of articles")
    parser.add_argument("--labels", type=Path, help="persons of the pronouns of articles")
    parser.add_argument("--out", type=Path, default=_DATA / "antecedents.toml")
    options = parser.parse_args(arguments)
    labels = labels_of(options.labels)
    examples: list[Example] = []
    for path in options.paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            own: dict[int, Label] = dict(row.get("pronouns", ()))
            known = own or labels.get(row["id"], {})
            examples += examples_of(row, known, 1.5 if own else 1.0)
    articles = sorted({example.article for example in examples})
    outcomes: list[bool] = []
    for part in range(_PARTS):
        left = set(articles[part::_PARTS])
        theta = fit([e for e in examples if e.article not in left])
        outcomes += right_of((e for e in examples if e.article in left), theta)
    share = 100 * sum(outcomes) / max(1, len(outcomes))
    print(f"{share:.1f} % of {len(outcomes)} right in articles left out", file=sys.stderr)
    theta = fit(examples)
    found = Weights(tuple(theta[:-1].tolist()), float(theta[-1]))
    options.out.write_text(written(found), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
