"""What the work behind the screen tells the screen; nobody compares two such messages."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


class SourcesChanged(Message):
    """Feeds, articles or marks changed in the store."""


@dataclass(eq=False, repr=False)
class RefreshProgressed(Message):
    """A refresh has dealt with ``done`` of ``feeds`` feeds and found ``new`` articles so far."""

    done: int
    feeds: int
    new: int


@dataclass(eq=False, repr=False)
class RefreshEnded(Message):
    """A refresh is over. ``sentence`` says why it could not run, where it could not."""

    feeds: int
    new: int
    failed: int
    sentence: str = ""


@dataclass(eq=False, repr=False)
class FeedMoved(Message):
    """A feed has another address for good, as its server has said for days."""

    url: str
    moved_to: str


@dataclass(eq=False, repr=False)
class ArticleChanged(Message):
    """An article has another text: its outlet changed it, or its page came in."""

    article_id: int


@dataclass(eq=False, repr=False)
class RecordMade(Message):
    """An article has its record; ``waiting`` others still wait for theirs."""

    article_id: int
    waiting: int


@dataclass(eq=False, repr=False)
class BacklogEnded(Message):
    """No article waits any more. ``sentence`` says what was missing or went wrong."""

    sentence: str = ""


@dataclass(eq=False, repr=False)
class Noticed(Message):
    """Articles came that a rule wants the user to be told of."""

    article_ids: tuple[int, ...]
