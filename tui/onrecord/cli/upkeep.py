"""``doctor``: what is the matter with the archive, the feeds, the model, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.workers import model_problem
from onrecord.cli.output import as_json, say
from onrecord.cli.profile import archive_of, config_of, paths_of
from onrecord.store.doctor import faults, rebuild_indexes
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from onrecord.config import Config
    from onrecord.store.database import Database


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: ``trouble`` says what is wrong and what to do, or is ""."""

    subject: str
    trouble: str = ""


def doctor(arguments: argparse.Namespace) -> int:
    """Print what was checked and what is wrong; exit code 1 where anything is."""
    paths = paths_of(arguments)
    config = config_of(paths)
    with archive_of(paths) as database:
        findings = [*_findings(config, database)]
    failed = any(finding.trouble for finding in findings)
    if arguments.json:
        as_json(
            {
                "feeds_toml": str(paths.feeds_toml),
                "archive": str(paths.database),
                "findings": [{"subject": f.subject, "trouble": f.trouble} for f in findings],
            }
        )
        return 1 if failed else 0
    say(f"feeds.toml  {paths.feeds_toml}")
    say(f"archive     {paths.database}")
    for finding in findings:
        say(f"{'!!' if finding.trouble else 'ok'}  {finding.subject}")
        if finding.trouble:
            say(f"    {finding.trouble}")
    return 1 if failed else 0


def _findings(config: Config, database: Database) -> Iterator[Finding]:
    for problem in config.problems:
        yield Finding("feeds.toml", problem.sentence)
    if not config.problems:
        yield Finding("feeds.toml")
    found = database.write(faults)
    if any(fault.in_index for fault in found):
        database.write(rebuild_indexes)
        yield Finding("search indexes", "They did not fit their texts and were made anew.")
        found = database.write(faults)
    for fault in found:
        yield Finding("archive", fault.sentence)
    if not found:
        yield Finding("archive")
    for feed in database.read(feeds):
        if feed.gone:
            advice = f"{feed.last_error} Take it out of feeds.toml, or give its new address."
            yield Finding(f"feed {feed.title or feed.url}", advice)
        elif feed.last_error:
            times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
            yield Finding(f"feed {feed.title or feed.url}", f"Failed {times}: {feed.last_error}")
    yield Finding("language model", model_problem())
