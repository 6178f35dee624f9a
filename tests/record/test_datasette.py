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


async def test_datasette_itself_serves_the_archive_and_its_queries(
    archive, onrecord, metadata, tmp_path
):
    from datasette.app import Datasette

    text = "“We sail,” said Ada Vane."
    (article_id,) = archive.store(1, entry("one", text, published_at=NOW)).new
    archive.analyse(article_id, record(text, ("“We sail,”", "Ada Vane")))
    served = Datasette([str(tmp_path / "profile" / "onrecord.db")], metadata=metadata)
    await served.invoke_startup()
    for path, column in (
        ("/onrecord/said_by.json?_shape=array&name=Ada+Vane", "text"),
        ("/onrecord/v_quotations.json?_shape=array", "text"),
    ):
        answer = await served.client.get(path)
        assert answer.status_code == 200, answer.text
        assert [row[column] for row in answer.json()] == ["“We sail,”"]
    page = await served.client.get("/onrecord/said_by?name=Ada+Vane")
    assert "We sail" in page.text
