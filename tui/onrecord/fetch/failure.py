"""The one kind of failure that fetching has."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.fetch.messages import Redirect


class FailureKind(StrEnum):
    """What went wrong, for those who act on it; the sentence is for those who read it."""

    ADDRESS = "address"
    """The address is none that can be asked."""
    PRIVATE = "private"
    """The address is in a private network, and the user did not type it."""
    NAME = "name"
    """The host's name is not known: often there is no network."""
    CONNECT = "connect"
    """The host takes no connection."""
    TLS = "tls"
    """The host cannot prove who it is."""
    PLAIN = "plain"
    """The host speaks no TLS where it was asked to."""
    TIMEOUT = "timeout"
    """The answer did not come, or not all of it, in time."""
    BROKEN = "broken"
    """The connection broke, or the answer is no HTTP."""
    REDIRECT = "redirect"
    """The redirects go round, on for too long, or nowhere."""
    STATUS = "status"
    """The host answered with an error."""
    LARGE = "large"
    """The answer is larger than allowed, as sent or inflated."""
    DAMAGED = "damaged"
    """The compressed answer is incomplete or wrong, or compressed in a way that was not offered."""


class FetchError(Exception):
    """Nothing could be fetched. The text is one sentence for the user.

    ``status`` and ``headers`` (names in lower case) are of the answer, where there was one;
    ``retry_after`` is in seconds, as the server asked for it.
    """

    def __init__(
        self,
        kind: FailureKind,
        sentence: str,
        *,
        status: int | None = None,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
        redirects: tuple[Redirect, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence
        self.status = status
        self.retry_after = retry_after
        self.headers = headers or {}
        self.redirects = redirects

    @property
    def passing(self) -> bool:
        """Whether the same may well be had another time, as it was asked for."""
        if self.status is not None:
            return self.status == HTTPStatus.TOO_MANY_REQUESTS or self.status >= 500
        return self.kind in _PASSING


_PASSING = frozenset(
    {FailureKind.NAME, FailureKind.CONNECT, FailureKind.TIMEOUT, FailureKind.BROKEN}
)


def status_sentence(host: str, status: int) -> str:
    """Say what an answer with an error status means, and what follows from it."""
    if status in _MEANINGS:
        return f"{host} {_MEANINGS[status]} ({status})."
    if 500 <= status < 600:
        return f"{host} has trouble of its own ({_named(status)}); it is asked again later."
    return f"{host} answered with {_named(status)}; check the address."


_MEANINGS = {
    401: "asks for a name and a password; set username and password for it in feeds.toml",
    403: "refuses to give this address out; it may not want feed readers",
    404: "has nothing at this address; look for its new one on the site",
    407: "is behind a proxy that asks for a password; set it in the proxy's address",
    410: "has removed this address for good; unsubscribe, or look for a new one",
    429: "asks to be asked less often; it is left alone for a while",
    451: "may not give this address out for legal reasons",
}


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the unknown status {status}"
