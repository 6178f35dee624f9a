"""What the reader points at in an article, and how much of it is marked. Pure."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from onrecord.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.app.marks import Named
    from onrecord.model import Span


class Highlight(Enum):
    """What is marked in the text."""

    ALL = "quotations and names"
    QUOTATIONS = "quotations"
    NAMES = "names"
    NOTHING = "nothing"

    @property
    def next(self) -> Highlight:
        """The one that follows, round and round."""
        every = list(Highlight)
        return every[(every.index(self) + 1) % len(every)]

    @property
    def quotations(self) -> bool:
        """Whether quotations are marked."""
        return self in {Highlight.ALL, Highlight.QUOTATIONS}

    @property
    def names(self) -> bool:
        """Whether people, organisations and places are marked."""
        return self in {Highlight.ALL, Highlight.NAMES}


@frozen
class Trail:
    """A name that is followed from place to place: ``at`` is the index of the present one."""

    named: Named
    at: int = 0

    @property
    def place(self) -> Span:
        """The place one is at."""
        return self.named.places[self.at]

    def on(self, step: int) -> Trail:
        """Return the trail so many places on; after the last comes the first."""
        return Trail(self.named, (self.at + step) % len(self.named.places))

    def again(self, named: Iterable[Named]) -> Trail | None:
        """Return the trail in a record that was made anew; None where its name is gone."""
        for each in named:
            if (each.name, each.kind) == (self.named.name, self.named.kind):
                return Trail(each, min(self.at, len(each.places) - 1))
        return None


@frozen
class Choice:
    """What is pointed at: an utterance, what a search found, one speaker, the trail of a name.

    With ``only`` all but that speaker's words are dimmed; "" stands for those nobody could name.
    """

    utterance: int | None = None
    hit: Span | None = None
    highlight: Highlight = Highlight.ALL
    only: str | None = None
    trail: Trail | None = None
