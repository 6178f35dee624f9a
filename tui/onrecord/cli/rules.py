"""``rules``: what the rules of feeds.toml find in the archive, and doing it there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.cli.output import WrongUsage, as_json, say
from onrecord.cli.profile import archive_of, paths_of, subscriptions_of
from onrecord.cli.query import query_of
from onrecord.settings import RuleSpec, act_of
from onrecord.store.articles import article_rows
from onrecord.store.rules import Stage, act, articles_of, stage_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from onrecord.store.database import Database

_EXAMPLES = 3
_AT_A_TIME = 500
"""Articles that are changed in one transaction, so that a reader is not kept waiting for long."""
_WHEN = {
    Stage.ARRIVED: "at arrival",
    Stage.RECORDED: "with the record",
    Stage.REFINED: "with the record by the language model",
}


def rules(arguments: argparse.Namespace) -> int:
    """Print each rule with how many articles it finds and the newest of them, or do what it says.

    A query on the command line is tried out in place of the rules of feeds.toml.
    """
    paths = paths_of(arguments)
    with archive_of(paths) as database:
        config = subscriptions_of(paths, database)
        chosen = [_typed(arguments)] if arguments.query else config.rules
        told = [_tried(database, rule, apply=arguments.apply) for rule in chosen]
    if arguments.json:
        as_json(told)
        return 0
    if not told:
        say("There are no rules yet: docs/configuration.md says how to write them.")
    for each in told:
        _print(each)
    return 0


def _typed(arguments: argparse.Namespace) -> RuleSpec:
    query = query_of(arguments.query)
    try:
        do = tuple(act_of(each) for each in arguments.do)
    except ValueError as error:
        raise WrongUsage("--do takes star, read, hide, notify or “tag NAME”.") from error
    if arguments.apply and not do:
        raise WrongUsage("Say with --do what is to be done.")
    return RuleSpec(query.text, do)


def _tried(database: Database, rule: RuleSpec, *, apply: bool) -> dict[str, Any]:
    found = database.read(articles_of, rule)
    told: dict[str, Any] = {
        "when": rule.when,
        "do": list(rule.do),
        "acts": _WHEN[stage_of(query_of([rule.when]).tree)],
        "articles": len(found),
        "examples": [
            {
                "id": row.id,
                "published": row.published_at.isoformat(),
                "outlet": row.outlet,
                "title": row.title,
            }
            for row in database.read(article_rows, found[:_EXAMPLES])
        ],
    }
    if apply:
        told["done"] = _apply(database, rule, found)
    return told


def _apply(database: Database, rule: RuleSpec, found: Sequence[int]) -> dict[str, int]:
    """Do what a rule says, but tell nobody: an archive is no news."""
    quiet = RuleSpec(rule.when, tuple(each for each in rule.do if each != "notify"))
    done = dict.fromkeys(quiet.do, 0)
    for at in range(0, len(found), _AT_A_TIME):
        for acted in database.write(act, quiet, found[at : at + _AT_A_TIME]):
            done[acted.act] += len(acted.article_ids)
    return done


def _print(told: dict[str, Any]) -> None:
    say(f"{told['when']} → {', '.join(told['do']) or 'nothing'}")
    number = told["articles"]
    say(f"    {number:,} article{'' if number == 1 else 's'} so far; acts {told['acts']}")
    for row in told["examples"]:
        say(f"    {row['id']:>7}  {row['published'][:10]}  {row['outlet']}: {row['title']}")
    for what, done in told.get("done", {}).items():
        say(f"    {what}: done to {done:,}")
