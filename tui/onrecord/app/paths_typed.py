"""What a half-typed path of a file may become."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200
_LISTS = (".opml", ".xml")


def completions(typed: str, endings: Sequence[str] = _LISTS) -> tuple[str, ...]:
    """Return the folders and the files with these endings that begin as typed, folders last.

    ``~`` is the home folder. A folder ends with a slash. What cannot be read has none.
    """
    folder, _, begun = typed.rpartition("/")
    base = Path(f"{folder}/" if "/" in typed else ".").expanduser()
    before = typed[: len(typed) - len(begun)]
    files, folders = [], []
    try:
        with os.scandir(base) as entries:
            for entry in entries:
                name = entry.name
                if not name.startswith(begun) or (name.startswith(".") and not begun):
                    continue
                if entry.is_dir():
                    folders.append(f"{before}{name}/")
                elif name.lower().endswith(tuple(endings)):
                    files.append(before + name)
    except OSError:
        return ()
    return (*sorted(files), *sorted(folders))[:MOST]


def completed(typed: str, found: Sequence[str]) -> str:
    """Return what was typed, made longer by all that its completions have in common."""
    alike = min(found, default=typed)
    while not all(each.startswith(alike) for each in found):
        alike = alike[:-1]
    return alike
