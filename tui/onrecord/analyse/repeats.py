"""Words in single marks that repeat a quotation of the same text, as headlines do.

Over an article that quotes "our reliable friend" a 'Reliable Friend' is the same speaker's. One
such phrase in a line may be chance, so two are asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.analyse.quotations import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.quotations import Stretch
    from onrecord.analyse.tokens import Tokens

_LONG = 4000
"""Length in characters from which on a quotation is not compared."""
_COMPARED = 40
"""How many stretches, and how many quotations, are compared."""


def find_repeats(
    tokens: Tokens, stretches: Sequence[Stretch], quotations: Sequence[str]
) -> list[tuple[Stretch, int]]:
    """Find the outer single-marked ``stretches`` whose words stand in one of ``quotations``.

    Each comes with the index of that quotation, the first of several.
    """
    bodies = [(k, _folded(words)) for k, words in enumerate(quotations) if len(words) < _LONG][
        :_COMPARED
    ]
    singles = [s for s in stretches if s.style is Style.SINGLE and not s.depth]
    lines: dict[int, list[tuple[Stretch, int]]] = {}
    for stretch in singles[:_COMPARED]:
        words = _folded(tokens.text[stretch.start : stretch.end])
        found = next((k for k, body in bodies if words in body), None)
        if found is not None and words.count(" ") > 2:
            line = tokens.paragraphs[tokens.at(stretch.start)]
            lines.setdefault(line, []).append((stretch, found))
    return [pair for repeats in lines.values() if len(repeats) > 1 for pair in repeats]


def _folded(text: str) -> str:
    """Give the words of a text in lower case, each between blanks."""
    return " " + " ".join(re.findall(r"\w+", text.lower())) + " "
