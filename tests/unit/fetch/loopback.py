"""A loopback server that answers as a test tells it to, down to the bytes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@dataclass(frozen=True)
class Asked:
    target: str
    headers: dict[str, str]


def answer(
    body: bytes = b"", *, status: str = "200 OK", length: int | None = None, **headers: str
) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Loopback:
    """Answers each request with what ``pages`` has for its target, or with what a function does."""

    pages: dict[str, bytes] = field(default_factory=dict)
    respond: Callable[[Asked, asyncio.StreamWriter], Awaitable[None]] | None = None
    asked: list[Asked] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    connections: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        # The client going away, and the test being over, end a conversation.
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = dict(line.split(": ", 1) for line in head[1:] if line)
                asked = Asked(head[0].split(" ")[1], {k.lower(): v for k, v in headers.items()})
                self.asked.append(asked)
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                try:
                    await self.reply(asked, writer)
                    await writer.drain()
                finally:
                    self.under_way -= 1
        writer.close()

    async def reply(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        if self.respond is not None:
            await self.respond(asked, writer)
        else:
            writer.write(self.pages.get(asked.target, answer(status="404 Not Found")))


@asynccontextmanager
async def opening() -> AsyncIterator[Callable[[], Awaitable[Loopback]]]:
    """Give what opens servers, each on a port of its own; at the end all are closed."""
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
