"""Dates of entries, kept within what can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from time import struct_time

EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
"""Press archives go back that far; a date before is a mistake."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIX_SECONDS = re.compile(r"\d{9,10}(?:\.\d+)?")
_UNIX_MILLISECONDS = re.compile(r"\d{12,13}")
_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
_TIME = r"([01]\d|2[0-3]):([0-5]\d):([0-5]\d)"
_PLAIN_RFC_822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(0?[1-9]|[12]\d|3[01])"
    rf" ({'|'.join(_MONTHS)}) (\d{{4}}) {_TIME} (?:GMT|UTC|([+-])(0\d|1[0-4])([0-5]\d))"
)
_PLAIN_RFC_3339 = re.compile(
    rf"(\d{{4}})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{_TIME}(?:\.\d{{1,6}})?(?:Z|([+-])(0\d|1[0-4]):([0-5]\d))"
)
_CALENDAR_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")


def looks_plain(raw: str) -> bool:
    """Tell whether a date has a form that ``plain_date`` reads, though its day may not exist."""
    return _PLAIN_RFC_822.fullmatch(raw) is not None or _PLAIN_RFC_3339.fullmatch(raw) is not None


def plain_date(raw: str) -> struct_time | None:
    """Give a date of one of the two forms that nearly all feeds have, in UTC; None for another."""
    found = _PLAIN_RFC_822.fullmatch(raw)
    if found is not None:
        day, name, year, *time = found.groups()
        month = _MONTHS[name]
    else:
        found = _PLAIN_RFC_3339.fullmatch(raw)
        if found is None:
            return None
        year, number, day, *time = found.groups()
        month = int(number)
    hour, minute, second, sign, hours, minutes = time
    try:
        moment = datetime(
            int(year), month, int(day), int(hour), int(minute), int(second), tzinfo=UTC
        )
        if sign:
            ahead = timedelta(hours=int(hours), minutes=int(minutes))
            moment = moment - ahead if sign == "+" else moment + ahead
    except (ValueError, OverflowError):
        return None
    return moment.utctimetuple()


def moment(raw: str, parsed: struct_time | None, now: datetime) -> datetime | None:
    """Give a published date in UTC, or None where there is none that can be true.

    ``raw`` is the date as written, ``parsed`` what feedparser made of it (in UTC). Seconds and
    milliseconds of Unix time are understood. A date later than ``now`` is ``now``: nothing was
    published in the future. The zero of Unix time is a server's way to say that it knows none.
    """
    raw = raw.strip()
    try:
        found = _written(raw, parsed)
    except (ValueError, OverflowError, OSError):
        return None
    if found is None or found < EARLIEST or abs(found - _EPOCH) <= timedelta(days=1):
        return None
    return min(found, now)


def iso_moment(raw: str, now: datetime) -> datetime | None:
    """Give the moment of an RFC 3339 or ISO 8601 date, bounded as by ``moment``; naive is UTC."""
    try:
        found = datetime.fromisoformat(raw.strip())
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment(raw, found.timetuple(), now)


def _written(raw: str, parsed: struct_time | None) -> datetime | None:
    if _UNIX_SECONDS.fullmatch(raw):
        return datetime.fromtimestamp(float(raw), UTC)
    if _UNIX_MILLISECONDS.fullmatch(raw):
        return datetime.fromtimestamp(int(raw) / 1000, UTC)
    calendar = _CALENDAR_DATE.match(raw)
    if calendar:
        # feedparser makes something of any digits; no month has 45 days.
        year, month, day = map(int, calendar.groups())
        datetime(year, month, day, tzinfo=UTC)
    if parsed is None:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
