"""Who "he", "the minister" and "Roy" are: from a phrase of the text to one of its persons.

Pronouns choose among the persons named before by a learned model (``antecedents.py``); gender comes
from honorifics, role nouns and the pronouns themselves, and only where these are silent from the
given name. Every resolved pronoun is itself a place that later ones may lean on. Descriptions are
resolved by the roles that the text itself gives to its persons, else by whom it was speaking of.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.analyse.antecedents import (
    MARKS,
    NEARNESS,
    Asking,
    Candidate,
    around,
    decided,
    learned,
    nearness,
    probabilities,
    standings,
    traits,
)
from onrecord.analyse.bodies import bodies, described
from onrecord.analyse.family import Family
from onrecord.analyse.gazetteer import MAN, WOMAN
from onrecord.analyse.genders import pronoun_votes, shown
from onrecord.analyse.kinds import PERSON
from onrecord.analyse.roles import Description, descriptions, roles_of
from onrecord.analyse.salience import Layout, Place
from onrecord.analyse.strangers import Stranger, Strangers, chain_of
from onrecord.analyse.tokens import GEN, NAME, NOUN, PCP, POSS, PRON, VERB

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

PRONOUNS = {
    "he": MAN, "him": MAN, "his": MAN, "himself": MAN,
    "she": WOMAN, "her": WOMAN, "hers": WOMAN, "herself": WOMAN,
}  # fmt: skip
_GOES_ON = frozenset({"added", "adds", "continued", "continues", "went", "goes", "concluded"})
_SURE_ENOUGH, _BRIDGED = 0.6, 0.8
"""How likely somebody has to be whom an unknown role means; how sure it is then at most."""
_REPLIED = 2.0
"""What it weighs that "he" speaks after somebody who is likely a woman: it is a reply."""
_CALLED_SO = 0.7
"""How sure a description is that meant somebody before."""
_SHOWS = 0.7
"""How sure a pronoun has to be before it shows the gender of its person."""
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


def _introduced(tokens: Tokens) -> dict[str, int]:
    """Return where each noun first brings somebody new in: "a palace guard"."""
    found: dict[str, int] = {}
    for i in range(1, len(tokens)):
        if tokens.tags[i] == NOUN and "a" in tokens.lows[max(i - 3, 0) : i]:
            found.setdefault(tokens.lows[i], i)
    return found


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
        self.opened = [tokens.at(start) for start, _ in quotations]
        self.strangers = Strangers(tokens, self.by_token, self.layout).found
        self.unnamed = {s.head: chain_of(tokens, s) for s in self.strangers}
        """Those who are brought in without a name, by the head of the phrase."""
        self.roles = roles_of(tokens, self.persons, self.unnamed)
        self.weights = learned()
        self._worth: dict[tuple[int, ...], tuple[float, ...]] = {}
        everybody = [*self.persons, *self.unnamed.values()]
        self.standing = standings(everybody, self.layout)
        self.gender = {id(c): self.evident_gender(c) for c in everybody}
        self.leaning: dict[int, str] = {}
        votes = pronoun_votes(tokens, self.persons, self.by_token, self.layout)
        for person in everybody:
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
        self.meant: dict[tuple[int, int], set[int]] = defaultdict(set)
        """The persons whom the pronouns inside each quotation mean, likewise."""
        self.introduced = _introduced(tokens)
        self.references: list[Reference] = []
        self.offices: list[Description] = []
        """Titles that stand for a holder whom the text does not name."""
        self.at: dict[int, Reference] = {}
        self.family = Family(tokens)
        self.called: dict[str, Chain] = {}
        """Those whom the text calls by a role alone, by its noun."""
        self.called_so: dict[frozenset[str], Chain] = {}
        """Whom a description that the text gave no role for was taken to mean, by its words."""
        self.settled: set[int] = set()
        """Tokens of descriptions whose person was found."""
        self._walk()
        for i, chain, confidence in described(chains, self.layout):
            self._refer(i, chain, confidence)
        self.bodies = bodies(chains, self.layout)

    def evident_gender(self, chain: Chain) -> str:
        """Return the gender that the text shows for a person: titles, roles, relative words."""
        return chain.gender or self.roles.gender(chain)

    def _walk(self) -> None:
        """Go through the text once, resolving pronouns and descriptions in order."""
        tokens = self.tokens
        named = sorted(
            ((m.first, m.last, c) for c in self.persons for m in c.mentions), key=lambda p: p[0]
        )
        strangers = {s.first: s for s in self.strangers}
        starts = [p[0] for p in named]
        roles = {d.first: d for d in descriptions(tokens, self.by_token, self.layout.loud)}
        cores = {m.first: m.core for c in self.persons for m in c.mentions}
        places: list[Place] = []
        seen: set[int] = set()
        upcoming = 0
        pronouns = {
            i for i, low in enumerate(tokens.lows) if low in PRONOUNS and i not in self.by_token
        }
        for i in sorted({*pronouns, *roles, *strangers}):
            while upcoming < len(named) and named[upcoming][0] <= i:
                first, last, chain = named[upcoming]
                core = cores[first]
                fresh = id(chain) not in seen and self.layout.describes(first, core, last)
                if tokens.paragraphs[first] not in self.layout.loud:
                    seen.add(id(chain))
                places.append(self.layout.place(first, last, chain, named=True, fresh=fresh))
                self.family.read(core, chain, self.owner)
                upcoming += 1
            if i in pronouns:
                self.resolve_pronoun(i, places, named, bisect_right(starts, i))
            if i in roles and i not in self.turn_labels:
                self.resolve_description(roles[i], places)
            stranger = strangers.get(i)
            if stranger is not None and stranger.head not in self.settled:
                unnamed = self.unnamed[stranger.head]
                places.append(self.layout.place(i, stranger.head, unnamed, named=True, fresh=True))

    def _refer(self, i: int, chain: Chain, confidence: float) -> None:
        found = Reference(i, i + 1, chain, confidence)
        self.references.append(found)
        self.at[i] = found

    def note(self, reference: Reference, places: list[Place]) -> None:
        """Keep a resolved reference, and let later ones lean on it."""
        self.references.append(reference)
        self.at[reference.first] = reference
        inside = self.layout.inside[reference.first]
        if inside >= 0:
            paragraph = self.tokens.paragraphs[reference.first]
            self.meant[inside, paragraph].add(id(reference.chain))
        places.append(
            self.layout.place(reference.first, reference.last, reference.chain, named=False)
        )

    def resolve_pronoun(
        self, i: int, places: list[Place], named: list[tuple[int, int, Chain]], following: int
    ) -> None:
        """Find the person for whom the pronoun at token ``i`` stands, if anybody fits."""
        gender = PRONOUNS[self.tokens.lows[i]]
        asking = self.asking(i, gender, subject=self.tokens.lows[i] in ("he", "she"))
        candidates = self.candidates(asking, places)
        if not candidates:
            for first, _, chain in named[following : following + 3]:
                near = self.tokens.sentences[first] - self.tokens.sentences[i] <= 1
                if near and asking.inside < 0 and self.agrees(chain, gender):
                    self.note(Reference(i, i, chain, 0.5), places)
                    return
            return
        nobody = self.weights.nobody
        likely = probabilities([c.score for c in candidates], nobody)
        best = max(range(len(candidates)), key=lambda n: likely[n])
        chain = candidates[best].chain
        if candidates[best].score < nobody:
            return
        if not self.gender[id(chain)] and likely[best] > _SHOWS and asking.inside < 0:
            lean = self.leaning[id(chain)]
            self.gender[id(chain)] = gender if lean in ("", gender) else ""
        self.note(Reference(i, i, chain, likely[best]), places)

    def asking(self, i: int, gender: str, *, subject: bool, head: int = -1) -> Asking:
        """Return how the pronoun or description at token ``i`` stands."""
        tokens = self.tokens
        paragraph = tokens.paragraphs[i]
        head = max(head, i)
        said = self.said.get(head, [])
        before = min(said) if said else bisect_left(self.opened, i)
        before -= 1
        while before >= 0 and self.speakers.get(before) == head:
            before -= 1
        spoke = self.speaker(before)
        beside = {*tokens.lows[max(i - 1, 0) : i], *tokens.lows[head + 1 : head + 2]}
        heard: set[int] = set()
        meant: set[int] = set()
        for number in said:
            heard |= self.heard.get((number, paragraph), set())
            meant |= self.meant.get((number, paragraph), set())
        return Asking(
            i,
            tokens.sentences[i],
            paragraph,
            self.layout.inside[i],
            gender,
            subject=subject,
            speaking=head in self.speaking,
            spoke=spoke,
            nearby=spoke is not None and tokens.paragraphs[self.opened[before]] == paragraph,
            goes_on=not beside.isdisjoint(_GOES_ON),
            heard=frozenset(heard),
            meant=frozenset(meant - heard),
        )

    def speaker(self, number: int) -> Chain | None:
        """Return who speaks a quotation, as far as the walk has come."""
        head = self.speakers.get(number, -1) if number >= 0 else -1
        known = self.by_token.get(head) or self.unnamed.get(head)
        if known is None and head in self.at:
            known = self.at[head].chain
        return known

    def agrees(self, chain: Chain, gender: str) -> bool:
        """Tell whether a person may have ``gender``."""
        known = self.gender[id(chain)]
        return not known or not gender or known == gender

    def candidates(self, asking: Asking, places: list[Place]) -> list[Candidate]:
        """Return everybody whom a pronoun may mean, the one named last first."""
        best: dict[int, Candidate] = {}
        barred: set[int] = set()
        inside = asking.inside
        teller = self.speaker(inside)
        object_ = self.tokens.lows[asking.i] in ("him", "her")
        for place in reversed(places[-_WINDOW:]):
            chain = place.chain
            key = id(chain)
            if key in barred:
                continue
            known = best.get(key)
            if known is None and (teller is chain or not self.agrees(chain, asking.gender)):
                barred.add(key)
                continue
            if object_ and self.binds(asking.i, place):
                continue
            score = decided(asking, place, self.weights.factors)
            score += self.worth(place.marks)[nearness(asking, place)]
            if known is None:
                best[key] = Candidate(chain, place, score, len(best), [])
            elif score > known.score:
                known.place, known.score = place, score
        found = list(best.values())
        for candidate in found:
            key = id(candidate.chain)
            standing = self.standing[key]
            candidate.traits += traits(
                asking, candidate.chain, standing, self.gender[key], self.leaning[key]
            )
        around(found, asking)
        for candidate in found:
            key, weights = id(candidate.chain), self.weights.factors
            candidate.score += sum(weights[n] * value for n, value in candidate.traits)
            other = asking.gender and self.leaning[key] not in ("", asking.gender)
            if other and candidate.chain is asking.spoke and not self.gender[key]:
                candidate.score -= _REPLIED
        return found

    def worth(self, marks: tuple[int, ...]) -> tuple[float, ...]:
        """Return what a place weighs by its own marks, for each nearness."""
        known = self._worth.get(marks)
        if known is None:
            width = len(MARKS)
            known = self._worth[marks] = tuple(
                sum(self.weights.factors[near * width + mark] for mark in marks)
                for near in range(len(NEARNESS))
            )
        return known

    def binds(self, i: int, place: Place) -> bool:
        """Whether an object is of the clause whose subject a place is: "Ana Roy married him"."""
        tokens = self.tokens
        if not place.subject or tokens.sentences[i] != place.sentence:
            return False
        owns = tokens.lows[i] == "her" and tokens.tags[i] == POSS
        if tokens.lows[i] not in ("him", "her") or owns:
            return False
        between = range(place.last + 1, i)
        return sum(tokens.tags[k] in (VERB, PCP) for k in between) == 1 and not any(
            tokens.tags[k] == PRON for k in between
        )

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
            beside_kin = replace(description, first=description.first + description.kin)
            self.keep(beside_kin, beside, 0.95, places)
            return
        if description.kin:
            relative = self.relative(description)
            if relative is not None:
                kin = replace(description, first=description.first + 1)
                self.keep(kin, relative, 0.75, places)
            return
        fitting = self.roles.fitting(description)
        asking = self.asking(
            description.first, description.gender, subject=True, head=description.head
        )
        follows = description.bridging or self.continues(description)
        candidates = self.candidates(asking, places) if fitting or follows else []
        scores = {id(c.chain): c.score for c in candidates}
        ranked: list[tuple[float, Chain]] = []
        for chain, weight in fitting:
            if not self.agrees(chain, description.gender):
                continue
            score = scores.get(id(chain), -4.0)
            ranked.append((score + 2.0 * weight, chain))
        if ranked:
            _, chain = max(ranked, key=lambda pair: pair[0])
            self.keep(description, chain, 0.8, places)
            return
        self.resolve_unknown(description, candidates if follows else [], places)

    def resolve_unknown(
        self, description: Description, candidates: list[Candidate], places: list[Place]
    ) -> None:
        """Find whom a role means that the text gives to nobody."""
        words = description.modifiers | {self.tokens.lows[description.head]}
        called = self.called_so.get(words)
        if called is not None and description.modifiers:
            self.keep(description, called, _CALLED_SO, places)
            return
        spoken_of = self.bridged(description, candidates) if candidates else None
        if spoken_of is not None:
            self.called_so[words] = spoken_of[0]
            self.keep(description, spoken_of[0], _BRIDGED * spoken_of[1], places)
        elif called is not None:
            self.keep(description, called, _CALLED_SO, places)
        elif description.titled:
            self.offices.append(description)
        else:
            self.stand(description, places)

    def stand(self, described: Description, places: list[Place]) -> None:
        """Let a role that nobody is known to have stand for somebody, whom pronouns may mean.

        "I asked the driver when the bus would leave. He shrugged."
        """
        head = described.head
        low = self.tokens.lows[head]
        chain = self.called.get(low)
        if chain is None:
            stranger = Stranger(described.first, head, described.last, described.gender)
            chain = self.called[low] = chain_of(self.tokens, stranger)
            self.standing.update(standings([chain], self.layout))
            self.gender[id(chain)], self.leaning[id(chain)] = described.gender, ""
        self.unnamed[head] = chain
        first = described.first
        places.append(self.layout.place(first, head, chain, named=True, fresh=True))

    def continues(self, description: Description) -> bool:
        """Whether an unknown role speaks on, and no new person was brought in with it.

        "Crake shook his head. “Tourists.” “I know,” the gardener went on."
        """
        tokens = self.tokens
        head = description.head
        if tokens.tags[head] == NAME:
            return False
        introduced = self.introduced.get(tokens.lows[head])
        return introduced is None or introduced > head

    def owner(self, i: int) -> Chain | None:
        """Return whose wife it is at token ``i``: of "his", or of a name before "’s"."""
        if self.tokens.tags[i] == GEN:
            return self.by_token.get(i - 1)
        return self.at[i].chain if i in self.at else None

    def relative(self, description: Description) -> Chain | None:
        """Find whom "his wife" means: who was called so, else the one other of that surname."""
        whose = self.at.get(description.first)
        told = self.family.find(whose.chain, self.tokens.lows[description.head]) if whose else None
        if told is not None and self.agrees(told, description.gender):
            return told
        known = [
            c
            for c, _ in self.roles.fitting(description)
            if whose is None or (c is not whose.chain and not self.family.is_others(c, whose.chain))
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
        self.settled.update(range(described.first, described.last + 1))
        found = Reference(described.first, described.last, chain, confidence, described.titled)
        self.note(found, places)

    def bridged(
        self, description: Description, candidates: list[Candidate]
    ) -> tuple[Chain, float] | None:
        """Resolve a role not seen before to the person the text was just speaking of."""
        if self.layout.verb(description.first, description.last) < 0:
            return None
        named = [c for c in candidates if c.chain.mentions]
        likely = probabilities([c.score for c in named], self.weights.nobody)
        best = max(range(len(named)), key=lambda n: likely[n], default=-1)
        if best < 0 or likely[best] < _SURE_ENOUGH:
            return None
        chain, place = named[best].chain, named[best].place
        if self.roles.clashes(chain, description):
            return None
        tokens = self.tokens
        sentences = tokens.sentences[description.first] - place.sentence
        paragraphs = tokens.paragraphs[description.first] - place.paragraph
        near = sentences <= 1 or (place.subject and paragraphs <= 2)
        return (chain, likely[best]) if near else None
