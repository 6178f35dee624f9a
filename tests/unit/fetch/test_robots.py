from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import answer

from onrecord.fetch.client import Client
from onrecord.fetch.robots import Robots, fits, parse_robots

if TYPE_CHECKING:
    from loopback import Loopback

SITE = "https://press.example"

ROBOTS = """\
\ufeff# Our rules
User-agent: Greedy
User-agent: OnRecord/2.0
Disallow: /members/
Allow: /members/free/
Disallow: /*.pdf$
Disallow: /search?*q=
Disallow: /caf%C3%A9

User-Agent: *
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("", True),
        ("/", True),
        ("/news/today", True),
        ("/members/", False),
        ("/members/letters", False),
        ("/members/free/letters", True),
        ("/paper.pdf", False),
        ("/paper.pdf?page=2", True),
        ("/search?q=mayor", False),
        ("/search?page=2&q=mayor", False),
        ("/search?page=2", True),
        ("/café/menu", False),
        ("/caf%c3%a9", False),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    assert parse_robots(ROBOTS).allow(SITE + path) is allowed


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("nonsense\n:::\n\x00", True),
        ("Disallow: /", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-AGENT : *\r\ndisALLOW : /news # all of it\r\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\n", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow:", True),
        ("User-agent: a\nDisallow: /\nUser-agent: *\nAllow: /", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /x\n\nUser-agent: *\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news", True),
        ("<html>User-agent: *\nDisallow: /</html>", True),
    ],
)
def test_files_are_read_as_they_are_meant(text: str, allowed: bool) -> None:
    assert parse_robots(text).allow(f"{SITE}/news/today") is allowed


@pytest.mark.parametrize(
    ("pattern", "path", "fit"),
    [
        ("/a", "/abc", True),
        ("/a$", "/abc", False),
        ("/a$", "/a", True),
        ("/*c", "/abc", True),
        ("/*c$", "/abcd", False),
        ("/*bc$", "/abcbc", True),
        ("/ab*bc$", "/abc", False),
        ("/a**c", "/abc", True),
        ("*", "/", True),
        ("/*", "", False),
        ("/a*b*c", "/a-c-b", False),
    ],
)
def test_patterns(pattern: str, path: str, fit: bool) -> None:
    assert fits(pattern, path) is fit


def test_a_hostile_pattern_takes_no_long_time() -> None:
    assert not fits("/" + "*a" * 20_000 + "b", "/" + "a" * 20_000)


@given(st.text(), st.text())
def test_no_file_fails(text: str, path: str) -> None:
    assert parse_robots(text).allow(f"{SITE}/{path.replace('[', '')}") in {True, False}


async def test_a_site_is_asked_once(server: Loopback) -> None:
    server.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /members")
    async with Client() as client:
        robots = Robots(client)
        told = await asyncio.gather(
            *(
                robots.allow(f"{server.url}/{page}", allow_private=True)
                for page in ("news", "members/1", "members/2")
            )
        )
    assert told == [True, False, False]
    assert [asked.target for asked in server.asked] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [("404 Not Found", True), ("403 Forbidden", True), ("500 Oh", False), ("429 Slow", False)],
)
async def test_without_rules_all_is_allowed_and_in_trouble_nothing(
    server: Loopback, status: str, allowed: bool
) -> None:
    server.pages["/robots.txt"] = answer(status=status)
    async with Client() as client:
        assert await Robots(client).allow(f"{server.url}/a", allow_private=True) is allowed
