"""Words, word classes, sentences and noun phrases, without a language model.

The tagger is a hidden Markov model with one state per word class, decoded by Viterbi's algorithm.
Its word list, suffixes and transitions were counted by :mod:`onrecord.analyse.train` and hold
lower-case common words only: what is a name is told from capital letters in the text itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

from onrecord.analyse.cues import cues

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Paragraph, Span

NAME, NOUN, PRON, POSS, DET, ADJ, NUM = "NAME", "NOUN", "PRON", "POSS", "DET", "ADJ", "NUM"
VERB, INF, ING, PCP, AUX, ADV = "VERB", "INF", "ING", "PCP", "AUX", "ADV"
PREP, CONJ, SUB, REL, PART, GEN = "PREP", "CONJ", "SUB", "REL", "PART", "GEN"
PUNCT, QUOTE = "PUNCT", "QUOTE"
TAGS = (
    NAME, NOUN, PRON, POSS, DET, ADJ, NUM, VERB, INF, ING, PCP, AUX, ADV,
    PREP, CONJ, SUB, REL, PART, GEN, PUNCT, QUOTE,
)  # fmt: skip
"""The word classes: finite VERB, infinitive, -ing form, participle; POSS "his", GEN "'s"."""

QUOTE_WORDS = frozenset(
    {'"', "“", "”", "„", "‟", "«", "»", "''", "``", "″", "「", "」", "『", "』"}
)
SENTENCE_END = frozenset({".", "!", "?", "…", "...", "。", "！", "？"})

_TOKEN = re.compile(
    r"""''|``|--+|\.\.+"""
    r"""|https?://[^\s<>"“”]+|www\.[^\s<>"“”]+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w"""
    r"""|[DRI]-(?:[A-Z]\.){2}|(?:[A-Z]\.){2,}|[a-z]\.[a-z]\."""
    r"""|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Govs|Del|Gen|Lt|Col|Capt|Sgt|Cpl|Maj|Adm|Cmdr|Det"""
    r"""|Insp|Supt|Ald|Smt|Msgr|Usec|St|Jr|Sr|Prof|Rev|Fr|Hon|Pres|Amb|Atty|Cllr"""
    r"""|Mt|Ft|vs|Inc|Corp|Co|Ltd|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?=\s)"""
    r"""|(?:MR|MRS|MS|DR|SEN|REP|GOV|GEN|LT|COL|CAPT|SGT|PROF|REV|HON)\.(?=\s+[A-Z])"""
    r"""|(?:[A-WYZ]|(?<!\bon[ ])(?<!\bvia[ ])X)\.(?=\s*[A-Z])"""
    r"""(?!\s+(?:The|In|On|At|He|She|It|They|We|But|And|His|Her|This|That|There|When|As|If|For)\b)"""
    r"""|n['’]t\b|['’](?:s|S|re|ve|ll|d|m)\b(?!['’]\w)"""
    r"""|[@\#]\w+"""
    r"""|[^\W_]+(?:-[^\W_]+)*(?=n['’]t\b)"""
    r"""|[^\W\d_]+(?:[-‐’'](?!(?:s|S|re|ve|ll|d|m|t)\b)[^\W_]+|-[^\W_]+)*"""
    r"""|\d[\d,.:/]*\d(?:st|nd|rd|th|s|bn|m|k)?\b(?!-\w)|\d+\w*(?:-[^\W_]+)*"""
    r"""|\S""",
    re.VERBOSE,
)


def words_of(text: str) -> frozenset[str]:
    """Return the set of the words that ``text`` lists, parted by white space."""
    return frozenset(text.split())


_CLOSED = {
    PRON: """i you he she it we they me him us them himself herself themselves itself myself
    yourself ourselves someone somebody everyone everybody anyone anybody nobody nothing something
    everything anything mine yours hers ours theirs there""",
    POSS: "my your his its our their whose",
    DET: "the a an this these those every each no some any another all both either neither",
    AUX: """is are was were be been being am has have had having do does did will would can could
    may might must shall should ’s ’re ’ve ’ll ’d ’m 're 've 'll 'd 'm ca wo ai""",
    CONJ: "and or but nor yet &",
    SUB: """because if while when although though unless until whether as since that than where
    how why""",
    PREP: """of in at on by with from for about under against into near during through between
    among over after before despite toward towards without within across behind beyond per via""",
    REL: "who whom which what whoever",
    PART: "to not n't n’t",
    GEN: "'s ’s",
}
_MONTHS = words_of(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday"""
)
DAYS = words_of(
    """monday tuesday wednesday thursday friday saturday sunday january february march july
    september october november december"""
)
"""Days and months that are no first names: no name goes on after them."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into tokens: parallel sequences, one element per token, in text order.

    ``starts``/``ends`` are offsets into ``text``; ``tags`` are word classes (:data:`TAGS`);
    ``sentences`` and ``paragraphs`` number the sentence and the paragraph a token stands in.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    words: Sequence[str]
    lows: Sequence[str]
    tags: Sequence[str]
    sentences: Sequence[int]
    paragraphs: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Index of the first token that starts at or after ``offset``."""
        return bisect_left(self.starts, offset)

    def span(self, first: int, last: int) -> Span:
        """Offsets of the tokens ``first`` to ``last``, both included."""
        return self.starts[first], self.ends[last]


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A noun phrase as token indexes, all included; ``head`` is its head word."""

    first: int
    head: int
    last: int


Distribution = tuple[tuple[str, float], ...]
"""Possible word classes of a word with their log probabilities."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the tagger knows: word classes of common words and suffixes, and their order."""

    words: dict[str, Distribution]
    suffixes: dict[str, Distribution]
    transitions: dict[tuple[str, str], float]

    def classes(self, low: str) -> Distribution:
        """Give the classes of a lower-case word, by itself or else by its longest suffix."""
        known = self.words.get(low)
        if known is not None:
            return known
        for size in (4, 3, 2, 1):
            known = self.suffixes.get(low[-size:])
            if known is not None and len(low) > size:
                return known
        return _DEFAULT


_DEFAULT: Distribution = ((NOUN, log(0.8)), (ADJ, log(0.2)))
_RARE = log(1e-4)


def _distribution(spec: str) -> Distribution:
    pairs = [part.split(":") for part in spec.split()]
    total = sum(int(weight) for _, weight in pairs)
    return tuple((tag, log(int(weight) / total)) for tag, weight in pairs)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the lexicon shipped with the package, once per process."""
    words: dict[str, Distribution] = {}
    suffixes: dict[str, Distribution] = {}
    transitions: dict[tuple[str, str], float] = {}
    source = files("onrecord.analyse").joinpath("data/lexicon.txt")
    for line in source.read_text(encoding="utf-8").splitlines():
        kind, spec, rest = line.split("\t")
        if kind == "follows":
            for part in rest.split():
                tag, weight = part.split(":")
                transitions[spec, tag] = log(int(weight) / 10000)
        else:
            shared = _distribution(spec)
            target = words if kind == "words" else suffixes
            for word in rest.split():
                target[word] = shared
    for tag, listed in _CLOSED.items():
        for word in listed.split():
            words.setdefault(word, ((tag, 0.0),))
    _add_cues(words)
    return Lexicon(words, suffixes, transitions)


def _add_cues(words: dict[str, Distribution]) -> None:
    """Let every listed verb of saying be a verb: the counts come from few kinds of text."""
    known = cues("en")
    for form, lemma in known.verbs.items() if known else ():
        if form == lemma:
            shared = _distribution("INF:10 VERB:5 NOUN:5")
        elif form.endswith("ing"):
            shared = _distribution("ING:19 NOUN:1")
        else:
            shared = _distribution("VERB:11 NOUN:9" if form.endswith("s") else "VERB:13 PCP:7")
        counted = words.setdefault(form, shared)
        if form.endswith("s") and len(counted) == 1 and counted[0][0] == NOUN:
            words[form] = _distribution("NOUN:17 VERB:3")


def _title_case(words: list[str]) -> bool:
    """Whether a paragraph is a headline in which capitals say nothing about names."""
    letters = [w for w in words if w[0].isalpha() and len(w) > 3]
    return len(letters) > 2 and sum(w[0].isupper() for w in letters) >= 0.8 * len(letters)


class _Tagger:
    """One run of the tagger over one text."""

    def __init__(self, words: list[str], lows: list[str], sentences: list[int]) -> None:
        self.lexicon = lexicon()
        self.words, self.lows, self.sentences = words, lows, sentences
        self.common: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        start = True
        for i, word in enumerate(words):
            if i and sentences[i] != sentences[i - 1]:
                start = True
            if word[0].isalpha():
                if word[0].islower():
                    self.common[lows[i]] += 1
                elif not start:
                    self.capital[lows[i]] += 1
                start = False
            elif word in QUOTE_WORDS or word in ":(—–-*•":
                start = True

    def emission(self, i: int, *, start: bool, headline: bool) -> Distribution:
        """Possible classes of token ``i``."""
        word, low = self.words[i], self.lows[i]
        if word in QUOTE_WORDS:
            return ((QUOTE, 0.0),)
        first = word[0]
        if (
            first.isalpha()
            or (first in "'’" and len(word) > 1)
            or (first in "@#" and len(word) > 1)
        ):
            if first in "@#":
                return ((NAME, 0.0),)
            if word == "US" and not headline:
                return ((NAME, 0.0),)
            if first.isupper():
                return self.capitalised(low, start=start, headline=headline)
            return self.lexicon.classes(low)
        if first.isdigit():
            return ((NUM, 0.0),)
        return ((PUNCT, 0.0),)

    def capitalised(self, low: str, *, start: bool, headline: bool) -> Distribution:
        known = self.lexicon.words.get(low)
        if known is not None and known[0][0] in _FUNCTION and (start or headline or low == "i"):
            return known
        if low in _MONTHS:
            return ((NAME, 0.0),)
        if not start and not headline:
            return ((NAME, 0.0),)
        if known is None and self.is_adverb(low):
            return ((ADV, 0.0),)
        if known is None or self.capital[low] > self.common[low]:
            return ((NAME, 0.0),)
        return known

    def is_adverb(self, low: str) -> bool:
        """Whether an unknown word is made of a known adjective: "additionally", not "Emily"."""
        stem = self.lexicon.words.get(low[:-2]) if low.endswith("ly") and len(low) > 6 else None
        return stem is not None and any(tag in (ADJ, PCP, ING) for tag, _ in stem)

    def tag(self, first: int, last: int, *, headline: bool) -> list[str]:
        """Find the best sequence of classes for the tokens first..last-1 of one sentence."""
        follows = self.lexicon.transitions
        scores: list[tuple[str, float]] = [("<", 0.0)]
        back: list[dict[str, str]] = []
        start = True
        for i in range(first, last):
            options = self.emission(i, start=start, headline=headline)
            if self.words[i][0].isalnum():
                start = False
            elif self.words[i] in QUOTE_WORDS or self.words[i] in ":(—–-*•":
                start = True
            step: dict[str, str] = {}
            fresh: list[tuple[str, float]] = []
            for tag, weight in options:
                best, origin = -1e30, "<"
                for previous, score in scores:
                    value = score + follows.get((previous, tag), _RARE)
                    if value > best:
                        best, origin = value, previous
                fresh.append((tag, best + weight))
                step[tag] = origin
            scores = fresh
            back.append(step)
        tag = max(scores, key=lambda pair: pair[1])[0]
        result = []
        for step in reversed(back):
            result.append(tag)
            tag = step[tag]
        result.reverse()
        return result


_FUNCTION = frozenset({PRON, POSS, DET, AUX, CONJ, SUB, PREP, REL, PART, GEN})


def _number_sentences(
    text: str, words: list[str], starts: list[int], ends: list[int], paragraphs: list[int]
) -> list[int]:
    numbers: list[int] = []
    number = 0
    ended = False
    for i, word in enumerate(words):
        if i and paragraphs[i] != paragraphs[i - 1]:
            number += 1
            ended = False
        elif ended:
            closing = word in QUOTE_WORDS or word in ")]’'"
            touching = starts[i] == ends[i - 1]
            if not (closing and touching) and word not in SENTENCE_END:
                if not word[0].islower() and word not in ",;:—–":
                    number += 1
                ended = False
        numbers.append(number)
        if word in SENTENCE_END:
            ended = True
    return numbers


def _number_paragraphs(
    text: str, starts: list[int], ends: list[int], paragraphs: Sequence[Paragraph]
) -> list[int]:
    """Paragraph numbers: a line break always parts; ``paragraphs`` part further."""
    borders = [p.start for p in paragraphs]
    numbers: list[int] = []
    number = at = last = 0
    for start, end in zip(starts, ends, strict=True):
        parted = numbers and text.find("\n", last, start) >= 0
        while at < len(borders) and borders[at] <= start:
            at += 1
            parted = bool(numbers)
        if parted:
            number += 1
        numbers.append(number)
        last = end
    return numbers


def tokenize(text: str, paragraphs: Sequence[Paragraph] = ()) -> Tokens:
    """Cut ``text`` into tokens with word classes, sentence and paragraph numbers.

    Every character that is not white space belongs to exactly one token, and
    ``text[starts[i]:ends[i]] == words[i]``. The time is linear in the length of the text.
    """
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(text):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    lows = [word.lower() for word in words]
    numbers = _number_paragraphs(text, starts, ends, paragraphs)
    sentences = _number_sentences(text, words, starts, ends, numbers)
    tagger = _Tagger(words, lows, sentences)
    tags: list[str] = []
    first = 0
    while first < len(words):
        end = first
        while end < len(words) and numbers[end] == numbers[first]:
            end += 1
        headline = end - first < 40 and _title_case(words[first:end])
        while first < end:
            last = first
            while last < end and sentences[last] == sentences[first]:
                last += 1
            tags += tagger.tag(first, last, headline=headline)
            first = last
    _mend_verbs(lows, tags)
    _mend_particles(words, tags, sentences)
    _mend_pronouns(words, lows, tags, sentences)
    return Tokens(text, starts, ends, words, lows, tags, sentences, numbers)


def _mend_verbs(lows: list[str], tags: list[str]) -> None:
    """Turn "reports" in "The Herald reports that", and "…," the aide recalls, into verbs."""
    for i in range(1, len(tags) - 1):
        if tags[i] != NOUN or not lows[i].endswith("s") or tags[i - 1] not in _SUBJECTS:
            continue
        after = i + 2 if lows[i + 1] == "," and i + 2 < len(tags) else i + 1
        leads = tags[i - 1] != NOUN and (lows[after] in ("that", ":") or tags[after] == QUOTE)
        leads = leads or (lows[i + 1] == ":" and tags[after + 1 : after + 2] == [QUOTE])
        if (leads or (lows[i + 1] in (".", ",") and _after_quote(tags, i))) and any(
            tag == VERB for tag, _ in lexicon().classes(lows[i])
        ):
            tags[i] = VERB


def _mend_particles(words: list[str], tags: list[str], sentences: list[int]) -> None:
    """Make the small words inside a name part of it: "Oda van der Brekke"."""
    for i in range(1, len(tags) - 1):
        if words[i] in _PARTICLES and tags[i - 1] == NAME and tags[i] != NAME:
            last = i
            while last + 2 < len(tags) and words[last + 1] in _PARTICLES and last - i < 2:
                last += 1
            if tags[last + 1] == NAME and sentences[last + 1] == sentences[i - 1]:
                tags[i : last + 1] = [NAME] * (last + 1 - i)


def _mend_pronouns(
    words: list[str], lows: list[str], tags: list[str], sentences: list[int]
) -> None:
    """Read the family name "He" in front of a given name that is no word: "He Meiling said"."""
    for i in range(len(tags) - 1):
        if words[i] != "He" or tags[i] != PRON or tags[i + 1] != NAME:
            continue
        unknown = lows[i + 1] not in lexicon().words and sentences[i] == sentences[i + 1]
        if unknown and words[i + 1][1:].islower():
            tags[i] = NAME


_PARTICLES = words_of(
    """af al av bin binti da dal das de degli del dela della delle den der des di dos du e el i ibn
    la las le los ould ter van vom von y zu zur"""
)
_SUBJECTS = frozenset({NAME, PRON, NOUN})


def _after_quote(tags: list[str], i: int) -> bool:
    """Whether only one noun phrase stands between a closing mark and token ``i``."""
    start = i - 1
    while start > i - 7 and start > 0 and tags[start] in (NAME, NOUN, ADJ, DET, POSS):
        start -= 1
    return tags[start] == QUOTE and start < i - 1


_OPENS = frozenset({NAME, NOUN, ADJ, DET, POSS, NUM})
_INSIDE = frozenset({NAME, NOUN, ADJ, NUM})


def is_time(tokens: Tokens, i: int) -> bool:
    """Whether "last week", "next September" or its like stands at token ``i``."""
    if tokens.lows[i] not in _RELATIVE or i + 1 == len(tokens):
        return False
    return tokens.lows[i + 1] in _TIMES or tokens.lows[i + 1] in DAYS


_RELATIVE = frozenset({"last", "next"})
_TIMES = words_of("week month year night summer autumn spring fall winter weekend")


def noun_phrases(tokens: Tokens) -> tuple[NounPhrase, ...]:
    """Find the base noun phrases and pronouns of a text, in order and disjoint.

    "the former minister" is one phrase; "the minister of trade" two. A genitive ends a phrase
    ("Putin's" is one, "remarks" the next).
    """
    tags, sentences = tokens.tags, tokens.sentences
    phrases: list[NounPhrase] = []
    i, n = 0, len(tokens)
    while i < n:
        tag = tags[i]
        if tag in _OPENS:
            last = i
            while last + 1 < n and sentences[last + 1] == sentences[i]:
                following = tags[last + 1]
                gerund = following == ING and tags[last] in (DET, POSS, ADJ)
                dated = tokens.lows[last] in DAYS and following == NAME
                dated = dated or (tags[last] in (NAME, NOUN) and is_time(tokens, last + 1))
                dated = dated or (tags[last] == NOUN and tokens.lows[last + 1] in DAYS)
                if dated or not (following in _INSIDE or gerund):
                    break
                last += 1
            head = last
            while head > i and tags[head] not in (NAME, NOUN):
                head -= 1
            if tags[head] not in (NAME, NOUN):
                head = last
            phrases.append(NounPhrase(i, head, last))
            i = last + 1
            continue
        if tag in (PRON, REL):
            phrases.append(NounPhrase(i, i, i))
        i += 1
    return tuple(phrases)
