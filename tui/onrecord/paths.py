"""Where On Record keeps its files: the XDG directories, or one folder for a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs

from onrecord.frozen import frozen

if TYPE_CHECKING:
    from pathlib import Path

_NAME = "onrecord"


@frozen
class Paths:
    """The folders of one profile. They need not exist; whoever writes a file makes its folder."""

    config: Path
    """What the user writes."""
    data: Path
    """What must not be lost: the saved articles."""
    state: Path
    """What may be lost: the log, how the panes stood."""

    @property
    def feeds_toml(self) -> Path:
        """The subscriptions and settings."""
        return self.config / "feeds.toml"

    @property
    def database(self) -> Path:
        """The saved articles and their records."""
        return self.data / "onrecord.db"

    @property
    def room(self) -> Path:
        """How the user arranged the reading room: widths of panes, hidden ones, the theme."""
        return self.state / "room.json"

    @property
    def log(self) -> Path:
        """What went wrong, for a report."""
        return self.state / "onrecord.log"


def default_paths() -> Paths:
    """Give the user's own folders (``XDG_CONFIG_HOME``, ``XDG_DATA_HOME``, ``XDG_STATE_HOME``)."""
    return Paths(
        config=platformdirs.user_config_path(_NAME, appauthor=False),
        data=platformdirs.user_data_path(_NAME, appauthor=False),
        state=platformdirs.user_state_path(_NAME, appauthor=False),
    )


def profile_paths(folder: Path) -> Paths:
    """Give a profile that lives wholly in ``folder`` (``--profile``, the demo)."""
    folder = folder.expanduser().absolute()
    return Paths(config=folder, data=folder, state=folder)
