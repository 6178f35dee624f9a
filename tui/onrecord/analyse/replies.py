"""Dialogue told by a writer: short paragraphs of nothing but speech, each the other one's.

Newspapers leave a quotation open where its speaker goes on in the next paragraph. So a short one
that stands alone behind a finished one is a reply: by whoever spoke before, by who was asked or is
in sight beside the speaker, or by the writer. Long ones go on with their speaker, as in reports.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from onrecord.analyse.kinds import PERSON
from onrecord.analyse.roles import role_of
from onrecord.analyse.tokens import NAME, SENTENCE_END, words_of
from onrecord.model import EntityKind, QuotationKind

if TYPE_CHECKING:
    from onrecord.analyse.attribution import Attributed, Attributions
    from onrecord.analyse.identity import Identities
    from onrecord.analyse.tokens import Tokens
    from onrecord.model import Span

_SHORT, _ANSWER, _IN_RUN = 14, 25, 40
"""Tokens of a reply; of one that asks or is asked for; of one in a run of them."""
_NEAR, _FAR = 2, 5
"""Paragraphs before a reply among which the other one has spoken."""
_REACH = 8
"""Quotations before a reply among which the other one is looked for."""
_SURE, _LIKELY, _SEEN, _WRITER = 0.88, 0.78, 0.6, 0.7
_ALONE = 0.6
"""How sure a speaker is of whom alone a paragraph tells."""
_MARKS = "“\"'‘«„「"
_ADDRESSED = words_of(
    """sir madam ma’am ma'am darling love dear honey sweetheart mate pal son kid boy doctor minister
    councillor officer captain professor mum mom dad lady honour honor lord majesty"""
)
"""What people are called to their face."""
_CALLED = frozenset({",", ".", "?", "!", "—", "–", "…", "”", '"', "’"})
_WRITERS = words_of("i me my")


class Who(NamedTuple):
    """What tells a speaker from others: the id of the chain of the person or body, else a word."""

    chain: int
    word: str
    may_reply: bool
    """Whether it is somebody: no body, no document."""

    def differs(self, other: Who) -> bool:
        """Whether two speakers are not one: a role may be of whoever is named."""
        writer = self.word in _WRITERS or other.word in _WRITERS
        return self[:2] != other[:2] and (writer or bool(self.chain) == bool(other.chain))


class _Replies:
    """The replies of one text."""

    def __init__(self, tokens: Tokens, identities: Identities, said: tuple[Attributed, ...]):
        self.tokens, self.identities, self.said = tokens, identities, said
        self.first = [tokens.at(q.start) for q in said]
        self.last = [tokens.at(q.end) - 1 for q in said]
        self.speaks: dict[int, tuple[Span, Span, Who]] = {}
        """The phrase that names the speaker of a quotation, its head, and who that is."""
        self.replies: set[int] = set()

    def found(self) -> dict[int, Attributed]:
        """Return the replies with their speakers, by the number of the quotation."""
        changed: dict[int, Attributed] = {}
        outer = [n for n in range(len(self.said)) if self.is_outer(n)]
        for place, n in enumerate(outer):
            q = self.said[n]
            before = outer[place - 1] if place else -1
            if before >= 0 and self.is_reply(before, n):
                reply = self.reply(outer, place)
                if reply is not None:
                    self.replies.add(n)
                    if reply.mention != q.mention:
                        changed[n] = q = reply
            if q.mention is None and q.kind is QuotationKind.DIRECT and not self.is_loud(n):
                alone = self.in_paragraph(n)
                if alone is not None:
                    changed[n] = q = self.given(n, alone, alone, _ALONE)
            if q.mention is not None and q.head is not None:
                self.speaks[n] = q.mention, q.head, self.who(q.head)
        return changed

    def is_outer(self, n: int) -> bool:
        """Whether a quotation is speech that no other holds, and no turn of a transcript."""
        q = self.said[n]
        if q.kind is QuotationKind.TURN:
            return False
        inside = n > 0 and any(q.end <= self.said[k].end for k in range(max(n - 3, 0), n))
        return not inside and self.tokens.text[q.start] in _MARKS

    def alone(self, n: int) -> bool:
        """Whether a quotation is a paragraph of its own."""
        paragraphs = self.tokens.paragraphs
        first, last = self.first[n], self.last[n]
        opens = first == 0 or paragraphs[first - 1] != paragraphs[first]
        return opens and (last + 1 == len(paragraphs) or paragraphs[last + 1] != paragraphs[last])

    def is_reply(self, before: int, n: int) -> bool:
        """Whether a quotation answers the one before it rather than going on with it."""
        tokens = self.tokens
        first = self.first[n]
        next_to = tokens.paragraphs[first] - tokens.paragraphs[self.last[before]] == 1
        goes_on = self.said[before].utterance == self.said[n].utterance
        if not next_to or goes_on or not self.alone(n) or self.is_loud(n):
            return False
        length = self.last[n] - first + 1
        if before in self.replies:
            return length <= _IN_RUN
        return length <= (_ANSWER if self.is_answer(before, n) else _SHORT)

    def is_loud(self, n: int) -> bool:
        return self.tokens.paragraphs[self.first[n]] in self.identities.layout.loud

    def is_answer(self, before: int, n: int) -> bool:
        """Whether a quotation asks back, is asked for, or calls somebody to their face."""
        return self.asks(before) or self.asks(n) or self.addresses(n)

    def asks(self, n: int) -> bool:
        return "?" in self.tokens.words[max(self.last[n] - 1, 0) : self.last[n] + 1]

    def addresses(self, n: int) -> bool:
        """Whether somebody is called by name or "sir" between commas, or at the end."""
        tokens = self.tokens
        for i in range(self.first[n] + 1, self.last[n] + 1):
            called = tokens.lows[i] in _ADDRESSED or tokens.tags[i] == NAME
            if called and tokens.words[i + 1 : i + 2] and tokens.words[i + 1] in _CALLED:
                before = tokens.words[i - 1] if tokens.lows[i - 1] != "my" else tokens.words[i - 2]
                if before == ",":
                    return True
        return False

    def who(self, head: Span) -> Who:
        """Return who speaks: the person or body, else the word."""
        tokens, identities = self.tokens, self.identities
        i = tokens.at(head[0])
        known = identities.by_token.get(i) or identities.unnamed.get(i)
        if known is None and i in identities.at:
            known = identities.at[i].chain
        if known is None:
            low = tokens.lows[i]
            return Who(0, low, low in _WRITERS or bool(role_of(low)))
        return Who(id(known), "", known.kind in (PERSON, EntityKind.GENERIC))

    def reply(self, outer: list[int], place: int) -> Attributed | None:
        """Return the reply with its speaker; None: nobody else is in sight."""
        n, before = outer[place], outer[place - 1]
        if before not in self.speaks:
            return None
        speaker = self.speaks[before][2]
        sure = _SURE if self.is_answer(before, n) or before in self.replies else _LIKELY
        earlier = outer[max(place - _REACH, 0) : place - 1]
        near = self.other(earlier, n, speaker, _NEAR)
        if near is not None:
            return self.given(n, *near, sure)
        told = speaker.word not in _WRITERS
        writer = self.writer(n, _NEAR - 1) if told and self.is_answer(before, n) else None
        seen = writer or self.in_sight(n, speaker)
        if seen is None and told and self.asks(n):
            seen = writer = self.writer(n, _FAR)
        if seen is not None:
            return self.given(n, seen, seen, _SEEN if writer is None else _WRITER)
        far = self.other(earlier, n, speaker, _FAR)
        return None if far is None else self.given(n, *far, _SEEN)

    def other(
        self, earlier: list[int], n: int, speaker: Who, reach: int
    ) -> tuple[Span, Span] | None:
        """Find the last one of ``earlier`` who is a person and speaks besides the speaker."""
        paragraphs = self.tokens.paragraphs
        for k in reversed(earlier):
            if paragraphs[self.first[n]] - paragraphs[self.last[k]] > reach:
                return None
            if k not in self.speaks or self.said[k].kind is not QuotationKind.DIRECT:
                continue
            mention, head, who = self.speaks[k]
            if who.may_reply and who.differs(speaker):
                return mention, head
        return None

    def given(self, n: int, mention: Span, head: Span, sure: float) -> Attributed:
        return replace(self.said[n], mention=mention, head=head, cue=None, confidence=sure)

    def in_sight(self, n: int, speaker: Who) -> Span | None:
        """Find the one other person whom the writer's words name in the two paragraphs before."""
        return self.told_of(n, _NEAR, speaker.chain)

    def in_paragraph(self, n: int) -> Span | None:
        """Find the one person of whom the sentences before a quotation tell in its paragraph.

        "Roy had fed it into his model. By how much? “Enough that I did not sleep.”"
        """
        first = self.first[n]
        ends = first > 0 and self.tokens.words[first - 1] in SENTENCE_END
        return self.told_of(n, 0) if ends else None

    def told_of(self, n: int, reach: int, besides: int = 0) -> Span | None:
        """Find where the writer tells of the only person in so many paragraphs before."""
        tokens, identities = self.tokens, self.identities
        here = tokens.paragraphs[self.first[n]]
        seen: dict[int, Span] = {}
        named: set[int] = set()
        i = self.first[n] - 1
        while i >= 0 and here - tokens.paragraphs[i] <= reach:
            chain, reference = identities.by_token.get(i), identities.at.get(i)
            last = i
            if chain is None and reference is not None:
                chain, last = reference.chain, reference.last
            if chain is not None and chain.kind == PERSON and identities.layout.inside[i] < 0:
                key = id(chain)
                if key != besides and (
                    key not in seen or (i in identities.by_token) > (key in named)
                ):
                    seen[key] = tokens.span(i, last)
                    named |= {key} if i in identities.by_token else set()
            i -= 1
        return next(iter(seen.values())) if len(seen) == 1 else None

    def writer(self, n: int, reach: int) -> Span | None:
        """Find where the writer says "I" in the paragraphs before."""
        tokens, inside = self.tokens, self.identities.layout.inside
        here = tokens.paragraphs[self.first[n]]
        i = self.first[n] - 1
        while i >= 0 and here - tokens.paragraphs[i] <= reach:
            if tokens.lows[i] in _WRITERS and inside[i] < 0:
                return tokens.span(i, i)
            i -= 1
        return None


def with_replies(
    tokens: Tokens, identities: Identities, attributions: Attributions
) -> Attributions | None:
    """Return the attributions with replies given to who makes them; None: there are none."""
    said = attributions.quotations
    changed = _Replies(tokens, identities, said).found()
    if not changed:
        return None
    return replace(attributions, quotations=tuple(changed.get(n, q) for n, q in enumerate(said)))
