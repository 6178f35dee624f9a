"""Regular expressions that are compiled when they are first used.

To compile one takes a third of a millisecond, and few are used before the first paint.
"""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a regular expression, as ``re.compile`` does."""
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    """Has the methods of the compiled one from the first use of each."""

    def __init__(self, text: str, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text, self._flags), name)
        # Next time it is found without coming here.
        setattr(self, name, found)
        return found
