"""Scores records against the gold: quotations, speakers, turns, forms, entities.

``python tests/press/scorer.py [--errors] [--model]`` prints the table for the analyser as it is;
``--model`` lets it use the language model.

Definitions. Quotations are split at line breaks, so that one of several paragraphs may be given
whole or in pieces; pieces without a letter or a digit are dropped. A predicted piece is a gold one
where the characters they share are at least 0.8 of those they cover together; each is matched at
most once, the best overlap first. A prediction without a speaker on words that are nobody's speech
counts neither way. *Found* asks for the span alone, *right* for span and speaker. A speaker's name
is right where it is the gold name, or one that the manuscript accepts, or differs only in titles,
case and middle names. *Turns* are the gold turns among all that. An entity's mention is right
where one of the same kind covers at least half of it and reaches at most four characters beyond,
titles apart; a title that stands for its holder ("the Prime Minister") counts neither way.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from gold import gold_articles, gold_document

from onrecord.analyse.workers import analyse_by_patterns, analyse_in_worker
from onrecord.model import EntityKind, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.model import Document, Quotation, Record, Span
    from onrecord.samples.manuscript import Manuscript

SAME = 0.8
REACH = 4
SCORED = (EntityKind.PERSON, EntityKind.ORG, EntityKind.PLACE)
TITLES = re.compile(
    r"mrs?|ms|miss|dr|sir|dame|professor|judge|captain|commissioner|mayor|minister|president"
    r"|prime|the|an?|l[ae]s?|el|los|une?|d(?:er|ie|as|em|en)|eine?"
    r"|chief|executive|ceo|cllr|councillor|sen(?:ator)?|rep|gov(?:ernor)?|secretary|lord|lady"
    r"|prof|rev|deputy|sgt|sergeant|colonel|detective|constable|mme?|mallam|hajia"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a quotation."""

    start: int
    end: int
    of: Quotation


@dataclass(slots=True)
class Count:
    """Right, predicted and gold things, and what they give."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Score:
    """The score of any number of articles."""

    counts: dict[str, Count] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def count(self, what: str) -> Count:
        return self.counts.setdefault(what, Count())

    def table(self) -> str:
        rows = [f"{'':14}{'gold':>6}{'P':>8}{'R':>8}{'F1':>8}"]
        rows += [
            f"{what:14}{c.gold:6}{c.precision:8.1%}{c.recall:8.1%}{c.f1:8.1%}"
            for what, c in self.counts.items()
        ]
        return "\n".join(rows)


def score(articles: Iterable[tuple[Manuscript, Record]]) -> Score:
    """Score each record against its manuscript's."""
    total = Score()
    for manuscript, record in articles:
        _score_quotations(manuscript, record, total)
        _score_article(manuscript, record, total)
        _score_entities(manuscript, record, total)
    return total


def pieces(text: str, quotations: Iterable[Quotation]) -> list[Piece]:
    """Split quotations at their line breaks; pieces without a letter or digit are dropped."""
    found = []
    for quotation in quotations:
        for line in re.finditer(r"[^\n]+", text[quotation.start : quotation.end]):
            words = line[0].strip()
            if re.search(r"\w", words):
                start = quotation.start + line.start() + line[0].index(words)
                found.append(Piece(start, start + len(words), quotation))
    return found


def matches(gold: list[Piece], predicted: list[Piece]) -> list[tuple[Piece, Piece]]:
    """Pair gold pieces with predicted ones, the best overlap first, each at most once."""
    overlaps = sorted(
        (
            (_likeness((g.start, g.end), (p.start, p.end)), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(predicted)
            if p.start < g.end and g.start < p.end
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    taken_gold, taken_predicted, pairs = set(), set(), []
    for likeness, i, j in overlaps:
        if likeness >= SAME and i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((gold[i], predicted[j]))
    return pairs


def _likeness(a: Span, b: Span) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0]))


def same_speaker(manuscript: Manuscript, gold: Quotation, predicted: Quotation) -> bool:
    """Tell whether the predicted speaker is the gold one, by name."""
    if gold.speaker is None:
        return predicted.speaker is None
    accepted = manuscript.accepted[gold.speaker.name]
    if predicted.speaker is None:
        return "" in accepted
    name = _words(predicted.speaker.name)
    if gold.speaker.kind is EntityKind.GENERIC:
        return any(
            _phrase_within(name, _words(other)) for other in (gold.speaker.name, *accepted) if other
        )
    return any(
        name == (wanted := _words(other))
        or (len(wanted) > 1 < len(name) and (name[0], name[-1]) == (wanted[0], wanted[-1]))
        for other in (gold.speaker.name, *accepted)
        if other
    )


def _words(name: str) -> list[str]:
    words = re.findall(r"[\w&’'.-]+", re.sub(r"[’']s$", "", name).casefold())
    while len(words) > 1 and TITLES.fullmatch(words[0].rstrip(".")):
        words = words[1:]
    return words


def _phrase_within(one: list[str], other: list[str]) -> bool:
    shorter, longer = sorted((" ".join(one), " ".join(other)), key=len)
    return bool(shorter) and shorter in longer


def _score_quotations(manuscript: Manuscript, record: Record, total: Score) -> None:
    text = manuscript.body.text
    gold = pieces(text, manuscript.record.quotations)
    nobody = manuscript.not_speech
    predicted = [
        piece
        for piece in pieces(text, record.quotations)
        if piece.of.speaker or not any(a <= piece.start and piece.end <= b for a, b in nobody)
    ]
    pairs = matches(gold, predicted)
    right = [(g, p) for g, p in pairs if same_speaker(manuscript, g.of, p.of)]
    _add(total.count("found"), len(pairs), len(predicted), len(gold))
    _add(total.count("right"), len(right), len(predicted), len(gold))
    for kind in QuotationKind:
        of_gold = [piece for piece in gold if piece.of.kind is kind]
        of_predicted = [piece for piece in predicted if piece.of.kind is kind]
        got = [g for g, p in right if g.of.kind is kind]
        extra = len(of_predicted) - len([p for _, p in pairs if p.of.kind is kind])
        asked = len([g for g, _ in pairs if g.of.kind is kind]) + extra
        _add(total.count(f"{kind} right"), len(got), asked, len(of_gold))
    same_kind = [1 for g, p in pairs if g.of.kind is p.of.kind]
    _add(total.count("kind"), len(same_kind), len(pairs), len(pairs))
    joined, wanted = _joined(pairs, 1), _joined(pairs, 0)
    _add(total.count("utterances"), len(joined & wanted), len(joined), len(wanted))
    total.errors += _quotation_errors(manuscript, gold, predicted, pairs, right)


def _joined(pairs: list[tuple[Piece, Piece]], side: int) -> set[tuple[int, int]]:
    """Neighbouring matched quotations that one side says are of one utterance."""
    ordered = sorted(pairs, key=lambda pair: pair[0].start)
    return {
        (a[0].start, b[0].start)
        for a, b in pairwise(ordered)
        if a[side].of.utterance == b[side].of.utterance
    }


def _quotation_errors(
    manuscript: Manuscript,
    gold: list[Piece],
    predicted: list[Piece],
    pairs: list[tuple[Piece, Piece]],
    right: list[tuple[Piece, Piece]],
) -> Iterator[str]:
    text = manuscript.body.text
    found, used = {g for g, _ in pairs}, {p for _, p in pairs}

    def line(what: str, piece: Piece, said: str) -> str:
        return f"{manuscript.id:24} {what:8} {said} {text[piece.start : piece.end][:70]!r}"

    for piece in gold:
        if piece not in found:
            yield line("missed", piece, _name(piece.of))
    for piece in predicted:
        if piece not in used:
            yield line("extra", piece, _name(piece.of))
    for g, p in pairs:
        if (g, p) not in right:
            yield line("speaker", g, f"{_name(g.of)} not {_name(p.of)}:")


def _name(quotation: Quotation) -> str:
    return f"<{quotation.speaker.name if quotation.speaker else ''}>"


def _score_article(manuscript: Manuscript, record: Record, total: Score) -> None:
    right = int(record.form is manuscript.record.form)
    _add(total.count("form"), right, 1, 1)
    if not right:
        total.errors.append(f"{manuscript.id:24} form     {record.form}")
    gold = {tuple(_words(i.interviewee)) for i in manuscript.record.interviews}
    if gold:
        given = {tuple(_words(i.interviewee)) for i in record.interviews}
        _add(total.count("interviewee"), len(gold & given), len(given), len(gold))
        if gold != given:
            names = [interview.interviewee for interview in record.interviews]
            total.errors.append(f"{manuscript.id:24} interviewee {names}")
    language = int(record.language == manuscript.record.language)
    _add(total.count("language"), language, 1, 1)


def _score_entities(manuscript: Manuscript, record: Record, total: Score) -> None:
    if manuscript.record.language != "en":
        return
    text = manuscript.body.text
    for kind in SCORED:
        gold, given = (
            [_without_title(text, m) for e in each.entities if e.kind is kind for m in e.mentions]
            for each in (manuscript.record, record)
        )
        right = [span for span in gold if any(_covers(span, other) for other in given)]
        used = [other for other in given if any(_covers(span, other) for span in gold)]
        standing = [span for e in manuscript.record.entities for span in e.references]
        given = [g for g in given if g in used or not any(_overlap(g, span) for span in standing)]
        count = total.count(kind)
        _add(count, len(right), len(given), len(gold))
        missed = Counter(text[slice(*span)] for span in gold if span not in right)
        extra = Counter(text[slice(*span)] for span in given if span not in used)
        total.errors += [f"{manuscript.id:24} {kind:8} missed {name}" for name in missed]
        total.errors += [f"{manuscript.id:24} {kind:8} extra {name}" for name in extra]


def _without_title(text: str, span: Span) -> Span:
    start, end = span
    while (word := re.match(r"(\w+)\.? ", text[start:end])) and TITLES.fullmatch(
        word[1].casefold()
    ):
        start += word.end()
    return start, end


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _covers(gold: Span, given: Span) -> bool:
    shared = min(gold[1], given[1]) - max(gold[0], given[0])
    beyond = max(gold[0] - given[0], given[1] - gold[1])
    return 2 * shared >= gold[1] - gold[0] and beyond <= REACH


def _add(count: Count, right: int, predicted: int, gold: int) -> None:
    count.right += right
    count.predicted += predicted
    count.gold += gold


def main() -> None:
    """Print the table of the analyser as it is, and its errors if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--model", action="store_true")
    arguments = parser.parse_args()
    analyse = analyser(with_model=arguments.model)
    total = score((article, analyse(gold_document(article))) for article in gold_articles())
    if arguments.errors:
        print("\n".join(total.errors))
    print(total.table())


def analyser(*, with_model: bool) -> Callable[[Document], Record]:
    """Give the analysis with or without the language model."""
    return analyse_in_worker if with_model else analyse_by_patterns


if __name__ == "__main__":
    main()
