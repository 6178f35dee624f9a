"""Analyses a stream of articles with several processes, in order and in constant memory."""

from __future__ import annotations

import asyncio
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from onrecord.analyse.workers import LineError, analyse_line, as_line, document_of_line
from onrecord.processes import Processes, WorkerFailed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Iterator

_AHEAD = 3
"""Articles under way or done but not yet written, for each process."""


async def analyse_lines(
    lines: Iterable[str], jobs: int, *, by_patterns: bool = False, deadline: float = 120.0
) -> AsyncGenerator[str]:
    """For each line ``{"id", "text"[, "title"]}`` the line of its record, in the same order.

    A line that is no article, or whose analysis fails, takes longer than ``deadline`` seconds or
    kills its process, gives ``{"id", "error"}`` with one sentence; the stream goes on. Blank lines
    are skipped. At most a few articles per process are held in memory.
    """
    processes = Processes(jobs, idle_seconds=None)
    waiting: deque[asyncio.Task[str]] = deque()
    source = iter(lines)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD:
                line = await asyncio.to_thread(_next, source)
                if line is None:
                    break
                waiting.append(
                    asyncio.create_task(_record(processes, line, deadline, by_patterns=by_patterns))
                )
            if not waiting:
                return
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.to_thread(processes.close)


def _next(source: Iterator[str]) -> str | None:
    return next((line for line in source if line.strip()), None)


async def _record(processes: Processes, line: str, deadline: float, *, by_patterns: bool) -> str:
    try:
        return await processes.run(
            partial(analyse_line, by_patterns=by_patterns), line, deadline=deadline
        )
    except LineError as error:
        return as_line({"id": error.id, "error": str(error)})
    except WorkerFailed as error:
        return as_line({"id": _id_of(line), "error": str(error)})


def _id_of(line: str) -> object:
    try:
        return document_of_line(line)[0]
    except LineError:
        return None
