"""What feedparser makes of one entry is made of all that are alike, and of no others."""

from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import ParsedFeed
from onrecord.parse import feed
from onrecord.parse.dates import plain_date
from onrecord.parse.source import dissect

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:media="http://search.yahoo.com/mrss/">'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'


def rss(items: str) -> str:
    return f"<?xml version='1.0'?>{RSS}<channel><title>Quay</title>{items}</channel></rss>"


def atom(entries: str) -> str:
    return f"<?xml version='1.0'?>{ATOM}<title>Quay</title>{entries}</feed>"


def parse(document: str, *, specimens: bool = True) -> ParsedFeed:
    with pytest.MonkeyPatch.context() as patch:
        if not specimens:
            patch.setattr(feed, "dissect", partial(dissect, specimens=False))
        return feed.parse_feed(document.encode(), url="https://courier.example/f.xml", now=NOW)


def agree(document: str) -> ParsedFeed:
    parsed = parse(document)
    assert parsed == parse(document, specimens=False)
    return parsed


def item(number: int) -> str:
    return (
        f"<item><title>We sail, {number}</title>"
        f"<link>https://courier.example/{number}?a=1&amp;b=2</link>"
        f"<guid isPermaLink='false'>n-{number}</guid>"
        f"<dc:creator><![CDATA[Mira Holt {number}]]></dc:creator>"
        f"<pubDate>Mon, {number:02} Jun 2026 10:00:00 +0200</pubDate>"
        f"<category domain='x'>Harbour {number}</category>"
        f"<description>&lt;p&gt;She came {number} times.&lt;/p&gt;</description>"
        f"<media:thumbnail url='https://courier.example/{number}.jpg' width='1{number}'/></item>"
    )


def in_skeleton(document: str) -> int:
    return dissect(document).entries


def test_feedparser_reads_one_of_many_that_are_alike() -> None:
    document = rss("".join(item(number) for number in range(1, 20)))
    assert in_skeleton(document) == 1
    entries = agree(document).entries
    assert len(entries) == 19
    last = entries[-1]
    assert (last.guid, last.title, last.byline) == ("n-19", "We sail, 19", "Mira Holt 19")
    assert last.published_at == datetime(2026, 6, 19, 8, tzinfo=UTC)
    assert (last.tags, last.body.text) == (("Harbour 19",), "She came 19 times.")


ODD = [
    "<item><title>Tom &amp;amp; Ada</title></item>",
    "<item><title>a<b/></title></item>",
    "<item><title>cafÃ©</title></item>",
    "<item><title type='application/octet-stream'>YQ==</title></item>",
    "<item><author>mira@courier.example (Mira Holt)</author></item>",
    "<item><author><name>Mira Holt</name><email>mira@courier.example</email></author></item>",
    "<item><pubDate>1 June 2026</pubDate></item>",
    "<item><pubDate>Mon, 99 Jun 2026 10:00:00 GMT</pubDate></item>",
    "<item><link>/relative</link></item>",
    "<item><link>https:///slashes</link></item>",
    "<item xml:lang='fr'><title>x</title></item>",
    "<item><!-- c --><title>x</title></item>",
    "<item>stray<title>x</title></item>",
    "<item><source url='https://a.example/'>Another</source><title>x</title></item>",
    "<item><media:keywords>quay, crane</media:keywords></item>",
    f"<item><title>{'long ' * 500}</title></item>",
]


def test_what_is_odd_is_left_to_feedparser() -> None:
    twice = "".join(odd + odd for odd in ODD)
    document = rss(item(1) + twice + item(2))
    assert in_skeleton(document) == 1 + 2 * len(ODD)
    agree(document)


def test_alike_and_other_entries_keep_their_order() -> None:
    document = rss(ODD[0] + item(1) + ODD[1] + item(2) + ODD[4] + item(3))
    assert in_skeleton(document) == 4
    assert [entry.title for entry in agree(document).entries][1::2] == [
        "We sail, 1",
        "We sail, 2",
        "We sail, 3",
    ]


@pytest.mark.parametrize(
    "document",
    [
        # A namespace that is not the one its prefix is used for.
        rss(item(1) + item(2)).replace("purl.org/dc", "example.org/dc"),
        rss(item(1) + item(2)).replace("purl.org/dc/elements/1.1/", "search.yahoo.com/mrss/"),
        rss(item(1) + item(2)).replace("<channel>", "<channel xml:base='http://x.example/'>"),
        rss(item(1) + item(2)).replace("<rss", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss", 1),
        rss(item(1) + item(2)).replace("<channel>", "<channel base='http://x.example/a/'>"),
        # Not well-formed.
        rss(item(1) + "<item><title>x</item>" + item(2)),
        # Nested: what is an entry is feedparser's to say.
        rss(item(1) + "<item><title>x</title><item><title>y</title></item>" + item(2)),
        # Words that look like tokens.
        rss(item(1) + item(2)).replace("We sail", "value.0.1. lifted.0.0."),
        rss(item(1) + item(2))[:-60],
    ],
)
def test_documents_in_which_nothing_is_what_it_seems(document: str) -> None:
    agree(document)


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_plain_dates_are_understood_as_feedparser_does(moment: datetime, ahead: int) -> None:
    from feedparser.datetimes import _parse_date

    sign = "-" if ahead < 0 else "+"
    hours, minutes = divmod(abs(ahead), 60)
    for written in (
        f"{moment:%a, %d %b} {moment.year:04} {moment:%H:%M:%S} {sign}{hours:02}{minutes:02}",
        f"{moment.day} {moment:%b} {moment.year:04} {moment:%H:%M:%S} GMT",
        f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}Z",
        f"{moment.year:04}-{moment:%m-%dT%H:%M:%S}.25{sign}{hours:02}:{minutes:02}",
    ):
        ours, theirs = plain_date(written), _parse_date(written)
        assert (ours and ours[:6]) == (theirs and theirs[:6])


def choice(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


words = choice(
    *("We sail", "“Aye”", "a &amp; b", "caf\xe9", "cafÃ©", "&lt;b&gt;x&lt;/b&gt;", "", " x\n"),
    *("<![CDATA[x]]>", "<![CDATA[<p>x]]>", "&#8217;", "港", "&amp;amp;", "a@b.example", "x (y)"),
)
addresses = choice(
    *("https://a.example/1", "http://a.example/?a=1&amp;b=2", "/rel", "", "tag:x,2026:1", "urn:1"),
    *("a b", "https:///x", "HTTP://A.example", "http://a.example/?a;b", "1 2", "&amp;"),
)
moments = choice(
    *("Mon, 01 Jun 2026 10:00:00 +0200", "1 Jun 2026 10:00:00 GMT", "2026-06-01T10:00:00Z"),
    *("2026-06-01T10:00:00+02:00", "2026-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00"),
    *("Mon, 01 Jun 2026 10:00 GMT", "soon", "", "2026-06-01"),
)


def written(template: str, value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return value.map(lambda text: template.replace("@", text))


rss_parts = [
    *("<title>@</title>", "<dc:creator>@</dc:creator>", "<author>@</author>"),
    *("<category>@</category>", "<description>@</description>", "<media:credit>@</media:credit>"),
    *("<content:encoded>@</content:encoded>", "<author><name>@</name></author>"),
]
rss_addresses = [
    *("<link>@</link>", "<guid>@</guid>", "<guid isPermaLink='false'>@</guid>"),
    *("<comments>@</comments>", "<enclosure url='@' length='12' type='audio/mpeg'/>"),
    *("<media:content url='@' type='image/png' width='10'/>", "<link href='@'/>"),
]
rss_dates = ["<pubDate>@</pubDate>", "<dc:date>@</dc:date>"]
atom_parts = [
    *("<title>@</title>", "<title type='html'>@</title>", "<author><name>@</name></author>"),
    *("<category term='@' label='x'/>", "<category term='a' label='@'/>", "<summary>@</summary>"),
    *("<summary type='html'>@</summary>", "<content type='html'>@</content>"),
    *("<content type='xhtml'>@</content>", "<content>@</content>"),
]
atom_addresses = [
    *("<link href='@'/>", "<link rel='self' href='@'/>", "<link rel='enclosure' href='@'/>"),
    *("<id>@</id>", "<link rel='alternate' type='text/html' href='@' title='x'/>"),
]
atom_dates = ["<published>@</published>", "<updated>@</updated>"]


@st.composite
def entries(draw: st.DrawFn, tag: str, parts: list[str], urls: list[str], dates: list[str]) -> str:
    """Some sorts of entries, each with some values."""
    made = []
    for _ in range(draw(st.integers(1, 2))):
        sort = draw(st.lists(st.sampled_from([*parts, *urls, *dates]), max_size=6))
        for _ in range(draw(st.integers(1, 3))):
            inside = "".join(
                draw(
                    written(
                        part, addresses if part in urls else moments if part in dates else words
                    )
                )
                for part in sort
            )
            made.append(f"<{tag}>{inside}</{tag}>")
    return "".join(draw(st.permutations(made)))


@given(entries("item", rss_parts, rss_addresses, rss_dates))
@settings(max_examples=200)
def test_rss_is_read_as_feedparser_reads_it(items: str) -> None:
    agree(rss(items))


@given(entries("entry", atom_parts, atom_addresses, atom_dates))
@settings(max_examples=200)
def test_atom_is_read_as_feedparser_reads_it(found: str) -> None:
    agree(atom(found))
