"""A refresh asks politely: when, how often, under which address, and with whose secrets."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from house import NOON, feed_answer, rss
from loopback import answer

from onrecord.fetch.client import Client
from onrecord.fetch.politeness import LATEST, SOONEST_UNASKED
from onrecord.model import FullText
from onrecord.refresh import FeedOutcome, fetch_page
from onrecord.refresh_lock import RefreshRunning
from onrecord.settings import FeedSpec
from onrecord.store.feeds import due_feeds, feed_by_url, former_urls
from onrecord.store.subscriptions import move_feed

DAY = timedelta(days=1)


def outcomes(done):
    return [each.outcome for each in done]


def teaser(host):
    """Return a feed whose one entry only invites to read its page."""
    link = f"<link>{host.url}/pier</link>"
    entry = f"<item><title>Pier</title>{link}<description>Soon…</description></item>"
    return answer(f"<rss><channel>{entry}</channel></rss>".encode())


def moved(status, url):
    return answer(status=status, location=url)


async def test_validators_are_those_of_the_articles_that_are_stored(house, host):
    host.pages["/feed"] = feed_answer(
        "One", etag='"1"', last_modified="Mon, 02 Mar 2026 08:00:00 GMT"
    )
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    assert (house.feeds[0].etag, set(house.articles)) == ('"1"', {"One"})
    host.pages["/feed"] = answer(status="304 Not Modified")
    assert outcomes(await house.refresh()) == [FeedOutcome.UNCHANGED]
    sent = host.asked[-1].headers
    assert sent["if-none-match"] == '"1"'
    assert sent["if-modified-since"] == "Mon, 02 Mar 2026 08:00:00 GMT"


async def test_a_document_that_cannot_be_read_leaves_the_validators_as_they_were(house, host):
    host.pages["/feed"] = feed_answer("One", etag='"1"')
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    host.pages["/feed"] = answer(b"<!doctype html><p>Down for repairs", etag='"2"')
    assert outcomes(await house.refresh()) == [FeedOutcome.FAILED]
    assert house.feeds[0].etag == '"1"'
    host.pages["/feed"] = feed_answer("One", "Two", etag='"2"')
    await house.refresh()
    assert set(house.articles) == {"One", "Two"}


async def test_the_same_document_is_not_read_twice_where_a_server_sends_no_validators(house, host):
    host.pages["/feed"] = feed_answer("One")
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    assert outcomes(await house.refresh()) == [FeedOutcome.STORED]
    assert outcomes(await house.refresh()) == [FeedOutcome.UNCHANGED]


async def test_a_429_holds_every_feed_of_its_host(house, host, open_host):
    elsewhere = await open_host()
    elsewhere.pages["/feed"] = feed_answer("Elsewhere")
    busy = answer(status="429 Too Many Requests", retry_after="7200")
    host.pages.update({f"/{number}": busy for number in range(12)})
    house.subscribe(
        *(FeedSpec(f"{host.url}/{number}") for number in range(12)),
        FeedSpec(f"{elsewhere.url.replace('127.0.0.1', 'localhost')}/feed"),
    )
    *done, other = await house.refresh()
    assert 1 <= len(host.asked) <= 2
    assert outcomes(done).count(FeedOutcome.HELD) == 12 - len(host.asked)
    assert other.outcome is FeedOutcome.STORED
    due = [each.next_fetch_at for each in house.feeds[:-1]]
    assert min(due) >= NOON + timedelta(hours=2)
    held = next(each for each in done if each.outcome is FeedOutcome.HELD)
    assert held.sentence == "127.0.0.1 wants to be left alone until 14:00 UTC."


async def test_a_slow_host_holds_up_no_other(house, host, open_host):
    answered = asyncio.Event()

    async def slowly(_, writer):
        await answered.wait()
        writer.write(feed_answer("Slow"))

    async def at_once(_, writer):
        writer.write(feed_answer("Quick"))
        answered.set()

    quick = await open_host()
    host.respond, quick.respond = slowly, at_once
    house.subscribe(
        *(FeedSpec(f"{host.url}/{number}") for number in range(60)), FeedSpec(f"{quick.url}/feed")
    )
    assert set(outcomes(await house.refresh())) == {FeedOutcome.STORED}
    assert host.most_under_way == 2


async def test_a_410_stops_the_feed_and_keeps_its_articles(house, host):
    host.pages["/feed"] = feed_answer("One")
    house.subscribe(FeedSpec(f"{host.url}/feed", title="The Lamp"))
    await house.refresh()
    host.pages["/feed"] = answer(status="410 Gone")
    (done,) = await house.refresh()
    assert done.outcome is FeedOutcome.GONE
    assert "for good" in done.sentence
    assert house.database.read(due_feeds, NOON + 400 * DAY) == []
    assert set(house.articles) == {"One"}


async def test_a_permanent_redirect_is_followed_after_three_days(house, host, open_host):
    new = await open_host()
    new.pages["/feed"] = feed_answer("One")
    host.pages["/feed"] = moved("301 Moved Permanently", f"{new.url}/feed")
    house.subscribe(FeedSpec(f"{host.url}/feed", title="The Lamp"))
    for day in range(3):
        assert house.feeds[0].url == f"{host.url}/feed"
        house.now = NOON + day * DAY
        await house.refresh()
        # A second look on the same day makes nothing surer.
        (done,) = await house.refresh(house.feeds) if day < 2 else [None]
        assert done is None or done.moved_to == ""
    feed = house.feeds[0]
    assert feed.url == f"{new.url}/feed"
    assert house.database.read(former_urls, feed.id) == (f"{host.url}/feed",)
    assert house.database.read(feed_by_url, f"{host.url}/feed") == feed
    assert set(house.articles) == {"One"}
    await house.refresh()
    assert len(house.articles) == 1


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
async def test_other_redirects_move_no_feed(house, host, status):
    host.pages.update({"/feed": moved(status, "/new"), "/new": feed_answer("One")})
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    for day in range(6):
        house.now = NOON + day * DAY
        await house.refresh()
    assert house.feeds[0].url == f"{host.url}/feed"
    assert set(house.articles) == {"One"}


async def test_a_redirect_that_was_not_meant_starts_the_count_again(house, host):
    there, here = moved("301 Moved Permanently", "/new"), feed_answer("One")
    host.pages["/new"] = here
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    for day, what in enumerate([there, there, here, there, there]):
        host.pages["/feed"] = what
        house.now = NOON + day * DAY
        await house.refresh()
    assert house.feeds[0].url == f"{host.url}/feed"
    house.now = NOON + 5 * DAY
    (done,) = await house.refresh()
    # The document is the one that was read before, word for word.
    assert done.moved_to == house.feeds[0].url == f"{host.url}/new"


async def test_a_redirect_to_what_is_no_feed_moves_nothing(house, host):
    page = answer(b"<!doctype html><title>For sale</title>", content_type="text/html")
    host.pages.update({"/feed": moved("301 Moved Permanently", "/sale"), "/sale": page})
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    for day in range(5):
        house.now = NOON + day * DAY
        await house.refresh()
    assert house.feeds[0].url == f"{host.url}/feed"


async def test_an_address_that_another_feed_has_is_not_taken(house, host):
    host.pages.update({"/old": moved("308 Permanent Redirect", "/new"), "/new": feed_answer("One")})
    house.subscribe(FeedSpec(f"{host.url}/old"), FeedSpec(f"{host.url}/new"))
    for day in range(5):
        house.now = NOON + day * DAY
        done = await house.refresh()
        assert [each.moved_to for each in done] == ["", ""]
    assert [each.url for each in house.feeds] == [f"{host.url}/old", f"{host.url}/new"]
    assert set(house.articles) == {"One"}


async def test_secrets_do_not_move_to_another_host(house, host, open_host):
    new = await open_host()
    target = f"{new.url.replace('127.0.0.1', 'localhost')}/feed"
    new.pages["/feed"] = feed_answer("One")
    host.pages["/feed"] = moved("301 Moved Permanently", target)
    house.subscribe(FeedSpec(f"{host.url}/feed", token="cmd:echo s3cret"))
    for day in range(5):
        house.now = NOON + day * DAY
        await house.refresh()
    assert house.feeds[0].url == f"{host.url}/feed"
    assert {each.headers.get("authorization") for each in host.asked} == {"Bearer s3cret"}
    assert {each.headers.get("authorization") for each in new.asked} == {None}
    kept = house.database.read(lambda conn: "\n".join(conn.iterdump()))
    assert "One" in kept
    assert "s3cret" not in kept


async def test_a_feed_whose_secret_cannot_be_had_is_not_asked(house, host):
    house.subscribe(FeedSpec(f"{host.url}/feed", token="cmd:false"))
    (done,) = await house.refresh()
    assert done.outcome is FeedOutcome.FAILED
    assert done.sentence
    assert host.asked == []


@pytest.mark.parametrize(
    ("headers", "about", "interval", "least", "most"),
    [
        ({"cache_control": "max-age=504921600"}, {}, None, LATEST, LATEST),
        ({"cache_control": "max-age=1"}, {"ttl": "240"}, None, 14_400, 14_400),
        ({"cache_control": "max-age=7200"}, {}, 600, 600, 600),
        ({}, {"ttl": "1"}, None, SOONEST_UNASKED, 3_600),
    ],
)
async def test_when_it_is_asked_again(house, host, headers, about, interval, least, most):
    host.pages["/feed"] = answer(rss("One", **about), **headers)
    house.subscribe(FeedSpec(f"{host.url}/feed", interval=interval))
    await house.refresh()
    wait = (house.feeds[0].next_fetch_at - NOON).total_seconds()
    assert least <= wait <= most


async def test_failures_are_asked_ever_more_rarely(house, host):
    host.pages["/feed"] = answer(status="500 Internal Server Error")
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    waits = []
    for _ in range(5):
        await house.refresh()
        waits.append(house.feeds[0].next_fetch_at - NOON)
    assert waits == sorted(waits)
    assert waits[-1] > 8 * waits[0]
    host.pages["/feed"] = feed_answer("One")
    await house.refresh()
    assert (house.feeds[0].failures, house.feeds[0].last_error) == (0, "")


async def test_one_refresh_of_an_archive_at_a_time(house, host):
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def respond(_, writer):
        asked.set()
        await go_on.wait()
        writer.write(feed_answer("One"))

    host.respond = respond
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    first = asyncio.create_task(house.refresh())
    await asked.wait()
    with pytest.raises(RefreshRunning, match="Another refresh"):
        await house.refresh()
    go_on.set()
    assert outcomes(await first) == [FeedOutcome.STORED]
    assert outcomes(await house.refresh()) == [FeedOutcome.UNCHANGED]


async def test_an_address_edited_by_hand_keeps_the_articles(house, host):
    host.pages.update({"/old": feed_answer("One"), "/new": feed_answer("One", "Two")})
    house.subscribe(FeedSpec(f"{host.url}/old", title="The Lamp"))
    await house.refresh()
    house.subscribe(FeedSpec(f"{host.url}/new", title="The Lamp"))
    (done,) = await house.refresh()
    assert len(done.new) == 1
    assert set(house.articles) == {"One", "Two"}
    house.database.write(move_feed, house.feeds[0].id, f"{host.url}/third", NOON)
    assert set(house.articles) == {"One", "Two"}


async def test_a_page_that_cannot_be_had_just_now_is_asked_for_again(house, host):
    host.pages["/feed"] = teaser(host)
    host.pages["/pier"] = answer(status="503 Service Unavailable")
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    assert [each.sentence for each in house.pages] != [""]
    words = " ".join(["The pier at Orlen Sound opens again soon, said its keeper."] * 30)
    page = (
        f"<!doctype html><html><body><article><h1>Pier</h1><p>{words}</p></article></body></html>"
    )
    host.pages["/pier"] = answer(page.encode(), content_type="text/html")
    await house.refresh()
    assert "opens again soon" in house.articles["Pier"].body.text
    await house.refresh()
    assert [each.target for each in host.asked].count("/pier") == 2


async def test_a_page_that_stays_away_is_given_up(house, host):
    host.pages["/feed"] = teaser(host)
    host.pages["/pier"] = answer(status="503 Service Unavailable")
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    for day in range(6):
        house.now = NOON + day * DAY
        await house.refresh()
    assert [each.target for each in host.asked].count("/pier") == 4


async def test_a_site_may_ask_not_to_have_its_pages_fetched(house, host):
    host.pages["/feed"] = teaser(host)
    host.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /pier\n")
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    assert "/pier" not in [each.target for each in host.asked]
    assert [each.sentence for each in house.pages] == [
        "127.0.0.1 asks programs not to fetch its articles."
    ]


async def test_one_page_is_fetched_because_somebody_asks_for_it(house, host):
    house.subscribe(FeedSpec(f"{host.url}/feed", full_text=FullText.NEVER))
    host.pages["/feed"] = teaser(host)
    await house.refresh()
    pier = house.articles["Pier"]

    async def fetch():
        async with Client() as client:
            return await fetch_page(
                house.database, client, house.processes, pier.id, pier.url, specs=house.specs
            )

    host.pages["/pier"] = answer(status="503 Service Unavailable")
    assert "503" in await fetch()
    host.pages["/pier"] = answer(b"<!doctype html><p>Soon", content_type="text/html")
    assert "No article was found" in await fetch()
    assert house.articles["Pier"].text_from == "feed"
    words = " ".join(["The pier at Orlen Sound opens again soon, said its keeper."] * 30)
    page = f"<!doctype html><html><body><article><h1>Pier</h1><p>{words}</p></article>"
    host.pages["/pier"] = answer(page.encode(), content_type="text/html")
    assert await fetch() == ""
    pier = house.articles["Pier"]
    assert pier.text_from == "page"
    assert pier.feed_body is not None
