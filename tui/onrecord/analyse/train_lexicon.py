"""Counts the tagger's lexicon from texts that spaCy has tagged (development only).

The counts hold lower-case common words only: a word that stands capitalised inside sentences more
often than in lower case is taken for a name and left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Tagged = list[tuple[int, str, str]]
"""Start offset, fine tag and coarse tag of each word, as spaCy gives them."""

_FINE = {
    "PRP": t.PRON, "EX": t.PRON, "PRP$": t.POSS, "WP$": t.POSS, "WP": t.REL, "WDT": t.REL,
    "WRB": t.SUB, "POS": t.GEN, "TO": t.PART, "CC": t.CONJ, "RP": t.ADV, "MD": t.AUX,
}  # fmt: skip
_VERBS = {"VBD": t.VERB, "VBZ": t.VERB, "VBP": t.VERB, "VB": t.INF, "VBG": t.ING, "VBN": t.PCP}
_COARSE = {
    "PROPN": t.NAME, "NOUN": t.NOUN, "PRON": t.PRON, "DET": t.DET, "ADJ": t.ADJ, "NUM": t.NUM,
    "ADV": t.ADV, "ADP": t.PREP, "SCONJ": t.SUB, "CCONJ": t.CONJ, "PART": t.PART, "AUX": t.AUX,
    "INTJ": t.ADV,
}  # fmt: skip


def word_class(fine: str, coarse: str) -> str:
    """Return our word class for a pair of spaCy tags."""
    if coarse == "PRON" and fine == "DT":
        return t.DET
    if fine in _FINE:
        return _FINE[fine]
    if coarse == "AUX":
        return t.AUX
    return _VERBS.get(fine) or _COARSE.get(coarse, t.PUNCT)


def _spec(counts: Counter[str]) -> str:
    """Write a distribution in twentieths, the likeliest first; '' when it rounds to nothing."""
    total = sum(counts.values())
    shares = [(round(20 * c / total), tag) for tag, c in counts.items()]
    return " ".join(f"{tag}:{w}" for w, tag in sorted(shares, key=lambda p: (-p[0], p[1])) if w)


def count_lexicon(articles: Iterable[tuple[str, Tagged]]) -> str:
    """Write the lexicon file: lines of kind, distribution and words, tab-separated."""
    words: Mapping[str, Counter[str]] = defaultdict(Counter)
    capital: Counter[str] = Counter()
    follows: Mapping[str, Counter[str]] = defaultdict(Counter)
    for text, tagged in articles:
        classes = {start: word_class(fine, coarse) for start, fine, coarse in tagged}
        tokens = t.tokenize(text)
        previous = "<"
        for i, word in enumerate(tokens.words):
            if i and tokens.sentences[i] != tokens.sentences[i - 1]:
                previous = "<"
            tag = classes.get(tokens.starts[i], "")
            if not word[0].isalnum() and word[0] not in "'’":
                tag = t.QUOTE if word in t.QUOTE_WORDS else t.PUNCT
            elif len(word) == 1 and word[0] in "'’":
                tag = t.PUNCT
            elif word[0].isupper() and previous != "<":
                capital[word.lower()] += tag == t.NAME
            elif tag and tag != t.PUNCT and word.islower():
                words[word][tag] += 1
            if tag:
                follows[previous][tag] += 1
                previous = tag
    common = {
        word: counts
        for word, counts in words.items()
        if sum(counts.values()) >= 2 and capital[word] <= sum(counts.values())
    }
    for counts in common.values():
        if counts.most_common(1)[0][0] != t.NAME:
            counts.pop(t.NAME, None)
    return _lines(common, follows)


def _lines(common: Mapping[str, Counter[str]], follows: Mapping[str, Counter[str]]) -> str:
    grouped: Mapping[tuple[str, str], list[str]] = defaultdict(list)
    for word, counts in common.items():
        if t.NAME not in counts:
            grouped["words", _spec(counts)].append(word)
    endings: Mapping[str, Counter[str]] = defaultdict(Counter)
    for word, counts in common.items():
        if sum(counts.values()) <= 20 and word.isalpha():
            for size in (1, 2, 3, 4):
                if len(word) > size:
                    endings[word[-size:]][counts.most_common(1)[0][0]] += 1
    for ending, counts in endings.items():
        counts.pop(t.NAME, None)
        if sum(counts.values()) >= 12:
            grouped["suffixes", _spec(counts)].append(ending)
    lines = [f"{kind}\t{spec}\t{' '.join(sorted(ws))}" for (kind, spec), ws in grouped.items()]
    for tag, counts in follows.items():
        total = sum(counts.values())
        shares = [(x, round(10000 * c / total)) for x, c in sorted(counts.items())]
        lines.append(f"follows\t{tag}\t{' '.join(f'{x}:{w}' for x, w in shares if w)}")
    return "\n".join(sorted(lines)) + "\n"
