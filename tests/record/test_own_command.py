"""Tags, notes, clippings and speakers from the command line, each undone by its opposite."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from archive import NOW, entry, record

TEXT = "“We sail,” said Ada Vane. “At dawn.” Joran Pell said: “No.”"


@pytest.fixture
def said(archive):
    (number,) = archive.store(1, entry("a", TEXT, "Ferry", published_at=NOW)).new
    made = record(TEXT, ("“We sail,”", "Ada Vane"), ("“At dawn.”", "Ada Vane"), ("“No.”", None))
    first, second, third = made.quotations
    made = replace(made, quotations=(first, replace(second, utterance=0), third))
    archive.analyse(number, made)
    return archive.article(number).quotation_ids


def test_tags_are_put_on_listed_and_taken_off(onrecord, said):
    assert onrecord("tag", 1, "gas", "#Town clocks") == (0, "Article 1: #gas #Town clocks\n", "")
    assert onrecord("tags")[1] == "      1  gas\n      1  Town clocks\n"
    assert onrecord("tag", 1, "--off", "GAS")[1] == "Article 1: #Town clocks\n"
    code, _, complaint = onrecord("tag", 99, "gas")
    assert code == 1
    assert "There is no article 99" in complaint


def test_a_note_is_written_printed_and_deleted(onrecord, said):
    assert onrecord("note", 1, "Ask", "who paid.")[1] == "Note 1 on article 1 is kept.\n"
    onrecord("note", said[1], "--quotation", "When?")
    assert "Note: Ask who paid.\nNote on “We sail,”: When?\n" in onrecord("show", 1)[1]
    found = json.loads(onrecord("notes", "--json")[1])
    assert [(each["quotation"], each["text"]) for each in found] == [
        (None, "Ask who paid."),
        ("“We sail,”", "When?"),
    ]
    assert onrecord("notes", "--delete", 1)[0] == 0
    assert onrecord("notes", "--delete", 1)[0] == 1
    assert onrecord("note", 1, " ")[0] == 2
    assert onrecord("notes")[1] == "      2  article 1 on “We sail,”: When?\n"


def test_a_clipping_is_put_in_and_taken_out_whole(onrecord, said):
    assert onrecord("clip", said[2], said[1], "--to", "Sea")[1] == "Sea has 2 clippings now.\n"
    assert onrecord("clippings")[1] == "      2  Sea\n"
    assert "We sail, […] At dawn." in onrecord("export", "clippings", "Sea")[1]
    assert onrecord("clip", said[0], "--to", "Sea", "--out")[1] == "Sea has 1 clipping now.\n"
    assert onrecord("clip", said[0], "--to", "Sea", "--out")[0] == 1
    code, _, complaint = onrecord("clip", 99)
    assert code == 1
    assert "There is no quotation 99" in complaint


def test_a_speaker_is_corrected_and_the_correction_forgotten(onrecord, archive, said):
    made = archive.article(1).record
    code, out, _ = onrecord("correct", said[1], "--to", "Joran Pell")
    assert (code, out) == (0, "Article 1: said by Joran Pell, before: Ada Vane.\n")
    assert "We sail" in onrecord("quotes", "speaker:pell")[1]
    assert onrecord("correct", said[2], "--nobody")[0] == 0
    assert onrecord("correct", said[2], "--kind", "generic", "--to", "a pilot")[0] == 0
    assert onrecord("correct", said[0], "--forget")[0] == 0
    archive.analyse(1, made)
    assert [each.speaker.name for each in archive.article(1).record.quotations] == [
        "Ada Vane",
        "Ada Vane",
        "a pilot",
    ]
    assert onrecord("correct", said[0], "--forget")[0] == 1
    assert onrecord("correct", said[0], "--to", " ")[0] == 2
