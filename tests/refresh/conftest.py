from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from house import House
from loopback import Loopback, opening

from onrecord.processes import Processes
from onrecord.store.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def processes() -> Iterator[Processes]:
    processes = Processes(2, memory_mb=1024, idle_seconds=None)
    yield processes
    processes.close()


@pytest.fixture
def house(tmp_path: Path, processes: Processes) -> Iterator[House]:
    with Database.open(tmp_path / "onrecord.db") as database:
        yield House(database, processes)


@pytest.fixture
async def open_host() -> AsyncIterator[Callable[[], Awaitable[Loopback]]]:
    """Opens servers that feeds come from, each on a port of its own."""
    async with opening() as start:
        yield start


@pytest.fixture
async def host(open_host: Callable[[], Awaitable[Loopback]]) -> Loopback:
    return await open_host()
