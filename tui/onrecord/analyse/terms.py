"""Words in quotation marks that the text itself calls a name: "is called a “…”"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from onrecord.analyse.tokens import Tokens

_CALLED = t.words_of("called dubbed known named titled entitled nicknamed termed billed christened")
_WORKS = t.words_of(
    """book novel memoir autobiography movie film documentary song anthem album single musical opera
    play show series sitcom programme podcast painting poem essay magazine bestseller thriller"""
)
_BETWEEN = t.words_of("a an the as simply just also now often sometimes collectively")
_BE = t.words_of("is are was were be been being 's ’s become became becomes")


def is_term(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words of the tokens ``first`` to ``last - 1`` are a name or only imagined.

    "It is called a “third-party request”", "the so-called “experts”", "as if to say “Enough”".
    Whom "by" names after them may have said them.
    """
    i = first - 1
    if i < 1 or tokens.paragraphs[i] != tokens.paragraphs[first]:
        return False
    if tokens.lows[i] == "so-called":
        return True
    while i > 0 and i > first - 4 and tokens.lows[i] in _BETWEEN:
        i -= 1
    if tokens.lows[i] == "say" and i > 1 and tokens.lows[i - 1] == "to":
        return tokens.lows[i - 2] in ("if", "though")
    if tokens.lows[i] not in _CALLED or (last < len(tokens) and tokens.lows[last] == "by"):
        return False
    before = i - 1 - (tokens.tags[i - 1] == t.ADV)
    return before >= 0 and tokens.lows[before] in _BE


def is_work(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are set as titles are and the text says of what: "in her book, “…”"."""
    i = first - 1
    if i > 0 and tokens.words[i] == ",":
        i -= 1
    if i < 1 or tokens.paragraphs[i] != tokens.paragraphs[first]:
        return False
    if tokens.lows[i] == "to" and tokens.lows[i - 1] == "according":
        return is_title(tokens, first, last)
    if tokens.lows[i] not in _WORKS:
        return False
    return is_title(tokens, first, last) or (i == first - 1 and _is_number(tokens, first, last))


def _is_number(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are one, and a number: the film “12th”, as nobody says."""
    words = [word for word in tokens.words[first:last] if word[0].isalnum()]
    return len(words) == 1 and words[0][0].isdigit()


def is_title(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words of the tokens ``first`` to ``last - 1`` are set as titles are."""
    words = [word for word in tokens.words[first:last] if word[0].isalpha()]
    long = [word for word in words if len(word) > 3]
    return len(words) > 1 and bool(long) and all(word[0].isupper() for word in long)
