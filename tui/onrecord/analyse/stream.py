"""Analyses a stream of articles with several processes, in order and in constant memory."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from onrecord.analyse.workers import LineError, analyse_line, as_line, document_of_line
from onrecord.processes import Processes, WorkerFailed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

_AHEAD = 3
"""Articles under way or done but not yet written, for each process."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one line of input came to: a line of output, without its end.

    ``number`` counts the lines of the input from one. Where no record could be made ``error`` is
    the sentence on why, and ``line`` is ``{"id", "line", "error"}``.
    """

    number: int
    line: str
    error: str = ""


async def analyse_lines(
    lines: Iterable[str],
    jobs: int,
    *,
    by_patterns: bool = False,
    deadline: float = 120.0,
    first: int = 1,
) -> AsyncGenerator[Answer]:
    """For each line ``{"id", "text"[, "title"]}`` the line of its record, in the same order.

    A line that is no article, or whose analysis fails, takes longer than ``deadline`` seconds or
    kills its process, gives an answer with an error; the stream goes on. Blank lines are skipped.
    At most a few articles per process are held in memory. ``first`` is the number of the first
    line.
    """
    processes = Processes(jobs, idle_seconds=None)
    waiting: deque[asyncio.Task[Answer]] = deque()
    source = enumerate(lines, first)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD:
                numbered = await asyncio.to_thread(_next, source)
                if numbered is None:
                    break
                record = _record(processes, *numbered, deadline, by_patterns=by_patterns)
                waiting.append(asyncio.create_task(record))
            if not waiting:
                return
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.to_thread(processes.close)


def _next(source: Iterator[tuple[int, str]]) -> tuple[int, str] | None:
    return next(((number, line) for number, line in source if line.strip()), None)


async def _record(
    processes: Processes, number: int, line: str, deadline: float, *, by_patterns: bool
) -> Answer:
    try:
        record = await processes.run(
            partial(analyse_line, by_patterns=by_patterns), line, deadline=deadline
        )
    except LineError as error:
        return _failed(number, error.id, str(error))
    except WorkerFailed as error:
        return _failed(number, _id_of(line), str(error))
    return Answer(number, record)


def _failed(number: int, id_: object, sentence: str) -> Answer:
    return Answer(number, as_line({"id": id_, "line": number, "error": sentence}), sentence)


def _id_of(line: str) -> object:
    try:
        return document_of_line(line)[0]
    except LineError:
        return None
