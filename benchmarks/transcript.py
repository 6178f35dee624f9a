"""Measure a very long transcript in the reader: opened, paged through, stepped through.

    python benchmarks/transcript.py FOLDER [--words 100000] [--keys 60]

makes an archive in FOLDER with a short article and a transcript of so many words in turns of fifty,
its record included, and opens the reader on it in a pseudo-terminal, as `reader.py` does. What a
key worked is all the processor's time until the screen is at rest again, the smallest of several
rounds; it is answered when its first byte of output arrives.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reader import PAINTED, READER, Terminal, terminal

from onrecord.analyse.versions import MODEL
from onrecord.app.marks import marks_of_article
from onrecord.app.outline import outline_of
from onrecord.app.sheet import lay_out
from onrecord.config import FeedSpec
from onrecord.model import (
    Body,
    Entity,
    EntityKind,
    Entry,
    Form,
    Paragraph,
    ParsedFeed,
    Quotation,
    QuotationKind,
    Record,
    Speaker,
)
from onrecord.paths import profile_paths
from onrecord.store.articles import Scope, View, article, article_ids
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.subscriptions import sync_feeds
from onrecord.store.writer import Validators, store_feed

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
URL = "http://press.example/feed"
SPEAKERS = ("Mirela Oakes", "Joran Pell")
TURN = 50
WORDS = "the ferry would’ve left the quay of Selwick at four “when nobody waits”, as the pilots say"
KEYS = {
    "page down": (b"\x06",),
    "page up": (b"\x02",),
    "next quotation": (b"]",),
    "to either end": (b"G", b"gg"),
    "a line": (b"j",),
}
ROUNDS = 5


def transcript(length: int) -> tuple[Body, Record]:
    """Return a conversation of so many words, and its record."""
    words = WORDS.split()
    paragraphs: list[Paragraph] = []
    quotations: list[Quotation] = []
    named: dict[str, list[tuple[int, int]]] = {name: [] for name in SPEAKERS}
    texts: list[str] = []
    at = 0
    for number in range(length // TURN):
        name = SPEAKERS[number % 2]
        said = " ".join(words[(number + place) % len(words)] for place in range(TURN - 2))
        said += "." if number % 2 else "?"
        start = at + len(name) + 2
        end = start + len(said)
        mention = (at, at + len(name))
        named[name].append(mention)
        texts.append(f"{name}: {said}")
        paragraphs.append(Paragraph(at, end))
        quotations.append(
            Quotation(
                start,
                end,
                said,
                QuotationKind.TURN,
                number,
                Speaker(name, EntityKind.PERSON),
                mention=mention,
                confidence=0.99,
            )
        )
        at = end + 2
    entities = tuple(
        Entity(name, EntityKind.PERSON, mentions=tuple(spans)) for name, spans in named.items()
    )
    record = Record("en", Form.TRANSCRIPT, (), tuple(quotations), entities, MODEL)
    return Body("\n\n".join(texts), tuple(paragraphs)), record


def fill(folder: Path, length: int) -> None:
    """Make the archive: a short article, the newer one, and the transcript."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = profile_paths(folder)
    paths.feeds_toml.write_text(f'[[feeds]]\nurl = "{URL}"\ntitle = "The Long Wave"\n')
    body, record = transcript(length)
    nothing = Record("en", Form.REPORT, analysed_with=MODEL)
    entries = [
        Entry(title, URL, title, "", NOW - timedelta(hours=hours), None, "en", text)
        for title, hours, text in (("Short", 1, Body("Nobody said much.")), ("Long", 2, body))
    ]
    with Database.open(paths.database) as database:
        database.write(sync_feeds, [FeedSpec(URL, "The Long Wave")], NOW)
        feed = database.read(feeds)[0]
        stored = database.write(
            store_feed,
            feed.id,
            ParsedFeed("", "", "en", tuple(entries)),
            validators=Validators(),
            fetched_at=NOW,
            next_fetch_at=None,
        )
        for article_id in stored.new:
            found = database.read(document, article_id)
            if found is not None:
                made = record if found.title == "Long" else nothing
                database.write(store_record, found, made)


def worked(opened: Terminal, act: Callable[[], float], times: int) -> tuple[float, list[float]]:
    """Return an act's least processor time, of ``times`` in a round, and all times of answers."""
    smallest, answers = float("inf"), []
    for _ in range(ROUNDS):
        before = opened.processor_time
        answers += [act() for _ in range(times)]
        smallest = min(smallest, (opened.processor_time - before) / times)
    return smallest, answers


def least(act: Callable[[], T]) -> tuple[float, T]:
    """Return the least processor time of an act, in milliseconds, and what it gave."""
    took = float("inf")
    for _ in range(ROUNDS):
        before = time.process_time()
        made = act()
        took = min(took, time.process_time() - before)
    return took * 1000, made


def by_itself(folder: Path) -> None:
    """Measure what opening consists of, without a screen."""
    with Database.open(profile_paths(folder).database) as database:
        ids = database.read(article_ids, Scope(View.ALL))
        took, found = least(lambda: database.read(article, ids[-1]))
        if found is None:
            raise SystemExit("The transcript is not in the archive.")
        print(f"read from the archive    {took:6.1f} ms")
        took, marks = least(lambda: marks_of_article(found))
        print(f"its marks                {took:6.1f} ms")
        took, _ = least(lambda: outline_of(found.body, marks))
        print(f"its outline              {took:6.1f} ms")
        took, sheet = least(lambda: lay_out(found, marks, 100, 72, UTC))
        print(f"laid out in lines        {took:6.1f} ms   {sheet.height:,} lines")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--keys", type=int, default=20)
    options = parser.parse_args()
    if not profile_paths(options.folder).database.exists():
        fill(options.folder, options.words)
    by_itself(options.folder)
    with terminal(sys.executable, "-c", READER, str(options.folder)) as opened:
        opened.read_until(PAINTED)
        opened.settle()
        before = opened.memory
        there, _ = worked(opened, lambda: opened.answer(b"j") + opened.answer(b"k"), 4)
        print(f"open the transcript and the short article   worked {there * 1000:6.1f} ms")
        opened.answer(b"j")
        opened.answer(b"3")
        for name, keys in KEYS.items():
            turns = iter(range(1_000_000))
            smallest, took = worked(
                opened, lambda k=keys, t=turns: opened.answer(k[next(t) % len(k)]), options.keys
            )
            took.sort()
            p95 = took[int(len(took) * 0.95) - 1]
            print(
                f"{name:<16} answered in {statistics.median(took) * 1000:6.1f} ms,"
                f" p95 {p95 * 1000:6.1f} ms, worked {smallest * 1000:6.1f} ms"
            )
        print(f"memory before {before:.0f} MB, after {opened.memory:.0f} MB")


if __name__ == "__main__":
    main()
