from __future__ import annotations

import asyncio
import socket
import ssl
from typing import TYPE_CHECKING

import httpcore
import httpx
import pytest
from loopback import answer

from onrecord.clean import clean_line
from onrecord.fetch.client import Client
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.fetch.transport import (
    CheckedBackend,
    PrivateAddressError,
    Transport,
    failure,
    look_up,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from loopback import Loopback


class Names:
    """A name service that gives another answer each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0)


async def test_a_name_that_changes_its_answer_gains_nothing(server: Loopback) -> None:
    server.pages["/"] = answer(b"feed")
    names = Names(["127.0.0.1"], ["10.0.0.1"])

    def open_transport(*, allow_private: bool, proxy: str) -> httpx.AsyncBaseTransport:
        return Transport(allow_private=allow_private, resolve=names)

    async with Client(open_transport=open_transport) as client:
        url = f"http://press.example:{server.port}/"
        assert (await client.get(url, allow_private=True)).body == b"feed"
    assert names.asked == 1
    assert server.asked[0].headers["host"] == f"press.example:{server.port}"


async def test_private_addresses_of_a_name_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    async def connect(
        self: httpcore.AnyIOBackend, host: str, *args: object, **kwargs: object
    ) -> httpcore.AsyncNetworkStream:
        tried.append(host)
        raise httpcore.ConnectError("no")

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    names = Names(["127.0.0.1", "1.1.1.1", "::1", "8.8.8.8"], ["10.0.0.1"], [])
    backend = CheckedBackend(allow_private=False, resolve=names)
    with pytest.raises(httpcore.ConnectError):
        await backend.connect_tcp("press.example", 80)
    assert tried == ["1.1.1.1", "8.8.8.8"]
    for _ in range(2):
        with pytest.raises(PrivateAddressError):
            await backend.connect_tcp("press.example", 80)
    assert tried == ["1.1.1.1", "8.8.8.8"]


async def test_an_address_that_does_not_answer_holds_up_no_other(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.fetch.transport.ATTEMPT_DELAY", 0.01)
    connect = httpcore.AnyIOBackend.connect_tcp
    cancelled: list[str] = []

    async def hang(
        self: httpcore.AnyIOBackend, host: str, port: int
    ) -> httpcore.AsyncNetworkStream:
        if host == "127.0.0.1":
            return await connect(self, host, port)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(host)
            raise
        raise AssertionError

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", hang)
    backend = CheckedBackend(allow_private=True, resolve=Names(["10.0.0.1", "127.0.0.1"]))
    stream = await backend.connect_tcp("press.example", server.port)
    await stream.aclose()
    assert cancelled == ["10.0.0.1"]


async def test_numbers_are_looked_up_like_names_and_addresses_are_not() -> None:
    assert await look_up("127.0.0.1", 80) == ["127.0.0.1"]
    assert await look_up("::1", 80) == ["::1"]
    assert await look_up("2130706433", 80) == ["127.0.0.1"]
    assert await look_up("0x7f.1", 80) == ["127.0.0.1"]


async def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with Client() as client:
        with pytest.raises(FetchError) as raised:
            await client.get("http://press.example/")
    assert raised.value.kind is FailureKind.NAME
    assert "press.example is not known here (Name or service not known)" in str(raised.value)


async def test_waiting_for_a_name_ends_with_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()

    def slow(*args: object, **kwargs: object) -> list[object]:
        asyncio.run_coroutine_threadsafe(over.wait(), loop).result()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    async with Client() as client:
        with pytest.raises(FetchError) as raised:
            await client.get("http://press.example/", deadline=0.05)
    over.set()
    assert raised.value.kind is FailureKind.TIMEOUT


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PrivateAddressError("x"), FailureKind.PRIVATE),
        (TimeoutError(), FailureKind.TIMEOUT),
        (httpx.ReadTimeout("x"), FailureKind.TIMEOUT),
        (httpx.PoolTimeout("x"), FailureKind.TIMEOUT),
        (httpcore.ConnectTimeout("x"), FailureKind.TIMEOUT),
        (socket.gaierror(-2, "unknown"), FailureKind.NAME),
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "unknown")), FailureKind.NAME),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "wrong")), FailureKind.TLS),
        (ssl.SSLCertVerificationError(1, "expired"), FailureKind.TLS),
        (httpx.InvalidURL("x"), FailureKind.ADDRESS),
        (UnicodeError("label too long"), FailureKind.ADDRESS),
        (httpx.ConnectError("x"), FailureKind.CONNECT),
        (httpx.ProxyError("x"), FailureKind.CONNECT),
        (ConnectionRefusedError(111, "x"), FailureKind.CONNECT),
        (OSError("no address"), FailureKind.CONNECT),
        (httpx.RemoteProtocolError("x"), FailureKind.BROKEN),
        (httpx.ReadError("x"), FailureKind.BROKEN),
        (httpx.LocalProtocolError("x"), FailureKind.BROKEN),
        (httpx.DecodingError("x"), FailureKind.BROKEN),
        (ValueError("x"), FailureKind.BROKEN),
        (KeyError(), FailureKind.BROKEN),
        (ExceptionGroup("x", [ExceptionGroup("y", [TimeoutError()])]), FailureKind.TIMEOUT),
        (ExceptionGroup("x", [ValueError("a\x1b[31mb\nc" * 99)]), FailureKind.BROKEN),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_error_becomes_one_kind_of_failure(error: Exception, kind: FailureKind) -> None:
    told = failure(error, "press.example", deadline=60.0)
    assert told.kind is kind
    assert told.sentence.startswith("press.example ")
    assert told.sentence.endswith(".")
    assert told.sentence == clean_line(told.sentence)
    assert len(told.sentence) < 200


def test_a_failure_stays_what_it_is() -> None:
    told = FetchError(FailureKind.LARGE, "Too large.")
    assert failure(told, "press.example", deadline=60.0) is told
