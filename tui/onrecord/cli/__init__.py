"""The command line: ``onrecord`` opens the reader, its commands do one thing each and print it.

Exit codes: 0 done, 1 something failed (one sentence on standard error says what), 2 wrong usage.
Every command imports what it needs when it runs, so that ``onrecord`` itself starts at once.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from onrecord.cli.arguments import parser
from onrecord.cli.output import CommandFailed, WrongUsage, complain

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that ``argv`` (by default the process's) names; give its exit code."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CommandFailed as failed:
        complain(str(failed))
        return 2 if isinstance(failed, WrongUsage) else 1
    except BrokenPipeError:
        # The reader of our output has gone (``| head``); say nothing, and let nothing be flushed.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
