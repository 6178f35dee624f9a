"""Puts text into terminal cells: cropped, padded, never wider than it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.strip import Strip

from onrecord.clean import defuse
from onrecord.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from rich.style import Style

Part = tuple[str, "Style"]

_INDENT = pattern(r"^ +", re.MULTILINE)
_MINUTE, _HOUR, _DAY, _WEEK = 60, 3600, 86_400, 604_800


def crop(text: str, width: int) -> str:
    """Return ``text`` in at most ``width`` cells, with an ellipsis where something is cut off."""
    if width <= 0:
        return ""
    text = defuse(text.replace("\n", " "))
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def indented(text: str) -> str:
    """Return lines with blanks at their beginnings that stay there when the lines are broken."""
    return _INDENT.sub(lambda match: "\N{NO-BREAK SPACE}" * len(match[0]), text)


def fill(text: str, width: int) -> str:
    """Return ``text`` in exactly ``width`` cells."""
    return set_cell_size(crop(text, width), max(0, width))


def strip_of(parts: Iterable[Part], width: int, blank: Style) -> Strip:
    """Return a strip of exactly ``width`` cells: the parts, then blanks."""
    segments = [Segment(text, style) for text, style in parts if text]
    used = sum(segment.cell_length for segment in segments)
    if used < width:
        segments.append(Segment(" " * (width - used), blank))
        return Strip(segments, width)
    return Strip(segments, used).crop(0, width)


def age(moment: datetime | None, now: datetime) -> str:
    """Return how long ago something was, in two to six characters: ``now``, ``5m``, ``3h``, ``2d``.

    Older than a week is a date, with its year where that is not this one. An unknown moment is
    empty; one in the future is ``now``.
    """
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)}m"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)}h"
    if seconds < _WEEK:
        return f"{int(seconds // _DAY)}d"
    local = moment.astimezone(now.tzinfo)
    if local.year == now.year:
        return f"{local.day} {local:%b}"
    return f"{local:%b %Y}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 quotation``, ``1,204 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
