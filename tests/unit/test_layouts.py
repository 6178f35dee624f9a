"""Transcripts and interviews as people really publish them: who speaks in every turn.

Each text is followed by the speakers that its turns have, in order; "-" is somebody whom the text
does not name. The texts are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns
from onrecord.model import Form, QuotationKind

SOURCE = Path(__file__).with_name("layouts.txt").read_text(encoding="utf-8")
NONE = Path(__file__).with_name("no_layouts.txt").read_text(encoding="utf-8").split("\n=====\n")


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for case in SOURCE.split("\n=====\n"):
        head, _, text = case.strip("\n").partition("\n")
        name, _, speakers = head.partition(" | ")
        found.append((name, text, speakers.split(" / ")))
    return found


@pytest.mark.parametrize(("name", "text", "speakers"), cases(), ids=[c[0] for c in cases()])
def test_every_turn_has_its_speaker(name: str, text: str, speakers: list[str]) -> None:
    record = analyse_by_patterns(document_of(name, text))
    turns = [q for q in record.quotations if q.kind is QuotationKind.TURN]
    assert [q.speaker.name if q.speaker else "-" for q in turns] == speakers
    assert record.form is Form.TRANSCRIPT
    for turn in turns:
        assert text[turn.start : turn.end] == turn.text
        assert turn.text[0].isalnum() or turn.text[0] in '“"¿'


@pytest.mark.parametrize("case", NONE, ids=[case.partition("\n")[0] for case in NONE])
def test_questions_alone_make_no_conversation(case: str) -> None:
    name, _, text = case.partition("\n")
    record = analyse_by_patterns(document_of(name, text))
    assert record.form is Form.REPORT
    assert not [q for q in record.quotations if q.kind is QuotationKind.TURN]
