from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean import clean_url
from onrecord.fetch.discover import (
    MOST_LINKS,
    FeedLink,
    common_addresses,
    feed_links,
    looks_like_feed,
)

SITE = "https://press.example/news/today.html"


def urls(page: str | bytes, url: str = SITE) -> list[str]:
    return [link.url for link in feed_links(page, url)]


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" type="application/rss+xml" href="/feed">',
        '<link href="/feed" type="application/atom+xml" rel="alternate" />',
        "<LINK REL='home Alternate' HREF='../feed' TYPE='Application/RSS+XML; charset=utf-8'>",
        "<link rel=alternate type=text/xml href=/feed>",
        '<link\n  rel = "alternate"\n  type = "application/rdf+xml"\n  href = "/feed"\n>',
        '<link rel="alternate" title="a > b" type="application/rss+xml" href="/feed">',
        '<link rel="feed" href="https://press.example/feed">',
        '<link rel="alternate" type="application/xml" href=" /feed#top ">',
        '<a href="/feed">All news</a>',
    ],
)
def test_a_feed_is_found_however_it_is_declared(tag: str) -> None:
    assert urls(f"<html><head>{tag}</head></html>") == ["https://press.example/feed"]


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="alternate" hreflang="fr" type="text/html" href="/fr">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed">',
        '<link rel="stylesheet" type="text/xml" href="/style">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<link rel="alternate" type="application/rss+xml" href="//[feed">',
        '<a href="//[feed">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/feed"> -->',
        "<script>write('<a href=\"/feed\">')</script>",
        '<a href="/feeding-the-city">Feeding</a>',
        '<a href="/sitemap/rss.xml">Map</a>',
        "<a name=feed>",
        f'<a href="{SITE}">Here</a>',
    ],
)
def test_what_is_no_feed_is_not_found(tag: str) -> None:
    assert urls(tag) == []


@pytest.mark.parametrize(
    "href",
    [
        "/rss", "/world/rss.xml", "/atom.xml", "/index.rdf", "/a/feed/", "/feeds/all",
        "/?feed=rss2", "/search?format=rss&q=a", "/news.rss", "/rss2/",
        "https://feeds.press.example/world",
    ],
)  # fmt: skip
def test_links_that_look_like_feeds_are_found(href: str) -> None:
    assert len(urls(f'<a class="x" href="{href}">Feed</a>')) == 1


def test_the_best_come_first_and_each_once() -> None:
    page = """
      <a href="/rss">RSS</a>
      <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
      <link rel="alternate" type="application/rss+xml" title="The\n Post &amp; Co" href="/feed">
      <link rel="alternate" type="application/atom+xml" href="/feed">
    """
    assert feed_links(page, SITE) == (
        FeedLink("https://press.example/feed", "The Post & Co"),
        FeedLink("https://press.example/comments/feed", "Comments"),
        FeedLink("https://press.example/rss", ""),
    )


def test_the_base_of_the_page_counts() -> None:
    page = '<base href="/paper/"><base href="/no/"><a href="feed?a=1&amp;b=2">Feed</a>'
    assert urls(page) == ["https://press.example/paper/feed?a=1&b=2"]
    assert urls('<base href="file:///"><a href="feed">') == ["https://press.example/news/feed"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "windows-1251"])
def test_a_page_may_be_in_any_encoding(encoding: str) -> None:
    page = f'<meta charset="{encoding}"><link rel="feed" href="/feed" title="Новости">'
    assert feed_links(page.encode(encoding), SITE)[0].title == "Новости"


def test_an_unknown_encoding_is_no_hindrance() -> None:
    assert urls(b'<meta charset="klingon"><a href="/feed">') == ["https://press.example/feed"]


def test_no_page_gives_more_than_can_be_looked_through() -> None:
    page = "".join(f'<a href="/feed/{number}">' for number in range(1_000))
    assert len(urls(page)) == MOST_LINKS


@pytest.mark.parametrize(
    "piece", ["<a ", "<a '", '<link "', "<!--", "<script", "<a x=", "<a =\"'", "<link rel=feed "]
)
def test_a_page_of_beginnings_takes_no_long_time(piece: str) -> None:
    assert urls(piece * 20_000) == []


@given(st.text() | st.lists(st.sampled_from([*"<>\"'=/[ a-!", "link", "href"])).map("".join))
def test_whatever_a_page_holds_its_links_are_web_addresses(page: str) -> None:
    for link in feed_links(page + '<a href="/feed">', SITE):
        assert link.url == clean_url(link.url) != ""


def test_common_addresses_are_near_and_at_the_root() -> None:
    found = common_addresses("https://press.example/section/?a=b#c")
    assert found[0] == "https://press.example/section/feed"
    assert "https://press.example/rss.xml" in found
    assert len(found) == len(set(found)) <= 12
    assert common_addresses("https://press.example")[0] == "https://press.example/feed"


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><rss version="2.0">',
        b"\xef\xbb\xbf \n<rss>",
        b'<!-- a <html> comment --><feed xmlns="http://www.w3.org/2005/Atom">',
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss>',
        b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">',
        b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">',
        '<?xml version="1.0" encoding="utf-16"?><rss>'.encode("utf-16"),
        "<rss>".encode("utf-16-be"),
        b"<br />\n<b>Warning</b>: no such file\n<rss version='2.0'>",
    ],
)
def test_a_feed_is_known_by_its_beginning(body: bytes) -> None:
    assert looks_like_feed(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"plain text on rss",
        b"<!DOCTYPE html><html><body><rss>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><rss>",
        b'{"version": "https://jsonfeed.org/version/1"}',
        b'<rdf:RDF xmlns:foaf="http://xmlns.com/foaf/0.1/">',
        b"<?xml version='1.0'?><opml>",
        b"<feedback>",
        b"\x89PNG\r\n",
    ],
)
def test_what_is_no_feed_is_known_too(body: bytes) -> None:
    assert not looks_like_feed(body)
