"""Addresses, guids and texts that tell one story from two."""

from __future__ import annotations

import pytest
from archive import entry

from onrecord.store.stories import (
    address_of,
    same_guid_is_same_story,
    same_text_is_same_story,
    story_of,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://press.example/a/b?id=7&lang=en",
        "http://www.press.example/a/b/?lang=en&id=7",
        "https://PRESS.example:443/a/b?id=7&utm_source=rss&lang=en&fbclid=x#top",
        "http://press.example:80/a/b?UTM_Campaign=1&id=7&lang=en",
    ],
)
def test_one_page_has_one_address(url: str) -> None:
    assert address_of(url) == "press.example/a/b?id=7&lang=en"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://press.example",
        "https://press.example/?utm_source=rss",
        "mailto:a@press.example",
        "https:///a",
        "https://[press/a",
        "https://press.example:port/a",
        "urn:uuid:1",
    ],
)
def test_what_is_no_page_of_its_own_has_none(url: str) -> None:
    assert address_of(url) == ""


def test_other_pages_have_other_addresses() -> None:
    urls = [
        "https://press.example/a",
        "https://press.example/A",
        "https://press.example/a?id=1",
        "https://press.example/a?id=2",
        "https://press.example:8080/a",
        "https://other.example/a",
        "https://press.example/?id=1",
    ]
    assert len({address_of(url) for url in urls}) == len(urls)


def test_the_content_is_title_byline_and_words() -> None:
    one = entry("1", "Two  words\n\nhere", "Title", byline="Ann")
    same = entry("2", "Two words here", " Title", byline="Ann")
    assert story_of(one).content_hash == story_of(same).content_hash
    for other in (
        entry("1", "Two words there", "Title", byline="Ann"),
        entry("1", "Two words here", "Titles", byline="Ann"),
        entry("1", "Two words here", "Title", byline="Anna"),
        entry("1", "Ann Two words here", "Title"),
    ):
        assert story_of(one).content_hash != story_of(other).content_hash


def test_short_texts_are_not_told_by_their_words() -> None:
    def known_by(text: str) -> str:
        return story_of(entry("1", text)).text_hash

    assert known_by("Read more on our page.") == ""
    long = "One “word” after the other’s – and so on. " * 20
    assert known_by(long) == known_by(long.replace("“", '"').replace("”", '"').replace("’", "'"))
    assert known_by(long) == known_by(long.replace("–", "—").replace(" ", "\n"))
    assert known_by(long) != known_by(f"{long} more")
    assert same_text_is_same_story("Bridge", "A bridge, retold", 500)
    assert same_text_is_same_story("Bridge!", "BRIDGE", 50)
    assert not same_text_is_same_story("Bridge", "Ferry", 50)


def test_guids_hold_for_their_host() -> None:
    guid = "tag:press.example,2026:1"
    here, there = "https://press.example/1", "https://press.example/2"
    assert same_guid_is_same_story(guid, "One", here, "Two", there)
    assert not same_guid_is_same_story(guid, "One", here, "One", "https://other.example/1")
    assert not same_guid_is_same_story("7", "One", here, "Two", there)
    assert same_guid_is_same_story("7", "One", here, "One", there)
    assert not same_guid_is_same_story(guid, "One", "", "One", "")
