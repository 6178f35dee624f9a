from __future__ import annotations

import json

import pytest
from archive import NOW, entry, record

from onrecord.store.clippings import clip
from onrecord.store.search import quotes
from onrecord.store.utterances import utterance_of, utterances

TEXT = "“We sail,” said Ada Vane. “At dawn.” Joran Pell said: “=No.”"


@pytest.fixture
def article_id(archive):
    stored = archive.store(1, entry("a", TEXT, "Ferry", byline="Bo Lind", published_at=NOW))
    said = record(TEXT, ("“We sail,”", "Ada Vane"), ("“At dawn.”", "Ada Vane"), ("“=No.”", None))
    first, second, third = said.quotations
    import dataclasses

    said = dataclasses.replace(
        said, quotations=(first, dataclasses.replace(second, utterance=0), third)
    )
    archive.analyse(stored.new[0], said)
    return stored.new[0]


def test_quotations_are_printed_with_their_source(onrecord, article_id):
    code, out, _ = onrecord("export", "quotes", "speaker:vane")
    assert code == 0
    assert out.startswith("> “We sail, […] At dawn.”\n")
    assert "(<https://press.example/a#:~:text=We%20sail&text=At%20dawn>)" in out


def test_an_utterance_is_exported_once(onrecord, article_id):
    _, out, _ = onrecord("export", "quotes", "--format", "json")
    rows = json.loads(out)
    assert [len(row["stretches"]) for row in rows] == [2, 1]
    assert rows[0]["byline"] == "Bo Lind"
    assert rows[0]["confidence"] == 0.9


def test_a_file_is_refused_where_one_is_unless_forced(onrecord, article_id, tmp_path):
    target = tmp_path / "q.csv"
    words = ("export", "quotes", "we", "--format", "csv", "-o", target)
    assert onrecord(*words)[0] == 0
    before = target.read_text()
    code, _, err = onrecord(*words)
    assert (code, target.read_text()) == (1, before)
    assert "exists" in err
    assert onrecord(*words, "--force")[0] == 0


def test_a_folder_gets_a_file_named_by_the_query(onrecord, article_id, tmp_path):
    assert onrecord("export", "quotes", "said:sail", "-o", tmp_path)[0] == 0
    assert (tmp_path / "said-sail.md").exists()


def test_nothing_found_is_told_and_nothing_written(onrecord, article_id, tmp_path):
    code, out, err = onrecord("export", "quotes", "said:nothing", "-o", tmp_path / "a.md")
    assert (code, out) == (1, "")
    assert "nothing was exported" in err
    assert not (tmp_path / "a.md").exists()


def test_a_list_of_clippings_keeps_its_order(onrecord, archive, article_id):
    from onrecord.query import parse_query

    hits = archive.read(quotes, parse_query("has:quotations"))
    archive.write(clip, [hit.quotation_id for hit in hits], "Mine")
    _, out, _ = onrecord("export", "clippings", "Mine", "--format", "jsonl")
    assert [json.loads(line)["words"] for line in out.splitlines()] == [
        "We sail, […] At dawn.",
        "=No.",
    ]
    code, _, err = onrecord("export", "clippings", "Yours")
    assert code == 1
    assert "Yours" in err


@pytest.mark.parametrize("words", [("export",), ("export", "opml")])
def test_subscriptions_are_still_printed_as_opml(onrecord, words):
    code, out, _ = onrecord(*words)
    assert code == 0
    assert "<opml" in out


def test_an_article_that_was_read_gives_the_same_utterance(archive, article_id):
    article = archive.article(article_id)
    (said,) = archive.read(utterances, article.quotation_ids[:1])
    assert utterance_of(article, (0, 1)) == said
