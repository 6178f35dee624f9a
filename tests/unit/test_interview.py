"""Who was interviewed by whom, and the form of an article."""

from __future__ import annotations

import pytest

from onrecord.analyse.attribution import attribute
from onrecord.model import Document, Form

SAID = (
    "\n\n“We will build the pier this year,” {0} said.\n\n"
    "“It will cost us less than the ferry does,” said {0}."
)


def parties(lead: str, speaker: str = "Brekke", outlet: str = "") -> tuple[str, str | None] | None:
    text = lead + SAID.format(speaker)
    found = attribute(Document("1", "", text, language="en", outlet=outlet)).conversation
    if found is None:
        return None
    asks = found.interviewer
    return text[slice(*found.interviewee)], asks and text[slice(*asks)]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (
            "Oda Brekke sat down with the Fjord Post on Monday to talk about the pier.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        (
            "The Fjord Post sat down with Oda Brekke on Monday to talk about the pier.",
            ("Oda Brekke", "The Fjord Post"),
        ),
        (
            "Oda Brekke spoke to reporter Jon Tull about the pier and the winter.",
            ("Oda Brekke", "reporter Jon Tull"),
        ),
        (
            "Jon Tull interviewed Oda Brekke in her office above the harbour.",
            ("Oda Brekke", "Jon Tull"),
        ),
        (
            "Oda Brekke was interviewed by the Fjord Post in her office.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        (
            "Oda Brekke told the Fjord Post in an interview that she would stay.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        ("I met with Oda Brekke in her office above the harbour.", ("Oda Brekke", None)),
    ],
)
def test_parties(lead: str, expected: tuple[str, str | None]) -> None:
    assert parties(lead) == expected


def test_the_evidence_is_the_wording_that_tells_of_it() -> None:
    text = "On Monday Oda Brekke sat down with the Fjord Post." + SAID.format("Brekke")
    found = attribute(Document("1", "", text, language="en")).conversation
    assert found is not None
    assert text[slice(*found.evidence)] == "Oda Brekke sat down with the Fjord Post"


def test_the_outlet_of_the_article_asks() -> None:
    lead = "Vellamo Tidings spoke with Oda Brekke above the harbour."
    assert parties(lead, outlet="Vellamo Tidings") == ("Oda Brekke", "Vellamo Tidings")


def test_a_report_is_no_interview() -> None:
    text = "The council met on Monday." + SAID.format("Oda Brekke")
    found = attribute(Document("1", "", text, language="en"))
    assert (found.conversation, found.form) == (None, Form.REPORT)


def test_one_quotation_from_an_interview_makes_no_interview() -> None:
    text = (
        "Jon Tull told the Fjord Post in an interview that he was tired.\n\n“I am,” Tull said."
        + SAID.format("Oda Brekke")
        + SAID.format("Oda Brekke")
    )
    found = attribute(Document("1", "", text, language="en"))
    assert found.form is Form.REPORT


def test_turns_beside_a_long_story_make_an_interview() -> None:
    story = "The harbour of Vellamo lies under snow for half of the year.\n\n" * 30
    turns = "Q: Why did you stay?\n\nA: I like snow.\n\nQ: Still?\n\nA: I like it very much."
    found = attribute(Document("1", "", f"{story}\n\n{turns}", language="en"))
    assert found.form is Form.INTERVIEW
