"""``analyse --jsonl``: a corpus, a line an article, into records a line, which can be resumed."""

from __future__ import annotations

import json
import sys
from contextlib import aclosing, contextmanager
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from onrecord.analyse.stream import analyse_lines
from onrecord.analyse.workers import LineError, document_of_line
from onrecord.cli.output import CommandFailed, WrongUsage, complain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from onrecord.analyse.stream import Answer

_EVERY = 1.0
"""Seconds between two reports of progress."""


async def analyse_corpus(lines: Iterator[str], arguments: argparse.Namespace) -> int:
    """Write the record of each line in order; return 1 where some could not be made, else 0."""
    done = 0
    if arguments.resume:
        if arguments.output is None:
            raise WrongUsage("--resume needs the file that it goes on with: --output FILE.")
        done, last = _finished(arguments.output)
        first = _skip(lines, done, last, arguments.output)
        complain(f"{done} records are there already.")
    else:
        first = 1
        if arguments.output is not None and arguments.output.exists():
            raise CommandFailed(
                f"{arguments.output} exists: go on with it (--resume), or name another file."
            )
    progress = _Progress(done)
    with _written(arguments.output) as write:
        answers = analyse_lines(lines, arguments.jobs, by_patterns=arguments.no_model, first=first)
        async with aclosing(answers):
            async for answer in answers:
                write(answer.line)
                progress.add(answer)
    progress.clear()
    return 1 if progress.failed else 0


def _finished(path: Path) -> tuple[int, object]:
    """Return how many records a file holds and the id of the last; cut off a half-written one."""
    records, whole, last = 0, 0, b""
    try:
        with path.open("r+b") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    file.truncate(whole)
                    break
                records, whole, last = records + 1, whole + len(line), line
    except FileNotFoundError:
        return 0, None
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from error
    return records, _id_of_record(last, path) if last else None


def _id_of_record(line: bytes, path: Path) -> object:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        raise CommandFailed(f"{path} does not end with a record: it cannot be gone on with.")
    return record.get("id")


def _skip(lines: Iterator[str], done: int, last: object, path: Path) -> int:
    """Pass over the lines whose records are there; return the number of the next line."""
    if done == 0:
        return 1
    articles = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    at_end = next(islice(articles, done - 1, None), None)
    if at_end is None or _id_of(at_end[1]) != last:
        raise CommandFailed(f"{path} was not made from this input: it cannot be gone on with.")
    return at_end[0] + 1


def _id_of(line: str) -> object:
    try:
        return document_of_line(line)[0]
    except LineError as error:
        return error.id


@contextmanager
def _written(path: Path | None) -> Iterator[Callable[[str], None]]:
    """Give what writes a line at the end of a file, or to standard output."""
    if path is None:
        yield lambda line: print(line, flush=True)
        return
    try:
        with path.open("ab", buffering=0) as file:
            yield lambda line: _append(file, line)
    except OSError as error:
        raise CommandFailed(f"{path} cannot be written: {error.strerror}.") from error


def _append(file: BinaryIO, line: str) -> None:
    rest = memoryview((line + "\n").encode())
    while rest:
        rest = rest[file.write(rest) :]


class _Progress:
    """Tells on standard error how far it is, about every second, where that is a terminal."""

    def __init__(self, done: int) -> None:
        self._shown = sys.stderr.isatty()
        self._before = done
        self.done = done
        self.failed = 0
        self._started = self._told = monotonic()

    def add(self, answer: Answer) -> None:
        """Count an answer, and tell of its error."""
        self.done += 1
        if answer.error:
            self.failed += 1
            self.clear()
            complain(f"Line {answer.number}: {answer.error}")
        now = monotonic()
        if self._shown and now - self._told >= _EVERY:
            self._told = now
            speed = (self.done - self._before) / (now - self._started)
            failed = f", {self.failed} failed" if self.failed else ""
            line = f"\r{self.done:,} done, {speed:.1f} a second{failed} \x1b[K"
            print(line, end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line of progress off the terminal."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
