"""All that one person said, who asked them, and with whom they are named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record

from onrecord.model import Entity, EntityKind, Interview
from onrecord.query import parse_query
from onrecord.store.dossier import dossier
from onrecord.store.people import Order, named, near_names, people
from onrecord.store.persons import entity_named

if TYPE_CHECKING:
    from archive import Archive

FIRST = "“The ferry sails,” said Ada Vane. “From Selwick,” Ms Vane said. “No,” said Tam Ode."
SECOND = "“Gas is dear,” said Vane to Mira Oakes of Radio One. “Is it?” “It is.”"


@pytest.fixture
def ada(archive: Archive, feed_id: int) -> int:
    archive.store(
        feed_id,
        entry("one", FIRST, "Ferry", published_at=NOW - timedelta(days=8)),
        entry("two", SECOND, "Gas", published_at=NOW - timedelta(days=1)),
    )
    said = (("“The ferry sails,”", "Ada Vane"), ("“From Selwick,”", "Ada Vane"))
    first = record(FIRST, *said, ("“No,”", "Tam Ode"))
    at = FIRST.index("Selwick")
    place = Entity("Selwick", EntityKind.PLACE, mentions=((at, at + 7),))
    archive.analyse(1, replace(first, entities=(*first.entities, place)))
    second = record(SECOND, ("“Gas is dear,”", "Vane"), ("“It is.”", "Vane"))
    asked = Interview("Vane", "Mira Oakes", (0, 4))
    at = SECOND.index("Radio")
    radio = Entity("Radio One", EntityKind.ORG, mentions=((at, at + 9),))
    archive.analyse(2, replace(second, entities=(*second.entities, radio), interviews=(asked,)))
    found = archive.read(entity_named, "Ada Vane")
    assert found is not None
    return found


def test_a_dossier_has_all_that_was_said_newest_article_first(archive: Archive, ada: int) -> None:
    found = archive.read(dossier, ada, now=NOW)
    assert [
        (each.title, each.outlet, each.interviewer, [said.text for said in each.said])
        for each in found.appearances
    ] == [
        ("Gas", "Press", "Mira Oakes", ["“Gas is dear,”", "“It is.”"]),
        ("Ferry", "Press", "", ["“The ferry sails,”", "“From Selwick,”"]),
    ]
    assert found.person.name == "Ada Vane"
    assert found.person.aliases == ("Vane",)
    assert found.person.weeks[-2:] == (2, 2)
    assert found.interviewers == (("Mira Oakes", 1),)
    assert [(each.name, each.number) for each in found.topics] == [("Selwick", 1)]
    assert {each.name for each in found.company} == {"Tam Ode", "Selwick", "Radio One"}


def test_any_name_of_a_person_leads_to_the_same_dossier(archive: Archive, ada: int) -> None:
    other = archive.read(entity_named, "Vane")
    assert other != ada
    assert archive.read(dossier, other, now=NOW) == archive.read(dossier, ada, now=NOW)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("gas", ["“Gas is dear,”"]),
        ("-gas after:2026-04-28", ["“It is.”"]),
        ("about:selwick", ["“The ferry sails,”", "“From Selwick,”"]),
        ("title:ferry sails", ["“The ferry sails,”"]),
        ("nothing", []),
        ("speaker:ode", []),
    ],
)
def test_a_query_narrows_it(archive: Archive, ada: int, query: str, expected: list[str]) -> None:
    found = archive.read(dossier, ada, parse_query(query), now=NOW)
    assert [said.text for each in found.appearances for said in each.said] == expected
    assert found.person.quotations == 4


def test_who_is_not_in_the_archive_has_none(archive: Archive, ada: int) -> None:
    assert archive.read(dossier, 99_999) is None


def test_people_are_one_each_in_every_order(archive: Archive, ada: int) -> None:
    assert [each.name for each in archive.read(people)] == ["Ada Vane", "Tam Ode"]
    assert [(each.name, each.articles) for each in archive.read(people, order=Order.MENTIONS)] == [
        ("Ada Vane", 2),
        ("Tam Ode", 1),
    ]
    heard = archive.read(people, order=Order.HEARD)
    assert [each.last_heard for each in heard] == [NOW - timedelta(days=1), NOW - timedelta(days=8)]
    assert [each.name for each in archive.read(people, "vane")] == ["Ada Vane"]
    every = archive.read(people, kinds=(EntityKind.ORG, EntityKind.PLACE), order=Order.MENTIONS)
    assert {each.name for each in every} == {"Radio One", "Selwick"}


def test_a_name_means_who_has_just_it_before_those_with_its_words(
    archive: Archive, ada: int
) -> None:
    assert [each.name for each in archive.read(named, "Vane")] == ["Ada Vane"]
    assert [each.name for each in archive.read(named, "ad")] == ["Ada Vane"]
    assert archive.read(named, "Nobody") == []


def test_near_names_are_suggested(archive: Archive, ada: int) -> None:
    assert archive.read(near_names, "Ada Vain") == ("Ada Vane",)
    assert archive.read(near_names, "Zebulon Quux") == ()
