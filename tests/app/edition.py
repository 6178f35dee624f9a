"""A small edition for the snapshots: it changes only when somebody means to change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import library

from onrecord.config import load
from onrecord.model import Body
from onrecord.paths import profile_paths
from onrecord.samples.manuscript import read_manuscript
from onrecord.store.database import Database
from onrecord.store.feeds import feeds
from onrecord.store.marks import mark_read, star
from onrecord.store.subscriptions import sync_feeds
from onrecord.store.writer import note_failure

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.samples.manuscript import Manuscript

FEEDS = """
[[feeds]]
url = "https://press.example/ferry"
title = "The Ferry Post"
folder = "Dailies"

[[feeds]]
url = "https://press.example/tide"
title = "Tide & Town"
folder = "Weeklies"

[[feeds]]
url = "https://press.example/gone"
title = "The Silent Bell"
folder = "Weeklies"
"""

CLOCK = """+++
id = "clock"
title = "The clockmaker of Ostermoor wants the town to be four minutes late"
outlet = "The Ferry Post"
byline = "Lene Aker"
age = "2h"
form = "interview"
interviewee = "Runa Solheim"
interviewer = "The Ferry Post"

[entities]
solheim = "PERSON Runa Solheim | Solheim"
bruun = "PERSON Aksel Bruun | Bruun"
council = "ORG Harbour Council"
ostermoor = "PLACE Ostermoor"
+++
Runa Solheim winds the harbour clock of Ostermoor every Thursday. This week she
{i|talked to The Ferry Post} while she did it.

{q solheim|“A clock is a promise that somebody keeps,”} she says from the ladder.
{q+ solheim|“It should be a little late. People who are waited for are happier than people who
wait.”}

## Four minutes

The Harbour Council sees it differently. Its chairman, Aksel Bruun, called her plan
{p bruun|“an insult to the timetable”}, and somebody on the quay has written
{q -|“Noon is noon”} under the dial.

**And if the ferry leaves without us?**

{q solheim|“Then we have time for coffee.”} Solheim lists what she needs:

- a longer [pendulum](https://press.example/pendulum)
- one patient town

> A town is as old as its clock, and as punctual as its baker.
"""

TITLES = (
    ("tide", "High water at seven, and a calm night", 3),
    ("bread", "Bakers ask for an earlier dawn", 5),
    (
        "bridge",
        "The footbridge over the Lower Moor is painted again, and this time in a colour",
        26,
    ),
    ("choir", "Fishermen’s choir sings for the lighthouse’s birthday", 50),
    ("snow", "First snow on the islands", 24 * 12),
)


def clock() -> Manuscript:
    manuscript = read_manuscript(CLOCK)
    said = tuple(
        replace(each, confidence=0.4) if "insult" in each.text else each
        for each in manuscript.record.quotations
    )
    return replace(manuscript, record=replace(manuscript.record, quotations=said))


def open_edition(folder: Path) -> Database:
    folder.mkdir(parents=True, exist_ok=True)
    paths = profile_paths(folder)
    paths.feeds_toml.write_text(FEEDS)
    database = Database.open(paths.database)
    database.write(sync_feeds, load(paths.feeds_toml).feeds, library.NOW)
    ferry, tide, silent = database.read(feeds)
    manuscript = clock()
    library.store_articles(database, ferry.id, [(library.entry_of(manuscript), manuscript)])
    entries = [
        (library.entry(guid, title, Body(f"{title}."), hours=hours), read_manuscript(SHORT))
        for guid, title, hours in TITLES
    ]
    ids = library.store_articles(database, tide.id, entries)
    database.write(mark_read, ids[1:3], read=True)
    database.write(star, ids[2:4], on=True)
    database.write(note_failure, silent.id, library.TROUBLE, library.NOW, library.NOW)
    return database


SHORT = """+++
id = "short"
title = "Short"
+++
Nothing was said.
"""
