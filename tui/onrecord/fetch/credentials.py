"""Gets the secrets that ``feeds.toml`` names, and makes the headers that carry them.

A secret is held in memory only, as long as the :class:`Credentials` that got it.
"""

from __future__ import annotations

import asyncio
import shlex
from base64 import b64encode
from importlib import import_module
from typing import TYPE_CHECKING, Final

from onrecord.clean import clean_line

if TYPE_CHECKING:
    from onrecord.settings import FeedSpec

KEYRING_SERVICE: Final = "onrecord"
LONGEST_COMMAND: Final = 10.0
"""Seconds that a command may take; one that asks for a password would wait for ever."""


class SecretError(Exception):
    """A secret cannot be had; the text is one sentence for the user, without the secret."""


class Credentials:
    """The secrets of one run, each got when it is first needed."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._getting = asyncio.Lock()

    async def headers(self, spec: FeedSpec) -> dict[str, str]:
        """Give the headers for requests to the feed of ``spec``. Raises :class:`SecretError`."""
        headers = {name: await self._sendable(value) for name, value in spec.headers}
        if spec.token:
            headers["Authorization"] = f"Bearer {await self._sendable(spec.token)}"
        elif spec.username or spec.password:
            pair = f"{spec.username}:{await self._resolved(spec.password)}"
            headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode('ascii')}"
        return headers

    async def _sendable(self, value: str) -> str:
        secret = await self._resolved(value)
        if not secret.isascii() or not secret.isprintable():
            raise SecretError(f"What “{clean_line(value)}” gives cannot be sent in a header.")
        return secret

    async def _resolved(self, value: str) -> str:
        kind, colon, name = value.partition(":")
        if not colon or kind not in {"cmd", "keyring"}:
            return value
        # One at a time: a password store that asks to be opened asks once.
        async with self._getting:
            if value not in self._known:
                get = _from_command if kind == "cmd" else _from_keyring
                self._known[value] = await get(name)
            return self._known[value]


async def _from_command(command: str) -> str:
    told = clean_line(command)
    try:
        program, *arguments = shlex.split(command) or [""]
        process = await asyncio.create_subprocess_exec(
            program,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, ValueError) as error:
        raise SecretError(f"The command “{told}” for a password cannot be run.") from error
    try:
        async with asyncio.timeout(LONGEST_COMMAND):
            output, _ = await process.communicate()
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise SecretError(f"The command “{told}” for a password did not end in time.") from error
    secret = output.decode("utf-8", "replace").split("\n", 1)[0].strip("\r")
    if process.returncode or not secret:
        raise SecretError(f"The command “{told}” gave no password ({process.returncode}).")
    return secret


async def _from_keyring(name: str) -> str:
    try:
        keyring = await asyncio.to_thread(import_module, "keyring")
    except ImportError as error:
        sentence = "The keyring package is missing, which feeds.toml names; install it with pip."
        raise SecretError(sentence) from error
    try:
        secret = await asyncio.to_thread(keyring.get_password, KEYRING_SERVICE, name)
    except keyring.errors.KeyringError as error:
        raise SecretError(f"The keyring cannot be opened ({clean_line(str(error))}).") from error
    if not secret:
        sentence = f"The keyring has no “{name}”; run: keyring set {KEYRING_SERVICE} {name}"
        raise SecretError(sentence)
    return str(secret)
