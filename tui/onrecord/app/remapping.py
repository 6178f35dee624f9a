"""What is wrong with the user's own keys, in words. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from onrecord.app import keymap, people_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.binding import Binding

PLACES: tuple[tuple[Sequence[Binding], ...], ...] = (
    (keymap.LIST, keymap.ROOM, keymap.APP),
    (keymap.MOVES, keymap.ROOM, keymap.APP),
    (keymap.LIST, people_keys.SPREAD, people_keys.PEOPLE),
    (keymap.LIST, people_keys.SPREAD, people_keys.DOSSIER),
)
"""The keys that are in force together: no two of them may be the same."""


def mistakes(remapped: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for each command that there is none of, and for each key of two commands.

    ``remapped`` has the user's keys, several with commas between them, for the ids of commands.
    """
    known = keymap.by_id()
    unknown = [_unknown(name, known) for name in remapped if name not in known]
    return (*unknown, *dict.fromkeys(_clashes(remapped)))


def _unknown(name: str, known: Mapping[str, Binding]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    return f"no command is called {name!r}{hint}"


def _clashes(remapped: Mapping[str, str]) -> Iterator[str]:
    for place in PLACES:
        taken: dict[str, str] = {}
        for binding in (each for table in place for each in table):
            name = binding.id or ""
            for key in _keys(remapped.get(name, binding.key)):
                other = taken.setdefault(key, name)
                if other != name:
                    shown = keymap.shown_key(key)
                    yield f"the key {shown} is that of {other!r} and of {name!r}; change one."


def _keys(written: str) -> Iterator[str]:
    return filter(None, (key.strip() for key in written.split(",")))
