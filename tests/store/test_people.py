"""The people of the archive, the most quoted first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from archive import NOW, entry, record

from onrecord.model import Entity, EntityKind
from onrecord.store.people import people

if TYPE_CHECKING:
    from archive import Archive

SAID = "“Soon,” said Mara Quill. “Never,” said Tam Ode. “Now,” said Quill of the Harbour Board."


def test_people_by_how_often_they_are_quoted(archive: Archive, feed_id: int) -> None:
    archive.store(
        feed_id,
        entry("one", SAID),
        entry("two", "Mára Quill waits.", published_at=NOW - timedelta(days=1)),
    )
    quill = Entity("Mara Quill", EntityKind.PERSON, ("Quill",), ((13, 23), (64, 69)))
    ode = Entity("Tam Ode", EntityKind.PERSON, (), ((39, 46),))
    board = Entity("Harbour Board", EntityKind.ORG, (), ((77, 90),))
    said = (("“Soon,”", "Mara Quill"), ("“Never,”", "Tam Ode"), ("“Now,”", "Mara Quill"))
    archive.analyse(1, record(SAID, *said, entities=(quill, ode, board)))
    silent = Entity("Ilse Öhm", EntityKind.PERSON, (), ((0, 3),))
    named = Entity("Mára Quill", EntityKind.PERSON, (), ((0, 10),))
    archive.analyse(2, record("Mára Quill waits.", entities=(named, silent)))
    found = archive.read(people)
    assert [(each.name, each.quotations, each.mentions, each.articles) for each in found] == [
        ("Mara Quill", 2, 3, 2),
        ("Tam Ode", 1, 1, 1),
        ("Ilse Öhm", 0, 1, 1),
    ]
    assert found[0].aliases == ("Quill", "Mára Quill")
    assert found[0].last_heard == NOW
    assert found[2].last_heard is None
    for words, names in {
        "quill": ["Mara Quill"],
        "MARA QUI": ["Mara Quill"],
        "ohm": ["Ilse Öhm"],
        "board": [],
        "nobody": [],
        '"': [],
    }.items():
        assert [each.name for each in archive.read(people, words)] == names
    assert [each.name for each in archive.read(people, kinds=(EntityKind.ORG,))] == [
        "Harbour Board"
    ]
    assert len(archive.read(people, limit=1)) == 1
