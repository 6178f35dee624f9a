"""An app that knows the themes made for reading, and starts in the one that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.bare_app import App
from onrecord.app.themes import NIGHT, READING_THEMES, reading_variables

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wardrobe(App[None]):
    """Holds Textual's themes and those made for reading."""

    _dressed = False

    def __init__(self) -> None:
        super().__init__()
        for theme in READING_THEMES:
            self.register_theme(theme)

    def get_css_variables(self) -> dict[str, str]:
        """Return the variables of the theme; none before `dress`, as it is not worn."""
        return super().get_css_variables() if self._dressed else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the reader's own variables, for themes that do not set them."""
        return dict(reading_variables(self.current_theme))

    def dress(self, wanted: Iterable[str]) -> None:
        """Start in the first of the wanted themes that there is, else in the one for the night.

        Textual reads the whole style sheet for the theme that it starts in; another one that is
        set later makes it read everything again.
        """
        self._dressed = True
        themes = self.available_themes
        theme = next((name for name in wanted if name in themes), NIGHT.name)
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        worn = {"-dark-mode": dark, "-light-mode": not dark, f"-theme-{theme}": True}
        self.update_classes(worn, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
