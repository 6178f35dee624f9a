"""Who was interviewed by whom, and what form an article has.

The text says it in a few set ways: "X sat down with Y", "Y interviewed X", "told Y in an
interview", "an interview with X". Which of the two was interviewed is the one who speaks in the
article; an outlet asks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.analyse import tokens as t
from onrecord.analyse.features import ORGANISATIONS, TITLES
from onrecord.analyse.parties import Party
from onrecord.analyse.tokens import NounPhrase, words_of
from onrecord.analyse.voices import MEDIA
from onrecord.model import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from onrecord.analyse.candidates import Reading
    from onrecord.analyse.tokens import Tokens
    from onrecord.analyse.turns import Turn
    from onrecord.model import Span


@dataclass(frozen=True, slots=True)
class Conversation:
    """An interview: the phrases that name its parties and the span that tells of it.

    ``interviewer`` is None where the text does not name who asked: the outlet or the byline did.
    """

    interviewee: Span
    interviewer: Span | None
    evidence: Span
    brief: bool = False
    """Whether nothing more than "told me" tells of it."""


_MEET = words_of("sat sits sit spoke speaks speak talked talks talk chatted chats spoken")
_MET = words_of("met meets")
"""Verbs that tell of an interview only where one of the two asks for a living."""
_INTERVIEW = words_of("interview interviews q&a conversation sit-down chat")
_TELL = words_of("told tells tell telling")
_REPORTERS = words_of(
    """reporter journalist correspondent anchor host columnist editor interviewer podcaster
    magazine newspaper daily weekly broadcaster channel station network radio podcast outlet
    state-media wikinews"""
)
_BODIES = words_of(
    """department fbi cia police commission committee agency bureau ministry council court congress
    senate parliament house government board university college army navy union nations bank
    investigators prosecutors officials detectives agents lawmakers members voters donors"""
)
"""Who may interview and is no press: "interviewed by the police"."""
_UNDONE = words_of(
    """request requests requested requesting decline declined declines refuse refused refuses
    scheduled never without cancelled canceled seeking sought"""
)
"""Words that tell that the interview of their sentence did not take place."""
_STOPS = words_of("of about against at after before along not n't never to")
"""What parts "spoke" from a "with" that is not its own."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Two phrases of one interview in the order of the text's wording."""

    subject: NounPhrase | None
    other: NounPhrase | None
    other_answers: bool
    """Whether the wording itself says that ``other`` was interviewed."""
    at: int
    reporter: bool = False
    """Whether the wording itself says that ``other`` asked: "told X of the Post"."""


def _phrase_at(
    phrases: Sequence[NounPhrase], starts: Mapping[int, int], i: int
) -> NounPhrase | None:
    """Return the phrase that begins at token ``i``."""
    return phrases[starts[i]] if i in starts else None


def _wordings(reading: Reading, turns: Sequence[Turn]) -> Iterator[_Found]:
    """Find the wordings that tell of an interview, in the writer's own words."""
    tokens, phrases = reading.tokens, reading.phrases
    spoken = bytearray(len(tokens))
    for turn in turns:
        first, end = tokens.at(turn.start), tokens.at(turn.end)
        spoken[first:end] = b"\1" * (end - first)
    starts = {phrase.first: k for k, phrase in enumerate(phrases)}
    current: NounPhrase | None = None
    sentence = -1
    for i in range(len(tokens)):
        if tokens.sentences[i] != sentence:
            sentence, current = tokens.sentences[i], None
        if reading.quoted[i] >= 0 or spoken[i]:
            continue
        if i in reading.clauses.subject:
            current = phrases[reading.clauses.subject[i]]
            if tokens.lows[i] == "asked" and tokens.lows[current.head] in ("i", "we"):
                asked = _phrase_at(phrases, starts, i + 1)
                if asked is not None and _is_somebody(tokens, asked):
                    answerer = by_name(reading, asked)
                    if answerer.head != asked.head or tokens.tags[asked.head] == t.NAME:
                        yield _Found(current, answerer, other_answers=True, at=i)
        other, answers = _other(tokens, phrases, starts, i, current)
        if other is None or _undone(tokens, i):
            continue
        other = _owned(tokens, phrases, starts, other)
        if current is None and i > 1 and tokens.lows[i - 2] in ("in", "during"):
            # "In an interview with Y, X said": who answers comes after
            later = _later_subject(reading, other)
            answers = later is not None and not _asks(tokens, later, "")
            yield _Found(later, other, other_answers=later is None, at=i, reporter=answers)
        else:
            told = tokens.lows[i] in _TELL
            yield _Found(current, other, other_answers=answers, at=i, reporter=told)


def _is_somebody(tokens: Tokens, phrase: NounPhrase) -> bool:
    """Whether a phrase may be a single person: a name, "him" or "her"."""
    return tokens.tags[phrase.head] == t.NAME or tokens.lows[phrase.head] in ("him", "her")


def _undone(tokens: Tokens, i: int) -> bool:
    """Whether the sentence tells of an interview that was only asked for."""
    before = range(max(0, i - 8), i)
    return any(
        tokens.lows[j] in _UNDONE for j in before if tokens.sentences[j] == tokens.sentences[i]
    )


def _owned(
    tokens: Tokens, phrases: Sequence[NounPhrase], starts: Mapping[int, int], phrase: NounPhrase
) -> NounPhrase:
    """Prefer the person or station to its owner: "CNN's Ana Roy", "Velmora's Radio Two"."""
    owned = _phrase_at(phrases, starts, phrase.last + 2)
    after = phrase.last + 1
    if owned is None or (tokens.tags[after] != t.GEN and tokens.words[after] not in "’'"):
        return phrase
    named = tokens.tags[owned.first] == t.NAME and tokens.lows[owned.head] not in _INTERVIEW
    return owned if named else phrase


def _later_subject(reading: Reading, phrase: NounPhrase) -> NounPhrase | None:
    """Find the next subject in the sentence of ``phrase``."""
    sentences = reading.tokens.sentences
    for k in range(
        bisect_left(reading.phrases, phrase.last, key=lambda p: p.first), len(reading.phrases)
    ):
        following = reading.phrases[k]
        if sentences[following.head] != sentences[phrase.head]:
            return None
        if following is phrase or reading.tokens.tags[following.first - 1] == t.PREP:
            continue
        names = [
            i
            for i in range(following.first, following.last + 1)
            if reading.tokens.tags[i] == t.NAME and reading.tokens.lows[i] not in t.DAYS
        ]
        if names:
            return NounPhrase(following.first, names[-1], names[-1])
        if reading.clauses.verb[k] >= 0:
            return following
    return None


def _other(
    tokens: Tokens,
    phrases: Sequence[NounPhrase],
    starts: Mapping[int, int],
    i: int,
    subject: NounPhrase | None,
) -> tuple[NounPhrase | None, bool]:
    """Find the other party that token ``i`` brings in, and whether it surely answers."""
    low = tokens.lows[i]
    if low in _MEET and subject:
        return _with(tokens, phrases, starts, i), False
    if low in _MET and subject:
        other = _with(tokens, phrases, starts, i)
        press = other is not None and (_asks(tokens, subject, "") or _asks(tokens, other, ""))
        return (other if press else None), False
    if low in ("interviewed", "interviewing") and i + 1 < len(tokens):
        passive = tokens.lows[i + 1] == "by"
        return _phrase_at(phrases, starts, i + 1 + passive), not passive
    led = tokens.lows[i + 1] if low in _INTERVIEW and i + 2 < len(tokens) else ""
    if led == "with" or (led == ":" and low in ("interview", "q&a")):
        return _phrase_at(phrases, starts, i + 2), subject is None
    if low in _TELL and subject and tokens.lows[subject.head] not in ("i", "we", "you", "they"):
        other = _phrase_at(phrases, starts, i + 1)
        if other and (_says_interview(tokens, other.last) or tokens.lows[i + 1] in ("me", "us")):
            return other, False
        outlet = _phrase_at(phrases, starts, other.last + 2) if other else None
        if outlet and tokens.lows[outlet.first - 1] in ("of", "from") and _asks(tokens, outlet, ""):
            return other, False
    return None, False


def _with(
    tokens: Tokens, phrases: Sequence[NounPhrase], starts: Mapping[int, int], i: int
) -> NounPhrase | None:
    """Find whom somebody met at token ``i``: "sat down (for an interview) with Y"."""
    seated = tokens.lows[i] in ("sat", "sits", "sit")
    if seated and tokens.lows[i + 1 : i + 2] != ["down"]:
        return None
    for j in range(i + 1, min(i + 9, len(tokens) - 1)):
        if tokens.sentences[j] != tokens.sentences[i]:
            return None
        ended = tokens.lows[j] in _STOPS and not (tokens.lows[j] == "to" and not seated)
        if ended or tokens.tags[j] in (t.VERB, t.REL):
            return None
        if tokens.lows[j] in ("with", "to") and tokens.tags[j + 1] not in (t.INF, t.AUX):
            return _phrase_at(phrases, starts, j + 1)
    return None


def _says_interview(tokens: Tokens, i: int) -> bool:
    ahead = range(i + 1, min(i + 8, len(tokens)))
    return any(tokens.lows[j] in _INTERVIEW for j in ahead)


def _asks(tokens: Tokens, phrase: NounPhrase, outlet: str) -> bool:
    """Whether a phrase names an outlet, a reporter, or the writer."""
    words = [tokens.lows[i].rstrip(".") for i in range(phrase.first, phrase.last + 1)]
    if words[-1] in ("i", "we", "me", "us") or any(w in _REPORTERS for w in words):
        return True
    if outlet and words[-1] in outlet.lower().split():
        return True
    titled = tokens.words[phrase.first] == "The" and phrase.first > 0
    titled = titled and tokens.sentences[phrase.first - 1] == tokens.sentences[phrase.first]
    if words[-1] in _BODIES or tokens.tags[phrase.head] != t.NAME:
        return False
    return titled or words[-1] in MEDIA or words[-1] in ORGANISATIONS


def find_conversation(
    reading: Reading,
    speaks: Mapping[str, float],
    outlet: str = "",
    turns: Sequence[Turn] = (),
) -> Conversation | None:
    """Find the interview that an article tells of, or None.

    ``speaks`` says how much each speaker (by :attr:`Reading.keys`) is quoted; ``outlet`` is the
    name of the publishing outlet. What is said in ``turns`` tells of no interview of theirs.
    """
    tokens = reading.tokens
    keys = {phrase: reading.keys[k] for k, phrase in enumerate(reading.phrases)}
    best: tuple[float, Conversation] | None = None
    for found in islice(_wordings(reading, turns), _WORDINGS):
        pair = _roles(tokens, found, speaks, keys, outlet)
        if pair is None:
            continue
        answers, asks = pair
        answers = _fullest(reading, by_name(reading, answers), speaks)
        here = tokens.sentences[found.at]
        both = (found.subject, found.other)
        ends = [p for p in both if p is not None and tokens.sentences[p.head] == here]
        evidence = (
            min([tokens.starts[found.at], *(tokens.starts[p.first] for p in ends)]),
            max([tokens.ends[found.at], *(tokens.ends[p.last] for p in ends)]),
        )
        weight = (
            speaks.get(keys.get(answers, ""), 0.0)
            + (1 if asks else 0)
            - found.at / (len(tokens) + 1)
        )
        if best is None or weight > best[0]:
            interviewer = None
            if asks and tokens.tags[asks.head] != t.PRON:
                last = asks.last
                while last >= asks.first and tokens.lows[last] in t.DAYS:
                    last -= 1
                interviewer = tokens.span(asks.first, last) if last >= asks.first else None
            brief = tokens.lows[found.at] in _TELL and interviewer is None
            span = tokens.span(answers.first, answers.last)
            said = Conversation(span, interviewer, evidence, brief)
            best = (weight, said)
    return best[1] if best else None


def introduced(reading: Reading, turns: Sequence[Turn], outlet: str = "") -> Conversation | None:
    """Find the person whom the introduction to unnamed answers presents, or None.

    The one named most often before the first turn, the first of several; places ("in Vellamo")
    and who asks are left out.
    """
    if not any(turn.party is Party.ANSWERER and turn.label is None for turn in turns):
        return None
    tokens = reading.tokens
    first = tokens.at(turns[0].start)
    counts: Counter[str] = Counter()
    full: dict[str, NounPhrase] = {}
    for k, phrase in enumerate(reading.phrases):
        if phrase.head >= first:
            break
        if tokens.tags[phrase.head] != t.NAME or _asks(tokens, phrase, outlet):
            continue
        key = reading.keys[k]
        counts[key] += 1 + 2 * (reading.clauses.verb[k] >= 0)
        if _is_person(tokens, phrase):
            full.setdefault(key, phrase)
    if not full:
        return None
    best = max(full, key=lambda key: counts[key])
    span = tokens.span(full[best].first, full[best].last)
    return Conversation(span, None, span)


def _fullest(reading: Reading, phrase: NounPhrase, speaks: Mapping[str, float]) -> NounPhrase:
    """Find the full name of the most quoted speaker for a bare title."""
    if not speaks or reading.tokens.lows[phrase.head] not in TITLES:
        return phrase
    most = max(speaks, key=lambda key: speaks[key])
    named = [p for k, p in enumerate(reading.phrases) if reading.keys[k] == most]
    return max(named, key=lambda p: p.head - p.first, default=phrase)


def by_name(reading: Reading, phrase: NounPhrase) -> NounPhrase:
    """Find the name that a pronoun most likely stands for: the last full name that is a subject.

    A phrase that is no pronoun stands for itself.
    """
    tokens = reading.tokens
    if tokens.tags[phrase.head] != t.PRON:
        return phrase
    at = bisect_left(reading.phrases, phrase.first, key=lambda p: p.first)
    other: NounPhrase | None = None
    for k in range(at - 1, max(-1, at - _BACK), -1):
        named = reading.phrases[k]
        if not _is_person(tokens, named):
            continue
        if reading.clauses.verb[k] >= 0:
            return named
        other = other or named
    return other or phrase


def _is_person(tokens: Tokens, phrase: NounPhrase) -> bool:
    """Whether a phrase looks like a person's full name that belongs to nothing before it."""
    full = phrase.head > phrase.first and tokens.tags[phrase.head - 1] == t.NAME
    if not full or tokens.tags[phrase.head] != t.NAME or tokens.tags[phrase.first] == t.DET:
        return False
    before = tokens.tags[phrase.first - 1] if phrase.first else ""
    after = tokens.tags[phrase.last + 1] if phrase.last + 1 < len(tokens) else ""
    organised = tokens.lows[phrase.head] in ORGANISATIONS
    return not organised and before != t.PREP and after != t.GEN


def _roles(
    tokens: Tokens,
    found: _Found,
    speaks: Mapping[str, float],
    keys: Mapping[NounPhrase, str],
    outlet: str,
) -> tuple[NounPhrase, NounPhrase | None] | None:
    """Tell who was interviewed and who asked."""
    subject, other = found.subject, found.other
    if other is None:
        return None
    if found.reporter and subject is not None:
        return subject, other
    named = tokens.tags[other.head] in (t.NAME, t.PRON)
    if tokens.lows[other.last] in _BODIES or tokens.lows[other.head] in _BODIES:
        return None
    if subject is None:
        return (other, None) if named and not _asks(tokens, other, outlet) else None
    if _asks(tokens, subject, outlet):
        return (other, subject) if named else None
    if _asks(tokens, other, outlet):
        return subject, other
    spoken, heard = speaks.get(keys.get(subject, ""), 0.0), speaks.get(keys.get(other, ""), 0.0)
    if max(spoken, heard) == 0 and not found.other_answers:
        return None
    if found.other_answers or heard > spoken:
        return (other, subject) if named else None
    return (subject, other) if tokens.tags[other.head] == t.NAME else None


def form_of(
    turns: Sequence[Turn],
    turned: float,
    conversation: Conversation | None,
    shares: Mapping[str, float],
    interviewee: str,
) -> Form:
    """Tell the form of an article of which the share ``turned`` is turns.

    ``shares`` says how much each speaker is quoted, ``interviewee`` is the key of the one
    interviewed. An interview is one whose interviewee says most of what is quoted; where nothing
    but "told me" tells of it, nearly all, for a feature is written so too.
    """
    if turned > _MOSTLY:
        return Form.TRANSCRIPT
    if turns:
        return Form.INTERVIEW
    total = sum(shares.values())
    brief = conversation is not None and conversation.brief
    least, part = (_SEVERAL, _NEARLY) if brief else (_FEW, 0.5)
    most = total >= least and shares.get(interviewee, 0.0) >= part * total
    return Form.INTERVIEW if conversation is not None and most else Form.REPORT


_BACK = 300
"""How many phrases back a pronoun's name is looked for."""
_WORDINGS = 40
"""How many wordings of an interview are weighed, so that long texts cost no more."""
_MOSTLY = 0.4
_FEW = 2
"""Quotations that a reported interview has at least."""
_SEVERAL, _NEARLY = 4, 0.8
"""Quotations, and the share of them, where only "told me" tells of an interview."""
