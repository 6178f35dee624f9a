"""Queries as they come from a shell: words that it has already taken the quotes off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.output import WrongUsage
from onrecord.query import parse_query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.query import Query


def query_of(words: Sequence[str]) -> Query:
    """Give the query of the command line's ``words``; a mistake in it is wrong usage.

    One word is the whole query as it stands. Of several, one with white space in it was quoted on
    the command line (``about:"gas prices"``) and is a phrase again.
    """
    line = words[0] if len(words) == 1 else " ".join(_requoted(word) for word in words)
    query = parse_query(line)
    if query.problems:
        first = query.problems[0]
        raise WrongUsage(f"{first.sentence} (at character {first.start + 1} of the query)")
    return query


def _requoted(word: str) -> str:
    if not any(character.isspace() for character in word) or '"' in word:
        return word
    field, colon, value = word.partition(":")
    if colon and field.lstrip("-").isalpha():
        return f'{field}:"{value}"'
    return f'"{word}"'
