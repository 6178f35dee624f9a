"""Mentions gathered into chains: all the names by which a text calls one person or thing.

Persons are gathered by surname and given name, organisations by acronym, head noun and the
shorter forms of their names, peoples by their singular.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import EITHER, gazetteer
from onrecord.analyse.kinds import GROUP, ORG, PERSON, PLACE, SUFFIXES
from onrecord.analyse.names import FAMILIES, PARTICLES, acronyms, is_common
from onrecord.analyse.votes import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.analyse.mentions import Mention
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import EntityKind

_KEPT_HONORIFICS = frozenset(
    {
        "king", "queen", "prince", "princess", "pope", "saint", "sheikh", "sheik", "emir", "sultan",
        "ayatollah", "lord", "lady", "dame", "sir", "baroness", "baron", "duke", "duchess",
        "sister", "father", "brother", "cardinal", "emperor", "empress",
    }
)  # fmt: skip
"""Honorifics that belong to a name where no surname follows: "Pope Francis"."""
_DEGREES = frozenset({"qc", "kc", "mp", "mep", "msp", "obe", "cbe", "mbe", "phd", "md", "esq"})
"""Letters behind a name that are none of it: "Ana Roy QC"."""
_NAMESAKES = 40
"""Persons of one surname that are told apart at most; keeps the time linear."""
_SAME_PLACE = (
    frozenset({"us", "usa", "united states", "united states of america"}),
    frozenset({"uk", "united kingdom", "britain", "great britain"}),
    frozenset({"uae", "united arab emirates"}),
    frozenset({"new york city", "new york"}),
    frozenset({"washington dc", "washington"}),
)


@dataclass(slots=True)
class Chain:
    """One person or thing of a text, with the places that name it.

    ``name`` is the fullest name the text gives, ``gender`` what the words of its mentions show.
    ``words`` are the lower-case words of the name without titles.
    """

    kind: EntityKind
    name: str
    words: tuple[str, ...]
    mentions: list[Mention] = field(default_factory=list)
    gender: str = EITHER

    @property
    def first(self) -> int:
        """Index of the first token of the first mention."""
        return self.mentions[0].first


def _core_words(tokens: Tokens, mention: Mention) -> tuple[str, ...]:
    words = key_of(tokens, mention.core, mention.last)
    cut = SUFFIXES | _DEGREES if len(words) > 2 else SUFFIXES
    kept = tuple(w for w in words if w not in cut and w[0].isalnum())
    return kept or words


def mention_gender(tokens: Tokens, mention: Mention) -> str:
    """Return the gender that a title, honorific or role noun before a name shows."""
    g = gazetteer()
    for i in range(mention.core - 1, max(mention.first - 2, -1), -1):
        low = tokens.lows[i]
        gender = g.honorifics.get(low) or g.roles.get(low)
        if gender and tokens.sentences[i] == tokens.sentences[mention.first]:
            return gender
    return EITHER


def likely_gender(chain: Chain) -> str:
    """Return the gender that a person's given name suggests; for where nothing else speaks."""
    given = gazetteer().given
    first = chain.words[0]
    if first not in given and "-" in first:
        # "Lin-Marie" is a woman's name, "Jean-Marie" a man's.
        known = [given[part] for part in first.split("-") if part in given]
        return known[0] if known else EITHER
    return given.get(first, EITHER)


def _family_leads(words: tuple[str, ...]) -> bool:
    """Whether the family name stands before a given name with a hyphen: "Lee Jae-sun"."""
    return len(words) > 1 and words[-2] in FAMILIES and "-" in words[-1]


def _surname(words: tuple[str, ...]) -> str:
    return words[-2] if _family_leads(words) else words[-1]


def _compatible(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names with one surname may be one person's."""
    a, b = (words[-1] if _family_leads(words) else words[0] for words in (one, other))
    if a == b or a in PARTICLES or b in PARTICLES:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return a.startswith(b) or b.startswith(a) or a in other[:-1] or b in one[:-1]


def _without_title(tokens: Tokens, mention: Mention) -> Mention:
    """Return a person's mention whose name begins after any title that was taken for a part of it.

    "South Korean President Ana Roy", and "Finance Ana Roy" behind "the Minister for".
    """
    g = gazetteer()
    core = mention.core
    for i in range(mention.last - 1, core, -1):
        low = tokens.lows[i]
        if (low in g.titles or low in g.honorifics) and low not in g.given:
            core = i + 1
            break
    if core == mention.core and core > 1 and mention.last - core > 1:
        office = tokens.lows[core - 1] in ("of", "for") and tokens.lows[core - 2] in g.titles
        core += office and tokens.lows[core] not in g.given
    return mention if core == mention.core else replace(mention, core=core)


class _Persons:
    """Gathers the mentions of persons."""

    def __init__(
        self, tokens: Tokens, mentions: Sequence[Mention], headlines: frozenset[int]
    ) -> None:
        self.tokens = tokens
        self.loud = headlines
        self.chains: list[Chain] = []
        self.surnames: dict[str, list[Chain]] = defaultdict(list)
        self.givens: dict[str, list[Chain]] = defaultdict(list)
        self.called: set[int] = set()
        """Of several with one surname, whom that alone meant last."""
        mentions = [_without_title(tokens, m) for m in mentions]
        full = [m for m in mentions if len(_core_words(tokens, m)) > 1]
        short = [m for m in mentions if len(_core_words(tokens, m)) == 1]
        full.sort(key=lambda m: tokens.paragraphs[m.first] in self.loud)
        for mention in full:
            self.add_full(mention)
        self.join_given_names()
        self.initials: dict[str, list[Chain]] = defaultdict(list)
        for chain in self.chains:
            self.initials["".join(w[0] for w in chain.words)].append(chain)
        self.full = {id(c): sorted(m.first for m in c.mentions) for c in self.chains}
        self.follow(short)
        for chain in self.chains:
            self.finish(chain)

    def new(self, mention: Mention, words: tuple[str, ...]) -> Chain:
        chain = Chain(PERSON, "", words)
        self.chains.append(chain)
        self.surnames[_surname(words)].append(chain)
        if len(words) > 1:
            self.givens[words[0]].append(chain)
        return chain

    def add_full(self, mention: Mention) -> None:
        words = _core_words(self.tokens, mention)
        gender = mention_gender(self.tokens, mention)
        for chain in self.surnames[_surname(words)][-_NAMESAKES:]:
            agrees = not gender or not chain.gender or gender == chain.gender
            if agrees and _compatible(words, chain.words):
                loud = self.tokens.paragraphs[mention.first] in self.loud
                if len(words) > len(chain.words) and words[0] not in PARTICLES and not loud:
                    chain.words = words
                break
        else:
            chain = self.new(mention, words)
        chain.mentions.append(mention)
        chain.gender = chain.gender or gender

    def join_given_names(self) -> None:
        """Give two given names to the one whose full name begins with them: "Ruth Ann" Roy."""
        for chain in list(self.chains):
            fits = [
                other
                for other in self.givens[chain.words[0]][:_NAMESAKES]
                if len(other.words) > len(chain.words) > 1
                and other.words[: len(chain.words)] == chain.words
                and (not chain.gender or chain.gender == (other.gender or chain.gender))
            ]
            if len(fits) == 1:
                fits[0].mentions += chain.mentions
                fits[0].gender = fits[0].gender or chain.gender
                self.chains.remove(chain)
                self.surnames[_surname(chain.words)].remove(chain)
                self.givens[chain.words[0]].remove(chain)

    def follow(self, short: list[Mention]) -> None:
        """Give each one-word name to the person that it stands for there."""
        leads = {id(c): len(c.mentions) for c in self.chains}
        last: dict[str, Chain] = {}
        # "Roy" of "Ana Roy Marín", as Spanish and Portuguese names have two surnames.
        middles: dict[str, list[Chain]] = defaultdict(list)
        for full in self.chains:
            for word in full.words[1:-1]:
                if len(word) > 2 and word not in PARTICLES and word not in gazetteer().given:
                    middles[word].append(full)
        for mention in short:
            words = _core_words(self.tokens, mention)
            gender = mention_gender(self.tokens, mention)
            candidates = (
                self.surnames.get(words[0]) or self.givens.get(words[0]) or middles.get(words[0])
            )
            if not candidates and self.tokens.words[mention.last].isupper():
                candidates = self.initials.get(words[0])
            candidates = candidates or []
            fits = [
                c
                for c in candidates
                if not gender or (c.gender or likely_gender(c) or gender) == gender
            ]
            sure = [c for c in fits if gender and (c.gender or likely_gender(c)) == gender]
            chain = self.pick(mention, sure or fits, leads, last.get(words[0]))
            if chain is None:
                chain = self.new(mention, words)
                leads[id(chain)] = 0
                self.full[id(chain)] = [mention.first]
            chain.mentions.append(mention)
            chain.gender = chain.gender or gender
            if gender:
                last[words[0]] = chain

    def pick(
        self, mention: Mention, fits: list[Chain], leads: dict[int, int], last: Chain | None
    ) -> Chain | None:
        """Return the person whom a bare surname means, of several who have it.

        It is the one last told apart by an honorific; else, of those named in full before in the
        same paragraph, or else anywhere before, the one named in full most, or last called by
        the bare surname, or named last.
        """
        if len(fits) < 2:
            return fits[0] if fits else None
        if any(last is chain for chain in fits):
            return last
        paragraphs = self.tokens.paragraphs
        before: list[Chain] = []
        recent: list[Chain] = []
        latest: dict[int, int] = {}
        for chain in fits[-_NAMESAKES:]:
            full = self.full[id(chain)]
            at = bisect_left(full, mention.first) - 1
            if at < 0:
                continue
            before.append(chain)
            latest[id(chain)] = full[at]
            if paragraphs[full[at]] == paragraphs[mention.first]:
                recent.append(chain)
        chosen = max(
            recent or before or fits,
            key=lambda c: (leads[id(c)], id(c) in self.called, latest.get(id(c), 0)),
        )
        self.called.difference_update(id(c) for c in fits)
        self.called.add(id(chosen))
        return chosen

    def finish(self, chain: Chain) -> None:
        chain.mentions.sort(key=lambda m: m.first)
        tokens = self.tokens
        names: Counter[str] = Counter()
        honoured: Counter[str] = Counter()
        for m in chain.mentions:
            last = m.last
            while last > m.core + 1 and tokens.lows[last].replace(".", "") in _DEGREES:
                last -= 1
            text = tokens.text[tokens.starts[m.core] : tokens.ends[last]]
            loud = tokens.paragraphs[m.first] in self.loud
            if m.last == m.core and m.core > m.first:
                before = tokens.lows[m.core - 1]
                if before in _KEPT_HONORIFICS:
                    text = tokens.text[tokens.starts[m.core - 1] : tokens.ends[m.last]]
                    honoured[" ".join(text.split())] += 1
                    continue
            names[" ".join(text.split())] += 1 if loud else 3
        if honoured and not any(" " in name for name in names):
            names = honoured
        quiet = {name for name, count in names.items() if count > 2 and " " in name}
        names = Counter({name: names[name] for name in quiet}) if quiet else names
        plain = {name: _without_prefix(name, names) for name in names}
        chain.name = max(names, key=lambda n: (len(plain[n].split()), n == plain[n], names[n], n))
        if chain.name.isupper():
            titled = any(m.core > m.first for m in chain.mentions)
            if len(chain.name) > 4 or (titled and len(chain.name) > 2):
                chain.name = chain.name.title()


def _without_prefix(name: str, names: Mapping[str, int]) -> str:
    """Return a name without a first word that is none of it: "Crooked Ana Roy"."""
    first, _, rest = name.partition(" ")
    low = first.lower()
    known = low in gazetteer().given or low in PARTICLES or low in FAMILIES
    if known or " " not in rest or rest not in names:
        return name
    return rest if is_common(low) or names[rest] >= 2 * names[name] else name


def _initials(words: Iterable[str]) -> str:
    return "".join(w[0] for w in words if w not in ("of", "the", "and", "for", "on", "in", "&"))


class _Things:
    """Gathers the mentions of everything that is not a person."""

    def __init__(self, tokens: Tokens, mentions: Sequence[Mention]) -> None:
        self.tokens = tokens
        self.chains: dict[tuple[EntityKind, tuple[str, ...]], Chain] = {}
        self.alias: dict[tuple[str, ...], tuple[str, ...]] = {}
        for i, (first, last) in acronyms(tokens).items():
            self.alias[key_of(tokens, i, i)] = key_of(tokens, first, last)
        for mention in mentions:
            self.take(mention)
        self.shorten()
        for chain in self.chains.values():
            self.finish(chain)

    def take(self, mention: Mention) -> None:
        key = key_of(self.tokens, mention.first, mention.last)
        key = self.alias.get(key, key)
        if mention.kind == PLACE:
            key = self.place(key)
        elif mention.kind == GROUP:
            name = " ".join(key)
            key = tuple(gazetteer().peoples.get(name, name).split())
        chain = self.chains.get((mention.kind, key))
        if chain is None:
            chain = self.chains[mention.kind, key] = Chain(mention.kind, "", key)
        chain.mentions.append(mention)

    def place(self, key: tuple[str, ...]) -> tuple[str, ...]:
        if "," in key:
            key = key[: key.index(",")]
        name = " ".join(key)
        for same in _SAME_PLACE:
            if name in same:
                known = [k for kind, k in self.chains if kind == PLACE and " ".join(k) in same]
                return known[0] if known else key
        return key

    def shorten(self) -> None:
        """Merge the shorter forms of an organisation's name into the one longer form they fit."""
        g = gazetteer()
        keys = [key for kind, key in self.chains if kind == ORG]
        by_end: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        by_start: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        by_initials: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for key in keys:
            if len(key) > 1:
                by_end[key[-1]].append(key)
                by_start[key[0]].append(key)
                by_initials[_initials(key)].append(key)
        for key in keys:
            if len(key) != 1:
                continue
            word = key[0]
            longer = by_initials[word] if len(word) > 2 else []
            if not longer and word in g.organisation_nouns:
                longer = by_end[word]
            if not longer and word not in g.places:
                longer = [k for k in by_start[word] if k[-1] in g.organisation_nouns]
            if len(longer) == 1 and (ORG, longer[0]) in self.chains:
                chain = self.chains.pop((ORG, key))
                self.chains[ORG, longer[0]].mentions += chain.mentions

    def finish(self, chain: Chain) -> None:
        chain.mentions.sort(key=lambda m: m.first)
        tokens = self.tokens
        names: Counter[str] = Counter()
        for m in chain.mentions:
            last = m.last
            if chain.kind == PLACE and "," in tokens.words[m.first : last + 1]:
                last = m.first + tokens.words[m.first : last + 1].index(",") - 1
            text = tokens.text[tokens.starts[m.first] : tokens.ends[last]]
            names[" ".join(text.split())] += 1
        if chain.kind == GROUP:
            chain.name = max(names, key=lambda n: (n.endswith(("s", "men")), names[n], n))
        elif chain.kind == PLACE:
            chain.name = max(names, key=lambda n: (names[n], len(n), n))
            if chain.name.isupper() and len(chain.name) > 4:
                chain.name = chain.name.title()
        elif chain.kind == ORG:
            chain.name = max(names, key=lambda n: (len(n.split()), names[n], n))
        else:
            chain.name = max(names, key=lambda n: (names[n], len(n), n))


def gather(
    tokens: Tokens, mentions: Sequence[Mention], headlines: frozenset[int] = frozenset()
) -> list[Chain]:
    """Return the chains of a text in the order of their first mention."""
    persons = _Persons(tokens, [m for m in mentions if m.kind == PERSON], headlines)
    things = _Things(tokens, [m for m in mentions if m.kind != PERSON])
    return sorted((*persons.chains, *things.chains.values()), key=lambda c: c.mentions[0].first)
