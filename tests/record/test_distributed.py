"""A corpus on a Dask cluster of two workers gives what it gives here."""

from __future__ import annotations

import json

import dask.bag as db
import pytest
from distributed import Client, LocalCluster

from onrecord.analyse.stream import analyse_lines
from onrecord.record.distributed import analyse_partition


@pytest.fixture
def lines():
    said = "“We saw {} boats,” said Ada Vane, the harbour master. “More will come,” she added."
    return [
        *(json.dumps({"id": n, "text": said.format(n)}) for n in range(7)),
        "   ",
        "{oops",
        json.dumps({"id": "é", "text": "“Non,” said Joran Pell."}),
    ]


async def test_two_workers_give_what_one_machine_gives(lines, tmp_path):
    here = [answer.line async for answer in analyse_lines(lines, 1, by_patterns=True)]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            local_directory=str(tmp_path),
            host="127.0.0.1",
        ) as cluster,
        Client(cluster) as client,
    ):
        bag = db.read_text(str(corpus), blocksize=256)
        assert bag.npartitions >= 2
        there = bag.map_partitions(analyse_partition, by_patterns=True).compute(scheduler=client)
    told = [json.loads(line) for line in there if '"error"' in line]
    assert told == [{"id": None, "line": told[0]["line"], "error": "This line is not JSON."}]
    whole = [line for line in there if '"error"' not in line]
    assert whole == [line for line in here if '"error"' not in line]
    assert [json.loads(line)["id"] for line in whole] == [*range(7), "é"]


def test_a_partition_keeps_its_order_and_tells_of_bad_lines(lines):
    answers = [json.loads(line) for line in analyse_partition(lines, by_patterns=True)]
    assert [answer["id"] for answer in answers] == [*range(7), None, "é"]
    assert answers[7] == {"id": None, "line": 9, "error": "This line is not JSON."}
