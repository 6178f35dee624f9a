"""Asks servers, within bounds: of time, of size, of how many at once, and of where they may lead.

httpx is imported, and the certificates are read, with the first request and in a thread.
"""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

from onrecord.clean import clean_line, clean_url
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.fetch.messages import Request, Response
from onrecord.optional import without

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

LARGEST_BODY: Final = 15_000_000
LONGEST_EXCHANGE: Final = 60.0

PROXIES_HOLD: Final = 60.0
"""Seconds after which the proxies that the environment or the system names are looked up anew."""

_PORTS: Final = {"http": 80, "https": 443}


class OpenTransport(Protocol):
    """Opens connections, direct or, where ``proxy`` is not "", through that."""

    def __call__(self, *, allow_private: bool, proxy: str) -> httpx.AsyncBaseTransport:
        """Open them; they connect with the first request."""


class Client:
    """Fetches for the whole program; use it as an async context manager, in one event loop.

    At most ``per_host`` requests are under way to one server (host and port) and ``overall`` to
    all; the others wait their turn, which does not count against their deadline.
    """

    def __init__(
        self, *, per_host: int = 2, overall: int = 20, open_transport: OpenTransport | None = None
    ) -> None:
        self._open_transport = open_transport
        self._transports: dict[tuple[bool, str], httpx.AsyncBaseTransport] = {}
        self._preparing = asyncio.Lock()
        self._prepared = False
        self._proxies: Mapping[str, str] = {}
        self._proxies_hold_until = 0.0
        self._overall = asyncio.Semaphore(overall)
        self._servers: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(per_host)
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections. The client can be used again, with new ones."""
        transports, self._transports = self._transports, {}
        for transport in transports.values():
            await transport.aclose()

    async def get(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        headers: Mapping[str, str] | None = None,
        max_bytes: int = LARGEST_BODY,
        deadline: float = LONGEST_EXCHANGE,
        allow_private: bool = False,
    ) -> Response:
        """Fetch ``url`` and follow its redirects.

        ``etag`` and ``last_modified`` make the request conditional: the answer may be
        ``not_modified``. ``headers`` are sent to the server of ``url`` only. The body, inflated,
        has at most ``max_bytes`` bytes. ``deadline`` is in seconds, for the whole exchange.
        ``allow_private`` is for an address that the user typed: it may lie in a private network,
        but no redirect leads there from outside. Raises :class:`FetchError` for all that goes
        wrong, an answer of 400 or above included.
        """
        address, sent = _without_password(clean_url(url), dict(headers or {}))
        if not address:
            told = clean_line(url)[:200] or "Nothing"
            sentence = f"{told} is no address that begins with http:// or https://."
            raise FetchError(FailureKind.ADDRESS, sentence)
        if etag and etag.isascii():
            sent["If-None-Match"] = etag
        if last_modified and last_modified.isascii():
            sent["If-Modified-Since"] = last_modified
        request = Request(address, sent, max_bytes, allow_private, deadline)
        await self._prepare()
        while True:
            step = await self._step(request, deadline)
            if isinstance(step, Response):
                return step
            request = step

    async def _prepare(self) -> None:
        async with self._preparing:
            if not self._prepared:
                await asyncio.to_thread(_import_exchange)
                self._prepared = True

    async def _step(self, request: Request, deadline: float) -> Response | Request:
        """Make one request; give the answer, or the next request where it leads elsewhere."""
        from onrecord.fetch import exchange, transport

        parts = urlsplit(request.url)
        server = parts.netloc
        port = parts.port or _PORTS[parts.scheme]
        try:
            async with self._servers[f"{parts.hostname}:{port}"], self._overall:
                started = time.monotonic()
                async with asyncio.timeout(request.seconds_left):
                    step = await exchange.ask(self._transport(request), request)
        except Exception as error:
            failure = transport.failure(error, server, deadline=deadline)
            failure.redirects = request.redirects
            raise failure from error
        if isinstance(step, Response):
            return step
        return replace(step, seconds_left=request.seconds_left - (time.monotonic() - started))

    def _transport(self, request: Request) -> httpx.AsyncBaseTransport:
        """Give the connections for ``request``.

        Those that may lead into private networks are kept apart: a connection once made is not
        checked again.
        """
        from onrecord.fetch import exchange, transport

        now = time.monotonic()
        if now >= self._proxies_hold_until:
            self._proxies, self._proxies_hold_until = getproxies(), now + PROXIES_HOLD
        proxy = exchange.proxy_for(request, self._proxies)
        key = (request.allow_private, proxy)
        if key not in self._transports:
            opening = self._open_transport or transport.open_transport
            self._transports[key] = opening(allow_private=request.allow_private, proxy=proxy)
        return self._transports[key]


def _import_exchange() -> None:
    with without("click"):
        # httpx has a command line of its own, which takes as long to import as all the rest.
        from onrecord.fetch import exchange, transport

    del exchange
    transport.tls_context()


def _without_password(url: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Move the user name and password of ``url`` to where servers expect them."""
    parts = urlsplit(url)
    user, at, server = parts.netloc.rpartition("@")
    if not at:
        return url, headers
    name, _, password = user.partition(":")
    basic = b64encode(f"{unquote(name)}:{unquote(password)}".encode()).decode("ascii")
    return parts._replace(netloc=server).geturl(), {"Authorization": f"Basic {basic}"} | headers
