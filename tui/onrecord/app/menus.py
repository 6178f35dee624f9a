"""What the small menu offers for what is chosen: commands by their ids, those one wants most first.

Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.app.panes import Pane
from onrecord.frozen import frozen
from onrecord.store.articles import View

if TYPE_CHECKING:
    from onrecord.app.widgets.record import Item
    from onrecord.app.widgets.sources import Source


@frozen
class Menu:
    """What the menu is about, and its rows: the id of a command and what it does here."""

    title: str
    rows: tuple[tuple[str, str], ...]


_OPEN = ("move.open", "Show its articles")
_FETCH = ("feeds.refresh", "Fetch now")
_CHANGE = ("saved.change", "Change …")
_ALL_READ = ("article.all-read", "Mark all as read")
_STAR = ("article.star", "Star, or take it off")
_READ = ("article.read", "Mark as read or unread")
_TAGS = ("article.tag", "Tags …")
_BROWSE = ("article.browse", "Open in the browser")
_DOSSIER = ("archive.dossier", "All they said")
_FOLLOW = ("archive.follow", "Follow, or no longer")

LISTED = Menu(
    "Article",
    (
        ("move.open", "Read"),
        _READ,
        _STAR,
        _TAGS,
        _BROWSE,
        ("list.filter", "Filter the list …"),
        _ALL_READ,
        ("feeds.info", "About the feed …"),
    ),
)
ARTICLE = Menu(
    "Article",
    (
        _STAR,
        _READ,
        _TAGS,
        ("article.note", "Note …"),
        ("article.copy", "Copy title and address"),
        ("article.save", "Save to a file …"),
        ("article.links", "Links …"),
        _BROWSE,
        ("article.text", "Feed’s or page’s text"),
    ),
)
QUOTATION = Menu(
    "Quotation",
    (
        ("article.copy", "Copy with its citation"),
        ("article.copy-as", "Copy as …"),
        ("quotation.clip", "Clip to a list …"),
        ("article.note", "Note …"),
        ("quotation.correct", "Correct the speaker …"),
        ("article.only", "Only this speaker"),
        ("quotation.echo", "In other outlets"),
        _DOSSIER,
        _FOLLOW,
    ),
)
SPEAKER = Menu("Speaker", (("move.open", "Only this speaker"), _DOSSIER, _FOLLOW))
NAME = Menu("Name", (("move.open", "From place to place"), _DOSSIER, _FOLLOW))
POINT = Menu("Question", (("move.open", "Go there"),))

FEED = Menu(
    "Feed",
    (
        _OPEN,
        _FETCH,
        _ALL_READ,
        ("feeds.info", "About the feed …"),
        _CHANGE,
        ("feeds.unsubscribe", "Unsubscribe"),
    ),
)
FOLDER = Menu(
    "Folder",
    (
        _OPEN,
        ("article.onward", "Fold in or out"),
        _FETCH,
        _ALL_READ,
        ("saved.change", "Rename …"),
    ),
)
GROUP = Menu("Group", (_OPEN, ("article.onward", "Fold in or out"), _ALL_READ))
SAVED = Menu(
    "Saved search",
    (
        _OPEN,
        _FOLLOW,
        _CHANGE,
        ("saved.up", "Move up"),
        ("saved.down", "Move down"),
        ("feeds.unsubscribe", "Delete"),
    ),
)
CLIPPINGS = Menu("List of clippings", (("move.open", "Show its clippings"),))
LIST = Menu("List", (_OPEN, _FETCH, _ALL_READ))

PERSON = Menu(
    "Person",
    (
        ("move.open", "All they said"),
        ("people.follow", "Follow, or no longer"),
        ("people.rename", "Rename …"),
        ("people.alias", "Another name …"),
        ("people.join", "Join with another …"),
        ("people.part", "Part a name …"),
    ),
)
SAID = Menu(
    "Quotation",
    (
        ("move.open", "Read in the article"),
        ("dossier.copy", "Copy with its citation"),
        ("dossier.save", "Save all that is listed …"),
        ("dossier.follow", "Follow the speaker, or no longer"),
    ),
)
FOUND = Menu("Found", (("move.open", "Open"),))


def of_source(source: Source | None) -> Menu | None:
    """Return the menu of a row of the sources."""
    if source is None or source.scope is None:
        return None
    if source.feed is not None:
        return FEED
    if source.saved is not None:
        return SAVED
    if source.scope.view is View.CLIPPED and source.scope.name:
        return CLIPPINGS
    if source.scope.view is View.FOLDER:
        return FOLDER
    return GROUP if source.folds else LIST


def of_item(item: Item | None) -> Menu | None:
    """Return the menu of a row of the record."""
    if item is None or item.offset is None:
        return None
    if item.voice is not None:
        return SPEAKER
    if item.named is not None:
        return NAME
    return QUOTATION if item.point is None else POINT


def of_room(
    pane: Pane, source: Source | None, item: Item | None, *, listed: bool, spoken: bool, shown: bool
) -> Menu | None:
    """Return the menu of what is chosen in a pane of the reading room.

    ``listed``: there is an article in the list; ``shown``: one is open; ``spoken``: one of its
    quotations is chosen.
    """
    if pane is Pane.SOURCES:
        return of_source(source)
    if pane is Pane.RECORD:
        return of_item(item)
    if pane is Pane.ARTICLES:
        return LISTED if listed else None
    if spoken:
        return QUOTATION
    return ARTICLE if shown else None
