"""Which letter, sign or report "it" is: "A note hung on the gate. It read, “Back at six.”"."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analyse.tokens import ADJ, DET, GEN, NAME, NOUN, NUM, PCP, POSS, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.bodies import Body
    from onrecord.analyse.salience import Layout
    from onrecord.model import Span

_DOCUMENTS = words_of(
    """ad advert advertisement agreement article audit banner bill blog bulletin card caption
    charter circular clause contract decree diary directive document draft e-mail editorial email
    entry filing headline indictment inscription judgment judgement label lawsuit leaflet letter
    log manifesto manual memo memorandum menu message minutes motto note notice order page
    pamphlet paper paragraph petition placard plaque poster post postcard press-release reply
    report resolution review rule ruling script sign signboard slogan statement study survey
    telegram text ticket transcript treaty tweet verdict warning website will"""
)
_READS = words_of("read reads began begins ended ends ran runs concluded concludes")
"""Verbs that a document has with its words, and bodies seldom."""
_NOMINAL = frozenset({NOUN, ADJ, NUM, PCP, NAME})
_BODIES = 20
"""Bodies before "it" that are looked at; keeps the time linear."""
_FAR, _SENTENCES = 60, 3
"""Tokens and sentences among which a document is looked for."""


def is_document(low: str) -> bool:
    """Whether a lower-case noun is something written."""
    return low in _DOCUMENTS


def written_as_it(
    i: int, layout: Layout, bodies: Sequence[Body] = (), *, alone: bool = False
) -> Span | None:
    """Return the phrase for the document that "it" at token ``i`` means; None: it means none.

    It is the last one named in the writer's words: a subject, or any in the same sentence or where
    "it" reads; and none of ``bodies`` acts since. Where ``alone`` says that "it" is no body, it may
    be any, somewhat further up.
    """
    tokens = layout.tokens
    verb = layout.verb_after(i, i)
    strong = alone or (verb >= 0 and tokens.lows[verb] in _READS)
    before = bodies[: bisect_left(bodies, i, key=lambda body: body.first)][-_BODIES:]
    acts = max((b.first for b in before if b.subject and b.outside), default=-1)
    for k in range(i - 1, max(i - _FAR, acts), -1):
        apart = tokens.sentences[i] - tokens.sentences[k]
        if apart >= _SENTENCES + alone:
            return None
        if layout.inside[k] >= 0 or tokens.tags[k] != NOUN or tokens.lows[k] not in _DOCUMENTS:
            continue
        if tokens.tags[k + 1] in (NOUN, GEN):
            continue
        first = k
        while first and k - first < 6 and tokens.tags[first - 1] in _NOMINAL:
            first -= 1
        if not first or tokens.tags[first - 1] not in (DET, POSS):
            continue
        if strong or layout.verb(first - 1, k) >= 0 or apart == 0:
            return tokens.span(first - 1, k)
    return None
