"""Who asks for a living: outlets, reporters, the writer of an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.features import ORGANISATIONS
from onrecord.analyse.tokens import words_of
from onrecord.analyse.voices import MEDIA

if TYPE_CHECKING:
    from onrecord.analyse.tokens import NounPhrase, Tokens
    from onrecord.model import Document

_REPORTERS = words_of(
    """reporter journalist correspondent anchor host columnist editor interviewer podcaster
    magazine newspaper daily weekly broadcaster channel station network radio podcast outlet
    state-media wikinews"""
)
BODIES = words_of(
    """department fbi cia police commission committee agency bureau ministry council court congress
    senate parliament house government board university college army navy union nations bank
    investigators prosecutors officials detectives agents lawmakers members voters donors"""
)
"""Who may interview and is no press: "interviewed by the police"."""
_WIRES = words_of("agency service association")
"""What wires are called behind "news" or "press"."""
_CREDITS = words_of("image photo photograph picture by words interviewer")
"""What stands before the name of one who made something of the page."""
_OWNER = 6
"""Tokens beside a name in which its outlet stands: "Ana Roy of the Post"."""
_BYLINE = re.compile(r"[Bb][Yy]:? ([^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3})")
_BYLINE_WITHIN = 5
"""Paragraphs among which a text may say who wrote it."""


def is_asker(tokens: Tokens, phrase: NounPhrase, outlet: str) -> bool:
    """Whether a phrase names an outlet, a reporter, or the writer."""
    words = [tokens.lows[i].rstrip(".") for i in range(phrase.first, phrase.last + 1)]
    if words[-1] in ("i", "we", "me", "us") or any(w in _REPORTERS for w in words):
        return True
    if outlet and words[-1] in outlet.lower().split():
        return True
    if words[-1] in _WIRES and words[-2:-1] in (["news"], ["press"], ["telegraph"]):
        return True
    titled = tokens.words[phrase.first] == "The" and phrase.first > 0
    titled = titled and tokens.sentences[phrase.first - 1] == tokens.sentences[phrase.first]
    if words[-1] in BODIES or tokens.tags[phrase.head] != t.NAME:
        return False
    return titled or words[-1] in MEDIA or words[-1] in ORGANISATIONS


def is_credit(tokens: Tokens, first: int) -> bool:
    """Whether the name that begins at a token is that of one who made something of the page."""
    return not _CREDITS.isdisjoint(tokens.lows[max(0, first - 2) : first])


def is_press(tokens: Tokens, phrase: NounPhrase, outlet: str) -> bool:
    """Whether a phrase asks for a living, or somebody of an outlet: "Ana Roy of the Post"."""
    if is_asker(tokens, phrase, outlet):
        return True
    near: list[int] = []
    if phrase.first > 1 and tokens.tags[phrase.first - 1] == t.GEN:
        near += range(phrase.first - 2, max(-1, phrase.first - _OWNER), -1)
    after = phrase.last + 1 + (tokens.words[phrase.last + 1 : phrase.last + 2] == [","])
    if tokens.lows[after : after + 1] in (["of"], ["from"]):
        near += range(after + 2, min(len(tokens), after + _OWNER))
    for j in near:
        if tokens.tags[j] != t.NAME:
            return False
        if tokens.lows[j] in MEDIA:
            return True
    return False


def is_outlet(tokens: Tokens, phrase: NounPhrase, outlet: str) -> bool:
    """Whether a phrase is the outlet itself, by its whole name."""
    words = [tokens.lows[i] for i in range(phrase.first, phrase.last + 1)]
    return bool(outlet) and " ".join(words).removeprefix("the ") == outlet.lower().removeprefix(
        "the "
    )


def byline_of(document: Document) -> str:
    """Return the byline that stands among the first lines of a text: "By Ana Roy"."""
    for paragraph in document.paragraphs[:_BYLINE_WITHIN]:
        found = _BYLINE.fullmatch(document.text, paragraph.start, paragraph.end)
        if found is not None:
            return found[1]
    return ""
