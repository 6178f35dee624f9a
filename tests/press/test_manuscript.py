"""The mark-up of the sample articles: text, layout and record come out where they stand."""

from __future__ import annotations

import pytest

from onrecord.model import EntityKind, Form, QuotationKind, Role
from onrecord.samples.manuscript import ManuscriptError, read_manuscript
from onrecord.samples.typeset import html_of

HEADER = """+++
id = "one"
title = "A title"
form = "interview"
interviews = [["Ada Vale", "The Lantern"]]

[entities]
ada = "PERSON Ada Vale | Vale"
bo = "PERSON Bo Vale | Vale | ~Mr Vale"
aide = "GENERIC a senior aide | ~"
+++
"""
TEXT = """{i|We met} in **town**, near [the quay](https://quay.example/).

## The *middle*

{q ada|“One,”} {! ada|she} said. {q+ ada|“Two.”} {@ bo|Vale} was {p bo|“late”}.

> {q aide|“He told me, {q bo|‘Go,’} and I went.”}

**{t bo|Why?}**

- One\\
and a half
- Two
"""


@pytest.fixture
def manuscript():
    return read_manuscript(HEADER + TEXT)


def test_text_and_roles(manuscript):
    text = manuscript.body.text
    paragraphs = [(text[p.start : p.end], p.role) for p in manuscript.body.paragraphs]
    assert paragraphs == [
        ("We met in town, near the quay.", Role.PARAGRAPH),
        ("The middle", Role.HEADING),
        ("“One,” she said. “Two.” Vale was “late”.", Role.PARAGRAPH),
        ("“He told me, ‘Go,’ and I went.”", Role.QUOTE),
        ("Why?", Role.EMPHASIS),
        ("One\nand a half", Role.ITEM),
        ("Two", Role.ITEM),
    ]


def test_quotations_speakers_and_utterances(manuscript):
    text = manuscript.body.text
    rows = [
        (q.text, q.kind, q.utterance, q.speaker.name, q.mention and text[slice(*q.mention)])
        for q in manuscript.record.quotations
    ]
    assert rows == [
        ("“One,”", QuotationKind.DIRECT, 0, "Ada Vale", "she"),
        ("“Two.”", QuotationKind.DIRECT, 0, "Ada Vale", "she"),
        ("“late”", QuotationKind.MIXED, 1, "Bo Vale", None),
        ("“He told me, ‘Go,’ and I went.”", QuotationKind.DIRECT, 2, "a senior aide", None),
        ("‘Go,’", QuotationKind.DIRECT, 3, "Bo Vale", None),
        ("Why?", QuotationKind.TURN, 4, "Bo Vale", None),
    ]
    assert all(text[q.start : q.end] == q.text for q in manuscript.record.quotations)
    assert manuscript.accepted["Bo Vale"] == {"Mr Vale"}
    assert manuscript.accepted["a senior aide"] == {""}


def test_a_name_of_two_is_found_only_where_it_is_marked(manuscript):
    ada, bo, aide = manuscript.record.entities
    assert ada.mentions == ()
    assert [manuscript.body.text[slice(*span)] for span in ada.references] == ["she"]
    assert [manuscript.body.text[slice(*span)] for span in bo.mentions] == ["Vale"]
    assert aide.kind is EntityKind.GENERIC


def test_interview_and_form(manuscript):
    (interview,) = manuscript.record.interviews
    assert manuscript.record.form is Form.INTERVIEW
    assert interview.interviewee == "Ada Vale"
    assert manuscript.body.text[slice(*interview.evidence)] == "We met"


def test_html_keeps_what_the_text_had(manuscript):
    html = html_of(manuscript)
    assert '<p>We met in <strong>town</strong>, near <a href="https://quay.example/">' in html
    assert "<h2>The <em>middle</em></h2>" in html
    assert "<blockquote><p>“He told me" in html
    assert "<p><strong>Why?</strong></p>" in html
    assert "<ul><li>One<br/>and a half</li><li>Two</li></ul>" in html


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("no header", "header"),
        (HEADER + "{i|x} {q ada|“never closed", "not closed"),
        (HEADER + "{i|x} {q nobody|“words”}", "nobody"),
        (HEADER + "{i|x} {q+ ada|“words”}", "goes before"),
        (HEADER + "{i|x} {z ada|words}", "not known"),
        (HEADER + "nothing shows it", "interview"),
    ],
)
def test_mistakes_are_told(source, said):
    with pytest.raises(ManuscriptError, match=said):
        read_manuscript(source)
