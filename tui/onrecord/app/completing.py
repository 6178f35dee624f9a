"""Completing a query: what the word at the cursor may become, and the line it then is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onrecord.query import FIELDS
from onrecord.store.suggestions import Suggestion

if TYPE_CHECKING:
    from onrecord.query import Part

LONGEST: Final = 1_000
"""Characters of a line that is completed; what is longer was pasted."""
NAME: Final = 3
"""Letters of a bare word from which on it may be the beginning of a speaker's name."""

_APART: Final = frozenset('()"“”„')


def field_names(typed: str) -> list[Suggestion]:
    """Return the fields that begin with what was typed."""
    typed = typed.casefold()
    return [
        Suggestion(f"{name}:", looks_at)
        for name, looks_at in FIELDS.items()
        if typed and name.startswith(typed) and typed != f"{name}:"
    ]


def written(value: str) -> str:
    """Write a value as a query has it: in quotation marks where it is more than one word."""
    inside = "".join(" " if char in _APART else char for char in value)
    inside = " ".join(inside.split())
    whole = inside == value and " " not in value and value[-1:] != "*"
    return value if whole else f'"{inside}"'


def speakers(found: list[Suggestion]) -> list[Suggestion]:
    """Return speakers that a bare word may mean, as they are written into a query."""
    return [Suggestion(f"speaker:{written(each.value)}", each.note) for each in found]


def completed(text: str, part: Part, value: str) -> tuple[str, int]:
    """Return the line with the part replaced by a value, and where the cursor then stands.

    For the field "" the value is a piece of a query already: a field, or a whole term.
    """
    put = written(value) if part.field else value
    return text[: part.start] + put + text[part.end :], part.start + len(put)
