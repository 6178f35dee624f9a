"""Numbers over time as one line of bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARS: Final = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[int]) -> str:
    """Return numbers as bars, the highest for the greatest; nothing is a blank."""
    most = max(numbers, default=0)
    return "".join(_BARS[(each * 8 - 1) // most] if each else " " for each in numbers)
