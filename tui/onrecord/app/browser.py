"""Opens addresses outside of the terminal, and nothing but addresses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.clean import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OPENERS = ("xdg-open", "wslview", "gio", "sensible-browser", "firefox", "chromium")

_SOON = 5.0
"""Seconds in which a browser's command fails that has none to start, such as xdg-open's."""


class CannotOpen(Exception):
    """An address cannot be opened; the text is one sentence for the user."""


def checked(address: str) -> str:
    """Return an address of the web, percent-encoded; raises ``CannotOpen`` for any other."""
    url = clean_url(address)
    if not url:
        raise CannotOpen("This address is not one of the web (http or https), so it stays closed.")
    return url


def browser_command(
    address: str, browser: Sequence[str] = (), *, platform: str = sys.platform
) -> list[str]:
    """Return the command that opens an address, as a list that no shell reads.

    ``browser`` is the user's own command; without one it is the system's. Only an http or https
    address passes, percent-encoded, so that it can be neither an option nor a script. Raises
    ``CannotOpen``.
    """
    url = checked(address)
    if browser:
        return [*browser, url]
    if platform == "darwin":
        return ["open", url]
    for opener in _OPENERS:
        if found := shutil.which(opener):
            return [found, "open", url] if opener == "gio" else [found, url]
    raise CannotOpen(
        'No browser was found; name yours in feeds.toml: [settings] browser = "firefox".'
    )


def open_in_browser(
    address: str, browser: Sequence[str] = (), *, environ: Mapping[str, str] | None = None
) -> Opening:
    """Open an address in the browser, in a process of its own. Raises ``CannotOpen``."""
    command = browser_command(address, browser)
    try:
        process = subprocess.Popen(  # noqa: S603 - a list that no shell reads, its last part a checked address
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=dict(os.environ if environ is None else environ),
        )
    except OSError as error:
        raise CannotOpen(f"The browser could not be started: {error.strerror}.") from error
    return Opening(clean_line(Path(command[0]).name), process)


class Opening:
    """A browser that was started: its command's name, and whether it comes to nothing."""

    def __init__(self, name: str, process: subprocess.Popen[bytes]) -> None:
        self.name = name
        self._process = process

    def wait(self, seconds: float = _SOON) -> None:
        """Wait whether it gives up so soon; raises ``CannotOpen`` where it does.

        A browser that is still there then, or has handed the address on, has opened it.
        """
        try:
            failed = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return
        if failed:
            raise CannotOpen(
                f"{self.name} could not open the page: name a browser that can in feeds.toml,"
                " [settings] browser, or copy its address with y."
            )
