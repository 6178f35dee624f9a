"""``follow``: whom and what you follow; follow somebody, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.output import CommandFailed, WrongUsage, remark, say
from onrecord.cli.people import one_person
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.saved import say_searches
from onrecord.store import follows
from onrecord.store.saved_searches import count_unread, saved_search

if TYPE_CHECKING:
    import argparse

    from onrecord.store.database import Database


def follow(arguments: argparse.Namespace) -> int:
    """Follow a person or a saved search, follow it no longer, or print what is followed."""
    with archive_of(paths_of(arguments)) as database:
        if arguments.name:
            _change(database, arguments.name, stop=arguments.stop)
            return 0
        if arguments.stop:
            raise WrongUsage("Say whom you follow no longer: onrecord follow --stop NAME")
        rows = [
            (each, database.read(count_unread, each.query))
            for each in database.read(follows.followed)
        ]
    say_searches(rows, json=arguments.json)
    if not rows:
        remark("You follow nobody yet: onrecord follow NAME")
    return 0


def _change(database: Database, name: str, *, stop: bool) -> None:
    saved = database.read(saved_search, name)
    if stop:
        if saved is None or not saved.followed:
            raise CommandFailed(f"You do not follow “{name}”: `onrecord follow` lists whom you do.")
        database.write(follows.unfollow, saved)
        say(f"You follow {saved.name} no longer; it stays among the saved searches.")
        return
    if saved is not None:
        database.write(follows.follow, saved.name, saved.query)
        say(f"You follow “{saved.name}”.")
        return
    person = one_person(database, name)
    change = database.write(follows.follow, person.name, follows.query_about(person))
    say(f"You follow {person.name}: {change.saved.query}")
