"""Search and lists by query: every field, any input, exact places, cancelling."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from archive import NOW, Archive, entry, record
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.model import Enclosure, Entity, EntityKind, Form
from onrecord.query import parse_query
from onrecord.settings import FeedSpec
from onrecord.store.articles import View
from onrecord.store.clippings import clip
from onrecord.store.corrections import correct_speaker
from onrecord.store.database import Cancelled, Database
from onrecord.store.marks import mark_read, star, tag
from onrecord.store.notes import add_note
from onrecord.store.search import quotes, search
from onrecord.store.subscriptions import unsubscribe
from onrecord.store.writer import store_page

if TYPE_CHECKING:
    from collections.abc import Iterator

BRIDGE = (
    "The café by the bridge is open again. “We will mend the bridge by spring,” said Mara Quill. "
    "The harbour master would not say what a win-win deal costs in C++ or in rupees."
)
FERRY = "“The ferry is a promise,” said Tam Ode of the Harbour Board. Mara Quill was not there."
RIVER = "Le fleuve monte. „Wir warten“, sagte die Bürgermeisterin Ilse Öhm. Bridge."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The library, for the tests that only read."""
    with Database.open(tmp_path_factory.mktemp("library") / "onrecord.db") as database:
        yield fill(Archive(database))


@pytest.fixture
def own_library(archive: Archive) -> Archive:
    """A library to write to."""
    return fill(archive)


def fill(archive: Archive) -> Archive:
    """Store three analysed articles of two outlets; the second is the oldest."""
    news, talk = archive.subscribe(
        FeedSpec("https://courier.example/feed", "The Morning Courier", "News of the day"),
        FeedSpec("https://lantern.example/rss", "Lantern", "Talk"),
    )
    archive.store(
        news,
        entry("bridge", BRIDGE, "Spring for the bridge", byline="Ann Other and Bo_b %"),
        entry(
            "river",
            RIVER,
            "High water",
            published_at=NOW - timedelta(days=40),
            enclosures=(Enclosure("https://courier.example/a.mp3"),),
        ),
    )
    archive.store(
        talk,
        entry("ferry", FERRY, "Promises", published_at=NOW - timedelta(days=3)),
    )
    board = Entity("Harbour Board", EntityKind.ORG, ("The Board",), ((46, 59),))
    quill = Entity("Mara Quill", EntityKind.PERSON, ("Quill",), ((61, 71),))
    archive.analyse(
        1,
        record(
            BRIDGE,
            ("“We will mend the bridge by spring,”", "Mara Quill"),
            form=Form.INTERVIEW,
        ),
    )
    archive.analyse(
        2,
        record(RIVER, ("„Wir warten“", "Ilse Öhm"), entities=()),
    )
    ode = Entity("Tam Ode", EntityKind.PERSON)
    archive.analyse(
        3, record(FERRY, ("“The ferry is a promise,”", "Tam Ode"), entities=(board, quill, ode))
    )
    return archive


BRIDGE_ID, RIVER_ID, FERRY_ID = 1, 2, 3

CASES = {
    "bridge": [1, 2],
    "BRIDGE spring": [1],
    "cafe": [1],
    "CAFÉ": [1],
    "burgermeisterin": [2],
    "brid": [],
    "brid*": [1, 2],
    '"the bridge"': [1],
    '"bridge the"': [],
    "“mend the”": [1],
    '"mend the bri"*': [1],
    "win-win": [1],
    "win": [1],
    "C++": [1],
    "bridge -spring": [2],
    "bridge NOT spring": [2],
    "-bridge": [3],
    "ferry OR river OR spring": [1, 3],
    "(ferry OR spring) mara": [1, 3],
    "mara (ferry OR spring) -promise": [1],
    "-(bridge OR ferry)": [],
    "title:bridge": [1],
    "title:spring OR title:promises": [1, 3],
    "title:ferry": [],
    "speaker:quill": [1],
    "speaker:mara": [1],
    "speaker:öhm": [2],
    "speaker:ohm": [2],
    'speaker:"mara quill"': [1],
    'speaker:"quill mara"': [],
    "speaker:quil": [],
    "speaker:quil*": [1],
    "-speaker:quill": [3, 2],
    "said:bridge": [1],
    "said:deal": [],
    "said:bridge speaker:quill": [1],
    "said:bridge speaker:ode": [],
    "said:promise OR said:warten": [3, 2],
    "(speaker:quill OR speaker:ode) bridge": [1],
    "speaker:quill OR ferry": [1, 3],
    "about:quill": [1, 3],
    "about:board": [3],
    'org:"the board"': [3],
    "org:quill": [],
    "person:quill": [1, 3],
    "place:quill": [],
    "-about:quill": [2],
    "about:quill -speaker:quill": [3],
    "outlet:courier": [1, 2],
    'outlet:"morning courier"': [1, 2],
    "outlet:cour": [],
    "outlet:cour*": [1, 2],
    "-outlet:courier": [3],
    "feed:lantern.example": [3],
    "feed:Lantern": [3],
    "folder:talk": [3],
    "folder:news": [],
    'folder:"news of the day"': [1, 2],
    "folder:new*": [1, 2],
    "by:other": [1],
    "by:o": [1],
    "by:bo_b": [1],
    'by:"bo_b %"': [1],
    "by:a%r": [],
    "by:b_b": [],
    "is:interview": [1],
    "form:report": [3, 2],
    "form:transcript": [],
    "-is:interview": [3, 2],
    "is:unread": [1, 3, 2],
    "is:waiting": [],
    "has:quotations": [1, 3, 2],
    "has:enclosures": [2],
    "has:page": [],
    "lang:en": [1, 3, 2],
    "lang:e": [],
    "lang:fr": [],
    "before:2026": [],
    "after:2026 outlet:lantern": [3],
    "on:2026-05-01": [1],
    "on:2026-04": [3],
    "on:2026-03": [2],
    "before:2026-05-01": [3, 2],
    "after:2026-04-28": [1, 3],
    "after:2026-04-29": [1],
    "after:2026-04-28 before:2026-05-01": [3],
    "newer:1w": [1, 3],
    "older:1m": [2],
    "newer:12h bridge": [1],
    "older:1w bridge": [2],
    "on:2026-03 OR spring": [1, 2],
}


@pytest.mark.parametrize("query", CASES)
def test_search_finds(library: Archive, query: str) -> None:
    assert parse_query(query).problems == ()
    assert library.found(query) == CASES[query]


@pytest.mark.parametrize("query", CASES)
def test_ranked_search_and_a_filtered_list_find_the_same(library: Archive, query: str) -> None:
    assert sorted(library.found(query, newest=False)) == sorted(CASES[query])
    if "er:" not in query:  # ages are counted from the real now there
        assert library.ids(View.SEARCH, query=query) == CASES[query]


def test_states_of_the_users_own(own_library: Archive) -> None:
    library = own_library
    library.write(mark_read, [1], read=True)
    library.write(star, [3], on=True)
    library.write(tag, [2, 3], "High Water")
    library.write(add_note, 2, "Ask again.")
    (quotation_id,) = library.article(3).quotation_ids
    library.write(clip, [quotation_id], "ferries")
    library.write(correct_speaker, quotation_id, None)
    library.write(
        lambda db: store_page(db, 1, library.article(1).body, fetched_at=NOW),
    )
    for query, expected in {
        "is:read": [1],
        "is:unread": [3, 2],
        "is:starred": [3],
        'tag:"high water"': [3, 2],
        "tag:high-water": [3, 2],
        "tag:high": [],
        "tag:high*": [3, 2],
        "-tag:high*": [1],
        "has:tags": [3, 2],
        "has:notes": [2],
        "has:clippings": [3],
        "has:corrections": [3],
        "speaker:ode": [],
        "has:page": [1],
    }.items():
        assert library.found(query) == expected, query


def test_nothing_to_look_for_finds_nothing_and_narrows_nothing(library: Archive) -> None:
    for query in ("", "  ", '"', "++", "is:", "speaker:", "🙂"):
        assert library.found(query) == []
        assert library.quoted(query) == []
        assert library.ids(query=query) == [1, 3, 2]


def test_newest_comes_first_and_ranked_the_closest(archive: Archive, feed_id: int) -> None:
    archive.store(
        feed_id,
        entry("new", "Bridges and " + "rivers " * 50),
        entry("old", "Rivers.", "Bridges", published_at=NOW - timedelta(days=9)),
    )
    assert archive.found("bridges") == [1, 2]
    assert archive.found("bridges", newest=False) == [2, 1]
    assert archive.found("bridges", limit=1) == [1]


def test_articles_of_a_feed_that_was_left_are_found(own_library: Archive) -> None:
    library = own_library
    library.write(unsubscribe, 1, NOW)
    assert library.found("bridge") == [1, 2]
    assert library.found("speaker:quill") == [1]
    assert library.ids(query="bridge") == []


def test_a_hit_has_its_exact_places(library: Archive) -> None:
    (hit,) = library.read(search, parse_query("harbour deal -ferry"), now=NOW)
    marked = [hit.snippet[start:end] for start, end in hit.hits]
    assert marked == ["harbour", "deal"]
    assert BRIDGE[slice(*hit.position)] == "harbour"
    assert hit.snippet.startswith("…")
    (hit,) = library.read(search, parse_query("title:spring"), now=NOW)
    assert [hit.title[start:end] for start, end in hit.title_hits] == ["Spring"]
    assert (hit.position, hit.hits, hit.outlet) == (None, (), "The Morning Courier")
    hit = library.read(search, parse_query("about:quill"), now=NOW)[1]
    assert FERRY[slice(*hit.position)] == "Mara Quill"
    (hit,) = library.read(search, parse_query("speaker:öhm"), now=NOW)
    assert RIVER[slice(*hit.position)] == hit.snippet == "„Wir warten“"
    (_, hit) = library.read(search, parse_query("ferry OR speaker:quill"), now=NOW)
    assert FERRY[slice(*hit.position)] == "ferry"


def test_quotes_are_searched_in_what_was_said(library: Archive) -> None:
    assert library.quoted("bridge") == ["“We will mend the bridge by spring,”"]
    assert library.quoted("speaker:ode OR warten") == [
        "“The ferry is a promise,”",
        "„Wir warten“",
    ]
    assert library.quoted("speaker:quill promise") == []
    assert library.quoted("-bridge outlet:courier") == ["„Wir warten“"]
    assert library.quoted("older:1w") == ["„Wir warten“"]
    assert library.quoted("promise", newest=False) == ["“The ferry is a promise,”"]
    assert len(library.quoted("has:quotations", limit=2)) == 2
    (hit,) = library.read(quotes, parse_query("mend said:spring"), now=NOW)
    assert [hit.text[start:end] for start, end in hit.hits] == ["mend", "spring"]
    assert BRIDGE[slice(*hit.span)] == hit.text
    assert (hit.speaker.name, hit.outlet, hit.confidence) == (
        "Mara Quill",
        "The Morning Courier",
        0.9,
    )


def test_as_one_types_the_last_word_is_a_beginning(library: Archive) -> None:
    for line in ("s", "sp", "spr", "spring f", "spring fo", "spring for"):
        hits = library.read(search, parse_query(line, typing=True), now=NOW)
        assert 1 in [hit.article_id for hit in hits], line
    assert library.read(search, parse_query("speaker:qui", typing=True), now=NOW)


HOSTILE = [
    "C++",
    "foo-bar",
    "what's",
    '"',
    '""',
    '"""',
    "'",
    "a\0b",
    "\0",
    "x" * 10_000,
    "x " * 5_000,
    "(" * 10_000,
    ")" * 10_000,
    "-" * 10_000,
    "NOT " * 2_500,
    "a OR " * 2_000,
    '"a" ' * 2_500,
    "said:a OR -" * 900,
    "مرحبا بالعالم",
    "\u202eabc\u202c",
    "\ud800",
    "\udfff*",
    "e\u0301" * 50,
    "*",
    "^a",
    "a*b",
    "{title}: x",
    "title : x",
    "NEAR(a b)",
    "a + b",
    "col:val:ue",
    'said:"\'; DROP TABLE articles; --"',
    "by:'%_!",
    "speaker:*",
    "tag:''",
    "before:9999 after:0001",
    "after:0000",
    "older:9999y",
    "is:unread is:read",
    "\ufdd0bridge\ufdd1",
    "漢字 カタカナ",
]


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: repr(line[:16]))
@pytest.mark.parametrize("typing", [False, True])
def test_any_line_is_safe(library: Archive, line: str, typing: bool) -> None:
    query = parse_query(line, typing=typing)
    for newest in (False, True):
        library.read(search, query, newest=newest, now=NOW)
        library.read(quotes, query, newest=newest, now=NOW)
    library.ids(query=line)


PIECES = [
    *'()"-*:♥',
    "OR",
    "AND",
    "NOT",
    "bridge",
    "ferry",
    "speaker:",
    "said:",
    "about:",
    "is:read",
]


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=5)),
    st.sampled_from(["", " "]),
)
def test_any_half_typed_line_is_searched(library: Archive, pieces: list[str], between: str) -> None:
    query = parse_query(between.join(pieces), typing=True)
    found = [hit.article_id for hit in library.read(search, query, now=NOW)]
    assert sorted(found) == sorted(
        hit.article_id for hit in library.read(search, query, now=NOW, newest=False)
    )
    for hit in library.read(quotes, query, now=NOW):
        assert library.article(hit.article_id).body.text[slice(*hit.span)] == hit.text


def test_quotations_of_one_article_stand_as_one_reads_them(archive: Archive, feed_id: int) -> None:
    said = [f"“The tide comes at {hour}.”" for hour in ("one", "two", "three")]
    text = " ".join(said)
    archive.store(feed_id, entry("one", text, published_at=NOW - timedelta(days=1)))
    archive.store(feed_id, entry("two", text[::-1] + text, published_at=NOW))
    for article_id, words in ((1, text), (2, text[::-1] + text)):
        archive.analyse(article_id, record(words, *((each, None) for each in said), entities=()))
    for query in ("tide", "has:quotations"):
        hits = archive.read(quotes, parse_query(query), now=NOW)
        assert [(hit.article_id, hit.text) for hit in hits] == [
            (article_id, words) for article_id in (2, 1) for words in said
        ]


def test_marks_in_a_text_do_not_shift_its_hits(archive: Archive, feed_id: int) -> None:
    archive.store(feed_id, entry("one", "\ufdd0A bridge\ufdd1 and a ferry"))
    (hit,) = archive.read(search, parse_query("ferry"), now=NOW)
    assert hit.hits == ()
    assert "ferry" in hit.snippet


def test_a_search_that_is_no_longer_wanted_stops(database: Database, feed_id: int) -> None:
    archive = Archive(database)
    archive.store(feed_id, *(entry(str(number), "bridge") for number in range(500)))
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Cancelled):
        database.read(search, parse_query("is:unread -ferry"), limit=500, cancelled=cancelled)
    assert len(asked) == 3
    assert len(archive.found("bridge", limit=500)) == 500


def test_dates_at_the_edges(archive: Archive, feed_id: int) -> None:
    midnight = datetime(2026, 4, 1, tzinfo=UTC)
    # Only one of the three can have the place in time of that very second.
    archive.store(feed_id, *(entry(name, "bridge", published_at=midnight) for name in "abc"))
    for dates in ("on:2026-04-01", "after:2026-04", "before:2026-05", "on:2026-04"):
        assert archive.found(f"bridge {dates}") == archive.found(dates) == [1, 2, 3], dates
    assert archive.found("bridge before:2026-04-01") == []
