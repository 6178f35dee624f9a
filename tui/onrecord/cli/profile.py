"""What every command opens: the profile's folders, its feeds.toml, its archive."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from onrecord.cli.output import complain, told
from onrecord.config import Config, ConfigError, ensure, load
from onrecord.paths import Paths, default_paths, profile_paths
from onrecord.store.database import Database, StoreError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def paths_of(arguments: argparse.Namespace) -> Paths:
    """Give the folders of the profile that the arguments name."""
    return default_paths() if arguments.profile is None else profile_paths(arguments.profile)


def config_of(paths: Paths) -> Config:
    """Read the profile's feeds.toml; on the first run it is made as a copy of the default."""
    with told(ConfigError):
        ensure(paths.feeds_toml)
    return load(paths.feeds_toml)


@contextmanager
def archive_of(paths: Paths) -> Iterator[Database]:
    """Open the profile's archive, and turn what goes wrong with it into one sentence."""
    with told(StoreError), Database.open(paths.database) as database:
        yield database


def subscriptions_of(paths: Paths, database: Database) -> Config:
    """Bring the archive's subscriptions up to what feeds.toml lists; mistakes in it are told."""
    from onrecord.store.subscriptions import in_step, sync_feeds

    config = config_of(paths)
    for problem in config.problems:
        complain(problem.sentence)
    # Where nothing changed, the first write, for which sqlite-utils is imported, can come later.
    if not database.read(in_step, config.feeds):
        # What a file with mistakes does not list may only be misread: no feed is left then.
        leave = not config.problems
        database.write(sync_feeds, config.feeds, datetime.now(UTC), leave=leave)
    return config
