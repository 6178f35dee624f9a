"""How a feed is written in ``feeds.toml``: where its entry stands, where a new one goes. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.clean import clean_line
from onrecord.frozen import frozen
from onrecord.model import FullText
from onrecord.settings import written_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.settings import FeedSpec


@frozen
class WrittenFeed:
    """Where an entry stands in the file: its lines from ``line`` to ``end``, counted from 1."""

    url: str
    folder: str
    line: int
    end: int


def place_of(spec: FeedSpec, feeds: Sequence[WrittenFeed], lines: Sequence[str]) -> int:
    """Give the number of lines that come before the new entry."""
    if spec.written and spec.position is not None:
        before = sum(feed.line < spec.line for feed in feeds)
        if before == spec.position and spec.line <= len(lines) + 1:
            return spec.line - 1
        if spec.position < len(feeds):
            return feeds[spec.position].line - 1
    same_folder = [feed.end for feed in feeds if feed.folder == spec.folder]
    return same_folder[-1] if same_folder else len(lines)


def rendered(spec: FeedSpec, lines: Sequence[str], at: int) -> str:
    """Give the new entry as it is written behind the first ``at`` lines."""
    import tomlkit

    table = tomlkit.table()
    for key in ("url", "title", "folder", "username", "password", "token"):
        if value := clean_line(getattr(spec, key)):
            table[key] = value
    if spec.interval is not None:
        table["interval"] = written_interval(spec.interval)
    if spec.full_text is not FullText.AUTO:
        table["full_text"] = str(spec.full_text)
    if spec.headers:
        headers = tomlkit.inline_table()
        headers.update(dict(spec.headers))
        table["headers"] = headers
    entry = tomlkit.dumps({"feeds": tomlkit.aot()} | {"feeds": [table]})
    gap = "\n" if at and lines[at - 1].strip() else ""
    return gap + entry
