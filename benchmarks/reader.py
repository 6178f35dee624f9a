"""Measure the reader in a real terminal: the first paint, the answer to a key, memory.

    python benchmarks/reader.py PROFILE [--runs 5] [--keys 60]

PROFILE is a folder with an ``onrecord.db`` (`store_archive.py` makes a large one). Each run starts
the reader in a pseudo-terminal of 160 columns and 50 lines. The paint is done when the list knows
how many articles there are; it is compared with an empty Textual app's on the same machine. A key
is answered when its first byte of output arrives; what it worked is all the processor's time until
the screen is at rest again. Nothing is fetched and nothing analysed.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("1 of nothing")

Empty().run()
"""

READER = """
import sys
from pathlib import Path
from onrecord.app import garbage
garbage.hold()  # in the order of the command
from onrecord.app.foresight import foresee
from onrecord.config import load
from onrecord.paths import profile_paths
from onrecord.store.database import Database

async def nothing(app):
    pass

paths = profile_paths(Path(sys.argv[1]))
config = load(paths.feeds_toml)
with Database.open(paths.database) as database:
    foresee(database)
    from onrecord.app.app import OnRecord
    OnRecord._start = nothing  # nothing is fetched and nothing analysed
    app = OnRecord(database, config, paths, refresh_on_start=False)
    app.run()
"""

KEYS = {
    "down": (b"j",),
    "page": (b"\x06",),
    "pane": (b"\t",),
    "ends": (b"G", b"gg"),
    "article": (b"3", b"]", b"2", b"j"),
}
PAINTED = b"1 of "
QUIET = 0.15


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, *command: str) -> None:
        self.started = time.perf_counter()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 160, 0, 0))
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
        )
        os.close(slave)

    def read_until(self, wanted: bytes, seconds: float = 60.0) -> float:
        """Read until ``wanted`` was written; return the seconds since the start."""
        seen = b""
        while wanted not in seen:
            ready, _, _ = select.select([self._master], [], [], seconds)
            if not ready:
                raise TimeoutError(seen[-500:])
            seen += os.read(self._master, 65536)
        return time.perf_counter() - self.started

    def settle(self) -> None:
        """Read until nothing is written for a moment."""
        while select.select([self._master], [], [], QUIET)[0]:
            os.read(self._master, 65536)

    def answer(self, key: bytes) -> float:
        """Press a key; return the seconds until something is written."""
        pressed = time.perf_counter()
        os.write(self._master, key)
        select.select([self._master], [], [], 10)
        took = time.perf_counter() - pressed
        self.settle()
        return took

    @property
    def memory(self) -> float:
        """Resident memory, in megabytes."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    @property
    def processor_time(self) -> float:
        """Seconds of the processor that the program has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        """End the program."""
        self._process.terminate()
        self._process.wait()
        os.close(self._master)


@contextmanager
def terminal(*command: str) -> Iterator[Terminal]:
    """Run a program in a terminal for as long as the block lasts."""
    opened = Terminal(*command)
    try:
        yield opened
    finally:
        opened.close()


def paints(runs: int, *commands: tuple[str, ...]) -> list[list[float]]:
    """Return the times of the first paint of each command, in seconds.

    They take turns, as the machine's pace may change while they run.
    """
    times: list[list[float]] = [[] for _ in commands]
    for _ in range(runs):
        for command, taken in zip(commands, times, strict=True):
            with terminal(*command) as opened:
                taken.append(opened.read_until(PAINTED))
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("profile", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keys", type=int, default=60)
    options = parser.parse_args()
    reader = (sys.executable, "-c", READER, str(options.profile))
    empty = (sys.executable, "-c", EMPTY)
    paints(1, empty, reader)  # once, so that the disk's cache is warm for both
    of_empty, of_reader = paints(options.runs, empty, reader)
    for name, typical in (("median", statistics.median), ("least", min)):
        one, other = typical(of_empty), typical(of_reader)
        print(
            f"first paint, {name:<6} of an empty app {one * 1000:5.0f} ms,"
            f" of the reader {other * 1000:5.0f} ms   {other / one:.2f}"
        )
    with terminal(*reader) as opened:
        opened.read_until(PAINTED)
        opened.settle()
        for name, keys in KEYS.items():
            before = opened.processor_time
            took = sorted(opened.answer(keys[n % len(keys)]) for n in range(options.keys))
            worked = (opened.processor_time - before) / options.keys
            p95 = took[int(len(took) * 0.95) - 1]
            median = statistics.median(took)
            print(
                f"key: {name:<8} answered in {median * 1000:6.1f} ms, p95 {p95 * 1000:6.1f} ms,"
                f" worked {worked * 1000:6.1f} ms"
            )
        print(f"memory                        {opened.memory:7.0f} MB")


if __name__ == "__main__":
    main()
