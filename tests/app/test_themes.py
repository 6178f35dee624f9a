from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from onrecord.app.contrast import READABLE, STRONG, contrast, legible
from onrecord.app.inks import inks_of
from onrecord.app.marks import COLOURS
from onrecord.app.themes import ANSI, HIGH_CONTRAST, NIGHT, PAPER, READING_THEMES, reading_variables

SPEAKERS = [f"speaker-{number}" for number in range(1, COLOURS + 1)]
ENTITIES = ["entity-person", "entity-org", "entity-place"]
INKS = [
    "ink",
    "quiet",
    "read",
    "lead",
    "star",
    "form",
    "alert",
    *SPEAKERS,
    "speaker-none",
    *ENTITIES,
]
GROUNDS = ["background", "surface", "pointer", "pointer-resting", "spoken"]
THEMES = [*BUILTIN_THEMES.values(), *READING_THEMES]
COLOURED = [theme for theme in THEMES if not theme.ansi]
NAMED = {"ids": lambda theme: theme.name}
colours = st.builds(Color, *[st.integers(0, 255)] * 3)


def variables(theme: Theme) -> dict[str, str]:
    """All variables of a theme, as the app puts them together."""
    colours = theme.to_color_system().generate()
    return {**reading_variables(theme), **colours, **theme.variables}


def faint(theme: Theme, least: float) -> list[tuple[str, str, float]]:
    found = variables(theme)
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + [("ink", "hit")]
    measured = [
        (ink, ground, contrast(Color.parse(found[ink]), Color.parse(found[ground])))
        for ink, ground in pairs
    ]
    return [each for each in measured if each[2] < least]


@pytest.mark.parametrize("theme", COLOURED, **NAMED)
def test_every_text_is_legible_on_every_ground_of_every_theme(theme: Theme):
    assert faint(theme, READABLE) == []


def test_high_contrast_is_high():
    assert faint(HIGH_CONTRAST, STRONG) == []


@pytest.mark.parametrize("theme", [NIGHT, PAPER, HIGH_CONTRAST, ANSI], **NAMED)
def test_speakers_have_different_colours(theme: Theme):
    assert len({reading_variables(theme)[name] for name in SPEAKERS}) == COLOURS


@pytest.mark.parametrize("theme", THEMES, **NAMED)
def test_every_theme_gets_every_variable(theme: Theme):
    textuals = ("footer", "input", "block", "scroll")
    own = {name for name in NIGHT.variables if not name.startswith(textuals)}
    assert own <= set(reading_variables(theme))
    assert set(inks_of(variables(theme))) == set(inks_of(variables(NIGHT)))


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme.ansi], **NAMED)
def test_the_terminals_own_colours_are_the_only_ones_of_an_ansi_theme(theme: Theme):
    for style in inks_of(variables(theme)).values():
        for colour in (style.color, style.bgcolor):
            assert colour is None or colour.is_system_defined


@pytest.mark.parametrize("theme", [PAPER, NIGHT, HIGH_CONTRAST], **NAMED)
def test_the_reading_themes_set_the_same(theme: Theme):
    assert set(theme.variables) == set(NIGHT.variables)


def test_contrast_is_that_of_the_standard():
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@given(colours, colours)
def test_any_colour_is_made_legible_on_any_ground(colour: Color, ground: Color):
    shade = legible(colour, [ground])
    assert contrast(shade, ground) >= READABLE
    if contrast(colour, ground) >= READABLE:
        assert shade == colour


@pytest.mark.parametrize("theme", COLOURED, **NAMED)
def test_what_is_dimmed_is_paler_than_the_text_and_still_read(theme: Theme):
    found = variables(theme)
    dimmed = inks_of(found)["dimmed"].color
    assert dimmed is not None
    paper = Color.parse(found["background"])
    shade = contrast(Color.from_rich_color(dimmed), paper)
    assert READABLE - 0.01 <= shade < contrast(Color.parse(found["ink"]), paper) - 1


def test_the_terminals_own_colours_are_dimmed_by_the_terminal():
    assert inks_of(variables(ANSI))["dimmed"].dim
