"""Serve a folder of feeds on loopback, with validators and a latency, from several ports at once.

    python benchmarks/feed_server.py FOLDER [--ports 10] [--latency-ms 50]

``FOLDER/N.xml`` is at ``/feed/N.xml`` of every port, with ETag and Last-Modified; a request that
brings them back gets 304. Several ports stand for several hosts: readers that are polite to a host
(newsboat is not, On Record asks one for two feeds at a time) meet two hundred feeds on many.
Prints its ports, separated by spaces, when it is ready; ends with SIGTERM.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
from pathlib import Path

LAST_MODIFIED = "Mon, 01 Jun 2026 00:00:00 GMT"


class Feeds:
    """The feeds of a folder with their validators, and how they are served."""

    def __init__(self, folder: Path, latency: float) -> None:
        self._latency = latency
        self._bodies: dict[str, tuple[bytes, str]] = {}
        for file in folder.glob("*.xml"):
            body = file.read_bytes()
            self._bodies[f"/feed/{file.name}"] = (body, f'"{hashlib.sha256(body).hexdigest()}"')

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until it is closed."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                await asyncio.sleep(self._latency)
                close = "connection: close" in head.lower()
                writer.write(self._answer(head, close=close))
                await writer.drain()
                if close:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    def _answer(self, head: str, *, close: bool) -> bytes:
        path = head.split(" ", 2)[1]
        body, etag = self._bodies.get(path, (b"", ""))
        status = "200 OK" if etag else "404 Not Found"
        if etag and f"if-none-match: {etag}" in head.lower():
            body, status = b"", "304 Not Modified"
        connection = "close" if close else "keep-alive"
        lines = [
            f"HTTP/1.1 {status}",
            f"Content-Length: {len(body)}",
            "Content-Type: application/xml",
            f"Connection: {connection}",
        ]
        if etag:
            lines += [f"ETag: {etag}", f"Last-Modified: {LAST_MODIFIED}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


async def serve(folder: Path, ports: int, latency: float) -> None:
    feeds = Feeds(folder, latency)
    servers = [await asyncio.start_server(feeds.serve, "127.0.0.1", 0) for _ in range(ports)]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ports", type=int, default=10)
    parser.add_argument("--latency-ms", type=float, default=50)
    given = parser.parse_args()
    asyncio.run(serve(given.folder, given.ports, given.latency_ms / 1000))


if __name__ == "__main__":
    main()
