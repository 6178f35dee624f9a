"""``onrecord serve``: the reader in a browser, on the user's own machine."""

from __future__ import annotations

import logging
import shlex
import socket
import subprocess
import sys
from importlib import resources
from ipaddress import ip_address
from string import Template
from typing import TYPE_CHECKING

from aiohttp import web
from textual_serve.server import Server

from onrecord.cli.output import CommandFailed, complain, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from aiohttp.typedefs import Handler, Middleware

_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
_FONT_SIZES = range(6, 73)
_USUAL_FONT_SIZE = 16
_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'; base-uri 'none'"
)
"""What the page may load: nothing from anywhere else."""


def serve(arguments: argparse.Namespace) -> int:
    """Serve the reader until it is stopped; each page that is opened runs one of its own."""
    try:
        listening = _listen(arguments.host, arguments.port)
    except OSError as error:
        raise CommandFailed(
            f"{arguments.host}, port {arguments.port}, cannot be served on ({error.args[-1]}):"
            " choose another with --host and --port."
        ) from error
    with listening:
        port = listening.getsockname()[1]
        name = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
        local = _is_local(arguments.host)
        if not local:
            complain(
                f"Whoever can reach {arguments.host} reads and changes your archive: there is no"
                " password, and nothing is encrypted."
            )
        where = "for this machine only" if local else "for the network"
        say(f"On Record is at http://{name}:{port}/ ({where}). Ctrl+C ends it.")
        sys.stdout.flush()
        Reader(reader_command(arguments), local=local).serve_on(listening)
    return 0


def reader_command(arguments: argparse.Namespace) -> str:
    """Give the command that opens the reader on the same profile, quoted for the shell."""
    words = [sys.executable, "-m", "onrecord"]
    if arguments.profile is not None:
        words += ["--profile", str(arguments.profile.expanduser().absolute())]
    words += [option for option in ("--offline", "--log") if getattr(arguments, option[2:])]
    return quoted(words)


def quoted(words: Sequence[str], *, platform: str = sys.platform) -> str:
    """Write words for the platform's shell, which takes them as they are."""
    return subprocess.list2cmdline(words) if platform == "win32" else shlex.join(words)


def _listen(host: str, port: int) -> socket.socket:
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family)


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class Reader(Server):
    """Textual's server with a page of our own, which loads nothing from elsewhere.

    There is no password, so that only the page itself may talk to the reader: a request from
    another site's page is refused, and on the user's own machine also one under another name,
    behind which a site could hide.
    """

    def __init__(self, command: str, *, local: bool) -> None:
        super().__init__(command, title="On Record")
        self._local = local

    def serve_on(self, listening: socket.socket) -> None:
        """Serve on a socket that listens, until the process is told to end."""
        logging.getLogger("textual-serve").addHandler(logging.NullHandler())
        web.run_app(self._make_app(), sock=listening, print=None, access_log=None)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    @property
    def _guard(self) -> Middleware:
        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            host = request.headers.get("Host", "")
            name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
            if self._local and name not in _LOCAL_NAMES:
                raise web.HTTPForbidden(text="On Record answers to its own address only.")
            origin = request.headers.get("Origin")
            if origin is not None and origin.partition("://")[2] != host:
                raise web.HTTPForbidden(text="On Record is not for other sites' pages.")
            return await handler(request)

        return guard

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command said where the reader is."""

    async def handle_index(self, request: web.Request) -> web.Response:
        """Give the page."""
        page = resources.files("onrecord.cli").joinpath("served.html").read_text(encoding="utf-8")
        wanted = request.query.get("fontsize", "")
        size = int(wanted) if wanted.isascii() and wanted.isdigit() else _USUAL_FONT_SIZE
        made = Template(page).substitute(
            websocket=f"ws://{request.host}/ws",
            font_size=size if size in _FONT_SIZES else _USUAL_FONT_SIZE,
        )
        return web.Response(
            text=made, content_type="text/html", headers={"Content-Security-Policy": _POLICY}
        )
