"""``add``, ``refresh``, ``import``, ``export``: the subscriptions and what they bring."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_line
from onrecord.cli.output import (
    CommandFailed,
    WrongUsage,
    as_json,
    complain,
    remark,
    say,
    say_fields,
    told,
)
from onrecord.cli.profile import archive_of, config_of, paths_of, subscriptions_of
from onrecord.config import ConfigError, add_feed, add_feeds, move_feed
from onrecord.fetch.client import Client
from onrecord.fetch.failure import FetchError
from onrecord.parse.opml import NotAnOutline, parse_opml, write_opml
from onrecord.processes import PARSER_MB, Processes
from onrecord.refresh import FeedDone, FeedOutcome
from onrecord.refresh import refresh as refresh_feeds
from onrecord.refresh_lock import RefreshRunning
from onrecord.settings import FeedSpec
from onrecord.store.database import StoreError
from onrecord.store.feeds import due_feeds, feed_by_url, feeds
from onrecord.subscribe import Candidate, NoFeed, candidates

if TYPE_CHECKING:
    import argparse

    from onrecord.config import Config
    from onrecord.model import Feed
    from onrecord.store.database import Database

_FAILURES = frozenset({FeedOutcome.FAILED, FeedOutcome.GONE})


def add(arguments: argparse.Namespace) -> int:
    """Subscribe to the feed at an address; where a site has several, list them to pick from."""
    paths = paths_of(arguments)
    config_of(paths)
    with told(FetchError, NoFeed):
        found = asyncio.run(_candidates(arguments.url))
    if len(found) > 1 and arguments.pick is None:
        for number, each in enumerate(found, start=1):
            say(f"{number}  {each.title}  {each.url}  ({each.entries} entries)")
            for title in each.newest:
                say(f"     {title}")
        raise WrongUsage("This site has several feeds: say which one with --pick N.")
    pick = (arguments.pick or 1) - 1
    if not 0 <= pick < len(found):
        raise WrongUsage(f"--pick takes a number from 1 to {len(found)} here.")
    chosen = found[pick]
    spec = FeedSpec(chosen.url, arguments.title or chosen.title, arguments.folder)
    with told(ConfigError):
        added = add_feed(paths.feeds_toml, spec)
    with archive_of(paths) as database:
        subscriptions_of(paths, database)
    say(f"{'Subscribed to' if added else 'Already subscribed to'} {spec.title}  {spec.url}")
    return 0


async def _candidates(address: str) -> tuple[Candidate, ...]:
    processes = Processes(1, memory_mb=PARSER_MB)
    try:
        async with Client() as client:
            return await candidates(client, processes, address)
    finally:
        await asyncio.to_thread(processes.close)


def refresh(arguments: argparse.Namespace) -> int:
    """Ask the feeds that are due, and print one line for each: outcome, counts, title, trouble.

    With ``--json`` one object instead: the feeds with their counts, and the sums.
    """
    paths = paths_of(arguments)
    with archive_of(paths) as database:
        config = subscriptions_of(paths, database)
        chosen = _chosen(arguments, database)
        with told(RefreshRunning, StoreError):
            done = asyncio.run(_refresh(database, config, chosen, quiet=arguments.json))
            unread = 0
            if not arguments.no_analysis:
                # Imported only now: a refresh alone needs none of what the analysis does.
                from onrecord.cli.records import make_records

                unread = asyncio.run(make_records(database, config))
    failed = [each for each in done if each.outcome in _FAILURES]
    if arguments.json:
        as_json(
            {
                "feeds": [_told(feed, each) for feed, each in _paired(chosen, done)],
                "new": sum(len(each.new) for each in done),
                "changed": sum(len(each.changed) for each in done),
                "failed": len(failed),
                "unanalysed": unread,
            }
        )
    elif not chosen:
        due = "No feed is due: onrecord refresh --all asks every one."
        remark(due if config.feeds else "There are no feeds yet: onrecord add ADDRESS")
    return 1 if failed or unread else 0


def _paired(chosen: list[Feed], done: list[FeedDone]) -> list[tuple[Feed, FeedDone]]:
    by_id = {feed.id: feed for feed in chosen}
    return [(by_id[each.feed_id], each) for each in done]


def _told(feed: Feed, done: FeedDone) -> dict[str, Any]:
    return {
        "url": done.moved_to or feed.url,
        "title": done.title,
        "outcome": done.outcome.value,
        "new": len(done.new),
        "changed": len(done.changed),
        "articles": [*done.new, *done.changed],
        "trouble": done.sentence,
    }


def _chosen(arguments: argparse.Namespace, database: Database) -> list[Feed]:
    if arguments.urls:
        named = [(url, database.read(feed_by_url, url)) for url in arguments.urls]
        for url, feed in named:
            if feed is None:
                raise CommandFailed(f"{clean_line(url)} is none of your feeds: add it first.")
        return [feed for _, feed in named if feed is not None]
    if arguments.all:
        return database.read(feeds)
    return database.read(due_feeds, datetime.now(UTC))


async def _refresh(
    database: Database, config: Config, chosen: list[Feed], *, quiet: bool
) -> list[FeedDone]:
    done: list[FeedDone] = []
    # No screen has to be kept responsive, and all the rest waits for what is parsed.
    processes = Processes(config.settings.processes, memory_mb=PARSER_MB, niceness=0)
    try:
        async with Client() as client:
            asked = refresh_feeds(
                database, client, processes, chosen, specs=config.feeds, rules=config.rules
            )
            async for event in asked:
                if isinstance(event, FeedDone):
                    done.append(event)
                    if not quiet:
                        _print(event)
    finally:
        await asyncio.to_thread(processes.close)
    for feed, each in _paired(chosen, done):
        if each.moved_to:
            _follow(config, feed.url, each.moved_to)
    return done


def _print(done: FeedDone) -> None:
    say_fields(done.outcome.value, len(done.new), len(done.changed), done.title, done.sentence)


def _follow(config: Config, url: str, moved_to: str) -> None:
    """Write the new address of a feed that has moved for good to feeds.toml."""
    try:
        move_feed(config.path, url, moved_to)
    except ConfigError as error:
        complain(f"{url} has moved to {moved_to}: {error}")
    else:
        complain(f"{url} has moved to {moved_to} for good; feeds.toml follows.")


def import_(arguments: argparse.Namespace) -> int:
    """Subscribe to the feeds of an OPML file that are not subscribed to yet."""
    paths = paths_of(arguments)
    config_of(paths)
    try:
        content = arguments.file.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{arguments.file} cannot be read: {error.strerror}.") from error
    with told(NotAnOutline):
        outline = parse_opml(content)
    with told(ConfigError):
        listed = [FeedSpec(each.url, each.title, each.folder) for each in outline.feeds]
        added = len(add_feeds(paths.feeds_toml, listed))
    with archive_of(paths) as database:
        subscriptions_of(paths, database)
    known = len(outline.feeds) - added
    feeds_added = "1 feed" if added == 1 else f"{added} feeds"
    say(f"{feeds_added} added, {known} {'was' if known == 1 else 'were'} there already.")
    if outline.unusable:
        without = "entry" if outline.unusable == 1 else "entries"
        complain(f"{outline.unusable} {without} of {arguments.file} without a usable address.")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Print the subscriptions as OPML, each by its own title where the user gave it none."""
    paths = paths_of(arguments)
    config = config_of(paths)
    for problem in config.problems:
        complain(problem.sentence)
    titles = {}
    if not all(spec.title for spec in config.feeds) and paths.database.exists():
        with archive_of(paths) as database:
            titles = {feed.url: feed.title for feed in database.read(feeds)}
    print(
        write_opml(
            replace(spec, title=spec.title or titles.get(spec.url, "")) for spec in config.feeds
        )
    )
    return 0
