"""What shows that somebody was interviewed, where no wording alone does: the evidence, added up.

A feature may give most of what it quotes to the one whom its writer went to see, and never write
the word. So each thing that shows it weighs a little: who says most, and how far before the next;
what passes between the writer and somebody ("tells me", "I ask", a question in the writer's own
words that somebody's answer follows), which counts for the one quoted nearest to it; whom the
title presents; that words are given in the present tense. Reports have each of these, hardly ever
all of one person.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.analyse.tokens import words_of
from onrecord.analyse.voices import MEDIA
from onrecord.model import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.model import Quotation, Span

_PASSES = re.compile(
    r"""\b(?:
    (?P<met>the\sinterview(?:er)?\b
        |on\s(?:the|his|her|their|its|our|a)\s(?:[\w’'-]+\s){0,4}?(?:podcast|programme)\b
        |on\s(?:the|a)\s(?:[\w’'-]+\s){0,4}?(?:radio|chat|talk)\sshow\b
        |(?:our|my)\s(?:interview|conversation|meeting|lunch|chat|recorder|notebook|questions?)\b
        |(?:told|tells|sp(?:oke|eaks|eaking)\sto|talk(?:s|ed|ing)\sto|invite[sd]|welcome[sd]
            |receive[sd])\s(?:the\s|our\s|this\s)?
            (?P<press>(?:[A-ZÀ-Þ][\w’'&.-]*\s?(?:(?:of|the|and|&|for)\s(?=[A-ZÀ-Þ]))?){1,5}
            (?:programme|program|show|podcast|newspaper|magazine|paper|website|station|breakfast)?
            |newspaper\b|programme\b|podcast\b|reporter\b|correspondent\b|magazine\b))
    |(?P<told>(?:tell|told|assur|remind|correct|show|ask|inform|confide|confess|admit|explain
        |says?\b|said|greet|meet|met|join|tak|took|offer|pour|hand|gave|giv|lead|led|invit|pick
        |welcom|look|glanc|smil|grin|star|wink|lean|turn|point|wav|usher|text|e-?mail|ring|rang|let
        |want|warn|promis)\w*\s(?:(?:in|to|at|over\sat|over\sto|towards?|back\sto)\s)?(?:me|us)\b)
    |(?P<own>(?:I|[Ww]e)\s(?:(?:then|later|also|once|first|finally|next|now)\s)?
        (?:ask|put|remind|suggest|wonder|mention|report|repeat|sa(?:y|id)\b|tell\b|told\b|read\b
        |bring\b|point|ventur|press|offer|confess|repl(?:y|ied)|want|me?et\b|s[ia]t\b|f[io]u?nd\b
        |c[ao](?:tch|ught)\b|visit|joined\b|arrive|pull|sp[eo]a?k|talk|call|reach|r[ai]ng\b
        |are\s(?:sitting|in|on|at)\b|am\s(?:sitting|shown|in|on|at)\b)(?:e?d)?)
    |(?P<asked>(?:[Aa]sked|[Pp]ressed|[Qq]uestioned)\s(?:whether|if|about|what|how|why|who|on|which
        |when)\b)
    |(?P<over>(?:over|between)\s(?:lunch|coffee|tea|breakfast|dinner|a\spint|drinks|a\scup|mouthfuls
        |sips|bites)\b|(?:on|over|by|down)\s(?:the\s)?(?:phone|line|zoom|video|telephone)\b
        |via\s(?:zoom|video)\b|video\scall)
    )""",
    re.VERBOSE,
)
"""What passes between a writer and the one spoken to, in the writer's own words."""
_ABROAD = re.compile(
    r"""\b(?:(?:dans|lors\sd|à\sl)\S{0,3}\s?(?:un\s|une\s|cet\s|cette\s|l[’'])?(?:long(?:ue)?\s)?(?:entretien|interview)
    |(?:entretien|interview)\s(?:accordée?|exclusi\w+|avec|à)|nous\s(?:reçoit|accueille|a\sreçus?|confie)\b
    |(?:au\smicro|sur\sle\splateau)\sde|confie-t-(?:il|elle)\s(?:à|au)\s
    |(?:en|durante)\s(?:una?\s)?(?:larga\s|extensa\s)?(?:entrevista|conversación|charla)\s(?:con|a|concedida|para|exclusiva)
    |entrevistad[oa]\spor|nos\s(?:recibe|recibió|atiende|cuenta)\b|conversa\scon|charla\scon
    |im\s(?:\w+-)?(?:[Ii]nterview|[Gg]espräch)\s(?:mit|der|dem|des)|empfängt\suns|erzählt\suns|sagte?\s(?:er|sie)?\s?(?:unserer|dieser)\s(?:Zeitung|Redaktion)
    |в\s(?:\w+\s)?интервью|в\s(?:беседе|разговоре)\sс|(?:рассказал|сообщил|заявил|признал)\w*\s(?:нам|изданию|газете|корреспонденту|нашему)\b)""",
    re.VERBOSE,
)
"""Wordings of an interview in the other languages that have cues."""
_ABROAD_WORTH = 4.0
_WORTH = {"met": 1.0, "told": 1.0, "own": 1.0, "asked": 0.4, "over": 0.5}
_ANSWERED = 0.9
"""The worth of a question of the writer that somebody's words follow."""
_OWN_PRESS, _OTHER_PRESS = 3.0, 1.5
"""The worth of telling something to the article's own outlet, and to another."""
_SHOWS = 1.0
"""The least worth of something that shows an interview: reports have questions, too."""
_ASKED = 2
"""Answered questions that show one as well, where all is told in the present tense."""
_ENOUGH = 4.0
"""What passes beyond this adds nothing."""
_REACH, _OTHER_LINE, _NEXT_LINE = 450, 400, 60
"""How far from what passes somebody is quoted; a line before counts as so much farther."""
_THERE = re.compile(r"\b(?:I|me|my)\b")
_OWN_WORDS = re.compile(r"[“‘\"'«„].*?\b(?:I|[Ww]e|[Mm]y|[Mm]e|[Oo]ur)\b.*?[”’\"'»]")
"""A title that quotes somebody who speaks of himself or herself."""
_GENRE = re.compile(
    r"(?:sketch|review|opinion|analysis|comment|letters?|obituary|live|editorial|diary|column)\b",
    re.IGNORECASE,
)
_PRESENTS = (
    r"\A(?:[\w’'-]+\s){0,3}?%s\s?(?:[:–—]|on\b|opens\sup|talks\b|speaks\b)",
    r"\b(?:with|meets?|meeting)\s(?:[\w’'-]+\s){0,3}?%s\b",
)
"""How a title presents whom an interview is with: "Ana Roy on fame", "Lunch with Ana Roy"."""
_LEAST, _SHARE, _OVER = 3, 0.3, 1.3
"""Quotations, their share, and how many times the next one's, from which evidence is weighed."""
_INTERVIEW = 5.0
"""From this sum on an article is an interview."""
_TRADE = words_of(
    "programme program show podcast newspaper magazine reporter correspondent website station"
)
_OURS = re.compile(r"\b(?:this|our)\b")
_JOINT = re.compile(
    r"""\b(?:agree[sd]?\sto\s(?:talk|speak|meet|sit|be\sinterviewed)|s[ia]t\sdown\swith|(?:spoke|speak|talked|talk)\s(?:exclusively\s)?to
    |(?:meet|met|join|joined|greet|greeted|received?|welcomed?)\s(?:me|us)\b|interview(?:ed)?\b|in\sconversation)""",
    re.VERBOSE,
)
"""What a sentence about several people says of an interview with all of them."""
_SEVERAL = re.compile(
    r"""\b(?:[Tt]hey|[Tt]hem|[Bb]oth|[Bb]and|[Cc]ouple|[Pp]air|[Dd]uo|[Tt]rio|[Qq]uartet|[Bb]rothers|[Ss]isters
    |[Ss]iblings|[Tt]wins|[Ff]riends|[Pp]artners|(?:[Aa]ll|the)\s(?:two|three|four|five|six))\b""",
    re.VERBOSE,
)
_GROUP, _MEMBER, _ALL = 6, 0.1, 0.85
"""How many are interviewed together at most, the share of each, and of all of them."""
_GAP = 3
"""Characters between a question and the answer that is quoted after it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A quotation: where it stands, who speaks and how the text says so."""

    start: int
    end: int
    name: str
    person: bool
    cue: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """The one whom the writer of an article went to see, and the words that show it best."""

    name: str
    weight: float
    evidence: Span
    press: str = ""
    """Another outlet that asked, if the words name one."""


def prose(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text with blanks for what is quoted, so that offsets stay."""
    pieces: list[str] = []
    at = 0
    for q in sorted(quotations, key=lambda each: each.start):
        if q.end > at:
            start = max(at, q.start)
            pieces += [text[at:start], " " * (q.end - start)]
            at = q.end
    return "".join(pieces) + text[at:]


def voices_of(text: str, quotations: Sequence[Quotation]) -> list[Voice]:
    """Return who speaks in each quotation that is in no other.

    "They" whom the text does not tell are the one person whom its first line names and who speaks.
    """
    ordered = sorted(quotations, key=lambda each: (each.start, -each.end))
    line = text.partition("\n")[0]
    persons = [q.speaker.name for q in ordered if q.speaker and q.speaker.kind is EntityKind.PERSON]
    first = {name for name in persons if name in line}
    they = first.pop() if len(first) == 1 else ""
    found: list[Voice] = []
    end = 0
    for q in ordered:
        if q.start < end:
            continue
        end = q.end
        if q.speaker is not None:
            name, person = q.speaker.name, q.speaker.kind is EntityKind.PERSON
        else:
            unknown = q.mention is not None and text[slice(*q.mention)].lower() == "they"
            name, person = (they, bool(they)) if unknown else ("", False)
        found.append(
            Voice(q.start, q.end, name, person, "" if q.cue is None else text[slice(*q.cue)])
        )
    return found


def encounter(
    title: str, text: str, outlet: str, quotations: Sequence[Quotation]
) -> Encounter | None:
    """Return the one person whom the article is an interview with, if the evidence is enough."""
    found = weigh(title, text, outlet, quotations)
    return found if found is not None and found.weight >= _INTERVIEW else None


def weigh(title: str, text: str, outlet: str, quotations: Sequence[Quotation]) -> Encounter | None:
    """Add up what shows that the one who says most was interviewed; None if nothing does."""
    voices = voices_of(text, quotations)
    said = Counter(voice.name for voice in voices if voice.name)
    most = said.most_common(2)
    persons = {voice.name for voice in voices if voice.person}
    if not most or most[0][0] not in persons or most[0][1] < _LEAST:
        return None
    (name, count), following = most[0], most[1][1] if len(most) > 1 else 0
    share, over = count / said.total(), count / max(1, following)
    if share < _SHARE or over < _OVER:
        return None
    own = prose(text, quotations)
    passed = [each for each in _passes(own, outlet, voices) if each[0] == name]
    best = max(passed, key=lambda each: each[1], default=None)
    present = _present(name, voices)
    asked = sum(worth == _ANSWERED for _, worth, _, _ in passed) >= _ASKED and present > 0.5
    if best is None or (best[1] < _SHOWS and not asked):
        return None
    weight = (
        min(_ENOUGH, sum(worth for _, worth, _, _ in passed)) / 2
        + 4 * (share - _SHARE)
        + min(1.5, 0.75 * (over - 1))
        + present
        + (best[1] == _OWN_PRESS)
        + min(0.5, sum(1 for _ in _THERE.finditer(own)) / 6)
        + _titled(name, title)
        + 0.5 * (name.split()[-1] in text.partition("\n")[0])
    )
    return Encounter(name, weight, best[2], " ".join(best[3].split()).strip(" .,"))


def joint(text: str, quotations: Sequence[Quotation]) -> tuple[tuple[str, ...], Span] | None:
    """Return those whom an article is an interview with together, and the sentence that says so.

    Nearly all words are theirs, in the present tense, nobody's most of them; and a sentence says
    that several met the writer: "They agreed to talk", "Ana and Bo Roy sat down with us".
    """
    voices = voices_of(text, quotations)
    said = Counter(voice.name for voice in voices if voice.person)
    least = max(_LEAST, _MEMBER * len(voices))
    group = tuple(name for name, count in said.most_common(_GROUP) if count >= least)
    if len(group) < 2 or sum(said[name] for name in group) < _ALL * len(voices):
        return None
    if not _THERE.search(own := prose(text, quotations)) and "us" not in own.split():
        return None
    for found in _JOINT.finditer(own):
        begins = max(own.rfind(mark, 0, found.start()) for mark in ".!?\n") + 1
        before = own[begins : found.start()]
        named = sum(name.split()[0] in before or name.split()[-1] in before for name in group)
        if named > 1 or _SEVERAL.search(before):
            return group, found.span()
    return None


def _passes(
    own: str, outlet: str, voices: Sequence[Voice]
) -> Iterator[tuple[str, float, Span, str]]:
    """Find what passes between the writer and whom, what it is worth, where, to what outlet."""
    starts = [voice.start for voice in voices]
    for found in _PASSES.finditer(own):
        worth, press = _WORTH[found.lastgroup or "met"], found["press"]
        if press is not None:
            worth = _press(found[0], press, outlet)
        who = _nearest(own, voices, starts, found.span())
        if who and worth:
            yield who, worth, found.span(), press if worth == _OTHER_PRESS and press else ""
    for found in _ABROAD.finditer(own):
        who = _nearest(own, voices, starts, found.span())
        if who:
            yield who, _ABROAD_WORTH, found.span(), ""
    for voice in voices:
        before = own[: voice.start].rstrip()
        if voice.name and before.endswith("?") and voice.start - len(before) <= _GAP:
            begins = max(before.rfind(mark, 0, len(before) - 1) for mark in ".!?\n") + 1
            begins += len(before[begins:]) - len(before[begins:].lstrip())
            yield voice.name, _ANSWERED, (begins, len(before)), ""


def _nearest(own: str, voices: Sequence[Voice], starts: Sequence[int], at: Span) -> str:
    """Return who is quoted nearest to a stretch: on its line, on the next, on the one before."""
    line, end = own.rfind("\n", 0, at[0]), own.find("\n", at[1])
    best, who = _REACH, ""
    k = bisect_left(starts, at[0])
    for voice in voices[max(0, k - 1) : k + 1]:
        if voice.end <= at[0]:
            away = at[0] - voice.end + (_OTHER_LINE if voice.start < line else 0)
        else:
            away = voice.start - at[1] + (_NEXT_LINE if 0 <= end < voice.start else 0)
        if away < best and voice.name:
            best, who = away, voice.name
    return who


def _press(wording: str, words: str, outlet: str) -> float:
    """Tell what it is worth to tell these something: an outlet, the article's own, or neither."""
    low = words.lower().strip(" .,’'")
    own = outlet.lower().removeprefix("the ")
    ours = low in _TRADE and _OURS.search(wording) is not None
    if ours or (own and low in (own, own.split()[-1])):
        return _OWN_PRESS
    return _OTHER_PRESS if not (MEDIA | _TRADE).isdisjoint(low.split()) else 0.0


def _present(name: str, voices: Sequence[Voice]) -> float:
    """Return the share of a person's words that are given in the present tense: "says Roy"."""
    cues = [voice.cue for voice in voices if voice.name == name and voice.cue[-1:].isalpha()]
    return sum(cue.endswith("s") for cue in cues) / len(cues) if cues else 0.0


def _titled(name: str, title: str) -> float:
    """Weigh a title: whether it presents a person, quotes one, or tells of another genre."""
    if _GENRE.match(title):
        return -1.5
    named = re.search(rf"\b{re.escape(name.split()[-1])}\b", title) is not None
    written = rf"(?:{re.escape(name)}|{re.escape(name.split()[-1])})"
    presents = named and any(re.search(form % written, title) for form in _PRESENTS)
    return 0.5 * named + 0.5 * presents + (_OWN_WORDS.search(title) is not None)
