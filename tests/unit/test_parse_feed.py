"""Feeds of all dialects, and documents that are none."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Enclosure, Entry, ParsedFeed, Role
from onrecord.parse import source
from onrecord.parse.feed import NotAFeed, parse_feed

URL = "https://courier.example/feeds/interviews.xml"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORDS = "The harbour will open in spring. "


def parse(document: str | bytes, content_type: str = "") -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, url=URL, content_type=content_type, now=NOW)


def rss(items: str, channel: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
        ' xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>The Quay Courier</title><link>https://courier.example/</link>{channel}"
        f"{items}</channel></rss>"
    )


def atom(entries: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-gb">'
        "<title>The Quay Courier</title><id>urn:x</id><author><name>The Desk</name></author>"
        f"{entries}</feed>"
    )


def only(document: str | bytes) -> Entry:
    (entry,) = parse(document).entries
    return entry


def test_rss_in_full() -> None:
    feed = parse(
        rss(
            "<item><title>Tom &amp;amp; Ada: &#8220;We sail&#8221;</title>"
            "<link>https://courier.example/1?a=1&amp;b=2</link><guid isPermaLink='false'>n-1</guid>"
            "<dc:creator>By Mira Holt</dc:creator>"
            "<pubDate>Mon, 01 Jun 2026 10:00:00 +0200</pubDate>"
            "<category>Interview</category><category>Harbour</category><category>Harbour</category>"
            "<description>A teaser.</description>"
            f"<content:encoded><![CDATA[<p><b>Why?</b></p><p>{WORDS * 40}"
            '<a href="/map">Map</a></p><p>The post Tom appeared first on Courier.</p>]]>'
            "</content:encoded>"
            "<enclosure url='https://courier.example/1.mp3' type='audio/mpeg' length='1234'/>"
            "</item>",
            "<language>en_GB</language><ttl>30</ttl>",
        )
    )
    assert (feed.title, feed.site_url) == ("The Quay Courier", "https://courier.example/")
    assert (feed.language, feed.update_every, feed.warning) == ("en-GB", 1800, "")
    (entry,) = feed.entries
    assert entry.title == "Tom & Ada: “We sail”"
    assert entry.url == "https://courier.example/1?a=1&b=2"
    assert (entry.guid, entry.byline, entry.language) == ("n-1", "Mira Holt", "en-GB")
    assert entry.published_at == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert entry.updated_at is None
    assert entry.tags == ("Interview", "Harbour")
    assert entry.enclosures == (Enclosure("https://courier.example/1.mp3", "audio/mpeg", 1234),)
    assert not entry.truncated
    assert [part.role for part in entry.body.paragraphs] == [Role.EMPHASIS, Role.PARAGRAPH]
    assert entry.body.text.startswith("Why?\n\nThe harbour will open")
    assert entry.body.links[0].url == "https://courier.example/map"


def test_atom_in_full() -> None:
    entry = only(
        atom(
            "<entry><id>tag:1</id>"
            "<title type='html'>&lt;i&gt;Salt&lt;/i&gt; &amp;amp; stone</title>"
            "<link rel='alternate' href='2' xml:base='https://courier.example/a/'/>"
            "<updated>2026-06-02T10:00:00Z</updated><published>2026-06-01T10:00:00Z</published>"
            "<author><name>Ilan Brook</name></author><author><name>Mira Holt</name></author>"
            f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{WORDS * 40}</p>"
            "<blockquote>So be it.</blockquote></div></content></entry>"
        )
    )
    assert (entry.title, entry.byline) == ("Salt & stone", "Ilan Brook, Mira Holt")
    assert entry.url == "https://courier.example/a/2"
    assert entry.published_at == datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert entry.updated_at == datetime(2026, 6, 2, 10, tzinfo=UTC)
    assert [part.role for part in entry.body.paragraphs] == [Role.PARAGRAPH, Role.QUOTE]
    assert entry.language == "en-GB"


def test_json_feed() -> None:
    item = {
        "id": 7,
        "url": "/7",
        "title": "Q&A [/b] <Ada>",
        "content_html": f"<p>{WORDS}</p>",
        "date_published": "2026-06-01T10:00:00+02:00",
        "authors": [{"name": "Mira Holt"}],
        "tags": ["Interview"],
        "attachments": [{"url": "/7.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}],
    }
    version = "https://jsonfeed.org/version/1.1"
    document = json.dumps({"version": version, "title": "Quay", "items": [item, 3, {}]})
    feed = parse(document)
    first, empty = feed.entries
    assert (first.guid, first.url) == ("7", "https://courier.example/7")
    assert (first.title, first.byline) == ("Q&A [/b] <Ada>", "Mira Holt")
    assert first.published_at == datetime(2026, 6, 1, 8, tzinfo=UTC)
    assert first.enclosures == (Enclosure("https://courier.example/7.mp3", "audio/mpeg", 9),)
    assert empty.guid.startswith("sha256:")
    again = parse_feed(document.encode(), url=URL, known=frozenset({first.digest}), now=NOW)
    assert [entry.guid for entry in again.entries] == [empty.guid]
    assert again.left_out == 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<title>a &lt; b</title>", "a < b"),
        ("<title><![CDATA[Ada & Tom]]></title>", "Ada & Tom"),
        ("<title>Ada & Tom</title>", "Ada & Tom"),
        ("<title>Ada&nbsp;&mdash;&bogus;</title>", "Ada —&bogus;"),
        ("<title>&lt;b&gt;Ada&lt;/b&gt;</title>", "Ada"),
        ("<title>Caf&amp;eacute;</title>", "Café"),
        ("<title>He said &amp;#8220;no&amp;#8221;</title>", "He said “no”"),
        ("<title>[/] [@click=app.quit]x[/]</title>", "[/] [@click=app.quit]x[/]"),
        ("<title>red\x1b[31m &#x202e;evil&#27;]0;t&#7;</title>", "red[31m evil]0;t"),
        ("<title>two\n  lines</title>", "two lines"),
        (
            "<title></title><description>&lt;p&gt;First words.&lt;/p&gt;</description>",
            "First words.",
        ),
        (f"<description>{WORDS * 5}</description>", " ".join((WORDS * 5).split()[:12]) + " …"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert only(rss(f"<item>{title}</item>")).title == expected


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("<author>mira@courier.example (Mira Holt)</author>", "Mira Holt"),
        ("<author>mira@courier.example</author>", ""),
        ("<author>Mira Holt &lt;mira@courier.example&gt;</author>", "Mira Holt"),
        ("<dc:creator>BY MIRA HOLT</dc:creator>", "MIRA HOLT"),
        ("<dc:creator>Byron Holt</dc:creator>", "Byron Holt"),
        ("<dc:creator>admin</dc:creator>", ""),
        ("", ""),
    ],
)
def test_bylines(author: str, expected: str) -> None:
    assert only(rss(f"<item><title>x</title>{author}</item>")).byline == expected


def test_an_atom_author_with_an_address() -> None:
    author = "<author><name>Mira Holt</name><email>mira@courier.example</email></author>"
    assert only(atom(f"<entry><id>1</id><title>x</title>{author}</entry>")).byline == "Mira Holt"


def test_an_atom_entry_without_author_has_that_of_its_feed() -> None:
    assert only(atom("<entry><id>1</id><title>x</title></entry>")).byline == "The Desk"


def test_guids_are_made_bounded_and_told_apart() -> None:
    feed = parse(
        rss(
            f"<item><guid>{'g' * 1_000_000}</guid></item>"
            "<item><link>https://courier.example/1</link></item>"
            "<item><title>Only a title</title></item>"
            "<item><guid>same</guid><link>https://courier.example/2</link></item>"
            "<item><guid>same</guid><link>https://courier.example/3</link></item>"
            "<item><guid>twice</guid><link>https://courier.example/4</link><title>a</title></item>"
            "<item><guid>twice</guid><link>https://courier.example/4</link><title>a</title></item>"
        )
    )
    guids = [entry.guid for entry in feed.entries]
    assert len(guids) == len(set(guids)) == 6
    assert all(0 < len(guid) < 200 for guid in guids)
    assert guids[1] == "https://courier.example/1"
    again = parse(rss("<item><title>Only a title</title></item>"))
    assert again.entries[0].guid == guids[2]


@pytest.mark.parametrize(
    ("text", "truncated"),
    [
        (f"<description>{WORDS * 40}</description>", False),
        (f"<description>{WORDS * 3}</description>", True),
        (f"<description>{WORDS * 40} [&#8230;]</description>", True),
        (f"<content:encoded>{WORDS * 3}</content:encoded>", False),
        (f"<content:encoded>{WORDS * 3}…</content:encoded>", True),
        (f"<description>Short.</description><content:encoded>{WORDS * 3}</content:encoded>", True),
        (
            f"<description>Short.</description><content:encoded>{WORDS * 40}</content:encoded>",
            False,
        ),
        (
            f"<content:encoded>&lt;p&gt;{WORDS * 40}&lt;p&gt;Continue reading</content:encoded>",
            True,
        ),
        ("", True),
    ],
)
def test_teasers_are_known(text: str, truncated: bool) -> None:
    entry = only(rss(f"<item><title>x</title>{text}</item>"))
    assert entry.truncated is truncated
    assert "Continue reading" not in entry.body.text


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999</ttl>", 60 * 60 * 24 * 366),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", 3600),
        (
            "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            21600,
        ),
    ],
)
def test_how_often_the_feed_asks_to_be_read(channel: str, seconds: int | None) -> None:
    assert parse(rss("", channel)).update_every == seconds


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "is empty"),
        (" \n\0", "is empty"),
        ("<!DOCTYPE html><html><body>Hi</body></html>", "is a web page"),
        ("<!-- x -->\n<HTML><head>", "is a web page"),
        ('<opml version="2.0"><body/></opml>', "is a list of feeds"),
        ("<urlset></urlset>", "is a site map"),
        ("no markup at all", "is neither RSS"),
        ('{"a": 1}', "is JSON, but not a JSON Feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 3}', "not a JSON Feed"),
        ("{" * 100_000, "not a JSON Feed"),
        (b"<?xml \xff\xfe\x00\x00\xd8\x00\xdd\x00\x00\x00", "is neither RSS"),
        (bytes(range(200, 216)), "is neither RSS"),
    ],
)
def test_what_is_no_feed_is_named(document: str | bytes, reason: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        parse(document)
    assert caught.value.sentence.startswith(URL)
    assert reason in caught.value.sentence
    assert str(caught.value).endswith(".")


def test_half_a_file_keeps_its_whole_entries() -> None:
    whole = rss("".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(9)))
    for end in range(whole.index("<item>") + 100, len(whole) - 20, 7):
        feed = parse(whole[:end])
        assert [entry.title for entry in feed.entries] == [
            str(n) for n in range(whole[:end].count("</item>"))
        ]
        assert "breaks off" in feed.warning


@pytest.mark.parametrize(
    "document",
    [
        "Warning: mysql failed in line 3\n" + rss("<item><title>x</title></item>"),
        rss("<item><title>x</title></item>") + "<!-- cached --><script>junk</script>",
        rss("<item><title>x\x00\x08</title></item>"),
        rss("<item><title>x</title></item>").replace(
            "?>", "?>\n<!DOCTYPE rss [ <!ENTITY e 'x'> ]>"
        ),
        rss("<item><title>x&#1;&#0;</title></item>"),
        rss("<item><title>x</title><bogus:y>z</bogus:y></item>"),
    ],
)
def test_what_can_be_mended_is_read(document: str) -> None:
    assert only(document).title == "x"


def test_entities_are_expanded_a_little_and_never_fetched() -> None:
    def titled(entity: str, text: str) -> str:
        document = rss(f"<item><title>{text}</title><guid>1</guid></item>")
        return only(document.replace("?>", f"?><!DOCTYPE rss [{entity}]>", 1)).title

    assert titled('<!ENTITY quay "The &#187; Quay">', "&quay;!") == "The » Quay!"
    assert "root:" not in titled('<!ENTITY e SYSTEM "file:///etc/passwd">', "x &e;")
    assert len(titled(f'<!ENTITY e "{"x" * 1_000_000}">', "&e;" * 90)) < 1_001
    assert titled('<!ENTITY a "ha"><!ENTITY b "&a;&a;">', "&b;").count("ha") == 0


BOMBS = {
    "unclosed items": "<item><title>x" * 100_000,
    "items": "<item><title>x</title></item>" * 50_000,
    "attributes": "<item "
    + " ".join(f'a{n}="x"' for n in range(40_000))
    + "><title>x</title></item>",
    "comments": "<!--" * 100_000,
    "sections": "<item><title><![CDATA[" * 50_000,
    "ampersands": f"<item><description>{'&' * 500_000}</description></item>",
    "an author": f"<item><author>{'a.' * 30_000}</author></item>",
    "markup": f"<item><description>{'&lt;div&gt;' * 50_000}</description></item>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_within_bounds(name: str) -> None:
    feed = parse(rss(BOMBS[name]))
    assert feed.title == "The Quay Courier"
    assert len(feed.entries) <= source.MOST_ENTRIES


def test_a_title_repeated_by_its_text_is_told_once() -> None:
    text = "&lt;img alt='Salt and stone'&gt;&lt;p&gt;She came &lt;a href='/x'&gt;late&lt;/a&gt;."
    entry = only(
        rss(f"<item><title>Salt and Stone</title><description>{text}</description></item>")
    )
    assert entry.body.text == "She came late."
    assert entry.body.links[0].start == 9


def test_the_future_is_now() -> None:
    entry = only(rss("<item><pubDate>Tue, 01 Jan 2999 10:00:00 GMT</pubDate></item>"))
    assert entry.published_at == NOW


def test_russian_in_its_own_encoding_under_a_wrong_header() -> None:
    document = rss("<item><title>Порт</title></item>").replace(
        '"1.0"?', '"1.0" encoding="windows-1251"?'
    )
    feed = parse(document.encode("windows-1251"), "text/xml; charset=utf-8")
    assert feed.entries[0].title == "Порт"


def test_utf_8_taken_for_latin_1_twice_is_undone() -> None:
    spoilt = f"<p>“{WORDS}”</p>".encode().decode("iso-8859-1")
    entry = only(rss(f"<item><description><![CDATA[{spoilt * 9}]]></description></item>"))
    assert entry.body.text.startswith("“The harbour")


def test_known_entries_are_left_out() -> None:
    items = [f"<item><guid>{n}</guid><title>{n}</title></item>" for n in range(5)]
    first = parse(rss("".join(items)))
    known = frozenset(entry.digest for entry in first.entries)
    assert len(known) == 5
    items[2] = items[2].replace("<title>2", "<title>Changed")
    new = "<item><guid>new</guid><title>New</title></item>"
    again = parse_feed(rss(new + "".join(items)).encode(), url=URL, known=known, now=NOW)
    assert [entry.title for entry in again.entries] == ["New", "Changed"]
    assert again.left_out == 4
    unchanged = parse_feed(rss("".join(items[:2])).encode(), url=URL, known=known, now=NOW)
    assert (unchanged.entries, unchanged.left_out) == ((), 2)


values = st.sampled_from(
    [
        "plain words",
        "&lt;p&gt;",
        "&amp;amp;",
        "<![CDATA[<p>x & y</p>]]>",
        "&nbsp;",
        "&#233;",
        "&",
        "<b>bold</b>",
        "]]&gt;",
        "<!-- c -->",
        "<![CDATA[</item>]]>",
        "é“”",
        "\n",
        "&quot;",
        "&#128;",
    ]
)
texts = st.lists(values, max_size=6).map("".join)
tags = st.sampled_from(["description", "content:encoded", "title", "dc:description", "media:text"])
items = st.lists(st.lists(st.tuples(tags, texts), max_size=4), max_size=4)


@given(items)
@settings(max_examples=150)
def test_lifting_texts_out_changes_nothing(items: list[list[tuple[str, str]]]) -> None:
    document = rss(
        "".join(
            "<item>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in item) + "</item>"
            for item in items
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "SHORTEST_LIFTED", 0)
        lifted = parse(document)
        patch.setattr(source, "SHORTEST_LIFTED", 10**9)
        assert parse(document) == lifted


@given(st.binary(max_size=300), st.integers(0, 400))
@settings(max_examples=200)
def test_nothing_but_not_a_feed_is_raised(noise: bytes, place: int) -> None:
    whole = rss("<item><title>x</title><description>&lt;p&gt;y</description></item>").encode()
    with suppress(NotAFeed):
        feed = parse(whole[:place] + noise + whole[place:])
        assert all(entry.guid for entry in feed.entries)
