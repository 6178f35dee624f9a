"""Writes feeds and records to the archive named on the command line until it is killed.

The validator of each document is the guid of its newest entry, so that one can tell later whether
the entries that a validator stands for are stored.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from archive import NOW, Archive, entry, record

from onrecord.settings import FeedSpec
from onrecord.store.database import Database
from onrecord.store.waiting import waiting

FEEDS = 20

with Database.open(Path(sys.argv[1])) as database:
    archive = Archive(database)
    feeds = archive.subscribe(
        *(FeedSpec(f"https://{number}.example/feed") for number in range(FEEDS))
    )
    start = len(archive.ids())
    print("writing", flush=True)
    for number in count(start):
        feed_id = feeds[number % FEEDS]
        # The sixth entry was stored under other words before: it becomes a revision.
        entries = [
            entry(f"{feed_id}-{each}", f"“Soon {each},” said Mara Quill. {number}")
            for each in range(number + 5, number - 1, -1)
        ]
        archive.store(feed_id, *entries, etag=entries[0].guid, now=NOW + timedelta(hours=number))
        for article_id in archive.read(waiting, {"1/patterns"}, 2):
            text = archive.article(article_id).body.text
            archive.analyse(article_id, record(text, (text[: text.index("”") + 1], "Mara Quill")))
