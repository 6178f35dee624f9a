"""Which organisation "the company", "the council" and "it" are, and who "they" are.

"The council" is the organisation last named whose name ends so. "The company" and its like are
whoever was just the subject of a sentence, else the firm that the text is about.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.kinds import GROUP, ORG, PERSON, PLACE
from onrecord.analyse.tokens import ADJ, DET, NAME, NOUN, NUM, POSS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.salience import Layout
    from onrecord.model import Span

_BODIES = frozenset(
    {
        "company", "firm", "operator", "agency", "group", "organisation", "organization",
        "business", "charity", "publisher", "manufacturer", "retailer", "airline", "carrier",
        "broadcaster", "outlet", "startup", "start-up", "nonprofit", "regulator", "watchdog",
        "carmaker", "network", "supplier", "developer", "owner", "band", "club", "side",
        "brokerage", "lender", "maker", "chain", "union", "miner", "insurer",
    }
)  # fmt: skip
"""What an organisation is called again, whatever its name ends in."""
_FIRMS = frozenset({"company", "firm", "group", "business", "operator", "retailer", "maker"})
_OF_FIRMS = frozenset(
    {
        "ltd", "limited", "inc", "corp", "corporation", "plc", "co", "company", "group", "holdings",
        "llc", "ag", "gmbh", "sa", "nv", "industries", "motors", "foods", "airlines", "airways",
        "lines", "systems", "technologies", "energy", "partners", "brothers", "sons", "bros",
    }
)  # fmt: skip
"""Words that only names of firms end in."""
_NO_FIRMS = frozenset(
    {
        "council", "ministry", "department", "court", "police", "university", "parliament",
        "committee", "commission", "senate", "congress", "party", "union", "army", "school",
        "bureau", "government", "association", "federation", "authority", "church", "hospital",
        "forum", "tribunal", "assembly", "office", "league", "institute", "college",
    }
)  # fmt: skip
_PLURAL = frozenset({ADJ, DET, NOUN, NUM, POSS})
_NEAR = 3
"""Sentences after which "the company" is no longer the one just named."""
_FAR = 100
"""Tokens before "it" among which its organisation is looked for; keeps the time linear."""


@dataclass(frozen=True, slots=True)
class Body:
    """A place that names an organisation."""

    first: int
    chain: Chain
    subject: bool
    outside: bool
    """Whether it stands in the writer's words."""


def head_noun(chain: Chain) -> str:
    """Return the noun that says what an organisation is: "council" in "Council of Ports"."""
    words = chain.words
    return words[words.index("of") - 1] if "of" in words[1:] else words[-1]


def bodies(chains: Sequence[Chain], layout: Layout) -> list[Body]:
    """Return all places that name an organisation, in text order.

    What is taken for a place and says something is one as well: "Strait Line said".
    """
    found = []
    for chain in chains:
        if chain.kind not in (ORG, PLACE):
            continue
        for mention in chain.mentions:
            if layout.tokens.paragraphs[mention.first] in layout.loud:
                continue
            verb = layout.verb(mention.first, mention.last)
            if chain.kind == ORG or (verb >= 0 and layout.says(verb) and len(chain.words) > 1):
                outside = layout.inside[mention.first] < 0
                found.append(Body(mention.first, chain, verb >= 0, outside))
    return sorted(found, key=lambda body: body.first)


def described(chains: Sequence[Chain], layout: Layout) -> Iterator[tuple[int, Chain, float]]:
    """Yield where "the council" and "the company" stand, whom they mean, and how surely."""
    tokens = layout.tokens
    places = bodies(chains, layout)
    organisations = [chain for chain in chains if chain.kind == ORG]
    nouns = {head_noun(chain) for chain in organisations if len(chain.words) > 1}
    firm = firm_of(organisations)
    latest: dict[str, Chain] = {}
    last: Body | None = None
    upcoming = 0
    for i in range(len(tokens) - 1):
        if tokens.lows[i] != "the":
            continue
        noun = tokens.lows[i + 1]
        if noun not in nouns and noun not in _BODIES:
            continue
        while upcoming < len(places) and places[upcoming].first <= i:
            place = places[upcoming]
            latest[head_noun(place.chain)] = place.chain
            if place.subject and place.outside:
                last = place
            upcoming += 1
        alone = i + 2 >= len(tokens) or tokens.tags[i + 2] not in (NOUN, NAME)
        if tokens.words[i + 1] != noun or not alone:
            continue
        if noun in nouns and noun in latest and noun not in _FIRMS:
            yield i, latest[noun], 0.75
        elif noun in _BODIES and last is not None and _fits(noun, last.chain):
            if near(layout, last.first, i):
                yield i, last.chain, 0.6
            elif firm is not None and noun in _FIRMS:
                yield i, firm, 0.5
        elif noun in _FIRMS and firm is not None:
            yield i, firm, 0.5


def near(layout: Layout, before: int, i: int) -> bool:
    """Whether two places stand a few sentences and a paragraph apart at most."""
    tokens = layout.tokens
    paragraphs = tokens.paragraphs[i] - tokens.paragraphs[before]
    return paragraphs <= 1 and tokens.sentences[i] - tokens.sentences[before] <= _NEAR


def _fits(noun: str, chain: Chain) -> bool:
    """Whether an organisation may be called so: a ministry is no company."""
    return noun not in _FIRMS or _NO_FIRMS.isdisjoint(chain.words)


def firm_of(organisations: Sequence[Chain]) -> Chain | None:
    """Return the firm that the text is about: the one by its name, or the one named most."""
    firms = [c for c in organisations if not _OF_FIRMS.isdisjoint(w.strip(".") for w in c.words)]
    return max(firms, key=lambda c: len(c.mentions)) if firms else None


def meant_by_it(i: int, places: Sequence[Body], layout: Layout) -> Chain | None:
    """Return the organisation that "it" at token ``i`` means: the last that was a subject."""
    tokens = layout.tokens
    best: tuple[float, Chain] | None = None
    before = bisect_left(places, i, key=lambda place: place.first)
    for k in range(before - 1, -1, -1):
        place = places[k]
        if i - place.first > _FAR:
            break
        score = -0.6 * (tokens.sentences[i] - tokens.sentences[place.first])
        score -= 0.5 * (tokens.paragraphs[i] - tokens.paragraphs[place.first])
        score += 2.0 * place.subject
        if not place.outside and layout.inside[i] < 0:
            score -= 4.0
        if best is None or score > best[0]:
            best = score, place.chain
    return best[1] if best is not None else None


def meant_by_they(
    i: int, named: Mapping[int, Chain], layout: Layout, one: Chain | None = None
) -> Chain | Span | None:
    """Return whom "they" at token ``i`` mean: a body, a people, people, or one person.

    People without a name are a subject in the plural ("The ministers met."), given as its span.
    One person is called so where the paragraph names no other and speaks of nobody else, or where
    the text tells that ``one`` is.
    """
    tokens = layout.tokens
    persons: dict[int, Chain] = {}
    for k in range(i - 1, max(i - _FAR, -1), -1):
        if layout.inside[k] >= 0 and layout.inside[k] != layout.inside[i]:
            continue
        chain = named.get(k)
        if chain is not None and chain.kind in (GROUP, ORG) and one is None:
            if tokens.tags[k + 1] in (NOUN, ADJ):
                continue  # "the Israeli move", "European and national groups"
            return chain
        if chain is not None and chain.kind == PERSON:
            if tokens.paragraphs[k] == tokens.paragraphs[i]:
                persons[id(chain)] = chain
        elif tokens.tags[k] == NOUN and tokens.lows[k].endswith("s"):
            first = k
            while first > 0 and k - first < 6 and tokens.tags[first - 1] in _PLURAL:
                first -= 1
            same = tokens.paragraphs[k] == tokens.paragraphs[i]
            if layout.verb(first, k) >= 0 and (one is None or same):
                return tokens.span(first, k)
    if one is not None:
        return one
    return next(iter(persons.values())) if len(persons) == 1 else None


def called_they(named: Mapping[int, Chain], layout: Layout) -> Chain | None:
    """Return the person of whom the text tells that "they" is their pronoun.

    "Sam Roy, who uses they/them pronouns": the person named last before it.
    """
    tokens = layout.tokens
    for i, low in enumerate(tokens.lows if "pronouns" in tokens.text else ()):
        if low == "them" and tokens.lows[max(i - 2, 0) : i] in (["they", "/"], ["they", "and"]):
            if "pronouns" not in tokens.lows[i + 1 : i + 3]:
                continue
            persons = (named[k] for k in range(i, max(i - _FAR, -1), -1) if k in named)
            return next((chain for chain in persons if chain.kind == PERSON), None)
    return None
