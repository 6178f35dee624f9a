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
from onrecord.analyse.press import BODIES, is_asker, is_credit, is_outlet, is_press
from onrecord.analyse.tokens import NounPhrase, words_of
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
_MEETING = words_of("speaking talking sitting chatting")
_MET = words_of("met meets")
"""Verbs that tell of an interview only where one of the two asks for a living."""
_INTERVIEW = words_of("interview interviews q&a conversation sit-down chat")
_RECEIVE = words_of("received receives welcomed welcomes hosted hosts joined joins")
"""Verbs that tell of an interview where their object asks for a living."""
_LEADS_TO = words_of("in during over gave gives granted grants give giving granting")
"""What an interview is introduced with: "in a long interview", "gave an interview"."""
_PARTY = words_of("with to by for")
_TELL = words_of("told tells tell telling")
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


def _wordings(reading: Reading, turns: Sequence[Turn], outlet: str) -> Iterator[_Found]:
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
            subject = _apposed(tokens, phrases, starts, phrases[reading.clauses.subject[i]])
            current = subject if tokens.lows[subject.head] not in _INTERVIEW else None
            answerer = _answerer(reading, i, subject, _phrase_at(phrases, starts, i + 1))
            if answerer is not None:
                yield _Found(current, answerer, other_answers=True, at=i)
        other, answers = _other(tokens, phrases, starts, i, current, outlet)
        if other is None:
            given = _given(reading, i, current)
            if given is not None and not _undone(tokens, i):
                yield _Found(given, None, other_answers=False, at=i)
            continue
        if _undone(tokens, i):
            continue
        other = _owned(tokens, phrases, starts, other)
        if current is None and (tokens.lows[i] in _LEADING or _is_led(tokens, i)):
            # "In an interview with Y, X said": who answers comes after
            later = _earlier_subject(reading, other) or _later_subject(reading, other)
            answers = later is not None and not is_asker(tokens, later, "")
            yield _Found(later, other, other_answers=later is None, at=i, reporter=answers)
        else:
            told = tokens.lows[i] in _TELL
            yield _Found(current, other, other_answers=answers, at=i, reporter=told)


def _apposed(
    tokens: Tokens, phrases: Sequence[NounPhrase], starts: Mapping[int, int], phrase: NounPhrase
) -> NounPhrase:
    """Prefer the name that stands beside a subject: "the head of the port, Ana Roy, gave"."""
    beside = _phrase_at(phrases, starts, phrase.last + 2)
    if beside is None or tokens.words[phrase.last + 1] != ",":
        return phrase
    closed = tokens.words[beside.last + 1 : beside.last + 2] == [","]
    return beside if closed and _is_name(tokens, beside) else phrase


def _is_name(tokens: Tokens, phrase: NounPhrase) -> bool:
    """Whether a phrase is a name of two words and more."""
    words = range(phrase.first, phrase.last + 1)
    return len(words) > 1 and all(tokens.tags[i] == t.NAME for i in words)


def _answerer(
    reading: Reading, i: int, asks: NounPhrase, asked: NounPhrase | None
) -> NounPhrase | None:
    """Return whom the writer asked at token ``i``: "I asked Ana Roy", "we asked her"."""
    tokens = reading.tokens
    own = tokens.lows[i] == "asked" and tokens.lows[asks.head] in ("i", "we")
    if not own or asked is None or not _is_somebody(tokens, asked):
        return None
    named = by_name(reading, asked)
    return named if named.head != asked.head or tokens.tags[asked.head] == t.NAME else None


def _is_led(tokens: Tokens, i: int) -> bool:
    """Whether an interview is where something is said: "in a long interview", "gave one"."""
    before = range(i - 1, max(-1, i - _LED), -1)
    for j in before:
        if tokens.lows[j] in _LEADS_TO:
            return True
        if tokens.sentences[j] != tokens.sentences[i] or tokens.tags[j] in (t.VERB, t.PUNCT):
            return False
    return False


def _given(reading: Reading, i: int, subject: NounPhrase | None) -> NounPhrase | None:
    """Return who said something in an interview of which the text does not tell who asked."""
    tokens = reading.tokens
    if tokens.lows[i] not in _INTERVIEWS or not _is_led(tokens, i):
        return None
    if subject is None:
        here = NounPhrase(i, i, i)
        subject = _earlier_subject(reading, here) or _later_subject(reading, here)
    if subject is None or is_asker(tokens, subject, ""):
        return None
    named = by_name(reading, subject)
    return named if tokens.tags[named.head] == t.NAME else None


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


def _earlier_subject(reading: Reading, phrase: NounPhrase) -> NounPhrase | None:
    """Find the subject before an aside: "Ana Roy, in an interview with the Post, said"."""
    tokens = reading.tokens
    at = bisect_left(reading.phrases, phrase.first, key=lambda p: p.first)
    for k in range(at - 1, max(-1, at - _ASIDE), -1):
        before = reading.phrases[k]
        if tokens.sentences[before.head] != tokens.sentences[phrase.head]:
            break
        aside = tokens.words[before.last + 1] == "," and tokens.tags[before.first - 1] == t.PUNCT
        acts = reading.clauses.verb[k] > phrase.first or aside or before.first == 0
        if acts and tokens.tags[before.head] == t.NAME:
            return before
    return None


def _other(
    tokens: Tokens,
    phrases: Sequence[NounPhrase],
    starts: Mapping[int, int],
    i: int,
    subject: NounPhrase | None,
    outlet: str,
) -> tuple[NounPhrase | None, bool]:
    """Find the other party that token ``i`` brings in, and whether it surely answers."""
    low = tokens.lows[i]
    if low in _MEET and subject:
        return _with(tokens, phrases, starts, i), False
    if low in _MEETING:
        # speeches are spoken to people as well
        asker = _with(tokens, phrases, starts, i)
        return (asker if asker is not None and is_press(tokens, asker, "") else None), False
    if low in _RECEIVE and subject:
        guest = _phrase_at(phrases, starts, i + 1)
        return _asker(tokens, guest), False
    if low == "questions" and subject and tokens.lows[i + 1 : i + 2] == ["from"]:
        asker = _phrase_at(phrases, starts, i + 2)
        return _asker(tokens, asker), False
    if low in _MET and subject:
        other = _with(tokens, phrases, starts, i)
        press = other is not None and (is_asker(tokens, subject, "") or is_asker(tokens, other, ""))
        return (other if press else None), False
    if low in ("interviewed", "interviewing") and i + 1 < len(tokens):
        passive = tokens.lows[i + 1] == "by"
        return _phrase_at(phrases, starts, i + 1 + passive), not passive
    led = tokens.lows[i + 1] if low in _INTERVIEW and i + 2 < len(tokens) else ""
    if led == "with" or (led == ":" and low in ("interview", "q&a")):
        return _phrase_at(phrases, starts, i + 2), subject is None
    if led in _PARTY and low in _INTERVIEWS:
        party = _phrase_at(phrases, starts, i + 2)
        return _asker(tokens, party), False
    if low in _TELL and subject and tokens.lows[subject.head] not in ("i", "we", "you", "they"):
        return _told(tokens, phrases, starts, i, outlet), False
    return None, False


def _asker(tokens: Tokens, phrase: NounPhrase | None) -> NounPhrase | None:
    """Return a phrase that asks for a living, None for any other."""
    return phrase if phrase is not None and is_asker(tokens, phrase, "") else None


def _told(
    tokens: Tokens,
    phrases: Sequence[NounPhrase],
    starts: Mapping[int, int],
    i: int,
    outlet: str,
) -> NounPhrase | None:
    """Find whom somebody told something at token ``i``, where that makes an interview."""
    other = _phrase_at(phrases, starts, i + 1)
    if other is None:
        return None
    here = tokens.lows[i + 1] in ("me", "us") or is_outlet(tokens, other, outlet)
    if here or _says_interview(tokens, other.last):
        return other
    of = _phrase_at(phrases, starts, other.last + 2)
    press = of and tokens.lows[of.first - 1] in ("of", "from") and is_asker(tokens, of, "")
    return other if press else None


def _with(
    tokens: Tokens, phrases: Sequence[NounPhrase], starts: Mapping[int, int], i: int
) -> NounPhrase | None:
    """Find whom somebody met at token ``i``: "sat down (for an interview) with Y"."""
    seated = tokens.lows[i] in ("sat", "sits", "sit", "sitting")
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
    for found in islice(_wordings(reading, turns, outlet), _WORDINGS):
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
            own = asks is None or interviewer is None or is_outlet(tokens, asks, outlet)
            brief = tokens.lows[found.at] in _TELL and own and not _says_interview(tokens, found.at)
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
        if tokens.tags[phrase.head] != t.NAME or is_asker(tokens, phrase, outlet):
            continue
        if is_credit(tokens, phrase.first):
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
        return (subject, None) if subject is not None else None
    if found.reporter and subject is not None:
        return subject, other
    named = tokens.tags[other.head] in (t.NAME, t.PRON)
    body = tokens.lows[other.last] in BODIES or tokens.lows[other.head] in BODIES
    if body and not is_press(tokens, other, outlet):
        return None
    if subject is None:
        return (other, None) if named and not is_press(tokens, other, outlet) else None
    if is_press(tokens, subject, outlet):
        return (other, subject) if named else None
    if is_press(tokens, other, outlet):
        return subject, other
    spoken, heard = speaks.get(keys.get(subject, ""), 0.0), speaks.get(keys.get(other, ""), 0.0)
    if max(spoken, heard) == 0 and not found.other_answers:
        return None
    if found.other_answers or heard > spoken:
        return (other, subject) if named else None
    return (subject, other) if tokens.tags[other.head] == t.NAME else None


def form_of(turns: Sequence[Turn], turned: float) -> Form:
    """Tell the form of an article of which the share ``turned`` is turns.

    Without turns it is a report, as far as phrases tell: who says most is known once they have
    names (:func:`onrecord.analyse.reportage.form_and_interviews`).
    """
    if turned > _MOSTLY:
        return Form.TRANSCRIPT
    return Form.INTERVIEW if turns else Form.REPORT


_INTERVIEWS = words_of("interview interviews q&a")
_LEADING = _MEETING | {"interviewed", "asked"}
_ASIDE = 4
_LED = 6
"""Tokens before "interview" in which stands what leads to it."""
_BACK = 300
"""How many phrases back a pronoun's name is looked for."""
_WORDINGS = 40
"""How many wordings of an interview are weighed, so that long texts cost no more."""
_MOSTLY = 0.4
