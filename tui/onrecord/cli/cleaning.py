"""``clean``: removing what feeds.toml does not want kept any longer, counted and asked first."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from onrecord.cli.output import as_json, say, say_fields
from onrecord.cli.profile import archive_of, paths_of, subscriptions_of
from onrecord.store.feeds import feeds
from onrecord.store.retention import Limit, outdated, remove

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from onrecord.config import Config
    from onrecord.store.database import Database
    from onrecord.store.retention import Outdated

_AT_A_TIME = 200
"""Articles removed in one transaction, so that an open reader is never kept waiting for long."""


def clean(arguments: argparse.Namespace) -> int:
    """Count what the limits of feeds.toml name, ask, and remove it."""
    paths = paths_of(arguments)
    with archive_of(paths) as database:
        config = subscriptions_of(paths, database)
        limits = list(_limits(config, database))
        found = database.read(outdated, limits)
        if not arguments.json:
            _tell(found, database, limited=bool(limits))
        removed = 0
        if found.ids and (arguments.yes or _agreed(len(found.ids), ask=not arguments.json)):
            for at in range(0, len(found.ids), _AT_A_TIME):
                removed += database.write(remove, found.ids[at : at + _AT_A_TIME])
    if arguments.json:
        counts = {"outdated": len(found.ids), "unread": found.unread, "spared": found.spared}
        as_json(counts | {"removed": removed})
    elif found.ids:
        say(f"{_articles(removed)} removed." if removed else "Nothing was removed.")
    return 0


def _limits(config: Config, database: Database) -> Iterator[Limit]:
    specs = {spec.url: spec for spec in config.feeds}
    now = datetime.now(UTC)
    for feed in database.read(feeds):
        spec = specs.get(feed.url)
        if spec is not None and (spec.keep_for is not None or spec.keep_most):
            since = None if spec.keep_for is None else now - timedelta(seconds=spec.keep_for)
            yield Limit(feed.id, since, spec.keep_most)


def _tell(found: Outdated, database: Database, *, limited: bool) -> None:
    titles = {feed.id: feed.title for feed in database.read(feeds)}
    for feed_id, number in found.by_feed:
        say_fields(number, titles.get(feed_id, ""))
    if not limited:
        say("Everything is kept: feeds.toml sets no keep_for and no keep_most.")
    else:
        say(
            f"{_articles(len(found.ids))} beyond the limits of feeds.toml, {found.unread} of them"
            f" unread; {found.spared} more spared for their stars, tags, notes, clippings"
            " or corrections."
        )


def _agreed(number: int, *, ask: bool) -> bool:
    if not ask or not sys.stdin.isatty():
        return False
    return input(f"Remove {_articles(number)} for good? [y/N] ").strip().lower() in {"y", "yes"}


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number} articles"
