from __future__ import annotations

from dataclasses import replace

from onrecord.app.choice import Trail
from onrecord.app.marks import Named, marks_of
from onrecord.app.outline import Sort, beside, outline_of, questions_of
from onrecord.app.telling import told
from onrecord.model import (
    Body,
    EntityKind,
    Form,
    Paragraph,
    Quotation,
    QuotationKind,
    Record,
    Role,
    Speaker,
)

TEXT = "“One,” the keeper said. “Two.” Then “three”."
KEEPER = Speaker("Ada Vane", EntityKind.PERSON)
ONE = Quotation(
    0,
    6,
    "“One,”",
    QuotationKind.DIRECT,
    0,
    KEEPER,
    mention=(7, 17),
    cue=(18, 22),
    confidence=0.4,
)
TWO = replace(ONE, start=24, end=30, text="“Two.”", utterance=1, mention=None, confidence=0.9)
THREE = replace(
    ONE,
    start=36,
    end=43,
    text="“three”",
    utterance=2,
    speaker=None,
    reason="nobody is named near it",
)
MARKS = marks_of(Record("en", Form.REPORT, quotations=(ONE, TWO, THREE)), len(TEXT))


def test_who_speaks_is_told_and_why_it_is_not_sure():
    assert told(TEXT, MARKS, 0, None, None) == (
        "Ada Vane? 40% sure, from “the keeper … said”",
        "quotation 1 of 3",
    )
    assert told(TEXT, MARKS, 1, None, None) == ("Ada Vane", "quotation 2 of 3")
    assert told(TEXT, MARKS, 2, None, None)[0] == "Speaker not told: nobody is named near it"
    assert told(TEXT, MARKS, None, None, None) == ("", "")


def test_what_is_dimmed_or_followed_is_told_with_how_to_end_it():
    assert told(TEXT, MARKS, 1, "Ada Vane", None) == (
        "Only Ada Vane · Esc shows all",
        "quotation 2 of 2",
    )
    named = Named("Ada Vane", EntityKind.PERSON, ((7, 17), (18, 22)))
    assert told(TEXT, MARKS, 1, None, Trail(named, 1)) == (
        "Ada Vane · Esc ends",
        "place 2 of 2 · n N",
    )


def test_a_trail_goes_round_and_outlives_a_new_record():
    named = Named("Ada Vane", EntityKind.PERSON, ((7, 17), (18, 22)))
    assert Trail(named, 1).on(1).at == 0
    assert Trail(named).on(-1).at == 1
    fewer = replace(named, places=((7, 17),))
    assert Trail(named, 1).again([fewer]) == Trail(fewer, 0)
    assert Trail(named, 1).again([replace(named, name="Bo Lind")]) is None


def test_printed_questions_are_outlined_where_no_turn_was_made_of_them():
    parts = ("Heights", "*Is it high?*", "It is.", "A remark in bold.")
    roles = (Role.HEADING, Role.EMPHASIS, Role.PARAGRAPH, Role.EMPHASIS)
    text, paragraphs, at = "\n\n".join(parts), [], 0
    for words, role in zip(parts, roles, strict=True):
        paragraphs.append(Paragraph(at, at + len(words), role))
        at += len(words) + 2
    body = Body(text, tuple(paragraphs))
    points = outline_of(body, marks_of(None, len(text)))
    assert [(point.words, point.sort) for point in points] == [
        ("Heights", Sort.HEADING),
        ("*Is it high?*", Sort.QUESTION),
    ]
    assert questions_of(points) == (9,)


def test_the_nearest_place_before_and_after():
    places = (3, 9, 20)
    assert [beside(places, at, 1) for at in (0, 3, 10, 20)] == [3, 9, 20, None]
    assert [beside(places, at, -1) for at in (0, 3, 9, 30)] == [None, None, 3, 20]
