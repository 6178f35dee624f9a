"""Makes the record of the articles that wait for one, newest first, in worker processes.

Two passes. The first needs no language model and takes milliseconds: quotations and speakers by
patterns, for every article that has no record at all. The second refines them with the model. An
article that a crash left without its record is simply still waiting at the next start.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.versions import MODEL, PATTERNS
from onrecord.analyse.workers import analyse_by_patterns, analyse_in_worker, model_problem
from onrecord.processes import Failure, WorkerFailed
from onrecord.store.follows import follow_rules
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.rules import Stage, apply_rules
from onrecord.store.waiting import count_waiting, note_analysis_failure, waiting

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Sequence
    from typing import Any

    from onrecord.model import Document, Record
    from onrecord.processes import Processes
    from onrecord.settings import RuleSpec
    from onrecord.store.database import Database
    from onrecord.store.rules import Acted

DEADLINE = 60.0
"""Seconds for one article; a record of 100,000 words takes about ten."""

_BATCH = 8


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article has its record (of this pass); ``waiting`` articles have still to get theirs.

    ``acted`` is what rules then did to it.
    """

    article_id: int
    analysed_with: str
    waiting: int
    acted: tuple[Acted, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalysisFailed:
    """An article could not be analysed and is left alone until the analyser or it changes."""

    article_id: int
    sentence: str
    waiting: int


@dataclass(frozen=True, slots=True)
class ModelMissing:
    """The second pass cannot run; the sentence says what is missing."""

    sentence: str


Event = Analysed | AnalysisFailed | ModelMissing


@dataclass(frozen=True, slots=True)
class _Pass:
    analyse: Callable[[Document], Record]
    version: str
    done: frozenset[str]
    stage: Stage


_FIRST = _Pass(analyse_by_patterns, PATTERNS, frozenset({PATTERNS, MODEL}), Stage.RECORDED)
_SECOND = _Pass(analyse_in_worker, MODEL, frozenset({MODEL}), Stage.REFINED)


async def work_off(
    database: Database, processes: Processes, rules: Sequence[RuleSpec] = ()
) -> AsyncGenerator[Event]:
    """Analyse what waits, until nothing does; articles that arrive meanwhile are taken up too.

    The ``rules`` act on each article that has its record.

    Raises ``StoreError`` where the archive cannot be read or written.
    """
    rules = (*rules, *await asyncio.to_thread(database.read, follow_rules))
    passes: tuple[_Pass, ...] = (_FIRST, _SECOND)
    asked = False
    while True:
        for each in passes:
            ids = await asyncio.to_thread(database.read, waiting, each.done, _BATCH)
            if not ids:
                continue
            if each is _SECOND and not asked:
                asked = True
                sentence = await _model_problem(processes)
                if sentence:
                    passes = (_FIRST,)
                    yield ModelMissing(sentence)
                    break
            tasks = [
                asyncio.create_task(_make(database, processes, each, id_, rules)) for id_ in ids
            ]
            try:
                for task in asyncio.as_completed(tasks):
                    yield await task
            finally:
                for unfinished in tasks:
                    unfinished.cancel()
            break
        else:
            return


async def _model_problem(processes: Processes) -> str:
    try:
        return await processes.run(model_problem, deadline=DEADLINE)
    except WorkerFailed as failed:
        return f"The language model could not be loaded: {failed}"


async def _make(
    database: Database,
    processes: Processes,
    each: _Pass,
    article_id: int,
    rules: Sequence[RuleSpec],
) -> Event:
    """Make and store one record; an article that fails is marked, so that it is not tried again."""
    article = await asyncio.to_thread(database.read, document, article_id)
    sentence = ""
    acted: tuple[Acted, ...] = ()
    if article is not None:
        try:
            record = await processes.run(each.analyse, article, deadline=DEADLINE)
        except WorkerFailed as failed:
            if failed.failure is Failure.CLOSED:
                raise asyncio.CancelledError from failed
            sentence = str(failed)
            failure = database.submit(note_analysis_failure, article, each.version, sentence)
            await asyncio.wrap_future(failure)
        else:
            keeping = database.submit(_keep, article, record, rules, each.stage)
            acted = await asyncio.wrap_future(keeping)
    left = await asyncio.to_thread(database.read, count_waiting, each.done)
    if sentence:
        return AnalysisFailed(article_id, sentence, left)
    return Analysed(article_id, each.version, left, acted)


def _keep(
    db: Any, article: Document, record: Record, rules: Sequence[RuleSpec], stage: Stage
) -> tuple[Acted, ...]:
    """Store a record, and let the rules act that can be told now."""
    if not store_record(db, article, record) or not rules:
        return ()
    return apply_rules(db, rules, [int(article.id)], stage)
