"""Making the records that saved articles wait for, with progress on standard error."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from onrecord.backlog import AnalysisFailed, ModelMissing, work_off
from onrecord.cli.output import complain
from onrecord.processes import Processes
from onrecord.record.echoes import find_echoes

if TYPE_CHECKING:
    from onrecord.config import Config
    from onrecord.store.database import Database


async def make_records(database: Database, config: Config) -> int:
    """Analyse what waits and find its echoes; give the number of articles that failed."""
    processes = Processes(config.settings.processes)
    shown = sys.stderr.isatty()
    failed = 0
    try:
        async for event in work_off(database, processes, config.rules):
            if isinstance(event, ModelMissing):
                complain(event.sentence)
                continue
            if isinstance(event, AnalysisFailed):
                failed += 1
                complain(f"Article {event.article_id}: {event.sentence}")
            if shown:
                print(
                    f"\r{event.waiting} articles wait for their record \x1b[K",
                    end="",
                    file=sys.stderr,
                )
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr)
        await asyncio.to_thread(processes.close)
    await asyncio.to_thread(find_echoes, database)
    return failed
