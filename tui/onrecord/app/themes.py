"""Themes: four of our own, and the colours that the reader adds to every theme.

A theme may set any of the reader's own variables: ``ink`` (text), ``quiet`` (what is said in
passing), ``faint`` (rules), ``lead`` (the colour that leads the eye), ``read`` (the title of what
was read), ``star``, ``form`` (that something is an interview), ``alert`` (a warning), ``pointer``
and ``pointer-resting`` (the chosen row with and without the focus), ``pointer-style``, ``spoken``
(the chosen quotation), ``hit`` and ``hit-style`` (what a search found), ``speaker-1`` …
``speaker-8``, ``speaker-none``, ``entity-person``, ``entity-org`` and ``entity-place``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from onrecord.app.contrast import legible
from onrecord.app.marks import COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

_ON_DARK = (
    "#8ab4f8",
    "#e5b567",
    "#8fd19e",
    "#f29aa6",
    "#c6a8ff",
    "#6fd3d0",
    "#f0a17c",
    "#c9d17f",
)
_ON_LIGHT = (
    "#1d4f9f",
    "#7d4d00",
    "#1c6638",
    "#a12449",
    "#6a3fa3",
    "#0b5f6c",
    "#9c3d14",
    "#545c10",
)
_ON_BLACK = (
    "#8cc8ff",
    "#ffd24a",
    "#7dff9b",
    "#ff9db0",
    "#d9b8ff",
    "#5ff3ee",
    "#ffb48a",
    "#e6f06a",
)
_ANSI = (
    "ansi_bright_blue",
    "ansi_yellow",
    "ansi_green",
    "ansi_red",
    "ansi_magenta",
    "ansi_cyan",
    "ansi_bright_magenta",
    "ansi_bright_red",
)


def _speakers(colours: tuple[str, ...]) -> dict[str, str]:
    return {f"speaker-{number}": colour for number, colour in enumerate(colours, 1)}


PAPER = Theme(
    name="paper",
    primary="#9c4221",
    secondary="#5b6f7b",
    accent="#9c4221",
    foreground="#2a2824",
    background="#faf6ec",
    surface="#f3eddf",
    panel="#ece4d2",
    success="#1c6638",
    warning="#7d4d00",
    error="#a3262a",
    dark=False,
    variables={
        "ink": "#2a2824",
        "quiet": "#655f54",
        "faint": "#d8cfbb",
        "lead": "#9c4221",
        "read": "#57524a",
        "star": "#7d4d00",
        "form": "#1c5d6b",
        "alert": "#7d4d00",
        "pointer-style": "none",
        "pointer": "#ead9bd",
        "pointer-resting": "#f1e9d8",
        "hit": "#ffe08a",
        "hit-style": "bold",
        "spoken": "#f1e6cf",
        **_speakers(_ON_LIGHT),
        "speaker-none": "#655f54",
        "entity-person": "#2b4a6f",
        "entity-org": "#5a3d6b",
        "entity-place": "#2f5d44",
        "footer-key-foreground": "#9c4221",
        "input-selection-background": "#9c4221 25%",
        "block-cursor-background": "#ead9bd",
        "block-cursor-foreground": "#2a2824",
        "block-cursor-text-style": "bold",
        "scrollbar": "#d8cfbb",
        "scrollbar-background": "#faf6ec",
        "scrollbar-hover": "#b9ae95",
        "scrollbar-background-hover": "#faf6ec",
        "scrollbar-active": "#9c4221",
        "scrollbar-background-active": "#faf6ec",
        "scrollbar-corner-color": "#faf6ec",
    },
)

NIGHT = Theme(
    name="night",
    primary="#d9a05b",
    secondary="#7f93a3",
    accent="#d9a05b",
    foreground="#d8d4ca",
    background="#15171b",
    surface="#1b1e23",
    panel="#23272d",
    success="#8fd19e",
    warning="#e5b567",
    error="#f08b8b",
    dark=True,
    variables={
        "ink": "#d8d4ca",
        "quiet": "#9ea1a1",
        "faint": "#30353c",
        "lead": "#d9a05b",
        "read": "#aeaaa1",
        "star": "#e5b567",
        "form": "#7fc1c9",
        "alert": "#e5b567",
        "pointer-style": "none",
        "pointer": "#2d333b",
        "pointer-resting": "#20242a",
        "hit": "#5c4a1c",
        "hit-style": "bold",
        "spoken": "#242a33",
        **_speakers(_ON_DARK),
        "speaker-none": "#9ea1a1",
        "entity-person": "#b9cbe0",
        "entity-org": "#cfc0dd",
        "entity-place": "#b7d3c1",
        "footer-key-foreground": "#d9a05b",
        "input-selection-background": "#d9a05b 30%",
        "block-cursor-background": "#2d333b",
        "block-cursor-foreground": "#e9e5db",
        "block-cursor-text-style": "bold",
        "scrollbar": "#30353c",
        "scrollbar-background": "#15171b",
        "scrollbar-hover": "#4a515a",
        "scrollbar-background-hover": "#15171b",
        "scrollbar-active": "#d9a05b",
        "scrollbar-background-active": "#15171b",
        "scrollbar-corner-color": "#15171b",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffd24a",
    secondary="#5ff3ee",
    accent="#ffd24a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    success="#7dff9b",
    warning="#ffd24a",
    error="#ff9db0",
    dark=True,
    variables={
        "ink": "#ffffff",
        "quiet": "#d6d6d6",
        "faint": "#8a8a8a",
        "lead": "#ffd24a",
        "read": "#d6d6d6",
        "star": "#ffd24a",
        "form": "#5ff3ee",
        "alert": "#ff9db0",
        "pointer-style": "none",
        "pointer": "#002a55",
        "pointer-resting": "#1f1f1f",
        "hit": "#5c4300",
        "hit-style": "bold underline",
        "spoken": "#26262c",
        **_speakers(_ON_BLACK),
        "speaker-none": "#d6d6d6",
        "entity-person": "#ffffff",
        "entity-org": "#ffffff",
        "entity-place": "#ffffff",
        "footer-key-foreground": "#ffd24a",
        "input-selection-background": "#002a55",
        "block-cursor-background": "#002a55",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "bold",
        "scrollbar": "#8a8a8a",
        "scrollbar-background": "#000000",
        "scrollbar-hover": "#ffffff",
        "scrollbar-background-hover": "#000000",
        "scrollbar-active": "#ffd24a",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)

ANSI = Theme(
    name="ansi",
    ansi=True,
    primary="ansi_magenta",
    secondary="ansi_cyan",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    success="ansi_green",
    warning="ansi_yellow",
    error="ansi_red",
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "border-blurred": "ansi_bright_black",
        "input-cursor-text-style": "reverse",
        "input-selection-background": "ansi_bright_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-background": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-active": "ansi_magenta",
        "scrollbar-background-active": "ansi_default",
        "scrollbar-corner-color": "ansi_default",
    },
)
"""The terminal's own colours, whatever they are: only the sixteen that it may set are used."""

READING_THEMES = (NIGHT, PAPER, HIGH_CONTRAST, ANSI)


def reading_variables(theme: Theme) -> Mapping[str, str]:
    """Return the reader's own variables for a theme that does not set them.

    A theme of the terminal's own colours gets those; any other gets its own foreground mixed with
    its background, and the speakers' colours for dark or light. What cannot be read on all of the
    theme's grounds is made lighter or darker until it can.
    """
    if theme.ansi:
        return _terminal_variables()
    if theme.variables.keys() >= NIGHT.variables.keys():
        return theme.variables
    colours = theme.to_color_system().generate()
    paper, ink = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    ground = {
        "pointer": paper.blend(ink, 0.18),
        "pointer-resting": paper.blend(ink, 0.08),
        "spoken": paper.blend(ink, 0.12),
    }
    grounds = (paper, Color.parse(colours["surface"]), *ground.values())
    hit = legible(paper.blend(Color.parse(colours["warning"]), 0.35), (ink,))
    ink = legible(ink, (*grounds, hit))
    speakers = _speakers(_ON_DARK if theme.dark else _ON_LIGHT)
    inks = {
        "ink": ink,
        "quiet": paper.blend(ink, 0.68),
        "lead": Color.parse(colours["text-accent"]),
        "read": paper.blend(ink, 0.82),
        "star": Color.parse(colours["text-warning"]),
        "form": Color.parse(colours["text-primary"]),
        "alert": Color.parse(colours["text-warning"]),
        **{name: Color.parse(colour) for name, colour in speakers.items()},
        "speaker-none": paper.blend(ink, 0.68),
        "entity-person": ink,
        "entity-org": ink,
        "entity-place": ink,
    }
    return {
        **{name: legible(colour, grounds).hex for name, colour in inks.items()},
        **{name: colour.hex for name, colour in ground.items()},
        "faint": paper.blend(ink, 0.2).hex,
        "hit": hit.hex,
        "hit-style": "bold",
        "pointer-style": "none",
    }


def _terminal_variables() -> dict[str, str]:
    return {
        "ink": "ansi_default",
        "quiet": "ansi_default",
        "faint": "ansi_bright_black",
        "lead": "ansi_magenta",
        "read": "ansi_default",
        "star": "ansi_yellow",
        "form": "ansi_cyan",
        "alert": "ansi_red",
        "pointer-style": "reverse",
        "pointer": "ansi_default",
        "pointer-resting": "ansi_default",
        "hit": "ansi_default",
        "hit-style": "bold reverse",
        "spoken": "ansi_default",
        **_speakers(_ANSI[:COLOURS]),
        "speaker-none": "ansi_default",
        "entity-person": "ansi_default",
        "entity-org": "ansi_default",
        "entity-place": "ansi_default",
    }
