"""One refresh of an archive at a time, whichever process begins it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.store.database import Database


class RefreshRunning(Exception):
    """Another refresh of the same archive is under way; the text is one sentence for the user."""


@contextmanager
def only_refresh(database: Database) -> Iterator[None]:
    """Hold the archive's refresh; raise `RefreshRunning` where another one does."""
    lock = FileLock(database.path.with_name("refresh.lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout as taken:
        raise RefreshRunning(
            "Another refresh of these feeds is under way; wait until it is done."
        ) from taken
    try:
        yield
    finally:
        lock.release()
