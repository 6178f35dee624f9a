from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from loopback import Loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@pytest.fixture
async def loopbacks() -> AsyncIterator[Callable[[], Awaitable[Loopback]]]:
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
async def server(loopbacks: Callable[[], Awaitable[Loopback]]) -> Loopback:
    return await loopbacks()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
