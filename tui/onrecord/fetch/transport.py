"""The connections: made only to checked addresses, and their many errors turned into one kind.

Imports httpx, which takes long; the client does so when it must.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import threading
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import httpcore
import httpx

from onrecord.clean import clean_line
from onrecord.fetch.addresses import is_public
from onrecord.fetch.failure import FailureKind, FetchError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Sequence

    Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

CONNECT_TIMEOUT: Final = 15.0
READ_TIMEOUT: Final = 25.0
KEEP_ALIVE: Final = 20.0
"""Seconds that a connection stays open for the next request."""
MOST_KEPT: Final = 40
"""Connections that stay open so at once."""
POOLS: Final = 8
ATTEMPT_DELAY: Final = 0.25
"""RFC 8305: how long one address is tried alone before the next is tried beside it."""


class PrivateAddressError(Exception):
    """A name leads into a private network, where it may not lead."""


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to the very addresses it has checked, so that no second look-up can differ."""

    def __init__(self, *, allow_private: bool, resolve: Resolve | None = None) -> None:
        self._allow_private = allow_private
        self._resolve = resolve or look_up
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self, host: str, port: int, *args: Any, **kwargs: Any
    ) -> httpcore.AsyncNetworkStream:
        """Connect to ``host``. Raises :class:`PrivateAddressError`, or what sockets raise."""

        async def connect(address: str) -> httpcore.AsyncNetworkStream:
            return await self._network.connect_tcp(address, port, *args, **kwargs)

        addresses = await self._resolve(host, port)
        allowed = [found for found in addresses if self._allow_private or is_public(found)]
        if not allowed:
            raise PrivateAddressError(host)
        return await _first(connect, allowed)

    async def sleep(self, seconds: float) -> None:
        """Wait for ``seconds``."""
        await asyncio.sleep(seconds)


async def look_up(host: str, port: int) -> list[str]:
    """Give the addresses of ``host`` in digits, the best first. Raises ``socket.gaierror``."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def settle(addresses: list[str], error: OSError | UnicodeError | None) -> None:
        if found.done():
            return
        if error is None:
            found.set_result(addresses)
        else:
            found.set_exception(error)

    def ask() -> None:
        addresses: list[str] = []
        failed: OSError | UnicodeError | None = None
        try:
            told = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(entry[4][0]) for entry in told))
        except (OSError, UnicodeError) as error:
            failed = error
        # The loop may be closed by the time that a slow answer comes.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, addresses, failed)

    try:
        return [str(ip_address(host))]
    except ValueError:
        # Not the loop's pool of threads: names that take long would hold up everything else in
        # it, and the end of the program.
        threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return await found


async def _first(
    connect: Callable[[str], Coroutine[Any, Any, httpcore.AsyncNetworkStream]],
    addresses: Sequence[str],
) -> httpcore.AsyncNetworkStream:
    """Connect to the first of ``addresses`` that answers, after RFC 8305 (happy eyeballs)."""
    waiting = list(addresses)
    attempts: set[asyncio.Task[httpcore.AsyncNetworkStream]] = set()
    made: list[httpcore.AsyncNetworkStream] = []
    error: BaseException | None = None
    try:
        while (waiting or attempts) and not made:
            if waiting:
                attempts.add(asyncio.create_task(connect(waiting.pop(0))))
            done, attempts = await asyncio.wait(
                attempts,
                timeout=ATTEMPT_DELAY if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for attempt in done:
                error = attempt.exception() or error
                if not attempt.exception():
                    made.append(attempt.result())
    finally:
        for attempt in attempts:
            attempt.cancel()
        late = await asyncio.gather(*attempts, return_exceptions=True)
        made += [stream for stream in late if isinstance(stream, httpcore.AsyncNetworkStream)]
        for stream in made[1:]:
            await stream.aclose()
    if made:
        return made[0]
    raise error or OSError("no address to connect to")


class Transport(httpx.AsyncBaseTransport):
    """httpx's own transports, over connections made by a :class:`CheckedBackend`.

    A pool looks at all of its connections, and at each of these for all of them, whenever it takes
    or gives back one. So the servers are spread over several pools with few connections each.
    """

    def __init__(self, *, allow_private: bool, resolve: Resolve | None = None) -> None:
        network = CheckedBackend(allow_private=allow_private, resolve=resolve)
        self._parts = [_Part(network) for _ in range(POOLS)]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the server of ``request`` over a connection of its pool."""
        part = self._parts[crc32(request.url.netloc) % POOLS]
        return await part.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for part in self._parts:
            await part.aclose()


class _Part(httpx.AsyncHTTPTransport):
    def __init__(self, network: httpcore.AsyncNetworkBackend) -> None:
        context = tls_context()
        super().__init__(verify=context, http2=True)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=None,
            max_keepalive_connections=MOST_KEPT // POOLS,
            keepalive_expiry=KEEP_ALIVE,
            http1=True,
            http2=True,
            network_backend=network,
        )


def open_transport(*, allow_private: bool, proxy: str) -> httpx.AsyncBaseTransport:
    """Open a pool of connections, direct or, where ``proxy`` is not "", through that.

    Raises :class:`FetchError` where the proxy is none that can be used.
    """
    if not proxy:
        return Transport(allow_private=allow_private)
    try:
        return httpx.AsyncHTTPTransport(verify=tls_context(), http2=True, proxy=proxy)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        kind = clean_line(proxy.partition("://")[0])
        sentence = f"The proxy that the environment names cannot be used ({kind}): check it."
        raise FetchError(FailureKind.CONNECT, sentence) from error


@cache
def tls_context() -> ssl.SSLContext:
    """Give the one TLS context of the program: reading the certificates takes long."""
    return httpx.create_ssl_context()


def connected_to_private(response: httpx.Response) -> bool:
    """Tell whether ``response`` came from a private address."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream is not None else None
    return peer is not None and not is_public(str(peer[0]))


_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"})
"""What OpenSSL calls an answer to its greeting that is no TLS at all."""


def failure(error: Exception, host: str, *, deadline: float) -> FetchError:
    """Turn whatever fetching raised into the one kind of failure, with its sentence."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, FetchError):
        return error
    if isinstance(error, PrivateAddressError):
        return FetchError(
            FailureKind.PRIVATE, f"{host} is in a private network, where a feed may not lead."
        )
    if isinstance(error, httpx.TimeoutException | TimeoutError | httpcore.TimeoutException):
        return FetchError(
            FailureKind.TIMEOUT, f"{host} did not answer in time ({deadline:.0f} seconds at most)."
        )
    if cause := _cause(error, socket.gaierror):
        return FetchError(
            FailureKind.NAME,
            f"{host} is not known here ({_told(cause)}); check the address and the network.",
        )
    if cause := _cause(error, ssl.SSLError):
        if getattr(cause, "reason", "") in _NO_TLS:
            sentence = f"{host} speaks no https; its address may begin with http://."
            return FetchError(FailureKind.PLAIN, sentence)
        return FetchError(FailureKind.TLS, f"{host} has no safe connection ({_told(cause)}).")
    if isinstance(error, httpx.InvalidURL | UnicodeError):
        return FetchError(FailureKind.ADDRESS, f"{host} is no address that can be asked.")
    if isinstance(error, httpx.ConnectError | httpcore.ConnectError | httpx.ProxyError | OSError):
        reason = _told(_cause(error, OSError) or error)
        return FetchError(FailureKind.CONNECT, f"{host} takes no connection ({reason}).")
    return FetchError(FailureKind.BROKEN, f"{host} broke off its answer ({_told(error)}).")


def _cause(error: BaseException, kind: type[OSError]) -> BaseException | None:
    """Find the first error of ``kind`` that led to ``error``."""
    first = None
    step: BaseException | None = error
    while step is not None:
        if isinstance(step, kind):
            first = step
        inner = step.exceptions[0] if isinstance(step, BaseExceptionGroup) else None
        step = inner or step.__cause__ or step.__context__
    return first


def _told(error: BaseException) -> str:
    told = str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        told = getattr(error, "verify_message", told)
    elif isinstance(error, ssl.SSLError | socket.gaierror):
        told = error.strerror or told
    elif isinstance(error, OSError) and error.errno is not None:
        told = os.strerror(error.errno)  # asyncio puts other things into the error's own text.
    told = clean_line(told).rstrip(".")
    return (told if len(told) <= 120 else told[:119] + "…") or type(error).__name__
