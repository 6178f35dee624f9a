"""The proper names of a text, each with its span and kind.

Candidates are runs of capitalised words and, where there is one, the language model's spans. All
occurrences of one name vote together on its kind, so that a surname once seen in a full person's
name is a person everywhere. The model's typical slips are mended here: quotation marks, headline
words and line breaks inside a name, "Ana Roy Image" as a person, lower-case words as names,
acronyms that it missed, names that it saw in one place and not in another.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.kinds import (
    GROUP,
    ORG,
    PERSON,
    PLACE,
    SPEAKS,
    Scores,
    add,
    label_scores,
    local_scores,
)
from onrecord.analyse.names import (
    FAMILIES,
    LONGEST_NAME,
    PARTICLES,
    PREFIXES,
    Run,
    acronyms,
    holder_of,
    is_adjective,
    is_capitalised,
    is_common,
    is_title,
    runs,
    title_end,
)
from onrecord.analyse.tokens import AUX, CONJ, DET, GEN, NAME, PREP, PRON, SUB
from onrecord.analyse.votes import Candidate, Key, best, key_of, pool, vote

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from onrecord.analyse.tokens import Tokens
    from onrecord.model import EntityKind

_NEVER_LAST = frozenset({GEN, PREP, DET, CONJ, SUB, PRON, AUX})
_TAILS = frozenset({"party", "government", "administration"})
"""Lower-case words that end the name of an organisation: "the Labour party"."""

_PARTICLES = [[particle] for particle in sorted(PARTICLES)]
_WHOLE, _WHOLE_OF_PERSON = 2.5, 3.5
"""A name that weighs as much by itself is not broken up by a name, or a person's, inside it."""
_LABELLED: Scores = {PERSON: 2.5, ORG: -1.0}
"""What it weighs that a name labels what somebody says: "ROY: I did."."""
_VOWELS = frozenset("aeiouyàáâäæèéêëìíîïòóôöøùúûüаеиоуыэюя")
_THRESHOLD = 1.2
"""A name whose best kind weighs less than this is left out."""


@dataclass(frozen=True, slots=True)
class Label:
    """A span that a language model marked, with its label as the model names it."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One proper name in a text: token indexes (included) and its kind.

    ``core`` is the first token after titles; ``weight`` tells how sure the kind is.
    """

    first: int
    last: int
    core: int
    kind: EntityKind
    weight: float


def _trimmed(tokens: Tokens, first: int, last: int) -> tuple[int, int] | None:
    """Return a model's span without what no name begins or ends with; None if nothing is left."""
    g = gazetteer()
    for i in range(first, last):
        if tokens.paragraphs[i] != tokens.paragraphs[i + 1] or tokens.words[i + 1] in '“”"()[];:,':
            last = i
            break
    while (
        first <= last and not is_capitalised(tokens, first) and not tokens.words[first][0].isupper()
    ):
        first += 1
    while first <= last and (
        tokens.lows[first] in ("the", "a", "an", *SPEAKS) or tokens.lows[first] in g.not_names
    ):
        first += 1
    while last >= first and (
        not any(c.isupper() or c.isdigit() for c in tokens.words[last])
        or tokens.tags[last] in _NEVER_LAST
        or is_adjective(tokens.lows[last])
        or tokens.lows[last] in g.not_names
    ):
        last -= 1
    return (first, last) if first <= last else None


class _Collector:
    """One pass over one text."""

    def __init__(
        self,
        tokens: Tokens,
        labels: Iterable[Label],
        speaking: Iterable[tuple[int, int, int]],
        headlines: frozenset[int],
        turn_labels: Iterable[tuple[int, int]],
    ) -> None:
        self.tokens = tokens
        self.headlines = headlines
        self.acronyms = acronyms(tokens)
        self.written = {w for w in tokens.words if w[0].islower() and is_common(w)}
        self.articled = {
            tokens.lows[i]
            for i in range(2, len(tokens))
            if tokens.words[i - 1] == "The" and tokens.words[i - 2].isalpha()
        }
        """Words with "The" before them inside a sentence, as names of outlets have it."""
        self.candidates: dict[tuple[int, int], Candidate] = {}
        self.ends: dict[int, Run] = {}
        every = list(runs(tokens))
        self.whole = {key_of(tokens, run.core, run.last) for run in every}
        """All runs as they stand, to tell "Slimy Ana Roy" from "Ana Roy"."""
        for run in every:
            self.ends[run.last] = run
            for part in self.parts(run):
                self.propose(part)
        for label in labels:
            self.take(label)
        for first, head, last in speaking:
            self.hear(first, head, last)
        for first, last in turn_labels:
            self.hear_label(first, last)
        for first, last in self.acronyms.values():
            self.propose(Run(first, last, first), {ORG: 4.0})
        defined = {tokens.words[i] for i in self.acronyms}
        for number, word in enumerate(tokens.words if defined else ()):
            if word in defined:
                self.propose(Run(number, number, number), {ORG: 4.0})

    def propose(self, run: Run, more: Scores | None = None) -> None:
        known = self.candidates.get((run.first, run.last))
        if known is None:
            loud = self.tokens.paragraphs[run.first] in self.headlines
            known = Candidate(run, local_scores(self.tokens, run, self.headlines), loud)
            self.candidates[run.first, run.last] = known
        if more:
            add(known.local, more)

    def parts(self, run: Run) -> Iterable[Run]:
        """Return the run itself and the ways in which it may be several names."""
        g, tokens = gazetteer(), self.tokens
        if self.is_decked(run):
            yield Run(run.first + 1, run.last, run.first + 1)
            return
        yield run
        for i in range(run.core + 2, run.last):
            left = tokens.lows[run.core : i]
            if run.core > run.first and tokens.lows[i] in g.given and left[0] in ("for", "of"):
                yield Run(run.first, run.last, i)  # "Minister for Ports Ana Roy"
                continue
            if tokens.lows[i] not in g.given:
                continue
            yield Run(i, i + 1, i)
            if any(low in g.organisation_nouns for low in left):
                yield Run(run.first, i - 1, run.core)
                yield Run(i, run.last, i)
        end = run.last
        while end > run.core + 1 and is_common(tokens.lows[end]) and not self.noun(end):
            end -= 1
            if tokens.lows[run.core] in g.given:
                yield Run(run.first, end, run.core)
        if run.core > run.first and tokens.lows[run.core - 1] in ("of", "for"):
            yield Run(run.core, run.last, run.core)
        if run.core > run.first or self.is_role(run.first, run.last):
            for i in range(run.first, run.last):
                if tokens.lows[i] in g.peoples or tokens.lows[i] in g.places:
                    yield Run(i, i, i)

    def is_decked(self, run: Run) -> bool:
        """Whether a word before a full name is none of it: "Slimy Ana Roy" beside "Ana Roy"."""
        g, tokens = gazetteer(), self.tokens
        if run.core > run.first or run.last - run.first < 2 or tokens.lows[run.first] in g.given:
            return False
        if tokens.lows[run.first] in FAMILIES:
            return False
        shorter = key_of(tokens, run.first + 1, run.last)
        return tokens.lows[run.first + 1] in g.given and shorter in self.whole

    def noun(self, i: int) -> bool:
        g, low = gazetteer(), self.tokens.lows[i]
        return low in g.organisation_nouns or low in g.place_nouns or low in g.event_nouns

    def take(self, label: Label) -> None:
        """Propose a model's span, mended."""
        scores = label_scores(label.label)
        if not scores:
            return
        g, tokens = gazetteer(), self.tokens
        first = tokens.at(label.start)
        last = min(tokens.at(label.end) - 1, first + LONGEST_NAME)
        span = _trimmed(tokens, first, last) if first <= last else None
        if span is None:
            return
        first, last = span
        if ORG in scores and last + 1 < len(tokens) and tokens.lows[last + 1] in _TAILS:
            last += 1
            scores = {ORG: 2.5}
        if first == last and (
            tokens.tags[first] != NAME
            or tokens.lows[first].startswith(PREFIXES)
            or any(c.isdigit() for c in tokens.words[first])
        ):
            return
        if self.is_role(first, last) or (first == last and tokens.lows[first] in self.written):
            return
        if first == last and PERSON in scores and tokens.lows[first] not in g.given:
            scores = {PERSON: 1.0}
        if tokens.paragraphs[first] in self.headlines:
            scores = {kind: weight * 0.6 for kind, weight in scores.items()}
        core = title_end(tokens, first, last)
        while (
            PERSON in scores
            and first > 0
            and tokens.sentences[first - 1] == tokens.sentences[first]
        ):
            if not self.is_title(first - 1):
                break
            first -= 1
        if PERSON in scores and first < last:
            self.part(first, last)
        self.propose(Run(first, last, core), scores)

    def part(self, first: int, last: int) -> None:
        """Part a run that holds an organisation and then the person whom the model marked."""
        whole = self.ends.get(last)
        if whole is None or whole.first >= first:
            return
        lows = self.tokens.lows[whole.first : first]
        if any(low in gazetteer().organisation_nouns for low in lows):
            self.candidates.pop((whole.first, whole.last), None)
            self.propose(Run(whole.first, first - 1, whole.first))

    def is_role(self, first: int, last: int) -> bool:
        """Whether a span is nothing but a role: "Russian President", "Head of State"."""
        tokens = self.tokens
        head = next((i - 1 for i in range(first + 1, last) if tokens.lows[i] == "of"), last)
        if not is_title(tokens.lows[head]) or tokens.lows[first] in gazetteer().given:
            return False
        if head < last:
            return holder_of(tokens, head) is None
        return title_end(tokens, first, last) == first

    def hear(self, first: int, head: int, last: int) -> None:
        """Count it for a name that somebody is said to speak by it."""
        tokens = self.tokens
        while head < last and is_capitalised(tokens, head + 1) and head - first < 4:
            head += 1
        if head >= len(tokens) or tokens.tags[head] != NAME or not is_capitalised(tokens, head):
            return
        start, words = head, 1
        while start > first and words < 4:
            joined = tokens.lows[start - 1] in PARTICLES and start - 1 > first
            if not is_capitalised(tokens, start - 1) and not joined:
                break
            start -= 1
            words += not joined
        while tokens.lows[start] in PARTICLES and tokens.words[start][0].islower():
            start += 1
        core = title_end(tokens, start, head)
        if head + 1 < len(tokens) and tokens.words[head + 1] == ":" and self.opens(start):
            self.propose(Run(start, head, core), dict(_LABELLED))
            return
        acronym = tokens.words[head].isupper() and 1 < len(tokens.words[head]) < 7
        article = start > 0 and tokens.lows[start - 1] == "the"
        if acronym:
            self.propose(Run(start, head, start), {ORG: 1.0})
        elif not article:
            self.propose(Run(start, head, core), {PERSON: 1.0})

    def hear_label(self, first: int, last: int) -> None:
        """Count it for a person's name that it labels turns; a title or a part names nobody."""
        g, tokens = gazetteer(), self.tokens
        words = tokens.words[first : last + 1]
        letters = words[0].replace(".", "")
        initials = first == last and letters.isupper() and not _VOWELS & set(letters.lower())
        titles = all(low == "the" or is_title(low) for low in tokens.lows[first : last + 1])
        if initials or titles or not all(word[0].isupper() or word in ".-’'" for word in words):
            return
        outlet = first == last and tokens.lows[first] in self.articled
        organised = tokens.lows[last] in g.organisation_nouns and tokens.lows[first] not in g.given
        if outlet or organised:
            self.propose(Run(first, last, first), {ORG: 2.5})
            return
        self.propose(Run(first, last, title_end(tokens, first, last)), dict(_LABELLED))

    def opens(self, i: int) -> bool:
        """Whether token ``i`` is the first of its paragraph."""
        return i == 0 or self.tokens.paragraphs[i - 1] != self.tokens.paragraphs[i]

    def is_title(self, i: int) -> bool:
        g, low = gazetteer(), self.tokens.lows[i]
        return self.tokens.words[i][0].isupper() and (
            low in g.honorifics or low in g.titles or low in g.peoples
        )


def _held(candidates: Iterable[Candidate]) -> set[tuple[int, int]]:
    """Return the candidates inside a longer one that its own nouns show to be a name.

    However often "Texas" is named, it does not break up the "University of Texas".
    """
    whole: dict[int, tuple[int, int, float]] = {}
    found = [(c.run.first, c.run.last, *best(c.local)) for c in candidates]
    for first, last, kind, weight in found:
        if kind in (None, PERSON) or weight < _WHOLE or first == last:
            continue
        for i in range(first, last + 1):
            known = whole.get(i)
            if known is None or last - first > known[1] - known[0]:
                whole[i] = (first, last, weight)
    held = set()
    for first, last, kind, _ in found:
        if first not in whole:
            continue
        start, end, weight = whole[first]
        inside = start <= first and last <= end and (start, end) != (first, last)
        if inside and weight >= (_WHOLE_OF_PERSON if kind == PERSON else _WHOLE):
            held.add((first, last))
    return held


def _cut_short(tokens: Tokens, candidates: Container[tuple[int, int]], run: Run) -> bool:
    """Whether a name goes on after a particle, as "Joan Vidal" does in "Joan Vidal i Puig"."""
    if tokens.lows[run.last + 1 : run.last + 2] not in _PARTICLES:
        return False
    return any(
        (first, last) in candidates
        for first in {run.first, run.core}
        for last in range(run.last + 1, run.last + LONGEST_NAME)
    )


def _choose(collector: _Collector, pooled: dict[Key, Scores]) -> list[Mention]:
    """Return the best candidates that do not overlap, in text order."""
    tokens = collector.tokens
    rated: list[tuple[float, Candidate, EntityKind, float]] = []
    held = _held(collector.candidates.values())
    whole: dict[int, int] = {}
    for candidate in collector.candidates.values():
        run = candidate.run
        if (run.first, run.last) in held:
            continue
        if collector.is_role(run.first, run.last):
            continue
        scores = dict(pooled[key_of(tokens, run.core, run.last)])
        add(scores, {kind: 0.5 * value for kind, value in candidate.local.items()})
        kind, weight = best(scores)
        if kind is None or weight < _THRESHOLD * 1.5:
            continue
        if kind == PERSON and _cut_short(tokens, collector.candidates, run):
            continue
        if kind == PERSON:
            known = whole.get(run.last)
            if known is None or run.core < known:
                whole[run.last] = run.core
        if kind != PERSON and run.core > run.first:
            continue
        if candidate.loud and all(is_common(w) for w in tokens.lows[run.core : run.last + 1]):
            continue
        rated.append((weight + 0.4 * (run.last - run.first), candidate, kind, weight))
    # A surname, however often it is named, does not break up a full name that ends in it.
    rated = [
        item
        for item in rated
        if item[2] != PERSON or item[1].run.core <= whole.get(item[1].run.last, 0)
    ]
    rated.sort(key=lambda item: (-item[0], item[1].run))
    taken: set[int] = set()
    chosen: list[Mention] = []
    for _, candidate, kind, weight in rated:
        run = candidate.run
        if any(i in taken for i in range(run.first, run.last + 1)):
            continue
        taken.update(range(run.first, run.last + 1))
        chosen.append(Mention(run.first, run.last, run.core, kind, weight))
    chosen.sort(key=lambda m: m.first)
    return chosen


def _repeat(collector: _Collector, chosen: list[Mention]) -> list[Mention]:
    """Add the places where a chosen name stands again and no candidate was seen."""
    tokens = collector.tokens
    kinds: dict[Key, Mention] = {}
    for mention in chosen:
        key = key_of(tokens, mention.core, mention.last)
        if mention.kind != GROUP and (key not in kinds or kinds[key].weight < mention.weight):
            kinds[key] = mention
    for mention in chosen:
        if mention.kind == PERSON and mention.last > mention.core:
            key = key_of(tokens, mention.last, mention.last)
            if not is_common(key[0]):
                kinds.setdefault(key, mention)
    starts: dict[str, list[Key]] = defaultdict(list)
    for key in sorted(kinds, key=len, reverse=True):
        starts[key[0]].append(key)
    taken = {i for m in chosen for i in range(m.first, m.last + 1)}
    added: list[Mention] = []
    for i in range(len(tokens)):
        if i in taken or not tokens.words[i][0].isupper():
            continue
        for key in starts.get(tokens.lows[i].replace(".", "") or tokens.lows[i], ()):
            last = i + len(key) - 1
            if (
                last < len(tokens)
                and key_of(tokens, i, last) == key
                and _fits(tokens, i, last, taken)
            ):
                source = kinds[key]
                added.append(Mention(i, last, i, source.kind, source.weight))
                taken.update(range(i, last + 1))
                break
    return sorted((*chosen, *added), key=lambda m: m.first)


def _fits(tokens: Tokens, first: int, last: int, taken: set[int]) -> bool:
    return (
        tokens.words[last][0].isupper()
        and tokens.sentences[first] == tokens.sentences[last]
        and not any(i in taken for i in range(first, last + 1))
        and not (is_common(tokens.lows[first]) and first == last)
    )


def _join_places(tokens: Tokens, chosen: Sequence[Mention]) -> list[Mention]:
    """Lengthen "Irving" to "Irving, Texas": a place and, inside, the larger one it lies in."""
    g = gazetteer()
    joined: list[Mention] = []
    for mention in chosen:
        previous = joined[-1] if joined else None
        if (
            previous is not None
            and previous.kind == mention.kind == PLACE
            and mention.first == previous.last + 2
            and tokens.words[previous.last + 1] == ","
            and tokens.sentences[previous.first] == tokens.sentences[mention.first]
            and " ".join(tokens.lows[mention.first : mention.last + 1]) in g.places
            and " ".join(tokens.lows[previous.first : previous.last + 1]) not in g.countries
            and _closes(tokens, mention.last)
        ):
            joined[-1] = Mention(
                previous.first, mention.last, previous.first, PLACE, previous.weight
            )
        joined.append(mention)
    return joined


def _closes(tokens: Tokens, last: int) -> bool:
    """Whether what follows shows no list of places ("in Oslo, Norway and Sweden")."""
    if last + 1 >= len(tokens):
        return True
    return tokens.lows[last + 1] not in ("and", "or")


def find_mentions(
    tokens: Tokens,
    labels: Iterable[Label] = (),
    speaking: Iterable[tuple[int, int, int]] = (),
    headlines: frozenset[int] = frozenset(),
    turn_labels: Iterable[tuple[int, int]] = (),
) -> list[Mention]:
    """Return the proper names of a text, in order; they nest or are disjoint.

    They nest only where a place is named with the larger one that it lies in.

    ``labels`` are a language model's spans over the same text; without them the patterns and the
    gazetteer alone decide. ``speaking`` holds the phrases named as speakers of quotations
    (first, head and last token), ``headlines`` the paragraphs in which capitals show no names,
    ``turn_labels`` the labels of turns (first and last token). The time is linear in the length of
    the text.
    """
    collector = _Collector(tokens, labels, speaking, headlines, turn_labels)
    pooled = pool(tokens, collector.candidates.values())
    vote(pooled, {low for low, tag in zip(tokens.lows, tokens.tags, strict=True) if tag == NAME})
    chosen = _choose(collector, pooled)
    return _join_places(tokens, _repeat(collector, chosen))
