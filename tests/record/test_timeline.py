"""Quotations by week and outlet."""

from __future__ import annotations

from datetime import UTC, date, datetime

from onrecord.model import QuotationKind
from onrecord.record.timeline import FEWEST, OTHERS, timeline
from onrecord.store.dossier import Appearance, Said


def appearance(day, outlet, said):
    quotations = tuple(
        Said(number, (0, 1), "x", QuotationKind.DIRECT, number, "A", 1.0, corrected=False)
        for number in range(said)
    )
    when = datetime(2026, *day, 23, 59, tzinfo=UTC)
    return Appearance(1, "", outlet, "", when, "", quotations)


def test_weeks_begin_on_monday_and_have_no_gaps():
    made = timeline([appearance((3, 2), "A", 2), appearance((3, 15), "B", 1)])
    assert made.weeks[-1] == date(2026, 3, 9)
    assert len(made.weeks) == FEWEST
    assert all((b - a).days == 7 for a, b in zip(made.weeks, made.weeks[1:], strict=False))
    assert made.outlets[0][0] == "A"
    assert made.outlets[0][1][-2:] == (2, 0)
    assert made.outlets[1][1][-2:] == (0, 1)


def test_outlets_beyond_the_first_few_are_one():
    made = timeline([appearance((3, 2), f"O{n}", 9 - n) for n in range(5)], outlets=3)
    assert [outlet for outlet, _ in made.outlets] == ["O0", "O1", "O2", OTHERS]
    assert made.outlets[-1][1][-1] == 6 + 5


def test_only_the_latest_weeks_are_counted():
    made = timeline([appearance((1, 5), "Old", 3), appearance((11, 16), "New", 1)], weeks=20)
    assert len(made.weeks) == 20
    assert [outlet for outlet, _ in made.outlets] == ["New"]


def test_nothing_said_is_an_empty_timeline():
    assert timeline([]).weeks == ()
