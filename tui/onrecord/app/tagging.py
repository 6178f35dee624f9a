"""The line in which an article's tags are typed, separated by commas. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.fuzzy import FuzzySearch

from onrecord.clean import clean_line
from onrecord.store.columns import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable

Tag = tuple[str, int]
"""A tag and its number of articles."""


def tags_in(line: str) -> tuple[str, ...]:
    """Return the tags of a line, each once whatever its case; a leading # is no part of one."""
    names = (clean_line(part).strip().lstrip("#").strip() for part in line.split(","))
    known: dict[str, str] = {}
    for name in filter(None, names):
        known.setdefault(slug_of(name), name)
    return tuple(known.values())


def line_of(tags: Iterable[str]) -> str:
    """Return the line of these tags, ready for one more."""
    return "".join(f"{tag}, " for tag in tags)


def offered(line: str, known: Iterable[Tag]) -> tuple[Tag, ...]:
    """Return the tags that the end of a line may mean: all known ones where it is empty."""
    typed = line.rpartition(",")[2].strip().lstrip("#")
    if not typed:
        return tuple(known)
    search = FuzzySearch(case_sensitive=False)
    scored = [(search.match(typed, tag[0])[0], tag) for tag in known]
    return tuple(tag for score, tag in sorted(scored, key=lambda each: -each[0]) if score > 0)


def turned(line: str, tag: str) -> str:
    """Return a line with a tag in the place of what is being typed, or without it if it has it."""
    begun = line.rpartition(",")[0]
    names = tags_in(begun)
    if slug_of(tag) in map(slug_of, names):
        return line_of(name for name in names if slug_of(name) != slug_of(tag))
    return line_of((*names, tag))
