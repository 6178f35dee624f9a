"""People without a name: "he" right after "an old man" is nobody who was named before."""

from __future__ import annotations

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns

LEAD = "Otto Lind runs the harbour.\n\n"


def speakers(text: str) -> list[str]:
    record = analyse_by_patterns(document_of("1", text))
    return [q.speaker.name if q.speaker else "-" for q in record.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("An old fisherman shook his head. “It is too late,” he said.", "An old fisherman"),
        (
            "One of my students put up her hand. “I do not understand it at all,” she said.",
            "One of my students",
        ),
        ("A nurse came in. “It was a long night,” she said.", "A nurse"),
    ],
)
def test_a_stranger_speaks(text: str, speaker: str) -> None:
    assert speakers(LEAD + text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Otto Lind was a fisherman. “It is too late for us,” he said.",
        "Otto Lind, a fisherman from Lorne, laughed. “It is too late for us,” he said.",
        "A nurse came in. Otto Lind rose. “It is too late for us,” he said.",
        "A spokeswoman came in. “It is too late for us,” he said.",
    ],
)
def test_the_person_named_speaks(text: str) -> None:
    assert speakers(LEAD + text) == ["Otto Lind"]


def test_what_a_name_does_in_the_present_makes_it_a_subject() -> None:
    text = (
        "Otto Lind keeps bees. Paul Dray came in 1998. He taps his hat.\n\n"
        "Before I leave, Otto loads a box into my car. He smiles. “Come back in spring,” he says."
    )
    assert speakers(text)[-1] == "Otto Lind"
