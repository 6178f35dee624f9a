"""Cuts the noun phrases of a text in another language than English, by the cues of its language.

No tagger knows these languages: a phrase is an article or a capital with the words after it, up to
a verb, a preposition or another word that no phrase holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import EITHER, MAN, WOMAN, gazetteer
from onrecord.analyse.tokens import QUOTE_WORDS, NounPhrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.cues import Cues
    from onrecord.analyse.tokens import Tokens

_APOSTROPHES = "'’"
_ELIDED = frozenset({"l", "d", "s", "n", "j", "m", "c", "t", "qu", "jusqu", "lorsqu", "puisqu"})
_PLAIN = 3
"""Words without a capital that a part of a phrase holds at most after its article."""
_LINKED = 3
"""Parts that hang on a phrase at most: "le rapport | de la cour | des comptes"."""
_LONGEST = 6
"""Words of a name, less one, at most."""
_FINITE = {
    "fr": ("ait", "aient", "èrent", "irent"),
    "es": ("ó", "aron", "ieron", "aba", "aban", "ían"),
}
"""Ends of finite verbs, in languages whose adjectives follow the noun."""
_TRADES = {
    "fr": re.compile(r".{3,}(?:trice|logue|graphe|iciens?|icienne|(?<![lp])iste)"),
    "es": re.compile(r".{3,}(?:ólog[oa]|(?<![lpv])(?<!rev)(?<!trev)(?<!onqu)ista)"),
}
"""Nouns for people by their ends."""
_PARTS = frozenset({"y", "von", "van", "zu"})
"""Particles that may also stand between a full name and another: "Ana Roy y Luis Sol"."""
_FEMININE = ("erin", "torin", "entin", "istin", "ärztin", "anwältin", "bäuerin", "köchin", "ogin")
"""Ends of German nouns for women."""


@dataclass(frozen=True, slots=True)
class CuedText:
    """A text as the cues of its language read it: parallel to its tokens.

    ``bare`` are the words in lower case without an elided article or pronoun ("adjoint" of
    "l’adjoint"), ``elided`` that article ("l’"). ``verbs`` tells verbs of saying, ``names`` words
    that belong to a proper name.
    """

    tokens: Tokens
    known: Cues
    bare: Sequence[str]
    elided: Sequence[str]
    verbs: Sequence[bool]
    names: Sequence[bool]
    sources: frozenset[str]
    """Last words of those that stand before a source: "to" of "according to"."""
    language: str

    @property
    def compounds(self) -> bool:
        """Whether the language writes nouns in one word and with capitals, as German does."""
        return self.language == "de"

    def person_noun(self, i: int) -> str | None:
        """Return the gender of the person that the noun at token ``i`` calls; None: no person."""
        low = self.bare[i]
        found = self.known.people.get(low)
        trade = _TRADES.get(self.language)
        if found is None and trade is not None and trade.fullmatch(low):
            return EITHER
        if found is not None or self.language not in ("de", "ru"):
            return found
        if not self.compounds:
            return self.declined(low)
        if low.endswith(_FEMININE):
            return WOMAN
        stems = (low[k:] for k in range(2, len(low) - 4))
        return next((self.known.people[stem] for stem in stems if stem in self.known.people), None)

    def declined(self, low: str) -> str | None:
        """Look a Russian noun up in whatever case it stands: "капитана" is "капитан"."""
        people = self.known.people
        forms = [low[: -cut or None] + end for cut in (1, 2) for end in ("", "ь", "а", "я")]
        return next((people[form] for form in forms if len(form) > 2 and form in people), None)

    def aside(self, i: int) -> int:
        """Return the length of the aside at token ``i``: "por su parte"; 0 where there is none."""
        lows = self.tokens.lows
        fits = (a for a in self.known.asides if tuple(lows[i : i + len(a)]) == a)
        return len(next(fits, ()))

    def opens(self, i: int) -> bool:
        """Whether token ``i`` begins a sentence or stands right after a mark."""
        tokens = self.tokens
        new = i == 0 or tokens.sentences[i - 1] != tokens.sentences[i]
        return new or tokens.words[i - 1] in QUOTE_WORDS or tokens.words[i - 1] in "—–-:…‘“"

    def articled(self, i: int) -> bool:
        """Whether token ``i`` is an article or has one elided on it."""
        return self.bare[i] in self.known.articles or self.elided[i] in self.known.articles

    def gender(self, phrase: NounPhrase) -> str:
        """Return the gender that the words of a phrase show."""
        known = self.known
        for i in range(phrase.first, phrase.last + 1):
            shown = known.honorifics.get(self.bare[i]) or self.person_noun(i)
            if shown:
                return shown
        if self.compounds and self.bare[phrase.first] in known.articles:
            return EITHER
        return known.genders.get(self.bare[phrase.first], EITHER)


def cued_text(tokens: Tokens, known: Cues, language: str) -> CuedText:
    """Read a text by the cues of its language (ISO 639-1 code)."""
    bare, elided = [], []
    for low in tokens.lows:
        at = max(low.find(mark) for mark in _APOSTROPHES)
        cut = 0 < at < len(low) - 1 and low[:at] in _ELIDED
        bare.append(low[at + 1 :] if cut else low)
        elided.append(low[: at + 1] if cut else "")
    sources = frozenset(words.split()[-1] for words in known.according)
    text = CuedText(tokens, known, bare, elided, [], [], sources, language)
    text = replace(text, verbs=[_is_verb(text, i) for i in range(len(tokens))])
    return replace(text, names=_names(text))


def inverted_pronoun(low: str, known: Cues) -> str:
    """Return the pronoun that hangs on a verb ("elle" of "a-t-elle"), "" without one."""
    pronoun = low.rpartition("-")[2] if "-" in low else ""
    return pronoun if pronoun in known.pronouns else ""


def _is_verb(text: CuedText, i: int) -> bool:
    """Whether token ``i`` is a verb of saying, and no noun with an article before it."""
    low, known = text.tokens.lows[i], text.known
    bare = text.bare[i]
    if inverted_pronoun(low, known):
        return low.split("-")[0] in known.verbs or low.split("-")[0] in known.auxiliaries
    if low not in known.verbs and bare not in known.verbs:
        return False
    if text.tokens.words[i][0].isupper() and not text.opens(i):
        return False
    before = text.bare[i - 1] if i else ""
    noun = before in known.articles and before not in known.between
    return not noun and text.elided[i] not in known.articles


def _capital(text: CuedText, i: int) -> bool:
    word = text.tokens.words[i]
    return word[len(text.elided[i]) :][:1].isupper() and any(c.isalpha() for c in word)


def _names(text: CuedText) -> list[bool]:
    """Tell for each token whether it belongs to a proper name."""
    tokens, known, n = text.tokens, text.known, len(text.tokens)
    capital = [_capital(text, i) for i in range(n)]
    given = gazetteer().given
    inside = {text.bare[i] for i in range(n) if capital[i] and not text.opens(i)}
    small = {text.bare[i] for i in range(n) if not capital[i]}
    none = known.stops | known.pronouns | known.articles | known.auxiliaries | known.between
    none |= known.prepositions | {word for words in known.according for word in words.split()}
    alone = {text.bare[i] for i in range(n) if capital[i] and _stands_alone(text, i)}

    def named(i: int) -> bool:
        low = text.bare[i]
        if not capital[i] or low in known.honorifics or text.verbs[i]:
            return False
        if low in none:
            return low in known.particles and not text.opens(i) and i + 1 < n and capital[i + 1]
        if text.person_noun(i) is not None and low not in given:
            return False
        if not text.opens(i) or low in given:
            return True
        after = i + 1
        while after < n and tokens.lows[after] in known.particles:
            after += 1
        follows = after < n and capital[after] and text.bare[after] not in none
        if follows and tokens.sentences[after] == tokens.sentences[i]:
            if text.bare[after] in given and not text.compounds:
                return False  # "Reste Germaine": no name has its given name second
            surname = text.bare[after] in alone or _presented(text, after + 1)
            if surname or not text.compounds:
                return True
        verb = i + 1 < n and text.verbs[i + 1]
        return low not in small and (low in inside or verb)

    return [named(i) for i in range(n)]


def _stands_alone(text: CuedText, i: int) -> bool:
    """Whether a capitalised word is used as surnames are: "Frau Roy", "laut Roy", "sagt Roy"."""
    before = text.bare[i - 1] if i else ""
    verb = (i and text.verbs[i - 1]) or (i + 1 < len(text.tokens) and text.verbs[i + 1])
    return bool(verb) or before in text.sources or before.rstrip(".") in text.known.honorifics


def _presented(text: CuedText, i: int) -> bool:
    """Whether a person is presented from token ``i`` on: ", 17,", ", Lehrerin", "vom Verein"."""
    tokens = text.tokens
    if i + 1 >= len(tokens):
        return False
    noun = text.person_noun(i + 1) is not None
    verb = text.verbs[i] or tokens.lows[i] in ("von", "vom", "aus")
    return verb or (tokens.words[i] == "," and (noun or tokens.words[i + 1].isdigit()))


def pattern_phrases(text: CuedText) -> list[NounPhrase]:
    """Find what may name a speaker: pronouns, names, nouns after an article or by themselves."""
    found: list[NounPhrase] = []
    i, n = 0, len(text.tokens)
    while i < n:
        aside = text.aside(i)
        phrase = None if aside else _phrase_at(text, i)
        i += max(0, aside - 1)
        if phrase is not None:
            found.append(phrase)
            i = phrase.last
        i += 1
    return found


def _phrase_at(text: CuedText, i: int) -> NounPhrase | None:
    known, low = text.known, text.bare[i]
    if inverted_pronoun(text.tokens.lows[i], known):
        return NounPhrase(i, i, i)
    after = text.bare[i - 1] if i else ""
    source = after in ("d'après", "d’après", "après", "selon", "según", "laut", "pour")
    if low in known.pronouns or (low == "lui" and source):
        articled = low in known.articles and i + 1 < len(text.tokens) and _part(text, i) is not None
        if not articled:
            return NounPhrase(i, i, i)
    part = _part(text, i)
    if part is None:
        return None
    first = part
    for _ in range(_LINKED):
        at = part.last + 1
        if at + 1 >= len(text.tokens) or not _same(text, part.first, at):
            break
        if text.bare[at] not in known.links and not (
            text.elided[at] in known.links and _loose(text, at)
        ):
            break
        start = at + 1 if text.bare[at] in known.links else at
        linked = _part(text, start, linked=True)
        if linked is None or not _same(text, part.first, start):
            break
        part = NounPhrase(first.first, first.head, linked.last)
    return part


def _same(text: CuedText, i: int, j: int) -> bool:
    return text.tokens.sentences[i] == text.tokens.sentences[j]


def _loose(text: CuedText, i: int) -> bool:
    """Whether token ``i`` is a word that a phrase may hold after its first."""
    known, low = text.known, text.bare[i]
    if not low[0].isalpha() or text.verbs[i] or low in known.stops or low in known.auxiliaries:
        return False
    other = known.prepositions | known.pronouns | known.between | known.links | known.articles
    return low not in other


def _acts(text: CuedText, i: int) -> bool:
    """Whether a word behind a noun looks like its verb: by its ending, by the article after it."""
    if text.bare[i].endswith(_FINITE.get(text.language, ())):
        return True
    article = i + 1 < len(text.tokens) and text.articled(i + 1)
    return article and text.language in _FINITE


def _part(text: CuedText, i: int, *, linked: bool = False) -> NounPhrase | None:
    """Read one part of a phrase from token ``i``: an article, plain words, a name."""
    tokens, n = text.tokens, len(text.tokens)
    at = i
    articled = text.articled(i)
    if text.bare[i] in text.known.articles and not text.names[i]:
        at += 1
    plain: list[int] = []
    free = articled or linked or (i < n and _heads(text, i))
    while (
        free
        and at < n
        and len(plain) < _PLAIN
        and _same(text, i, at)
        and _loose(text, at)
        and not text.names[at]
        and not (plain and _acts(text, at))
    ):
        plain.append(at)
        at += 1
    if (
        plain
        and text.bare[plain[-1]] in text.known.honorifics
        and tokens.words[at : at + 1] == ["."]
    ):
        at += at + 1 < n and text.names[at + 1]  # "M. d’Orsel"
    name = name_end(text, at) if at < n and _same(text, i, at) else at
    if name == at and not plain:
        return None
    last = name - 1
    people = [k for k in plain if text.person_noun(k) is not None]
    if name > at:
        head = last
    elif people:
        head = people[0]
    else:
        head = plain[-1] if text.compounds else plain[0]
    if name == at and people and not text.compounds:
        last = max(people[0], min(last, people[0] + 1))
    return NounPhrase(i, head, last) if tokens.words[head][0].isalpha() else None


def _heads(text: CuedText, i: int) -> bool:
    """Whether token ``i`` opens a phrase without an article: "Fuentes judiciales", "M. Roy"."""
    low = text.bare[i]
    called = text.person_noun(i) is not None or low.rstrip(".") in text.known.honorifics
    source = i > 0 and text.bare[i - 1] in text.sources
    return _loose(text, i) and (called or source or text.opens(i))


def name_end(text: CuedText, i: int) -> int:
    """Return the token after the name that begins at token ``i``, ``i`` if none does."""
    at, n = i, len(text.tokens)
    while at < n and at - i <= _LONGEST and _same(text, i, at):
        if text.names[at]:
            at += 1
            continue
        ahead = at
        while ahead < n and text.tokens.lows[ahead] in text.known.particles and ahead - at < 3:
            ahead += 1
        if at > i and ahead > at and ahead < n and text.names[ahead] and _same(text, i, ahead):
            joined = text.tokens.lows[at] not in _PARTS or not _full(text, i, at)
            if joined:
                at = ahead
                continue
        break
    return at


def _full(text: CuedText, first: int, end: int) -> bool:
    """Whether the name is full already: "Ulf Kiesel von der Wasserwacht" ends with "Kiesel"."""
    return end - first > 1 and (text.compounds or text.bare[first] in gazetteer().given)


def shows(text: CuedText, i: int) -> str:
    """Return the gender of the pronoun at token ``i``, also of one that hangs on a verb."""
    low = text.tokens.lows[i]
    pronoun = inverted_pronoun(low, text.known) or text.bare[i]
    gender = text.known.genders.get(pronoun, EITHER)
    return gender if gender in (MAN, WOMAN) else EITHER
