from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING

import httpx
import pytest
from loopback import Asked, Loopback, answer

from onrecord.clean import clean_line
from onrecord.fetch.client import LARGEST_BODY, Client
from onrecord.fetch.exchange import USER_AGENT
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.fetch.messages import Redirect
from onrecord.fetch.transport import Transport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

FEED = b"<rss version='2.0'/>"


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client() as opened:
        yield opened


async def failure_of(
    client: Client,
    url: str,
    *,
    allow_private: bool = True,
    deadline: float = 5.0,
    max_bytes: int = LARGEST_BODY,
) -> FetchError:
    with pytest.raises(FetchError) as raised:
        await client.get(url, allow_private=allow_private, deadline=deadline, max_bytes=max_bytes)
    error = raised.value
    assert error.sentence == clean_line(error.sentence)
    assert error.sentence.endswith(".")
    assert str(error) == error.sentence
    return error


async def test_an_answer_comes_whole(client: Client, server: Loopback) -> None:
    server.pages["/feed"] = answer(FEED, ETag='"1"', Content_Type="application/rss+xml")
    response = await client.get(f"{server.url}/feed", allow_private=True)
    assert (response.url, response.status, response.body) == (f"{server.url}/feed", 200, FEED)
    assert response.headers["etag"] == '"1"'
    assert response.headers["content-type"] == "application/rss+xml"
    assert (response.not_modified, response.redirects, response.private) == (False, (), True)


async def test_the_client_says_who_it_is_and_what_it_takes(
    client: Client, server: Loopback
) -> None:
    server.pages["/"] = answer(FEED)
    await client.get(f"{server.url}/", allow_private=True, headers={"X-Press": "yes"})
    sent = server.asked[0].headers
    assert sent["user-agent"] == USER_AGENT
    assert "+https://" in USER_AGENT
    assert sent["accept-encoding"] == "gzip, deflate, br, zstd"
    assert sent["accept"].startswith("application/atom+xml")
    assert sent["x-press"] == "yes"
    assert "if-none-match" not in sent


async def test_a_second_look_is_conditional_and_uses_the_same_connection(
    client: Client, server: Loopback
) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        known = asked.headers.get("if-none-match") == '"1"'
        writer.write(answer(status="304 Not Modified") if known else answer(FEED, ETag='"1"'))

    server.respond = respond
    await client.get(f"{server.url}/", allow_private=True)
    again = await client.get(
        f"{server.url}/", etag='"1"', last_modified="Mon, 01 Jun 2026 00:00:00 GMT",
        allow_private=True,
    )  # fmt: skip
    assert again.not_modified
    assert again.body == b""
    await client.get(f"{server.url}/", etag='"1"', allow_private=True)
    assert server.asked[1].headers["if-modified-since"] == "Mon, 01 Jun 2026 00:00:00 GMT"
    assert server.connections == 1


async def test_redirects_and_errors_keep_the_connection(client: Client, server: Loopback) -> None:
    server.pages |= {
        "/": answer(b"<a>", status="302 Found", Location="/none"),
        "/none": answer(b"<html>no</html>", status="404 Not Found"),
    }
    await failure_of(client, f"{server.url}/")
    await failure_of(client, f"{server.url}/")
    assert server.connections == 1


async def test_validators_that_no_header_can_hold_are_left_out(
    client: Client, server: Loopback
) -> None:
    server.pages["/"] = answer(FEED)
    await client.get(f"{server.url}/", etag='"é"', last_modified="heute früh", allow_private=True)
    assert not {"if-none-match", "if-modified-since"} & server.asked[0].headers.keys()


async def test_redirects_are_followed_and_reported(client: Client, server: Loopback) -> None:
    server.pages |= {
        "/old": answer(status="301 Moved", Location="/new?a=b"),
        "/new?a=b": answer(status="302 Found", Location=f"{server.url}/there"),
        "/there": answer(FEED),
    }
    response = await client.get(f"{server.url}/old", allow_private=True)
    assert response.url == f"{server.url}/there"
    assert response.redirects == (
        Redirect(301, f"{server.url}/new?a=b"),
        Redirect(302, f"{server.url}/there"),
    )


@pytest.mark.parametrize(
    "location",
    [
        "/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://press.example/",
        "http://",
        "data:,x",
        "//[x",
    ],
)
async def test_redirects_that_lead_nowhere_fail(
    client: Client, server: Loopback, location: str
) -> None:
    server.pages["/"] = answer(status="302 Found", Location=location)
    error = await failure_of(client, f"{server.url}/")
    assert (error.kind, error.status) == (FailureKind.REDIRECT, 302)
    assert len(server.asked) == 1


async def test_redirects_come_to_an_end(client: Client, server: Loopback) -> None:
    server.pages |= {
        f"/{step}": answer(status="307 Temporary", Location=f"/{step + 1}") for step in range(20)
    }
    error = await failure_of(client, f"{server.url}/0")
    assert error.kind is FailureKind.REDIRECT
    assert len(server.asked) == 11
    assert len(error.redirects) == 10


async def test_a_site_may_want_its_cookie_back(client: Client, server: Loopback) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if asked.headers.get("cookie") == "seen=1":
            writer.write(answer(FEED))
        else:
            writer.write(answer(status="302 Found", Location="/", Set_Cookie="seen=1"))

    server.respond = respond
    assert (await client.get(f"{server.url}/", allow_private=True)).body == FEED
    # Nothing is remembered for the next visit.
    await client.get(f"{server.url}/", allow_private=True)
    assert [asked.headers.get("cookie") for asked in server.asked] == [None, "seen=1"] * 2


async def test_secrets_stay_with_the_server_they_are_for(
    client: Client, loopbacks: Callable[[], Awaitable[Loopback]]
) -> None:
    first, second = await loopbacks(), await loopbacks()
    first.pages |= {
        "/a": answer(status="302 Found", Location="/b", Set_Cookie="session=1"),
        "/b": answer(status="302 Found", Location=f"{second.url}/c"),
    }
    second.pages["/c"] = answer(FEED)
    address = f"http://reader:open%20sesame@127.0.0.1:{first.port}/a"
    response = await client.get(address, headers={"X-Token": "1"}, etag='"1"', allow_private=True)
    assert response.url == f"{second.url}/c"
    for asked in first.asked:
        assert asked.headers["authorization"] == "Basic cmVhZGVyOm9wZW4gc2VzYW1l"
        assert asked.headers["x-token"] == "1"
    assert not {"authorization", "x-token", "cookie"} & second.asked[0].headers.keys()
    assert second.asked[0].headers["if-none-match"] == '"1"'


async def test_a_password_in_an_address_is_in_no_sentence(client: Client, server: Loopback) -> None:
    error = await failure_of(client, f"http://reader:sesame@127.0.0.1:{server.port}/none")
    assert "sesame" not in error.sentence


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "password"),
        ("403 Forbidden", "refuses"),
        ("404 Not Found", "nothing at this address"),
        ("410 Gone", "for good"),
        ("429 Slow", "less often"),
        ("500 Oh", "trouble of its own (500 Internal Server Error)"),
        ("599 Oh", "unknown status 599"),
        ("418 Oh", "418"),
        ("305 Use Proxy", "305"),
        ("301 Moved", "301 Moved Permanently"),
    ],
)
async def test_an_error_status_is_told_in_a_sentence(
    client: Client, server: Loopback, status: str, words: str
) -> None:
    server.pages["/"] = answer(b"<html>no</html>", status=status, Retry_After="120", X_Id="7")
    error = await failure_of(client, f"{server.url}/")
    assert (error.kind, error.status) == (FailureKind.STATUS, int(status[:3]))
    assert words in error.sentence
    assert error.retry_after == 120
    assert error.headers["x-id"] == "7"


@pytest.mark.parametrize(
    "url",
    [
        "", "press.example", "ftp://press.example/", "file:///etc/passwd", "javascript:1", "http://",
        "http://[::1", "http://a b/", "http://\x1b[31m/", "http://" + "a" * 9000, "https://ü..de/",
    ],
)  # fmt: skip
async def test_what_is_no_web_address_is_not_asked(client: Client, url: str) -> None:
    assert (await failure_of(client, url)).kind is FailureKind.ADDRESS


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "192.168.1.1", "169.254.169.254",
        "[fe80::1]", "[fd00::1]", "0.0.0.0", "[::]", "100.64.0.1", "localhost", "LOCALHOST",
    ],
)  # fmt: skip
async def test_a_private_address_is_not_asked_unless_it_was_typed(
    client: Client, server: Loopback, host: str
) -> None:
    error = await failure_of(client, f"http://{host}:{server.port}/", allow_private=False)
    assert error.kind is FailureKind.PRIVATE
    assert server.connections == 0


async def test_no_redirect_leads_from_outside_into_a_private_network(server: Loopback) -> None:
    server.pages["/secret"] = answer(b"secret")

    class Outside(Transport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.host == "press.example":
                return httpx.Response(302, headers={"Location": f"{server.url}/secret"})
            return await super().handle_async_request(request)

    def open_transport(*, allow_private: bool, proxy: str) -> httpx.AsyncBaseTransport:
        return Outside(allow_private=allow_private)

    async with Client(open_transport=open_transport) as client:
        for allow_private in (False, True):
            error = await failure_of(client, "http://press.example/", allow_private=allow_private)
            assert error.kind is FailureKind.PRIVATE
            assert error.redirects == (Redirect(302, f"{server.url}/secret"),)
        # A connection that may be made for a typed address is not lent to another.
        assert (await client.get(f"{server.url}/secret", allow_private=True)).body == b"secret"
        error = await failure_of(client, "http://press.example/", allow_private=True)
        assert error.kind is FailureKind.PRIVATE


async def test_what_was_typed_inside_may_stay_inside(client: Client, server: Loopback) -> None:
    server.pages |= {
        "/": answer(status="301 Moved", Location=f"http://localhost:{server.port}/feed"),
        "/feed": answer(FEED),
    }
    assert (await client.get(f"{server.url}/", allow_private=True)).body == FEED


async def test_a_large_body_is_given_up(client: Client, server: Loopback) -> None:
    server.pages["/"] = answer(b"x" * 2_000)
    error = await failure_of(client, f"{server.url}/", max_bytes=1_999)
    assert error.kind is FailureKind.LARGE
    assert (await client.get(f"{server.url}/", max_bytes=2_000, allow_private=True)).body


async def test_an_endless_body_is_given_up(client: Client, server: Loopback) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 65_536)
            await writer.drain()

    server.respond = respond
    assert (await failure_of(client, f"{server.url}/", max_bytes=300_000)).kind is FailureKind.LARGE


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
        (b"", b""),
    ],
    ids=["body", "headers", "endless 1xx", "silence"],
)
async def test_a_drip_ends_at_the_deadline(
    client: Client, server: Loopback, first: bytes, drop: bytes
) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while not writer.is_closing():
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(0.01)

    server.respond = respond
    error = await failure_of(client, f"{server.url}/", deadline=0.15)
    assert error.kind is FailureKind.TIMEOUT


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: \x00\r\n\r\n",
    ],
    ids=["nothing", "no http", "short", "chunk cut", "no chunk", "long header", "length", "nul"],
)
async def test_a_broken_answer_is_a_failure(client: Client, server: Loopback, raw: bytes) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(raw)
        await writer.drain()
        writer.close()

    server.respond = respond
    assert (await failure_of(client, f"{server.url}/")).kind is FailureKind.BROKEN


async def test_a_connection_that_was_closed_meanwhile_is_made_again(
    client: Client, server: Loopback
) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        if len(server.asked) == 2:
            writer.close()
        else:
            writer.write(answer(FEED))

    server.respond = respond
    await client.get(f"{server.url}/", allow_private=True)
    assert (await client.get(f"{server.url}/", allow_private=True)).body == FEED
    assert len(server.asked) == 3


async def test_a_compressed_body_comes_plain(client: Client, server: Loopback) -> None:
    server.pages["/small"] = answer(gzip.compress(FEED), Content_Encoding="gzip")
    large = bytes(range(256)) * 4_000
    server.pages["/large"] = answer(
        gzip.compress(gzip.compress(large, 0), 0), Content_Encoding="GZIP, gzip"
    )
    assert (await client.get(f"{server.url}/small", allow_private=True)).body == FEED
    assert (await client.get(f"{server.url}/large", allow_private=True)).body == large


async def test_compression_that_cannot_be_undone_is_a_failure(
    client: Client, server: Loopback
) -> None:
    body = gzip.compress(FEED)
    server.pages |= {
        "/cut": answer(body[:-4], Content_Encoding="gzip"),
        "/wrong": answer(FEED, Content_Encoding="gzip"),
        "/unknown": answer(FEED, Content_Encoding="compress"),
        "/bomb": answer(gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip"),
    }
    for path in ("/cut", "/wrong", "/unknown"):
        assert (await failure_of(client, server.url + path)).kind is FailureKind.DAMAGED
    error = await failure_of(client, f"{server.url}/bomb", max_bytes=1_000_000)
    assert error.kind is FailureKind.LARGE
    assert "1 MB" in error.sentence


async def test_a_server_without_tls_is_told_from_an_unsafe_one(client: Client) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(talk, "127.0.0.1", 0) as plain:
        port = plain.sockets[0].getsockname()[1]
        error = await failure_of(client, f"https://127.0.0.1:{port}/")
        assert error.kind is FailureKind.PLAIN
        assert error.sentence == (
            f"127.0.0.1:{port} speaks no https; its address may begin with http://."
        )


async def test_a_server_that_is_not_there_takes_no_connection(client: Client) -> None:
    closed = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = closed.sockets[0].getsockname()[1]
    closed.close()
    await closed.wait_closed()
    error = await failure_of(client, f"http://127.0.0.1:{port}/")
    assert error.kind is FailureKind.CONNECT
    assert "refused" in error.sentence


async def test_one_host_and_all_hosts_have_their_limits(
    loopbacks: Callable[[], Awaitable[Loopback]],
) -> None:
    servers = [await loopbacks() for _ in range(4)]
    come = asyncio.Condition()
    most = 0

    async def respond(server: Loopback, asked: Asked, writer: asyncio.StreamWriter) -> None:
        # Nobody is answered before as many ask at once as may: fewer would wait for ever.
        nonlocal most
        most = max(most, sum(each.under_way for each in servers))
        async with come:
            come.notify_all()
            await come.wait_for(lambda: most >= 5 and server.most_under_way >= 2)
        writer.write(answer(FEED))

    for server in servers:
        server.respond = partial(respond, server)
    async with Client(per_host=2, overall=5) as client:
        await asyncio.gather(
            *(
                client.get(f"{server.url}/{number}", allow_private=True)
                for server in servers
                for number in range(5)
            )
        )
    assert [server.most_under_way for server in servers] == [2, 2, 2, 2]
    assert most == 5


async def test_waiting_in_line_does_not_count_against_the_deadline(server: Loopback) -> None:
    async def respond(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(answer(FEED))

    server.respond = respond
    async with Client(per_host=1) as client:
        answers = await asyncio.gather(
            *(
                client.get(f"{server.url}/{number}", allow_private=True, deadline=0.35)
                for number in range(5)
            )
        )
    assert len(answers) == 5


async def test_the_proxy_of_the_environment_is_used(
    client: Client, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "direct.example")
    server.pages["http://press.example/feed"] = answer(FEED)
    assert (await client.get("http://press.example/feed")).body == FEED
    assert server.asked[0].headers["host"] == "press.example"
    # This machine is asked directly, and no proxy is led into a private network.
    server.pages["/"] = answer(b"direct")
    assert (await client.get(f"{server.url}/", allow_private=True)).body == b"direct"
    for host in ("10.0.0.1", "0xa.1", "[::1]", "printer.local"):
        error = await failure_of(client, f"http://{host}/", allow_private=False)
        assert error.kind is FailureKind.PRIVATE
    assert len(server.asked) == 2


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://127.0.0.1:1"])
async def test_a_proxy_that_cannot_be_used_is_told(
    client: Client, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    error = await failure_of(client, "http://press.example/")
    assert error.kind is FailureKind.CONNECT
    assert "The proxy that the environment names" in error.sentence


async def test_a_closed_client_can_be_used_again(client: Client, server: Loopback) -> None:
    server.pages["/"] = answer(FEED)
    await client.get(f"{server.url}/", allow_private=True)
    await client.close()
    assert (await client.get(f"{server.url}/", allow_private=True)).body == FEED
    assert server.connections == 2


def test_importing_the_client_imports_no_httpx() -> None:
    code = (
        "import sys, onrecord.fetch.client, onrecord.fetch.politeness, onrecord.config;"
        "sys.exit(bool({'httpx', 'httpcore', 'tomlkit', 'brotli'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
