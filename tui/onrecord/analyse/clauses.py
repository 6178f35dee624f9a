"""Verbs and their subjects, found from word order alone.

English puts the subject before its verb, save after a quotation ("…," said the minister). What
stands between the two (adverbs, "of …", an apposition in commas) is stepped over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.analyse.tokens import NounPhrase, Tokens

_VERBS = frozenset({t.VERB, t.INF, t.ING, t.PCP})
_LIGHT = frozenset({t.ADV, t.AUX, t.PART})
_NOMINAL = frozenset({t.DET, t.POSS, t.ADJ, t.NAME, t.NOUN, t.NUM, t.GEN, t.PRON})
_CALLS = t.words_of("called calls described describes dubbed labelled labeled branded termed")
_REACH = 45
"""How many tokens after a subject its verb is looked for."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Which verb each noun phrase is the subject of, and the other way round.

    All parallel to the phrases: ``verb`` is the first verb of which the phrase is the subject
    (token index, -1: none), ``stepped`` how many modifiers stand between, ``inverted`` whether the
    verb stands before it, ``verbs`` all verbs that have it as subject in its sentence.
    ``subject`` maps a verb's token index to the index of its subject phrase.
    """

    verb: tuple[int, ...]
    stepped: tuple[int, ...]
    inverted: tuple[bool, ...]
    verbs: tuple[tuple[int, ...], ...]
    subject: dict[int, int]


def _close(tokens: Tokens, i: int, quoted: Sequence[int]) -> int:
    """Index of the token that closes the apposition opened by the comma or bracket ``i``."""
    closing = {"(": ")", "—": "—", "–": "–", "--": "--"}.get(tokens.words[i], ",")
    for j in range(i + 1, min(i + _REACH, len(tokens))):
        if tokens.sentences[j] != tokens.sentences[i] or quoted[j] >= 0:
            return -1
        if tokens.words[j] == closing:
            return j
    return -1


def _finite(tokens: Tokens, i: int) -> bool:
    """Whether an auxiliary is the clause's own verb: no verb follows it closely."""
    for j in range(i + 1, min(i + 4, len(tokens))):
        if tokens.tags[j] in _VERBS:
            return False
        if tokens.tags[j] not in _LIGHT:
            return True
    return True


def _verb_after(tokens: Tokens, head: int, quoted: Sequence[int]) -> tuple[int, int]:
    """Find the verb of the subject that ends at ``head``, and count what was stepped over."""
    i, stepped, limit = head + 1, 0, min(head + _REACH, len(tokens))
    while i < limit and quoted[i] < 0 and tokens.sentences[i] == tokens.sentences[head]:
        tag = tokens.tags[i]
        if tag in _VERBS:
            plain = stepped == 0 or tag in (t.VERB, t.INF)
            return (i if plain else -1), stepped
        if tag == t.AUX and _finite(tokens, i):
            return i, stepped
        if tag in _LIGHT:
            i += 1
            continue
        if t.is_time(tokens, i):
            i += 2
            continue
        if tokens.lows[i] in t.DAYS and i > head + 1:
            i += 1
            continue
        i = _step(tokens, i, limit, quoted)
        if i < 0:
            break
        stepped += 1
    return -1, stepped


def _step(tokens: Tokens, i: int, limit: int, quoted: Sequence[int]) -> int:
    """Step over the modifier of a subject that begins at token ``i``; -1: it is none."""
    tags = tokens.tags
    if tokens.words[i] in (",", "(", "—", "–", "--"):
        if tokens.words[i] == "," and i + 1 < limit and tags[i + 1] == t.VERB:
            return -1
        close = _close(tokens, i, quoted)
        return close + 1 if close >= 0 else -1
    joins = tags[i] == t.CONJ and i + 1 < limit and tags[i + 1] in _NOMINAL
    if tags[i] != t.PREP and not joins:
        return -1
    i += 1
    while i < limit and tags[i] in _NOMINAL and quoted[i] < 0:
        i += 1
    return i


def _verb_before(
    tokens: Tokens, first: int, quoted: Sequence[int], says: Callable[[str], bool]
) -> int:
    """Find the verb of saying before its subject, after a quotation; -1: none."""
    i = first - 1
    while i > 0 and tokens.tags[i] == t.ADV:
        i -= 1
    if i < 1 or quoted[i] >= 0 or tokens.tags[i] not in _VERBS or not says(tokens.lows[i]):
        return -1
    if quoted[i - 1] >= 0:
        return i
    if tokens.words[i - 1] not in (",", "—", "–", "--", "-"):
        return -1
    # "Roy, the mayor, called it …": no inversion, as it is after a quotation.
    return i if quoted[i - 2] >= 0 or tokens.lows[i] not in _CALLS else -1


def clauses(
    tokens: Tokens,
    phrases: Sequence[NounPhrase],
    quoted: Sequence[int],
    says: Callable[[str], bool],
) -> Clauses:
    """Find the verbs of the noun phrases that stand outside quotations.

    ``quoted[i]`` is -1 for a token outside; ``says`` tells a verb of saying from its form.
    """
    verb, stepped, inverted = [], [], []
    subject: dict[int, int] = {}
    for k, phrase in enumerate(phrases):
        found, steps, turned = -1, 0, False
        if quoted[phrase.head] < 0:
            found = _verb_before(tokens, phrase.first, quoted, says)
            turned = found >= 0
            if not turned:
                found, steps = _verb_after(tokens, phrase.last, quoted)
        verb.append(found)
        stepped.append(steps)
        inverted.append(turned)
        if found >= 0:
            rival = subject.get(found)
            if rival is None or _nearer(tokens, phrases, stepped, k, rival):
                subject[found] = k
    return Clauses(
        tuple(verb),
        tuple(stepped),
        tuple(inverted),
        _chains(tokens, phrases, quoted, subject),
        subject,
    )


def _nearer(
    tokens: Tokens, phrases: Sequence[NounPhrase], stepped: Sequence[int], k: int, rival: int
) -> bool:
    """Whether phrase ``k`` is rather a verb's subject than the phrase ``rival`` before it.

    The nearer one is, unless it only belongs to the other ("the minister of trade said").
    """
    first = phrases[k].first
    belongs = first > 0 and tokens.tags[first - 1] == t.PREP
    return stepped[k] < stepped[rival] and not belongs


def _chains(
    tokens: Tokens,
    phrases: Sequence[NounPhrase],
    quoted: Sequence[int],
    subject: dict[int, int],
) -> tuple[tuple[int, ...], ...]:
    """Give each verb without a subject of its own to the subject before it in its sentence."""
    chains: list[list[int]] = [[] for _ in phrases]
    current, sentence = -1, -1
    for i, tag in enumerate(tokens.tags):
        if tokens.sentences[i] != sentence:
            current, sentence = -1, tokens.sentences[i]
        if quoted[i] >= 0 or not (tag in _VERBS or i in subject):
            continue
        if i in subject:
            current = subject[i]
        if current >= 0:
            chains[current].append(i)
            subject.setdefault(i, current)
    return tuple(map(tuple, chains))
