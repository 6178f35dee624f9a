"""``onrecord demo``: the reader on a sample press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.logfile import log_to_nowhere
from onrecord.cli.output import need_terminal, told
from onrecord.store.database import StoreError

if TYPE_CHECKING:
    import argparse


def demo(arguments: argparse.Namespace) -> int:
    """Open the reader on the sample press, in a throw-away profile unless one is to be kept."""
    need_terminal()
    from onrecord.demo import demonstrate

    log_to_nowhere()
    with told(StoreError):
        return demonstrate(arguments.keep)
