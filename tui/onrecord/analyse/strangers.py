"""People whom a text brings in without a name: "an old man", "one of my students", "his mother".

"He" right after such a phrase means its person, and nobody who was named before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.entities import Chain
from onrecord.analyse.gazetteer import EITHER, gazetteer
from onrecord.analyse.roles import role_of, tail
from onrecord.analyse.tokens import ADJ, AUX, DET, GEN, NAME, NOUN, NUM, PCP, POSS, PREP, VERB
from onrecord.model import EntityKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.analyse.salience import Layout
    from onrecord.analyse.tokens import Tokens

_OPENERS = frozenset({"a", "an", "one", "another", "my", "his", "her", "our", "their"})
_INSIDE = frozenset({NOUN, ADJ, NUM, PCP, NAME})
_PLURALS = frozenset({"of", "my", "his", "her", "our", "their", "the", "these", "those"})
_LONGEST = 8
_BESIDE = frozenset({"with", "in", "behind", "beside", "near", "outside", "on", "from"})
"""What leads to what tells a stranger from others: "a man in a feed cap"."""
LONGEST_PHRASE = 90
"""Characters of a phrase that stands as the name of somebody without one."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """A phrase that brings in somebody without a name, as tokens (included)."""

    first: int
    head: int
    last: int
    gender: str


class Strangers:
    """The strangers of one text that do something in it: the subjects of clauses."""

    def __init__(self, tokens: Tokens, named: Mapping[int, Chain], layout: Layout) -> None:
        self.tokens, self.named, self.layout = tokens, named, layout
        self.found: list[Stranger] = []
        i = 0
        while i < len(tokens):
            stranger = self._at(i) if tokens.lows[i] in _OPENERS else None
            if stranger is not None:
                self.found.append(stranger)
                i = stranger.last
            i += 1

    def _at(self, i: int) -> Stranger | None:
        tokens = self.tokens
        g = gazetteer()
        k = i + 1
        several = tokens.lows[i] == "one" and tokens.lows[i + 1 : i + 2] == ["of"]
        while several and k < len(tokens) and tokens.lows[k] in _PLURALS:
            k += 1
        head = -1
        while k < len(tokens) and k - i < _LONGEST and tokens.tags[k] in _INSIDE:
            if tokens.sentences[k] != tokens.sentences[i] or k in self.named:
                return None
            head = k
            k += 1
        if head < 0:
            return None
        low = tokens.lows[head]
        person = role_of(low) or (several and role_of(low.removesuffix("s")))
        genitive = k < len(tokens) and tokens.tags[k] == GEN
        if not person or genitive or self._is_named(i, k) or not self._acts(i, head):
            return None
        return Stranger(i, head, tail(tokens, head), g.roles.get(low, EITHER))

    def _acts(self, i: int, head: int) -> bool:
        """Whether a phrase is the subject of a verb: "a woman with a pram wants to know"."""
        tokens = self.tokens
        if self.layout.verb(i, head) >= 0:
            return True
        before = tokens.lows[max(i - 2, 0) : i]
        if before in (["it", "was"], ["it", "is"]) or tokens.lows[i - 1 : i] == ["it’s"]:
            after = range(head + 1, min(head + _LONGEST, len(tokens)))
            return any(tokens.lows[k] == "who" for k in after)
        end = head + 1
        if end >= len(tokens) or tokens.lows[end] not in _BESIDE:
            return False
        while end + 1 < len(tokens) and tokens.tags[end + 1] in (*_INSIDE, DET, POSS):
            end += 1
        return end > head + 1 and self.layout.verb_after(i, end) >= 0

    def _is_named(self, i: int, k: int) -> bool:
        """Whether a name stands in apposition to the phrase, or the phrase is said of somebody."""
        tokens = self.tokens
        before = tokens.tags[i - 1] if i else ""
        if before == AUX and tokens.lows[i - 2 : i - 1] == ["it"]:
            before = ""
        beside = i > 1 and tokens.words[i - 1] == "," and i - 2 in self.named
        if before in (AUX, VERB, PREP) or beside:
            return True
        if tokens.lows[k : k + 1] in (["at"], ["of"], ["for"], ["with"], ["from"]):
            # "Her director at Harbour Radio, Ana Roy, left"
            comma = k + 1
            while comma < min(k + 7, len(tokens)) and tokens.tags[comma] in (*_INSIDE, DET, POSS):
                comma += 1
            if tokens.words[comma : comma + 1] == [","] and comma + 1 in self.named:
                return True
        ahead = range(k, min(k + 5, len(tokens)))
        if tokens.words[k : k + 1] == [","]:
            return any(j in self.named for j in ahead) or tokens.tags[k + 1 : k + 2] == [NAME]
        return k in self.named


def chain_of(tokens: Tokens, stranger: Stranger) -> Chain:
    """Return a chain for somebody without a name; its name is the phrase."""
    start, end = tokens.span(stranger.first, stranger.last)
    name = " ".join(tokens.text[start:end].split())[:LONGEST_PHRASE]
    return Chain(EntityKind.GENERIC, name, (tokens.lows[stranger.head],), [], stranger.gender)
