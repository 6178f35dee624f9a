"""``onrecord``: the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.logfile import log_to_file, log_to_nowhere
from onrecord.cli.output import need_terminal
from onrecord.cli.profile import archive_of, config_of, paths_of
from onrecord.config import Config

if TYPE_CHECKING:
    import argparse


def read(arguments: argparse.Namespace) -> int:
    """Open the reader on the profile's feeds and archive; welcome whoever has no feeds.toml yet."""
    need_terminal()
    from onrecord.app import garbage

    garbage.hold()
    paths = paths_of(arguments)
    first_run = not paths.feeds_toml.exists()
    config = Config(paths.feeds_toml) if first_run else config_of(paths)
    if arguments.log:
        log_to_file(paths)
    else:
        log_to_nowhere()
    with archive_of(paths) as database:
        from onrecord.app.foresight import foresee

        foresee(database)
        # Only now is Textual imported, while the archive answers.
        from onrecord.app.app import OnRecord

        app = OnRecord(
            database,
            config,
            paths,
            refresh_on_start=not arguments.offline,
            first_run=first_run,
        )
        app.run()
        return app.return_code or 0
