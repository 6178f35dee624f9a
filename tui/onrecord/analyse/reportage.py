"""The form of an article, and the interviews that it is or reports.

A wording that names the one interviewed is enough where that person says most; else the evidence
is added up (:mod:`onrecord.analyse.encounters`). Several may have been interviewed together.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from onrecord.analyse.asking import ANNOUNCED
from onrecord.analyse.encounters import encounter, joint
from onrecord.analyse.parties import Party
from onrecord.analyse.voices import MEDIA
from onrecord.model import EntityKind, Form, Interview

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.speakers import Namer
    from onrecord.model import Quotation, Span

_FEW, _PART = 2, 0.35
"""Quotations of the one interviewed that a reported interview has at least, and their share."""
_SEVERAL, _NEARLY = 4, 0.8
"""Quotations, and the share of them, where only "told me" tells of an interview."""
_COMPANY, _TURNS = 4, 2
"""How many answer together in a conversation at most, how often each; or this part of the most."""
_SHOW = re.compile(
    r"\b(?:hosts?|panel|debate|hearing|briefing|remarks|conference)\b", re.IGNORECASE
)


def form_and_interviews(
    namer: Namer, quotations: Sequence[Quotation]
) -> tuple[Form, tuple[Interview, ...]]:
    """Return the form of an article and the interviews that it is or reports: none in a report."""
    form, interviews = namer.form, interviews_of(namer)
    if namer.turns:
        return form, _with_company(namer, interviews)
    document = namer.document
    asks = namer.outlet().speaker
    asked = asks.name if asks is not None else ""
    together = joint(document.text, quotations)
    if together is not None:
        return Form.INTERVIEW, tuple(Interview(name, asked, together[1]) for name in together[0])
    brief = namer.conversation is None or namer.conversation.brief
    if interviews and answers_most(interviews[0].interviewee, quotations, brief=brief):
        return Form.INTERVIEW, interviews
    answers = [q for q in quotations if q.speaker is None or q.speaker.name != asked]
    met = encounter(document.title, document.text, document.outlet, answers)
    if met is None or asked == met.name:
        return Form.REPORT, ()
    return Form.INTERVIEW, (Interview(met.name, met.press or asked, met.evidence),)


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
    own = namer.outlet().speaker
    if asked.partition(" ")[0].lower() in ("this", "our") and own is not None:
        asked = own.name
    if asks is not None and asks.kind is EntityKind.PLACE and not namer.turns:
        asked = asked if MEDIA.intersection(asked.lower().split()) else ""
    return (Interview(answers.name, asked, evidence),)


def _with_company(namer: Namer, interviews: tuple[Interview, ...]) -> tuple[Interview, ...]:
    """Add those who answer beside the one interviewed: one asks, and two to four people answer.

    Debates, panels and shows with several hosts are no interviews, and nobody is added there.
    """
    turns = {namer.quotations[n].utterance: n for n in reversed(namer.turns)}
    speakers = {n: namer.name(n).speaker for n in turns.values()}
    said = Counter(speaker for speaker in speakers.values() if speaker is not None)
    before = _before(namer)
    if len(interviews) > 1 or not ANNOUNCED.search(before) or _SHOW.search(before):
        return interviews
    asks = {s for n, s in speakers.items() if namer.quotations[n].party is Party.QUESTIONER}
    asked = interviews[0].interviewer if interviews else ", ".join(s.name for s in asks if s)
    answer = [s for s in reversed(said) if s.name != asked]
    several = 2 <= len(answer) <= _COMPANY and len(answer) + 1 == len(said)
    least = max(_TURNS, max((said[s] for s in answer), default=0) / _COMPANY)
    if not several or any(said[s] < least or s.kind is not EntityKind.PERSON for s in answer):
        return interviews
    number = min(n for n, s in speakers.items() if s == answer[0])
    first = namer.quotations[number]
    evidence = interviews[0].evidence if interviews else first.mention or (first.start, first.end)
    names = dict.fromkeys([*(each.interviewee for each in interviews), *(s.name for s in answer)])
    return tuple(Interview(name, asked, evidence) for name in names)


def _before(namer: Namer) -> str:
    """Return what stands before the first turn, the title included."""
    return (
        namer.document.title + "\n" + namer.document.text[: namer.quotations[namer.turns[0]].start]
    )


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
