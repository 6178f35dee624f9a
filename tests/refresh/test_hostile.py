"""Feeds that mean harm cost only themselves, and nothing of them reaches a terminal."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib

import brotli
import pytest
from house import feed_answer, rss
from loopback import answer

from onrecord.model import FullText
from onrecord.refresh import FeedOutcome
from onrecord.settings import FeedSpec
from onrecord.store.doctor import faults

PROSE = "The ferry to Orlen Sound runs again, said its captain. " * 30
DANGEROUS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
NOISE = (
    "\x1b[2J\x1b]52;c;cm0gLXJm\x07\x1b]8;;http://evil.example\x1b\\\x1bP+q544e\x1b\\\x9b31m"
    "\x7f\u202e\u2066\U000e0041"
)


def item(title="Ferry", text=PROSE, extra="", link="https://orlen.example/ferry"):
    return (
        f"<item><title>{title}</title><link>{link}</link>{extra}"
        f"<description>{text}</description></item>"
    )


def channel(*items, head="", title="Harm"):
    return (
        f"{head}<rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"
    )


def packed(body, encoding, **headers):
    return answer(body, content_encoding=encoding, **headers)


ZEROS = b"<rss>" + b" " * 40_000_000
GZIPPED = gzip.compress(ZEROS)
GOOD = gzip.compress(rss("Whole"))

REFUSED = {
    "gzip bomb": packed(GZIPPED, "gzip"),
    "deflate bomb": packed(zlib.compress(ZEROS), "deflate"),
    "brotli bomb": packed(brotli.compress(ZEROS, quality=5), "br"),
    "nested bomb": packed(gzip.compress(GZIPPED), "gzip, gzip"),
    "large body": answer(b"<rss>" + b" " * 15_000_001),
    "cut gzip": packed(GOOD[:-9], "gzip"),
    "unoffered encoding": packed(GOOD, "x-compress"),
    "no gzip at all": packed(rss("Plain"), "gzip"),
    "loop": answer(status="302 Found", location="/loop"),
    "to a file": answer(status="302 Found", location="file:///etc/passwd"),
    "to nowhere": answer(status="302 Found", location="http://"),
    "to a bad name": answer(status="302 Found", location="http://xn--a.\ud7ff.example/"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
    "half a status": b"HTTP/1.1 2\r\n\r\n",
    "sixteen bytes": answer(b"\x00\x00\xfe\xff<\x00?\x00x\x00m\x00l\x00"),
    "empty": answer(b""),
    "a page": answer(b"<!doctype html><html><body>No feed</body></html>"),
}
STORED = {
    "entity bomb": channel(
        item(text="&a;" * 90),
        item(),
        head=f'<!DOCTYPE rss [<!ENTITY a "{"x" * 1_000_000}">]>',
    ),
    "laughing entities": channel(
        item(text="&c;"),
        item(),
        head='<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ),
    "outer entity": channel(
        item(text="&f; " + PROSE), head='<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    ),
    "attributes": channel(
        item(extra="<a " + " ".join(f"b{n}='{n}'" for n in range(40_000)) + "/>")
    ),
    "comments": channel(item(extra="<!--" * 50_000 + "-->")),
    "a path for a feed": channel(item(title="/etc/passwd", link="file:///etc/passwd")),
    "a command for a link": channel(item(link="-oProxyCommand=reboot")),
    "a script for a link": channel(item(link="javascript:alert(1)")),
    "long guid": channel(item(extra=f"<guid>{'g' * 1_000_000}</guid>")),
    "year 1": channel(item(extra="<pubDate>Mon, 01 Jan 0001 00:00:00 GMT</pubDate>")),
    "year 9999": channel(item(extra="<pubDate>9999-12-31T23:59:59-12:00</pubDate>")),
    "no month": channel(item(extra="<pubDate>2026-13-45</pubDate>")),
    "a number": channel(item(extra="<pubDate>1780272000</pubDate>")),
    "noise": channel(
        item(
            title=f"Ferry {NOISE.replace('&', '')}".replace("\x1b", "&#27;").replace(
                "\x07", "&#7;"
            ),
            text=f"{PROSE} {NOISE.translate({0x1B: None, 7: None, 0x7F: None})}",
            extra="<author>[@click=app.quit]x[/] \u202eevil</author>",
        ),
        title="Harm \u202e[/] [red]",
    ),
}


def unharmed(text):
    assert not DANGEROUS.search(text), ascii(DANGEROUS.findall(text))
    return text


@pytest.fixture
async def harm(house, host):
    """Every hostile feed and a good one, subscribed to."""
    # Each tells another story, or they would be taken for one.
    told = {
        name: body.replace("captain", f"captain of {name}").replace("/ferry<", f"/{name[-5:]}<")
        for name, body in STORED.items()
    }
    answers = REFUSED | {name: answer(body.encode()) for name, body in told.items()}
    for name, body in answers.items():
        host.pages["/" + name.replace(" ", "-")] = body
    host.pages["/good"] = feed_answer("Good")
    names = [*answers, "good"]
    house.subscribe(
        *(
            FeedSpec(f"{host.url}/{name.replace(' ', '-')}", full_text=FullText.NEVER)
            for name in names
        )
    )
    return dict(zip(names, await house.refresh(), strict=True))


async def test_each_costs_only_itself(house, harm):
    outcomes = {name: done.outcome for name, done in harm.items()}
    assert {outcomes[name] for name in REFUSED} == {FeedOutcome.FAILED}
    assert {name: outcomes[name] for name in STORED if outcomes[name] != FeedOutcome.STORED} == {}
    assert outcomes["good"] is FeedOutcome.STORED
    for name in REFUSED:
        sentence = unharmed(harm[name].sentence)
        assert sentence.endswith(".")
        assert 20 < len(sentence) < 400
    assert house.database.write(faults) == ()
    for feed in house.feeds:
        unharmed(feed.title + feed.last_error)
    articles = house.stored
    assert len(articles) == len(STORED) + 1
    # What lies in the future is taken for now, what cannot be is no date.
    assert {each.published_at for each in articles} == {None, house.now}
    for stored in articles:
        said = unharmed(stored.title + stored.byline + stored.body.text)
        assert "root:" not in said
        assert len(said) < 2_000_000
        assert stored.url == "" or stored.url.startswith(("http://", "https://"))


async def test_200_000_unclosed_items_end_within_bounds(house, host):
    body = b"<rss><channel>" + b"<item><title>x" * 200_000
    host.pages.update({"/": answer(body), "/good": feed_answer("Good")})
    house.subscribe(FeedSpec(f"{host.url}/"), FeedSpec(f"{host.url}/good"))
    _, good = await house.refresh()
    assert good.outcome is FeedOutcome.STORED
    assert len(house.articles) < 6_000


async def drip_of_headers(_, writer):
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000):
        writer.write(f"X-{number}: 1\r\n".encode())
        await asyncio.sleep(0.02)


async def drip_of_body(_, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(1_000):
        writer.write(b" ")
        await asyncio.sleep(0.02)


async def endless_promises(_, writer):
    for _ in range(1_000):
        writer.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        await asyncio.sleep(0.02)


async def endless_body(_, writer):
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b" " * 65_536 + b"\r\n"
    while not writer.is_closing():
        writer.write(chunk)
        await writer.drain()


async def half_a_body(_, writer):
    writer.write(answer(b"<rss>", length=5_000))


async def silence(_, __):
    await asyncio.sleep(60)


@pytest.mark.parametrize(
    "respond", [drip_of_headers, drip_of_body, endless_promises, endless_body, half_a_body, silence]
)
async def test_what_never_ends_is_ended(house, host, respond):
    host.respond = respond
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    house.deadline = 0.7
    (done,) = await house.refresh()
    assert done.outcome is FeedOutcome.FAILED
    assert done.sentence


async def test_no_page_is_fetched_from_a_private_network_that_nobody_typed(house, host, open_host):
    inside = await open_host()
    links = [
        f"{inside.url}/router",
        f"http://2130706433:{inside.port}/",
        f"http://0x7f.1:{inside.port}/",
        f"http://[::ffff:127.0.0.1]:{inside.port}/",
        f"http://[64:ff9b::7f00:1]:{inside.port}/",
        f"http://localhost:{inside.port}/",
    ]
    items = [item(title=f"Router {n}", text="Soon…", link=link) for n, link in enumerate(links)]
    host.pages["/feed"] = answer(channel(*items).encode())
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    assert len(house.articles) == len(house.pages) == len(links)
    assert all(each.sentence for each in house.pages)
    assert inside.asked == []


async def test_entries_of_any_kind_stay_apart_and_settle(house, host):
    changing = iter(range(100))

    async def respond(_, writer):
        # Ids that change and dates that move, while the words stay the same.
        n = next(changing)
        date = f"<pubDate>Tue, 0{1 + n % 3} Mar 2026 08:00:00 GMT</pubDate>"
        same = item(extra=f"<guid>id-{n}</guid>{date}")
        without = f"<item><description>{'No title, no link, no id. ' * 10}</description></item>"
        twice = [
            item(
                title=f"Twice {each}", link=f"https://orlen.example/{each}", extra="<guid>1</guid>"
            )
            for each in "ab"
        ]
        writer.write(answer(channel(same, without, *twice).encode()))

    host.respond = respond
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    (first,) = await house.refresh()
    assert len(first.new) == 4
    for _ in range(6):
        (again,) = await house.refresh()
        assert (again.new, again.changed) == ((), ())
    assert len(house.articles) == 4


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("windows-1251", "text/xml"),
        ("windows-1251", "text/xml; charset=utf-8"),
        ("gb18030", "application/rss+xml"),
        ("utf-16", "application/rss+xml"),
        ("utf-8", "text/xml; charset=windows-1251"),
    ],
)
async def test_words_come_through_any_encoding(house, host, encoding, content_type):
    words = "Паром снова ходит, сказал капитан. " * 10
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    body = channel(item(title="Паром", text=words), head=head).encode(encoding)
    host.pages["/feed"] = answer(body, content_type=content_type)
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    assert house.articles["Паром"].body.text == words.strip()


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<title>Salt &amp;amp; sail</title>", "Salt & sail"),
        (
            "<title type='html'>Salt &amp;lt;i&amp;gt; &lt;b&gt;sail&lt;/b&gt;</title>",
            "Salt <i> sail",
        ),
        ("<title type='text'>Salt &lt;b&gt; sail</title>", "Salt <b> sail"),
        (
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Salt <b>sail</b></div>",
            "Salt sail",
        ),
    ],
)
async def test_titles_of_any_type_are_plain(house, host, title, shown):
    title = title if title.endswith("</title>") else f"{title}</title>"
    link = "<link href='../salt?a=1&amp;b=2'/>"
    entry = f"<entry><id>urn:x</id>{title}{link}<content>{PROSE}</content></entry>"
    body = (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://orlen.example/deep/down/'>"
        f"{entry}</feed>"
    )
    host.pages["/feed"] = answer(body.encode())
    house.subscribe(FeedSpec(f"{host.url}/feed"))
    await house.refresh()
    ((found, stored),) = house.articles.items()
    assert found == shown
    assert stored.url == "https://orlen.example/deep/salt?a=1&b=2"
