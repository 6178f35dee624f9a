from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from onrecord.app.marks import COLOURS
from onrecord.app.themes import NIGHT, PAPER, reading_variables

READABLE = 4.5
"""The contrast that WCAG asks for, for text of ordinary size."""


def contrast(one: Color, other: Color) -> float:
    def luminance(color: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in color.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SPEAKERS = [f"speaker-{number}" for number in range(1, COLOURS + 1)]
INKS = ["ink", "quiet", "read", "lead", "star", "form", *SPEAKERS, "speaker-none"]


@pytest.mark.parametrize("theme", [NIGHT, PAPER], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "pointer", "pointer-resting", "spoken"])
def test_reading_themes_are_legible(theme: Theme, ground: str):
    colours = theme.to_color_system().generate() | theme.variables
    faint = [
        ink
        for ink in [*INKS, "entity-person", "entity-org", "entity-place"]
        if contrast(Color.parse(colours[ink]), Color.parse(colours[ground])) < READABLE
    ]
    assert faint == []


@pytest.mark.parametrize("theme", [NIGHT, PAPER], ids=lambda theme: theme.name)
def test_speakers_have_different_colours(theme: Theme):
    assert len({theme.variables[name] for name in SPEAKERS}) == COLOURS


@pytest.mark.parametrize("theme", BUILTIN_THEMES.values(), ids=lambda theme: theme.name)
def test_every_theme_gets_every_variable(theme: Theme):
    textuals = ("footer", "input", "block", "scroll")
    own = {name for name in NIGHT.variables if not name.startswith(textuals)}
    assert set(reading_variables(theme)) == own


@pytest.mark.parametrize("theme", [PAPER, NIGHT], ids=lambda theme: theme.name)
def test_both_reading_themes_set_the_same(theme: Theme):
    assert set(theme.variables) == set(NIGHT.variables)
