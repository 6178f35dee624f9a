from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from house import House
from loopback import Loopback

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
    servers: list[asyncio.Server] = []
    conversations: set[asyncio.Task[None]] = set()

    async def start() -> Loopback:
        loopback = Loopback()

        def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            conversations.add(asyncio.create_task(loopback.handle(reader, writer)))

        server = await asyncio.start_server(converse, "127.0.0.1", 0)
        servers.append(server)
        loopback.port = server.sockets[0].getsockname()[1]
        return loopback

    yield start
    for conversation in conversations:
        conversation.cancel()
    await asyncio.gather(*conversations)
    for server in servers:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def host(open_host: Callable[[], Awaitable[Loopback]]) -> Loopback:
    return await open_host()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
