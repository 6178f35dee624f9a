"""Speakers beside a quotation without a verb of saying, and names that look like places."""

from __future__ import annotations

import pytest

from onrecord.analyse.candidates import read, targets_of
from onrecord.analyse.cues import languages
from onrecord.analyse.plain_text import document_of
from onrecord.analyse.quotations import scan
from onrecord.analyse.tokens import tokenize
from onrecord.analyse.workers import analyse_by_patterns
from onrecord.model import EntityKind

LEAD = "The surveyors met on Tuesday. They had asked Ana Roy and Bram Tolle.\n\n"


def speakers_of(text: str) -> list[str | None]:
    record = analyse_by_patterns(document_of("1", LEAD + text))
    return [each.speaker and each.speaker.name for each in record.quotations]


@pytest.mark.parametrize(
    "sentence",
    [
        "In Ms Roy’s words, “the slope will not wait for us.”",
        "In Roy’s own words: “The slope will not wait for us.”",
        "In the words of Ms Roy, a potter, “the slope will not wait for us.”",
        "It was, in Roy’s words, “the last thing that the valley needs.”",
        "The bill is “a mess from end to end”, in the words of Ms Roy.",
        "The plan was described as “heartbreaking and cruel work” by Ana Roy.",
        "The levy, denounced as “the end of the valley” by Roy, was put off.",
        "He was dubbed “the man who moved the hill” by Ms Roy.",
    ],
)
def test_the_words_of_somebody_and_what_a_thing_was_called_by_somebody_are_theirs(sentence: str):
    assert speakers_of(sentence) == ["Ana Roy"]


def test_what_is_called_something_is_no_subject_behind_an_aside():
    text = "Casimir Orl, the Prime Minister, called her appointment “a change of engine”."
    tokens = tokenize(text)
    reading = read(tokens, targets_of(text, scan(text, ())), languages()["en"].verbs.__contains__)
    subject = reading.phrases[reading.clauses.subject[tokens.words.index("called")]]
    assert tokens.words[subject.head] in ("Orl", "Minister")


def test_by_after_what_somebody_called_a_thing_names_nobody():
    assert speakers_of("What Ana Roy called “a gift to the whole valley” by mistake was none.") == [
        "Ana Roy"
    ]


def test_two_people_whose_family_name_leads_are_two():
    record = analyse_by_patterns(
        document_of(
            "1",
            "The interior minister, Lee Sang-won, resigned.\n\nLee Jae-il, leader of the Harbour"
            " Party, called it “very disappointing for us all.”\n\n“We want more,” Lee said.",
        )
    )
    persons = {each.name for each in record.entities if each.kind is EntityKind.PERSON}
    assert persons == {"Lee Sang-won", "Lee Jae-il"}
    assert [each.speaker and each.speaker.name for each in record.quotations] == ["Lee Jae-il"] * 2


@pytest.mark.parametrize(
    "name", ["Mr Hill", "Dr. Park", "Sgt. Lake", "Judge Street", "Sen. Forest"]
)
def test_who_is_addressed_is_a_person_though_the_name_is_a_noun_for_places(name: str):
    record = analyse_by_patterns(document_of("1", f"It was late. “I go now,” {name} told us."))
    assert [(each.name, each.kind) for each in record.entities] == [
        (name.split()[-1], EntityKind.PERSON)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“No, never again,” said Oda Ward.",
        "Velna Ward, a lecturer, said it was “a gift to us”.",
    ],
)
def test_who_speaks_or_is_brought_in_is_a_person_though_the_surname_is_a_noun(text: str):
    record = analyse_by_patterns(document_of("1", text))
    assert [each.kind for each in record.entities] == [EntityKind.PERSON]


def test_streets_and_lakes_named_after_titles_stay_places():
    record = analyse_by_patterns(
        document_of("1", "They met in Queen Street, by Lake Como, and Velna Hill, a landmark.")
    )
    assert {each.kind for each in record.entities} == {EntityKind.PLACE}
