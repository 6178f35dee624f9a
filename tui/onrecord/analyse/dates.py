"""Dates and sums of money in a text; dates as ISO, relative ones against the publication date.

Patterns of our own: general date libraries read "may", "second" and "march" as dates, take
milliseconds for a phrase, and do not tell "next year" in an article of 2014 from one read today.
A weekday is the nearest one before the publication where the verb speaks of the past, else after;
a month without a year likewise. "Three days earlier" counts from what the text was just telling of,
and so has no value.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.analyse.tokens import words_of
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
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_SOON = 3
"""Months ahead in which a month without a year is the next one, whatever the clause says."""
_FEASTS = {
    "new year’s day": (1, 1), "valentine’s day": (2, 14), "halloween": (10, 31),
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year’s eve": (12, 31),
}  # fmt: skip
_FEAST = "|".join(_FEASTS).replace("’", "[’']")
_PARTS_OF_DAY = "morning|afternoon|evening"
_BEFORE_YEAR = (
    "between|Q[1-4]|in|since|by|from|until|of|early|late|mid|before|after|during|to|the|for"
)
_BEFORE_MONTH = "in|since|by|until|last|this|next|early|late"

_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_SCALE = "thousand|lakh crore|lakh|crore|million|billion|trillion"
_WORDED = "half a|a quarter of a|a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty"
_CURRENCY = (
    "dollars?|euros?|pounds?|yen|yuan|roubles?|rubles?|rupees?|francs?|cents?|pesos?|kron(?:or|er|a)"
    "|naira|rand|shillings?|reais|zloty|forints?|dirhams?|riyals?|pence|cedis?|lira|shekels?"
)
_NATIONS = "US|Canadian|Australian|Swiss|Hong Kong|Singapore|Kenyan|Mexican|Danish|Swedish"
_MONEY = re.compile(
    rf"(?:(?:US|A|C|NZ|HK|S)?\$|€|£|¥|₹|₽|₦|₩|R\$|\bRs\.?\s?|\bN(?=\d[\d.,]*(?:bn|m|tn|k)\b)"
    rf"|\bR(?=\d[\d.,]* ?(?:{_SCALE}|bn|m)\b))\s?{_AMOUNT}(?:\s?(?:{_SCALE}|k|m|bn|tn)\b)?"
    rf"|\b(?:{_AMOUNT}|(?:{_WORDED})(?=[ -](?:{_SCALE})))(?:[ -](?:{_SCALE}))?"
    rf"[ -](?:(?:{_NATIONS}) )?(?:{_CURRENCY})\b"
    rf"|\b\d{{1,2}}p\b(?! ?m)",
    re.IGNORECASE,
)


def _absolute(match: re.Match[str], published: date | None) -> str:
    """Return an ISO date, month or year out of a match with the groups day, month, year."""
    groups = match.groupdict()
    month = _month(groups.get("month"))
    day = int(groups["day"]) if groups.get("day") else None
    if groups.get("ordinal"):
        day = _ORDINALS.index(groups["ordinal"].lower()) + 1
    year = int(groups["year"]) if groups.get("year") else None
    if month is None:
        return f"{year:04d}" if year else ""
    if year is None:
        if published is None:
            return ""
        year = (
            _nearest_year(published, month, day) if day else _year_of_month(match, month, published)
        )
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


def _year_of_month(match: re.Match[str], month: int, published: date) -> int:
    """Return the year of a month without one.

    It is the last one, but the next where the clause speaks of what will be or it is near.
    """
    before = match[0].split()[0].lower()
    soon = (month - published.month) % 12 <= _SOON and before not in ("since", "last")
    ahead = before in ("next", "until", "by") or (before != "since" and _speaks_of_future(match))
    if (ahead and before != "last") or soon:
        return published.year + (month < published.month)
    passed = month > published.month or (before == "last" and month == published.month)
    return published.year - passed


def _feast(match: re.Match[str], published: date | None) -> str:
    """Resolve a feast that falls on one day: "Christmas Eve 2019"."""
    month, day = _FEASTS[match["feast"].lower().replace("'", "’")]
    if match["year"]:
        return date(int(match["year"]), month, day).isoformat()
    if published is None:
        return ""
    return date(_nearest_year(published, month, day), month, day).isoformat()


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
    to = _UNTIL.search(match.string, max(0, match.start() - 12), match.start())
    if which == "this" or to is not None or _speaks_of_future(match):
        return (published + timedelta(days=ahead)).isoformat()
    return (published - timedelta(days=ago)).isoformat()


_UNTIL = re.compile(r"(?:\b(?:until|till|through|by|before)|day to) $", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:(?:is|are) (?:on|for|from)|resumes?|begins?|meets?"
    r"|will|shall|would|won['’]t|going to|set to|due|expected|scheduled|plan(?:s|ned)?|ahead of"
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
    """Resolve "today", "yesterday", "last night", "tomorrow morning"."""
    if published is None:
        return ""
    shift = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(match["near"].lower().split()[0], 0)
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
    """Resolve "three weeks ago" and, of what will be, "in three weeks"."""
    if published is None or match[0].lower().endswith("earlier"):
        return ""
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _NUMBERS[count]
    ago = match[0].lower().endswith("ago")
    return _shifted(published, match["unit"].lower(), -number if ago else number)


def _shifted(published: date, unit: str, shift: int) -> str:
    """Return the day, ISO week, month or year ``shift`` units from the publication."""
    if unit in ("year", "decade"):
        year = published.year + shift * (10 if unit == "decade" else 1)
        return f"{year:04d}" if 0 < year < 10_000 else ""
    if unit == "month":
        index = published.year * 12 + published.month - 1 + shift
        return f"{index // 12:04d}-{index % 12 + 1:02d}"
    if unit == "week":
        year, week, _ = (published + timedelta(weeks=shift)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    return (published + timedelta(days=shift)).isoformat()


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date | None], str]], ...] = (
    (re.compile(rf"\b(?:(?:{'|'.join(_DAYS)}),? )?{_MONTH} {_DAY}(?:,? {_YEAR})?\b"), _absolute),
    (
        re.compile(rf"\b(?:(?:{'|'.join(_DAYS)}),? )?{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?\b"),
        _absolute,
    ),
    (
        re.compile(
            rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}) of {_FULL_MONTH}(?:,? {_YEAR})?\b",
            re.IGNORECASE,
        ),
        _absolute,
    ),
    (
        re.compile(rf"\b(?P<feast>{_FEAST})(?:,? {_YEAR})?\b", re.IGNORECASE),
        _feast,
    ),
    (
        re.compile(r"\b(?:20|19)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?=T\d|\b)"),
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
    (
        re.compile(
            rf"\bin {_COUNT} (?P<unit>day|week|month|year)s?(?:['’]s?)? time\b", re.IGNORECASE
        ),
        _counted,
    ),
    (
        re.compile(
            rf"\b(?P<near>(?:yesterday|tomorrow)(?: (?:{_PARTS_OF_DAY}))?|last night|today|tonight"
            rf"|this (?:{_PARTS_OF_DAY}))\b",
            re.IGNORECASE,
        ),
        _near,
    ),
    (re.compile(rf"(?<=\b\d\d\d\d and ){_YEAR}\b"), _absolute),
    (re.compile(rf"\b(?:{_BEFORE_YEAR}) {_YEAR}\b", re.IGNORECASE), _absolute),
    (re.compile(rf"\b(?:{_BEFORE_MONTH}) {_FULL_MONTH}\b"), _absolute),
    (re.compile(rf"\b(?:mid|early|late)-{_FULL_MONTH}\b"), _absolute),
)


_DATE_WORDS = words_of(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec day days week weeks month months year years decade decades yesterday today tomorrow
    tonight night morning afternoon evening eve halloween"""
)
_SIGNS = frozenset("$€£¥₹₽₦₩")
_CURRENCIES = re.compile(rf"(?:.*-)?(?:{_CURRENCY})|rs\.?|\d{{1,2}}p|[nr]")
_AROUND = 40
"""Characters on either side of a telling word in which a date or a sum lies."""


def _dated(low: str) -> bool:
    """Whether a token may be the telling word of a date: a year, "May", "mid-March", "weeks"."""
    if low[0].isdigit():
        return len(low) >= 4
    return (low.rpartition("-")[2] if "-" in low else low).rstrip(".") in _DATE_WORDS


def _paid(low: str) -> bool:
    """Whether a token may be the telling word of a sum: "$", "euros", "50p"."""
    return low[0] in _SIGNS or _CURRENCIES.fullmatch(low) is not None


def _windows(tokens: Tokens, tells: Callable[[str], bool]) -> Iterator[Span]:
    """Stretches around the tokens that tell: a pattern is too dear for the whole text."""
    telling = {low for low in set(tokens.lows) if tells(low)}
    start = end = -1
    for i, low in enumerate(tokens.lows):
        if low not in telling:
            continue
        if tokens.starts[i] - _AROUND > end:
            if end >= 0:
                yield _whole_words(tokens.text, start, end)
            start = tokens.starts[i] - _AROUND
        end = tokens.ends[i] + _AROUND
    if end >= 0:
        yield _whole_words(tokens.text, start, end)


def _whole_words(text: str, start: int, end: int) -> Span:
    """Widen a stretch to the blanks around it, a few characters at most."""
    start, end = max(start, 0), min(end, len(text))
    low, high = max(start - _AROUND, 0), min(end + _AROUND, len(text))
    while start > low and not text[start - 1].isspace():
        start -= 1
    while end < high and not text[end].isspace():
        end += 1
    return start, end


def _found(tokens: Tokens, published: date | None) -> Iterator[tuple[int, int, str]]:
    """Dates as (start, end, ISO or ''), the longer rules first, none overlapping another."""
    taken: list[tuple[int, int, str]] = []
    text = tokens.text
    used = bytearray(len(text))
    for low, high in _windows(tokens, _dated):
        for pattern, resolve in _RULES:
            for match in pattern.finditer(text, low, high):
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
    for start, end, value in _found(tokens, published):
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
    for low, high in _windows(tokens, _paid):
        for match in _MONEY.finditer(tokens.text, low, high):
            groups[" ".join(match[0].split())].append(match.span())
    return [_entity(tokens.text, EntityKind.MONEY, spans, "") for spans in groups.values()]


def _entity(text: str, kind: EntityKind, spans: list[Span], value: str) -> Entity:
    forms = list(dict.fromkeys(" ".join(text[a:b].split()) for a, b in spans))
    return Entity(forms[0], kind, tuple(forms[1:]), tuple(spans), (), value)
