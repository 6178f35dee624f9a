"""Parse every file of a folder, and mutations of it, and count what came of it.

    python benchmarks/fuzz_feeds.py FOLDER [--mutations 2] [--seed 1] [--deadline 20]

Each file is parsed as it is, and then with bytes flipped, cut short, parts repeated or parts of
another file set in. The work is done as in the reader: in processes with a deadline and a memory
limit. Reported are exceptions other than NotAFeed, deaths, and every file or socket that parsing
touched, of which there must be none; the exit code is 1 if there was any.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from pathlib import Path

from onrecord.parse.feed import NotAFeed, parse_feed
from onrecord.processes import Processes, WorkerFailed

URL = "http://feeds.example/news.xml"
WATCHED = ("open", "socket.", "subprocess.", "os.system", "os.exec", "urllib.", "http.", "ftplib.")

touched: list[str] = []


def watch() -> None:
    """Note every file and socket opened from now on, but for modules of the interpreter itself."""
    warm_up = b"<rss><channel><item><description>&lt;p&gt;x</description></item></channel></rss>"
    for document in (
        warm_up,
        warm_up[:-20],
        warm_up + b"<a &b c='",
        b'{"version":"1","items":[{}]}',
    ):
        parse_feed(document, url=URL)

    def note(event: str, args: tuple[object, ...]) -> None:
        own_module = str(args[:1]).endswith((".py',)", ".pyc',)")) and sys.base_prefix in str(args)
        if event.startswith(WATCHED) and not own_module:
            touched.append(f"{event} {args[:1]}")

    sys.addaudithook(note)


def check(body: bytes) -> tuple[str, float, list[str]]:
    """Parse; tell the outcome, the seconds, and what was touched."""
    start = time.perf_counter()
    touched.clear()
    try:
        feed = parse_feed(body, url=URL)
    except NotAFeed:
        outcome = "no feed"
    else:
        outcome = "feed with a warning" if feed.warning else "feed"
        for entry in feed.entries:
            if not entry.guid:
                outcome = "entry without guid"
            for part in entry.body.paragraphs:
                if not entry.body.text[part.start : part.end].strip():
                    outcome = "empty paragraph"
    return outcome, time.perf_counter() - start, list(touched)


def mutated(body: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Change ``body`` in one of the ways things break."""
    data = bytearray(body)
    place = chance.randrange(len(data) + 1)
    match chance.randrange(6):
        case 0:
            for _ in range(chance.randint(1, 20)):
                if data:
                    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        case 1:
            del data[place:]
        case 2:
            del data[place : place + chance.randint(1, 400)]
        case 3:
            data[place:place] = data[place : place + chance.randint(1, 400)] * chance.randint(1, 50)
        case 4:
            other = chance.choice(others)
            begin = chance.randrange(len(other) + 1)
            data[place:place] = other[begin : begin + chance.randint(1, 2_000)]
        case _:
            data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 40)))
    return bytes(data)


async def run(bodies: dict[Path, bytes], mutations: int, seed: int, deadline: float) -> bool:
    chance = random.Random(seed)
    others = list(bodies.values())
    jobs = [(path, 0, body) for path, body in bodies.items()]
    jobs += [
        (path, number, mutated(body, others, chance))
        for path, body in bodies.items()
        for number in range(1, mutations + 1)
    ]
    processes = Processes(2, memory_mb=1_500, initializer=watch)
    outcomes: Counter[str] = Counter()
    bad = []
    slowest = (0.0, "")
    gate = asyncio.Semaphore(8)

    async def one(path: Path, number: int, body: bytes) -> None:
        nonlocal slowest
        async with gate:
            try:
                outcome, seconds, opened = await processes.run(check, body, deadline=deadline)
            except WorkerFailed as error:
                outcome, seconds, opened = error.failure.value, 0.0, []
                bad.append(f"{path.name} mutation {number}: {error}")
            outcomes[outcome] += 1
            slowest = max(slowest, (seconds, f"{path.name} mutation {number}"))
            bad.extend(f"{path.name} mutation {number} touched {what}" for what in opened)
            if outcome in {"entry without guid", "empty paragraph"}:
                bad.append(f"{path.name} mutation {number}: {outcome}")

    await asyncio.gather(*(one(*job) for job in jobs))
    await asyncio.to_thread(processes.close)
    print(f"{len(bodies)} files, {len(jobs)} documents, seed {seed}: {dict(outcomes)}")
    print(f"slowest: {slowest[0]:.2f} s, {slowest[1]}")
    print("\n".join(bad) or "nothing else was raised, and nothing else was touched")
    return not bad


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mutations", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deadline", type=float, default=20.0)
    given = parser.parse_args()
    bodies = {path: path.read_bytes() for path in sorted(given.folder.rglob("*")) if path.is_file()}
    good = asyncio.run(run(bodies, given.mutations, given.seed, given.deadline))
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
