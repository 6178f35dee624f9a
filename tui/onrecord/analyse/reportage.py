"""The interviews of an article, and those that their reporters tell in the first person.

A feature may give most of what it quotes to the one whom its writer went to see, and never write
the word. One wording is not enough, for reports and columns have "told me" too: the writer has to
be there, and one person has to speak most, far more than anybody else.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from onrecord.analyse.parties import Party
from onrecord.analyse.voices import MEDIA
from onrecord.model import EntityKind, Form, Interview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.speakers import Namer
    from onrecord.model import Quotation, Span

_THERE = re.compile(r"\b(?:I|me)\b")
_MET = re.compile(
    r"""\b(?:the\sinterview|(?:our|my)\s(?:interview|conversation)
    |I\s(?:ask(?:ed)?|met|meet|visit(?:ed)?|remind(?:ed)?|sat\sdown\swith|pull(?:ed)?\sup)
    |(?:tells?|told|asks?|asked)\sme)\b""",
    re.VERBOSE,
)
_FEW, _PART = 2, 0.35
"""Quotations of the one interviewed that a reported interview has at least, and their share."""
_SEVERAL, _NEARLY = 4, 0.8
"""Quotations, and the share of them, where only "told me" tells of an interview."""
_TIMES, _SAID, _SHARE, _OVER = 3, 4, 0.4, 2
"""How often the writer is there; what one person says at least, of all, and over the next."""


def form_and_interviews(
    namer: Namer, quotations: Sequence[Quotation]
) -> tuple[Form, tuple[Interview, ...]]:
    """Return the form of an article and the interviews that it is or reports: none in a report."""
    form, interviews = namer.form, interviews_of(namer)
    if namer.turns:
        return form, interviews
    brief = namer.conversation is None or namer.conversation.brief
    if interviews and answers_most(interviews[0].interviewee, quotations, brief=brief):
        return Form.INTERVIEW, interviews
    told = told_interview(namer.document.text, quotations)
    if told is None:
        return Form.REPORT, ()
    asks = namer.outlet().speaker
    if asks is not None and asks.name == told[0]:
        return Form.REPORT, ()
    return Form.INTERVIEW, (Interview(told[0], asks.name if asks is not None else "", told[1]),)


def interviews_of(namer: Namer) -> tuple[Interview, ...]:
    """Return the interview that the article is or tells of, where both parties are known.

    A person answers, or one without a name; nobody interviews hernamer, and places do not ask.
    """
    answers = namer.parties[Party.ANSWERER].speaker
    evidence = namer.conversation.evidence if namer.conversation else _first_answer(namer)
    asks = namer.parties[Party.QUESTIONER].speaker
    if answers is None or evidence is None or asks == answers:
        return ()
    if answers.kind not in (EntityKind.PERSON, EntityKind.GENERIC):
        return ()
    asked = "" if asks is None else asks.name
    if asks is not None and asks.kind is EntityKind.PLACE and not namer.turns:
        asked = asked if MEDIA.intersection(asked.lower().split()) else ""
    return (Interview(answers.name, asked, evidence),)


def _first_answer(namer: Namer) -> Span | None:
    """Return the label or the words of the first answer, where two take turns."""
    names = {namer.name(n).speaker or namer.quotations[n].party for n in namer.turns}
    if len(names) != 2:
        return None
    for number in namer.turns:
        q = namer.quotations[number]
        if q.party is Party.ANSWERER:
            return q.mention or (q.start, q.end)
    return None


def answers_most(name: str, quotations: Sequence[Quotation], *, brief: bool) -> bool:
    """Whether a person says more than anybody, and a third of it all; nearly all, if ``brief``."""
    said = Counter(q.speaker.name for q in quotations if q.speaker is not None)
    least, share = (_SEVERAL, _NEARLY) if brief else (_FEW, _PART)
    return said[name] >= max(least, share * said.total(), *said.values(), 1)


def told_interview(text: str, quotations: Sequence[Quotation]) -> tuple[str, Span] | None:
    """Return the person whom the writer of a report went to see, and the words that tell it."""
    said = Counter(
        q.speaker.name
        for q in quotations
        if q.speaker is not None and q.speaker.kind is EntityKind.PERSON
    )
    most = said.most_common(2)
    if not most or most[0][1] < max(_SAID, _SHARE * len(quotations)):
        return None
    if len(most) > 1 and most[0][1] < _OVER * most[1][1]:
        return None
    prose = _prose(text, quotations)
    met = _MET.search(prose)
    there = sum(1 for _ in _THERE.finditer(prose))
    return (most[0][0], met.span()) if met is not None and there >= _TIMES else None


def _prose(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with blanks for what is quoted, so that offsets stay."""
    pieces: list[str] = []
    at = 0
    for q in sorted(quotations, key=lambda each: each.start):
        if q.end > at:
            start = max(at, q.start)
            pieces += [text[at:start], " " * (q.end - start)]
            at = q.end
    return "".join(pieces) + text[at:]
