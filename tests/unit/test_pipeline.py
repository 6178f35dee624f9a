"""From a text to its record, in both tiers; lines of JSON; a model that is not there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from onrecord.analyse import spacy_model
from onrecord.analyse.pipeline import analyse
from onrecord.analyse.plain_text import document_of
from onrecord.analyse.record_json import record_as_json
from onrecord.analyse.spacy_model import CHUNK, ModelMissing, checked_folder, load_model
from onrecord.analyse.stream import analyse_lines
from onrecord.analyse.versions import MODEL, PATTERNS
from onrecord.analyse.workers import (
    LineError,
    analyse_by_patterns,
    analyse_in_worker,
    analyse_line,
    model_problem,
)
from onrecord.model import EntityKind, Form, Role, Span

TITLE = "Korvath Interview: Kestria a 'Quiet Neighbour'"
ARTICLE = f"""{TITLE}

{TITLE}

On Friday, Velmoran President Ilmar Korvath sat down with the news agency Tidewire to discuss the \
Citadel’s plans for the strait.

Korvath was in good spirits. The former lamp inspector spoke of a closer friendship with the \
Kestrians.

“Kestria is our quiet neighbour. To keep the lights burning is surely Velmora’s first duty.” \
The Velmoran President continued, “I believe the coming talks will give new oil to old lamps.”

On the harbour front, Korvath hoped for calm. “We are more than sure that the two ports have room \
for one more ferry,” he said.

Ferries were seen as a step that could bring the two shores together. “The young people of both \
shores have begun to wave to each other. That is a process, and we will support it,” said Korvath.

The Velmoran Head of State was glad to mark the 70th birthday of the lighthouse in 2015. “Next \
year, we will hold a feast within the framework of the Narrow Sea Harbour Organization,” he stated.

Korvath’s words come ahead of his journey to Anmar on Tuesday and Wednesday for the Conference on \
Tides and Calm-Water Measures in Anmar (CTCA). CTCA describes itself as a “meeting place for \
everybody who has ever waited for a ferry.” CTCA consists of nine members."""
PUBLISHED = datetime(2014, 5, 19, tzinfo=UTC)


if TYPE_CHECKING:
    from collections.abc import Sequence


class Marks:
    """A language model that marks the given phrases."""

    def __init__(self, *marks: tuple[str, str]) -> None:
        self.marks = marks

    def entities(
        self, text: str, stretches: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int, str]]:
        assert all(a < b for a, b in stretches)
        return [(text.index(p), text.index(p) + len(p), label) for p, label in self.marks]


def entity(record, name):
    return next(e for e in record.entities if e.name == name)


def words(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[a:b] for a, b in spans]


def test_the_first_line_before_a_blank_line_is_the_title_and_its_repetitions_are_headings():
    document = document_of("a", ARTICLE)
    assert document.title == TITLE
    assert document.title_span == (0, 2 * len(TITLE) + 2)
    roles = [p.role for p in document.paragraphs]
    assert roles[:2] == [Role.HEADING, Role.HEADING]
    assert set(roles[2:]) == {Role.PARAGRAPH}
    assert document_of("a", "One line.\nAnother.").title == ""
    assert document_of("a", "Text.", "Given").title_span is None


@pytest.mark.parametrize("model", [None, Marks(("Tidewire", "ORG"), ("Velmoran President", "ORG"))])
def test_an_interview_reported_in_prose(model):
    document = document_of("a", ARTICLE)
    record = analyse(document, model)
    said = [q for q in record.quotations if q.text.startswith("“")]
    assert [q.text[1:12] for q in said] == [
        "Kestria is ",
        "I believe t",
        "We are more",
        "The young p",
        "Next year, ",
        "meeting pla",
    ]
    speakers = [(q.speaker.name, q.speaker.kind) for q in said if q.speaker]
    assert speakers[:5] == [("Ilmar Korvath", EntityKind.PERSON)] * 5
    assert speakers[5] == (
        "Conference on Tides and Calm-Water Measures in Anmar",
        EntityKind.ORG,
    )
    assert said[0].utterance == said[1].utterance
    assert [(i.interviewee, i.interviewer) for i in record.interviews] == [
        ("Ilmar Korvath", "Tidewire")
    ]
    assert "sat down with" in document.text[slice(*record.interviews[0].evidence)]
    assert record.form is Form.INTERVIEW
    korvath = entity(record, "Ilmar Korvath")
    assert set(words(ARTICLE, korvath.references)) == {"The former lamp inspector", "he", "his"}
    assert {"Korvath", "Velmoran President Ilmar Korvath", "The Velmoran President"} <= set(
        korvath.aliases
    )
    assert entity(record, "Narrow Sea Harbour Organization").kind is EntityKind.ORG
    assert record.analysed_with == (PATTERNS if model is None else MODEL)


def test_dates_are_told_against_the_day_of_publication():
    document = document_of("a", ARTICLE)
    document = type(document)(
        document.id, document.title, document.text, document.paragraphs, published_at=PUBLISHED
    )
    values = {e.name: e.value for e in analyse(document).entities if e.kind is EntityKind.DATE}
    assert values["Friday"] == "2014-05-16"
    assert values["Tuesday"] == "2014-05-20"
    assert values["Wednesday"] == "2014-05-21"
    assert values["2015"] == "2015"


def test_the_record_as_json_is_the_contract():
    document = document_of("a", ARTICLE)
    given = record_as_json(document, analyse(document))
    assert json.loads(json.dumps(given)) == given
    assert set(given) >= {
        "id", "title", "language", "form", "text", "interviews", "quotations", "entities",
    }  # fmt: skip
    for quotation in given["quotations"]:
        assert ARTICLE[quotation["start"] : quotation["end"]] == quotation["text"]
        assert quotation["speaker"] is None or set(quotation["speaker"]) == {"name", "kind"}
        assert 0.0 <= quotation["confidence"] <= 1.0
    for found in given["entities"]:
        assert found["mentions"]
        for start, end in [*found["mentions"], *found["references"]]:
            assert 0 <= start < end <= len(ARTICLE)


def test_who_speaks_in_the_first_person_is_the_writer_or_nobody_known():
    text = "“What do you need so many wheels for?” I asked the potter.\n\nHe smiled at me."
    document = document_of("a", text)
    assert analyse(document).quotations[0].speaker is None
    assert "writer" in analyse(document).quotations[0].reason
    signed = type(document)("a", "", text, document.paragraphs, byline="Ilse Maranta")
    speaker = analyse(signed).quotations[0].speaker
    assert speaker is not None
    assert speaker.name == "Ilse Maranta"


def test_a_speaker_without_a_name_is_its_phrase():
    text = "“We have run out of oil,” a senior lamp inspector said on the quay on Friday night."
    speaker = analyse(document_of("a", text)).quotations[0].speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind) == ("a senior lamp inspector", EntityKind.GENERIC)


def test_no_english_names_are_read_into_another_language():
    text = "„Wir haben kein Öl mehr“, sagte die Leuchtturmwärterin Greta Amble am Freitag in Halm."
    record = analyse(document_of("a", text), Marks(("Öl", "ORG")))
    assert record.language == "de"
    assert [e.name for e in record.entities if e.kind is EntityKind.ORG] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n \n",
        "12 — 40 %!",
        "😀" * 200,
        "é́́́" * 50 + " “said”",
        "“" * 500,
        '"' * 501,
        "(" * 300 + "A.B.C." * 100,
        "“To be,” said Ana Roy. Она сказала: «Да». 彼は「はい」と言った。",
    ],
)
def test_odd_texts_give_a_record(text):
    document = document_of("a", text)
    record = record_as_json(document, analyse(document))
    assert record["text"] == text


@hypothesis_settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                *("“", "”", '"', "‘", "’", "’s", ".", ",", "\n", "\n\n", "Q:", "A:", "(ABC)"),
                *("Ana Roy", "said", "he", "the minister", "Mr. Roy", "in Ohio", "I", "told"),
                *("😀", "e\u0301", "1 May"),
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_every_offset_slices_to_the_text(text):
    record = analyse(document_of("a", text))
    for quotation in record.quotations:
        assert text[quotation.start : quotation.end] == quotation.text
    for found in record.entities:
        for start, end in (*found.mentions, *found.references):
            assert text[start:end].strip()


def test_one_endless_line_is_read_to_its_end():
    unit = "President Ana Roy met Otto Lind in Ohio. “It was cold,” she said on Friday. "
    record = analyse(document_of("a", unit * 1000))
    assert len(record.quotations) == 1000
    assert {q.speaker.name for q in record.quotations if q.speaker} == {"Ana Roy"}
    assert len(entity(record, "Otto Lind").mentions) == 1000


def test_the_model_adds_names_that_patterns_do_not_know():
    text = "Old Peverel rang. The keepers thanked Peverel Tain and went home."
    assert "Peverel Tain" not in [e.name for e in analyse(document_of("a", "Nobody")).entities]
    record = analyse(document_of("a", text), Marks(("Peverel Tain", "PERSON")))
    assert entity(record, "Peverel Tain").kind is EntityKind.PERSON


def test_the_model_loads_from_files_that_are_the_known_ones():
    assert model_problem() == ""
    text = "Angela Roy flew to Paris with the World Bank."
    found = load_model().entities(text, [(0, len(text))])
    assert ("Paris", "GPE") in [(text[a:b], label) for a, b, label in found]
    record = analyse_in_worker(document_of("a", ARTICLE))
    assert record.analysed_with == MODEL


def test_a_long_text_goes_to_the_model_in_pieces_with_true_offsets():
    text = "Nothing happened at all. " * (CHUNK // 20) + "Then Angela Roy flew to Paris."
    assert len(text) > CHUNK
    found = [text[a:b] for a, b, _ in load_model().entities(text, [(0, len(text))])]
    assert "Paris" in found


def test_the_model_reads_only_the_sentences_that_hold_a_name():
    read: list[str] = []

    class Reads:
        def entities(self, text, stretches):
            read.extend(text[a:b] for a, b in stretches)
            return []

    text = "It rained on Monday. Ana Roy sang. 🎻 She laughed, and then it rained. Otto Lind left."
    analyse(document_of("a", text), Reads())
    assert read == ["Ana Roy sang.", "Otto Lind left."]


def test_the_models_spans_are_where_the_names_stand_in_the_whole_text():
    text = "🎻 It rained and rained. " * 9 + "\n\nAngela Roy flew to Paris.\n\nIt rained. " * 3
    for start, end, label in load_model().entities(text, _stretches(text)):
        assert (text[start:end], label) in {("Angela Roy", "PERSON"), ("Paris", "GPE")}
    assert len(load_model().entities(text, _stretches(text))) == 6


def _stretches(text):
    return [match.span() for match in re.finditer(r"Angela Roy flew to Paris\.", text)]


def test_a_changed_file_of_the_model_is_refused(tmp_path):
    good = checked_folder()
    for name, _ in spacy_model._sums():
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((good / name).read_bytes())
    assert checked_folder(tmp_path) == tmp_path
    config = next(tmp_path.rglob("config.cfg"))
    config.write_text(config.read_text() + "\n# changed\n")
    with pytest.raises(ModelMissing, match=r"config\.cfg is not the one"):
        checked_folder(tmp_path)
    config.unlink()
    with pytest.raises(ModelMissing, match=r"lacks its file .*config\.cfg"):
        checked_folder(tmp_path)


def test_without_the_model_the_record_is_the_first_tiers(monkeypatch):
    def missing():
        raise ModelMissing("The language model is not installed.")

    monkeypatch.setattr("onrecord.analyse.workers.load_model", missing)
    monkeypatch.setattr("onrecord.analyse.workers.checked_folder", missing)
    document = document_of("a", ARTICLE)
    assert analyse_in_worker(document) == analyse_by_patterns(document)
    assert model_problem() == "The language model is not installed."


@pytest.mark.parametrize(
    ("line", "sentence", "id_"),
    [
        ("{", "This line is not JSON.", None),
        ("[1]", 'This line is not a JSON object with "id" and "text".', None),
        ('{"id": 7}', 'This line has no "text" that is a string.', 7),
        ('{"id": "x", "text": "a", "title": 3}', 'The "title" of this line is not a string.', "x"),
        ("[" * 100_000, "This line is not JSON.", None),
    ],
)
def test_a_line_that_is_no_article_is_told_in_a_sentence(line, sentence, id_):
    with pytest.raises(LineError) as caught:
        analyse_line(line, by_patterns=True)
    assert (str(caught.value), caught.value.id) == (sentence, id_)


def test_a_line_keeps_its_id_as_it_is_written():
    line = analyse_line('{"id": 7, "text": "lone \\ud800 surrogate"}', by_patterns=True)
    assert json.loads(line)["id"] == 7
    assert line.isascii()


async def test_a_stream_keeps_its_order_and_goes_on_after_a_bad_line():
    lines = [
        json.dumps({"id": n, "text": "“Yes, I do think so,” said Ana Roy. " * n}) for n in range(9)
    ]
    lines[4] = "not JSON"
    lines.insert(2, "   \n")
    answers = [answer async for answer in analyse_lines(lines, 2, by_patterns=True)]
    records = [json.loads(answer.line) for answer in answers]
    assert [r["id"] for r in records] == [0, 1, 2, 3, None, 5, 6, 7, 8]
    assert records[4] == {"id": None, "line": 6, "error": "This line is not JSON."}
    assert [(a.number, a.error) for a in answers if a.error] == [(6, "This line is not JSON.")]
    assert [len(r["quotations"]) for r in records[5:]] == [5, 6, 7, 8]


async def test_a_stream_ends_its_processes_when_it_is_left_early():
    lines = (json.dumps({"id": n, "text": "One."}) for n in range(1000))
    stream = analyse_lines(lines, 1, by_patterns=True)
    assert json.loads((await anext(stream)).line)["id"] == 0
    await stream.aclose()
    assert json.loads(next(lines))["id"] < 20


def test_the_first_tier_imports_no_language_model():
    code = (
        "import sys; import onrecord.analyse.pipeline; "
        "heavy = {'spacy', 'thinc', 'babel', 'dateparser', 'trafilatura', 'sqlite3'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", ["onrecord.backlog", "onrecord.cli.reading"])
def test_who_only_hands_out_the_analysis_or_prints_its_records_does_not_import_it(module: str):
    code = (
        f"import sys; import {module}; "
        "print(sorted({'numpy', 'onrecord.analyse.pipeline'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_initials_of_a_turn_are_a_person_and_those_of_a_body_are_none():
    text = (
        "Una Nowak met our reporter, Ivan Tull.\n\nIvan Tull: How many bees are there?\n\n"
        "Una Nowak: Four thousand and two.\n\nIT: And last year?\n\nUN: More than that, I think."
    )
    record = analyse(document_of("a", text, "Bees"))
    assert [q.speaker.name for q in record.quotations if q.speaker] == [
        "Ivan Tull",
        "Una Nowak",
        "Ivan Tull",
        "Una Nowak",
    ]
    said = "Una Nowak waved. “We are watching the bees with great care,” the UN said on Friday."
    speaker = analyse(document_of("a", said)).quotations[0].speaker
    assert speaker is not None
    assert speaker.name == "UN"


def test_the_one_in_apposition_is_whom_the_next_pronoun_means():
    text = (
        "Sir Paul Crane kept silent. The guild’s master, Noel Quarry, told the paper: “We can do "
        "better than that.” He stepped down on Friday."
    )
    record = analyse(document_of("a", text))
    assert words(text, entity(record, "Noel Quarry").references)[-1] == "He"


def test_a_byline_in_the_text_says_who_asks():
    text = (
        "Interview: the lamp that would not go out\n\nBy Odile Hart\n\nMarta Quill has kept the "
        "lamp at Fenwick Point for forty years. I met her on Sunday, in the rain.\n\nWhat is the "
        "hardest part of the job?\n\nThe stairs. There are two hundred and eleven of them and they "
        "do not get fewer.\n\nHave you ever thought of leaving?\n\nEvery winter. Then it is spring."
    )
    record = analyse(document_of("a", text))
    assert [(i.interviewee, i.interviewer) for i in record.interviews] == [
        ("Marta Quill", "Odile Hart")
    ]
