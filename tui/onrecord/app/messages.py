"""What the work behind the screen tells the screen."""

from __future__ import annotations

from textual.message import Message


class SourcesChanged(Message):
    """Feeds, articles or marks changed in the store."""


class RefreshProgressed(Message):
    """A refresh has dealt with ``done`` of ``feeds`` feeds and found ``new`` articles so far."""

    def __init__(self, done: int, feeds: int, new: int) -> None:
        super().__init__()
        self.done = done
        self.feeds = feeds
        self.new = new


class RefreshEnded(Message):
    """A refresh is over. ``sentence`` says why it could not run, where it could not."""

    def __init__(self, feeds: int, new: int, failed: int, sentence: str = "") -> None:
        super().__init__()
        self.feeds = feeds
        self.new = new
        self.failed = failed
        self.sentence = sentence


class FeedMoved(Message):
    """A feed has another address for good, as its server has said for days."""

    def __init__(self, url: str, moved_to: str) -> None:
        super().__init__()
        self.url = url
        self.moved_to = moved_to


class ArticleChanged(Message):
    """An article has another text: its outlet changed it, or its page came in."""

    def __init__(self, article_id: int) -> None:
        super().__init__()
        self.article_id = article_id


class RecordMade(Message):
    """An article has its record; ``waiting`` others still wait for theirs."""

    def __init__(self, article_id: int, waiting: int) -> None:
        super().__init__()
        self.article_id = article_id
        self.waiting = waiting


class BacklogEnded(Message):
    """No article waits any more. ``sentence`` says what was missing or went wrong."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__()
        self.sentence = sentence


class Noticed(Message):
    """Articles came that a rule wants the user to be told of."""

    def __init__(self, article_ids: tuple[int, ...]) -> None:
        super().__init__()
        self.article_ids = article_ids
