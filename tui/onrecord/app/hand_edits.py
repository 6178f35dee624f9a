"""What the user writes into feeds.toml: it is read as they save it, and its mistakes are told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onrecord.app.cells import count
from onrecord.app.remapping import mistakes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onrecord.app.app import OnRecord
    from onrecord.config import Config

LOOK = 1.0
"""Seconds between two looks whether the file was saved."""
_MOST_PROBLEMS = 3
"""Mistakes that are told at once."""


def stamp_of(path: Path) -> tuple[int, int] | None:
    """Return what tells whether a file was written since; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


class HandEdits:
    """Looks at feeds.toml while the reader is open."""

    def __init__(self, on_record: OnRecord) -> None:
        self._on_record = on_record
        self._stamp = stamp_of(on_record.config.path)
        self._seen = self._stamp
        self._told: set[str] = set()

    def watch(self) -> None:
        """Tell what is wrong now, and look from time to time whether that changed."""
        self.tell()
        self._on_record.set_interval(LOOK, self.look)

    def look(self) -> None:
        """Read the file where it was saved since it was read last, and is not being written."""
        before, self._seen = self._seen, stamp_of(self._on_record.config.path)
        if self._seen is not None and self._seen == before != self._stamp:
            self._stamp = before
            self._on_record.errand(self._read, group="subscriptions")

    def was_read(self) -> None:
        """Take note that the file was read just now, and tell what is wrong with it."""
        self._stamp = stamp_of(self._on_record.config.path)
        self.tell()

    async def _read(self) -> None:
        before = self._on_record.config
        await self._on_record.subscriptions.reload()
        now = self._on_record.config
        if now == before:
            return
        self._apply(before, now)
        if not now.problems:
            self._on_record.say("feeds.toml is read again.")
        if {spec.url for spec in now.feeds} - {spec.url for spec in before.feeds}:
            self._on_record.refresh_feeds()

    def _apply(self, before: Config, now: Config) -> None:
        self._on_record.wear_keys()
        theme = now.settings.theme
        if theme != before.settings.theme and theme in self._on_record.available_themes:
            self._on_record.wear(theme)

    def tell(self) -> None:
        """Tell the mistakes that were not told yet, the first of them one by one."""
        found = list(self._sentences())
        new = [each for each in found if each not in self._told]
        self._told = set(found)
        warn = partial(self._on_record.say, warn=True)
        for sentence in new[:_MOST_PROBLEMS]:
            warn(sentence)
        if len(new) > _MOST_PROBLEMS:
            more = count(len(new) - _MOST_PROBLEMS, "mistake")
            warn(f"feeds.toml has {more} more; :mistakes lists them.")

    def _sentences(self) -> Iterator[str]:
        config = self._on_record.config
        theme, keys = config.settings.theme, dict(config.settings.keymap)
        for mistake in mistakes(keys) if keys else ():
            yield f"{config.path}: {mistake}"
        if theme and theme not in self._on_record.available_themes:
            yield f"{config.path}: no theme is called {theme!r}."
        for problem in config.problems:
            yield problem.sentence
