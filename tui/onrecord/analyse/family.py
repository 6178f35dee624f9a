"""Who is whose wife, son or sister, as a text tells it.

"His wife, Denise" and "her daughter Amari" tell it of two persons; "her husband" and "her mother"
may then ask for the other one of the two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analyse.roles import KIN
from onrecord.analyse.tokens import ADJ, GEN, NOUN, NUM, POSS

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens

_CHILDREN, _PARENTS = ("son", "daughter"), ("father", "mother")
_TURNED = {
    "wife": ("husband",), "husband": ("wife",),
    "son": _PARENTS, "daughter": _PARENTS, "father": _CHILDREN, "mother": _CHILDREN,
    "brother": ("brother", "sister"), "sister": ("brother", "sister"),
    "uncle": ("nephew", "niece"), "aunt": ("nephew", "niece"),
    "nephew": ("uncle", "aunt"), "niece": ("uncle", "aunt"),
    "grandfather": ("grandson", "granddaughter"), "grandmother": ("grandson", "granddaughter"),
    "grandson": ("grandfather", "grandmother"), "granddaughter": ("grandfather", "grandmother"),
    "cousin": ("cousin",),
}  # fmt: skip
"""What one of two relatives is called by the other, seen from the other side."""
_TOLD = 60
"""How many of the last relatives are looked at; keeps the time linear."""


class Family:
    """The relatives of one text, as far as the walk through it has come."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.told: list[tuple[Chain, str, Chain]] = []
        """Whose relative, of which kind, and who that is."""

    def read(self, core: int, chain: Chain, owner: Callable[[int], Chain | None]) -> None:
        """Note whose relative somebody is said to be in front of a name."""
        tokens = self.tokens
        i = core - 1
        if i > 0 and tokens.words[i] == ",":
            i -= 1
        if i < 1 or tokens.lows[i] not in KIN or tokens.sentences[i] != tokens.sentences[core]:
            return
        kin = tokens.lows[i]
        i -= 1
        while i > 0 and core - i < 7 and tokens.tags[i] in (ADJ, NUM, NOUN):
            i -= 1
        whose = owner(i) if tokens.tags[i] in (POSS, GEN) else None
        if whose is not None and whose is not chain:
            self.told.append((whose, kin, chain))

    def find(self, whose: Chain, kin: str) -> Chain | None:
        """Return the last who was told to be that relative of somebody, from either side."""
        for owner, word, relative in reversed(self.told[-_TOLD:]):
            if owner is whose and word == kin:
                return relative
            if relative is whose and kin in _TURNED.get(word, ()):
                return owner
        return None

    def is_others(self, relative: Chain, whose: Chain) -> bool:
        """Whether somebody was told to be a relative of others only."""
        owners = [owner for owner, _, other in self.told[-_TOLD:] if other is relative]
        return bool(owners) and all(owner is not whose for owner in owners)
