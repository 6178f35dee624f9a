"""The list of sources: smart views, folders and feeds, with what is unread in each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len

from onrecord.app import finding_keys, keymap
from onrecord.app.cells import crop, strip_of
from onrecord.app.widgets.rows import Rows
from onrecord.frozen import frozen
from onrecord.store.articles import Scope, View
from onrecord.store.columns import slug_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.model import Feed
    from onrecord.store.feeds import Sources as StoredSources
    from onrecord.store.saved_searches import SavedSearch

_SIGN = 3
"""Cells at the left of a row, in which its sign stands."""


@frozen
class Source:
    """One row: what it is called, what it lists, and how many articles in it are unread.

    ``scope`` is None for a row that is only air. ``feed`` is set for a feed, ``saved`` for a saved
    search.
    """

    title: str
    scope: Scope | None = None
    number: int = 0
    feed: Feed | None = None
    sign: str = ""
    saved: SavedSearch | None = None
    folds: str = ""
    """What folds with this row: a folder's title, or the name of a group."""


GAP = Source("")
ALL = Source("All articles", Scope(View.ALL), sign="≡")


class Sources(Rows):
    """Everything that can be read, grouped as the user grouped it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.LIST, *finding_keys.SOURCES]

    def __init__(self) -> None:
        super().__init__()
        self._sources: tuple[Source, ...] = ()
        self._folded: set[str] = set()
        self._stored: StoredSources | None = None
        self.saved: tuple[SavedSearch, ...] = ()
        """The saved searches, as they were listed last."""
        self._unread: dict[int, int] = {}
        self._wanted = ""

    def list_sources(self, stored: StoredSources) -> None:
        """List what the store knows; the pointer stays on the source it was on."""
        self._stored = stored
        before = self.source
        searches = [
            Source(
                each.name,
                Scope(View.SAVED, saved_id=each.id),
                self._unread.get(each.id, 0),
                sign="+" if each.followed else "/",
                saved=each,
            )
            for each in self.saved
        ]
        folded = set() if self._wanted else self._folded
        self._sources = narrowed(rows_of(stored, folded, searches), self._wanted)
        self.rows_changed()
        if before is None or not self.choose_scope(before.scope):
            self._choose_any()

    def _choose_any(self) -> None:
        """Choose the source nearest to where the pointer was, telling nobody."""
        near = sorted(range(len(self._sources)), key=lambda index: abs(index - self.chosen))
        index = next((index for index in near if self.is_choosable(index)), 0)
        self.set_reactive(Rows.chosen, index)
        self.reveal()

    def list_saved(self, saved: Sequence[SavedSearch]) -> None:
        """Take the saved searches; they are listed with the sources."""
        self.saved = tuple(saved)

    def put_unread(self, saved_id: int, number: int) -> None:
        """Take how many articles of a saved search are unread."""
        if self._unread.get(saved_id) != number and self._stored is not None:
            self._unread[saved_id] = number
            self.list_sources(self._stored)

    def narrow(self, wanted: str) -> None:
        """List only the sources that have all these words; all of them without any."""
        self._wanted = wanted
        if self._stored is not None:
            self.list_sources(self._stored)

    def empty_words(self) -> tuple[str, ...]:
        """Say why nothing is listed."""
        if not self._wanted:
            return ()
        return ("Nothing matches.", f"No source here is called: {self._wanted}")

    @property
    def source(self) -> Source | None:
        """The chosen source."""
        return self._sources[self.chosen] if self.chosen < len(self._sources) else None

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Every feed, folded away or not."""
        if self._stored is None:
            return ()
        return tuple(row.feed for folder in self._stored.folders for row in folder.feeds)

    @property
    def clippings(self) -> tuple[tuple[str, int], ...]:
        """The user's lists of clippings with their sizes."""
        return () if self._stored is None else self._stored.clippings

    def choose_scope(self, scope: Scope | None) -> bool:
        """Choose the source that lists ``scope``; tell whether there is one."""
        for index, source in enumerate(self._sources):
            if source.scope is not None and source.scope == scope:
                self.choose(index)
                return True
        return False

    def fold(self) -> bool:
        """Fold the chosen group in or out; tell whether the chosen source is one."""
        source = self.source
        if source is None or not source.folds:
            return False
        self._folded ^= {source.folds}
        if self._stored is not None:
            self.list_sources(self._stored)
        return True

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; a click on a group's triangle folds it."""
        super().on_click(event)
        index, _ = self.locate(event.y + self.scroll_offset.y)
        if index == self.chosen and event.x < _SIGN and event.chain == 1:
            self.fold()

    # How it looks

    def row_count(self) -> int:
        """Return how many rows there are."""
        return len(self._sources)

    def is_choosable(self, index: int) -> bool:
        """Tell whether the row is a source, not air."""
        return 0 <= index < len(self._sources) and self._sources[index].scope is not None

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw a source's row."""
        source = self._sources[index]
        blank = self.ink("ink", index)
        if source.scope is None:
            return strip_of([], width, self.ground)
        pointer = self.pointer(index)
        folder = bool(source.folds)
        ailing = source.feed is not None and _ails(source.feed)
        number = f"{source.number:,}" if source.number else ""
        sign_style = self.ink("warning" if ailing else "quiet" if folder else "lead", index)
        sign = "!" if ailing else source.sign
        title_style = self.ink("ink" if source.number else "read", index, bold=folder)
        room = width - 3 - len(number) - 2
        title = crop(source.title, room)
        gap = " " * max(1, room - cell_len(title) + 1)
        parts: list[Part] = [
            (pointer, self.ink("lead", index)),
            (f"{sign:<2}", sign_style),
            (title, title_style),
            (gap, blank),
            (number + " ", self.ink("quiet", index)),
        ]
        return strip_of(parts, width, blank)


def _ails(feed: Feed) -> bool:
    return bool(feed.gone or feed.failures)


def narrowed(rows: Sequence[Source], wanted: str) -> tuple[Source, ...]:
    """Return the rows whose titles have all the words that are wanted; all without any."""
    words = slug_of(wanted).split("-") if wanted.strip() else []
    if not words:
        return tuple(rows)
    return tuple(
        row for row in rows if row.scope and all(word in slug_of(row.title) for word in words)
    )


def rows_of(
    stored: StoredSources, folded: set[str], searches: Sequence[Source] = ()
) -> tuple[Source, ...]:
    """Return the rows for what the store knows; the feeds of ``folded`` folders are left out."""
    rows = [
        replace(ALL, number=stored.all),
        Source("Unread", Scope(View.UNREAD), stored.unread, sign="●"),
        Source("Interviews", Scope(View.INTERVIEWS), stored.interviews, sign="❝"),
        Source("Starred", Scope(View.STARRED), stored.starred, sign="★"),
    ]
    if searches:
        rows += [GAP, *searches]
    rows += _group("Tags", View.TAG, "#", stored.tags, folded)
    rows += _group("Clippings", View.CLIPPED, "❞", stored.clippings, folded)
    for folder in stored.folders:
        rows.append(GAP)
        if folder.title:
            sign = "▸" if folder.title in folded else "▾"
            scope = Scope(View.FOLDER, folder=folder.title)
            rows.append(Source(folder.title, scope, folder.unread, sign=sign, folds=folder.title))
        if folder.title not in folded or not folder.title:
            rows.extend(
                Source(
                    row.feed.title or row.feed.url,
                    Scope(View.FEED, feed_id=row.feed.id),
                    row.unread,
                    feed=row.feed,
                )
                for row in folder.feeds
            )
    return tuple(rows)


def _group(
    title: str, view: View, sign: str, own: tuple[tuple[str, int], ...], folded: set[str]
) -> list[Source]:
    """Return the rows of what the user made: a head that folds, then each with its number."""
    if not own:
        return []
    key = f"\0{title}"  # no folder is called so
    head = Source(title, Scope(view), sign="▸" if key in folded else "▾", folds=key)
    inside = [Source(name, Scope(view, name=name), number, sign=sign) for name, number in own]
    return [GAP, head, *([] if key in folded else inside)]
