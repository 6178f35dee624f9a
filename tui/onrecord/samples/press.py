"""A loopback press: an HTTP server that publishes the sample articles as real outlets do.

It serves RSS and Atom, feeds that carry whole articles and one that only teases, pages with all
that stands around an article, validators and 304, redirects, gzip, front pages that name their
feeds, and an OPML list. Tests make it publish, revise, break and mend; nothing depends on the
wall clock once ``now`` is given.
"""

from __future__ import annotations

import gzip
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from onrecord.model import Form
from onrecord.samples.manuscript import Manuscript, read_manuscript
from onrecord.samples.outlets import OUTLETS, Outlet, Validators, article_sources, feeds_toml
from onrecord.samples.typeset import (
    Issue,
    article_page,
    feed_document,
    home_page,
    interviews_path,
    last_change,
    media_type,
    opml_document,
)

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping
    from types import TracebackType

WORTH_COMPRESSING = 512
STEP = timedelta(minutes=1)
"""How far the press's own clock moves with each change that it is told to make."""
_HTML = "text/html; charset=utf-8"


class Breakage(StrEnum):
    """A way in which a feed can fail."""

    SERVER_ERROR = "server error"
    """Status 500."""
    BUSY = "busy"
    """Status 503 that asks to come back in two minutes."""
    MISSING = "missing"
    """Status 404."""
    GONE = "gone"
    """Status 410."""
    HTML = "html"
    """Status 200 and a web page."""
    EMPTY = "empty"
    """Status 200 and nothing."""
    CUT = "cut"
    """Status 200 and the first half of the feed."""
    SILENT = "silent"
    """No answer at all while the press is open."""


_STATUS = {
    Breakage.SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
    Breakage.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
    Breakage.MISSING: HTTPStatus.NOT_FOUND,
    Breakage.GONE: HTTPStatus.GONE,
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request that the press answered; the names of ``headers`` are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    status: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the press answers: the status, its headers and the body before any compression."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Press:
    """The sample press. Open it with ``with``: ``url`` is then its address on the loopback.

    ``now`` is the present of its articles' ages; without it, the time of opening. ``port`` 0
    takes any free one.
    """

    def __init__(self, *, now: datetime | None = None, port: int = 0) -> None:
        self._clock = (now or datetime.now(UTC)).replace(microsecond=0)
        self._port = port
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._sources: dict[str, str] = {}
        self._issued: dict[str, tuple[Manuscript, datetime, datetime]] = {}
        self._broken: dict[str, Breakage] = {}
        self._requests: list[Request] = []
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        for source in article_sources():
            manuscript = read_manuscript(source)
            self._issue(source, manuscript, self._clock - manuscript.age)

    def __enter__(self) -> Self:
        self._server = _Server(self, self._port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving and free the port; harmless when the press is closed already."""
        self._closing.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.hang_up()
            self._server.server_close()
            self._thread.join()
            self._server = self._thread = None

    @property
    def url(self) -> str:
        """The address of the press, without a slash at its end. Raises when it is not open."""
        if self._server is None:
            raise RuntimeError("The press is not open.")
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The outlets that the press publishes."""
        return OUTLETS

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every request answered so far, in the order of the answers."""
        with self._lock:
            return tuple(self._requests)

    @property
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """The articles published at the moment, with the record that is right for each."""
        with self._lock:
            return tuple(manuscript for manuscript, _, _ in self._issued.values())

    def feeds_toml(self) -> str:
        """Write a ``feeds.toml`` that subscribes to every outlet of this press."""
        return feeds_toml(self.url)

    def publish(self, source: str) -> Manuscript:
        """Publish one more manuscript, a minute after the last change; gives it as read."""
        manuscript = read_manuscript(source)
        with self._lock:
            self._clock += STEP
            self._issue(source, manuscript, self._clock)
        return manuscript

    def revise(self, article: str, before: str, after: str) -> Manuscript:
        """Replace words of a published article's manuscript; raises KeyError if not there."""
        with self._lock:
            source = self._sources[article]
            if before not in source:
                raise KeyError(before)
            manuscript = read_manuscript(source.replace(before, after))
            self._clock += STEP
            _, published_at, _ = self._issued[article]
            self._issue(source.replace(before, after), manuscript, published_at)
            self._issued[article] = (manuscript, published_at, self._clock)
        return manuscript

    def withdraw(self, article: str) -> None:
        """Take an article off its feed; its page goes too."""
        with self._lock:
            del self._sources[article], self._issued[article]
            self._clock += STEP

    def break_feed(self, outlet: str, breakage: Breakage) -> None:
        """Let the feed of the outlet with this slug fail in this way until it is mended."""
        with self._lock:
            self._broken[outlet] = breakage

    def mend_feed(self, outlet: str) -> None:
        """Let the feed of the outlet with this slug work again."""
        with self._lock:
            self._broken.pop(outlet, None)

    def _issue(self, source: str, manuscript: Manuscript, published_at: datetime) -> None:
        self._sources[manuscript.id] = source
        self._issued[manuscript.id] = (manuscript, published_at, published_at)

    def issues(self, outlet: Outlet, *, interviews_only: bool = False) -> tuple[Issue, ...]:
        """List what the outlet has published, newest first."""
        with self._lock:
            issued = list(self._issued.values())
        issues = [
            Issue(manuscript, f"{self.url}/{outlet.slug}/{manuscript.id}", published, updated)
            for manuscript, published, updated in issued
            if manuscript.outlet == outlet.slug
            and not (interviews_only and manuscript.record.form is Form.REPORT)
        ]
        return tuple(sorted(issues, key=lambda issue: issue.published_at, reverse=True))

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """Answer a GET of ``path``; the names of ``headers`` are in lower case."""
        slug, _, rest = path.lstrip("/").partition("/")
        outlet = next((outlet for outlet in OUTLETS if outlet.slug == slug), None)
        if path == "/press.opml":
            return _conditional(opml_document(self.url), "text/x-opml; charset=utf-8", headers)
        if outlet is None:
            return _error(HTTPStatus.NOT_FOUND)
        if outlet.moved and rest == outlet.moved[0]:
            target = self.url + outlet.feed_path
            return Answer(HTTPStatus(outlet.moved[1]), (("Location", target),))
        if path == outlet.feed_path:
            return self._feed(outlet, headers)
        if path == interviews_path(outlet):
            issues = self.issues(outlet, interviews_only=True)
            document = feed_document(outlet, issues, self.url)
            return _conditional(document, media_type(outlet), headers)
        return self._web(outlet, rest, headers)

    def _feed(self, outlet: Outlet, headers: Mapping[str, str]) -> Answer:
        with self._lock:
            breakage = self._broken.get(outlet.slug)
        issues = self.issues(outlet)
        document = feed_document(outlet, issues, self.url)
        match breakage:
            case None:
                updated = last_change(issues)
                return _conditional(
                    document, media_type(outlet), headers, updated, outlet.validators
                )
            case Breakage.SILENT:
                self._closing.wait()
                return _error(HTTPStatus.SERVICE_UNAVAILABLE)
            case Breakage.HTML:
                page = home_page(outlet, issues, self.url)
                return Answer(HTTPStatus.OK, (("Content-Type", _HTML),), page.encode())
            case Breakage.EMPTY | Breakage.CUT:
                half = len(document) // 2 if breakage is Breakage.CUT else 0
                content_type = ("Content-Type", media_type(outlet))
                return Answer(HTTPStatus.OK, (content_type,), document[:half].encode())
            case Breakage.BUSY:
                return _error(_STATUS[breakage], ("Retry-After", "120"))
            case _:
                return _error(_STATUS[breakage])

    def _web(self, outlet: Outlet, rest: str, headers: Mapping[str, str]) -> Answer:
        issues = self.issues(outlet)
        if not rest:
            return _conditional(home_page(outlet, issues, self.url), _HTML, headers)
        issue = next((issue for issue in issues if issue.manuscript.id == rest), None)
        if issue is None:
            return _error(HTTPStatus.NOT_FOUND)
        others = [other for other in issues if other is not issue][:4]
        page = article_page(outlet, issue, others, self.url)
        return _conditional(page, _HTML, headers, issue.updated_at)

    def note(self, request: Request) -> None:
        """Keep one answered request for ``requests``."""
        with self._lock:
            self._requests.append(request)


def _error(status: HTTPStatus, *headers: tuple[str, str]) -> Answer:
    body = f"<!DOCTYPE html><title>{status.phrase}</title><p>{status.value} {status.phrase}</p>"
    return Answer(status, (("Content-Type", _HTML), *headers), body.encode())


def _conditional(
    document: str,
    content_type: str,
    headers: Mapping[str, str],
    updated_at: datetime | None = None,
    validators: Validators = Validators.BOTH,
) -> Answer:
    """Answer with the document and its validators, or 304 where the request's own still hold.

    As RFC 9110 has it, If-None-Match goes before If-Modified-Since.
    """
    body = document.encode()
    etag = (
        f'"{sha256(body).hexdigest()[:16]}"' if validators is not Validators.LAST_MODIFIED else ""
    )
    kept = []
    if etag:
        kept.append(("ETag", etag))
    if updated_at and validators is not Validators.ETAG:
        kept.append(("Last-Modified", format_datetime(updated_at, usegmt=True)))
    if _holds(headers, etag, updated_at if validators is not Validators.ETAG else None):
        return Answer(HTTPStatus.NOT_MODIFIED, tuple(kept))
    return Answer(HTTPStatus.OK, (("Content-Type", content_type), *kept), body)


def _holds(headers: Mapping[str, str], etag: str, updated_at: datetime | None) -> bool:
    if none_match := headers.get("if-none-match"):
        tags = [tag.strip().removeprefix("W/") for tag in none_match.split(",")]
        return bool(etag) and etag in tags
    if updated_at and (since := headers.get("if-modified-since")):
        try:
            return updated_at <= parsedate_to_datetime(since)
        except ValueError:
            return False
    return False


class _Server(ThreadingHTTPServer):
    """The HTTP server of one press; remembers its connections so that it can end them."""

    daemon_threads = True

    def __init__(self, press: Press, port: int) -> None:
        self.press = press
        self.connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: tuple[str, int]
    ) -> None:
        """Let a client go that hangs up early; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End the connections that are still open."""
        for connection in tuple(self.connections):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    """Reads requests and writes the press's answers."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SamplePress"

    def setup(self) -> None:
        """Begin with a connection."""
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        """Forget a connection that has come to its end."""
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        """Answer a GET."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer a HEAD: as GET, without the body."""
        self._answer(with_body=False)

    def log_message(self, _format: str, *_words: object) -> None:
        """Stay silent: the press keeps its own list of requests."""

    def _answer(self, *, with_body: bool) -> None:
        path = urlsplit(self.path).path
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.server.press.answer(path, headers)
        self.server.press.note(Request(self.command, path, headers, answer.status.value))
        body = answer.body
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if len(body) > WORTH_COMPRESSING and "gzip" in headers.get("accept-encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and answer.status is not HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)
