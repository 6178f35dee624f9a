"""What the pronouns beside a person's names say of the person's gender.

"Sam Roy sold her boat" shows a woman, as does "Sam Roy left. She was tired." where nobody else is
named between. A pronoun that is the object of the person's own clause ("Ana Roy married him") shows
nothing. Each place is one vote; a given name is worth one and a half.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from onrecord.analyse.entities import likely_gender
from onrecord.analyse.gazetteer import MAN, WOMAN, gazetteer
from onrecord.analyse.tokens import ADJ, ING, NAME, NOUN, NUM, PCP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.salience import Layout
    from onrecord.analyse.tokens import Tokens

_SUBJECTS = {"he": MAN, "himself": MAN, "she": WOMAN, "herself": WOMAN}
_OWNED = {"his": MAN, "her": WOMAN}
_NOMINAL = frozenset({NOUN, ADJ, NAME, NUM, ING, PCP})
_REACH = 40
"""Tokens after a name among which its pronoun is looked for."""
_GIVEN_NAME = 1.5


def pronoun_votes(
    tokens: Tokens, persons: Sequence[Chain], named: Mapping[int, Chain], layout: Layout
) -> dict[int, dict[str, float]]:
    """Return how often each gender is shown beside each person's names, by the chain's id."""
    votes: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    roles = gazetteer().roles
    for chain in persons:
        for mention in chain.mentions:
            inside = layout.inside[mention.last]
            if tokens.paragraphs[mention.first] in layout.loud:
                continue
            for i in range(mention.last + 1, min(mention.last + _REACH, len(tokens))):
                other = named.get(i)
                if (other is not None and other is not chain) or tokens.lows[i] in roles:
                    break
                if tokens.sentences[i] - tokens.sentences[mention.last] > 1:
                    break
                if layout.inside[i] != inside:
                    if tokens.paragraphs[i] != tokens.paragraphs[mention.last]:
                        break  # somebody speaks in the next paragraph, and "he" is whoever does
                    continue
                gender = _SUBJECTS.get(tokens.lows[i]) or _owner(tokens, i)
                if gender:
                    votes[id(chain)][gender] += 1.0
                    break
    return votes


def _owner(tokens: Tokens, i: int) -> str:
    """Return the gender that a possessive shows; "her" as an object shows none."""
    gender = _OWNED.get(tokens.lows[i], "")
    owns = i + 1 < len(tokens) and tokens.tags[i + 1] in _NOMINAL
    return gender if gender and owns else ""


def shown(votes: Mapping[str, float], chain: Chain) -> tuple[str, bool]:
    """Return the gender that votes and given name show, and whether that is sure enough.

    It is sure where two places more show it than show the other.
    """
    likely = likely_gender(chain)
    total = {MAN: votes.get(MAN, 0.0), WOMAN: votes.get(WOMAN, 0.0)}
    if likely:
        total[likely] += _GIVEN_NAME
    lead = total[MAN] - total[WOMAN]
    if not lead:
        return "", False
    gender = MAN if lead > 0 else WOMAN
    return gender, abs(lead) >= 2 and abs(lead) * 2 > total[MAN] + total[WOMAN]
