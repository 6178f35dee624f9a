"""The query language, as a tree. ``docs/queries.md`` has the grammar; there is no SQL here.

A query is read as far as it goes: `parse_query` never fails. What is wrong, or only half typed,
becomes a `Problem` with its place in the line, and the tree holds the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from onrecord.model import Span

MOST_TERMS: Final = 64
"""Terms of one query that are searched for; any further are told as a problem."""
MOST_NESTED: Final = 32
"""Parentheses inside each other that are heeded."""

FIELDS: Final = {
    "speaker": "who is quoted: any of their names",
    "said": "words inside quotations",
    "about": "whom or what the article names: any of their names",
    "person": "a person the article names",
    "org": "an organisation the article names",
    "place": "a place the article names",
    "outlet": "the feed's title",
    "feed": "words of the feed's title or address",
    "folder": "the feed's folder",
    "tag": "a tag of yours",
    "by": "the byline",
    "title": "words of the headline",
    "is": "a state of the article",
    "has": "something the article has",
    "lang": "the language's code, such as en",
    "form": "the form of the article",
    "before": "published before this day, month or year",
    "after": "published on this day, month or year, or later",
    "on": "published on this day, or in this month or year",
    "newer": "published within this time, such as 3d, 2w, 6m or 1y",
    "older": "published longer ago than this",
}
"""The fields and what each looks at."""

VALUES: Final = {
    "is": ("unread", "read", "starred", "interview", "waiting", "changed", "hidden"),
    "has": ("quotations", "tags", "notes", "clippings", "corrections", "enclosures", "page"),
    "form": ("interview", "transcript", "report"),
}
"""The values of the fields that take only certain ones."""

_QUOTES: Final = '"“”„'
_DAYS: Final = frozenset({"before", "after", "on"})
_AGES: Final = frozenset({"newer", "older"})
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
_AGE = re.compile(r"(\d{1,4})([hdwmy])\Z", re.ASCII)
_UNITS: Final = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_FIELD = re.compile(r"([a-z]+):", re.ASCII | re.IGNORECASE)
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a query: its place in the line, and one sentence."""

    start: int
    end: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words to look for: in the article for the field "", else in what the field names.

    Several words are a phrase. ``prefix`` tells that the last one may be only a beginning.
    """

    field: str
    value: str
    prefix: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be so."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """What must be so all together; two parts or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Of what at least one must be so; two parts or more."""

    parts: tuple[Node, ...]


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A query: the line, its tree (None: there is nothing to look for), and its mistakes."""

    text: str
    tree: Node | None
    problems: tuple[Problem, ...] = ()


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Read a query. Never fails; strict callers look at ``problems``.

    ``typing`` tells that the line is being typed: the word it ends in may be a beginning.
    """
    problems: list[Problem] = []
    tokens = _tokens(text, problems, typing=typing)
    tree = _Parser(tokens, problems).parse()
    return Query(text, tree, tuple(sorted(problems, key=lambda each: (each.start, each.end))))


def days(value: str) -> tuple[datetime, datetime] | None:
    """Return the time that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names, in UTC.

    The end is exclusive. None: it names none.
    """
    match = _DAY.match(value)
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    try:
        start = datetime(year or 0, month or 1, day or 1, tzinfo=UTC)
        if day is not None:
            return start, start + timedelta(days=1)
        if month is not None:
            return start, (start + timedelta(days=31)).replace(day=1)
        return start, start.replace(year=start.year + 1)
    except (ValueError, OverflowError):
        return None


def age(value: str) -> timedelta | None:
    """Return the length of ``12h``, ``3d``, ``2w``, ``6m`` (30 days each) or ``1y`` (365 days).

    None: it is no such length.
    """
    match = _AGE.match(value)
    return None if match is None else int(match[1]) * _UNITS[match[2]]


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a line that is being typed: a field's value, or for the field "" a word.

    ``typed`` is what of it stands before the cursor; ``start`` and ``end`` are where it stands.
    """

    field: str
    typed: str
    start: int
    end: int


def part_at(text: str, cursor: int) -> Part | None:
    """Return the word or the value in which, or behind which, the cursor stands; None for none."""
    place = 0
    while place < min(cursor, len(text)):
        if text[place].isspace():
            place += 1
            continue
        token = _sign(text, place)
        if token is None:
            token = _term(text, place, [], typing=False)
            if cursor <= token.end:
                field, start = _field(text, place, [])
                typed = text[min(start, cursor) : cursor]
                if typed[:1] in _QUOTES and typed[1:] and typed[-1] in _QUOTES:
                    return None
                if cursor < start:
                    return Part("", text[place:cursor], place, start)
                return Part(field, typed.lstrip(_QUOTES), start, token.end)
        place = token.end
    return None


def searchable(text: str) -> bool:
    """Tell whether a text has anything that the index knows: a letter or a digit."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


class _Kind(StrEnum):
    TERM = "term"
    OPEN = "("
    CLOSE = ")"
    OR = "OR"
    AND = "AND"
    NOT = "NOT"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: _Kind
    start: int
    end: int
    term: Term | None = None


def _tokens(text: str, problems: list[Problem], *, typing: bool) -> list[_Token]:
    tokens: list[_Token] = []
    depth = terms = place = 0
    while place < len(text):
        char = text[place]
        if char.isspace():
            place += 1
            continue
        token = _sign(text, place)
        if token is None:
            token = _term(text, place, problems, typing=typing)
            terms += token.term is not None
            if terms > MOST_TERMS:
                sentence = f"Only the first {MOST_TERMS} terms are searched for."
                problems.append(Problem(token.start, len(text), sentence))
                break
        place = token.end
        if token.kind is _Kind.OPEN:
            depth += 1
        if token.kind is _Kind.CLOSE and depth == 0:
            problems.append(Problem(token.start, token.end, "This parenthesis was never opened."))
        elif token.kind is _Kind.TERM and token.term is None:
            continue
        elif token.kind not in {_Kind.OPEN, _Kind.CLOSE} or depth <= MOST_NESTED:
            tokens.append(token)
        if token.kind is _Kind.CLOSE and depth:
            depth -= 1
    return tokens


def _sign(text: str, start: int) -> _Token | None:
    """Return the operator or parenthesis that stands at ``start``, if one does."""
    char = text[start]
    if char in "()":
        return _Token(_Kind(char), start, start + 1)
    following = text[start + 1 : start + 2]
    if char == "-" and following and not following.isspace() and following not in "-)":
        return _Token(_Kind.NOT, start, start + 1)
    word = _WORD.match(text, start)
    if word is not None and word[0] in {_Kind.OR, _Kind.AND, _Kind.NOT}:
        return _Token(_Kind(word[0]), start, word.end())
    return None


def _term(text: str, start: int, problems: list[Problem], *, typing: bool) -> _Token:
    """Read a word, a phrase or a field with its value; the token has no term if there is none."""
    field, place = _field(text, start, problems)
    if place < len(text) and text[place] in _QUOTES:
        close = next((at for at in range(place + 1, len(text)) if text[at] in _QUOTES), None)
        value = text[place + 1 : close]
        end = len(text) if close is None else close + 1
        unfinished = close is None
        if unfinished:
            problems.append(Problem(place, end, "This quotation mark is not closed."))
        if text[end : end + 1] == "*":
            end += 1
            unfinished = True
    else:
        word = _WORD.match(text, place)
        end = place if word is None else word.end()
        value = text[place:end]
        unfinished = value.endswith("*") or (typing and end == len(text))
        value = value.rstrip("*")
    # Half of a surrogate pair, which a terminal may hand over, cannot be encoded.
    value = value.encode(errors="replace").decode().replace("\0", " ")
    term = Term(field, " ".join(value.split()), unfinished, (start, end))
    problem = _mistake(term)
    if problem is not None:
        problems.append(problem)
        return _Token(_Kind.TERM, start, max(end, start + 1))
    return _Token(_Kind.TERM, start, end, term)


def _field(text: str, start: int, problems: list[Problem]) -> tuple[str, int]:
    """Return the field that a term names ("" for none) and where its value begins."""
    match = _FIELD.match(text, start)
    if match is None:
        return "", start
    name = match[1].lower()
    if name in FIELDS:
        return name, match.end()
    # An address or a time of day is no field.
    if len(name) > 1 and not text.startswith("//", match.end()):
        sentence = f"There is no field “{name}:”.{_suggestion(name, FIELDS)}"
        problems.append(Problem(start, match.end(), sentence))
    return "", start


def _mistake(term: Term) -> Problem | None:
    """Return what is wrong with a term, if it cannot be searched for."""
    start, end = term.span
    field, value = term.field, term.value
    sentence = ""
    if not value:
        where = f"after “{field}:”" if field else "between these quotation marks"
        sentence = f"There is nothing {where} to search for."
    elif field in VALUES:
        if value.lower() not in VALUES[field]:
            known = ", ".join(VALUES[field])
            near = _suggestion(value.lower(), VALUES[field])
            sentence = f"“{field}:” takes one of {known}.{near}"
    elif field in _DAYS:
        if days(value) is None:
            sentence = f"“{field}:” takes a day such as 2014-05-01, a month 2014-05, a year 2014."
    elif field in _AGES:
        if age(value) is None:
            sentence = f"“{field}:” takes a time such as 12h, 3d, 2w, 6m or 1y."
    elif not searchable(value):
        sentence = f"“{value[:20]}” has no letter or digit to search for."
    return Problem(start, end, sentence) if sentence else None


def _suggestion(word: str, known: dict[str, str] | tuple[str, ...]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word[:40], known, n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


class _Parser:
    """Recursive descent over the tokens; each method reads one rule of the grammar."""

    def __init__(self, tokens: list[_Token], problems: list[Problem]) -> None:
        self._tokens = tokens
        self._problems = problems
        self._place = 0

    def parse(self) -> Node | None:
        return self._either()

    def _next(self) -> _Kind | None:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else None

    def _take(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _problem(self, token: _Token, sentence: str) -> None:
        self._problems.append(Problem(token.start, token.end, sentence))

    def _either(self) -> Node | None:
        """``together { "OR" together }``."""
        parts: list[Node] = []
        operator: _Token | None = None
        while True:
            part = self._together()
            if part is not None:
                parts.append(part)
            elif operator is not None:
                self._problem(operator, "“OR” needs a term on both sides.")
            if self._next() is not _Kind.OR:
                break
            operator = self._take()
            if part is None and not parts:
                self._problem(operator, "“OR” needs a term on both sides.")
        return Or(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _together(self) -> Node | None:
        """``one { ["AND"] one }``."""
        parts: list[Node] = []
        while (kind := self._next()) not in {None, _Kind.OR, _Kind.CLOSE}:
            if kind is _Kind.AND:
                operator = self._take()
                if not parts or self._next() in {None, _Kind.OR, _Kind.CLOSE, _Kind.AND}:
                    self._problem(operator, "“AND” needs a term on both sides.")
                continue
            part = self._one()
            if part is not None:
                parts.append(part)
        return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _one(self) -> Node | None:
        """``{ "NOT" | "-" } ( term | "(" either ")" )``."""
        negations: list[_Token] = []
        while self._next() is _Kind.NOT:
            negations.append(self._take())
        part: Node | None = None
        if self._next() is _Kind.TERM:
            part = self._take().term
        elif self._next() is _Kind.OPEN:
            part = self._group()
        if part is None and negations:
            self._problem(negations[-1], "There is nothing here to leave out.")
        if part is None or len(negations) % 2 == 0:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def _group(self) -> Node | None:
        opening = self._take()
        part = self._either()
        if self._next() is _Kind.CLOSE:
            self._take()
        else:
            self._problem(opening, "This parenthesis is not closed.")
        return part
