"""From a phrase to its person, in a text in another language than English.

The phrases of the text are read in their order: names; nouns for people ("la ministre") go to whom
the text calls so, else to the person just spoken of; pronouns to the last person, or thing, of
their gender. What cannot be told keeps its phrase. Nothing here is surer than the language allows.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import EITHER
from onrecord.analyse.identity import Reference
from onrecord.analyse.pattern_phrases import inverted_pronoun, pattern_phrases, shows
from onrecord.analyse.tokens import QUOTE_WORDS, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.pattern_names import Known
    from onrecord.analyse.pattern_phrases import CuedText
    from onrecord.analyse.tokens import NounPhrase, Tokens
    from onrecord.model import Span

_APPOSED = 12
"""Tokens behind a noun for a person among which the name in apposition begins."""
_EVENTS = 12
"""Who was spoken of last: so many are weighed."""
_PARAGRAPHS = 3
_TELLS = 7
"""Tokens behind a phrase among which a colon leads to its words."""
_CALLED, _SPOKEN_OF, _PRONOUN, _DOUBTFUL = 0.95, 0.8, 0.85, 0.7


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a phrase means: a person of the text, or else the words that stand for it."""

    chain: Chain | None
    words: Span
    certainty: float = 1.0
    opens: bool = False
    """Whether the words begin a sentence: their capital then says nothing."""


@dataclass(frozen=True, slots=True)
class _Event:
    """Somebody or something that the text speaks of at one place."""

    at: int
    meant: Meant
    gender: str
    governed: bool
    person: bool
    speaks: bool


class PatternIdentities:
    """Whom the phrases of one text mean, by the token of their head."""

    def __init__(
        self,
        text: CuedText,
        known: Known,
        quotations: Sequence[Span],
        speaking: Iterable[int],
    ) -> None:
        self.text, self.tokens, self.cues, self.known = text, text.tokens, text.known, known
        self.speaking = frozenset(speaking)
        self.inside = _inside(self.tokens, quotations)
        self.events: list[_Event] = []
        self.meant: dict[int, Meant] = {}
        self.references: list[Reference] = []
        self.phrases = pattern_phrases(self.text)
        self.firsts = [phrase.first for phrase in self.phrases]
        for phrase in self.phrases:
            if self.inside[phrase.head] and phrase.head not in self.speaking:
                continue
            self.read(phrase)

    def read(self, phrase: NounPhrase) -> None:
        """Find out whom a phrase means, and remember it."""
        pronoun = self.is_pronoun(phrase.head)
        if pronoun and phrase.head not in self.speaking:
            return
        meant = self.of_pronoun(phrase) if pronoun else self.of_words(phrase)
        if meant is None:
            return
        if meant.chain is not None and not pronoun:
            self.learn(phrase, meant.chain)
        self.meant[phrase.head] = meant
        named = phrase.head in self.known.by_token
        if meant.chain is not None and not named:
            self.references.append(Reference(*self.bounds(phrase), meant.chain, meant.certainty))
        gender = meant.chain.gender if meant.chain else self.text.gender(phrase)
        before = self.tokens.lows[phrase.first - 1] if phrase.first else ""
        governed = before in self.cues.prepositions or before in self.cues.links
        governed = governed or self.text.elided[phrase.first] in self.cues.links
        person = meant.chain is not None or self.person_noun(phrase)
        speaks = phrase.head in self.speaking
        body = self.text.bare[phrase.head] in self.cues.bodies
        if not (person or speaks or (body and not governed)):
            return
        self.events.append(_Event(phrase.first, meant, gender or EITHER, governed, person, speaks))

    def learn(self, phrase: NounPhrase, chain: Chain) -> None:
        """Remember what a person was called, and the gender that it shows."""
        if self.person_noun(phrase):
            self.known.roles[id(chain)].add(self.text.bare[phrase.head])
        chain.gender = chain.gender or self.text.gender(phrase)

    def bounds(self, phrase: NounPhrase) -> tuple[int, int]:
        """Return the tokens of the reference: a description without what hangs on it."""
        return phrase.first, max(phrase.head, phrase.first)

    def is_pronoun(self, i: int) -> bool:
        """Whether token ``i`` is a pronoun, or a verb with one hanging on it."""
        low = self.tokens.lows[i]
        return (
            bool(inverted_pronoun(low, self.cues))
            or (low in self.cues.genders and low not in self.cues.articles)
            or low in self.cues.pronouns
        )

    def person_noun(self, phrase: NounPhrase) -> bool:
        """Whether a phrase is headed by a noun for people."""
        return self.text.person_noun(phrase.head) is not None

    def of_words(self, phrase: NounPhrase) -> Meant | None:
        """Read a phrase that is no pronoun."""
        words = self.tokens.span(phrase.first, phrase.last)
        named = self.known.by_token.get(phrase.head)
        if named is not None:
            return Meant(named, words)
        if not self.person_noun(phrase) and not self.acts_as_person(phrase):
            proper = any(self.text.names[i] for i in range(phrase.first, phrase.last + 1))
            return Meant(None, self.trimmed(phrase), opens=not proper)
        apposed = self.apposed(phrase)
        if apposed is not None:
            return Meant(apposed, words)
        low = self.text.bare[phrase.first]
        article = low in self.cues.articles or bool(self.text.elided[phrase.first])
        definite = not article or low not in _INDEFINITE
        own = low in _POSSESSIVES
        noun = self.text.bare[phrase.head]
        called = [c for c in self.known.chains if noun in self.known.roles[id(c)]]
        called = [c for c in called if c.first < phrase.first] or called
        if called and definite:
            return Meant(self.latest(called, phrase), words, _CALLED)
        found = None
        # In somebody's words "le contremaître" is as a rule somebody whom nobody named.
        apart = noun in self.cues.apart or self.is_quoted(phrase)
        if definite and not own and not apart and not self.linked(phrase):
            found = self.spoken_of(phrase)
        return Meant(None, words) if found is None else Meant(found, words, _SPOKEN_OF)

    def acts_as_person(self, phrase: NounPhrase) -> bool:
        """Whether a noun that is not listed speaks, and is no body or document: a person then.

        One thing by its article: "le troisième-ligne", "der Gewerkschafter".
        """
        noun = self.text.bare[phrase.head]
        article = self.text.elided[phrase.first] or self.text.bare[phrase.first]
        one = article in _ONE or (article == "die" and noun.endswith("in"))
        thing = noun in self.cues.bodies or noun in self.cues.documents
        named = any(self.text.names[i] for i in range(phrase.first, phrase.last + 1))
        plain = not named or (self.text.compounds and phrase.last == phrase.first + 1)
        return one and plain and not thing and phrase.head in self.speaking

    def is_quoted(self, phrase: NounPhrase) -> bool:
        """Whether somebody's words tell of what the one of a phrase said."""
        after = range(phrase.last + 1, min(phrase.last + _TELLS, len(self.tokens)))
        return self.inside[phrase.head] and any(self.tokens.words[i] == ":" for i in after)

    def linked(self, phrase: NounPhrase) -> bool:
        """Whether something hangs on a noun, which then is new: "la portavoz del hospital"."""
        text, words = self.text, self.tokens.words
        rest = range(phrase.head + 1, phrase.last + 1)
        after = phrase.last + 1
        title = words[after + 1 : after + 2]  # "die Wirtin der „Alten Fähre“"
        named = text.compounds and title and title[0] in QUOTE_WORDS
        if named and text.bare[after] in self.cues.links:
            return True
        return any({text.bare[i], text.elided[i]} & self.cues.links for i in rest)

    def latest(self, chains: list[Chain], phrase: NounPhrase) -> Chain:
        """Choose among persons of one calling the one spoken of last."""
        ids = {id(chain): chain for chain in chains}
        for event in reversed(self.events[-_EVENTS:]):
            if event.meant.chain is not None and id(event.meant.chain) in ids:
                return event.meant.chain
        return chains[-1]

    def trimmed(self, phrase: NounPhrase) -> Span:
        """Span the name of a thing without its article, and without the noun for what it is."""
        text = self.text
        first = phrase.first
        names = [i for i in range(phrase.first, phrase.last + 1) if text.names[i]]
        if not names:
            return self.tokens.span(phrase.first, phrase.last)
        if text.bare[first] in self.cues.articles and first < names[0]:
            first += 1
        if text.bare[first] in self.cues.bodies and not text.tokens.words[first][0].isupper():
            first = names[0]
        start, end = self.tokens.span(first, phrase.last)
        return start + len(text.elided[first]), end

    def apposed(self, phrase: NounPhrase) -> Chain | None:
        """Find the name set beside a noun for a person: "la maire de Brest, Ana Roy"."""
        tokens = self.tokens
        comma = False
        for i in range(phrase.head + 1, min(phrase.head + _APPOSED, len(tokens))):
            if tokens.sentences[i] != tokens.sentences[phrase.head] or self.text.verbs[i]:
                return None
            chain = self.known.by_token.get(i)
            if chain is not None and (comma or i <= phrase.last + 1):
                return chain
            if tokens.words[i] == ",":
                if comma:
                    return None
                comma = True
                continue
            honorific = self.text.bare[i].rstrip(".") in self.cues.honorifics
            if (comma and not honorific) or not tokens.words[i][0].isalnum():
                return None
        return None

    def spoken_of(self, phrase: NounPhrase) -> Chain | None:
        """Find the person whom the text has just spoken of, for "le vieil homme"."""
        gender = self.text.gender(phrase)
        best = self.best(phrase, gender, persons=True)
        return best.meant.chain if best is not None else None

    def of_pronoun(self, phrase: NounPhrase) -> Meant | None:
        """Read a pronoun: the last of its gender, persons before things."""
        if self.text.bare[phrase.head] in _UNRESOLVED:
            return Meant(None, self.tokens.span(phrase.first, phrase.last))
        gender = shows(self.text, phrase.head)
        best = self.best(phrase, gender, persons=False)
        if best is None:
            return None
        sure = best.gender == gender and not best.governed
        certainty = _PRONOUN if sure else _DOUBTFUL
        return Meant(best.meant.chain, best.meant.words, best.meant.certainty * certainty)

    def best(self, phrase: NounPhrase, gender: str, *, persons: bool) -> _Event | None:
        """Weigh those spoken of last; the nearest paragraph, subjects and speakers lead."""
        paragraphs = self.tokens.paragraphs
        found, most = None, -100.0
        for age, event in enumerate(reversed(self.events[-_EVENTS:])):
            away = paragraphs[phrase.first] - paragraphs[event.at]
            if away > _PARAGRAPHS or (persons and (away > 2 or event.meant.chain is None)):
                continue
            if gender and event.gender and gender != event.gender:
                continue
            if not event.person and self.text.language == "es":
                continue  # "él" and "ella" are people
            weight = -2.0 * away - 2.0 * event.governed - 0.2 * age + event.speaks
            weight -= 1.5 * (gender != event.gender) + 1.5 * (not event.person)
            weight += 0.7 * self.text.opens(event.at) - 0.8 * (event.meant.chain is None)
            if persons and event.meant.chain and self.known.roles[id(event.meant.chain)]:
                weight -= 1.0  # called otherwise already
            if weight > most:
                found, most = event, weight
        return found

    def of(self, head: int, mention: Span) -> Meant:
        """Return whom a speaker's phrase means; ``head`` is the token of its head."""
        known = self.meant.get(head)
        if known is not None:
            return known
        at = bisect_left(self.firsts, head)
        if at < len(self.phrases) and self.phrases[at].first == head:
            known = self.of_words(self.phrases[at])
        return known or Meant(None, mention)


_ONE = words_of("le la l' l’ el der")
"""Definite articles of the singular."""
_UNRESOLVED = words_of("on nous je ich wir yo nosotros я мы")
"""Pronouns that stand for nobody of the text, or for whoever speaks or writes."""
_INDEFINITE = words_of("un une uno una unos unas des ein eine einer einem einen")
_POSSESSIVES = words_of(
    """sa son ses mon ma mes notre leur leurs su sus mi mis nuestro nuestra sein seine ihr ihre mein
    meine"""
)


def _inside(tokens: Tokens, quotations: Sequence[Span]) -> list[bool]:
    """Tell for each token whether it stands in a quotation."""
    inside = [False] * len(tokens)
    for start, end in quotations:
        for i in range(tokens.at(start), tokens.at(end)):
            inside[i] = True
    return inside
