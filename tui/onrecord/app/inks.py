"""The styles that lines are drawn with, by name, from a theme's variables.

They are not component classes: resolving a hundred of those through the style sheet is half of the
time from the start to the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from onrecord.app.marks import COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

_INKS = {
    "ink": ("ink", ""),
    "quiet": ("quiet", ""),
    "faint": ("faint", ""),
    "lead": ("lead", ""),
    "read": ("read", ""),
    "star": ("star", "bold"),
    "form": ("form", "italic"),
    "warning": ("text-warning", ""),
    "note": ("read", "italic"),
    "outlet": ("lead", "bold"),
    "headline": ("ink", "bold"),
    "heading": ("lead", "bold"),
    "emphasis": ("", "bold"),
    "quote": ("", "italic"),
    "caption": ("quiet", "italic"),
    "person": ("entity-person", "underline"),
    "org": ("entity-org", "italic"),
    "place": ("entity-place", "italic underline"),
    "nobody": ("speaker-none", ""),
    "label": ("", "bold not underline not italic"),
    "turn": ("", ""),
    "evidence": ("", "bold"),
    "dimmed": ("quiet", "dim not bold not italic"),
    **{f"speaker-{number}": (f"speaker-{number}", "") for number in range(1, COLOURS + 1)},
}
"""For each ink the theme's variable of its colour and its attributes; no colour: the text's own."""

_GROUNDS = {
    "spoken": ("spoken", ""),
    "hit": ("hit", "bold"),
    "trail": ("spoken", ""),
    "resting": ("pointer-resting", ""),
}
"""For each ground the theme's variable of its colour, and what it does to the text."""


def inks_of(variables: Mapping[str, str]) -> dict[str, Style]:
    """Return all inks and grounds of a theme, by name; each leaves open what it does not say."""
    inks = {
        name: _coloured(variables, colour) + Style.parse(attributes)
        for name, (colour, attributes) in _INKS.items()
    }
    for name, (colour, attributes) in _GROUNDS.items():
        ground = Style(bgcolor=Color.parse(variables[colour]).rich_color)
        inks[name] = ground + Style.parse(attributes)
    attributes = variables["pointer-style"]
    pointer = Style(bgcolor=Color.parse(variables["pointer"]).rich_color)
    inks["pointer"] = pointer if attributes == "none" else Style.parse(attributes)
    return inks


def _coloured(variables: Mapping[str, str], colour: str) -> Style:
    if not colour:
        return Style.null()
    return Style(color=Color.parse(variables[colour]).rich_color)
