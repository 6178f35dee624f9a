"""What is said of articles that a rule wants the user to know of. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from onrecord.app.cells import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.store.articles import ArticleRow

_NAMED: Final = 3
"""Articles that are named; of more, how many they are."""


def sentence_of(rows: Sequence[ArticleRow]) -> str:
    """Return the outlets and headlines, a line each."""
    lines = [f"{row.outlet}: {row.title or '(no title)'}" for row in rows[:_NAMED]]
    if len(rows) > _NAMED:
        lines.append(f"and {count(len(rows) - _NAMED, 'article')} more")
    return "\n".join(lines)
