"""``onrecord serve``: the page, what it loads, who may talk to it, and the reader behind it."""

from __future__ import annotations

import argparse
import asyncio
import re
import shlex
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from onrecord.cli import main
from onrecord.cli.serving import quoted, reader_command

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
LINK = re.compile(r"""(?:src|href)="([^"]+)"|url\("([^"]+)"\)""")


@contextmanager
def served(profile: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "onrecord", "--profile", str(profile), "--offline", "serve"]
    with subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert "for this machine only" in line
            yield next(word for word in line.split() if word.startswith("http://"))
        finally:
            server.terminate()
            server.wait(PATIENCE)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("a profile; with 'odd' $HOME words")) as found:
        yield found


async def test_the_page_loads_nothing_from_elsewhere(address: str):
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        page = await answer.text()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        links = {next(filter(None, found)) for found in LINK.findall(page)}
        assert {Path(link).suffix for link in links} >= {".js", ".css", ".ttf"}
        for link in links:
            assert link.startswith("/")
            async with session.get(address.rstrip("/") + link) as file:
                assert file.status == 200, link


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("", {}, 200),
        ("", {"Host": "localhost:8000"}, 200),
        ("", {"Host": "[::1]"}, 200),
        ("", {"Host": "press.example"}, 403),
        ("", {"Host": "127.0.0.1.press.example:80"}, 403),
        ("", {"Origin": "https://press.example"}, 403),
        ("ws", {"Origin": "https://press.example"}, 403),
        ("ws", {"Origin": "null"}, 403),
        ("?fontsize=%22%3E%3Cscript%3E", {}, 200),
    ],
)
async def test_only_its_own_page_may_talk_to_it(
    address: str, path: str, headers: dict[str, str], status: int
):
    async with (
        aiohttp.ClientSession() as session,
        session.get(address + path, headers=headers) as answer,
    ):
        assert answer.status == status
        assert "<script>" not in await answer.text()


async def test_the_reader_runs_behind_the_page(address: str):
    async with (
        asyncio.timeout(PATIENCE),
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"{address}ws?width=100&height=40", headers={"Origin": address.rstrip("/")}
        ) as socket,
    ):
        await shown(socket, "25 of 25 feeds")
        await socket.send_json(["stdin", "\x1b"])
        await shown(socket, "a walk through On Record")
        await socket.send_json(["stdin", "Q"])
        while not socket.closed:
            await socket.receive()


async def shown(socket: aiohttp.ClientWebSocketResponse, words: str) -> None:
    seen = ""
    while words not in seen:
        message = await socket.receive()
        assert message.type is aiohttp.WSMsgType.BINARY, seen
        seen += re.sub(r"\x1b\[[\d;]*m", "", message.data.decode(errors="replace"))


def arguments(profile: str | None) -> argparse.Namespace:
    return argparse.Namespace(
        profile=None if profile is None else Path(profile), offline=True, log=False
    )


@pytest.mark.parametrize("profile", ["/p/plain", "/p/a b; rm -rf $HOME `id` 'x' \"y\"", "/p/é&|"])
def test_the_profile_is_handed_on_as_it_is(profile: str):
    words = shlex.split(reader_command(arguments(profile)))
    assert words == [sys.executable, "-m", "onrecord", "--profile", profile, "--offline"]
    assert shlex.split(reader_command(arguments(None)))[3:] == ["--offline"]
    assert quoted(["a b", "c"], platform="win32") == '"a b" c'


def test_a_port_that_is_taken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--profile", str(tmp_path), "serve", "--port", port]) == 1
    assert f"port {port}, cannot be served on" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http", "9" * 5000])
def test_a_port_that_cannot_be_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["serve", f"--port={port}"])
    assert f"a port is a number from 0 to 65535, not {port}" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-3", "some", "1" * 5000])
def test_a_limit_that_cannot_be_is_wrong_usage(number: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        main(["list", f"--limit={number}"])
    assert "a whole number from 1 on" in capsys.readouterr().err


def test_other_hosts_are_warned_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("onrecord.cli.serving.Reader.serve_on", lambda *_: None)
    assert main(["--profile", str(tmp_path), "serve", "--host", "0.0.0.0", "--port", "0"]) == 0
    told = capsys.readouterr()
    assert "there is no password" in told.err
    assert "for the network" in told.out
