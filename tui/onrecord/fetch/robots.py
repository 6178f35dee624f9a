"""Which pages a site lets programs fetch, as its robots.txt says (RFC 9309).

Feeds are made to be fetched and are not asked about; the pages of articles are.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from onrecord.fetch.failure import FailureKind, FetchError

if TYPE_CHECKING:
    from onrecord.fetch.client import Client

AGENT: Final = "onrecord"
LARGEST_FILE: Final = 512_000
"""RFC 9309 wants at least 500 KiB to be read."""
LONGEST_EXCHANGE: Final = 15.0


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for us: patterns of paths, and whether they allow."""

    patterns: tuple[tuple[str, bool], ...] = ()

    def allow(self, url: str) -> bool:
        """Tell whether ``url`` may be fetched: the longest pattern that fits decides."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        fitting = [
            (len(pattern), allows) for pattern, allows in self.patterns if fits(pattern, path)
        ]
        return max(fitting, default=(0, True))[1]


ALL_ALLOWED: Final = Rules()
NONE_ALLOWED: Final = Rules((("/", False),))


def parse_robots(text: str, agent: str = AGENT) -> Rules:
    """Read a robots.txt: the rules for ``agent``, in lower case, else those for everybody."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    named: list[str] = []
    in_rules = False
    for line in text.lstrip("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        match key.lower():
            case "user-agent":
                if in_rules:
                    named, in_rules = [], False
                named.append(re.split(r"[/\s]", value.lower(), maxsplit=1)[0])
                groups.setdefault(named[-1], [])
            case "allow" | "disallow":
                in_rules = True
                # An empty value says nothing: "Disallow:" allows all.
                rules = [(_normal(value), key.lower() == "allow")] if value else []
                for name in named:
                    groups[name] += rules
    return Rules(tuple(groups.get(agent, groups.get("*", []))))


def fits(pattern: str, path: str) -> bool:
    """Tell whether ``pattern`` fits ``path`` from its start: ``*`` is anything, ``$`` the end.

    Takes time linear in both, whatever a site writes.
    """
    to_end = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is None:
        return at == len(path) if to_end else True
    if to_end:
        return len(path) - at >= len(last) and path.endswith(last)
    return path.find(last, at) >= 0


class Robots:
    """The rules of all sites that one refresh comes to, each asked for once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, Rules] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def allow(self, url: str, *, allow_private: bool = False) -> bool:
        """Tell whether the page at ``url`` may be fetched.

        A site without rules allows all; one that is in trouble allows nothing for now.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        async with self._asking[site]:
            if site not in self._rules:
                self._rules[site] = await self._ask(site, allow_private=allow_private)
        return self._rules[site].allow(url)

    async def _ask(self, site: str, *, allow_private: bool) -> Rules:
        try:
            response = await self._client.get(
                f"{site}/robots.txt",
                max_bytes=LARGEST_FILE,
                deadline=LONGEST_EXCHANGE,
                allow_private=allow_private,
            )
        except FetchError as failure:
            troubled = failure.status == 429 or (failure.status or 0) >= 500
            unread = failure.kind in {FailureKind.LARGE, FailureKind.DAMAGED}
            return NONE_ALLOWED if troubled or unread else ALL_ALLOWED
        return parse_robots(response.body.decode("utf-8", "replace"))


def _normal(path: str) -> str:
    """Write ``path`` in one of its many percent-encoded ways."""
    return quote(unquote(path), safe="/*$?&=+,;:@!'()~-._[]%")
