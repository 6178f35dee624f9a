"""Interviews that a reporter tells in the first person, and reports that are none."""

from __future__ import annotations

from onrecord.analyse.pipeline import analyse
from onrecord.model import Document, Form

VISIT = """I pull up at the mill before the rain. Oriel Strand is waiting for me at the gate.

“You are late,” Oriel Strand says. “The river is not.”

I ask her what the river wants.

“My cellar,” Strand tells me. “It has had it twice.”

I look at the cellar. “Mind the third step,” says Strand."""


def read(text: str, byline: str = "Ilse Maranta") -> tuple[Form, list[tuple[str, str]]]:
    record = analyse(Document("1", "", text, outlet="The Lantern", byline=byline))
    return record.form, [(each.interviewee, each.interviewer) for each in record.interviews]


def test_a_visit_in_the_first_person_is_an_interview() -> None:
    assert read(VISIT) == (Form.INTERVIEW, [("Oriel Strand", "Ilse Maranta")])


def test_the_writer_is_not_interviewed() -> None:
    assert read(VISIT, byline="Oriel Strand") == (Form.REPORT, [])


def test_told_me_among_other_voices_is_a_report_without_interviews() -> None:
    text = (
        "The pier is closed.\n\n“It is unsafe,” Oriel Strand told me.\n\n"
        "“It was always unsafe,” Basil Thrupp said.\n\n“Close the sea,” Jo Tull said.\n\n"
        "“We shall,” Oda Brekke said."
    )
    assert read(text) == (Form.REPORT, [])


def test_a_place_does_not_ask() -> None:
    text = (
        "In an interview with Velmora state television, Ana Roy said “We agreed on it.”\n\n"
        "“We will write it down,” Ana Roy said. “Then we will sign it,” Ana Roy said."
    )
    form, found = read(text)
    assert form is Form.INTERVIEW
    assert [answers for answers, _ in found] == ["Ana Roy"]
    assert all(asks != "Velmora" for _, asks in found)
