"""Replies of a dialogue that a writer tells: short paragraphs of speech, each the other one's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.analyse.pipeline import analyse, understand
from onrecord.analyse.plain_text import document_of
from onrecord.analyse.replies import with_replies


def speakers(*paragraphs: str, byline: str = "") -> list[str | None]:
    document = document_of("1", "\n\n".join(paragraphs))
    if byline:
        document = type(document)(
            document.id, "", document.text, document.paragraphs, byline=byline
        )
    return [q.speaker and q.speaker.name for q in analyse(document).quotations]


_SCENE = (
    "Oda Brekke and Tomas Lees run the pier together.",
    "“The lamp is broken again,” says Oda Brekke.",
    "“I mended it on Monday,” says Tomas Lees.",
)


@pytest.mark.parametrize(
    "reply",
    [
        "“You mended the other one.”",
        "“Did you?”",
        "“That was the other lamp, Tomas, and you were paid for it by the council in March.”",
    ],
)
def test_a_short_paragraph_of_speech_is_the_other_ones(reply):
    assert speakers(*_SCENE, reply)[-1] == "Oda Brekke"


def test_replies_alternate_for_as_long_as_they_follow_each_other():
    said = speakers(*_SCENE, "“Which one?”", "“The green one.”", "“There is no green one.”")
    assert said[-3:] == ["Oda Brekke", "Tomas Lees", "Oda Brekke"]


def test_a_long_paragraph_goes_on_with_its_speaker():
    long = (
        "“We have asked the council for a new one every spring for eleven years, and every spring "
        "the council has told us that it will look into the matter after the holidays.”"
    )
    assert speakers(*_SCENE, long)[-1] == "Tomas Lees"


def test_a_short_paragraph_goes_on_where_nobody_else_is_in_sight():
    said = speakers("“We will build the pier,” Oda Brekke said.", "“It will be of oak.”")
    assert said == ["Oda Brekke", "Oda Brekke"]


def test_who_is_named_beside_the_speaker_replies():
    said = speakers(
        "Judge Hanne Trisk asked Tomas Lees to read the letter aloud.",
        "“It was a dull letter,” Tomas Lees said.",
        "“And you believed it?”",
        "“I did.”",
    )
    assert said == ["Tomas Lees", "Hanne Trisk", "Tomas Lees"]


def test_the_writer_asks_where_nobody_else_does():
    said = speakers(
        "I met Tomas Lees on the quay.",
        "“There isn’t any other lamp,” Lees said.",
        "“Is that all?”",
        "“That is all.”",
        byline="Hanne Trisk",
    )
    assert said == ["Tomas Lees", "Hanne Trisk", "Tomas Lees"]


def test_a_report_gives_no_reply_to_a_body():
    said = speakers(
        "The Pier Board called it “a season of fire” on Monday.",
        "“Men need an enemy until the rains come,” Tomas Lees said.",
        "“After that they’ll need a harvest.”",
    )
    assert said[-1] == "Tomas Lees"


@pytest.mark.parametrize(
    ("told", "speaker"),
    [
        ("Tomas Lees fed his notes into it.", "Lees"),
        ("Tomas Lees and Oda Brekke fed it with their notes.", None),
    ],
)
def test_who_alone_is_told_of_in_a_paragraph_speaks_where_nobody_was_found(told, speaker):
    text = f"{told} By how much was it wrong? “Enough that I did not sleep for a week.”"
    found = understand(document_of("1", text))
    (said,) = found.attributions.quotations
    nobody = replace(found.attributions, quotations=(replace(said, mention=None, head=None),))
    given = with_replies(found.tokens, found.identities, nobody)
    assert (given and text[slice(*given.quotations[0].mention or (0, 0))]) == speaker
