"""A corpus on many machines: the same records as on one, made by the workers of a Dask cluster.

Dask is optional: ``pip install 'onrecord[distributed]'`` here and on every worker. There is one
function, which Dask maps over the partitions of a bag; Dask does the rest::

    import dask.bag as db
    from distributed import Client
    from onrecord.record.distributed import analyse_partition

    client = Client("scheduler.example:8786")
    lines = db.read_text("corpus/*.jsonl", blocksize="1MiB")
    lines.map_partitions(analyse_partition).to_textfiles("records/*.jsonl")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.workers import LineError, analyse_line, as_line

if TYPE_CHECKING:
    from collections.abc import Iterable


def analyse_partition(lines: Iterable[str], *, by_patterns: bool = False) -> list[str]:
    """Return the line of its record for each line of a partition, in the same order.

    Lines are as ``onrecord analyse --jsonl`` takes and gives them, blank ones skipped. A line that
    is no article gives ``{"id", "line", "error"}``, its number counted within the partition. The
    language model is loaded once in each process; where it is missing, or with ``by_patterns``,
    records are made by patterns alone. What kills a process is left to Dask, which tries the
    partition again elsewhere.
    """
    return [
        _record(number, line, by_patterns=by_patterns)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _record(number: int, line: str, *, by_patterns: bool) -> str:
    try:
        return analyse_line(line, by_patterns=by_patterns)
    except LineError as error:
        return as_line({"id": error.id, "line": number, "error": str(error)})
