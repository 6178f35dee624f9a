"""Who "he", "the minister" and "Roy" are: from a phrase of the text to one of its persons.

Pronouns are resolved by salience, after Lappin and Leass (An Algorithm for Pronominal Anaphora
Resolution, 1994) and Hobbs: the nearer, the more central in its sentence, the more often named, the
better; gender comes from honorifics, role nouns and the pronouns themselves, and only where these
are silent from the given name. Every resolved pronoun is itself a place that later ones may lean
on. Descriptions are resolved by the roles that the text itself gives to its persons.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from math import log, log1p
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import MAN, WOMAN
from onrecord.analyse.genders import pronoun_votes, shown
from onrecord.analyse.kinds import ORG, PERSON
from onrecord.analyse.roles import Description, descriptions, roles_of
from onrecord.analyse.salience import Layout, Place
from onrecord.analyse.tokens import NAME, NOUN, PCP, POSS, PRON, VERB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

PRONOUNS = {
    "he": MAN, "him": MAN, "his": MAN, "himself": MAN,
    "she": WOMAN, "her": WOMAN, "hers": WOMAN, "herself": WOMAN,
}  # fmt: skip
_BODIES = frozenset(
    {
        "company", "firm", "operator", "agency", "group", "organisation", "organization",
        "business", "charity", "publisher", "manufacturer", "retailer", "airline", "carrier",
        "broadcaster", "outlet", "startup", "start-up", "nonprofit", "regulator", "watchdog",
        "carmaker", "network", "supplier", "developer", "owner", "band", "club", "side",
    }
)  # fmt: skip
"""What an organisation is called again, whatever its name ends in."""
_NEAR_BODY = 3
"""Sentences after which "the company" is no longer the one just named."""
_SPOKEN_OF = 2.5
"""What it weighs against a speaker that the quotation names the same person."""
_WINDOW = 40
"""How many places back a pronoun looks; keeps the time linear."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or description with the person it stands for and how sure that is (0 to 1)."""

    first: int
    last: int
    chain: Chain
    confidence: float
    titled: bool = False
    """Whether it is a title that stands for the name: "the President"."""


def _head_noun(chain: Chain) -> str:
    """Return the noun that says what an organisation is: "council" in "Council of Ports"."""
    words = chain.words
    return words[words.index("of") - 1] if "of" in words[1:] else words[-1]


class Identities:
    """The persons of one text and every phrase that stands for one of them.

    ``quotations`` are the spans of the quotations, in text order, an outer one before an inner
    one. ``speakers`` maps the number of a quotation to the index of the token that heads the
    phrase named as its speaker. ``turn_labels`` are the tokens of labels in front of turns.
    """

    def __init__(
        self,
        tokens: Tokens,
        chains: Sequence[Chain],
        quotations: Sequence[Span] = (),
        speakers: dict[int, int] | None = None,
        headlines: frozenset[int] = frozenset(),
        turn_labels: frozenset[int] = frozenset(),
    ) -> None:
        self.tokens = tokens
        self.turn_labels = turn_labels
        self.layout = Layout(tokens, quotations, headlines)
        self.speakers = speakers or {}
        self.speaking = frozenset(self.speakers.values())
        self.persons = [c for c in chains if c.kind == PERSON]
        self.by_token: dict[int, Chain] = {}
        for chain in chains:
            for mention in chain.mentions:
                for i in range(mention.first, mention.last + 1):
                    known = self.by_token.get(i)
                    if known is None or len(chain.words) > len(known.words):
                        self.by_token[i] = chain
        self.roles = roles_of(tokens, self.persons)
        self.weight = {id(c): log(1 + len(c.mentions)) for c in self.persons}
        self.gender = {id(c): self.evident_gender(c) for c in self.persons}
        self.leaning: dict[int, str] = {}
        votes = pronoun_votes(tokens, self.persons, self.by_token, self.layout)
        for person in self.persons:
            lean, sure = shown(votes.get(id(person), {}), person)
            self.leaning[id(person)] = lean
            if sure and not self.gender[id(person)]:
                self.gender[id(person)] = lean
        self.said: dict[int, list[int]] = defaultdict(list)
        for number, head in self.speakers.items():
            self.said[head].append(number)
        self.heard: dict[tuple[int, int], set[int]] = defaultdict(set)
        """The persons named inside each quotation, by its number and their paragraph."""
        for i, known in self.by_token.items():
            if self.layout.inside[i] >= 0:
                self.heard[self.layout.inside[i], tokens.paragraphs[i]].add(id(known))
        self.introduced: dict[str, int] = {}
        for i in range(1, len(tokens)):
            # "a palace guard": nouns that bring somebody new in
            if tokens.tags[i] == NOUN and "a" in tokens.lows[max(i - 3, 0) : i]:
                self.introduced.setdefault(tokens.lows[i], i)
        self.references: list[Reference] = []
        self.offices: list[Description] = []
        """Titles that stand for a holder whom the text does not name."""
        self.at: dict[int, Reference] = {}
        self._walk()
        self._find_organisations(chains)

    def evident_gender(self, chain: Chain) -> str:
        """Return the gender that the text shows for a person: titles, roles, relative words."""
        return chain.gender or self.roles.gender(chain)

    def _walk(self) -> None:
        """Go through the text once, resolving pronouns and descriptions in order."""
        tokens = self.tokens
        named = sorted(
            ((m.first, m.last, c) for c in self.persons for m in c.mentions), key=lambda p: p[0]
        )
        starts = [p[0] for p in named]
        described = {d.first: d for d in descriptions(tokens, self.by_token, self.layout.loud)}
        cores = {m.first: m.core for c in self.persons for m in c.mentions}
        places: list[Place] = []
        seen: set[int] = set()
        upcoming = 0
        for i in range(len(tokens)):
            while upcoming < len(named) and named[upcoming][0] <= i:
                first, last, chain = named[upcoming]
                core = cores[first]
                fresh = id(chain) not in seen and self.layout.describes(first, core, last)
                if tokens.paragraphs[first] not in self.layout.loud:
                    seen.add(id(chain))
                places.append(self.layout.place(first, last, chain, named=True, fresh=fresh))
                upcoming += 1
            low = tokens.lows[i]
            if low in PRONOUNS and i not in self.by_token:
                self.resolve_pronoun(i, places, named, bisect_right(starts, i))
            if i in described and i not in self.turn_labels:
                self.resolve_description(described[i], places)

    def _find_organisations(self, chains: Sequence[Chain]) -> None:
        """Resolve "the council" to the organisation last named whose name ends so.

        "The company" and its like are the organisation that was just the subject of a sentence.
        """
        tokens = self.tokens
        bodies = [chain for chain in chains if chain.kind == ORG]
        nouns = {_head_noun(chain) for chain in bodies if len(chain.words) > 1}
        starts = {m.first: (chain, m.last) for chain in bodies for m in chain.mentions}
        latest: dict[str, Chain] = {}
        last: tuple[int, Chain] | None = None
        for i in range(len(tokens) - 1):
            if i in starts:
                chain, end = starts[i]
                if end > i:
                    latest[_head_noun(chain)] = chain
                if tokens.paragraphs[i] not in self.layout.loud and self.layout.verb(i, end) >= 0:
                    last = i, chain
            noun = tokens.lows[i + 1]
            alone = i + 2 >= len(tokens) or tokens.tags[i + 2] not in (NOUN, NAME)
            if tokens.lows[i] != "the" or tokens.words[i + 1] != noun or not alone:
                continue
            if noun in nouns and noun in latest:
                self._refer(i, latest[noun], 0.75)
            elif noun in _BODIES and last is not None and self._is_near(last[0], i):
                self._refer(i, last[1], 0.5)

    def _is_near(self, before: int, i: int) -> bool:
        tokens = self.tokens
        paragraphs = tokens.paragraphs[i] - tokens.paragraphs[before]
        return paragraphs <= 1 and tokens.sentences[i] - tokens.sentences[before] <= _NEAR_BODY

    def _refer(self, i: int, chain: Chain, confidence: float) -> None:
        found = Reference(i, i + 1, chain, confidence)
        self.references.append(found)
        self.at[i] = found

    def note(self, reference: Reference, places: list[Place]) -> None:
        """Keep a resolved reference, and let later ones lean on it."""
        self.references.append(reference)
        self.at[reference.first] = reference
        places.append(
            self.layout.place(reference.first, reference.last, reference.chain, named=False)
        )

    def resolve_pronoun(
        self, i: int, places: list[Place], named: list[tuple[int, int, Chain]], following: int
    ) -> None:
        """Find the person for whom the pronoun at token ``i`` stands, if anybody fits."""
        gender = PRONOUNS[self.tokens.lows[i]]
        scores = self.scores(i, gender, places)
        if not scores:
            for first, _, chain in named[following : following + 3]:
                near = self.tokens.sentences[first] - self.tokens.sentences[i] <= 1
                outside = self.layout.inside[i] < 0
                if near and outside and self.agrees(chain, gender):
                    self.note(Reference(i, i, chain, 0.5), places)
                    return
            return
        ranked = sorted(scores.values(), key=lambda pair: -pair[0])
        best, chain = ranked[0]
        margin = best - ranked[1][0] if len(ranked) > 1 else 3.0
        if best < -5.0:
            return
        if not self.gender[id(chain)] and margin > 0.5 and self.layout.inside[i] < 0:
            lean = self.leaning[id(chain)]
            self.gender[id(chain)] = gender if lean in ("", gender) else ""
        confidence = 0.55 + min(0.4, 0.2 * margin)
        self.note(Reference(i, i, chain, confidence), places)

    def agrees(self, chain: Chain, gender: str) -> bool:
        """Tell whether a person may have ``gender``."""
        known = self.gender[id(chain)]
        return not known or not gender or known == gender

    def scores(self, i: int, gender: str, places: list[Place]) -> dict[int, tuple[float, Chain]]:
        """How salient each person is at token ``i``: id of the chain -> (score, chain)."""
        best: dict[int, tuple[float, Chain]] = {}
        inside = self.layout.inside[i]
        teller = self.by_token.get(self.speakers.get(inside, -1)) if inside >= 0 else None
        paragraph = self.tokens.paragraphs[i]
        heard = [self.heard[number, paragraph] for number in self.said.get(i, ())]
        for place in places[-_WINDOW:]:
            chain = place.chain
            if teller is chain or not self.agrees(chain, gender) or self.binds(i, place):
                continue
            score = self.salience(i, place, gender)
            if any(id(chain) in each for each in heard):
                # Nobody speaks of himself as "he": “Roy was late,” he said.
                score -= _SPOKEN_OF
            known = best.get(id(chain))
            if known is None or score > known[0]:
                best[id(chain)] = (score, chain)
        return best

    def binds(self, i: int, place: Place) -> bool:
        """Whether an object is of the clause whose subject a place is: "Ana Roy married him"."""
        tokens = self.tokens
        if not place.subject or tokens.sentences[i] != tokens.sentences[place.last]:
            return False
        owns = tokens.lows[i] == "her" and tokens.tags[i] == POSS
        if tokens.lows[i] not in ("him", "her") or owns:
            return False
        between = range(place.last + 1, i)
        return sum(tokens.tags[k] in (VERB, PCP) for k in between) == 1 and not any(
            tokens.tags[k] == PRON for k in between
        )

    def salience(self, i: int, place: Place, gender: str) -> float:
        """Return how strongly ``place`` offers itself to a pronoun at token ``i``."""
        tokens = self.tokens
        sentences = tokens.sentences[i] - tokens.sentences[place.last]
        paragraphs = tokens.paragraphs[i] - tokens.paragraphs[place.last]
        speaking = i in self.speaking
        score = -1.5 * log1p(sentences) - 0.35 * min(paragraphs, 8)
        score -= 0.004 * min(i - place.last, 200)
        if place.subject:
            score += 1.3
        if place.leads:
            score += 0.5
        if place.speaks and speaking:
            score += 0.8
        if place.fresh and paragraphs <= 1:
            score += 0.9
        if place.modifier:
            score -= 0.8
        if place.genitive:
            score -= 0.5 if sentences else -0.2
        if self.layout.inside[i] != place.quotation:
            score -= 2.0 if place.quotation >= 0 else 0.3
        if tokens.paragraphs[place.first] in self.layout.loud:
            score -= 0.7
        score += 0.45 * self.weight[id(place.chain)]
        if not place.named:
            score += 0.3
        known = self.gender[id(place.chain)]
        if known == gender and gender:
            score += 0.5
        elif not known and gender:
            lean = self.leaning[id(place.chain)]
            score += 0.4 if lean == gender else -2.5 if lean else 0.0
        return score

    def resolve_description(self, description: Description, places: list[Place]) -> None:
        """Find the person whose role a definite description names."""
        if description.office:
            holder = self.by_token.get(description.first - 2)
            comma = self.tokens.words[description.first - 1] == ","
            if comma and holder is not None and holder.kind == PERSON:
                self.keep(description, holder, 0.95, places)
            else:
                self.offices.append(description)
            return
        beside = self.by_token.get(description.last + 2)
        comma = self.tokens.words[description.last + 1 : description.last + 2] == [","]
        if beside is not None and beside.kind == PERSON and comma:
            # The possessive of "his wife" is a reference of its own, to somebody else.
            described = replace(description, first=description.first + description.kin)
            self.keep(described, beside, 0.95, places)
            return
        if description.kin:
            relative = self.relative(description)
            if relative is not None:
                kin = replace(description, first=description.first + 1)
                self.keep(kin, relative, 0.75, places)
            return
        fitting = self.roles.fitting(description)
        scores = self.scores(description.first, description.gender, places)
        ranked: list[tuple[float, Chain]] = []
        for chain, weight in fitting:
            if not self.agrees(chain, description.gender):
                continue
            score = scores.get(id(chain), (-4.0, chain))[0]
            ranked.append((score + 2.0 * weight, chain))
        if ranked:
            _, chain = max(ranked, key=lambda pair: pair[0])
            self.keep(description, chain, 0.8, places)
            return
        follows = description.bridging or self.continues(description)
        spoken_of = self.bridged(description, scores, places) if follows else None
        if spoken_of is not None:
            self.keep(description, spoken_of, 0.6, places)
        elif description.titled:
            self.offices.append(description)

    def continues(self, description: Description) -> bool:
        """Whether an unknown role speaks on, and no new person was brought in with it.

        "Crake shook his head. “Tourists.” “I know,” the gardener went on."
        """
        tokens = self.tokens
        head = description.first + 1
        if head not in self.speaking or tokens.tags[head] != NOUN:
            return False
        introduced = self.introduced.get(tokens.lows[head])
        return introduced is None or introduced > head

    def relative(self, description: Description) -> Chain | None:
        """Find whom "his wife" means: who was called so, else the one other of that surname."""
        whose = self.at.get(description.first)
        known = [
            c for c, _ in self.roles.fitting(description) if whose is None or c is not whose.chain
        ]
        if known:
            return known[-1]
        if whose is None:
            return None
        surname = whose.chain.words[-1]
        family = [
            c
            for c in self.persons
            if c is not whose.chain
            and len(c.words) > 1
            and c.words[-1] == surname
            and self.agrees(c, description.gender)
            and self.leaning[id(c)] in ("", description.gender)
        ]
        return family[0] if len(family) == 1 else None

    def keep(
        self, described: Description, chain: Chain, confidence: float, places: list[Place]
    ) -> None:
        """Keep the person that a description stands for."""
        found = Reference(described.first, described.last, chain, confidence, described.titled)
        self.note(found, places)

    def bridged(
        self,
        description: Description,
        scores: dict[int, tuple[float, Chain]],
        places: list[Place],
    ) -> Chain | None:
        """Resolve a role not seen before to the person the text was just speaking of."""
        if not places or self.layout.verb(description.first, description.last) < 0:
            return None
        tokens = self.tokens
        ranked = sorted(scores.values(), key=lambda pair: -pair[0])
        if not ranked or self.roles.clashes(ranked[0][1], description):
            return None
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
        chain = ranked[0][1]
        near = [
            p
            for p in places[-6:]
            if p.chain is chain
            and (
                tokens.sentences[description.first] - tokens.sentences[p.last] <= 1
                or (
                    p.subject
                    and tokens.paragraphs[description.first] - tokens.paragraphs[p.last] <= 2
                )
            )
        ]
        return chain if near and margin > 0.8 else None
