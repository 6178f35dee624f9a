"""One person is one though outlets name them in many ways; namesakes stay two."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from archive import entry, record

from onrecord.model import Entity, EntityKind
from onrecord.store import migrations
from onrecord.store.database import Database
from onrecord.store.joining import (
    IdentityError,
    add_alias,
    divide,
    merge,
    part,
    remove_alias,
    rename,
    undo_division,
    undo_joining,
    undo_renaming,
)
from onrecord.store.persons import names_of
from onrecord.store.waiting import mark_for_reanalysis

if TYPE_CHECKING:
    import sqlite3

    from archive import Archive

number = itertools.count(1)


def publish(
    archive: Archive, feed_id: int, text: str, *said: tuple[str, str | None], **more
) -> int:
    (article_id,) = archive.store(feed_id, entry(f"a{next(number)}", text)).new
    archive.analyse(article_id, made(text, *said, **more))
    return article_id


def made(text: str, *said: tuple[str, str | None], company: tuple[str, ...] = ()):
    """A record with the places of its names, and organisations named beside."""
    found = record(text, *said)
    entities = [
        replace(each, mentions=((text.index(each.name), text.index(each.name) + len(each.name)),))
        for each in found.entities
        if each.name in text
    ]
    others = [Entity(name, EntityKind.ORG, mentions=((0, 1),)) for name in company]
    return replace(found, entities=(*entities, *others))


def quote(archive: Archive, feed_id: int, name: str) -> int:
    words = f"“Words {next(number)}.”"
    return publish(archive, feed_id, f"{words} said {name}.", (words, name))


def persons(conn: sqlite3.Connection) -> list[list[str]]:
    """Return the names of each person, in groups."""
    groups: dict[int, list[str]] = {}
    for head, name in conn.execute(
        "SELECT coalesce(joined_to, id), name FROM entities WHERE kind = 'PERSON' ORDER BY name"
    ):
        groups.setdefault(head, []).append(name)
    return sorted(groups.values())


def id_of(archive: Archive, name: str) -> int:
    def find(conn: sqlite3.Connection) -> int:
        (found,) = conn.execute("SELECT min(id) FROM entities WHERE name = ?", (name,)).fetchone()
        return int(found)

    return archive.read(find)


NAMES = ("Vladimir Putin", "President Putin", "Mr Putin", "V. Putin", "Владимир Путин")


@pytest.mark.parametrize("order", [NAMES, NAMES[::-1], (NAMES[2], NAMES[4], *NAMES[:2], NAMES[3])])
def test_one_person_is_one_in_whatever_order_the_names_come(archive, feed_id, order):
    for name in order:
        quote(archive, feed_id, name)
    assert archive.read(persons) == [sorted(NAMES)]
    assert len(archive.quoted("speaker:putin")) == len(NAMES)
    assert len(archive.quoted("speaker:Владимир")) == len(NAMES)


def test_a_bare_name_that_fits_two_is_neithers(archive, feed_id):
    for name in ("Ada Vane", "Bo Vane", "Vane", "A. Vane"):
        quote(archive, feed_id, name)
    assert archive.read(persons) == [["A. Vane", "Ada Vane"], ["Bo Vane"], ["Vane"]]


def test_a_bare_name_is_that_of_whom_the_press_names_far_more_often(archive, feed_id):
    quote(archive, feed_id, "Bo Vane")
    for _ in range(9):
        quote(archive, feed_id, "Ada Vane")
    quote(archive, feed_id, "Vane")
    assert archive.read(persons) == [["Ada Vane", "Vane"], ["Bo Vane"]]


def test_husband_and_wife_stay_two(archive, feed_id):
    for name in ("Ada Vane", "Mr Vane", "Mrs Vane"):
        quote(archive, feed_id, name)
    assert archive.read(persons) == [["Ada Vane", "Mrs Vane"], ["Mr Vane"]]


def test_two_of_one_name_stay_two_by_what_they_are_and_with_whom(archive, feed_id):
    senator = publish(
        archive, feed_id, "Senator John Smith said “One.”", ("“One.”", "John Smith"),
        company=("Senate",),
    )  # fmt: skip
    striker = publish(
        archive, feed_id, "John Smith, a striker, said “Two.”", ("“Two.”", "John Smith"),
        company=("Rovers",),
    )  # fmt: skip
    again = publish(
        archive, feed_id, "John Smith said “Three.”", ("“Three.”", "John Smith"),
        company=("Rovers",),
    )  # fmt: skip
    assert archive.read(persons) == [["John Smith"], ["John Smith"]]
    assert speakers(archive, senator) != speakers(archive, striker) == speakers(archive, again)


def test_a_senator_who_was_a_striker_is_one_where_the_company_is_the_same(archive, feed_id):
    texts = ("Senator John Smith said “One.”", "John Smith, once a striker, said “One.”")
    for text in texts:
        publish(archive, feed_id, text, ("“One.”", "John Smith"), company=("Senate",))
    assert archive.read(persons) == [["John Smith"]]


def test_what_was_told_apart_stays_so_through_a_new_analysis(archive, feed_id):
    publish(archive, feed_id, "Senator John Smith said “One.”", ("“One.”", "John Smith"))
    text = "John Smith, a striker, said “Two.”"
    striker = publish(archive, feed_id, text, ("“Two.”", "John Smith"))
    before = speakers(archive, striker)
    archive.write(mark_for_reanalysis)
    archive.analyse(striker, made(text, ("“Two.”", "John Smith")))
    assert speakers(archive, striker) == before


def speakers(archive: Archive, article_id: int) -> list[int]:
    def find(conn: sqlite3.Connection) -> list[int]:
        rows = conn.execute("SELECT speaker_id FROM quotations WHERE article_id = ?", (article_id,))
        return [speaker for (speaker,) in rows]

    return archive.read(find)


def test_the_user_joins_names_for_good_and_undoes_it(archive, feed_id):
    first = quote(archive, feed_id, "Ada Vane")
    quote(archive, feed_id, "The Oracle")
    joining = archive.write(merge, id_of(archive, "The Oracle"), id_of(archive, "Ada Vane"))
    assert archive.read(persons) == [["Ada Vane", "The Oracle"]]
    assert len(archive.quoted("speaker:oracle")) == 2
    archive.write(mark_for_reanalysis, [first])
    quote(archive, feed_id, "Mrs Vane")
    quote(archive, feed_id, "Oracle")
    assert archive.read(persons) == [["Ada Vane", "Mrs Vane", "Oracle", "The Oracle"]]
    archive.write(undo_joining, joining)
    assert archive.read(persons) == [["Ada Vane", "Mrs Vane"], ["Oracle", "The Oracle"]]


def test_joining_what_is_one_already_is_told(archive, feed_id):
    for name in ("Ada Vane", "Bo Lind", "Cy Marr"):
        quote(archive, feed_id, name)
    ada, bo, cy = (id_of(archive, name) for name in ("Ada Vane", "Bo Lind", "Cy Marr"))
    archive.write(merge, ada, bo)
    archive.write(merge, bo, cy)
    for one, other in itertools.permutations((ada, bo, cy), 2):
        with pytest.raises(IdentityError, match="one person's already"):
            archive.write(merge, one, other)
    with pytest.raises(IdentityError, match="no longer"):
        archive.write(merge, 99_999, ada)
    assert sorted(archive.read(names_of, [bo])) == sorted([ada, bo, cy])


@pytest.mark.parametrize("name", ["Mr Vane", "Ada Vane"])
def test_a_name_is_parted_for_good_and_joined_again(archive, feed_id, name):
    for each in ("Ada Vane", "A. Vane", "Mr Vane", "Adam Vane"):
        quote(archive, feed_id, each)
    archive.write(merge, id_of(archive, "Mr Vane"), id_of(archive, "Ada Vane"))
    before = archive.read(persons)
    parted = archive.write(part, id_of(archive, name))
    assert [name] in archive.read(persons)
    quote(archive, feed_id, "A. B. Vane")
    assert [name] in archive.read(persons)
    archive.write(undo_joining, parted)
    assert [each for each in archive.read(persons) if each != ["A. B. Vane"]] == before


def test_the_only_name_cannot_be_parted(archive, feed_id):
    quote(archive, feed_id, "Ada Vane")
    with pytest.raises(IdentityError, match="one name only"):
        archive.write(part, id_of(archive, "Ada Vane"))


def test_a_new_name_is_shown_and_found_until_it_is_undone(archive, feed_id):
    quote(archive, feed_id, "Ada Vane")
    ada = id_of(archive, "Ada Vane")
    first = archive.write(rename, ada, "Countess Vane")
    assert len(archive.quoted("speaker:countess")) == 1
    second = archive.write(rename, ada, "Lady V")
    assert archive.quoted("speaker:countess") == []
    archive.write(undo_renaming, second)
    assert len(archive.quoted("speaker:countess")) == 1
    archive.write(undo_renaming, first)
    assert archive.quoted("speaker:countess") == []


def test_another_name_is_found(archive, feed_id):
    quote(archive, feed_id, "Ada Vane")
    ada = id_of(archive, "Ada Vane")
    assert archive.write(add_alias, ada, "Birdie")
    assert not archive.write(add_alias, ada, "Birdie")
    assert len(archive.quoted("speaker:birdie")) == 1
    assert archive.write(remove_alias, ada, "Birdie")
    assert not archive.write(remove_alias, ada, "Ada Vane")
    assert archive.quoted("speaker:birdie") == []


def test_articles_are_given_to_a_namesake_for_good_and_back(archive, feed_id):
    articles = [quote(archive, feed_id, "John Smith") for _ in range(3)]
    john = id_of(archive, "John Smith")
    division = archive.write(divide, john, articles[1:])
    assert speakers(archive, articles[0]) == [john]
    assert speakers(archive, articles[1]) == speakers(archive, articles[2]) != [john]
    stored = archive.article(articles[1])
    archive.write(mark_for_reanalysis)
    archive.analyse(articles[1], stored.record)
    assert speakers(archive, articles[1]) == speakers(archive, articles[2])
    archive.write(undo_division, division)
    assert [speakers(archive, each) for each in articles] == [[john]] * 3
    assert archive.read(persons) == [["John Smith"]]
    for wrong in ([], articles):
        with pytest.raises(IdentityError, match="but not all"):
            archive.write(divide, john, wrong)


def test_an_older_archive_has_its_persons_joined_when_it_is_opened(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", migrations.STEPS[:1])
        before.setattr(migrations, "SCHEMA", 1)
        with Database.open(path) as database:
            database.write(put_on_file, "Ada Vane", "Ms Vane", "Tam Ode")
    with Database.open(path) as database:
        assert database.read(persons) == [["Ada Vane", "Ms Vane"], ["Tam Ode"]]
    assert (tmp_path / "old.db.schema-1.backup").exists()


def put_on_file(db, *names):
    db.conn.executemany(
        "INSERT INTO entities (kind, name, slug) VALUES ('PERSON', ?1, lower(?1))",
        [(name,) for name in names],
    )
