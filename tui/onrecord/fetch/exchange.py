"""One request and its answer, read within its bounds.

Imports httpx, which takes long; the client does so when it must.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import httpx

from onrecord import __version__
from onrecord.clean import clean_line, clean_url
from onrecord.fetch.addresses import in_digits, names_private
from onrecord.fetch.failure import FailureKind, FetchError, status_sentence
from onrecord.fetch.inflate import OFFERED, DamagedError, TooLargeError, inflate
from onrecord.fetch.messages import Redirect, Request, Response
from onrecord.fetch.politeness import retry_after
from onrecord.fetch.transport import CONNECT_TIMEOUT, READ_TIMEOUT, connected_to_private

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT_ADDRESS: Final = "https://onrecord.example"
USER_AGENT: Final = f"OnRecord/{__version__} (+{PROJECT_ADDRESS})"
ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, "
    "text/html;q=0.8, */*;q=0.5"
)
MOST_REDIRECTS: Final = 10
LARGEST_INLINE: Final = 32_768
"""Bodies up to this many bytes are inflated in the event loop, larger ones in a thread."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STALE: Final = (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)


async def ask(transport: httpx.AsyncBaseTransport, request: Request) -> Response | Request:
    """Make one request; give the answer, or the next request where it leads elsewhere."""
    answer = await _answer(transport, request)
    try:
        headers = {name.lower(): clean_line(value) for name, value in answer.headers.items()}
        status = answer.status_code
        private = connected_to_private(answer)
        if not 200 <= status < 300:
            await _drain(answer, headers)
        if status in _REDIRECTS and "location" in headers:
            return _redirected(request, answer, private=private)
        if status != 304 and not 200 <= status < 300:
            raise _refusal(request, status, headers)
        body = b"" if status == 304 else await _body(answer, request)
        return Response(request.url, status, headers, body, request.redirects, private)
    finally:
        await answer.aclose()


async def _answer(transport: httpx.AsyncBaseTransport, request: Request) -> httpx.Response:
    asked = httpx.Request(
        "GET",
        request.url,
        headers={
            "User-Agent": USER_AGENT,
            "Accept": ACCEPT,
            "Accept-Encoding": OFFERED,
            "Connection": "keep-alive",
            **request.headers,
        },
        cookies=dict(request.cookies),
        extensions={"timeout": _timeout(request).as_dict()},
    )
    try:
        answer = await transport.handle_async_request(asked)
    except _STALE:
        # A server may close an idle connection just as it is used again.
        answer = await transport.handle_async_request(asked)
    answer.request = asked
    return answer


def _timeout(request: Request) -> httpx.Timeout:
    # httpcore closes a connection that it gives up during the TLS handshake, but leaves one open
    # that is cancelled then: so it must give up before the deadline cancels it.
    return httpx.Timeout(READ_TIMEOUT, connect=min(CONNECT_TIMEOUT, 0.9 * request.seconds_left))


async def _drain(answer: httpx.Response, headers: Mapping[str, str]) -> None:
    """Read a body that nobody needs, where it is short: only then can the connection stay."""
    length = headers.get("content-length", "")
    if answer.status_code == 304 or (length.isdecimal() and int(length[:9]) <= LARGEST_INLINE):
        async for _ in answer.aiter_raw():
            pass


async def _body(answer: httpx.Response, request: Request) -> bytes:
    parts = []
    size = 0
    async for part in answer.aiter_raw():
        size += len(part)
        if size > request.max_bytes:
            raise _too_large(request)
        parts.append(part)
    body = b"".join(parts)
    encodings = [
        name.strip().lower()
        for name in answer.headers.get("content-encoding", "").split(",")
        if name.strip()
    ]
    if not encodings:
        return body
    try:
        if len(body) <= LARGEST_INLINE:
            return inflate(body, encodings, request.max_bytes)
        return await asyncio.to_thread(inflate, body, encodings, request.max_bytes)
    except TooLargeError:
        raise _too_large(request) from None
    except DamagedError as error:
        sentence = f"{_server(request)} sent {clean_line(str(error))}."
        raise FetchError(FailureKind.DAMAGED, sentence) from error


def _redirected(request: Request, answer: httpx.Response, *, private: bool) -> Request:
    """Give the request that a redirect leads to."""
    url = clean_url(answer.headers["location"], request.url)
    redirects = (*request.redirects, Redirect(answer.status_code, url))
    given = httpx.Cookies()
    given.extract_cookies(answer)
    kept = dict(request.cookies) | {cookie.name: cookie.value or "" for cookie in given.jar}
    told = ""
    if not url:
        told = "to an address that is no web address"
    elif len(redirects) > MOST_REDIRECTS:
        told = f"more than {MOST_REDIRECTS} times"
    elif url in {request.url, *(step.url for step in request.redirects)} and (
        kept == request.cookies
    ):
        told = "in a circle"
    if told:
        sentence = f"{_server(request)} leads on {told}; check the address."
        raise FetchError(FailureKind.REDIRECT, sentence, status=answer.status_code)
    same_server = urlsplit(url)[:2] == urlsplit(request.url)[:2]
    return replace(
        request,
        url=url,
        headers=request.headers if same_server else _impersonal(request.headers),
        # Only what began in a private network may stay there.
        allow_private=request.allow_private and private,
        redirects=redirects,
        cookies=kept if same_server else {},
    )


def _impersonal(headers: Mapping[str, str]) -> dict[str, str]:
    """Keep only the validators: all else was meant for the first server."""
    return {
        name: value
        for name, value in headers.items()
        if name.lower() in {"if-none-match", "if-modified-since"}
    }


def _refusal(request: Request, status: int, headers: Mapping[str, str]) -> FetchError:
    return FetchError(
        FailureKind.STATUS,
        status_sentence(_server(request), status),
        status=status,
        retry_after=retry_after(headers, datetime.now(UTC)),
        headers=headers,
    )


def _too_large(request: Request) -> FetchError:
    sentence = f"{_server(request)} sent more than {request.max_bytes / 1_000_000:.3g} MB."
    return FetchError(FailureKind.LARGE, sentence)


def _server(request: Request) -> str:
    return clean_line(urlsplit(request.url).netloc)


def proxy_for(request: Request, proxies: Mapping[str, str]) -> str:
    """Give the address of that one of the ``proxies`` that is named for ``request``, or "".

    This machine itself is asked directly. Raises :class:`FetchError` where a proxy would be led
    into a private network: what it connects to cannot be checked here.
    """
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    proxy = proxies.get(parts.scheme) or proxies.get("all", "")
    here = host == "localhost" or in_digits(host).startswith("127.")
    if not proxy or here or proxy_bypass(parts.netloc):
        return ""
    if names_private(request.url) and not request.allow_private:
        sentence = f"{host} is in a private network, where a feed may not lead."
        raise FetchError(FailureKind.PRIVATE, sentence)
    return proxy if "://" in proxy else f"http://{proxy}"
