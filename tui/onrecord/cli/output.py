"""What the commands print: data on standard output, one sentence on standard error."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator


WIDEST = 100
"""Columns beyond which running text is not set on a terminal, however wide it is."""


class CommandFailed(Exception):
    """A command could not do its work; the message is the sentence for the user."""


class WrongUsage(CommandFailed):
    """The command line asks for what cannot be; the message is the sentence for the user."""


def complain(sentence: str) -> None:
    """Print one sentence to standard error."""
    print(f"onrecord: {clean_line(sentence)}", file=sys.stderr)


def remark(sentence: str) -> None:
    """Tell a person what an empty output does not; scripts and cron's mails are spared it."""
    if sys.stderr.isatty():
        print(clean_line(sentence), file=sys.stderr)


def need_terminal() -> None:
    """Refuse to open the reader where there is no terminal to read keys from and to paint on."""
    streams = (sys.stdin, sys.stderr)  # Textual paints on standard error.
    if "TEXTUAL_DRIVER" not in os.environ and not all(each and each.isatty() for each in streams):
        raise WrongUsage("The reader needs a terminal; `onrecord list` prints, --help tells more.")


def say(line: str = "") -> None:
    """Print one line or paragraph of text for people."""
    print(clean_text(line))


def say_text(text: str) -> None:
    """Print running text: on a terminal its lines are broken between words, elsewhere they stay."""
    if not sys.stdout.isatty():
        say(text)
        return
    width = min(shutil.get_terminal_size().columns, WIDEST)
    for paragraph in clean_text(text).split("\n"):
        print(textwrap.fill(paragraph, width, break_on_hyphens=False))


def say_fields(*fields: object) -> None:
    """Print one line of fields with a tab between them, for shells to cut."""
    print(*(clean_line(str(field)) for field in fields), sep="\t", flush=True)


def as_json(value: Any) -> None:
    """Print ``value`` as JSON, readable and with every script as itself."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextmanager
def told(*expected: type[Exception]) -> Iterator[None]:
    """Turn the ``expected`` errors, whose message is a sentence, into ``CommandFailed``."""
    try:
        yield
    except expected as error:
        raise CommandFailed(str(error)) from error
