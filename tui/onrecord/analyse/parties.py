"""Who asks and who answers in a conversation."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.analyse.asking import QUESTION_END
from onrecord.analyse.labels import ANSWER_LABELS, QUESTION_LABELS, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.turns import Turn


class Party(StrEnum):
    """Whose turn it is in a conversation."""

    QUESTIONER = "questioner"
    ANSWERER = "answerer"


def parties_of(text: str, turns: Sequence[Turn]) -> dict[str, Party]:
    """Tell who asks and who answers: the one whose turns end in question marks asks."""
    asked: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lasts = {turn.number: turn for turn in turns}
    for turn in lasts.values():
        if turn.label:
            label = spell(text, turn.label)
            total[label] += 1
            asked[label] += (
                QUESTION_END.search(text, max(turn.start, turn.end - 12), turn.end) is not None
            )
    parties: dict[str, Party] = {}
    rates = {label: asked[label] / total[label] for label in total}
    least, most = min(rates.values(), default=0), max(rates.values(), default=0)
    for label, rate in rates.items():
        if label in QUESTION_LABELS:
            parties[label] = Party.QUESTIONER
        elif label in ANSWER_LABELS:
            parties[label] = Party.ANSWERER
        elif rate >= 0.5 and rate > least:
            parties[label] = Party.QUESTIONER
        elif rate < 0.4 and most >= 0.4:
            parties[label] = Party.ANSWERER
    return parties
