"""A session's changes, all taken back one by one and all made again: nothing is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import edition
import library
from library import press, settled

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

OWN = (
    "SELECT id, read_at IS NULL, starred_at IS NULL FROM articles ORDER BY 1",
    "SELECT article_id, name FROM article_tags JOIN tags ON tags.id = tag_id ORDER BY 1, 2",
    "SELECT article_id, start, quotation, text FROM notes ORDER BY id",
    "SELECT list, position, article_id, start, text, speaker FROM clippings ORDER BY id",
    "SELECT article_id, start, text, name, kind FROM corrections ORDER BY 1, 2",
    "SELECT id, speaker_text, reason, corrected_at IS NULL FROM quotations ORDER BY id",
    "SELECT url, folder, position, unsubscribed_at IS NULL FROM feeds ORDER BY id",
)


def state(database: Database, reader: OnRecord) -> list[Any]:
    def ask(conn: sqlite3.Connection) -> list[Any]:
        return [conn.execute(query).fetchall() for query in OWN]

    return [*database.read(ask), reader.config.path.read_text()]


async def test_all_of_a_session_is_taken_back_and_made_again(tmp_path: Path):
    changes = (
        ("f",),
        ("m",),
        ("t", *"Clocks", "enter"),
        ("t", *"Towns", "enter"),
        ("w", *"Ask", "ctrl+s"),
        ("]", "b", "enter"),
        ("w", *"Soon", "ctrl+s"),
        ("w", *"er", "ctrl+s"),
        ("]", "b", "enter"),
        ("c", *"solh", "enter"),
        ("c", *"nobody", "enter"),
        ("]", "c", *"a", "space", *"pilot", "tab", "enter"),
        ("2", "A"),
        ("1", "G", "D"),
    )
    with edition.open_edition(tmp_path) as database:
        reader = library.reader(database, tmp_path)
        async with reader.run_test(size=(160, 50), notifications=True) as pilot:
            await settled(pilot)
            await press(pilot, "enter")
            states = [state(database, reader)]
            for keys in changes:
                await press(pilot, *keys)
                states.append(state(database, reader))
                assert states[-1] != states[-2], keys
            for before in reversed(states[:-1]):
                await press(pilot, "U")
                assert reader.room.status.words.startswith("Undone: ")
                assert state(database, reader) == before
            await press(pilot, "U")
            assert reader.room.status.words == "There is nothing to undo."
            for after in states[1:]:
                await press(pilot, "ctrl+r")
                assert reader.room.status.words.startswith("Done again: ")
                assert state(database, reader) == after
            await press(pilot, "ctrl+r")
            assert reader.room.status.words == "There is nothing to do again."
            assert not reader._notifications
