"""Work that may hang, swell or crash, done in processes that can be killed.

Feeds and pages come from strangers, and the libraries that read them can be made to run for ever
or to eat all memory. So they run here: a task has a deadline and a memory limit, and one that dies
takes nothing with it but itself. The processes start with the first task and end after a while
without one.

A spawned process imports the module that was run as ``__main__`` and the module of the function it
is given, nothing else: keep both light.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures.process import BrokenProcessPool
from enum import StrEnum
from multiprocessing import resource_tracker
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

from pebble import ProcessExpired, ProcessPool

from onrecord.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

log = logging.getLogger(__name__)

OWN_PACKAGE = __name__.partition(".")[0]
LONGEST_REASON = 200
PARSER_MB = 1_024
"""Memory for a process that reads one feed or page at a time, in megabytes of address space."""
NICENESS = 5
"""How far the processes stand behind the screen when both want the processor."""


class Failure(StrEnum):
    """Why a task gave no result."""

    DEADLINE = "deadline"
    MEMORY = "memory"
    CRASH = "crash"
    ERROR = "error"
    CLOSED = "closed"


class WorkerFailed(Exception):
    """A task gave no result; ``sentence`` says why, ``failure`` which way."""

    def __init__(self, failure: Failure, sentence: str) -> None:
        super().__init__(failure, sentence)
        self.failure = failure
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


class Processes:
    """A few processes that run functions of importable modules.

    ``workers`` is how many run at once, ``memory_mb`` what each may use (megabytes of address
    space, None: no limit), ``idle_seconds`` how long they stay without work, ``niceness`` how far
    they stand behind this process, ``initializer`` what each calls first. One event loop at a time
    may use an instance.
    """

    def __init__(
        self,
        workers: int,
        *,
        memory_mb: int | None = None,
        idle_seconds: float | None = 30.0,
        niceness: int = NICENESS,
        initializer: Callable[[], None] | None = None,
    ) -> None:
        self._workers = workers
        self._memory_mb = memory_mb
        self._idle_seconds = idle_seconds
        self._niceness = niceness
        self._initializer = initializer
        self._starting = threading.Lock()
        self._pool: ProcessPool | None = None
        self._closed = False
        self._pending: dict[Future[Any], ProcessPool] = {}
        self._abandoned: set[Future[Any]] = set()
        self._active = 0
        self._idle: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        """Whether there are processes just now."""
        return self._pool is not None

    async def run(
        self,
        function: Callable[[*Arguments], Result],
        *args: *Arguments,
        deadline: float = 20.0,
    ) -> Result:
        """Run ``function(*args)`` in one of the processes and return its result.

        ``deadline`` is in seconds, from the moment the work begins. Exceptions of this package's
        own classes come through as they are; anything else is a ``WorkerFailed``. Cancelling the
        call kills the work.
        """
        self._active += 1
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        try:
            return await self._run(function, args, deadline)
        finally:
            self._active -= 1
            if not self._active and self._idle_seconds is not None and self._pool is not None:
                loop = asyncio.get_running_loop()
                self._idle = loop.call_later(self._idle_seconds, self._end_idle, loop)

    async def _run(
        self,
        function: Callable[[*Arguments], Result],
        args: tuple[*Arguments],
        deadline: float,
    ) -> Result:
        try:
            return await self._attempt(function, args, deadline)
        except BrokenProcessPool:
            # Somebody else's death broke the pool; the work itself has done nothing wrong yet.
            log.warning("the worker processes broke down; starting them anew")
        try:
            return await self._attempt(function, args, deadline)
        except BrokenProcessPool as error:
            raise WorkerFailed(
                Failure.CRASH, "The worker processes ended twice before the work was done."
            ) from error

    async def _attempt(
        self,
        function: Callable[[*Arguments], Result],
        args: tuple[*Arguments],
        deadline: float,
    ) -> Result:
        pool = self._pool
        if pool is None:
            pool = await asyncio.to_thread(self._start)
        try:
            future = pool.schedule(function, args=args, timeout=deadline)
        except RuntimeError as error:
            await asyncio.to_thread(self._discard, pool)
            raise BrokenProcessPool from error
        self._pending[future] = pool
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if future not in self._abandoned:
                raise
            if self._closed:
                raise closing() from None
            raise BrokenProcessPool from None
        except BrokenProcessPool:
            await asyncio.to_thread(self._discard, pool)
            raise
        except Exception as error:
            failed = failure_of(error, deadline, self._memory_mb)
            if failed is None:
                raise
            raise failed from error
        finally:
            del self._pending[future]
            self._abandoned.discard(future)

    def close(self) -> None:
        """End the processes; what still runs in them is lost. Blocks for a moment."""
        self._closed = True
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        with self._starting:
            pool, self._pool = self._pool, None
        if pool is not None:
            self._abandon(pool)
            end(pool)

    def _start(self) -> ProcessPool:
        with self._starting:
            if self._closed:
                raise closing()
            if self._pool is None:
                self._pool = self._new_pool()
            return self._pool

    def _new_pool(self) -> ProcessPool:
        pool = ProcessPool(
            max_workers=self._workers,
            context=multiprocessing.get_context("spawn"),
            initializer=prepare_worker,
            initargs=(self._memory_mb, self._niceness, self._initializer),
        )
        # The pool's threads and processes inherit the mask of the thread that starts them: a
        # Ctrl-C in the terminal, which goes to the whole group, is none of their business.
        # (The resource tracker, started along the way, would clear that mask: start it first.)
        resource_tracker.ensure_running()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            started = pool.active
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if not started:
            raise WorkerFailed(Failure.CRASH, "The worker processes could not be started.")
        return pool

    def _discard(self, pool: ProcessPool) -> None:
        with self._starting:
            if self._pool is pool:
                self._pool = None
        self._abandon(pool)
        end(pool)

    def _abandon(self, pool: ProcessPool) -> None:
        """Wake whoever waits for a pool that ends: it tells nobody itself."""
        for future in [future for future, own in self._pending.items() if own is pool]:
            self._abandoned.add(future)
            future.cancel()

    def _end_idle(self, loop: asyncio.AbstractEventLoop) -> None:
        self._idle = None
        pool, self._pool = self._pool, None
        if pool is not None:
            loop.run_in_executor(None, end, pool)


def end(pool: ProcessPool) -> None:
    """Stop ``pool`` and wait until its processes are gone."""
    pool.stop()
    pool.join()


def closing() -> WorkerFailed:
    """Make the failure of work that is asked for too late."""
    return WorkerFailed(Failure.CLOSED, "On Record is closing; the work was not done.")


def failure_of(error: Exception, deadline: float, memory_mb: int | None) -> WorkerFailed | None:
    """Tell which failure ``error`` means; None for this package's own errors."""
    if type(error).__module__.partition(".")[0] == OWN_PACKAGE:
        return None
    if isinstance(error, TimeoutError):
        return WorkerFailed(
            Failure.DEADLINE, f"The work took longer than {deadline:g} seconds and was stopped."
        )
    if isinstance(error, MemoryError):
        limit = f" than the {memory_mb} MB it may use" if memory_mb else ""
        return WorkerFailed(Failure.MEMORY, f"The work needed more memory{limit} and was stopped.")
    if isinstance(error, ProcessExpired):
        return WorkerFailed(Failure.CRASH, "The process that did the work ended without a result.")
    log.warning("a task failed in its process", exc_info=error)
    # What libraries say may quote the document.
    reason = clean_line(f"{type(error).__name__}: {error}")[:LONGEST_REASON].rstrip(". ")
    return WorkerFailed(Failure.ERROR, f"The work failed: {reason}.")


def prepare_worker(
    memory_mb: int | None, niceness: int, initializer: Callable[[], None] | None
) -> None:
    """Make this process one that can be killed, is bounded, and does not outlive its parent."""
    # The pool stops a process with SIGTERM. Its own handler would wait for Python code to run,
    # which work that hangs inside a library does not.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    follow_parent()
    keep_off_the_screen()
    os.nice(niceness)
    if memory_mb is not None:
        limit_memory(memory_mb)
    if initializer is not None:
        initializer()


def follow_parent() -> None:
    """End this process as soon as its parent has ended, however it did.

    The parent holds the other end of a pipe. A thread waits for it to close; on Linux the kernel
    also sends SIGIO then, which ends a process too busy to switch threads. (``PR_SET_PDEATHSIG``
    would not do: it follows the thread that started the process, and the pool's threads end.)
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os.kill(os.getpid(), signal.SIGKILL)

    if sys.platform == "linux":
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
        flags = fcntl.fcntl(sentinel, fcntl.F_GETFL)
        fcntl.fcntl(sentinel, fcntl.F_SETFL, flags | os.O_ASYNC)
    threading.Thread(target=watch, name="follow-parent", daemon=True).start()


def keep_off_the_screen() -> None:
    """Send what libraries print to nowhere: the terminal belongs to the reader."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def limit_memory(megabytes: int) -> None:
    """Let this process use no more address space than that (where the system can)."""
    if sys.platform != "win32":
        import resource

        limit = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
