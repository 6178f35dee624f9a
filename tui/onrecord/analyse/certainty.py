"""How sure it is that a phrase or a name is all by which a text calls a speaker.

"The manager", "counsel" and "his mother" are most likely named somewhere, and by a rule that did
not see it; "an aide" is nobody else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.documents import is_document
from onrecord.analyse.kinds import PERSON
from onrecord.analyse.roles import role_of
from onrecord.analyse.tokens import NAME, NOUN, NUM
from onrecord.model import EntityKind

if TYPE_CHECKING:
    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

_ROLE, _PHRASE, _SHORT_NAME = 0.8, 0.88, 0.88
_NAMED_BODIES = frozenset({"company", "firm", "operator", "agency", "organisation", "club"})
_EACH = frozenset({"each", "either", "neither", "both", "one", "another"})
_OWNERS = frozenset({"his", "her", "their"})


def of_phrase(tokens: Tokens, head: int, mention: Span) -> float:
    """Tell how sure a phrase is as the name of a speaker; ``head`` is its head word."""
    low, opener = tokens.lows[head], tokens.lows[tokens.at(mention[0])]
    if tokens.tags[head] not in (NOUN, NAME, NUM) or opener in _EACH:
        return _PHRASE
    role = bool(role_of(low))
    if opener == "the" and tokens.tags[head] != NAME and not is_document(low):
        if role or low in _NAMED_BODIES:
            return _ROLE
        return 1.0 if low.endswith("s") else _PHRASE
    bare = opener == low and not low.endswith("s")
    return _ROLE if role and (bare or opener in _OWNERS) else 1.0


def of_chain(tokens: Tokens, chain: Chain) -> float:
    """Tell how sure the name of a chain is as the whole name: less so for one word, or a role."""
    if chain.kind is EntityKind.GENERIC and chain.name.lower().startswith("the "):
        return _ROLE
    bare = chain.kind == PERSON and " " not in chain.name
    return _SHORT_NAME if bare and _seems_cut(tokens, chain) else 1.0


def _seems_cut(tokens: Tokens, chain: Chain) -> bool:
    """Whether a name stands once only, or behind a capital that was not read as part of it."""
    return len(chain.mentions) < 2 or any(
        m.first
        and tokens.tags[m.first - 1] == NAME
        and tokens.sentences[m.first - 1] == tokens.sentences[m.first]
        for m in chain.mentions
    )
