"""Measure how soon the reader answers a key while it refreshes many new feeds.

    python benchmarks/keys.py FOLDER [--keys 40] [--ports 10] [--latency-ms 50]

The reader starts in a pseudo-terminal on an empty archive whose feeds are those of ``FOLDER`` (see
``refresh.py``), and refreshes them. Meanwhile ``H`` is pressed again and again, which marks the
article anew and says so in the status line: it is answered when that has been painted. In a refresh
of its own the same is done with ``?``, which opens a whole screen, and both are done at rest. Full
texts are not fetched.
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
import tempfile
import termios
import time
from pathlib import Path

from refresh import OnRecord, served

ROWS, COLUMNS = 50, 160
KEYS = {"H": b"Highlighted", "?": b"Keys"}
"""What is painted where a key has been answered."""
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
    with served(given.folder, given.ports, given.latency_ms) as urls:
        for key in KEYS:
            with tempfile.TemporaryDirectory(prefix="onrecord-keys-") as place:
                compare(key, OnRecord(Path(place) / "profile", urls), given.keys)


def compare(key: str, made: OnRecord, keys: int) -> None:
    """Press a key while the feeds are fetched for the first time, and again at rest."""
    command = made.command[: made.command.index("refresh")]
    for when, more in (("while feeds are refreshed", []), ("at rest", ["--offline"])):
        taken = measured([*command, *more], made.environment, key, keys)
        print(f"{key} {when + ':':<26}", told(taken))


def measured(command: list[str], environment: dict[str, str], key: str, keys: int) -> list[float]:
    """Return how long each key took, in milliseconds, sorted."""
    terminal = Terminal(command, environment)
    try:
        painted = b""
        while b"Unread" not in painted:
            painted += terminal.read(10)
        taken = []
        for _ in range(keys):
            taken.append(1000 * terminal.answer(key.encode(), KEYS[key]))
            terminal.settle(PAUSE)
            if key == "?":
                terminal.press(b"\x1b")
            # An escape that the next key follows at once would be read as one key with Alt.
            terminal.settle(6 * PAUSE)
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
