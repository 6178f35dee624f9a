"""Where the phrases stand that stand for persons, and as what part of their clause.

What of this makes a person likely to be meant by a pronoun, :mod:`onrecord.analyse.antecedents`
weighs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.analyse.cues import cues
from onrecord.analyse.gazetteer import gazetteer
from onrecord.analyse.kinds import SPEAKS
from onrecord.analyse.names import is_common
from onrecord.analyse.tokens import (
    ADJ,
    ADV,
    AUX,
    CONJ,
    DET,
    GEN,
    INF,
    NAME,
    NOUN,
    NUM,
    POSS,
    PREP,
    PRON,
    QUOTE,
    SUB,
    VERB,
    lexicon,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.analyse.entities import Chain
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

_INSIDE_SUBJECT = frozenset({"of", "from", "at", "in", "for"})
_PREMODIFIERS = frozenset({NAME, NOUN, ADJ, GEN, DET, NUM, POSS})
_REACH = 30
"""Tokens after a phrase among which its verb is looked for."""
_APPOSED = frozenset({"a", "an", "the", "who", "whose", "now", "then", "one", "another"})
_OBJECTS = frozenset({DET, POSS, PRON, PREP, ADV, NUM, SUB})
_ENDS_SUBJECT = frozenset({PREP, GEN, CONJ, SUB})


@lru_cache(maxsize=1)
def _says() -> frozenset[str]:
    """Return the English verb forms that say that somebody speaks or thinks."""
    known = cues("en")
    return SPEAKS | (frozenset(known.verbs) if known is not None else frozenset())


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the text that stands for a person: a name, a pronoun or a description.

    ``subject`` tells that it is the subject of a clause, ``speaks`` that its verb says that
    somebody speaks or thinks.
    ``quotation`` is the number of the quotation around it, -1 outside.
    """

    first: int
    last: int
    chain: Chain
    subject: bool
    speaks: bool
    quotation: int
    named: bool
    sentence: int
    paragraph: int
    marks: tuple[int, ...]
    """What the place is, as numbers of :data:`~onrecord.analyse.antecedents.MARKS`."""


class Layout:
    """Where tokens stand: inside which quotation, and as what part of their clause."""

    def __init__(
        self, tokens: Tokens, quotations: Iterable[Span], headlines: frozenset[int]
    ) -> None:
        self.tokens = tokens
        self.loud = headlines
        self.inside = [-1] * len(tokens)
        for number, (start, end) in enumerate(quotations):
            for i in range(tokens.at(start), tokens.at(end)):
                self.inside[i] = number
        self._opened: dict[int, int] = {}
        """The first phrase of each paragraph that stands for somebody."""
        self._opening = [0] * len(tokens)
        for i in range(1, len(tokens)):
            same = tokens.sentences[i] == tokens.sentences[i - 1]
            self._opening[i] = self._opening[i - 1] if same else i

    def place(
        self, first: int, last: int, chain: Chain, *, named: bool, fresh: bool = False
    ) -> Place:
        """Return the place of a phrase, with what makes it salient."""
        tokens = self.tokens
        following = tokens.tags[last + 1] if last + 1 < len(tokens) else ""
        verb = -1 if following == GEN else self.verb(first, last)
        paragraph = tokens.paragraphs[first]
        subject = verb >= 0
        speaks = subject and tokens.lows[verb] in _says()
        pronoun = not named and first == last and tokens.tags[first] in (PRON, POSS)
        whether = (
            True,
            subject,
            0 <= verb < first or (subject and self.leads(first)),
            speaks,
            self._opener(first),
            fresh,
            named and self.modifies(last),
            following == GEN,
            first > 0 and tokens.tags[first - 1] == PREP,
            pronoun,
            not named and not pronoun,
            paragraph in self.loud,
        )
        return Place(
            first,
            last,
            chain,
            subject=subject,
            speaks=speaks,
            quotation=self.inside[first],
            named=named,
            sentence=tokens.sentences[last],
            paragraph=paragraph,
            marks=tuple(number for number, mark in enumerate(whether) if mark),
        )

    def _opener(self, first: int) -> bool:
        """Whether nobody stands before a phrase in its paragraph, quotations left aside."""
        paragraph = self.tokens.paragraphs[first]
        if self.inside[first] >= 0 or paragraph in self._opened:
            return self._opened.get(paragraph) == first
        self._opened[paragraph] = first
        return True

    def describes(self, first: int, core: int, last: int) -> bool:
        """Whether a name stands beside what its bearer is: "Ana Roy, a potter"."""
        tokens, roles = self.tokens, gazetteer().roles
        before = tokens.lows[first - 1] if first else ""
        comma = first > 1 and before == ","
        if core > first or before in roles or (comma and tokens.lows[first - 2] in roles):
            return True
        if tokens.words[last + 1 : last + 2] != [","] or last + 2 >= len(tokens):
            return False
        after = tokens.lows[last + 2]
        aged = after.isdigit() and len(after) == 2
        return aged or after in _APPOSED or after in roles or tokens.tags[last + 2] in (NOUN, ADJ)

    def says(self, verb: int) -> bool:
        """Whether a verb says that somebody speaks or thinks."""
        return self.tokens.lows[verb] in _says()

    def leads(self, first: int) -> bool:
        """Whether no verb stands before a phrase in its sentence, quotations left aside."""
        tokens = self.tokens
        return not any(
            tokens.tags[i] in (VERB, AUX) and self.inside[i] == self.inside[first]
            for i in range(max(self._opening[first], first - 30), first)
        )

    def verb(self, first: int, last: int) -> int:
        """Return the verb whose subject the phrase seems to be; -1 where it is none.

        A phrase that is a whole sentence, as answers are ("Thomas Hale."), is its own.
        """
        tokens = self.tokens
        before = (
            first - 1 if first and tokens.sentences[first - 1] == tokens.sentences[first] else -1
        )
        if before >= 0 and tokens.tags[before] == PREP and not self._titled(before):
            return -1
        inverted, quoted = self.verb_before(first)
        found = inverted if quoted else self.verb_after(first, last)
        if found < 0:
            found = inverted
        return last if found < 0 and self.alone(first, last) else found

    def _titled(self, i: int) -> bool:
        """Whether the "of" of a title stands here: "Secretary of State Ana Roy"."""
        return self.tokens.lows[i] == "of" and self.tokens.lows[i - 1] in gazetteer().titles

    def verb_after(self, first: int, last: int) -> int:
        """Return the verb that follows a phrase as its own, past what stands between commas."""
        tokens = self.tokens
        # In "the potter, Ana Roy, said" the second comma closes the apposition.
        apposed = first > 0 and tokens.words[first - 1] == ","
        aside = False
        for i in range(last + 1, min(len(tokens), last + _REACH)):
            tag, word = tokens.tags[i], tokens.words[i]
            if tokens.sentences[i] != tokens.sentences[last]:
                return -1
            if word == "," and apposed and not aside:
                apposed = False
                aside = not self._acts(i + 1)
            elif word in ",()—–":
                aside = not aside
            elif aside:
                continue
            elif tag in (VERB, AUX) or (i == last + 1 and self.may_act(i)):
                return i
            elif (i == last + 1 and tag in (NOUN, ADJ, NAME)) or (
                tokens.lows[i] not in _INSIDE_SUBJECT and tag in _ENDS_SUBJECT
            ):
                return -1
        return -1

    def _acts(self, i: int) -> bool:
        """Whether a verb stands here, or an adverb and a verb."""
        tags = self.tokens.tags[i : i + 2]
        verb = tags[1:] if tags and tags[0] == ADV else tags
        return bool(verb) and verb[0] in (VERB, AUX)

    def verb_before(self, first: int) -> tuple[int, bool]:
        """Return the verb of saying in front of its speaker: '…", said the potter Ana Roy'.

        -1 where there is none; and whether a quotation or a comma stands before the verb.
        """
        tokens = self.tokens
        i = first - 1
        while i >= 0 and first - i < 7 and tokens.tags[i] in _PREMODIFIERS:
            i -= 1
        if i < 0 or tokens.sentences[i] != tokens.sentences[first] or tokens.tags[i] != VERB:
            return -1, False
        opened = i > 0 and (tokens.tags[i - 1] == QUOTE or tokens.words[i - 1] in ",’''")
        return (i if opened or tokens.lows[i] in _says() else -1), opened

    def modifies(self, last: int) -> bool:
        """Whether a noun follows, to which the phrase belongs: "the Roy campaign"."""
        tokens = self.tokens
        if last + 1 >= len(tokens) or tokens.tags[last + 1] not in (NOUN, ADJ, NAME):
            return False
        if self.may_act(last + 1):
            return False
        # The tagger takes a verb that it does not know for a noun.
        return tokens.tags[last + 1] == NAME or is_common(tokens.lows[last + 1])

    def may_act(self, i: int) -> bool:
        """Whether what looks like a plural is a verb: "Roy loads the van"."""
        tokens = self.tokens
        if tokens.tags[i] != NOUN or not tokens.lows[i].endswith("s") or i + 1 >= len(tokens):
            return False
        if tokens.tags[i + 1] in (DET, POSS):
            return True
        low = tokens.lows[i]
        known = (*lexicon().classes(low), *lexicon().classes(low[:-1]))
        verb = any(tag in (VERB, INF) for tag, _ in known)
        return verb and tokens.tags[i + 1] in _OBJECTS

    def alone(self, first: int, last: int) -> bool:
        """Whether the phrase is a whole sentence."""
        sentences = self.tokens.sentences
        opens = first == 0 or sentences[first - 1] != sentences[first]
        return opens and (last + 2 >= len(sentences) or sentences[last + 2] != sentences[first])
