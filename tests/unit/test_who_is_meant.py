"""Whom the phrase beside a quotation means, in sentences as newspapers print them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns
from onrecord.model import Role

SAME_SURNAME = (
    "Planning Minister Ahsan Ibsal, who was visiting, sent best wishes. Ibsal also met the mayor"
    " after the oath. He went on to the Oskar Ibsal chair.\n\n“I said how glad we are,” Ibsal said."
)


def speakers_of(text: str) -> list[str | None]:
    record = analyse_by_patterns(document_of("1", text))
    return [each.speaker and each.speaker.name for each in record.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "India’s environment minister last September called it “a project of defence value”.",
            "India’s environment minister",
        ),
        ("“We hope for much more,” President Ana Roy’s office said.", "President Ana Roy’s office"),
        ("“We hope for much more,” Velmora’s foreign ministry said.", "Velmora’s foreign ministry"),
        (
            "Eight countries condemned the Velmoran move. “It is against the law,” they said.",
            "Eight countries",
        ),
        (SAME_SURNAME, "Ahsan Ibsal"),
        ("The talks went on in Berne. “We are going home tonight,” the US said.", "US"),
    ],
)
def test_a_phrase_is_whom_a_reader_takes_it_for(text: str, speaker: str):
    assert speakers_of(text) == [speaker]


def test_a_block_after_what_the_writer_did_is_not_the_writers():
    text = "By Ana Roy\n\nI have just read this:\n\nThe harbour is not what it was when we came."
    document = document_of("1", text)
    *lead, block = document.paragraphs
    quoted = replace(document, paragraphs=(*lead, replace(block, role=Role.QUOTE)))
    (quotation,) = analyse_by_patterns(quoted).quotations
    assert quotation.speaker is None
