"""What fields are completed with, what was searched for before, and pages of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from archive import NOW, entry, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Entity, EntityKind
from onrecord.query import FIELDS, parse_query
from onrecord.settings import FeedSpec
from onrecord.store import history
from onrecord.store.joining import merge
from onrecord.store.marks import tag
from onrecord.store.search import quotes, ranks, search
from onrecord.store.suggestions import suggestions

if TYPE_CHECKING:
    from archive import Archive

ONE = "“Soon,” said Mara Quill. “Never,” said Tam Ode. “Perhaps,” said Mara Quill."
TWO = "“Soon enough,” said Marten Oak of the Harbour Board."


@pytest.fixture
def library(archive: Archive) -> Archive:
    news, talk = archive.subscribe(
        FeedSpec("https://courier.example/feed", "The Morning Courier", "News of the day"),
        FeedSpec("https://lantern.example/rss", "Lantern", "Talk"),
    )
    archive.store(news, entry("one", ONE))
    archive.store(talk, entry("two", TWO))
    archive.analyse(
        1, record(ONE, ("“Soon,”", "Mara Quill"), ("“Never,”", "Tam Ode"), ("“Perhaps,”", "Quill"))
    )
    board = Entity("Harbour Board", EntityKind.ORG)
    said = record(TWO, ("“Soon enough,”", "Marten Oak"))
    archive.analyse(
        2, record(TWO, ("“Soon enough,”", "Marten Oak"), entities=(*said.entities, board))
    )
    archive.write(tag, [1], "Gas prices")
    return archive


def values(archive: Archive, field: str, typed: str) -> list[str]:
    return [each.value for each in archive.read(suggestions, field, typed)]


def test_speakers_are_found_by_any_beginning_and_the_most_quoted_comes_first(
    library: Archive,
) -> None:
    assert values(library, "speaker", "mar") == ["Mara Quill", "Marten Oak"]
    assert values(library, "speaker", "OAK") == ["Marten Oak"]
    assert values(library, "speaker", "harb") == []
    first = library.read(suggestions, "speaker", "mar")[0]
    assert first.note == "2 quotations"


def test_nothing_typed_suggests_who_was_quoted_lately(library: Archive) -> None:
    assert set(values(library, "speaker", "")) == {"Mara Quill", "Tam Ode", "Marten Oak"}


def test_a_name_suggests_the_person_it_was_joined_to(library: Archive) -> None:
    def id_of(conn: object, name: str) -> int:
        return conn.execute("SELECT id FROM entities WHERE name = ?", (name,)).fetchone()[0]

    oak, ode = library.read(id_of, "Marten Oak"), library.read(id_of, "Tam Ode")
    library.write(merge, oak, ode)
    assert values(library, "speaker", "oak") == ["Tam Ode"]
    assert library.read(suggestions, "speaker", "oak")[0].note == "2 quotations"


def test_entities_are_suggested_by_kind(library: Archive) -> None:
    assert values(library, "org", "harb") == ["Harbour Board"]
    assert values(library, "person", "harb") == []
    assert values(library, "about", "b") == ["Harbour Board"]
    assert library.read(suggestions, "about", "harb")[0].note == "1 article"


@pytest.mark.parametrize(
    ("field", "typed", "found"),
    [
        ("outlet", "cour", ["The Morning Courier"]),
        ("outlet", "", ["The Morning Courier", "Lantern"]),
        ("feed", "lantern.ex", ["Lantern"]),
        ("folder", "news", ["News of the day"]),
        ("tag", "pri", ["Gas prices"]),
        ("is", "un", ["unread"]),
        ("form", "", ["interview", "transcript", "report"]),
        ("newer", "3", ["3d"]),
        ("lang", "", ["en"]),
        ("title", "x", []),
        ("after", "2", []),
    ],
)
def test_other_fields(library: Archive, field: str, typed: str, found: list[str]) -> None:
    assert values(library, field, typed) == found


@given(st.sampled_from(sorted(FIELDS)), st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_that_is_typed_harms(library: Archive, field: str, typed: str) -> None:
    library.read(suggestions, field, typed)


def test_what_was_searched_for_is_kept_once_and_the_latest_first(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MOST_KEPT", 3)
    for line in ("gas", "ferry", " gas ", "", "x" * 5000, "tides", "bells"):
        archive.write(history.remember_search, line)
    assert archive.read(history.searched) == ("bells", "tides", "gas")


QUERIES = ("soon", "speaker:quill", "said:soon", "is:unread", "about:ode", "title:of")


@pytest.mark.parametrize("newest", [True, False])
@pytest.mark.parametrize("line", QUERIES)
def test_results_come_in_pages(library: Archive, line: str, newest: bool) -> None:
    query = parse_query(line)
    whole = library.read(search, query, newest=newest, now=NOW)
    paged = [
        hit
        for skip in range(4)
        for hit in library.read(search, query, newest=newest, now=NOW, limit=1, skip=skip)
    ]
    assert paged == whole
    said = library.read(quotes, query, newest=newest, now=NOW)
    paged_quotes = [
        hit
        for skip in range(5)
        for hit in library.read(quotes, query, newest=newest, now=NOW, limit=1, skip=skip)
    ]
    assert paged_quotes == said


def test_only_words_can_be_ranked() -> None:
    assert ranks(parse_query("soon is:unread"))
    assert ranks(parse_query("said:soon"))
    assert not ranks(parse_query("speaker:quill"))
    assert not ranks(parse_query(""))
    assert ranks(parse_query("soon"), quotations=True)
    assert not ranks(parse_query("title:soon"), quotations=True)
