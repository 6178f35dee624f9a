"""Organisations and relatives that a text calls again by what they are."""

from __future__ import annotations

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns


def speakers(text: str) -> list[str]:
    record = analyse_by_patterns(document_of("1", text))
    return [q.speaker.name if q.speaker else "-" for q in record.quotations]


FIRM = (
    "Brindle Foods Ltd closed two plants. The Ministry of Ports was told on Friday. In a letter "
    "the company said that it was “deeply sorry for all of it”."
)
STATEMENT = "The Moorland Commission met on Friday. It said in a statement: “The weirs stay shut.”"
ABOUT_ANOTHER = (
    "The Moorland Commission met on Friday.\n\n“The Harbour Committee will have to wait until the "
    "spring,” it said."
)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (FIRM, "Brindle Foods Ltd"),
        (STATEMENT, "Moorland Commission"),
        (ABOUT_ANOTHER, "Moorland Commission"),
    ],
)
def test_a_body_is_called_again(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("told", "asked", "speaker"),
    [
        (
            "Otto Lind and his wife, Greta, keep bees.",
            "Greta laughed. “Never,” her husband said.",
            "Otto Lind",
        ),
        (
            "Konrad Amble came with his daughter, Tilda Amble.",
            "She waved. “Sit down,” her father said.",
            "Konrad Amble",
        ),
        (
            "Konrad Amble’s brother, Rurik Sall, came.",
            "Sall waved. “Sit down,” his brother said.",
            "Konrad Amble",
        ),
    ],
)
def test_relatives_are_found_from_either_side(told: str, asked: str, speaker: str) -> None:
    assert speakers(f"{told} {asked}") == [speaker]


def test_a_husband_is_not_somebody_elses() -> None:
    text = (
        "Ilse Maranta’s husband, Gideon Scarfe, is a baker.\n\nGreta Lind waited at the pier. "
        "“Not today,” her husband said."
    )
    assert speakers(text) != ["Gideon Scarfe"]


def test_an_age_describes_whom_the_text_speaks_of() -> None:
    text = "Declan Crake, the captain, had seen it all. “Ninth time,” the 34-year-old said."
    assert speakers(text) == ["Declan Crake"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The ministers met on Friday. “We have signed it at last,” they said.", "The ministers"),
        ("Sasha Crake looked at the map. “That annoys me a good deal,” they said.", "Sasha Crake"),
    ],
)
def test_they_are_people_or_one_person(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_chief_officers_are_called_by_letters() -> None:
    text = (
        "Chief Financial Officer Hanne Trisk and Chief Executive Otto Lind came.\n\nThe plant will "
        "be paid for “from what we have earned”, according to the CFO."
    )
    assert speakers(text) == ["Hanne Trisk"]
