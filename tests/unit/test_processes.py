"""Work in processes: results, errors, deadlines, memory, deaths, and no process left behind."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.parse.feed import parse_feed
from onrecord.processes import NICENESS, Failure, Processes, WorkerFailed


def add(first: int, second: int) -> int:
    return first + second


def whoami() -> int:
    return os.getpid()


def niceness() -> int:
    return os.nice(0)


def whoami_slowly() -> int:
    time.sleep(0.3)
    return os.getpid()


def sleep_for_ever() -> None:
    time.sleep(600)


def loop_inside_a_library() -> None:
    """Never gives the interpreter back, so no Python signal handler or thread can run."""
    re.match(r"(a|a)*b", "a" * 60)


def eat_memory() -> int:
    return len(bytearray(2_000_000_000))


def parse_and_list_modules() -> list[str]:
    item = b"<item><guid>1</guid><description>&lt;p&gt;x</description></item>"
    parse_feed(b"<rss><channel>" + item + b"</channel></rss>", url="")
    return sorted(sys.modules)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail_like_a_library() -> None:
    raise ValueError("not a number")


def fail_quoting() -> None:
    raise ValueError("bad value: \x1b[31m" + "x" * 1_000)


def fail_like_ourselves() -> None:
    raise WorkerFailed(Failure.ERROR, "One of our own.")


def signals() -> tuple[bool, bool]:
    blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    return blocked, signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    made = Processes(2, memory_mb=1000, idle_seconds=None)
    yield made
    made.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    # A zombie has ended; only its parent has not looked yet.
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


async def gone(pid: int) -> bool:
    for _ in range(200):
        if not alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


async def test_results_and_errors_come_back(processes: Processes) -> None:
    assert await processes.run(add, 2, 3) == 5
    assert await processes.run(whoami) != os.getpid()

    with pytest.raises(WorkerFailed) as caught:
        await processes.run(fail_like_a_library)
    assert caught.value.failure is Failure.ERROR
    assert caught.value.sentence == "The work failed: ValueError: not a number."
    with pytest.raises(WorkerFailed) as caught:
        await processes.run(fail_quoting)
    assert caught.value.sentence.startswith("The work failed: ValueError: bad value: xxx")
    assert len(caught.value.sentence) < 300
    with pytest.raises(WorkerFailed, match=r"^One of our own\.$"):
        await processes.run(fail_like_ourselves)


async def test_workers_ignore_the_interrupt_and_know_no_screen(processes: Processes) -> None:
    assert await processes.run(signals) == (True, True)
    modules = await processes.run(parse_and_list_modules)
    heavy = {"textual", "spacy", "numpy", "httpx", "sqlite_utils", "trafilatura"}
    assert not heavy & set(modules)


async def test_workers_stand_as_far_behind_as_they_are_told(processes: Processes) -> None:
    assert await processes.run(niceness) == os.nice(0) + NICENESS
    level = Processes(1, niceness=0)
    try:
        assert await level.run(niceness) == os.nice(0)
    finally:
        await asyncio.to_thread(level.close)


async def test_a_death_costs_its_own_task_only(processes: Processes) -> None:
    results = await asyncio.gather(
        *(processes.run(add, n, 1) for n in range(5)),
        processes.run(die),
        *(processes.run(add, n, 1) for n in range(5, 10)),
        return_exceptions=True,
    )
    died = results.pop(5)
    assert isinstance(died, WorkerFailed)
    assert died.failure is Failure.CRASH
    assert results == list(range(1, 11))


async def test_an_idle_worker_killed_from_outside_is_replaced(processes: Processes) -> None:
    os.kill(await processes.run(whoami), signal.SIGKILL)
    await asyncio.sleep(0.3)
    assert await processes.run(add, 1, 1) == 2


@pytest.mark.parametrize("work", [sleep_for_ever, loop_inside_a_library])
async def test_a_deadline_ends_work_that_hangs(processes: Processes, work: object) -> None:
    assert callable(work)
    await processes.run(whoami)
    with pytest.raises(WorkerFailed, match=r"longer than 0\.2 seconds") as caught:
        await processes.run(work, deadline=0.2)
    assert caught.value.failure is Failure.DEADLINE
    assert await processes.run(add, 1, 1) == 2


async def test_a_limit_on_memory(processes: Processes) -> None:
    with pytest.raises(WorkerFailed, match="than the 1000 MB it may use") as caught:
        await processes.run(eat_memory)
    assert caught.value.failure is Failure.MEMORY


async def test_cancelling_kills_the_work(processes: Processes) -> None:
    first, second, *_ = {*await asyncio.gather(*(processes.run(whoami_slowly) for _ in range(3)))}
    task = asyncio.create_task(processes.run(sleep_for_ever, deadline=600))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # The pool looks for cancelled work now and then.
    for _ in range(100):
        if not (alive(first) and alive(second)):
            break
        await asyncio.sleep(0.05)
    assert await processes.run(add, 1, 1) == 2


async def test_idle_processes_end_and_start_again() -> None:
    processes = Processes(1, idle_seconds=0.1)
    assert not processes.running
    pid = await processes.run(whoami)
    assert await gone(pid)
    assert await processes.run(add, 1, 1) == 2
    await asyncio.to_thread(processes.close)


async def test_close_leaves_no_process_and_takes_no_more_work() -> None:
    processes = Processes(1, idle_seconds=None)
    pid = await processes.run(whoami)
    await asyncio.to_thread(processes.close)
    assert await gone(pid)
    with pytest.raises(WorkerFailed) as caught:
        await processes.run(whoami)
    assert caught.value.failure is Failure.CLOSED


async def test_close_wakes_those_who_wait() -> None:
    processes = Processes(1, idle_seconds=None)
    await processes.run(whoami)
    waiting = [asyncio.create_task(processes.run(sleep_for_ever, deadline=600)) for _ in range(3)]
    await asyncio.sleep(0.1)
    await asyncio.to_thread(processes.close)
    for failed in await asyncio.gather(*waiting, return_exceptions=True):
        assert isinstance(failed, WorkerFailed)
        assert failed.failure is Failure.CLOSED


PARENT = """
    import asyncio, os, sys, time
    from onrecord.processes import Processes
    from tests.unit import test_processes as work

    async def main():
        processes = Processes(2, idle_seconds=None)
        print(*await asyncio.gather(*(processes.run(work.whoami_slowly) for _ in range(3))))
        for hanging in (work.sleep_for_ever, work.loop_inside_a_library):
            asyncio.get_running_loop().create_task(processes.run(hanging, deadline=600))
        await asyncio.sleep(0.3)
        print("busy", flush=True)
        await asyncio.sleep(600)

    if __name__ == "__main__":
        asyncio.run(main())
"""


async def test_workers_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT))
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with started([sys.executable, str(script)], environment) as parent:
        assert parent.stdout is not None
        children = {int(pid) for pid in (await asyncio.to_thread(parent.stdout.readline)).split()}
        assert (await asyncio.to_thread(parent.stdout.readline)).strip() == "busy"
        assert len(children) == 2
        assert all(alive(pid) for pid in children)
        parent.kill()
    assert all([await gone(pid) for pid in children])


def started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
