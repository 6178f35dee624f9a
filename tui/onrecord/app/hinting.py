"""Which keys are worth telling where one is, and how many of them there is room for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from onrecord.app import keymap
from onrecord.app.panes import Pane
from onrecord.frozen import frozen
from onrecord.store.articles import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.app.widgets.sources import Source

Names = tuple[tuple[str, str], ...]
"""The ids of keys, each with a word or two."""

GAP = 3
"""Cells between two hints."""

OF_PANE: Mapping[Pane, Names] = {
    Pane.ARTICLES: (
        ("move.open", "read"),
        ("article.read", "mark"),
        ("article.star", "star"),
        ("archive.search", "search"),
        ("list.filter", "filter"),
        ("article.next", "next unread"),
        ("feeds.refresh", "fetch"),
    ),
    Pane.READER: (
        ("quotation.next", "next quotation"),
        ("article.copy", "copy"),
        ("article.onward", "read on"),
        ("article.star", "star"),
        ("article.browse", "browser"),
        ("pane.zen", "zen"),
    ),
    Pane.RECORD: (
        ("move.open", "go there"),
        ("article.copy", "copy"),
        ("quotation.correct", "correct"),
        ("article.highlight", "highlighting"),
    ),
}
"""The keys that one wants most in each pane but the sources, whose rows differ."""
_OPEN, _FOLD = ("move.open", "open"), ("article.onward", "fold")
_FETCH, _ADD = ("feeds.refresh", "fetch"), ("feeds.add", "add")
FEED: Names = (
    _OPEN,
    _FETCH,
    _ADD,
    ("saved.change", "change"),
    ("feeds.unsubscribe", "leave"),
    ("feeds.info", "about"),
)
FOLDER: Names = (_OPEN, _FOLD, _FETCH, _ADD, ("saved.change", "rename"))
SAVED: Names = (
    _OPEN,
    ("saved.change", "change"),
    ("archive.follow", "follow"),
    ("feeds.unsubscribe", "delete"),
)
GROUP: Names = (_OPEN, _FOLD)
VIEW: Names = (_OPEN, _FETCH, _ADD, ("feeds.import", "import"), ("article.all-read", "all read"))
"""The keys for each kind of row among the sources."""
ALWAYS = (("app.help", "keys"), ("app.commands", "commands"))
"""What is told everywhere, at the right."""


@frozen
class Hint:
    """A key, what it does in a word or two, and the action that a click on it runs."""

    key: str
    words: str
    action: str

    @property
    def width(self) -> int:
        """The cells that it takes."""
        return cell_len(self.key) + 1 + cell_len(self.words)


def of_source(source: Source | None) -> Names:
    """Return the keys that one wants most at a row of the sources."""
    if source is None or source.scope is None:
        return VIEW
    if source.feed is not None:
        return FEED
    if source.saved is not None:
        return SAVED
    if source.scope.view is View.FOLDER:
        return FOLDER
    return GROUP if source.folds else VIEW


def hints_of(names: Iterable[tuple[str, str]], remapped: Mapping[str, str]) -> tuple[Hint, ...]:
    """Return hints for the ids of keys, each with its words; ``remapped`` has the user's keys."""
    known = keymap.by_id()
    hints = []
    for name, words in names:
        key = remapped.get(name, known[name].key).split(",")[0].strip()
        hints.append(Hint(keymap.shown_key(key), words, known[name].action))
    return tuple(hints)


def fitting(hints: Iterable[Hint], room: int) -> tuple[Hint, ...]:
    """Return the first of the hints, as many as fit into ``room`` cells."""
    fits: list[Hint] = []
    for hint in hints:
        room -= hint.width + (GAP if fits else 0)
        if room < 0:
            break
        fits.append(hint)
    return tuple(fits)
