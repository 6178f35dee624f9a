"""The keys for finding: of the line for a query, of the search, of saved searches, of commands."""

from __future__ import annotations

from onrecord.app.bindings import FINDING
from onrecord.app.bindings import key as _key

SOURCES = [
    _key(
        "saved.change",
        "E",
        "screen.change_source",
        "Change",
        "Another name for the feed, folder or saved search; another folder, address or query",
        FINDING,
    ),
    _key("saved.up", "K", "screen.move_search(-1)", "Move up", "The saved search up", FINDING),
    _key("saved.down", "J", "screen.move_search(1)", "Move down", "The saved search down", FINDING),
]
"""Keys of the list of sources."""

LINE = [
    _key("line.complete", "tab", "complete(1)", "Complete", "Complete; again: the next", FINDING),
    _key(
        "line.complete-back",
        "shift+tab",
        "complete(-1)",
        "Complete back",
        "The completion before",
        FINDING,
    ),
    _key("line.earlier", "up", "earlier", "Earlier", "In an empty line: an earlier query", FINDING),
    _key("line.later", "down", "later", "Later", "Back towards the latest query", FINDING),
    _key(
        "line.recall",
        "ctrl+r",
        "recall",
        "Recall",
        "The latest query with what was typed; again: the one before",
        FINDING,
    ),
]
"""Keys of a line in which a query is typed."""

KEEP = [
    _key("search.keep", "ctrl+s", "keep", "Keep", "Keep the search among the sources", FINDING),
]
"""The key that saves a search, in the search and in a filter."""

SEARCH = [
    _key(
        "search.kind",
        "ctrl+t",
        "switch",
        "Articles or quotations",
        "Find articles, or quotations",
        FINDING,
    ),
    *KEEP,
    _key("search.line", "/", "edit", "Edit", "From the results back to the line", FINDING),
]
"""Keys of the search screen."""

COMPLETE = [
    _key("command.complete", "tab", "complete", "Complete", "Complete the command", FINDING),
]
"""The key that completes a command."""

RULE = [
    _key(
        "rule.apply",
        "ctrl+o",
        "apply",
        "Keep and do",
        "Keep the rule, and do it to what it finds now",
        FINDING,
    ),
]
"""The key of the screen that tries a rule."""
