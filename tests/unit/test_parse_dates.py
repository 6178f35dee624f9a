"""Dates: what can be true, and nothing from the future."""

from datetime import UTC, datetime
from time import gmtime

import pytest

from onrecord.parse.dates import iso_moment, moment

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-06-01T10:00:00+02:00", datetime(2026, 6, 1, 8, tzinfo=UTC)),
        ("2026-06-01T10:00:00", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        ("2026-06-01", datetime(2026, 6, 1, tzinfo=UTC)),
        ("2027-01-01T00:00:00Z", NOW),
        ("1899-12-31T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("2026-13-45", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_iso_moments(raw: str, expected: datetime | None) -> None:
    assert iso_moment(raw, NOW) == expected


@pytest.mark.parametrize("raw", ["1780272000", "1780272000.5", "1780272000000"])
def test_unix_time(raw: str) -> None:
    found = moment(raw, None, NOW)
    assert found is not None
    assert found.replace(microsecond=0) == datetime(2026, 6, 1, tzinfo=UTC)


def test_what_feedparser_makes_of_an_impossible_date_is_not_believed() -> None:
    assert moment("2026-13-45", gmtime(1780272000), NOW) is None
    assert moment("2026-02-30T10:00:00Z", gmtime(1780272000), NOW) is None
    assert moment("1 June 2026", gmtime(1780272000), NOW) == datetime(2026, 6, 1, tzinfo=UTC)
