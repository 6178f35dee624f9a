"""Speech that dashes set off, as Spanish, French and Russian print dialogue.

"—¿Y a qué hora comemos? —preguntó una vecina—. Tengo hambre." A paragraph is read so where it
begins with a dash, holds no quotation mark, and a verb of saying stands right behind its second
dash; or where it begins with a dash and follows one that is.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from onrecord.analyse.quotations import Stretch, Style
from onrecord.analyse.tokens import QUOTE_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.pattern_phrases import CuedText

_DASHES = frozenset({"—", "–", "―"})
_BESIDE = 3
"""Tokens behind a dash among which the verb of saying stands."""


def dash_speech(text: CuedText) -> list[Stretch]:
    """Find the speech that dashes set off, in text order."""
    tokens = text.tokens
    found: list[Stretch] = []
    last = -2
    for paragraph, group in groupby(range(len(tokens)), key=tokens.paragraphs.__getitem__):
        places = list(group)
        if tokens.words[places[0]] not in _DASHES:
            continue
        if any(tokens.words[i] in QUOTE_WORDS for i in places):
            continue
        parts = _parts(text, places)
        said = len(parts) > 1 and any(text.verbs[i] for i in parts[1][:_BESIDE])
        if said or (len(parts) == 1 and last == paragraph - 1):
            last = paragraph
            found += [stretch for part in parts[::2] for stretch in _stretch(text, part)]
    return found


def _parts(text: CuedText, places: Sequence[int]) -> list[list[int]]:
    """Part the tokens of a paragraph at its dashes."""
    parts: list[list[int]] = []
    for i in places:
        if text.tokens.words[i] in _DASHES:
            parts.append([])
        else:
            parts[-1].append(i)
    return [part for part in parts if part]


def _stretch(text: CuedText, part: Sequence[int]) -> list[Stretch]:
    """Make the stretch of one part; none where it is punctuation only."""
    words = [i for i in part if text.tokens.words[i][0].isalnum()]
    if not words:
        return []
    first = next(i for i in part if i == words[0] or text.tokens.words[i] in "¿¡")
    return [Stretch(text.tokens.starts[first], text.tokens.ends[part[-1]], Style.DOUBLE)]
