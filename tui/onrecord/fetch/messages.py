"""What is asked of a server, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step of a redirect: the status that told it, and the address it led to."""

    status: int
    url: str


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: ``url`` is where it came from in the end, ``headers`` have lower-case names.

    ``private`` tells that it came from a private network.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    redirects: tuple[Redirect, ...] = ()
    private: bool = False

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing changed since the validators that were sent."""
        return self.status == 304

    @property
    def content_type(self) -> str:
        """What the server says that the body is, with its charset; "" where it does not."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked next, and the bounds that are left after the redirects so far."""

    url: str
    headers: Mapping[str, str]
    max_bytes: int
    allow_private: bool
    seconds_left: float
    redirects: tuple[Redirect, ...] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)
