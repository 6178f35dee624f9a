"""The styles that lines are drawn with, by name, from a theme's variables.

They are not component classes: resolving a hundred of those through the style sheet is half of the
time from the start to the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from onrecord.app.contrast import legible
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
    "warning": ("alert", ""),
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
    **{f"speaker-{number}": (f"speaker-{number}", "") for number in range(1, COLOURS + 1)},
}
"""For each ink the theme's variable of its colour and its attributes; no colour: the text's own."""

_GROUNDS = {
    "spoken": ("spoken", ""),
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
        inks[name] = _ground(variables, colour) + Style.parse(attributes)
    # What a search found is read in the theme's ink, whoever said it: no other has to suit it.
    found = Style.parse(variables["hit-style"])
    if not found.reverse:
        found += _coloured(variables, "ink") + _ground(variables, "hit")
    inks["hit"] = found
    inks["dimmed"] = _dimmed(variables)
    attributes = variables["pointer-style"]
    pointed = _ground(variables, "pointer")
    inks["pointer"] = pointed if attributes == "none" else Style.parse(attributes)
    return inks


def _dimmed(variables: Mapping[str, str]) -> Style:
    """Return the ink of what is not looked at: as pale as it may be and still be read."""
    plain = Style.parse("not bold not italic")
    quiet = Color.parse(variables["quiet"])
    if quiet.ansi is not None:
        return plain + Style(dim=True)
    paper = Color.parse(variables["background"])
    return plain + Style(color=legible(paper.blend(quiet, 0.5), [paper]).rich_color)


def _ground(variables: Mapping[str, str], colour: str) -> Style:
    return Style(bgcolor=Color.parse(variables[colour]).rich_color)


def _coloured(variables: Mapping[str, str], colour: str) -> Style:
    if not colour:
        return Style.null()
    return Style(color=Color.parse(variables[colour]).rich_color)
