"""Plain entries are read as feedparser reads them, and others are left to it."""

from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import ParsedFeed
from onrecord.parse import feed, plain
from onrecord.parse.source import dissect

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'


def rss(items: str) -> str:
    return f"<?xml version='1.0'?>{RSS}<channel><title>Quay</title>{items}</channel></rss>"


def atom(entries: str) -> str:
    return f"<?xml version='1.0'?>{ATOM}<title>Quay</title>{entries}</feed>"


def parse(document: str, *, plainly: bool) -> ParsedFeed:
    with pytest.MonkeyPatch.context() as patch:
        if not plainly:
            patch.setattr(feed, "dissect", partial(dissect, plain=False))
        return feed.parse_feed(document.encode(), url="https://courier.example/f.xml", now=NOW)


def plain_entries(document: str) -> list[bool]:
    return [fields is not None for _, fields in dissect(document).entries]


PLAIN = (
    "<item><title>We sail</title><link>https://courier.example/1?a=1&amp;b=2</link>"
    "<guid isPermaLink='false'>n-1</guid><dc:creator><![CDATA[Mira Holt]]></dc:creator>"
    "<pubDate>Mon, 01 Jun 2026 10:00:00 +0200</pubDate><category domain='x'>Harbour</category>"
    "<description>&lt;p&gt;She came.&lt;/p&gt;</description></item>"
)
ODD = [
    "<item><title>Tom &amp; Ada</title></item>",
    "<item><title>caf\xe9</title></item>",
    "<item><title>a</title><title>b</title></item>",
    "<item><title>a<b/></title></item>",
    "<item><enclosure url='https://courier.example/1.mp3'/></item>",
    "<item><author>mira@courier.example (Mira Holt)</author></item>",
    "<item><pubDate>1 June 2026</pubDate></item>",
    "<item><pubDate>Mon, 99 Jun 2026 10:00:00 GMT</pubDate></item>",
    "<item><guid>not an address</guid></item>",
    "<item><link>/relative</link></item>",
    "<item xml:lang='fr'><title>x</title></item>",
    "<item><!-- c --><title>x</title></item>",
    "<item>stray<title>x</title></item>",
    "<item><dc:date>2026-06-01</dc:date></item>",
]


def test_which_entries_are_plain() -> None:
    assert plain_entries(rss(PLAIN + "".join(ODD))) == [True] + [False] * len(ODD)
    assert plain_entries(rss(PLAIN).replace("purl.org/dc", "example.org/dc")) == [False]
    assert plain_entries(rss(PLAIN).replace("<channel>", "<channel xml:base='http://x/'>")) == [
        False
    ]
    assert plain_entries(rss(PLAIN).replace("<rss", "<!DOCTYPE rss><rss", 1)) == [False]


def test_plain_and_other_entries_keep_their_order() -> None:
    document = rss(ODD[0] + PLAIN + ODD[3] + PLAIN.replace("n-1", "n-2") + ODD[5])
    assert plain_entries(document) == [False, True, False, True, False]
    assert parse(document, plainly=True) == parse(document, plainly=False)
    assert len(parse(document, plainly=True).entries) == 5


def test_feedparser_has_the_last_word_where_entries_do_not_add_up() -> None:
    nested = rss(PLAIN + "<item><title>x</title><item><title>y</title></item>")
    assert parse(nested, plainly=True) == parse(nested, plainly=False)


words = st.sampled_from(
    [
        "We sail",
        "“Aye”",
        "a &amp; b",
        "caf\xe9",
        "&lt;b&gt;x&lt;/b&gt;",
        "",
        " x\n",
        "<![CDATA[x]]>",
        "<![CDATA[<p>x]]>",
        "&#8217;",
        "港",
    ]
)
addresses = st.sampled_from(
    [
        "https://a.example/1",
        "http://a.example/?a=1&amp;b=2",
        "/rel",
        "",
        "tag:x,2026:1",
        "urn:1",
        "a b",
        "https:///x",
        "HTTP://A.example",
    ]
)
moments = st.sampled_from(
    [
        "Mon, 01 Jun 2026 10:00:00 +0200",
        "1 Jun 2026 10:00:00 GMT",
        "2026-06-01T10:00:00Z",
        "2026-06-01T10:00:00+02:00",
        "2026-02-30T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "Mon, 01 Jun 2026 10:00 GMT",
        "soon",
        "",
    ]
)


def written(template: str, value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return value.map(lambda text: template.replace("@", text))


rss_entries = st.lists(
    st.one_of(
        written("<title>@</title>", words),
        written("<link>@</link>", addresses),
        written("<guid>@</guid>", addresses),
        written("<guid isPermaLink='false'>@</guid>", addresses),
        written("<dc:creator>@</dc:creator>", words),
        written("<author>@</author>", words),
        written("<pubDate>@</pubDate>", moments),
        written("<category>@</category>", words),
        written("<description>@</description>", words),
        written("<content:encoded>@</content:encoded>", words),
        written("<comments>@</comments>", addresses),
    ),
    max_size=7,
).map(lambda parts: f"<item>{''.join(parts)}</item>")
atom_entries = st.lists(
    st.one_of(
        written("<title>@</title>", words),
        written("<title type='html'>@</title>", words),
        written("<link href='@'/>", addresses),
        written("<link rel='self' href='@'/>", addresses),
        written("<link rel='enclosure' href='@'/>", addresses),
        written("<id>@</id>", addresses),
        written("<author><name>@</name></author>", words),
        written("<published>@</published>", moments),
        written("<updated>@</updated>", moments),
        st.just("<category term='a' label='b &amp; c'/>"),
        st.just("<category term='a'/>"),
        written("<summary>@</summary>", words),
        written("<summary type='html'>@</summary>", words),
        written("<content type='html'>@</content>", words),
        written("<content type='xhtml'>@</content>", words),
        written("<content>@</content>", words),
    ),
    max_size=7,
).map(lambda parts: f"<entry>{''.join(parts)}</entry>")


@given(st.lists(rss_entries, max_size=3).map("".join))
@settings(max_examples=300)
def test_rss_is_read_as_feedparser_reads_it(entries: str) -> None:
    document = rss(entries)
    assert parse(document, plainly=True) == parse(document, plainly=False)


@given(st.lists(atom_entries, max_size=3).map("".join))
@settings(max_examples=300)
def test_atom_is_read_as_feedparser_reads_it(entries: str) -> None:
    document = atom(entries)
    assert parse(document, plainly=True) == parse(document, plainly=False)


def test_a_document_without_reader() -> None:
    assert plain.reader_for("<rdf:RDF>", "<rdf:RDF>") is None
    assert plain.reader_for("<feed>", '<feed xmlns="http://purl.org/atom/ns#">') is None
