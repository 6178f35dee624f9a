"""Make a large archive of invented text, through the same functions as real feeds.

    python benchmarks/store_archive.py ARCHIVE [--articles 100000] [--words 700] [--quotations 10]

Words follow Zipf's law over an invented vocabulary; the seed is fixed, so that two runs make the
same archive. Prints the processor time that storing and keeping the records took.
"""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

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
from onrecord.settings import FeedSpec
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.merging import merge_some
from onrecord.store.record import document
from onrecord.store.record_writer import store_record
from onrecord.store.subscriptions import sync_feeds
from onrecord.store.writer import Validators, store_feed

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 5, 1, tzinfo=UTC)
FEEDS = 200
FOLDERS = 10
PER_DOCUMENT = 50
VOCABULARY = 60_000
PEOPLE = 8_000
QUOTED_WORDS = 20
SPACING = timedelta(minutes=15)

_SYLLABLES = "ka lo mi ne ru ta sel dor vin bra quo shi fen gal hum jas per tol wex yar zu est ing"


class Press:
    """Invents words, people and articles."""

    def __init__(self, seed: int = 20260501) -> None:
        self.random = np.random.default_rng(seed)
        syllables = np.array(_SYLLABLES.split(), dtype=object)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            length = int(self.random.choice([1, 2, 2, 3, 3, 4, 5]))
            words["".join(self.random.choice(syllables, length))] = None
        self.words = np.array(list(words), dtype=object)
        weight = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.05
        self._sums = np.cumsum(weight / weight.sum())
        self.people = [
            " ".join(each.title() for each in self.random.choice(self.words[2000:], 2))
            for _ in range(PEOPLE)
        ]

    def prose(self, words: int) -> list[str]:
        """Return that many words, the frequent ones often."""
        places = np.searchsorted(self._sums, self.random.random(words))
        return list(self.words[np.minimum(places, VOCABULARY - 1)])

    def article(self, number: int, words: int, quotations: int) -> tuple[Entry, Record]:
        """Return the entry and the record of an article; the greater the number, the older."""
        speakers = [self.people[int(each)] for each in self.random.zipf(1.3, 3) % PEOPLE]
        own = max(5, (words - quotations * QUOTED_WORDS) // (quotations + 1))
        pieces: list[str] = []
        paragraphs: list[Paragraph] = []
        said: list[Quotation] = []
        place = 0
        for each in range(quotations + 1):
            quoted = f"“{' '.join(self.prose(QUOTED_WORDS))}”"
            told = " ".join(self.prose(own))
            speaker = speakers[each % 3]
            text = f"{quoted} {speaker} said. {told}."
            if each < quotations:
                mention = place + len(quoted) + 1
                said.append(
                    Quotation(
                        place,
                        place + len(quoted),
                        quoted,
                        QuotationKind.DIRECT,
                        each,
                        Speaker(speaker, EntityKind.PERSON),
                        (mention, mention + len(speaker)),
                        (mention + len(speaker) + 1, mention + len(speaker) + 5),
                        0.97,
                    )
                )
            paragraphs.append(Paragraph(place, place + len(text)))
            pieces.append(text)
            place += len(text) + 2
        body = Body("\n\n".join(pieces), tuple(paragraphs))
        named = [self.people[int(each)] for each in self.random.integers(0, PEOPLE, 8)]
        entities = tuple(
            Entity(name, EntityKind.PERSON, (name.split()[-1],), ((0, 1),))
            for name in dict.fromkeys([*speakers, *named])
        )
        form = Form.INTERVIEW if number % 10 == 0 else Form.REPORT
        entry = Entry(
            guid=f"tag:press.example,2026:{number}",
            url=f"https://press.example/{number}",
            title=" ".join(self.prose(8)).capitalize(),
            byline=speakers[0],
            published_at=NOW - SPACING * number,
            updated_at=None,
            language="en",
            body=body,
        )
        return entry, Record("en", form, (), tuple(said), entities, "1/patterns")


def documents(
    press: Press, articles: int, words: int, quotations: int
) -> Iterator[tuple[int, list[tuple[Entry, Record]]]]:
    """Yield feed documents: the number of the feed, and its entries with their records."""
    for number, first in enumerate(range(0, articles, PER_DOCUMENT)):
        last = min(articles, first + PER_DOCUMENT)
        yield (
            number % FEEDS,
            [press.article(each, words, quotations) for each in range(first, last)],
        )


def build(path: Path, articles: int, words: int, quotations: int) -> tuple[float, float, float]:
    """Make the archive; return the seconds of processor time for feeds, index and records."""
    storing = merging = keeping = 0.0
    press = Press()
    with Database.open(path) as database:
        specs = [
            FeedSpec(f"https://{n}.example/feed", f"Outlet {n}", f"Folder {n % FOLDERS}")
            for n in range(FEEDS)
        ]
        database.write(sync_feeds, specs, NOW)
        ids = [each.id for each in database.read(feeds)]
        for feed, made in documents(press, articles, words, quotations):
            parsed = ParsedFeed(f"Outlet {feed}", "", "en", tuple(entry for entry, _ in made))
            start = time.process_time()
            stored = database.write(
                store_feed,
                ids[feed],
                parsed,
                validators=Validators("etag"),
                fetched_at=NOW,
                next_fetch_at=None,
            )
            storing += time.process_time() - start
            start = time.process_time()
            waits = []
            for article_id, (_, record) in zip(stored.new, made, strict=True):
                taken = database.read(document, article_id)
                if taken is None:
                    raise LookupError(article_id)
                waits.append(database.submit(store_record, taken, record))
            for wait in waits:
                wait.result()
            keeping += time.process_time() - start
            if feed == FEEDS - 1:
                start = time.process_time()
                # As the reader does at rest, after each refresh.
                while database.write(merge_some):
                    pass
                merging += time.process_time() - start
    return storing, merging, keeping


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=700)
    parser.add_argument("--quotations", type=int, default=10)
    options = parser.parse_args()
    storing, merging, keeping = build(
        options.archive, options.articles, options.words, options.quotations
    )
    size = options.archive.stat().st_size
    print(f"{options.articles} articles of {options.words} words, {size / 1e6:.0f} MB")
    print(f"storing {storing:.1f} s, {1000 * storing / options.articles:.2f} ms an article")
    print(f"merging {merging:.1f} s, {1000 * merging / options.articles:.2f} ms an article")
    print(f"records {keeping:.1f} s, {1000 * keeping / options.articles:.2f} ms an article")


if __name__ == "__main__":
    main()
