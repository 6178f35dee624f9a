"""Every key of the reader, in one place: what it does, its group, and the id users remap it by."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from onrecord.app import finding_keys, people_keys
from onrecord.app.bindings import (
    FEEDS,
    FINDING,
    MARKING,
    MENU,
    MOVING,
    PANES,
    PROGRAM,
    READING,
)
from onrecord.app.bindings import key as _key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.binding import Binding

MOVES = [
    _key("move.down", "j,down", "down", "Down", "One row or one line down", MOVING),
    _key("move.up", "k,up", "up", "Up", "One row or one line up", MOVING),
    _key("move.top", "g,home", "top", "To the top", "To the first row or line: g twice", MOVING),
    _key("move.bottom", "G,end", "bottom", "To the end", "To the last row or line", MOVING),
    _key("move.half-down", "ctrl+d", "half_down", "Half a page down", "Half a page down", MOVING),
    _key("move.half-up", "ctrl+u", "half_up", "Half a page up", "Half a page up", MOVING),
    _key("move.page-down", "ctrl+f,pagedown", "leaf_down", "Page down", "A page down", MOVING),
    _key("move.page-up", "ctrl+b,pageup", "leaf_up", "Page up", "A page up", MOVING),
]
"""Keys of every list and of the article."""

LIST = [
    *MOVES,
    _key("move.open", "enter", "open", "Open", "Open the row and go into it", MOVING),
]
"""Keys of every list."""

ROOM = [
    _key("pane.left", "h,left", "pane_left", "Pane to the left", "To the pane on the left", PANES),
    _key(
        "pane.right",
        "l,right",
        "pane_right",
        "Pane to the right",
        "To the pane on the right",
        PANES,
    ),
    _key("pane.next", "tab", "pane_next", "Next pane", "To the next pane on the screen", PANES),
    _key(
        "pane.previous",
        "shift+tab",
        "pane_previous",
        "Previous pane",
        "To the previous pane on the screen",
        PANES,
    ),
    _key("pane.back", "q,escape", "back", "Back", "End a filter or zen, or go a pane back", PANES),
    _key(
        "pane.sources", "1", "pane('sources')", "Sources", "To the sources; again: hide them", PANES
    ),
    _key(
        "pane.articles",
        "2",
        "pane('articles')",
        "Articles",
        "To the articles; again: hide them",
        PANES,
    ),
    _key("pane.reader", "3", "pane('reader')", "Article", "To the text of the article", PANES),
    _key("pane.record", "4", "pane('record')", "Record", "To the record; again: hide it", PANES),
    _key("pane.wider", "),ctrl+right", "wider(1)", "Wider", "Make this pane wider", PANES),
    _key("pane.narrower", "(,ctrl+left", "wider(-1)", "Narrower", "Make it narrower", PANES),
    _key(
        "pane.usual",
        "=",
        "usual_widths",
        "Usual widths",
        "All panes shown, each as wide as usual",
        PANES,
    ),
    _key("pane.zen", "z", "zen", "Zen", "Only the article, and back", PANES),
    _key(
        "article.onward",
        "space",
        "onward",
        "Read on",
        "A page down; at the end the next unread article",
        READING,
    ),
    _key(
        "article.next",
        "n",
        "next",
        "Next unread",
        "The next unread article; after a search the next hit",
        READING,
    ),
    _key(
        "article.previous",
        "N",
        "previous",
        "Previous unread",
        "The previous unread article; after a search the previous hit",
        READING,
    ),
    _key(
        "quotation.next",
        "]",
        "quotation(1)",
        "Next quotation",
        "To what is said next; an interrupted sentence counts once",
        READING,
    ),
    _key(
        "quotation.previous",
        "[",
        "quotation(-1)",
        "Previous quotation",
        "To what was said before",
        READING,
    ),
    _key("question.next", "}", "question(1)", "Next question", "To the next question", READING),
    _key(
        "question.previous",
        "{",
        "question(-1)",
        "Previous question",
        "To the question before",
        READING,
    ),
    _key(
        "article.outline",
        "i",
        "outline",
        "Questions",
        "The interview's questions, in the place of the record; again: the record",
        READING,
    ),
    _key(
        "article.only",
        "v",
        "only",
        "Only this speaker",
        "Dim all but the chosen quotation's speaker; again: nobody",
        READING,
    ),
    _key(
        "article.text",
        "x",
        "other_text",
        "Feed's or page's text",
        "Show the feed's text or the page's; where the page's is missing, fetch it",
        READING,
    ),
    _key(
        "article.wording",
        "W",
        "earlier_wording",
        "Earlier wording",
        "What the article said before its outlet changed it",
        READING,
    ),
    _key(
        "article.highlight",
        "H",
        "highlight",
        "Highlighting",
        "Mark all, only quotations, only names, or nothing",
        READING,
    ),
    _key(
        "article.narrower",
        "<",
        "measure(-4)",
        "Shorter lines",
        "Set the article in shorter lines",
        READING,
    ),
    _key(
        "article.wider",
        ">",
        "measure(4)",
        "Longer lines",
        "Set the article in longer lines",
        READING,
    ),
    _key(
        "article.links", "u", "links", "Links", "The article's links, with their numbers", READING
    ),
    _key("article.browse", "o", "browse", "Open in browser", "Open the article's page", READING),
    _key(
        "article.copy",
        "y",
        "copy",
        "Copy quotation",
        "Copy the quotation with its citation; with none chosen, the article's title and address",
        READING,
    ),
    _key(
        "article.copy-as",
        "Y",
        "copy_as",
        "Copy as",
        "Copy the quotation as plain text, BibTeX, HTML …",
        READING,
    ),
    _key(
        "article.save",
        "s",
        "save",
        "Save to a file",
        "The article, or what is said in it, in a format of your choice",
        READING,
    ),
    _key(
        "article.pipe",
        "|",
        "pipe",
        "Pipe",
        "Hand the article’s text to a command",
        READING,
    ),
    _key(
        "quotation.correct",
        "c",
        "correct",
        "Correct speaker",
        "Say who said this, or that nobody did; kept for good",
        MARKING,
    ),
    _key("article.tag", "t", "tag", "Tags", "The article’s tags, with completion", MARKING),
    _key(
        "article.note",
        "w",
        "note",
        "Note",
        "A note on the chosen quotation; with none chosen, on the article",
        MARKING,
    ),
    _key("quotation.clip", "b", "clip", "Clip", "Put the quotation into a list of yours", MARKING),
    _key(
        "clippings.show",
        "B",
        "clippings",
        "Clippings",
        "The chosen list of clippings, or the one used last",
        MARKING,
    ),
    _key("article.read", "m", "toggle_read", "Read or unread", "Mark as read or unread", MARKING),
    _key("article.all-read", "A", "all_read", "All read", "Mark all of the list as read", MARKING),
    _key("article.star", "f", "toggle_star", "Star", "Star the article, or take it off", MARKING),
    _key(
        "feeds.refresh", "r", "refresh_these", "Refresh this", "Fetch the chosen source now", FEEDS
    ),
    _key(
        "feeds.unsubscribe",
        "D",
        "unsubscribe",
        "Unsubscribe",
        "Leave the chosen feed; its articles stay. Or delete the saved search",
        FEEDS,
    ),
    _key("feeds.info", "I", "feed_info", "About the feed", "The feed's health, in words", FEEDS),
    _key(
        "archive.follow",
        "+",
        "follow",
        "Follow",
        "Be told of who speaks or is chosen, or of the chosen saved search; again: no longer",
        FINDING,
    ),
    _key("archive.people", "p", "people", "People", "Everybody who is quoted or named", FINDING),
    _key(
        "quotation.echo",
        "e",
        "echo",
        "Echo",
        "The chosen quotation as other outlets carry it, with what they cut or changed",
        READING,
    ),
    _key(
        "archive.dossier",
        "d",
        "dossier",
        "Dossier",
        "All that the speaker of the chosen quotation, or who is chosen in the record, said",
        FINDING,
    ),
    _key("list.filter", "F", "filter", "Filter", "Show only what matches, in this list", FINDING),
    MENU,
]
"""Keys of the reading room, whichever pane has the focus."""

CHANGES = [
    _key(
        "marks.undo",
        "U",
        "undo",
        "Undo",
        "Take back the last change; again: the one before",
        MARKING,
    ),
    _key("marks.redo", "ctrl+r", "redo", "Redo", "Make the change again that U took back", MARKING),
]
"""Keys that take changes back and make them again."""

APP = [
    *CHANGES,
    _key("feeds.refresh-all", "R", "refresh_all", "Refresh all", "Fetch every feed now", FEEDS),
    _key(
        "feeds.add",
        "a",
        "add_feed",
        "Add a feed",
        "Subscribe to the address of a feed or site",
        FEEDS,
    ),
    _key(
        "feeds.import",
        "O",
        "import_feeds",
        "Import feeds",
        "Subscribe to the feeds of an OPML file",
        FEEDS,
    ),
    _key("archive.search", "/", "search", "Search", "Search all saved articles", FINDING),
    _key("app.help", "?", "help", "Help", "The keys of the pane you are in", PROGRAM),
    _key("app.guide", "f1", "guide", "Guide", "How On Record is read, as an article", PROGRAM),
    _key("app.command", ":", "command", "Command", "A command with what it takes", PROGRAM),
    _key(
        "app.commands",
        "ctrl+p",
        "commands",
        "Palette",
        "Everything the reader does and has, by name",
        PROGRAM,
    ),
    _key(
        "app.suspend",
        "ctrl+z",
        "suspend_process",
        "Suspend",
        "To the shell for a while; fg there brings the reader back",
        PROGRAM,
    ),
    _key("app.quit", "Q", "leave", "Quit", "Leave On Record", PROGRAM),
]
"""Keys that work wherever no dialog is open."""

DIALOG = [
    _key("dialog.close", "escape", "close", "Close", "Back, changing nothing", PROGRAM),
]
"""Keys of a screen that lies over the reading room."""

DIALOG_LIST = [
    _key("dialog.down", "down,ctrl+n", "list_down", "Down", "One row down", MOVING),
    _key("dialog.up", "up,ctrl+p", "list_up", "Up", "One row up", MOVING),
]
"""Keys that move in a dialog's list while one types above it."""

DIALOG_TURN = [
    _key("dialog.turn", "tab", "turn", "Turn", "What the dialog says that Tab does", MOVING),
]
"""The key for what a dialog has besides its list."""

WELCOME = [
    _key("welcome.address", "a", "address", "Address", "Add the feed of an address", FEEDS),
    _key("welcome.import", "O", "opml", "OPML file", "Add the feeds of an OPML file", FEEDS),
]
"""Keys of the first screen that a new user sees."""

CHECKS = [
    _key("check.toggle", "space", "check", "Choose", "Take or leave a feed or folder", FEEDS),
    _key("check.all", "A", "check_all", "All or none", "Take all feeds, or none", FEEDS),
]
"""Keys of a list of feeds that are taken or left."""

PATH_LINE = [
    _key("path.complete", "tab", "complete", "Complete", "Complete the path", FINDING),
]
"""Keys of a line in which the path of a file is typed."""
CLIPPINGS = [
    _key("clippings.down", "J", "shift(1)", "Move down", "The clipping down the list", MARKING),
    _key("clippings.up", "K", "shift(-1)", "Move up", "The clipping up the list", MARKING),
    _key("clippings.take-out", "d", "take_out", "Take out", "Out of the list", MARKING),
    _key("clippings.copy", "y", "copy", "Copy", "Copy with its citation", MARKING),
    _key("clippings.copy-as", "Y", "copy_as", "Copy as", "Copy in one of the formats", MARKING),
    _key("clippings.save", "s", "save", "Save", "Write the list to a file", MARKING),
    _key("clippings.close", "q", "close", "Close", "Back to where one was", MARKING),
]
"""Keys of a list of clippings."""

NOTE = [
    _key("note.keep", "ctrl+s,ctrl+enter", "keep", "Keep", "Keep the note", MARKING),
]
"""Keys of the dialog in which a note is written."""

TABLES: dict[str, list[Binding]] = {
    "Everywhere": APP,
    "In the reading room": ROOM,
    "In a list": LIST,
    "In the sources": finding_keys.SOURCES,
    "In the article": MOVES,
    "Among people": [*people_keys.SPREAD, *people_keys.PEOPLE],
    "In a dossier": [*people_keys.SPREAD, *people_keys.DOSSIER],
    "In a dialog": [*DIALOG, *DIALOG_LIST, *DIALOG_TURN],
    "In the welcome": [*WELCOME, *CHECKS],
    "In a line for a path": PATH_LINE,
    "In a list of clippings": CLIPPINGS,
    "In a note": NOTE,
    "In a line for a query": finding_keys.LINE,
    "In the command line": finding_keys.COMPLETE,
    "In a rule": finding_keys.RULE,
    "In the search": finding_keys.SEARCH,
}
"""The tables of ``docs/keys.md``: a heading and its keys."""

_NAMES = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "f1": "F1",
    "shift+f10": "Shift+F10",
    "home": "Home",
    "end": "End",
    "ctrl+left": "^←",
    "ctrl+right": "^→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def shown_key(key: str) -> str:
    """Return a key as it is written for people: ``ctrl+d`` is ``^d``."""
    if key in _NAMES:
        return _NAMES[key]
    return key.replace("ctrl+", "^")


def shown_keys(binding: Binding) -> tuple[str, ...]:
    """Return all keys of a binding of the tables above as they are written for people."""
    keys = tuple(shown_key(key) for key in binding.key.split(","))
    return tuple("gg" if key == "g" else key for key in keys)


@cache
def by_id() -> Mapping[str, Binding]:
    """Return every binding that a user may remap, under its id."""
    return {
        binding.id: binding
        for table in TABLES.values()
        for binding in table
        if binding.id is not None
    }


def shown(name: str) -> str:
    """Return the keys of an id as they are written for people, empty where it has none."""
    binding = by_id().get(name)
    return " ".join(shown_keys(binding)) if binding else ""


def as_markdown() -> str:
    """Return the tables of all keys as Markdown, as they stand in ``docs/keys.md``."""
    parts = []
    for heading, bindings in TABLES.items():
        rows = [
            f"| {' '.join(_code(key) for key in shown_keys(binding))} | {binding.description} "
            f"| {binding.tooltip} | `{binding.id}` |"
            for binding in bindings
        ]
        parts.append(
            "\n".join(
                [f"## {heading}", "", "| keys | | what it does | id |", "|---|---|---|---|", *rows]
            )
        )
    return "\n\n".join(parts) + "\n"


def _code(key: str) -> str:
    """Return a key as code in a table of Markdown, whose cells a ``|`` would end."""
    return f"`{key}`".replace("|", "\\|")
