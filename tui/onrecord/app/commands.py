"""What the palette offers: everything the reader does, its feeds and its themes, by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Provider
from textual.content import Content

from onrecord.app import keymap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from textual.command import Hits, Matcher
    from textual.style import Style

    from onrecord.model import Feed


@dataclass(frozen=True, slots=True)
class Command:
    """What the palette offers: its words, the key that does the same, and what it does."""

    words: str
    key: str
    run: Callable[[], object]


def commands_of(
    feeds: Iterable[Feed],
    themes: Iterable[str],
    *,
    act: Callable[[str], object],
    go: Callable[[Feed], object],
    wear: Callable[[str], object],
) -> Iterator[Command]:
    """Give every command: ``act`` runs an action, ``go`` lists a feed, ``wear`` takes a theme."""
    for binding in (*keymap.ROOM, *keymap.APP):
        keys = " ".join(keymap.shown_keys(binding))
        yield Command(binding.description, keys, partial(act, binding.action))
    for feed in feeds:
        yield Command(f"Go to {feed.title}", "", partial(go, feed))
    for theme in themes:
        yield Command(f"Theme: {theme}", "", partial(wear, theme))


def shown(
    command: Command, matcher: Matcher | None = None, match_style: Style | None = None
) -> Content:
    """Return a command as the palette shows it, what matched marked; never as markup."""
    content = Content(command.words)
    if matcher is not None and match_style is not None:
        _, offsets = matcher.fuzzy_search.match(matcher.query, command.words)
        for offset in offsets:
            if not command.words[offset].isspace():
                content = content.stylize(match_style, offset, offset + 1)
    if command.key:
        content = Content.assemble(content, ("   " + command.key, "$lead"))
    return content


@runtime_checkable
class OffersCommands(Protocol):
    """An app that has commands for the palette."""

    def commands(self) -> Iterator[Command]:
        """Give the commands."""


class Commands(Provider):
    """Finds commands of the reader for Textual's palette."""

    async def startup(self) -> None:
        """Take what the app offers now."""
        self._commands = tuple(self.app.commands()) if isinstance(self.app, OffersCommands) else ()

    async def discover(self) -> Hits:
        """Offer everything."""
        for command in self._commands:
            yield DiscoveryHit(shown(command), command.run, text=command.words)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for command in self._commands:
            score = matcher.match(command.words)
            if score > 0:
                content = shown(command, matcher, self.match_style)
                yield Hit(score, content, command.run, text=command.words)
