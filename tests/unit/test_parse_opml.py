"""Lists of subscriptions: what other readers write is read, what we write comes back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.clean import clean_line
from onrecord.parse.opml import NotAnOutline, OutlineFeed, parse_opml, write_opml

NESTED = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- exported --><opml version="1.1"><head><title>Mes flux \xe9lus</title></head><body>
<outline text="Press"><outline title="Wires" text="x">
  <outline type="rss" text="Halm Wire" xmlUrl="https://halm.example/rss"/>
</outline><outline text="Daily" XMLURL="https://daily.example/feed"/></outline>
<outline text="Loose" xmlUrl="http://loose.example/"/>
<outline text="Again" xmlUrl="https://halm.example/rss"/>
<outline text="Script" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def test_folders_titles_and_addresses_are_read_in_order():
    outline = parse_opml(NESTED)
    assert outline.title == "Mes flux élus"
    assert outline.feeds == (
        OutlineFeed("https://halm.example/rss", "Halm Wire", "Press/Wires"),
        OutlineFeed("https://daily.example/feed", "Daily", "Press"),
        OutlineFeed("http://loose.example/", "Loose", ""),
    )
    assert outline.unusable == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<html><body>no</body></html>", b"<rss/>", b"\xff\xfe\x00", b"{}"],
)
def test_what_is_no_outline_is_told(content):
    with pytest.raises(NotAnOutline, match="not OPML"):
        parse_opml(content)


def test_half_a_file_gives_the_feeds_in_it():
    cut = NESTED[: NESTED.index(b'<outline text="Loose"')]
    assert len(parse_opml(cut).feeds) == 2


def test_entities_open_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("do not read")
    bomb = f'<!DOCTYPE o [<!ENTITY x SYSTEM "file://{secret}">]><opml><body><outline text="&x;" '
    bomb += 'xmlUrl="https://a.example/"/><outline text="b">&x;</outline></body></opml>'
    assert "read" not in repr(parse_opml(bomb.encode()))


names = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), max_size=12).map(
    clean_line
)
feeds = st.builds(
    OutlineFeed,
    st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9]{0,8}", fullmatch=True),
    names,
    st.lists(names.filter(bool), max_size=3).map("/".join),
)


@given(st.lists(feeds, unique_by=lambda feed: feed.url))
def test_a_round_trip_loses_nothing(subscribed):
    read = parse_opml(write_opml(subscribed).encode()).feeds
    assert sorted(read, key=lambda feed: feed.url) == sorted(subscribed, key=lambda feed: feed.url)
