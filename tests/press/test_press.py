"""The sample press behaves as real outlets' servers do."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from http import HTTPStatus
from xml.etree import ElementTree as ET

import httpx
import pytest

from onrecord.samples.outlets import OUTLETS, Format, Validators
from onrecord.samples.press import Breakage, Press

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
LATE = """+++
id = "late-news"
title = "A late item"
outlet = "mpa"
+++
The bandstand has been moved back.
"""


@pytest.fixture
def press():
    with Press(now=NOW) as press:
        yield press


@pytest.fixture
def client(press):
    with httpx.Client(base_url=press.url) as client:
        yield client


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.slug)
def test_each_feed_is_served_whole_and_then_as_not_modified(press, client, outlet):
    first = client.get(outlet.feed_path)
    root = ET.fromstring(first.content)
    titles = [title.text for title in root.iter() if title.tag.endswith("title")]
    assert set(titles) >= {i.manuscript.title for i in press.issues(outlet)}
    assert ("etag" in first.headers) is (outlet.validators is not Validators.LAST_MODIFIED)
    assert ("last-modified" in first.headers) is (outlet.validators is not Validators.ETAG)
    conditions = {
        "if-none-match": first.headers.get("etag", ""),
        "if-modified-since": first.headers.get("last-modified", ""),
    }
    second = client.get(outlet.feed_path, headers=conditions)
    assert second.status_code == HTTPStatus.NOT_MODIFIED
    assert second.content == b""
    assert [r.status for r in press.requests] == [200, 304]


def test_a_validator_that_no_longer_holds_gives_the_feed_again(press, client):
    etag = client.get("/mpa/rss.xml").headers["etag"]
    press.publish(LATE)
    answer = client.get("/mpa/rss.xml", headers={"if-none-match": etag})
    assert answer.status_code == HTTPStatus.OK
    assert "A late item" in answer.text


def test_an_etag_goes_before_a_date(client):
    first = client.get("/mpa/rss.xml")
    conditions = {
        "if-none-match": '"other"',
        "if-modified-since": first.headers["last-modified"],
    }
    assert client.get("/mpa/rss.xml", headers=conditions).status_code == HTTPStatus.OK


def test_two_feeds_have_moved_one_for_good(client):
    assert client.get("/lantern/feed").status_code == HTTPStatus.FOUND
    answer = client.get("/radio/rss")
    assert answer.status_code == HTTPStatus.MOVED_PERMANENTLY
    assert answer.headers["location"].endswith("/radio/feed.xml")


def test_gzip_only_where_it_is_accepted(client):
    packed = client.get("/mpa/rss.xml", headers={"accept-encoding": "gzip"})
    plain = client.get("/mpa/rss.xml", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_a_teasing_feed_leaves_the_text_to_the_page(press, client):
    outlet = next(outlet for outlet in OUTLETS if outlet.format is Format.RSS_TEASER)
    issue = press.issues(outlet)[0]
    last = issue.manuscript.body.paragraphs[-1]
    ending = issue.manuscript.body.text[last.start : last.end]
    assert ending not in client.get(outlet.feed_path).text
    assert ending in client.get(issue.url).text


def test_the_front_page_names_two_feeds_that_exist(client):
    page = client.get("/lantern/").text
    assert page.count('rel="alternate"') == 2
    assert "/lantern/atom.xml" in page
    interviews = client.get("/lantern/interviews.xml").text
    assert "bell-founder" in interviews
    assert "salt-road" not in interviews


def test_opml_and_toml_list_every_outlet(press, client):
    opml = client.get("/press.opml").text
    toml = press.feeds_toml()
    for outlet in OUTLETS:
        assert f"{press.url}{outlet.subscribed_path}" in opml
        assert f'url = "{press.url}{outlet.subscribed_path}"' in toml


@pytest.mark.parametrize(
    ("breakage", "status"),
    [
        (Breakage.SERVER_ERROR, 500),
        (Breakage.BUSY, 503),
        (Breakage.MISSING, 404),
        (Breakage.GONE, 410),
        (Breakage.HTML, 200),
        (Breakage.EMPTY, 200),
        (Breakage.CUT, 200),
    ],
)
def test_a_feed_breaks_and_is_mended(press, client, breakage, status):
    press.break_feed("mpa", breakage)
    broken = client.get("/mpa/rss.xml")
    assert broken.status_code == status
    assert not _is_feed(broken.content)
    assert client.get("/keel/rss").status_code == HTTPStatus.OK
    press.mend_feed("mpa")
    assert _is_feed(client.get("/mpa/rss.xml").content)


def _is_feed(document: bytes) -> bool:
    try:
        return ET.fromstring(document).tag == "rss"
    except ET.ParseError:
        return False


def test_a_silent_feed_is_let_go_when_the_press_closes():
    press = Press(now=NOW)
    with press, socket.create_connection(("127.0.0.1", int(press.url.rpartition(":")[2]))) as line:
        press.break_feed("mpa", Breakage.SILENT)
        line.sendall(b"GET /mpa/rss.xml HTTP/1.1\r\nHost: press\r\n\r\n")
        line.settimeout(0.05)
        with pytest.raises(TimeoutError):
            line.recv(1)
        press.close()
    press.close()


def test_revising_changes_text_and_date_but_not_the_place_in_the_feed(press, client):
    before = client.get("/mpa/spring-tide").text
    press.revise("spring-tide", "eleven parked cars", "twelve parked cars")
    after = client.get("/mpa/spring-tide").text
    assert "eleven parked cars" in before
    assert "twelve parked cars" in after
    issue = next(
        issue for issue in press.issues(OUTLETS[0]) if issue.manuscript.id == "spring-tide"
    )
    assert issue.updated_at > issue.published_at
    with pytest.raises(KeyError):
        press.revise("spring-tide", "no such words", "")


def test_withdrawn_and_unknown_pages_are_missing(press, client):
    press.withdraw("spring-tide")
    for path in ("/mpa/spring-tide", "/mpa/none", "/none/", "/"):
        assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    assert "spring-tide" not in client.get("/mpa/rss.xml").text


def test_head_gives_the_headers_alone(client):
    answer = client.head("/mpa/rss.xml")
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 1000


def test_the_same_present_gives_the_same_press():
    def everything():
        with Press(now=NOW) as press:
            pages = [press.answer(outlet.feed_path, {}).body for outlet in OUTLETS]
            return [page.replace(press.url.encode(), b"") for page in pages]

    assert everything() == everything()
