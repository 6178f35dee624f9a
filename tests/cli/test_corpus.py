"""A corpus on the command line: in order, with its bad lines told, gone on with after a stop."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from shell import Shell

WORDS = ("--jsonl", "--no-model")


def article(number: int) -> str:
    return json.dumps({"id": f"a{number}", "text": f"“We saw {number} boats,” said Ana Roy."})


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join([article(1), "", "{oops", article(3), article(4)]) + "\n")
    return path


@pytest.fixture
def records(tmp_path: Path) -> Path:
    return tmp_path / "records.jsonl"


def ids(path: Path) -> list[object]:
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_a_bad_line_is_told_with_its_number_and_the_rest_is_done(
    shell: Shell, corpus: Path
) -> None:
    ran = shell("analyse", *WORDS, str(corpus))
    assert ran.code == 1
    assert ran.complaints == ["onrecord: Line 3: This line is not JSON."]
    assert [json.loads(line)["id"] for line in ran.out] == ["a1", None, "a3", "a4"]


def test_a_corpus_is_gone_on_with_where_it_was_cut_off(
    shell: Shell, corpus: Path, records: Path
) -> None:
    assert shell("analyse", *WORDS, str(corpus), "-o", str(records)).code == 1
    whole = records.read_bytes()
    for end in (len(whole) - 1, whole.index(b"\n") + 9, whole.index(b"\n") + 1, 3, 0):
        records.write_bytes(whole[:end])
        ran = shell("analyse", *WORDS, str(corpus), "-o", str(records), "--resume")
        assert records.read_bytes() == whole
        done = whole[:end].count(b"\n")
        assert ran.complaints[0] == f"onrecord: {done} records are there already."


def test_a_finished_corpus_has_nothing_left(shell: Shell, corpus: Path, records: Path) -> None:
    shell("analyse", *WORDS, str(corpus), "-o", str(records))
    whole = records.read_bytes()
    assert shell("analyse", *WORDS, str(corpus), "-o", str(records), "--resume").code == 0
    assert records.read_bytes() == whole


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        ('{"id": "b1"}\n', "was not made from this input: it cannot be gone on with."),
        ('{"id": "a1"}\n' * 9, "was not made from this input: it cannot be gone on with."),
        ("nothing of the kind\n", "does not end with a record: it cannot be gone on with."),
    ],
)
def test_a_file_of_something_else_is_left_alone(
    shell: Shell, corpus: Path, records: Path, there: str, sentence: str
) -> None:
    records.write_text(there)
    ran = shell("analyse", *WORDS, str(corpus), "-o", str(records), "--resume")
    assert ran.code == 1
    assert ran.complaints == [f"onrecord: {records} {sentence}"]
    assert records.read_text() == there


def test_a_file_that_exists_is_not_written_over(shell: Shell, corpus: Path, records: Path) -> None:
    records.write_text("mine")
    ran = shell("analyse", *WORDS, str(corpus), "-o", str(records))
    assert (ran.code, records.read_text()) == (1, "mine")
    assert ran.complaints == [
        f"onrecord: {records} exists: go on with it (--resume), or name another file."
    ]


@pytest.mark.parametrize("words", [("--resume", "--jsonl"), ("--resume",), ("-o", "records.jsonl")])
def test_what_does_not_go_together_is_wrong_usage(
    shell: Shell, corpus: Path, words: tuple[str, ...]
) -> None:
    ran = shell("analyse", *words, str(corpus))
    assert ran.code == 2
    assert len(ran.complaints) == 1


def test_a_folder_that_is_not_there_is_told(shell: Shell, corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "records.jsonl"
    ran = shell("analyse", *WORDS, str(corpus), "-o", str(target))
    assert ran.code == 1
    assert ran.complaints == [f"onrecord: {target} cannot be written: No such file or directory."]
