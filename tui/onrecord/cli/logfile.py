"""Where the program's log goes: to a file if it is asked for, never to the screen."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from onrecord.cli.output import CommandFailed

if TYPE_CHECKING:
    from onrecord.paths import Paths

_LOGGER = logging.getLogger("onrecord")


def log_to_nowhere() -> None:
    """Keep warnings off the terminal, which belongs to the reader."""
    _LOGGER.addHandler(logging.NullHandler())


def log_to_file(paths: Paths) -> logging.Handler:
    """Note what goes wrong in the profile's log file, with its traceback; give the handler.

    Raises ``CommandFailed`` where the file cannot be written.
    """
    try:
        paths.state.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(paths.log, encoding="utf-8")
    except OSError as error:
        raise CommandFailed(f"The log {paths.log} cannot be written: {error.strerror}.") from error
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    _LOGGER.addHandler(handler)
    return handler
