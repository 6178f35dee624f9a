"""Hands a text to a command on its standard input, and takes what it prints. No shell sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import signal
from asyncio.subprocess import PIPE, STDOUT
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.clean import clean_text

if TYPE_CHECKING:
    from asyncio.subprocess import Process

SECONDS = 60.0
"""How long a command may take."""
_MOST = 1_000_000
"""Bytes that are taken of what it prints."""
_CHUNK = 65_536
_LINGER = 0.3
"""Seconds for the last of the output, after which it is left to what runs on behind."""


class CannotPipe(Exception):
    """A command cannot be run; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, cleaned, and the code it ended with.

    ``cut`` tells that it printed more, or took longer, than it may, and was ended.
    """

    text: str
    code: int
    cut: str = ""


def words_of(command: str) -> list[str]:
    """Return the words of a command, as a shell would divide them; raises `CannotPipe`.

    Nothing else of a shell is there: no variables, no ``|``, no ``>``.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CannotPipe(f"This is no command: {str(error).lower()}.") from error
    if not words:
        raise CannotPipe("Type a command; it gets the article on its standard input.")
    return words


async def pipe(text: str, command: str, *, seconds: float = SECONDS) -> Answer:
    """Run a command with a text on its standard input. Raises `CannotPipe`.

    It is a process group of its own, without the terminal; with its time it is over for all of it.
    """
    words = words_of(command)
    try:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=PIPE, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
    except OSError as error:
        raise CannotPipe(f"{words[0]} cannot be run: {error.strerror}.") from error
    except ValueError as error:
        raise CannotPipe("This is no command: it has a character that no word can have.") from error
    printed = bytearray()
    cut = ""
    try:
        async with asyncio.timeout(seconds):
            cut = await _through(process, text, printed)
    except TimeoutError:
        cut = f"it was ended after {seconds:g} seconds"
    finally:
        # What it left running behind on purpose, as commands of the clipboard do, runs on.
        if process.returncode is None:
            _end(process)
            # It counts as ended only when all that it printed is read, also what is not wanted.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LINGER):
                    await _drain(process)
                    await process.wait()
    return Answer(clean_text(printed.decode(errors="replace")), process.returncode or 0, cut)


async def _through(process: Process, text: str, printed: bytearray) -> str:
    """Feed a command and gather what it prints until it ends; return why that was cut short."""
    feeding = asyncio.create_task(_feed(process, text))
    taking = asyncio.create_task(_take(process, printed))
    ending = asyncio.create_task(process.wait())
    try:
        await asyncio.wait({taking, ending}, return_when=asyncio.FIRST_COMPLETED)
        if taking.done() and len(printed) >= _MOST:
            return "it printed more than fits here"
        await ending
        await asyncio.wait({taking}, timeout=_LINGER)
        return ""
    finally:
        for task in (feeding, taking, ending):
            task.cancel()
        await asyncio.gather(feeding, taking, ending, return_exceptions=True)


async def _feed(process: Process, text: str) -> None:
    assert process.stdin is not None
    # A command need not read all that it is given.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(text.encode(errors="replace"))
        await process.stdin.drain()
    process.stdin.close()


async def _take(process: Process, printed: bytearray) -> None:
    assert process.stdout is not None
    while len(printed) < _MOST and (chunk := await process.stdout.read(_CHUNK)):
        printed += chunk[: _MOST - len(printed)]


async def _drain(process: Process) -> None:
    assert process.stdout is not None
    while await process.stdout.read(_CHUNK):
        pass


def _end(process: Process) -> None:
    """End the command and all that it started, where they still run."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
