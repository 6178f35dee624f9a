from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record.export import ExportError, file_name, write_export


def test_a_file_is_written(tmp_path):
    write_export(tmp_path / "a.md", "words")
    assert (tmp_path / "a.md").read_text() == "words"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_exists_stays_unless_it_may_be_replaced(tmp_path):
    target = tmp_path / "a.md"
    target.write_text("before")
    with pytest.raises(ExportError, match="exists"):
        write_export(target, "after")
    assert target.read_text() == "before"
    write_export(target, "after", replace=True)
    assert target.read_text() == "after"
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    import os

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        write_export(tmp_path / "a.md", "words")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_missing_folder_are_told(tmp_path):
    with pytest.raises(ExportError, match="is a folder"):
        write_export(tmp_path, "words")
    with pytest.raises(ExportError, match="cannot be written"):
        write_export(tmp_path / "no" / "a.md", "words")


@given(st.text())
def test_a_name_cannot_leave_its_folder(words):
    name = file_name(words, ".md")
    assert "/" not in name
    assert "\\" not in name
    assert not name.startswith(".")
    assert name.endswith(".md")
    assert len(name.encode()) < 200


def test_a_name_is_made_of_the_words():
    assert file_name("speaker:korvath ../../etc", ".csv") == "speaker-korvath-etc.csv"
