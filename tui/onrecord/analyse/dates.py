"""Dates and sums of money in a text; dates as ISO, relative ones against the publication date.

Patterns of our own: general date libraries read "may", "second" and "march" as dates, take
milliseconds for a phrase, and do not tell "next year" in an article of 2014 from one read today.
A weekday is the nearest one before the publication where the verb speaks of the past, else after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.model import Entity, EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FULL_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_MONTH = (
    rf"(?P<month>{'|'.join(_MONTHS)}|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_WEEKDAY = rf"(?P<weekday>{'|'.join(_DAYS)})"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})"
_UNIT = r"(?P<unit>day|week|month|year)"
_BEFORE_YEAR = "in|since|by|from|until|of|early|late|mid|before|after|during|to|the|for"
_BEFORE_MONTH = "in|since|by|until|last|this|next|early|late"

_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_SCALE = "thousand|million|billion|trillion"
_CURRENCY = (
    "dollars?|euros?|pounds?|yen|yuan|roubles?|rubles?|rupees?|francs?|cents?|pesos?|kronor|kroner"
)
_MONEY = re.compile(
    rf"(?:(?:US|A|C|NZ|HK)?\$|€|£|¥|₹|₽)\s?{_AMOUNT}(?:\s?(?:{_SCALE}|k|m|bn|tn)\b)?"
    rf"|\b{_AMOUNT}(?:\s(?:{_SCALE}))?\s(?:US |Canadian |Australian )?(?:{_CURRENCY})\b"
)


def _absolute(match: re.Match[str], published: date | None) -> str:
    """Return an ISO date, month or year out of a match with the groups day, month, year."""
    groups = match.groupdict()
    month = _month(groups.get("month"))
    day = int(groups["day"]) if groups.get("day") else None
    year = int(groups["year"]) if groups.get("year") else None
    if month is None:
        return f"{year:04d}" if year else ""
    if year is None:
        if published is None:
            return ""
        year = _nearest_year(published, month, day or 15)
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return f"{year:04d}-{month:02d}"


def _month(word: str | None) -> int | None:
    if not word:
        return None
    return next(n for n, name in enumerate(_MONTHS, 1) if name[:3] == word[:3])


def _nearest_year(published: date, month: int, day: int) -> int:
    """Return the year in which the day comes nearest to the publication."""
    offset = (month - published.month) * 30.4 + day - published.day
    return published.year + min((0, -1, 1), key=lambda shift: abs(shift * 365 + offset))


def _weekday(match: re.Match[str], published: date | None) -> str:
    """Resolve a weekday: by "last" and "next", else by whether the clause speaks of the future."""
    if published is None:
        return ""
    wanted = _DAYS.index(match["weekday"].capitalize())
    which = (match["which"] or "").lower()
    ago = (published.weekday() - wanted) % 7
    ahead = (wanted - published.weekday()) % 7
    if which in ("next", "this coming", "coming"):
        return (published + timedelta(days=ahead or 7)).isoformat()
    if which in ("last", "this past", "past"):
        return (published - timedelta(days=ago or 7)).isoformat()
    if which == "this" or _speaks_of_future(match):
        return (published + timedelta(days=ahead)).isoformat()
    return (published - timedelta(days=ago)).isoformat()


_FUTURE = re.compile(
    r"\b(?:will|shall|would|won['’]t|going to|set to|due|expected|scheduled|plan(?:s|ned)?|ahead of"
    r"|until|upcoming|(?:is|are) to|to be held|slated|hopes? to|starts|begins|opens)\b",
    re.IGNORECASE,
)


def _speaks_of_future(match: re.Match[str]) -> bool:
    """Whether the clause before (or right after) a weekday speaks of what is to come."""
    text = match.string
    start = max(text.rfind(".", 0, match.start()), text.rfind("\n", 0, match.start()), 0)
    before = text[max(start, match.start() - 120) : match.start()]
    return (
        _FUTURE.search(before) is not None
        or re.match(r"[^.\n]{0,25}\bwill\b", text[match.end() : match.end() + 40]) is not None
    )


def _near(match: re.Match[str], published: date | None) -> str:
    """Resolve "today", "yesterday", "tomorrow", "tonight"."""
    if published is None:
        return ""
    shift = {"yesterday": -1, "tomorrow": 1}.get(match["near"].lower(), 0)
    return (published + timedelta(days=shift)).isoformat()


def _relative(match: re.Match[str], published: date | None) -> str:
    """Resolve "next year", "last month", "this week"."""
    if published is None:
        return ""
    shift = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(
        match["which"].lower(), 0
    )
    return _shifted(published, match["unit"].lower(), shift)


def _counted(match: re.Match[str], published: date | None) -> str:
    """Resolve "three weeks ago"."""
    if published is None:
        return ""
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    return _shifted(published, match["unit"].lower(), -number)


def _shifted(published: date, unit: str, shift: int) -> str:
    """Return the day, ISO week, month or year ``shift`` units from the publication."""
    if unit == "year":
        return f"{published.year + shift:04d}"
    if unit == "month":
        index = published.year * 12 + published.month - 1 + shift
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    if unit == "week":
        year, week, _ = (published + timedelta(weeks=shift)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    return (published + timedelta(days=shift)).isoformat()


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], str]], ...] = (
    (re.compile(rf"\b(?:(?:{'|'.join(_DAYS)}),? )?{_MONTH} {_DAY}(?:,? {_YEAR})?\b"), _absolute),
    (re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b"), _absolute),
    (
        re.compile(r"\b(?:20|19)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b"),
        lambda match, _: match[0],
    ),
    (re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}\b"), _absolute),
    (
        re.compile(
            rf"\b(?:(?P<which>(?:last|next|this past|this coming|this|past|coming)) )?{_WEEKDAY}\b",
            re.IGNORECASE,
        ),
        _weekday,
    ),
    (
        re.compile(rf"\b(?P<which>last|next|this|previous|coming) {_UNIT}\b", re.IGNORECASE),
        _relative,
    ),
    (re.compile(rf"\b{_COUNT} {_UNIT}s? (?:ago|earlier)\b", re.IGNORECASE), _counted),
    (re.compile(r"\b(?P<near>yesterday|today|tomorrow|tonight)\b", re.IGNORECASE), _near),
    (re.compile(rf"\b(?:{_BEFORE_YEAR}) {_YEAR}\b", re.IGNORECASE), _absolute),
    (re.compile(rf"\b(?:{_BEFORE_MONTH}) {_FULL_MONTH}\b"), _absolute),
)


def _found(text: str, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Dates as (start, end, ISO or ''), the longer rules first, none overlapping another."""
    taken: list[tuple[int, int, str]] = []
    used = bytearray(len(text))
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            groups = match.groupdict()
            alone = {k for k, v in groups.items() if v}
            if alone in ({"year"}, {"month"}):
                start = match.start(alone.pop())
            if any(used[start:end]):
                continue
            used[start:end] = b"\1" * (end - start)
            taken.append((start, end, resolve(match, published)))
    yield from sorted(taken)


def find_dates(
    tokens: Tokens, published_at: datetime | None, taken: Iterable[Span] = ()
) -> list[Entity]:
    """Return the dates of a text, one entity for each day, month or year that it names.

    ``value`` is ISO 8601: a day, a month ("2015-03"), a week ("2014-W21") or a year; a relative
    date without ``published_at`` has none. Dates inside the spans ``taken`` are left out.
    """
    published = published_at.date() if published_at is not None else None
    occupied = bytearray(len(tokens.text))
    for start, end in taken:
        occupied[start:end] = b"\1" * (end - start)
    groups: dict[str, list[Span]] = defaultdict(list)
    values: dict[str, str] = {}
    for start, end, value in _found(tokens.text, published):
        if any(occupied[start:end]):
            continue
        key = value or tokens.text[start:end].lower()
        groups[key].append((start, end))
        values[key] = value
    return [
        _entity(tokens.text, EntityKind.DATE, spans, values[key]) for key, spans in groups.items()
    ]


def find_money(tokens: Tokens) -> list[Entity]:
    """Return the sums of money of a text, one entity for each way of writing one."""
    groups: dict[str, list[Span]] = defaultdict(list)
    for match in _MONEY.finditer(tokens.text):
        groups[" ".join(match[0].split())].append(match.span())
    return [_entity(tokens.text, EntityKind.MONEY, spans, "") for spans in groups.values()]


def _entity(text: str, kind: EntityKind, spans: list[Span], value: str) -> Entity:
    forms = list(dict.fromkeys(" ".join(text[a:b].split()) for a, b in spans))
    return Entity(forms[0], kind, tuple(forms[1:]), tuple(spans), (), value)
