"""What On Record tells Datasette runs on an archive."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from archive import NOW, entry, record

NAMES = {
    "said_by": 1,
    "said_words": 1,
    "most_quoted": 1,
    "quotations_by_week": 1,
    "named_together": 0,
    "uncertain": 0,
    "interviews": 0,
    "changed": 0,
}


@pytest.fixture
def metadata(onrecord):
    code, out, _ = onrecord("datasette")
    assert code == 0
    command = shlex.split(out)
    assert command[:2] == ["datasette", "serve"]
    assert Path(command[2]).stem == "onrecord"
    return json.loads(Path(command[4]).read_text(encoding="utf-8"))


def test_every_query_runs(archive, metadata):
    text = "“We sail,” said Ada Vane."
    (article_id,) = archive.store(1, entry("one", text, published_at=NOW)).new
    archive.analyse(article_id, record(text, ("“We sail,”", "Ada Vane")))
    queries = metadata["databases"]["onrecord"]["queries"]
    given = {"name": "ada vane", "words": 'we "sail'}
    found = {
        name: len(archive.read(lambda conn, sql: conn.execute(sql, given).fetchall(), each["sql"]))
        for name, each in queries.items()
    }
    assert found == NAMES
