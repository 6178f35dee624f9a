"""The flow on the sample press: subscribe, fetch, parse, extract, store, analyse, find."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from onrecord.analyse.versions import PATTERNS
from onrecord.backlog import Analysed, work_off
from onrecord.config import load
from onrecord.fetch.client import Client
from onrecord.fetch.failure import FetchError
from onrecord.processes import Processes
from onrecord.query import parse_query
from onrecord.refresh import FeedDone, FeedOutcome, PageDone, RefreshDone, refresh
from onrecord.samples.outlets import OUTLETS
from onrecord.samples.press import Breakage, Press
from onrecord.settings import RuleSpec
from onrecord.store.articles import Scope, View, article, article_ids
from onrecord.store.database import Database
from onrecord.store.feeds import feed_by_url, feeds
from onrecord.store.marks import star
from onrecord.store.search import quotes, search
from onrecord.store.subscriptions import sync_feeds
from onrecord.subscribe import candidates

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATE = """+++
id = "bandstand-home"
title = "Bandstand comes home"
outlet = "mpa"

[entities]
tove = "PERSON Agneta Tove"
+++
The bandstand is back. {q tove|“It had never travelled before,”} said {! tove|Agneta Tove}.
"""


@pytest.fixture(scope="module")
def processes():
    processes = Processes(2, idle_seconds=None)
    yield processes
    processes.close()


@pytest.fixture
def press():
    with Press(now=NOW) as press:
        yield press


@pytest.fixture
def database(tmp_path, press):
    path = tmp_path / "feeds.toml"
    path.write_text(press.feeds_toml(), encoding="utf-8")
    with Database.open(tmp_path / "archive.db") as database:
        database.write(sync_feeds, load(path).feeds, NOW)
        yield database


@asynccontextmanager
async def refreshing(database, processes, rules=()):
    async with Client() as client:

        async def run():
            every = database.read(feeds)
            events = refresh(database, client, processes, every, rules=rules, clock=lambda: NOW)
            return [event async for event in events]

        yield run


def stored(database):
    ids = database.read(article_ids, Scope(View.ALL))
    return {each.title: each for each in (database.read(article, id_) for id_ in ids)}


def plain(text):
    return text.replace("\u00a0", " ")


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def outcomes(events):
    return {event.title: event.outcome for event in of(events, FeedDone)}


async def test_every_article_arrives_whole_and_the_second_time_nothing_is_sent(
    press, database, processes
):
    async with refreshing(database, processes) as run:
        first = await run()
        asked = len(press.requests)
        second = await run()
    assert set(outcomes(first).values()) == {FeedOutcome.STORED}
    assert [event.sentence for event in of(first, PageDone) if event.sentence] == []
    number = len(press.manuscripts)
    assert of(first, RefreshDone) == [RefreshDone(len(OUTLETS), number, 0, 0)]
    articles = stored(database)
    assert len(articles) == number
    for manuscript in press.manuscripts:
        text = articles[plain(manuscript.title)].body.text
        assert text == plain(manuscript.body.text)
    assert set(outcomes(second).values()) == {FeedOutcome.UNCHANGED}
    statuses = [request.status for request in press.requests[asked:]]
    assert sorted(statuses) == [301, 302] + [304] * len(OUTLETS)


async def test_records_are_made_and_what_was_said_is_found(press, database, processes):
    number = len(press.manuscripts)
    async with refreshing(database, processes) as run:
        await run()
    made = work_off(database, processes)
    first_pass = 0
    async for event in made:
        assert isinstance(event, Analysed)
        assert event.analysed_with == PATTERNS
        first_pass += 1
        if first_pass == number:
            break
    await made.aclose()
    records = [each.record for each in stored(database).values()]
    assert all(record is not None for record in records)
    quoted = sum(len(record.quotations) for record in records)
    assert quoted > 200
    hits = database.read(search, parse_query("plums"))
    titles = {hit.title for hit in hits}
    assert "The plums of Anselm Korvath" in titles
    assert all("plums" in (hit.snippet + hit.title).casefold() for hit in hits)
    said = database.read(quotes, parse_query('speaker:korvath said:"shortest bridge"'))
    assert {hit.outlet for hit in said} >= {"Meridian Press Agency", "The Tidewater Courier"}


async def test_rules_act_at_arrival_and_with_the_record(press, database, processes):
    rules = [
        RuleSpec("plums -zeppelin", ("star", "notify")),
        RuleSpec("speaker:korvath", ("tag Korvath",)),
        RuleSpec("-speaker:korvath", ("hide",)),
    ]
    number = len(press.manuscripts)
    async with refreshing(database, processes, rules) as run:
        events = await run()
    starred = list(database.read(article_ids, Scope(View.STARRED)))
    assert {each.title for each in stored(database).values() if each.starred} >= {
        "The plums of Anselm Korvath"
    }
    noticed = [
        each
        for event in (*of(events, FeedDone), *of(events, PageDone))
        for acted in event.acted
        if acted.act == "notify"
        for each in acted.article_ids
    ]
    assert sorted(noticed) == sorted(starred)
    database.write(star, starred, on=False)
    made = work_off(database, processes, rules)
    acted = []
    passed = 0
    async for event in made:
        passed += 1
        acted += event.acted
        if passed == number:
            break
    await made.aclose()
    tagged = list(database.read(article_ids, Scope(View.ALL, query="tag:korvath")))
    assert tagged == list(database.read(article_ids, Scope(View.ALL, query="speaker:korvath")))
    assert tagged
    assert {each.act for each in acted} == {"tag Korvath"}
    assert not database.read(article_ids, Scope(View.STARRED))


async def test_new_revised_broken_and_mended(press, database, processes):
    async with refreshing(database, processes) as run:
        await run()
        press.publish(LATE)
        press.revise("shipyard-order", "140 million", "150 million")
        press.break_feed("cabinet", Breakage.GONE)
        press.break_feed("rives", Breakage.HTML)
        press.break_feed("courier", Breakage.SERVER_ERROR)
        changed = await run()
        for outlet in OUTLETS:
            press.mend_feed(outlet.slug)
        mended = await run()
    done = {event.title: event for event in of(changed, FeedDone)}
    assert len(done["Meridian Press Agency"].new) == 1
    assert len(done["Keel & Quay"].changed) == 1
    assert done["Velmora State Press Office"].outcome is FeedOutcome.GONE
    assert done["Les Deux Rives · Beide Ufer"].outcome is FeedOutcome.FAILED
    assert done["The Tidewater Courier"].outcome is FeedOutcome.FAILED
    failing = (FeedOutcome.GONE, FeedOutcome.FAILED)
    assert all(event.sentence for event in done.values() if event.outcome in failing)
    assert set(outcomes(mended).values()) == {FeedOutcome.UNCHANGED}
    articles = stored(database)
    assert len(articles) == len(press.manuscripts)
    assert "Bandstand comes home" in articles
    revised = next(each for title, each in articles.items() if title.startswith("Hallmark"))
    assert "150 million" in revised.body.text


async def test_a_refresh_given_up_in_the_middle_loses_nothing(press, database, processes):
    every = database.read(feeds)
    async with Client() as client:
        events = refresh(database, client, processes, every, clock=lambda: NOW)
        async for event in events:
            assert isinstance(event, FeedDone)
            break
        await events.aclose()
    async with refreshing(database, processes) as run:
        await run()
    assert len(stored(database)) == len(press.manuscripts)


async def test_a_site_s_address_leads_to_its_feeds(press, processes):
    async with Client() as client:
        found = await candidates(client, processes, f"{press.url}/lantern/")
    assert [candidate.title for candidate in found][:1] == ["The Lantern"]
    assert {candidate.url for candidate in found} == {
        f"{press.url}/lantern/atom.xml",
        f"{press.url}/lantern/interviews.xml",
    }
    newest = press.issues(next(outlet for outlet in OUTLETS if outlet.slug == "lantern"))[0]
    assert found[0].newest[0] == newest.manuscript.title


async def test_a_site_without_tls_is_found_also_where_no_http_is_typed(press, processes):
    host = press.url.removeprefix("http://")
    async with Client() as client:
        found = await candidates(client, processes, f"{host}/lantern/")
        assert found[0].url == f"{press.url}/lantern/atom.xml"
        with pytest.raises(FetchError, match="speaks no https"):
            await candidates(client, processes, f"https://{host}/lantern/")
        with pytest.raises(FetchError, match="takes no connection"):
            await candidates(client, processes, "127.0.0.1:9")


async def test_a_moved_feed_keeps_its_address_until_it_is_sure(press, database, processes):
    async with refreshing(database, processes) as run:
        await run()
    for moved in ("/lantern/feed", "/radio/rss"):
        assert database.read(feed_by_url, press.url + moved) is not None
