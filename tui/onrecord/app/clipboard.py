"""The clipboard of the machine that the reader runs on, through the command that it has for it.

The terminal's own clipboard is reached by a control sequence (OSC 52), which Textual writes; not
every terminal takes it, and none tells whether it did.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SECONDS = 2.0
"""How long a command may take."""

_COMMANDS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard", "-in")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
"""Commands that take what is copied on standard input, and the variable that tells of a desktop."""


def clipboard_command(
    environ: Mapping[str, str] | None = None,
    *,
    platform: str = sys.platform,
    find: Callable[[str], str | None] = shutil.which,
) -> tuple[str, ...]:
    """Return the command that copies, as words that no shell reads; () where there is none."""
    known = os.environ if environ is None else environ
    if platform == "darwin":
        return ("pbcopy",) if find("pbcopy") else ()
    for variable, words in _COMMANDS:
        if known.get(variable) and find(words[0]):
            return words
    return ()


def copy_with(command: tuple[str, ...], text: str, *, seconds: float = SECONDS) -> bool:
    """Hand a text to the command on its standard input; tell whether it took it in time."""
    encoding = "utf-16" if command[0] == "clip.exe" else "utf-8"
    try:
        done = subprocess.run(  # noqa: S603 - one of the commands above, no word of it from outside
            command,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
