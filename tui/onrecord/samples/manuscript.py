"""A sample article as its author wrote it: header, text, layout, and the record marked by hand.

A manuscript is a text file. Its header is TOML between two lines ``+++``; the rest are paragraphs
with a blank line between them, whose first characters give their role: ``## `` heading, ``> ``
block quotation, ``- `` list item, ``!! `` caption. A paragraph wholly in ``**bold**`` or
``*italics*`` has the role of emphasis. ``[words](address)`` is a link and a backslash at a line's
end a line break.

The record stands in the text, so that the article and what should be found in it cannot drift
apart::

    {q key|“…”}   a direct quotation of the entity ``key``; ``q+`` goes on with its utterance
    {p key|“…”}   a mixed quotation: some words inside the writer's sentence; ``p+`` likewise
    {t key|…}     a turn of a transcript, one mark a paragraph; ``t+`` likewise
    {! key|she}   the mention that names the speaker of the quotations beside it
    {@ key|she}   any other mention of an entity that its names in the header do not find
    {s|“…”}       words in quotation marks that are nobody's speech: a title, a scare quote
    {i|sat down}  what shows that somebody was interviewed

A key ``-`` stands for a speaker that cannot be told. The table ``[entities]`` of the header gives
each key its kind, its fullest name and its other names: ``vale = "PERSON Ines Vale | Vale"``.
Names are found wherever they stand, the longest first; a name of two entities only where it is
marked. A name with a tilde before it (``~Ms Moss``) is one that an analyser may give as well; a
tilde alone allows none at all.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from onrecord.model import (
    Body,
    Document,
    Entity,
    EntityKind,
    Form,
    Interview,
    Link,
    Paragraph,
    Quotation,
    QuotationKind,
    Record,
    Role,
    Span,
    Speaker,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

FENCE = "+++"
_MARK = re.compile(r"\{([qpt]\+?|[!@si])(?: ([\w-]+))?\|")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")
_AGE = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
_ROLES = {"## ": Role.HEADING, "> ": Role.QUOTE, "- ": Role.ITEM, "!! ": Role.CAPTION}
_KINDS = {"q": QuotationKind.DIRECT, "p": QuotationKind.MIXED, "t": QuotationKind.TURN}
_NOBODY = "-"


class ManuscriptError(ValueError):
    """A manuscript that breaks the rules of its mark-up; the message says which and where."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """One sample article: what is published of it, and the record that is right for it."""

    id: str
    title: str
    outlet: str
    byline: str
    age: timedelta
    """How long before the press's present it was published."""
    tags: tuple[str, ...]
    body: Body
    bold: tuple[Span, ...]
    italic: tuple[Span, ...]
    record: Record
    accepted: dict[str, frozenset[str]]
    """For a speaker's name the other names an analyser may give; the empty one: no speaker."""
    not_speech: tuple[Span, ...]
    """Stretches in quotation marks that are nobody's speech."""

    def document(self, published_at: datetime | None = None) -> Document:
        """Give the article as the analysis takes it."""
        return Document(
            id=self.id,
            title=self.title,
            text=self.body.text,
            paragraphs=self.body.paragraphs,
            published_at=published_at,
            outlet=self.outlet,
            byline=self.byline,
        )


@dataclass(slots=True)
class _Named:
    """An entity of the header: how it is called, and what may be said instead."""

    kind: EntityKind
    names: tuple[str, ...]
    accepted: frozenset[str]


@dataclass(slots=True)
class _Mark:
    """One mark of the text, where its words stand in the plain text."""

    sort: str
    key: str
    start: int
    end: int
    paragraph: int
    goes_on: bool


@dataclass(slots=True)
class _Page:
    """The plain text as it grows while the source is read, with all that is marked in it."""

    text: str = ""
    paragraphs: list[Paragraph] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bold: list[Span] = field(default_factory=list)
    italic: list[Span] = field(default_factory=list)
    marks: list[_Mark] = field(default_factory=list)


def read_manuscript(source: str) -> Manuscript:
    """Read one manuscript. Raises ManuscriptError where its header or its marks are wrong."""
    header, text = _parts(source)
    named = {key: _named(key, line) for key, line in header.get("entities", {}).items()}
    page = _Page()
    for number, paragraph in enumerate(_paragraphs(text)):
        _set(page, paragraph, number)
    record = Record(
        language=header.get("language", "en"),
        form=Form(header.get("form", "report")),
        interviews=_interviews(header, page),
        quotations=_quotations(page, named),
        entities=_entities(page, named),
        analysed_with="by hand",
    )
    return Manuscript(
        id=header["id"],
        title=header["title"],
        outlet=header.get("outlet", ""),
        byline=header.get("byline", ""),
        age=_age(header.get("age", "0m")),
        tags=tuple(header.get("tags", ())),
        body=Body(page.text, tuple(page.paragraphs), tuple(page.links)),
        bold=tuple(page.bold),
        italic=tuple(page.italic),
        record=record,
        accepted={entity.names[0]: entity.accepted for entity in named.values()},
        not_speech=tuple((mark.start, mark.end) for mark in page.marks if mark.sort == "s"),
    )


def _parts(source: str) -> tuple[dict[str, Any], str]:
    pieces = source.split(FENCE + "\n", 2)
    if len(pieces) != 3 or pieces[0].strip():
        raise ManuscriptError(f"A manuscript begins with a header between two lines {FENCE}.")
    return tomllib.loads(pieces[1]), pieces[2]


def _age(words: str) -> timedelta:
    return timedelta(**{_UNITS[unit]: int(number) for number, unit in _AGE.findall(words)})


def _named(key: str, line: str) -> _Named:
    kind, _, rest = line.partition(" ")
    names = [name.strip() for name in rest.split("|")]
    return _Named(
        kind=EntityKind(kind),
        names=tuple(name for name in names if not name.startswith("~")),
        accepted=frozenset(name[1:].strip() for name in names if name.startswith("~")),
    )


def _paragraphs(text: str) -> Iterator[str]:
    line_break = "\u2028"
    for block in re.split(r"\n{2,}", text.strip("\n").replace("\\\n", line_break)):
        lines = block.split("\n")
        paragraphs = lines if all(line.startswith("- ") for line in lines) else [" ".join(lines)]
        yield from (paragraph.replace(line_break, "\n") for paragraph in paragraphs)


def _set(page: _Page, source: str, number: int) -> None:
    """Add one paragraph of the source to the page."""
    role = Role.PARAGRAPH
    for prefix, prefix_role in _ROLES.items():
        if source.startswith(prefix):
            role, source = prefix_role, source[len(prefix) :]
    if page.text:
        page.text += "\n\n"
    start = len(page.text)
    bold, italic = len(page.bold), len(page.italic)
    _set_inline(page, source, number)
    end = len(page.text)
    whole = (start, end) in (*page.bold[bold:], *page.italic[italic:])
    if role is Role.PARAGRAPH and whole:
        role = Role.EMPHASIS
    page.paragraphs.append(Paragraph(start, end, role))


def _set_inline(page: _Page, source: str, paragraph: int) -> None:
    """Set a paragraph's words, noting marks, links and type; raises for a mark left open."""
    open_marks: list[_Mark] = []
    open_type: dict[str, int] = {}
    place = 0
    while place < len(source):
        if mark := _MARK.match(source, place):
            sort, key = mark[1], mark[2] or ""
            open_marks.append(
                _Mark(sort[0], key, len(page.text), 0, paragraph, goes_on=sort.endswith("+"))
            )
            page.marks.append(open_marks[-1])
            place = mark.end()
        elif source[place] == "}" and open_marks:
            open_marks.pop().end = len(page.text)
            place += 1
        elif link := _LINK.match(source, place):
            page.links.append(Link(len(page.text), len(page.text) + len(link[1]), link[2]))
            page.text += link[1]
            place = link.end()
        elif source[place] == "*":
            sign = "**" if source.startswith("**", place) else "*"
            if sign in open_type:
                spans = page.bold if sign == "**" else page.italic
                spans.append((open_type.pop(sign), len(page.text)))
            else:
                open_type[sign] = len(page.text)
            place += len(sign)
        else:
            page.text += source[place]
            place += 1
    if open_marks or open_type or re.search(r"[{}]", page.text[-len(source) :]):
        raise ManuscriptError(f"A mark is not closed or not known: {source[:70]!r}")


def _entity(named: dict[str, _Named], mark: _Mark) -> _Named | None:
    if mark.key == _NOBODY:
        return None
    if mark.key not in named:
        raise ManuscriptError(f"The header has no entity {mark.key!r}.")
    return named[mark.key]


def _quotations(page: _Page, named: dict[str, _Named]) -> tuple[Quotation, ...]:
    quotations = []
    last_of: dict[str, int] = {}
    utterances = 0
    said = [mark for mark in page.marks if mark.sort in _KINDS]
    for mark in said:
        if mark.goes_on and mark.key in last_of:
            utterance = last_of[mark.key]
        elif mark.goes_on:
            raise ManuscriptError(f"Nothing of {mark.key!r} goes before {mark.sort}+.")
        else:
            utterance, utterances = utterances, utterances + 1
        if not any(_within(mark, other) for other in said):
            last_of[mark.key] = utterance
        entity = _entity(named, mark)
        quotations.append(
            Quotation(
                start=mark.start,
                end=mark.end,
                text=page.text[mark.start : mark.end],
                kind=_KINDS[mark.sort],
                utterance=utterance,
                speaker=Speaker(entity.names[0], entity.kind) if entity else None,
                mention=_mention(page, mark),
                confidence=1.0,
            )
        )
    return tuple(quotations)


def _within(mark: _Mark, other: _Mark) -> bool:
    """Tell whether a mark stands inside another."""
    return mark is not other and other.start <= mark.start and mark.end <= other.end


def _mention(page: _Page, quotation: _Mark) -> Span | None:
    """Find the nearest mention marked as speaker beside the quotation or in the line before."""
    naming = [mark for mark in page.marks if mark.sort == "!" and mark.key == quotation.key]
    naming = [mark for mark in naming if not _within(mark, quotation)]
    beside = [mark for mark in naming if mark.paragraph == quotation.paragraph]
    if not beside and quotation.paragraph > 0:
        before = page.paragraphs[quotation.paragraph - 1]
        if page.text[before.start : before.end].endswith(":"):
            beside = [mark for mark in naming if mark.paragraph == quotation.paragraph - 1][-1:]
    if not beside:
        return None
    nearest = min(
        beside,
        key=lambda mark: max(mark.start - quotation.end, quotation.start - mark.end),
    )
    return nearest.start, nearest.end


def _entities(page: _Page, named: dict[str, _Named]) -> tuple[Entity, ...]:
    mentions: dict[str, list[Span]] = {key: [] for key in named}
    references: dict[str, list[Span]] = {key: [] for key in named}
    marked = [mark for mark in page.marks if mark.sort in "!@" and mark.key != _NOBODY]
    taken = []
    for mark in marked:
        entity = _entity(named, mark)
        if entity and page.text[mark.start : mark.end] in entity.names:
            mentions[mark.key].append((mark.start, mark.end))
            taken.append((mark.start, mark.end))
    for key, span in _names_found(page.text, named, taken):
        mentions[key].append(span)
    for mark in marked:
        span = (mark.start, mark.end)
        if not any(_overlap(span, mention) for mention in mentions[mark.key]):
            references[mark.key].append(span)
    return tuple(
        Entity(
            name=entity.names[0],
            kind=entity.kind,
            aliases=entity.names[1:],
            mentions=tuple(sorted(mentions[key])),
            references=tuple(sorted(references[key])),
        )
        for key, entity in named.items()
    )


def _names_found(
    text: str, named: dict[str, _Named], taken: list[Span]
) -> Iterator[tuple[str, Span]]:
    """Find every name of the header where it stands in the text, the longest first."""
    owners: dict[str, list[str]] = {}
    for key, entity in named.items():
        if entity.kind is not EntityKind.GENERIC:
            for name in entity.names:
                owners.setdefault(name, []).append(key)
    taken = list(taken)
    for name in sorted(owners, key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if any(_overlap(found.span(), span) for span in taken):
                continue
            taken.append(found.span())
            if len(owners[name]) == 1:
                yield owners[name][0], found.span()


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _interviews(header: dict[str, Any], page: _Page) -> tuple[Interview, ...]:
    evidence = next(((mark.start, mark.end) for mark in page.marks if mark.sort == "i"), None)
    pairs = header.get("interviews", [])
    if pairs and evidence is None:
        raise ManuscriptError("The header tells of an interview that no {i|…} shows.")
    return tuple(
        Interview(interviewee, interviewer, evidence)
        for interviewee, interviewer in pairs
        if evidence is not None
    )
