"""What happens in a refresh, one event for each thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.store.rules import Acted


class FeedOutcome(StrEnum):
    """What became of asking one feed."""

    STORED = "stored"
    """There was a new document; it may still hold no new article."""
    UNCHANGED = "unchanged"
    FAILED = "failed"
    GONE = "gone"
    """The server says that there will never be anything here again (410)."""
    HELD = "held"
    """Not asked: its host wants to be left alone for a while."""


@dataclass(frozen=True, slots=True)
class FeedDone:
    """One feed was asked. ``new`` and ``changed`` are ids of articles.

    ``moved_to`` is not empty where the feed's address was changed to that just now, because its
    server said for days that it moved for good: ``feeds.toml`` should follow. ``acted`` is what
    rules did to its articles.
    """

    feed_id: int
    title: str
    outcome: FeedOutcome
    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    sentence: str = ""
    moved_to: str = ""
    acted: tuple[Acted, ...] = ()


@dataclass(frozen=True, slots=True)
class PageDone:
    """The page of a truncated article was asked for; ``sentence`` says what failed, or is ""."""

    article_id: int
    sentence: str = ""
    acted: tuple[Acted, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshDone:
    """All feeds were asked: their number, and the numbers of articles and failures."""

    feeds: int
    new: int
    changed: int
    failed: int


Event = FeedDone | PageDone | RefreshDone
