"""When a feed may be asked again. Pure: time, chance and what the server said are given.

The user's own interval comes first, then what the publisher asks for, then how often the feed has
had something new. Servers' wishes count within bounds: some send a ``max-age`` of sixteen years.
All durations are in seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

USUAL: Final = HOUR
"""Where neither the user nor the feed gives a hint."""
SOONEST: Final = 5 * MINUTE
"""No feed is asked more often, whoever asks for it."""
SOONEST_UNASKED: Final = 15 * MINUTE
"""No feed is asked more often unless the user says so."""
LATEST: Final = DAY
"""A feed without the user's own interval is asked at least this often."""
LATEST_QUIET: Final = 12 * HOUR
"""A feed that is merely quiet is asked at least this often."""
FIRST_BACK_OFF: Final = 10 * MINUTE
LATEST_UNANSWERED: Final = 3 * HOUR
"""Back-off stops growing here while there is no answer: often only our own network is down."""
LATEST_HOLD: Final = 7 * DAY
"""A server's ``Retry-After`` counts up to this."""
HELD: Final = HOUR
"""How long a host that answers 429 is left alone when it does not say how long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one fetch came to: the status of the answer (None: there was none) and its headers.

    ``failed`` is also true of an answer that is no feed. Header names are in lower case.
    """

    status: int | None
    headers: Mapping[str, str] = field(default_factory=dict)
    failed: bool = False


def next_fetch(
    now: datetime,
    outcome: Outcome,
    *,
    interval: int | None = None,
    update_every: int | None = None,
    failures: int = 0,
    rhythm: int | None = None,
    jitter: float = 0.5,
) -> datetime:
    """Give the time from which the feed may be asked again.

    ``interval`` is the user's, ``update_every`` the feed document's own wish, ``rhythm`` what
    :func:`rhythm_of` gave, ``failures`` the number of failures in a row including this one,
    ``jitter`` a number from 0 to 1 that differs between feeds.
    """
    if outcome.failed:
        wait = _after_failure(now, outcome, interval, failures, jitter)
    elif interval is not None:
        wait = max(interval, SOONEST)
    else:
        wished = max(freshness(outcome.headers, now) or 0, update_every or 0)
        own = USUAL if rhythm is None else min(rhythm // 2, LATEST_QUIET)
        wait = min(max(wished, own, SOONEST_UNASKED), LATEST)
    return now + timedelta(seconds=wait)


def _after_failure(
    now: datetime, outcome: Outcome, interval: int | None, failures: int, jitter: float
) -> int:
    latest = LATEST_UNANSWERED if outcome.status is None else LATEST
    doubled = FIRST_BACK_OFF << min(max(failures - 1, 0), 16)
    # Feeds that failed together must not come back together.
    wait = int(min(doubled, latest) * (0.75 + 0.5 * jitter))
    asked = 0
    if outcome.status in {429, 503}:
        asked = min(retry_after(outcome.headers, now) or 0, LATEST_HOLD)
    if outcome.status == 429:
        asked = asked or HELD
    return max(wait, asked, min(interval or 0, latest), SOONEST)


def retry_after(headers: Mapping[str, str], now: datetime) -> int | None:
    """Give the seconds that ``Retry-After`` asks to wait, from a number or a date (RFC 9110)."""
    told = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+", told):
        return min(int(told[:12]), 366 * DAY)
    until = _http_date(told)
    return None if until is None else max(int((until - now).total_seconds()), 0)


def freshness(headers: Mapping[str, str], now: datetime) -> int | None:
    """Give the seconds for which an answer stays fresh (RFC 9111), None where it does not say."""
    directives = {
        name.strip().lower(): value.strip(' "')
        for name, _, value in (
            part.partition("=") for part in headers.get("cache-control", "").split(",")
        )
    }
    if "no-store" in directives or "no-cache" in directives:
        return None
    age = directives.get("max-age", "")
    if re.fullmatch(r"[0-9]+", age):
        spent = headers.get("age", "").strip()
        used = int(spent[:12]) if re.fullmatch(r"[0-9]+", spent) else 0
        return max(int(age[:12]) - used, 0)
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return None
    asked = _http_date(headers.get("date", "")) or now
    return max(int((expires - asked).total_seconds()), 0)


def rhythm_of(published: Iterable[datetime], now: datetime) -> int | None:
    """Give the usual seconds between two entries; None where too few of them have a date.

    The time since the newest entry counts as one such gap, so that a feed that falls silent
    slows down.
    """
    dates = sorted(date for date in published if date <= now)[-20:]
    if len(set(dates)) < 3:
        return None
    gaps = [(after - before).total_seconds() for before, after in pairwise([*dates, now])]
    return int(median(gap for gap in gaps if gap > 0))


def with_hold(
    holds: Mapping[str, datetime], url: str, outcome: Outcome, now: datetime
) -> dict[str, datetime]:
    """Give ``holds`` (host to time) with the host of ``url``, where ``outcome`` asks for one.

    A 429 means the host, not the one feed.
    """
    held = {host: until for host, until in holds.items() if until > now}
    if outcome.status == 429:
        wait = min(retry_after(outcome.headers, now) or HELD, LATEST_HOLD)
        host = _host(url)
        held[host] = max(held.get(host, now), now + timedelta(seconds=max(wait, SOONEST)))
    return held


def held_until(holds: Mapping[str, datetime], url: str, now: datetime) -> datetime | None:
    """Give the time until which the host of ``url`` is to be left alone, or None."""
    until = holds.get(_host(url))
    return until if until is not None and until > now else None


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _http_date(told: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(told)
    except (ValueError, OverflowError, IndexError):
        return None
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
