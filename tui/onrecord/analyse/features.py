"""What can be measured about a candidate speaker of a quotation.

Every feature is a number with a name (:data:`FEATURES`). The only words that count are common
nouns and verbs, by how often they name or announce a speaker (:class:`Weights`); names never do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.analyse import tokens as t
from onrecord.analyse.candidates import SORTS, sort_of
from onrecord.analyse.cues import languages
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.governing import GOVERNING, governing, standing
from onrecord.analyse.quoted_words import QUOTED, Quoted
from onrecord.analyse.tokens import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from onrecord.analyse.candidates import Reading
    from onrecord.analyse.tokens import NounPhrase, Tokens
    from onrecord.model import Span

_PREPOSITIONS = ("to", "by", "from", "of", "for", "with", "in", "on", "at", "about", "as", "like")
TITLES = words_of(
    """mr mrs ms miss dr sir sen rep gov gen lt col capt sgt president senator governor professor
    prof judge justice secretary minister chancellor king queen prince princess pope mayor director
    chairman chairwoman chief spokesman spokeswoman spokesperson lord lady dame rev congressman
    congresswoman representative ambassador attorney officer deputy commissioner sheriff"""
)
ORGANISATIONS = words_of(
    """party committee university college institute inc corp times post journal foundation center
    centre school house council press news agency department ministry company court union bank
    church hospital association society group club league commission campaign office administration
    government police service network magazine tribune herald congress senate parliament board
    bureau force forces states nations team review report survey poll coalition front alliance"""
)
_WHOLE = ("to", "by", "from", "of", "according")
_FAR = 99.0
_LONG_AGO = -(10**6)
"""The paragraph of what never was."""
_NEAR, _WIDE, _WORDS = 3, 6, 60
"""Paragraphs before a quotation that are searched: so many, or more if they hold few words."""
_BEFORE, _AFTER = 26, 10
"""Candidates before and after a quotation that are looked at at most."""
_CUE = 0.5
"""From this weight on a verb counts as one of saying."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds of common words: verbs whose subject, nouns that themselves are a speaker.

    ``owned`` are nouns after a genitive that make its owner a speaker ("Lind's words"), ``leads``
    words before a stretch by how often it is somebody's words and not a title or a term.
    """

    verbs: dict[str, float]
    nouns: dict[str, float]
    owned: dict[str, float]
    leads: dict[str, float]


STATIC = (
    *(f"is_{sort}" for sort in SORTS),
    "plural", "name_length", "title", "full_name_known", "organisation", "acronym", "the", "a",
    "possessive", "length", "noun_weight", "frequency", "genitive", "owned_weight",
    "preposition", "to", "by", "from", "of", "according", "has_verb", "verb_weight", "verb_tag",
    "stepped", "inverted", "chain_weight", "addressee", "after_comma", "before_comma",
    "first_of_sentence", "heading", "spoken", "apposed", "before_colon", "after_dash",
    "listed", "role", *GOVERNING,
)  # fmt: skip
PAIR = (
    "after", "distance", "near", "paragraphs", "stops", "targets_between", "rank", "subject_rank",
    "cue_rank", "verb_distance", "verb_between", "governs_before", "governs_after",
    "cue_before", "cue_after", "verbs_between", "cues_between", "commas_between",
    "marks_between", "touching", "same_sentence", "key_inside", "outer_cue", "inner_cue",
    "spoken_since",
)  # fmt: skip
TARGET = (
    "starts_paragraph", "ends_paragraph", "comma_before", "colon_before", "that_before",
    "word_before", "verb_before", "comma_end", "stop_end", "next_verb", "next_cue", "next_pronoun",
    "next_name", "next_mark", "next_conjunction", "capital", "words", "same_paragraph_before",
    "gap_before", "gap_stop_before", "unclosed_before", "same_paragraph_after", "gap_after",
    "alone", "colon_paragraph_before", "candidates", "weight_before", "weight_after", "single",
    "capitals_inside", "verbs_inside", "self_inside", "lead_weight", "listed_before",
    "listed_after", "asks", "asked_before", "alone_before", *QUOTED,
)  # fmt: skip
_NAMED = STATIC.index("is_name")
FEATURES = ("none", *STATIC, *PAIR, *TARGET)
"""Names of the columns, in order."""


class _Statics:
    """Numbers about the candidates of one article that hold for every target.

    ``matrix`` has a row for each phrase; those outside all ``windows`` stay empty.
    """

    def __init__(self, reading: Reading, weights: Weights, windows: Sequence[Span]) -> None:
        self.reading, self.weights, self.tokens = reading, weights, reading.tokens
        self.known = languages()["en"]
        phrases = reading.phrases
        self.frequency = Counter(reading.keys)
        self.full_names = {
            reading.keys[k]
            for k, p in enumerate(phrases)
            if p.head > p.first
            and self.tokens.tags[p.head] == t.NAME
            and self.tokens.tags[p.head - 1] == t.NAME
        }
        self.verb_weight = [self.weight(v) if v >= 0 else -4.0 for v in reading.clauses.verb]
        self.chain = [max(map(self.weight, vs), default=-4.0) for vs in reading.clauses.verbs]
        self.spoken: Counter[str] = Counter()
        for k, weight in enumerate(self.verb_weight):
            if weight > 1:
                self.spoken[reading.keys[k]] += 1
        self.standing = standing(reading, self.verb_weight)
        places: list[int] = []
        for low, high in windows:
            places += range(max(low, places[-1] + 1 if places else 0), high)
        numbers = [number for k in places for number in self.row(k)]
        self.matrix = np.zeros((len(phrases), len(STATIC)), np.float32)
        self.matrix[places] = np.array(numbers, np.float32).reshape(len(places), len(STATIC))

    def weight(self, verb: int) -> float:
        """Tell how strongly the verb at a token index announces a speaker."""
        key = verb_key(self.tokens, verb)
        known = self.weights.verbs.get(key)
        if known is None and key.startswith("be "):
            known = self.weights.verbs.get("be")
        if known is None:
            return -3.0 if self.tokens.tags[verb] == t.AUX else -2.0
        return known

    def row(self, k: int) -> list[float]:
        tokens, phrase = self.tokens, self.reading.phrases[k]
        sort = sort_of(tokens, phrase)
        row = [*_ONE_OF[sort]]
        row += self.shape(k, phrase, sort)
        row += self.surroundings(phrase)
        found = self.reading.clauses
        verb = found.verb[k]
        row += [
            float(verb >= 0),
            self.verb_weight[k],
            float(_VERB_TAGS.index(tokens.tags[verb]) if verb >= 0 else -1),
            float(found.stepped[k]),
            float(found.inverted[k]),
            self.chain[k],
        ]
        row += self.layout(k, phrase)
        row += governing(self.reading, k, self.standing[k], self.weight)
        return row

    def shape(self, k: int, phrase: NounPhrase, sort: str) -> list[float]:
        tokens = self.tokens
        first = phrase.head
        while first > phrase.first and tokens.tags[first - 1] == t.NAME:
            first -= 1
        word, low, key = tokens.words[phrase.head], tokens.lows[phrase.head], self.reading.keys[k]
        opening = tokens.lows[phrase.first]
        fore = tokens.lows[phrase.first : phrase.head]
        title = bool(fore) and any(other.rstrip(".") in TITLES for other in fore)
        return [
            float(sort == "noun" and low.endswith("s") and not low.endswith("ss")),
            float(phrase.head - first + 1 if sort == "name" else 0),
            float(title),
            float(sort == "name" and key in self.full_names),
            float(low in ORGANISATIONS),
            float(len(word) > 1 and word.isupper()),
            float(opening == "the"),
            float(opening in ("a", "an")),
            float(tokens.tags[phrase.first] == t.POSS),
            float(phrase.last - phrase.first + 1),
            self.weights.nouns.get(low, -3.0) if sort == "noun" else 0.0,
            float(min(self.frequency[key], 12) if sort == "name" else 0),
        ]

    def surroundings(self, phrase: NounPhrase) -> list[float]:
        tokens = self.tokens
        at = owned_noun(tokens, phrase)
        owned = -4.0 if at < 0 else self.weights.owned.get(tokens.lows[at], -3.0)
        after = phrase.last + 1
        genitive = after < len(tokens) and tokens.tags[after] == t.GEN
        before = tokens.lows[phrase.first - 1] if phrase.first else ""
        given = phrase.first > 1 and before == "to" and tokens.lows[phrase.first - 2] == "according"
        preposition = phrase.first > 0 and tokens.tags[phrase.first - 1] in (t.PREP, t.PART, t.SUB)
        row = [float(genitive), owned]
        row.append(
            float(_PREPOSITIONS.index(before) + 1 if before in _PREPOSITIONS else preposition * 20)
        )
        row += _BEFORE_IT.get(before, _NOTHING)
        row.append(float(given))
        return row

    def layout(self, k: int, phrase: NounPhrase) -> list[float]:
        tokens, n = self.tokens, len(self.tokens)
        before = phrase.first - 1
        after = phrase.last + 1
        word = tokens.words[before] if before >= 0 else ""
        following = tokens.words[after] if after < n else ""
        sentence = tokens.sentences[phrase.head]
        addressee = tokens.lows[before] in _TELLS if before >= 0 else False
        opens = before < 0 or tokens.sentences[before] != sentence or tokens.tags[before] == t.QUOTE
        apposed = k > 0 and word == "," and self.reading.phrases[k - 1].last == before - 1
        return [
            float(addressee and not self.reading.clauses.inverted[k]),
            float(word == ","),
            float(following == ","),
            float(opens),
            float(tokens.paragraphs[phrase.head] == 0),
            float(self.spoken[self.reading.keys[k]]),
            float(apposed),
            float(following == ":"),
            float(word in ("—", "–", "--", "-", "―")),
            self.listed(self.reading.clauses.verb[k]),
            float(tokens.lows[phrase.head] in gazetteer().roles),
        ]

    def listed(self, verb: int) -> float:
        """Tell whether the verb at a token index is listed as one of saying: 2 if always one."""
        lemma = self.known.verbs.get(self.tokens.lows[verb]) if verb >= 0 else None
        return 0.0 if lemma is None else 1.0 + (lemma in self.known.strong)


_ONE_OF = {sort: [float(sort == other) for other in SORTS] for sort in SORTS}
_NOTHING = [0.0] * 4
_BEFORE_IT = {
    word: [float(word == other) for other in ("to", "by", "from", "of")]
    for word in ("to", "by", "from", "of")
}
_VERB_TAGS = (t.VERB, t.INF, t.ING, t.PCP, t.AUX)
_TELLS = words_of(
    "told tell tells telling asked asking asks informed assured reminded urged warned"
)
BE = words_of("is was are were be been being 's ’s")


def verb_key(tokens: Tokens, verb: int) -> str:
    """Return what a verb counts as: its form; forms of "be" with their adjective ("be sure")."""
    low = tokens.lows[verb]
    if low not in BE:
        return low
    for i in range(verb + 1, min(verb + 4, len(tokens))):
        if tokens.tags[i] == t.ADJ:
            return "be " + tokens.lows[i]
        if tokens.tags[i] not in (t.ADV, t.PART):
            break
    return "be"


def owned_noun(tokens: Tokens, phrase: NounPhrase) -> int:
    """Index of the noun that a genitive or possessive phrase owns ("Lind's words"); -1: none."""
    after = phrase.last + 1
    genitive = after < len(tokens) and tokens.tags[after] == t.GEN
    if not genitive and tokens.tags[phrase.head] != t.POSS:
        return -1
    at = after + genitive
    while at < min(len(tokens), after + 5) and tokens.tags[at] in (t.ADJ, t.NUM, t.NAME):
        at += 1
    return at if at < len(tokens) else -1


class Measured:
    """The rows of all targets of one article: one per candidate, and one for "nobody's words".

    The columns are :data:`FEATURES`; rows ``bounds[j]`` to ``bounds[j + 1] - 1`` belong to target
    ``j``; ``chosen[r]`` is the index of the row's phrase, -1 for the last row of each target.
    """

    def __init__(self, reading: Reading, weights: Weights) -> None:
        self.reading, self.tokens = reading, reading.tokens
        phrases = reading.phrases
        self.heads = [p.head for p in phrases]
        self.windows = [self.window(j) for j in range(len(reading.targets))]
        self.statics = _Statics(reading, weights, self.windows)
        self.head = np.array(self.heads, np.int64)
        self.first = np.array([p.first for p in phrases], np.int64)
        self.last = np.array([p.last for p in phrases], np.int64)
        self.verb = np.array(reading.clauses.verb, np.int64)
        self.cued = np.array(self.statics.chain, np.float32) > _CUE
        self.outside = np.array(reading.outside, np.float32)
        self.stops = np.array(reading.stops, np.float32)
        self.sentence = np.array(self.tokens.sentences, np.int64)
        self.paragraph = np.array(self.tokens.paragraphs, np.float32)
        self.begun = np.searchsorted(
            [x.first for x in reading.targets], np.arange(len(self.tokens))
        )
        self.quoted = Quoted(reading)
        self._count()
        self.spoke = self.last_spoke()
        chosen: list[int] = []
        self.bounds = [0]
        for low, high in self.windows:
            chosen += [*range(low, high), -1]
            self.bounds.append(len(chosen))
        self.chosen = np.array(chosen, np.int64)

    @property
    def matrix(self) -> NDArray[np.float32]:
        """All rows at once: for training, where memory does not count."""
        return self.rows(0, len(self.windows))

    def rows(self, first: int, last: int) -> NDArray[np.float32]:
        """Make the rows of the targets ``first`` to ``last - 1``."""
        if first >= last:
            return np.zeros((0, len(FEATURES)), np.float32)
        return np.concatenate([self.block(j, *self.windows[j]) for j in range(first, last)])

    def _count(self) -> None:
        """Sum up counts over the tokens: a count between two places is then a difference."""
        reading, tokens = self.reading, self.tokens
        counts = np.zeros((4, len(tokens) + 1), np.float32)
        self.verbs: list[int] = []
        self.cues: list[int] = []
        for i, tag in enumerate(tokens.tags):
            if reading.quoted[i] >= 0:
                continue
            if tag == t.VERB or i in reading.clauses.subject:
                counts[0, i + 1] = 1
                self.verbs.append(i)
                if self.statics.weight(i) > _CUE:
                    counts[1, i + 1] = 1
                    self.cues.append(i)
            counts[2, i + 1] = tokens.words[i] == ","
            counts[3, i + 1] = tag == t.QUOTE
        self.counts = np.cumsum(counts, axis=1)

    def window(self, j: int) -> tuple[int, int]:
        """Range of the phrases that are looked at for target ``j``."""
        tokens, target = self.tokens, self.reading.targets[j]
        near = bisect_left(tokens.paragraphs, tokens.paragraphs[target.first] - _NEAR)
        wide = bisect_left(tokens.paragraphs, tokens.paragraphs[target.first] - _WIDE)
        start = min(
            near,
            max(
                wide, bisect_left(self.reading.outside, self.reading.outside[target.first] - _WORDS)
            ),
        )
        low = max(bisect_left(self.heads, start), bisect_left(self.heads, target.first) - _BEFORE)
        end = bisect_right(tokens.paragraphs, tokens.paragraphs[target.last - 1] + 1)
        high = min(bisect_left(self.heads, end), bisect_left(self.heads, target.last) + _AFTER)
        return low, max(low, high)

    def block(self, j: int, low: int, high: int) -> NDArray[np.float32]:
        """Rows of target ``j`` for the phrases ``low`` to ``high - 1`` and for nobody."""
        count = high - low
        block = np.zeros((count + 1, len(FEATURES)), np.float32)
        pairs = 1 + len(STATIC)
        rest = pairs + len(PAIR)
        block[:count, 1:pairs] = self.statics.matrix[low:high]
        block[count, pairs:rest] = _FAR
        block[count, 0] = 1
        governors = self.governors(j)
        if count:
            block[:count, pairs:rest] = self.pair(j, low, high, governors)
        block[:, rest:] = self.target_row(j, count, governors)
        return block

    def governors(self, j: int) -> tuple[int, int, int, int]:
        """Nearest verb before and after target ``j`` in its sentence, then the same of cues."""
        a, b = self.reading.targets[j].first, self.reading.targets[j].last
        found = []
        for places in (self.verbs, self.cues):
            k = bisect_left(places, a) - 1
            near = k >= 0 and self.stops[places[k]] == self.stops[a]
            found.append(places[k] if near else -1)
            k += 1
            near = k < len(places) and self.stops[places[k]] == self.stops[b - 1]
            found.append(places[k] if near else -1)
        return found[0], found[1], found[2], found[3]

    def pair(
        self, j: int, low: int, high: int, governors: tuple[int, int, int, int]
    ) -> NDArray[np.float32]:
        """Numbers about each candidate and the target together: :data:`PAIR`."""
        target, subject = self.reading.targets[j], self.reading.clauses.subject
        a, b = target.first, target.last
        heads, verb = self.head[low:high], self.verb[low:high]
        after = heads >= b
        split = int(np.searchsorted(heads, b))
        edge = np.where(after, b - 1, a)
        start, end = np.where(after, b, heads + 1), np.where(after, heads, a)
        distance = np.abs(self.outside[heads] - self.outside[edge])
        begun = self.begun[heads]
        verb_late = verb >= b
        verb_gap = np.abs(
            self.outside[verb] - np.where(verb_late, self.outside[b - 1], self.outside[a])
        )
        governed = [subject.get(g, -1) if g >= 0 else -1 for g in governors]
        numbers = np.arange(low, high)
        touching = np.where(after, self.first[low:high] - b, a - 1 - self.last[low:high])
        columns = [
            after,
            distance,
            np.minimum(distance, 3),
            self.paragraph[heads] - self.paragraph[a],
            np.abs(self.stops[heads] - self.stops[edge]),
            np.where(after, begun - j - 1, j - begun),
            _ranks(np.ones(high - low, bool), split),
            _ranks(verb >= 0, split),
            _ranks(self.cued[low:high], split),
            np.where(verb >= 0, verb_gap, _FAR),
            (verb >= 0) & np.where(after, verb_late & (verb < heads), (verb < a) & (verb > heads)),
            *(numbers == g for g in governed),
            *(sums[end] - sums[start] for sums in self.counts),
            np.minimum(touching, 6),
            self.sentence[heads] == self.sentence[edge],
            self.keys_inside(j, low, high),
            *(numbers == k for k in self.outer_cues(j)),
            np.minimum(self.paragraph[a] - np.array(self.spoke[j], np.float32), _FAR),
        ]
        return np.stack([np.asarray(c, np.float32) for c in columns], axis=1)

    def keys_inside(self, j: int, low: int, high: int) -> NDArray[np.bool_]:
        """Whether the quoted words hold the last word of each candidate's name."""
        target = self.reading.targets[j]
        said = set(self.tokens.lows[target.first : target.last])
        keys = self.reading.keys[low:high]
        named = self.statics.matrix[low:high, _NAMED] > 0
        held: NDArray[np.bool_] = named & np.array([key in said for key in keys], np.bool_)
        return held

    def outer_cues(self, j: int) -> tuple[int, int]:
        """Subjects of the first and of the last cue before target ``j`` in its sentence."""
        a, subject = self.reading.targets[j].first, self.reading.clauses.subject
        at = bisect_left(self.cues, a)
        found: list[int] = []
        while at > 0 and self.stops[self.cues[at - 1]] == self.stops[a] and len(found) < 8:
            at -= 1
            k = subject.get(self.cues[at], -1)
            if k >= 0:
                found.append(k)
        return (found[-1], found[0]) if found else (-1, -1)

    def last_spoke(self) -> list[list[int]]:
        """For each target the paragraphs in which its candidates' keys last announced speech."""
        found: list[list[int]] = []
        last: dict[str, int] = {}
        k, keys = 0, self.reading.keys
        for target, (low, high) in zip(self.reading.targets, self.windows, strict=True):
            while k < len(keys) and self.heads[k] < target.first:
                if self.cued[k]:
                    last[keys[k]] = self.tokens.paragraphs[self.heads[k]]
                k += 1
            found.append([last.get(key, _LONG_AGO) for key in keys[low:high]])
        return found

    def target_row(self, j: int, count: int, governors: tuple[int, int, int, int]) -> list[float]:
        """Numbers about the target alone: :data:`TARGET`."""
        reading, tokens, n = self.reading, self.tokens, len(self.tokens)
        quoted = self.quoted
        target = reading.targets[j]
        a, b = target.first, target.last
        paragraphs = tokens.paragraphs
        starts = a == 0 or paragraphs[a - 1] != paragraphs[a]
        ends = b >= n or paragraphs[b] != paragraphs[b - 1]
        before = "" if starts else tokens.lows[a - 1]
        tag_before = "" if starts else tokens.tags[a - 1]
        after = "" if ends else tokens.tags[b]
        body = [i for i in (b - 2, b - 1) if i > a and tokens.tags[i] != t.QUOTE]
        final = tokens.words[body[-1]] if body else ""
        opening = tokens.words[min(a + 1, b - 1)]
        colon = starts and a > 0 and tokens.words[a - 1] == ":"
        row = [
            starts, ends, before == ",", before == ":", before == "that",
            tag_before not in ("", t.PUNCT, t.QUOTE), tag_before in (t.VERB, t.ING, t.PCP, t.INF),
            final == ",", final in t.SENTENCE_END, after in (t.VERB, t.AUX),
            not ends and self.statics.weight(b) > _CUE if after == t.VERB else False,
            after == t.PRON, after == t.NAME, after == t.PUNCT, after in (t.CONJ, t.SUB, t.REL),
            opening[:1].isupper(), min(b - a, 60),
            *quoted.neighbours(j), starts and ends, colon, count,
            *(self.statics.weight(g) if g >= 0 else -4.0 for g in governors[:2]),
            target.stretch.style == "single", *quoted.inside(a, b),
            0.0 if starts else self.statics.weights.leads.get(before, 0.0),
            *(self.statics.listed(g) for g in governors[:2]),
            quoted.asks(j), j > 0 and quoted.asks(j - 1), j > 0 and quoted.alone(j - 1),
            *quoted.row(j),
        ]  # fmt: skip
        return [float(x) for x in row]


def _ranks(counted: NDArray[np.bool_], split: int) -> NDArray[np.float32]:
    """Rank each candidate among the ``counted`` ones on its side of the target, nearest first."""
    before: NDArray[np.int64] = np.cumsum(counted[:split][::-1])[::-1] - counted[:split]
    after: NDArray[np.int64] = np.cumsum(counted[split:]) - counted[split:]
    ranks = np.concatenate([before, after]).astype(np.float32)
    return np.where(counted, np.minimum(ranks, 20), 20).astype(np.float32)
