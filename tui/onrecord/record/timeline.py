"""What somebody said over time, counted by outlet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.store.dossier import Appearance

_WEEK = timedelta(days=7)
OTHERS = "others"
FEWEST = 12


@dataclass(frozen=True, slots=True)
class Timeline:
    """Quotations a week: the Monday of each week, and for each outlet a number for each week.

    The weeks follow one another without a gap. Outlets come by their numbers of quotations;
    those beyond the first few are one, `OTHERS`.
    """

    weeks: tuple[date, ...]
    outlets: tuple[tuple[str, tuple[int, ...]], ...]


def timeline(appearances: Iterable[Appearance], *, outlets: int = 6, weeks: int = 104) -> Timeline:
    """Count quotations by week and outlet, the latest ``weeks`` of them at most.

    There are `FEWEST` weeks at least, so that few bars are not mistaken for much.
    """
    counted: Counter[tuple[date, str]] = Counter()
    totals: Counter[str] = Counter()
    for each in appearances:
        day = each.published_at.date()
        week = day - timedelta(days=day.weekday())
        counted[week, each.outlet] += len(each.said)
        totals[each.outlet] += len(each.said)
    if not counted:
        return Timeline((), ())
    last = max(week for week, _ in counted)
    first = min(min(week for week, _ in counted), last - (FEWEST - 1) * _WEEK)
    first = max(first, last - (weeks - 1) * _WEEK)
    shown = tuple(first + number * _WEEK for number in range((last - first) // _WEEK + 1))
    most = [outlet for outlet, _ in totals.most_common()]
    rows = [(outlet, tuple(counted[week, outlet] for week in shown)) for outlet in most[:outlets]]
    if most[outlets:]:
        others = tuple(sum(counted[week, each] for each in most[outlets:]) for week in shown)
        rows.append((OTHERS, others))
    return Timeline(shown, tuple(row for row in rows if any(row[1])))
