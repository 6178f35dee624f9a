"""Finds the feeds behind an address that somebody typed: a feed's own, or a site's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from onrecord.clean import clean_line, clean_url
from onrecord.fetch.discover import FeedLink, common_addresses, feed_links, looks_like_feed
from onrecord.fetch.failure import FailureKind, FetchError
from onrecord.parse.feed import NotAFeed, parse_feed
from onrecord.processes import WorkerFailed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.fetch.client import Client
    from onrecord.fetch.messages import Response
    from onrecord.processes import Processes

MOST_CANDIDATES = 12
NEWEST = 3
"""Titles of entries shown with a candidate."""

_SECONDS = 20.0
_PLAIN = frozenset({FailureKind.PLAIN, FailureKind.CONNECT})
"""How a host fails that may answer without TLS. One that cannot prove who it is fails otherwise."""


class NoFeed(Exception):
    """No feed was found at an address; the text is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that can be subscribed to: its address, title, number of entries, newest titles."""

    url: str
    title: str
    newest: tuple[str, ...]
    entries: int


async def candidates(client: Client, processes: Processes, address: str) -> tuple[Candidate, ...]:
    """Give the feeds at ``address``: itself where it is one, else those of the site, best first.

    A missing ``https://`` is added, or ``http://`` where the host speaks only that. Only feeds that
    were fetched and parsed are given. Raises ``NoFeed`` where there is none and ``FetchError``
    where the address itself cannot be had.
    """
    typed = address.strip()
    url = clean_url(typed if "://" in typed else f"https://{typed}")
    if not url:
        raise NoFeed(f"“{clean_line(address)}” is no web address: type one like example.org/feed.")
    try:
        response = await client.get(url, allow_private=True)
    except FetchError as failure:
        if "://" in typed or failure.kind not in _PLAIN:
            raise
        url = clean_url(f"http://{typed}")
        try:
            response = await client.get(url, allow_private=True)
        except FetchError:
            raise failure from None
    if looks_like_feed(response.body):
        found = await _candidate(processes, FeedLink(url, ""), response)
        if isinstance(found, Candidate):
            return (found,)
        raise NoFeed(found)
    links = feed_links(response.body, response.url)
    found_there = await _candidates(client, processes, links, private=response.private)
    if not found_there:
        guesses = [FeedLink(each, "") for each in common_addresses(response.url)]
        found_there = await _candidates(client, processes, guesses, private=response.private)
    if not found_there:
        raise NoFeed(f"No feed was found at {url}: look on the site for its feed's own address.")
    return found_there


async def _candidates(
    client: Client, processes: Processes, links: Iterable[FeedLink], *, private: bool
) -> tuple[Candidate, ...]:
    """Give those of ``links`` that are feeds; links from a public page lead nowhere private."""

    async def one(link: FeedLink) -> Candidate | str:
        try:
            response = await client.get(link.url, allow_private=private)
        except FetchError as failure:
            return str(failure)
        if not looks_like_feed(response.body):
            return f"{link.url} is no feed."
        return await _candidate(processes, link, response)

    tried = await asyncio.gather(*(one(link) for link in list(links)[:MOST_CANDIDATES]))
    found: dict[str, Candidate] = {}
    for each in tried:
        if isinstance(each, Candidate):
            found.setdefault(each.url, each)
    return tuple(found.values())


async def _candidate(processes: Processes, link: FeedLink, response: Response) -> Candidate | str:
    """Give the feed that ``response`` holds, or the sentence that says why it is none."""
    parse = partial(parse_feed, url=response.url, content_type=response.content_type)
    try:
        parsed = await processes.run(parse, response.body, deadline=_SECONDS)
    except (NotAFeed, WorkerFailed) as failure:
        return str(failure)
    newest = sorted(
        parsed.entries,
        key=lambda entry: entry.published_at.timestamp() if entry.published_at else 0.0,
        reverse=True,
    )
    titles = tuple(entry.title for entry in newest[:NEWEST])
    return Candidate(link.url, parsed.title or link.title or link.url, titles, len(parsed.entries))
