"""``people``, ``dossier``, ``person``: who is quoted, all that one person said, whose a name is."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from onrecord.cli.export import written
from onrecord.cli.output import CommandFailed, as_json, remark, say, told
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.model import EntityKind
from onrecord.record.cite import citation_of
from onrecord.record.sparkline import sparkline
from onrecord.store import joining
from onrecord.store.dossier import dossier as read_dossier
from onrecord.store.people import Order, PersonRow, named, near_names
from onrecord.store.people import people as list_people
from onrecord.store.persons import entity_named
from onrecord.store.utterances import utterances

if TYPE_CHECKING:
    import argparse

    from onrecord.store.database import Database
    from onrecord.store.dossier import Dossier


def people(arguments: argparse.Namespace) -> int:
    """Print who is quoted or named: quotations, articles, last heard, the weeks, the name."""
    kinds = tuple(EntityKind) if arguments.kind == "any" else (EntityKind(arguments.kind.upper()),)
    words = " ".join(arguments.name)
    with archive_of(paths_of(arguments)) as database:
        order = Order(arguments.sort)
        found = database.read(list_people, words, kinds=kinds, limit=arguments.limit, order=order)
        if not found and words:
            raise CommandFailed(_nobody(database, words))
    if arguments.json:
        as_json([_row(each) for each in found])
        return 0
    if not found:
        remark("Nobody is quoted or named yet.")
    for each in found:
        heard = f"{each.last_heard:%Y-%m-%d}" if each.last_heard else "-"
        say(
            f"{each.quotations:>7} quoted  {each.articles:>6} articles  {heard:>10}"
            f"  {sparkline(each.weeks)}  {each.name}"
        )
    return 0


def dossier(arguments: argparse.Namespace) -> int:
    """Print all that one person said, newest first, under its articles."""
    with archive_of(paths_of(arguments)) as database:
        found = _dossier(database, arguments)
    if arguments.json:
        as_json(asdict(found) | {"person": _row(found.person)})
        return 0
    row = found.person
    say(f"{row.name} ({row.kind.value}): {row.quotations} quotations, {row.articles} articles")
    if row.aliases:
        say(f"Also named: {', '.join(row.aliases)}")
    for title, values in (
        ("Asked by", found.interviewers),
        ("Speaks of", [(each.name, each.number) for each in found.topics]),
        ("Named with", [(each.name, each.number) for each in found.company]),
    ):
        if values:
            say(f"{title}: {', '.join(f'{name} ({number})' for name, number in values)}")
    for appearance in found.appearances:
        asked = f", asked by {appearance.interviewer}" if appearance.interviewer else ""
        say()
        say(f"{appearance.published_at:%Y-%m-%d}  {appearance.outlet}: {appearance.title}{asked}")
        for each in appearance.said:
            say(f"    {' '.join(each.text.split())}")
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Export all that one person said, newest first."""
    with archive_of(paths_of(arguments)) as database:
        found = _dossier(database, arguments)
        ids = [each.quotation_id for place in found.appearances for each in place.said]
        if not ids:
            raise CommandFailed(f"No quotation of {found.person.name} was found to export.")
        cited = database.read(utterances, ids)
    return written(arguments, map(citation_of, cited), found.person.name)


def export_decisions(arguments: argparse.Namespace) -> int:
    """Print as JSON what the user decided about whose names are whose."""
    with archive_of(paths_of(arguments)) as database:
        as_json(database.read(joining.decisions))
    return 0


def join(arguments: argparse.Namespace) -> int:
    """Make one person of two."""
    with archive_of(paths_of(arguments)) as database:
        one, other = one_person(database, arguments.name), one_person(database, arguments.into)
        with told(joining.IdentityError):
            database.write(joining.merge, one.entity_id, other.entity_id)
    say(f"{one.name} is {other.name} now.")
    return 0


def part(arguments: argparse.Namespace) -> int:
    """Let a name stand for somebody of their own."""
    with archive_of(paths_of(arguments)) as database:
        entity_id = database.read(entity_named, arguments.name)
        if entity_id is None:
            raise CommandFailed(_nobody(database, arguments.name))
        with told(joining.IdentityError):
            database.write(joining.part, entity_id)
    say(f"{arguments.name} is somebody of their own now.")
    return 0


def rename(arguments: argparse.Namespace) -> int:
    """Call a person something else."""
    with archive_of(paths_of(arguments)) as database:
        row = one_person(database, arguments.name)
        database.write(joining.rename, row.entity_id, arguments.new)
    say(f"{row.name} is called {arguments.new} now.")
    return 0


def alias(arguments: argparse.Namespace) -> int:
    """Let a person be found by another name."""
    with archive_of(paths_of(arguments)) as database:
        row = one_person(database, arguments.name)
        added = database.write(joining.add_alias, row.entity_id, arguments.new)
    say(f"{row.name} is found by {arguments.new}{'' if added else ' already'}.")
    return 0


def divide(arguments: argparse.Namespace) -> int:
    """Make the person whom some articles name another one of the same name."""
    with archive_of(paths_of(arguments)) as database:
        entity_id = database.read(entity_named, arguments.name)
        if entity_id is None:
            raise CommandFailed(_nobody(database, arguments.name))
        with told(joining.IdentityError):
            division = database.write(joining.divide, entity_id, arguments.article)
    say(f"{len(division.articles)} articles are about another {arguments.name} now.")
    return 0


def _dossier(database: Database, arguments: argparse.Namespace) -> Dossier:
    query = query_of([arguments.query]) if arguments.query else None
    row = one_person(database, arguments.name)
    found = database.read(read_dossier, row.entity_id, query)
    if found is None:
        raise CommandFailed(_nobody(database, row.name))
    return found


def one_person(database: Database, name: str) -> PersonRow:
    """Return the one whom a name means; say who else it may be where that is not clear."""
    found = database.read(named, name)
    if not found:
        raise CommandFailed(_nobody(database, name))
    if len(found) > 1:
        names = "; ".join(f"{each.name} ({each.quotations} quotations)" for each in found)
        raise CommandFailed(f"“{name}” may be one of several, so give a fuller name: {names}")
    return found[0]


def _nobody(database: Database, name: str) -> str:
    near = database.read(near_names, name)
    hint = f" Did you mean {' or '.join(near)}?" if near else " `onrecord people` lists them."
    return f"Nobody in the archive is named “{name}”.{hint}"


def _row(row: PersonRow) -> dict[str, Any]:
    return asdict(row) | {
        "last_heard": row.last_heard.isoformat() if row.last_heard else None,
        "weeks": list(row.weeks),
    }
