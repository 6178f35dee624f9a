"""Takes the picture of the reader in a browser: ``onrecord serve``, and a headless Chromium.

``python screenshots/serve.py [FILE]`` serves the reader on the sample press, opens it in the
Chromium of this machine, steps to a quotation with the keyboard, looks that the page loaded nothing
from elsewhere, and writes what the browser shows, by default to ``screenshots/serve.png``.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import sys
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import aiohttp
from make import NOW, fill

from onrecord.config import load
from onrecord.paths import profile_paths
from onrecord.samples.press import Press
from onrecord.store.database import Database
from onrecord.store.subscriptions import sync_feeds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

PATIENCE = 60.0
"""Seconds that anything may take."""
SIZE = (1440, 900)
KEYS = (("Enter", "\r"), ("]", "]"), ("]", "]"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    f"--window-size={SIZE[0]},{SIZE[1]}",
)
LOOKS = int(PATIENCE / 0.2)


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something holds; raises TimeoutError when it does not."""
    for _ in range(LOOKS):
        if await holds():
            return
        await asyncio.sleep(0.2)
    raise TimeoutError


@asynccontextmanager
async def running(*command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command as long as it is needed."""
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


class Page:
    """A page of the browser, over its debugging protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.asked: list[str] = []
        """The addresses that the page asked for."""

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the protocol; what happens meanwhile is noted."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json()
            if message.get("method") == "Network.requestWillBeSent":
                self.asked.append(message["params"]["request"]["url"])
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                result: dict[str, Any] = message["result"]
                return result

    async def value(self, expression: str) -> Any:
        """Give the value of an expression in the page."""
        found = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    async def press(self, key: str, text: str) -> None:
        """Press a key."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def picture(self) -> bytes:
        """Give what the page shows, once it has come to rest."""
        seen: list[str] = []

        async def rests() -> bool:
            await asyncio.sleep(1)
            seen.append((await self.call("Page.captureScreenshot", format="png"))["data"])
            return seen[-3:] == [seen[-1]] * 3

        await until(rests)
        return base64.b64decode(seen[-1])


async def take(address: str, browser: str, folder: Path) -> bytes:
    """Open the address, press the keys, and give the picture."""
    noted = folder / "DevToolsActivePort"
    async with (
        running(browser, *FLAGS, f"--user-data-dir={folder}", "about:blank"),
        aiohttp.ClientSession() as session,
    ):

        async def told() -> bool:
            return await asyncio.to_thread(lambda: noted.exists() and "\n" in noted.read_text())

        await until(told)
        port = (await asyncio.to_thread(noted.read_text)).split()[0]
        async with session.get(f"http://127.0.0.1:{port}/json") as answer:
            pages = [each for each in await answer.json() if each["type"] == "page"]
        async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as socket:
            page = Page(socket)
            await page.call("Network.enable")
            await page.call("Page.navigate", url=address)
            await until(partial(page.value, "document.body?.classList.contains('-first-byte')"))
            opened = await page.picture()
            await page.value("document.querySelector('textarea').focus()")
            for key, text in KEYS:
                await page.press(key, text)
                await asyncio.sleep(1)
            picture = await page.picture()
            elsewhere = [url for url in page.asked if not url.startswith(address)]
            if elsewhere:
                raise RuntimeError(f"the page loads {elsewhere}")
            if picture == opened:
                raise RuntimeError("the reader does not answer to keys")
            return picture


async def main(target: Path) -> None:
    """Serve the sample press's archive and take the picture."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("No Chromium was found: " + ", ".join(BROWSERS))
    with TemporaryDirectory() as profile, TemporaryDirectory() as folder, Press(now=NOW) as press:
        paths = profile_paths(Path(profile))
        paths.feeds_toml.write_text(press.feeds_toml(), encoding="utf-8")
        with Database.open(paths.database) as database:
            database.write(sync_feeds, load(paths.feeds_toml).feeds, NOW)
            await fill(database, press)
        command = (sys.executable, "-m", "onrecord", "--profile", profile, "--offline")
        async with running(*command, "serve", "--port", "0") as server:
            assert server.stdout is not None
            line = (await server.stdout.readline()).decode()
            address = next(word for word in line.split() if word.startswith("http://"))
            picture = await take(address, browser, Path(folder))
    await asyncio.to_thread(target.write_bytes, picture)
    print(target)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_suffix(".png")))
