from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.fetch.politeness import (
    DAY,
    HELD,
    HOUR,
    LATEST,
    LATEST_HOLD,
    LATEST_QUIET,
    LATEST_UNANSWERED,
    MINUTE,
    SOONEST,
    SOONEST_UNASKED,
    USUAL,
    Outcome,
    freshness,
    held_until,
    next_fetch,
    retry_after,
    rhythm_of,
    with_hold,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OK = Outcome(200)


def wait(outcome: Outcome, **told: Any) -> int:
    return int((next_fetch(NOW, outcome, **told) - NOW).total_seconds())


def fresh(seconds: int) -> Outcome:
    return Outcome(200, {"cache-control": f"public, max-age={seconds}"})


def failed(status: int | None, **headers: str) -> Outcome:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Outcome(status, named, failed=True)


@pytest.mark.parametrize(
    ("outcome", "told", "seconds"),
    [
        pytest.param(OK, {}, USUAL, id="nothing is known"),
        pytest.param(Outcome(304), {}, USUAL, id="unchanged"),
        pytest.param(fresh(2 * HOUR), {}, 2 * HOUR, id="max-age"),
        pytest.param(fresh(60), {}, USUAL, id="short max-age"),
        pytest.param(fresh(60), {"rhythm": 10 * MINUTE}, SOONEST_UNASKED, id="floor"),
        pytest.param(fresh(16 * 366 * DAY), {}, LATEST, id="16 years"),
        pytest.param(OK, {"update_every": 3 * HOUR}, 3 * HOUR, id="ttl"),
        pytest.param(OK, {"update_every": 7 * DAY}, LATEST, id="weekly"),
        pytest.param(fresh(2 * HOUR), {"update_every": 3 * HOUR}, 3 * HOUR, id="the longer wish"),
        pytest.param(OK, {"rhythm": 40 * MINUTE}, 20 * MINUTE, id="lively"),
        pytest.param(OK, {"rhythm": 4 * HOUR}, 2 * HOUR, id="slow"),
        pytest.param(OK, {"rhythm": 90 * DAY}, LATEST_QUIET, id="quiet"),
        pytest.param(fresh(HOUR), {"rhythm": 40 * MINUTE}, HOUR, id="the publisher before rhythm"),
        pytest.param(fresh(DAY), {"interval": 30 * MINUTE}, 30 * MINUTE, id="the user first"),
        pytest.param(OK, {"interval": 7 * DAY}, 7 * DAY, id="the user may wait"),
        pytest.param(OK, {"interval": 1}, SOONEST, id="the user has a floor"),
        pytest.param(OK, {"failures": 9}, USUAL, id="old failures are over"),
        pytest.param(failed(500), {"failures": 1}, 10 * MINUTE, id="first failure"),
        pytest.param(failed(500), {"failures": 2}, 20 * MINUTE, id="second failure"),
        pytest.param(failed(500), {"failures": 4}, 80 * MINUTE, id="fourth failure"),
        pytest.param(failed(500), {"failures": 400}, DAY, id="back-off has a ceiling"),
        pytest.param(failed(None), {"failures": 400}, LATEST_UNANSWERED, id="no network"),
        pytest.param(failed(200), {"failures": 1}, 10 * MINUTE, id="no feed"),
        pytest.param(failed(500), {"failures": 1, "jitter": 0.0}, 450, id="earliest"),
        pytest.param(failed(500), {"failures": 1, "jitter": 1.0}, 750, id="latest"),
        pytest.param(failed(500), {"failures": 1, "interval": 2 * HOUR}, 2 * HOUR, id="interval"),
        pytest.param(failed(503, retry_after="7200"), {"failures": 1}, 2 * HOUR, id="503"),
        pytest.param(failed(503, retry_after="10"), {"failures": 1}, 10 * MINUTE, id="503 short"),
        pytest.param(failed(500, retry_after="7200"), {"failures": 1}, 600, id="500 asks nothing"),
        pytest.param(failed(429), {"failures": 1}, HELD, id="429"),
        pytest.param(failed(429, retry_after="9" * 40), {"failures": 1}, LATEST_HOLD, id="long"),
        pytest.param(
            failed(429, retry_after="Mon, 01 Jun 2026 15:00:00 GMT"), {"failures": 1}, 3 * HOUR,
            id="429 date",
        ),
    ],
)  # fmt: skip
def test_when_a_feed_may_be_asked_again(
    outcome: Outcome, told: dict[str, Any], seconds: int
) -> None:
    assert wait(outcome, **told) == seconds


@given(
    status=st.none() | st.integers(100, 599),
    has_failed=st.booleans(),
    told=st.sampled_from(["0", "-1", "x", "1e9", "9" * 99, "Mon, 99 Foo 2026", "", "max-age=-5"]),
    interval=st.none() | st.integers(0, 10**9),
    update_every=st.none() | st.integers(0, 10**12),
    failures=st.integers(0, 10**6),
    rhythm=st.none() | st.integers(0, 10**12),
    jitter=st.floats(0, 1),
)
def test_no_feed_is_asked_too_soon_or_never_again(
    status: int | None, has_failed: bool, told: str, interval: int | None, **known: Any
) -> None:
    headers = {"retry-after": told, "cache-control": told, "expires": told, "age": told}
    outcome = Outcome(status, headers, failed=has_failed)
    seconds = wait(outcome, interval=interval, **known)
    assert SOONEST <= seconds <= max(LATEST_HOLD, interval or 0)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 01 Jun 2026 12:02:00 GMT", 120),
        ("Mon, 01 Jun 2026 12:02:00 -0000", 120),
        ("Mon, 01 Jun 2026 14:02:00 +0200", 120),
        ("Sun, 31 May 2026 12:00:00 GMT", 0),
        ("9" * 5_000, 366 * DAY),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("Mon, 01 Jun 99999 12:00:00 GMT", None),
        ("٣", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(told: str, seconds: int | None) -> None:
    assert retry_after({"retry-after": told}, NOW) == seconds
    assert retry_after({}, NOW) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": 'Public, MAX-AGE="600"'}, 600),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "1000"}, 0),
        ({"cache-control": "max-age=600", "expires": "Mon, 01 Jun 2026 18:00:00 GMT"}, 600),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "no-store", "expires": "Mon, 01 Jun 2026 18:00:00 GMT"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"expires": "Mon, 01 Jun 2026 13:00:00 GMT"}, 3600),
        (
            {
                "expires": "Mon, 01 Jun 2026 13:00:00 GMT",
                "date": "Mon, 01 Jun 2026 12:30:00 GMT",
            },
            1800,
        ),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: int | None) -> None:
    assert freshness(headers, NOW) == seconds


def dates(*hours_ago: float) -> list[datetime]:
    return [NOW - timedelta(hours=hours) for hours in hours_ago]


@pytest.mark.parametrize(
    ("published", "seconds"),
    [
        ([], None),
        (dates(1, 2), None),
        (dates(1, 1, 1, 1), None),
        (dates(1, 2, 3), HOUR),
        (dates(3, 1, 2), HOUR),
        (dates(-50, 1, 2, 3), HOUR),
        (dates(1, 1, 1, 2, 2, 3, 3), HOUR),
        (dates(24, 48, 72, 96), DAY),
        (dates(10, 11, 12), HOUR),
        (dates(200, 210, 220), 10 * HOUR),
        (dates(*range(1, 21), *range(1_000, 2_000, 50)), HOUR),
    ],
)
def test_a_feeds_own_rhythm(published: list[datetime], seconds: int | None) -> None:
    assert rhythm_of(published, NOW) == seconds


def test_a_429_holds_the_whole_host() -> None:
    told = failed(429, retry_after="1800")
    holds = with_hold({}, "https://press.example/a", told, NOW)
    later = NOW + timedelta(minutes=29)
    assert held_until(holds, "https://PRESS.example:443/b", later) == NOW + timedelta(minutes=30)
    assert held_until(holds, "https://www.press.example/", later) is None
    assert held_until(holds, "https://press.example/b", NOW + timedelta(minutes=30)) is None


def test_a_hold_is_not_shortened_and_does_not_stay() -> None:
    holds = with_hold({}, "https://press.example/a", failed(429, retry_after="7200"), NOW)
    again = with_hold(holds, "https://press.example/b", failed(429, retry_after="60"), NOW)
    assert again == holds
    later = NOW + timedelta(hours=3)
    assert with_hold(holds, "https://other.example/", failed(503), later) == {}
    assert holds["press.example"] == NOW + timedelta(hours=2)
