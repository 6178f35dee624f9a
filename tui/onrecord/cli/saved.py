"""``saved``: the searches that are kept, with how much of each is unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.output import CommandFailed, WrongUsage, as_json, remark, say
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.store import saved_searches as searches

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from onrecord.query import Query
    from onrecord.store.database import Database


def saved(arguments: argparse.Namespace) -> int:
    """Print the saved searches; or keep one, or delete one."""
    with archive_of(paths_of(arguments)) as database:
        if arguments.delete:
            gone = database.write(searches.delete_search, _known(database, arguments.delete).name)
            say(f"Deleted “{gone.name}”: {gone.query}" if gone else "")
            return 0
        if arguments.keep:
            if not arguments.query:
                raise WrongUsage("Say what it is to find: onrecord saved --keep NAME QUERY")
            database.write(searches.save_search, arguments.keep, query_of(arguments.query).text)
        rows = [
            (each, database.read(searches.count_unread, each.query))
            for each in database.read(searches.saved_searches)
        ]
    say_searches(rows, json=arguments.json)
    if not rows:
        remark("No search is kept yet: onrecord saved --keep NAME QUERY")
    return 0


def say_searches(rows: Iterable[tuple[searches.SavedSearch, int]], *, json: bool) -> None:
    """Print saved searches, each with how many of its articles are unread."""
    if json:
        as_json([{"name": row.name, "query": row.query, "unread": n} for row, n in rows])
        return
    for row, number in rows:
        say(f"{number:>7}  {row.name}: {row.query}")


def query_asked(database: Database, arguments: argparse.Namespace) -> Query:
    """Return the query of the command line, narrowed by the saved search that it names."""
    if not arguments.saved:
        if not arguments.query:
            raise WrongUsage("Say what to search for, or --saved NAME.")
        return query_of(arguments.query)
    kept = _known(database, arguments.saved).query
    if not arguments.query:
        return query_of([kept])
    return query_of([f"({kept}) ({query_of(arguments.query).text})"])


def _known(database: Database, name: str) -> searches.SavedSearch:
    found = database.read(searches.saved_search, name)
    if found is None:
        raise CommandFailed(
            f"No saved search is called “{name}”: `onrecord saved` lists those there are."
        )
    return found
