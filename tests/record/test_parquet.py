"""The archive as Parquet, read by pandas."""

from __future__ import annotations

import sys
from datetime import UTC

import pandas as pd
import pytest
from archive import NOW, entry, record

from onrecord.model import Entity, EntityKind, Speaker
from onrecord.query import parse_query
from onrecord.store.corrections import correct_speaker
from onrecord.store.joining import rename
from onrecord.store.marks import star, tag
from onrecord.store.persons import entity_named
from onrecord.store.search import quotes
from onrecord.store.tables import COLUMNS

TEXT = "“We sail,” said Ada Vane. Joran Pell said: “=No.” “Été,” wrote A. Vane. ⚓"


def place(words):
    start = TEXT.index(words)
    return (start, start + len(words))


@pytest.fixture
def filled(archive):
    stored = archive.store(1, entry("a", TEXT, "Ferry", byline="Bo Lind", published_at=NOW))
    ada = Entity("Ada Vane", EntityKind.PERSON, mentions=(place("Ada Vane"),))
    vane = Entity("Vane", EntityKind.PERSON, references=(place("A. Vane"),))
    said = (("“We sail,”", "Ada Vane"), ("“=No.”", None), ("“Été,”", "Vane"))
    archive.analyse(stored.new[0], record(TEXT, *said, entities=(ada, vane)))
    archive.store(2, entry("b", "Nothing was said."))
    return archive


def exported(onrecord, folder):
    code, out, err = onrecord("export", "archive", "-o", folder)
    assert (code, err) == (0, "")
    return {table: pd.read_parquet(folder / f"{table}.parquet") for table in COLUMNS}, out


def test_pandas_reads_all_of_it(onrecord, filled, tmp_path):
    tables, out = exported(onrecord, tmp_path / "archive")
    assert out.splitlines() == [
        f"articles: 2 rows in {tmp_path / 'archive' / 'articles.parquet'}",
        f"quotations: 3 rows in {tmp_path / 'archive' / 'quotations.parquet'}",
        f"mentions: 2 rows in {tmp_path / 'archive' / 'mentions.parquet'}",
    ]
    for table, columns in COLUMNS.items():
        assert list(tables[table].columns) == list(columns)
    articles = tables["articles"].set_index("title")
    assert articles.loc["Ferry"].text == TEXT
    assert articles.loc["Ferry"].published.to_pydatetime() == NOW.astimezone(UTC)
    for each in tables["quotations"].itertuples():
        assert TEXT[each.start : each.end] == each.text
    assert list(
        tables["quotations"]
        .speaker.astype(object)
        .where(tables["quotations"].speaker.notna(), None)
    ) == ["Ada Vane", None, "Vane"]
    assert [
        (TEXT[each.start : each.end], each.how) for each in tables["mentions"].itertuples()
    ] == [
        ("Ada Vane", "mention"),
        ("A. Vane", "reference"),
    ]
    assert not [path for path in (tmp_path / "archive").iterdir() if path.suffix != ".parquet"]


def test_what_the_user_decided_is_in_it(onrecord, filled, tmp_path):
    hits = filled.read(quotes, parse_query("said:no"))
    filled.write(correct_speaker, hits[0].quotation_id, Speaker("Joran Pell", EntityKind.PERSON))
    filled.write(tag, [1], "boats")
    filled.write(star, [1], on=True)
    filled.write(rename, filled.read(entity_named, "Ada Vane"), "Dr Ada Vane")
    tables, _ = exported(onrecord, tmp_path)
    said = tables["quotations"].set_index("text")
    assert said.loc["“=No.”"].speaker == "Joran Pell"
    assert said.loc["“=No.”"].corrected is not pd.NaT
    assert said.loc["“Été,”"].person == "Dr Ada Vane"
    article = tables["articles"].set_index("id").loc[1]
    assert list(article.tags) == ["boats"]
    assert article.starred is not pd.NaT


def test_files_that_exist_are_replaced_only_with_force(onrecord, filled, tmp_path):
    there = tmp_path / "quotations.parquet"
    there.write_text("mine")
    code, _, err = onrecord("export", "archive", "-o", tmp_path)
    assert (code, there.read_text()) == (1, "mine")
    assert f"{there} exists" in err
    assert not (tmp_path / "articles.parquet").exists()
    assert onrecord("export", "archive", "-o", tmp_path, "--force")[0] == 0
    assert len(pd.read_parquet(there)) == 3


def test_a_folder_that_cannot_be_written_to_is_told(onrecord, filled, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, err = onrecord("export", "archive", "-o", tmp_path / "file")
    assert code == 1
    assert err == f"onrecord: {tmp_path / 'file'} cannot be written to: File exists.\n"


def test_without_pyarrow_it_says_what_to_install(onrecord, filled, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = onrecord("export", "archive", "-o", tmp_path / "a")
    assert code == 1
    assert "pip install 'onrecord[parquet]'" in err
    assert not (tmp_path / "a").exists()
