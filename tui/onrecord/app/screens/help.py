"""The keys of the pane one is in, to be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.keys import format_key

from onrecord.app.keymap import by_id, shown_key
from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.widgets.lines import Entry, Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import ActiveBinding

_LABEL = 14


def entries_of(bindings: Mapping[str, ActiveBinding], wanted: str = "") -> tuple[Entry, ...]:
    """Return the keys that are in force, by group, where they have all the words of ``wanted``."""
    keys: dict[str, list[str]] = {}
    groups: dict[str, list[str]] = {}
    described: dict[str, tuple[str, str]] = {}
    for key, active in bindings.items():
        binding = active.binding
        if binding.id is None or binding.group is None:
            continue
        keys.setdefault(binding.id, []).append(shown_key(_typed(key)))
        described[binding.id] = (binding.description, binding.tooltip)
        ids = groups.setdefault(binding.group.description, [])
        if binding.id not in ids:
            ids.append(binding.id)
    for name, shown_keys_of in keys.items():
        known = [shown_key(each) for each in by_id()[name].key.split(",")]
        shown_keys_of.sort(key=lambda key: known.index(key) if key in known else len(known))
    words = wanted.casefold().split()
    entries: list[Entry] = []
    for group, ids in groups.items():
        found = [
            Entry(
                words=described[name][1],
                label=" ".join("gg" if key == "g" else key for key in keys[name]),
                note="",
            )
            for name in ids
            if _has(words, (group, name, *described[name], *keys[name]))
        ]
        if found:
            entries += [*([Entry("", heading=True)] if entries else [])]
            entries += [Entry(group, heading=True), *found]
    return tuple(entries)


def _has(words: Iterable[str], texts: Iterable[str]) -> bool:
    text = " ".join(texts).casefold()
    return all(word in text for word in words)


def _typed(key: str) -> str:
    """Return the character that Textual calls by a name: ``left_square_bracket`` is ``[``.

    Keys that print nothing keep their names: what Textual writes for those is not what we do.
    """
    shown = format_key(key)
    return shown if len(shown) == 1 and shown.isascii() else key


class HelpScreen(NarrowedList[None]):
    """Every key that works in the pane one came from."""

    HEADING = "Keys"

    def __init__(self, pane: str, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__(Lines(_LABEL), "Find a key by what it does")
        self.HEADING = f"Keys · {pane}"
        self._in_force = bindings

    def narrow(self, wanted: str) -> None:
        """List the keys that ``wanted`` is said of."""
        words = ("No key does that.", f"Nothing here is called: {wanted}")
        self._lines.list_entries(entries_of(self._in_force, wanted), words)
