"""Measure how soon the reader answers a key while it refreshes many new feeds.

    python benchmarks/keys.py FOLDER [--keys 40] [--ports 10] [--latency-ms 50]

The reader starts in a pseudo-terminal on an empty archive whose feeds are those of ``FOLDER`` (see
``refresh.py``), and refreshes them. Meanwhile ``?`` is pressed again and again: it is answered when
the screen with the keys has been painted, which is then closed; the same is then done at rest.
Full texts are not fetched.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from refresh import OnRecord, served

ROWS, COLUMNS = 50, 160
SHOWN = b"Keys"
PAUSE = 0.05


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.pid, self._fd = pty.fork()
        if not self.pid:
            os.execve(command[0], command, environment | {"TERM": "xterm-256color"})
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def press(self, key: bytes) -> None:
        os.write(self._fd, key)

    def read(self, seconds: float) -> bytes:
        """Return what is painted within so many seconds, as soon as there is any."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        return os.read(self._fd, 1 << 16) if ready else b""

    def settle(self, seconds: float) -> bytes:
        """Return what is painted in all of that time."""
        end = time.perf_counter() + seconds
        painted = b""
        while (left := end - time.perf_counter()) > 0:
            painted += self.read(left)
        return painted

    def answer(self, key: bytes, shown: bytes) -> float:
        """Press a key and return the seconds until something is shown."""
        start = time.perf_counter()
        self.press(key)
        painted = b""
        while shown not in painted:
            painted += self.read(10)
            if time.perf_counter() - start > 10:
                raise TimeoutError(painted[-400:])
        return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keys", type=int, default=40)
    parser.add_argument("--ports", type=int, default=10)
    parser.add_argument("--latency-ms", type=float, default=50)
    given = parser.parse_args()
    with (
        served(given.folder, given.ports, given.latency_ms) as urls,
        tempfile.TemporaryDirectory(prefix="onrecord-keys-") as place,
    ):
        made = OnRecord(Path(place) / "profile", urls)
        profile = str(Path(place) / "profile")
        command = [sys.executable, "-m", "onrecord", "--profile", profile]
        print("while feeds are refreshed:", told(measured(command, made.environment, given.keys)))
        at_rest = [*command, "--offline"]
        print("at rest:                  ", told(measured(at_rest, made.environment, given.keys)))


def measured(command: list[str], environment: dict[str, str], keys: int) -> list[float]:
    """Return how long each key took, in milliseconds, sorted."""
    terminal = Terminal(command, environment)
    try:
        painted = b""
        while b"Unread" not in painted:
            painted += terminal.read(10)
        taken = []
        for _ in range(keys):
            taken.append(1000 * terminal.answer(b"?", SHOWN))
            terminal.settle(PAUSE)
            terminal.press(b"\x1b")
            terminal.settle(2 * PAUSE)
    finally:
        os.kill(terminal.pid, signal.SIGKILL)
        os.waitpid(terminal.pid, 0)
    return sorted(taken)


def told(taken: list[float]) -> str:
    p95 = taken[int(0.95 * (len(taken) - 1))]
    middle = statistics.median(taken)
    return f"{len(taken)} keys, median {middle:.0f} ms, p95 {p95:.0f} ms, worst {taken[-1]:.0f} ms"


if __name__ == "__main__":
    main()
