"""Who was interviewed by whom, and the form of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.analyse.attribution import attribute
from onrecord.analyse.plain_text import document_of
from onrecord.model import Document, Form, QuotationKind

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
            "H.E. Oda Brekke said so in an exclusive interview with the Velmora News Agency.",
            ("H.E. Oda Brekke", "the Velmora News Agency"),
        ),
        ("Oda Brekke said so in an interview with the Border Agency on Tuesday.", None),
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
        (
            "Speaking to the Fjord Post, the mayor, Oda Brekke, defended the plan.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        (
            "Oda Brekke, the mayor, received Xinhua in her study on Monday.",
            ("Oda Brekke", "Xinhua"),
        ),
        (
            "In an exclusive interview with Radio Keel, Mayor Oda Brekke defended the plan.",
            ("Mayor Oda Brekke", "Radio Keel"),
        ),
        (
            "On Sunday the mayor of Vik, Oda Brekke, gave a long interview to Radio Keel.",
            ("Oda Brekke", "Radio Keel"),
        ),
        (
            "Interviewed by Radio Keel on Sunday, Oda Brekke defended the plan.",
            ("Oda Brekke", "Radio Keel"),
        ),
        (
            "Oda Brekke answered questions from the Fjord Post about the plan.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        (
            "The Fjord Post’s Jon Tull talked to Oda Brekke about the plan.",
            ("Oda Brekke", "Jon Tull"),
        ),
        (
            "Jon Tull of the Fjord Post talked to Oda Brekke about the plan.",
            ("Oda Brekke", "Jon Tull"),
        ),
        ("In a phone interview from the capital, Oda Brekke defended it.", ("Oda Brekke", None)),
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


NO_INTERVIEWS = Path(__file__).with_name("no_interviews.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", NO_INTERVIEWS.split("\n=====\n"), ids=lambda text: text.strip().partition("\n")[0]
)
def test_letters_features_recipes_and_lists_are_reports(text: str) -> None:
    found = attribute(document_of("1", text.strip("\n")))
    assert found.form is Form.REPORT
    assert not any(q.kind is QuotationKind.TURN for q in found.quotations)


@pytest.mark.parametrize(
    "lead",
    [
        "Oda Brekke met with Jon Tull on Monday.",
        "Oda Brekke did not respond to a request for an interview with the Fjord Post.",
        "Jon Tull would not say whether Oda Brekke was interviewed by the police.",
        "Oda Brekke spoke of her friendship with Jon Tull.",
        "Oda Brekke sat in the hall, waiting to board a ferry.",
        "Oda Brekke will speak on Friday, along with Jon Tull.",
    ],
)
def test_no_interview_is_told_of(lead: str) -> None:
    assert parties(lead) is None


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (
            "In an interview with Fjord News’ Jon Tull on Monday night, Oda Brekke spoke of ice.",
            ("Oda Brekke", "Jon Tull"),
        ),
        (
            "In an interview with the Fjord Post published Thursday, Oda Brekke spoke of ice.",
            ("Oda Brekke", "the Fjord Post"),
        ),
        (
            "Oda Brekke told Velmora’s Radio Two in an interview that she would stay.",
            ("Oda Brekke", "Radio Two"),
        ),
    ],
)
def test_who_asked_is_the_person_and_not_the_owner(lead: str, expected: tuple[str, str]) -> None:
    assert parties(lead) == expected


def test_told_me_alone_makes_a_feature_no_interview() -> None:
    text = "Oda Brekke keeps the light. “It is old,” she told me." + SAID.format("Brekke")
    assert attribute(Document("1", "", text, language="en")).form is Form.REPORT
