"""``datasette`` and ``export archive``: the archive in other tools."""

from __future__ import annotations

import shlex
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from onrecord.cli.output import say, told
from onrecord.cli.profile import archive_of, paths_of

if TYPE_CHECKING:
    import argparse


def datasette(arguments: argparse.Namespace) -> int:
    """Print the command that opens the archive in Datasette, with views of it by name."""
    paths = paths_of(arguments)
    # Opening it makes the archive where there is none, and brings an older one up to date.
    with archive_of(paths), as_file(files("onrecord.store").joinpath("datasette.json")) as metadata:
        words = ("datasette", "serve", str(paths.database), "--metadata", str(metadata))
        say(shlex.join(words))
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the archive as Parquet files."""
    from onrecord.record.export import ExportError
    from onrecord.record.parquet import write_parquet

    folder = arguments.output
    with archive_of(paths_of(arguments)) as database, told(ExportError):
        numbers = write_parquet(database, folder, replace=arguments.force)
    for table, number in numbers.items():
        say(f"{table}: {number:,} rows in {folder / f'{table}.parquet'}")
    return 0
