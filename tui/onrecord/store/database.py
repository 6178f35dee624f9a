"""The archive's file: open, bring up to date, read on many threads, write on one.

The standard library's ``sqlite3`` is enough to open an up-to-date file and to read; sqlite-utils
is imported with the first write.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from onrecord.optional import without
from onrecord.store import migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from sqlite_utils import Database as Writable

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS = 10.0
"""How long to wait for another process that writes."""

_WRITER = "onrecord-writer"
_OLDEST_SQLITE = (3, 38, 0)
_MAGIC = b"SQLite format 3\0"
_WRITER_CACHE_KIB = 8_192
_CHECKPOINT_PAGES = 4000


class StoreError(Exception):
    """The archive cannot be opened, read or written; the message is one sentence for the user."""


class Cancelled(StoreError):
    """A read was given up because its caller no longer wants the answer."""


class Database:
    """One archive, open in this process. Every method may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Take an up-to-date file; `open` is the way to one."""
        self.path = path
        self._local = threading.local()
        self._readers: list[_Reader] = []
        self._lock = threading.Lock()
        self._closed = False
        self._ahead: list[tuple[object, Future[Any]]] = []
        self._writer = _Writer(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the archive at ``path``, made if there is none, brought up to date if it is older.

        Before an older archive is changed it is copied to a backup beside it. Raises `StoreError`
        and changes nothing where the file is not an archive of On Record, is newer than this
        program, or cannot be read and written.
        """
        path = path.absolute()
        try:
            with _told(path):
                _prepare(path)
        except PermissionError as error:
            raise StoreError(
                f"{error.filename or path} may not be read or written: "
                "allow it, or move the archive."
            ) from error
        except OSError as error:
            raise StoreError(f"The archive {path} cannot be opened: {error.strerror}.") from error
        return cls(path)

    def read(
        self, fn: Callable[Concatenate[sqlite3.Connection, P], T], /, *args: P.args, **kw: P.kwargs
    ) -> T:
        """Call ``fn`` with this thread's read-only connection, in one snapshot of the archive.

        What was asked ahead is answered by that, once.
        """
        early = self.asked_ahead(fn, *args, **kw)
        return self._read_now(fn, *args, **kw) if early is None else early.result()

    def _read_now(
        self, fn: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._new_reader()
        with _told(self.path), reader.lock:
            self._check_open()
            return reader.run(partial(fn, reader.conn, *args, **kw))

    def read_ahead(self, *questions: tuple[Callable[..., object], *tuple[object, ...]]) -> None:
        """Have these questions (functions, each with its arguments) answered meanwhile.

        They are asked one after the other in a thread; the same call of ``read`` takes the answer.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix="onrecord-ahead")
        for fn, *args in questions:
            # Not through ``read``, which would wait for the answer that this is.
            answer = thread.submit(self._read_now, fn, *args)
            self._ahead.append(((fn, tuple(args), {}), answer))
        thread.shutdown(wait=False)

    def asked_ahead(
        self, fn: Callable[Concatenate[sqlite3.Connection, P], T], /, *args: P.args, **kw: P.kwargs
    ) -> Future[T] | None:
        """Take the answer, there or to come, where this was asked ahead; it is given once."""
        with self._lock:
            for each in self._ahead:
                if each[0] == (fn, args, kw):
                    self._ahead.remove(each)
                    return each[1]
        return None

    def write(
        self, fn: Callable[Concatenate[Writable, P], T], /, *args: P.args, **kw: P.kwargs
    ) -> T:
        """Call ``fn`` on the writer thread in one transaction, and wait for what it returns."""
        if threading.current_thread().name.startswith(_WRITER):
            raise RuntimeError("a write may not wait for another write")
        return self.submit(fn, *args, **kw).result()

    def submit(
        self, fn: Callable[Concatenate[Writable, P], T], /, *args: P.args, **kw: P.kwargs
    ) -> Future[T]:
        """Queue a call of ``fn`` for the writer thread.

        It runs between ``BEGIN IMMEDIATE`` and ``COMMIT``; whatever it raises undoes all it
        wrote and comes out of the future.
        """
        with self._lock:
            self._check_open()
            return self._writer.submit(lambda db: fn(db, *args, **kw))

    def close(self) -> None:
        """Finish the writes in the queue and close every connection."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            readers, self._readers = self._readers, []
        self._writer.close()
        for reader in readers:
            reader.conn.interrupt()
            with reader.lock:
                reader.conn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(f"The archive {self.path} was closed.")

    def _new_reader(self) -> _Reader:
        with _told(self.path):
            conn = connect(self.path)
            conn.execute("PRAGMA query_only = on")
        reader = _Reader(conn)
        with self._lock:
            self._readers.append(reader)
        self._local.reader = reader
        return reader


class _Reader:
    """A thread's read-only connection; the lock is held while it reads."""

    __slots__ = ("conn", "lock")

    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn
        self.lock = threading.RLock()

    def run(self, call: Callable[[], T]) -> T:
        if self.conn.in_transaction:
            return call()
        self.conn.execute("BEGIN")
        try:
            return call()
        finally:
            self.conn.rollback()


class _Writer:
    """The thread that writes, its queue and its connection, all made with the first write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=_WRITER)
        self._db: Writable | None = None

    def submit(self, call: Callable[[Writable], T]) -> Future[T]:
        return self._thread.submit(self._run, call)

    def close(self) -> None:
        self._thread.submit(self._disconnect).result()
        self._thread.shutdown()

    def _run(self, call: Callable[[Writable], T]) -> T:
        with _told(self._path):
            if self._db is None:
                with without(*migrations.UNWANTED):
                    from sqlite_utils import Database as Writable

                self._db = Writable(connect(self._path), execute_plugins=False)
                self._db.execute(f"PRAGMA cache_size = -{_WRITER_CACHE_KIB}")
                self._db.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            return _in_transaction(self._db.conn, partial(call, self._db))

    def _disconnect(self) -> None:
        if self._db is not None:
            self._db.close()


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to an existing archive with the settings that all of ours have.

    Its transactions are begun by hand. It may be handed from thread to thread.
    """
    conn = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        conn.execute("PRAGMA foreign_keys = on")
        conn.execute("PRAGMA synchronous = normal")
        conn.execute("PRAGMA temp_store = memory")
    except BaseException:
        conn.close()
        raise
    return conn


def _in_transaction(conn: sqlite3.Connection, call: Callable[[], T]) -> T:
    conn.execute("BEGIN IMMEDIATE")
    try:
        result = call()
        conn.execute("COMMIT")
    except BaseException:
        conn.rollback()
        raise
    return result


def _prepare(path: Path) -> None:
    """See that a usable, up-to-date archive stands at ``path``."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        wanted = ".".join(map(str, _OLDEST_SQLITE))
        raise StoreError(
            f"This Python has SQLite {sqlite3.sqlite_version}, but On Record needs {wanted} or "
            "newer: use a newer Python."
        )
    if not path.exists():
        _create(path)
    _check_file(path)
    conn = connect(path)
    try:
        version = _version(conn, path)
        if version < migrations.SCHEMA:
            _in_transaction(conn, partial(_bring_up_to_date, conn, path))
    finally:
        conn.close()


def _check_file(path: Path) -> None:
    """Raise `StoreError` for what can be told without SQLite."""
    if path.is_dir():
        raise StoreError(f"{path} is a folder; the archive must be a file.")
    with path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if not head:
        raise StoreError(
            f"The archive {path} is empty (0 bytes): put a backup in its place, "
            "or move it away to start afresh."
        )
    if head != _MAGIC:
        raise StoreError(
            f"{path} is not a database, so it was left alone: "
            "move it away, or name another place for the archive."
        )
    for place in (path, path.parent):
        if not os.access(place, os.W_OK):
            what = "folder" if place.is_dir() else "file"
            raise StoreError(
                f"The {what} {place} may not be written: allow it, or move the archive."
            )


def _version(conn: sqlite3.Connection, path: Path) -> int:
    """Return the schema's version; `StoreError` for another program's file or a newer one's."""
    version: int = conn.execute("PRAGMA user_version").fetchone()[0]
    application: int = conn.execute("PRAGMA application_id").fetchone()[0]
    if application != migrations.APPLICATION_ID:
        raise StoreError(
            f"{path} is a database of another program, so it was left alone: "
            "name another place for the archive."
        )
    if version > migrations.SCHEMA:
        raise StoreError(
            f"The archive {path} was written by a newer On Record (schema {version}, this one "
            f"knows {migrations.SCHEMA}), so it was left alone: update On Record."
        )
    return version


def _bring_up_to_date(conn: sqlite3.Connection, path: Path) -> None:
    # Another process may have done it while this one waited for the lock.
    version = _version(conn, path)
    if version < migrations.SCHEMA:
        _back_up(path, version)
        migrations.migrate(conn)


def _back_up(path: Path, version: int) -> Path:
    """Copy the archive to a file beside it, whole or not at all, and return its path."""
    backup = path.with_name(f"{path.name}.schema-{version}.backup")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.schema-{version}.backup-{number}")
    part = backup.with_name(backup.name + ".part")
    part.unlink(missing_ok=True)
    source = connect(path)
    target = sqlite3.connect(part)
    try:
        source.backup(target)
    except BaseException:
        target.close()
        part.unlink(missing_ok=True)
        raise
    finally:
        target.close()
        source.close()
    part.replace(backup)
    return backup


def _create(path: Path) -> None:
    """Make an empty archive: complete when its name appears, also after a crash."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    conn = sqlite3.connect(part, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode = wal")
        _in_transaction(conn, partial(migrations.migrate, conn))
        conn.close()
        _put_in_place(part, path)
    finally:
        conn.close()
        part.unlink(missing_ok=True)


def _put_in_place(part: Path, path: Path) -> None:
    """Give the finished file its name, unless another process was first."""
    try:
        # A rename would replace what another process made meanwhile.
        os.link(part, path)
    except FileExistsError:
        return
    except OSError:
        # Not every file system has links.
        if not path.exists():
            part.rename(path)


_SENTENCES = {
    sqlite3.SQLITE_BUSY: "Another On Record is writing to {path}: try again when it is done.",
    sqlite3.SQLITE_LOCKED: "Another On Record is writing to {path}: try again when it is done.",
    sqlite3.SQLITE_READONLY: "The archive {path} may not be written: allow it, or move it.",
    sqlite3.SQLITE_PERM: "The archive {path} may not be opened: allow it, or move it.",
    sqlite3.SQLITE_CANTOPEN: "The archive {path} cannot be opened: see that its folder exists "
    "and may be read and written.",
    sqlite3.SQLITE_IOERR: "The archive {path} could not be read or written: check the disk.",
    sqlite3.SQLITE_FULL: "The disk with {path} is full, so this change was not saved: "
    "free some space and try again.",
    sqlite3.SQLITE_CORRUPT: "The archive {path} is damaged: run `onrecord doctor`, "
    "or put a backup in its place.",
    sqlite3.SQLITE_NOTADB: "{path} is not a database, so it was left alone: "
    "move it away, or name another place for the archive.",
}


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the file into one sentence each.

    What only a mistake of ours can raise (a constraint, a wrong statement) passes as it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_INTERRUPT:
            raise Cancelled("The search was given up.") from error
        if code not in _SENTENCES:
            raise
        raise StoreError(_SENTENCES[code].format(path=path)) from error
