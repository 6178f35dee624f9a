"""Notices that the terminal has gone where no signal tells of it.

Textual's thread for keys goes on reading from a terminal that has ended, at the full speed of the
machine: a reader whose session was killed would run for ever.
"""

from __future__ import annotations

import select
import sys
from contextlib import suppress

LOOK = 1.0
"""Seconds between two looks at the terminal."""


def has_ended(fileno: int) -> bool:
    """Tell whether nothing can come any more from an open file: its other end was closed."""
    if not hasattr(select, "poll"):
        return False
    watch = select.poll()
    watch.register(fileno, 0)
    return any(
        events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in watch.poll(0)
    )


def terminal_has_ended() -> bool:
    """Tell whether the terminal that keys come from has gone."""
    with suppress(OSError, ValueError):
        return sys.__stdin__ is not None and has_ended(sys.__stdin__.fileno())
    return False
