"""Whom phrases without a name mean, and how sure a record may be of them."""

from __future__ import annotations

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns

SURE = 0.9


def quotations(text: str):
    return analyse_by_patterns(document_of("1", text)).quotations


def speakers(text: str) -> list[str]:
    return [q.speaker.name if q.speaker else "-" for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A note hung on the gate. It read: “Back at six, if the tide lets me.”", "A note"),
        ("On the lamp is a label; “do not lift by the glass,” it says.", "a label"),
        (
            (
                "The Pier Board wrote to us on Friday. The letter was short. It says that the "
                "pier is “not a matter for the public”."
            ),
            "The letter",
        ),
    ],
)
def test_it_may_be_something_written(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


def test_it_is_a_body_where_that_was_the_subject_last() -> None:
    text = (
        "A letter came on Monday. The Pier Board met on Friday to hear of the pier. It said in a "
        "statement: “The pier stays shut.”"
    )
    assert speakers(text) == ["Pier Board"]


def test_somebody_speaks_who_has_no_name() -> None:
    assert speakers("“Which pier do they mean?” somebody shouted from the back.") == ["somebody"]


def test_one_person_is_called_they_where_the_text_tells_so() -> None:
    text = (
        "Robin Almar, who uses they/them pronouns, makes cups. The cups roll over.\n\n"
        "“Everybody has a place for their telephone,” they told visitors last week."
    )
    assert speakers(text) == ["Robin Almar"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "The lunch was late. I asked the waitress whether there would be one. “I would "
                "not wait for it,” she said."
            ),
            "the waitress",
        ),
        (
            (
                "Otto Lind runs the pier. A woman in a feed cap stood up and spoke. “Who will pay "
                "for the pier?” she asked."
            ),
            "A woman",
        ),
        (
            (
                "Robin Almar makes cups. It was their grandmother, a tiler, who taught them. “You "
                "have a good hand for it,” she said on the first day."
            ),
            "their grandmother",
        ),
    ],
)
def test_he_and_she_are_people_without_a_name(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            (
                "The President of Velmora, Ilmar Korvath, met President Anders Holm of Lorne. “The "
                "lakes are in no bloc at all,” the Velmora president said."
            ),
            "Ilmar Korvath",
        ),
        (
            (
                "Hanne Trisk flew north with a pilot named Corvin Sall. Trisk slept. “There was a "
                "word for that,” the pilot said."
            ),
            "Corvin Sall",
        ),
        (
            (
                "Hanne Trisk put six microphones on the ice. “I took it for a generator,” the "
                "seismologist said."
            ),
            "Hanne Trisk",
        ),
        (
            (
                "Ada Lind and Greta Marsh both make soup. Greta’s is, in Ada Lind’s phrase, "
                "“dishwater with ambitions of its own”."
            ),
            "Ada Lind",
        ),
    ],
)
def test_a_description_means_who_has_the_role(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "“It was always a very slow clock,” the other one said.",
        "“No, Your Honour, that was in the spring,” counsel replied.",
        "Otto came in. “They are hiring on the quay again,” his mother said.",
        "“There is nothing in the rules about geese,” the member for Lorne said.",
        "“I have been asked to wait again,” Agbon said.",
    ],
)
def test_who_may_be_named_elsewhere_is_not_sure(text: str) -> None:
    assert [q.confidence < SURE for q in quotations(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "“It was always a very slow clock,” a neighbour said.",
        "“It was always a very slow clock,” the report said.",
        "“It was always a very slow clock,” Hanne Trisk said.",
    ],
)
def test_names_strangers_and_documents_are(text: str) -> None:
    assert [q.confidence >= SURE for q in quotations(text)] == [True]


def test_a_description_goes_on_to_mean_whom_it_meant() -> None:
    text = (
        "They sent for Otto Lind. The member for Lower Lorne rose at noon.\n\nGreta Marsh, the "
        "minister, folded her arms.\n\n“I have forgotten what it was,” said the member for Lower "
        "Lorne."
    )
    assert speakers(text) == ["Otto Lind"]


def test_who_replies_shows_no_gender_of_whom_he_replies_to() -> None:
    text = (
        "Mary Almar and Corvin Sall made music.\n\n“Corvin liked it,” says Mary Almar.\n\n“I liked "
        "it a normal amount,” he says.\n\n“You had cards printed with it,” says Mary Almar.\n\n“I "
        "had only two of them printed,” he says."
    )
    assert [speakers(text)[n] for n in (1, 3)] == ["Corvin Sall", "Corvin Sall"]


def test_a_role_before_a_name_at_a_distance_is_no_stranger() -> None:
    text = (
        "Greta Marsh was ill. Her director at Harbour Radio, Corvin Sall, hinted at it. “She did "
        "not eat on Friday,” he said."
    )
    assert speakers(text) == ["Corvin Sall"]
