"""What the reading room remembers from one session to the next: its panes and its theme.

It is kept as JSON in the profile's folder for what may be lost. What cannot be read there is as if
it had never been written.
"""

from __future__ import annotations

import json
import logging
from dataclasses import field
from typing import TYPE_CHECKING, Any

from onrecord.app.arrangement import LEAST, WIDEST, Arrangement
from onrecord.app.panes import Pane
from onrecord.clean import clean_line
from onrecord.files import write_whole
from onrecord.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = logging.getLogger(__name__)

_LARGEST = 100_000
_SIZES = {2: "two", 3: "three", 4: "four"}
"""The numbers of panes abreast that can be arranged, as the file names them."""


@frozen
class Memory:
    """The arrangement for each number of panes abreast, and the theme that was chosen."""

    arrangements: Mapping[int, Arrangement] = field(default_factory=dict)
    theme: str = ""
    """The theme that was chosen in the reader; "": none was."""
    instead_of: str = ""
    """The theme of feeds.toml at that time: when that is another, it is the newer decision."""


def recall(path: Path) -> Memory:
    """Read what was remembered; a file that makes no sense is noted in the log and passed over."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        return _memory_of(json.loads(content))
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("%s is passed over: %s", path, error)
        return Memory()


def remember(path: Path, memory: Memory) -> None:
    """Write what is to be remembered; where that fails it is noted in the log."""
    panes = {
        _SIZES[size]: {
            "hidden": sorted(each.hidden),
            "widths": {str(pane): cells for pane, cells in each.widths},
        }
        for size, each in sorted(memory.arrangements.items())
        if size in _SIZES
    }
    kept = {"panes": panes, "theme": memory.theme, "instead_of": memory.instead_of}
    try:
        write_whole(path, json.dumps(kept, indent=2) + "\n")
    except OSError as error:
        log.warning("%s cannot be written: %s", path, error)


def _memory_of(kept: Any) -> Memory:
    if not isinstance(kept, dict):
        raise ValueError("it holds no table")  # noqa: TRY004 - one kind of error for what is wrong
    panes = _table(kept.get("panes"))
    return Memory(
        {size: _arrangement_of(panes[name]) for size, name in _SIZES.items() if name in panes},
        _word(kept.get("theme")),
        _word(kept.get("instead_of")),
    )


def _arrangement_of(kept: Any) -> Arrangement:
    kept = _table(kept)
    hidden = kept.get("hidden")
    names = {str(name) for name in hidden} if isinstance(hidden, list) else set()
    arrangement = Arrangement(
        frozenset(pane for pane in Pane if pane in names and pane is not Pane.READER)
    )
    widths = _table(kept.get("widths"))
    for pane in Pane:
        cells = widths.get(pane)
        if isinstance(cells, int) and LEAST[pane] <= cells <= WIDEST:
            arrangement = arrangement.with_width(pane, cells)
    return arrangement


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _word(value: Any) -> str:
    return clean_line(value)[:100] if isinstance(value, str) else ""
