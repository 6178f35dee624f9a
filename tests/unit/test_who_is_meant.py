"""Whom the phrase beside a quotation means, in sentences as newspapers print them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.analyse.plain_text import document_of
from onrecord.analyse.workers import analyse_by_patterns
from onrecord.model import EntityKind, Role

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
        ("Rosti later Thursday told Harbour News: “Both of us meet next week.”", "Rosti"),
        (
            "BERNE - Velmo Rosti went home. He stood as a “law and order man”, Rosti said.",
            "Velmo Rosti",
        ),
        ("Secretary-General Oda Kim Roon called them “a cancer in our midst.”", "Oda Kim Roon"),
        ("Rep. Anna Rosti (D-N.Y.) said: “We are going home.”", "Anna Rosti"),
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("US Secretary of State Velmo Rosti was in Berne.", "Velmo Rosti"),
        ("Minister for Foreign Affairs and Trade Velmo Rosti was in Berne.", "Velmo Rosti"),
        ("Secretary of State for Health Velmo Rosti was in Berne.", "Velmo Rosti"),
        ("Chancellor of the Exchequer Velmo Rosti was in Berne.", "Velmo Rosti"),
        ("The county’s Supervisor of Elections Velmo Rosti was in Berne.", "Velmo Rosti"),
        ("Director of National Intelligence Anna Rosti was in Berne.", "Anna Rosti"),
        ("Speaker of the House Rep. Anna Rosti was in Berne.", "Anna Rosti"),
        ("Senators Velmo Rosti, who left, and Ana Roy were in Berne.", "Velmo Rosti"),
    ],
)
def test_the_office_of_a_title_is_no_part_of_the_name(text: str, name: str):
    record = analyse_by_patterns(document_of("1", f"{text} Rosti left on Monday."))
    persons = [each for each in record.entities if each.kind is EntityKind.PERSON]
    assert [each.name for each in persons if each.name.endswith("Rosti")] == [name]


@pytest.mark.parametrize("word", ["State ", "Strange ", "Trade and "])
def test_an_office_without_end_is_none(word: str):
    text = f"We met the Minister for {word * 1500}Ana Roy. “We are going home,” said Ana Roy."
    assert speakers_of(text) == ["Ana Roy"]


def test_a_surname_that_is_a_noun_for_firms_and_a_firm_named_like_a_general():
    text = (
        "The letter was sent to Chief of Staff Cheryl Mills and forwarded the same evening. That is"
        " what General Electric says of it."
    )
    record = analyse_by_patterns(document_of("1", text))
    assert {(each.name, each.kind) for each in record.entities} == {
        ("Cheryl Mills", EntityKind.PERSON),
        ("General Electric", EntityKind.ORG),
    }


def test_the_network_x_ends_a_sentence_and_is_nobodys_initial():
    text = "Velmo Rosti was late. “We are going now,” he wrote on X. In a post, Ana Roy said no."
    assert speakers_of(text) == ["Velmo Rosti"]


def test_an_adverb_before_a_comma_is_nobody():
    text = "Additionally, the council met. “We are going now,” said Ana Roy."
    record = analyse_by_patterns(document_of("1", text))
    persons = [each.name for each in record.entities if each.kind is EntityKind.PERSON]
    assert persons == ["Ana Roy"]
