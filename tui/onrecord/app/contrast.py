"""How well a colour is read on another, as WCAG measures it, and colours made legible. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color

if TYPE_CHECKING:
    from collections.abc import Iterable

READABLE = 4.5
"""The contrast that WCAG asks for (AA), for text of ordinary size."""
STRONG = 7.0
"""The contrast that it asks for where sight is weak (AAA)."""
_STEPS = 20
_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def legible(colour: Color, grounds: Iterable[Color], least: float = READABLE) -> Color:
    """Return a colour that is read on all grounds: itself, or the nearest shade of it that is.

    The grounds are all dark or all light.
    """
    grounds = tuple(grounds)
    goal = max((_BLACK, _WHITE), key=lambda end: min(contrast(end, each) for each in grounds))
    shades = (colour.blend(goal, step / _STEPS) for step in range(_STEPS + 1))
    return next(
        (shade for shade in shades if all(contrast(shade, each) >= least for each in grounds)), goal
    )


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
