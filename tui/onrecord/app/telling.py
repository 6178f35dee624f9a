"""What the head of the article says of what is pointed at in it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.app.margin import name_of
from onrecord.app.marks import is_sure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.choice import Trail
    from onrecord.app.marks import Marks
    from onrecord.model import Quotation


def attribution(text: str, marks: Marks, utterance: int) -> str:
    """Say whose words an utterance is; where that is not sure, why."""
    stretches = marks.utterances[utterance]
    if stretches[0] in marks.corrected:
        return f"{name_of(marks, stretches[0])} named by you"
    spoken = [marks.quotations[index] for index in stretches]
    first = spoken[0]
    if first.speaker is None:
        return f"Speaker not told: {first.reason}" if first.reason else "Speaker not told"
    if is_sure(first):
        return first.speaker.name
    evidence = _evidence(text, spoken)
    said = f", from {evidence}" if evidence else ""
    return f"{first.speaker.name}? {first.confidence:.0%} sure{said}"


def _elsewhere(marks: Marks, utterance: int) -> str:
    """Say in how many other outlets the words stand too."""
    most = max((marks.carried.get(index, 0) for index in marks.utterances[utterance]), default=0)
    return f" · in {count(most, 'other outlet')}, e shows them" if most else ""


def _evidence(text: str, spoken: Sequence[Quotation]) -> str:
    """Quote the words that name the speaker and those that say that something was said."""
    spans = {span for each in spoken for span in (each.mention, each.cue) if span is not None}
    words = [" ".join(text[start:end].split()) for start, end in sorted(spans)]
    return f"“{' … '.join(words)}”" if words else ""


def told(
    text: str, marks: Marks, utterance: int | None, only: str | None, trail: Trail | None
) -> tuple[str, str]:
    """Return what the head says at its left and at its right."""
    if trail is not None:
        number = len(trail.named.places)
        return f"{trail.named.name} · Esc ends", f"place {trail.at + 1} of {number} · n N"
    among = marks.said_by(only)
    note = ""
    if utterance is not None and utterance in among:
        note = f"quotation {among.index(utterance) + 1} of {len(among)}"
    if only is not None:
        return f"Only {only or 'what nobody could be told for'} · Esc shows all", note
    if utterance is None:
        return "", note
    return f"{attribution(text, marks, utterance)}{_elsewhere(marks, utterance)}", note
