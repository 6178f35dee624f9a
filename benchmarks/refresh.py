"""Time a cold and a warm refresh of many feeds, beside newsboat's of the same feeds.

    python benchmarks/refresh.py FOLDER [--runs 3] [--rounds 20] [--ports 10] [--latency-ms 50]

``FOLDER`` holds feeds named ``0.xml``, ``1.xml`` … They are served from loopback by
``benchmarks/feed_server.py``, from several ports, which stand for several hosts.
Both programs run as whole processes from their start to their end, in turns, each with a profile
of its own: cold on an empty archive (On Record's articles are then stored and searchable), warm
on its third run (newsboat fetches everything again in its second, and has validators only then).
Full texts are not fetched and records not made: newsboat does neither.

Seconds are of the clock; CPU seconds are of the program and its processes. Memory is the greatest
sum of the proportional set sizes (PSS) of all processes of a refresh, looked at every 50 ms; it is
measured in runs of its own, for looking takes time. ``--rounds`` refreshes in one process, as in
the open reader: first all feeds are new, then every second one is sent and read anew each time, in
the last round none; they show whether the memory stays flat.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from onrecord.fetch.client import Client
from onrecord.model import FullText
from onrecord.processes import Processes
from onrecord.refresh import RefreshDone, refresh
from onrecord.settings import FeedSpec
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.subscriptions import sync_feeds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOOK_SECONDS = 0.05
THREADS = 20
"""Of newsboat; as many requests as On Record has under way at once."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds of the clock, CPU seconds, peak megabytes (0: not looked)."""

    seconds: float
    cpu: float
    peak_mb: float = 0.0


def run(command: Sequence[str], environment: dict[str, str], *, look: bool = False) -> Run:
    """Run a command to its end; raises CalledProcessError where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        watch = Watch(process.pid) if look else None
        _, complaint = process.communicate()
        seconds = time.perf_counter() - start
        peak = watch.stop() if watch else 0.0
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=complaint)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, cpu, peak)


class Watch:
    """Looks at the memory of a process and of all its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = threading.Event()
        self._peak = 0.0
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> float:
        """Stop looking; return the greatest sum seen, in megabytes."""
        self._ended.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            self._peak = max(self._peak, sum(map(memory_mb, family(self._pid))))


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        for tasks in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                waiting += map(int, tasks.read_text().split())
            except OSError:
                continue
    return found


def memory_mb(pid: int) -> float:
    """Return the proportional set size of a process in megabytes, 0 where it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


@contextmanager
def served(folder: Path, ports: int, latency_ms: float) -> Iterator[list[str]]:
    """Serve the feeds of a folder; give their addresses, spread over the ports."""
    script = Path(__file__).with_name("feed_server.py")
    options = ["--ports", str(ports), "--latency-ms", str(latency_ms)]
    with subprocess.Popen(
        [sys.executable, script, folder, *options], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        found = server.stdout.readline().split()
        names = sorted(
            (file.name for file in folder.glob("*.xml")), key=lambda name: (len(name), name)
        )
        try:
            yield [
                f"http://127.0.0.1:{found[number % ports]}/feed/{name}"
                for number, name in enumerate(names)
            ]
        finally:
            server.terminate()


class Newsboat:
    """newsboat with a profile of its own."""

    name = "newsboat"

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        program = shutil.which("newsboat")
        if program is None:
            raise SystemExit("newsboat is not installed: there is nothing to compare with.")
        folder.mkdir()
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text(f"reload-threads {THREADS}\nmax-items 0\n")
        self.environment = os.environ | {"HOME": str(folder)}
        files = ["-C", "config", "-u", "urls", "-c", "cache.db"]
        places = [each if each[0] == "-" else str(folder / each) for each in files]
        self.command = [program, *places, "-x", "reload"]


class OnRecord:
    """On Record with a profile of its own."""

    name = "On Record"

    def __init__(self, folder: Path, urls: Sequence[str]) -> None:
        folder.mkdir()
        listed = "".join(f'\n[[feeds]]\nurl = "{url}"\n' for url in urls)
        (folder / "feeds.toml").write_text(f'[settings]\nfull_text = "never"\n{listed}')
        # Compiled modules are kept, as with anybody who has installed it.
        self.environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        program = [sys.executable, "-m", "onrecord", "--profile", str(folder)]
        self.command = [*program, "refresh", "--all", "--no-analysis"]


def compare(urls: Sequence[str], runs: int) -> None:
    """Print what the two take, cold and warm."""
    measured: dict[str, dict[str, list[Run]]] = {}
    for number in range(runs + 1):
        # The memory is looked at in a run of its own.
        look = number == runs
        for program in (Newsboat, OnRecord):
            with tempfile.TemporaryDirectory(prefix="onrecord-refresh-") as place:
                made = program(Path(place) / "profile", urls)
                for state in ("cold", "second", "warm"):
                    once = run(made.command, made.environment, look=look)
                    kind = "memory" if look else "time"
                    measured.setdefault(f"{state} {kind}", {}).setdefault(made.name, []).append(
                        once
                    )
    print(f"{'':10}{'newsboat':>24}{'On Record':>24}{'ratio':>8}")
    for state in ("cold", "warm"):
        times = measured[f"{state} time"]
        theirs, ours = (
            [each.seconds for each in times[name]] for name in ("newsboat", "On Record")
        )
        cpus = {name: median(each.cpu for each in times[name]) for name in times}
        shown = [
            f"{median(seconds):.2f} s ({cpus[name]:.2f} CPU)"
            for name, seconds in (("newsboat", theirs), ("On Record", ours))
        ]
        ratio = median(ours) / median(theirs)
        print(f"{state:10}{shown[0]:>24}{shown[1]:>24}{ratio:>8.2f}")
        peaks = [measured[f"{state} memory"][name][0].peak_mb for name in ("newsboat", "On Record")]
        print(f"{'':10}{f'{peaks[0]:.0f} MB':>24}{f'{peaks[1]:.0f} MB':>24}")


async def rounds(folder: Path, urls: Sequence[str], count: int) -> None:
    """Refresh many times in one process and print the time and the memory of each."""
    processes = Processes(1, memory_mb=1024)
    with Database.open(folder / "onrecord.db") as database:
        specs = [FeedSpec(url, full_text=FullText.NEVER) for url in urls]
        database.write(sync_feeds, specs, datetime.now(UTC))
        async with Client() as client:
            for number in range(1, count + 1):
                chosen = database.read(feeds)
                if number < count:
                    chosen[::2] = [
                        replace(
                            feed, etag="", last_modified="", body_hash=feed.body_hash and "other"
                        )
                        for feed in chosen[::2]
                    ]
                start = time.perf_counter()
                async for event in refresh(database, client, processes, chosen):
                    if isinstance(event, RefreshDone):
                        done = event
                seconds = time.perf_counter() - start
                held = sum(map(memory_mb, family(os.getpid())))
                print(
                    f"round {number:2}: {seconds:.2f} s, {done.new} new, {held:.0f} MB", flush=True
                )
    await asyncio.to_thread(processes.close)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--ports", type=int, default=10)
    parser.add_argument("--latency-ms", type=float, default=50)
    given = parser.parse_args()
    with served(given.folder, given.ports, given.latency_ms) as urls:
        if given.runs:
            compare(urls, given.runs)
        if given.rounds:
            with tempfile.TemporaryDirectory(prefix="onrecord-refresh-") as place:
                asyncio.run(rounds(Path(place), urls, given.rounds))


if __name__ == "__main__":
    main()
