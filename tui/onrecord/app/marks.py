"""What is marked in an article: who speaks where, and whom and what the text names.

Pure: a record goes in, spans in reading order come out. Colours are numbers here; the themes say
which colour a number is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import field, replace
from typing import TYPE_CHECKING

from onrecord.frozen import frozen
from onrecord.model import EntityKind, QuotationKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.model import Entity, Quotation, Record, Span
    from onrecord.store.articles import StoredArticle
    from onrecord.store.notes import Note

COLOURS = 8
"""How many speakers are told apart by colour; the ninth has the first one's."""

SURE = 0.6
"""The confidence from which on an attribution is shown as certain."""


@frozen
class Voice:
    """A speaker of the article: the name, the colour's number, and what was said."""

    name: str
    colour: int
    quotations: tuple[int, ...]
    """Indexes into ``Marks.quotations``, in reading order."""
    words: int


@frozen
class Named:
    """An entity as the record pane lists it."""

    name: str
    kind: EntityKind
    places: tuple[Span, ...]
    """Each place where the text names it or stands a word for it, in reading order."""


@frozen
class Marks:
    """Everything that is marked in one article, in reading order."""

    quotations: tuple[Quotation, ...] = ()
    starts: tuple[int, ...] = ()
    spans: tuple[Span, ...] = ()
    voices: tuple[Voice, ...] = ()
    """Those who speak, by first words; the ones nobody could name last, under the empty name."""
    utterances: tuple[tuple[int, ...], ...] = ()
    """The stretches of each utterance, as indexes into ``quotations``."""
    questions: frozenset[int] = frozenset()
    """The turns of those who mostly ask, as indexes into ``quotations``."""
    mention_starts: tuple[int, ...] = ()
    mention_spans: tuple[Span, ...] = ()
    mention_kinds: tuple[EntityKind, ...] = ()
    named: tuple[Named, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)
    """The short names that the article itself gives people, by their full ones."""
    ids: tuple[int, ...] = ()
    """The id of each quotation in the store."""
    corrected: frozenset[int] = frozenset()
    """The quotations whose speaker the user named, as indexes into ``quotations``."""
    notes: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    """The user's notes on quotations, by their index; those on the whole article under -1."""
    carried: Mapping[int, int] = field(default_factory=dict)
    """In how many other outlets a quotation's words stand too, by its index."""
    _colours: dict[str, int] = field(default_factory=dict)
    _utterance_of: dict[int, int] = field(default_factory=dict)

    def colour(self, index: int) -> int | None:
        """Return the colour's number of a quotation's speaker, None where there is no speaker."""
        speaker = self.quotations[index].speaker
        return None if speaker is None else self._colours[speaker.name]

    def utterance_of(self, index: int) -> int:
        """Return the index into ``utterances`` of a quotation's utterance."""
        return self._utterance_of[index]

    def first_of(self, utterance: int) -> Quotation:
        """Return the first stretch of an utterance."""
        return self.quotations[self.utterances[utterance][0]]

    def utterance_at(self, offset: int) -> int | None:
        """Return the utterance with a stretch over ``offset``, if any."""
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or self.spans[index][1] <= offset:
            return None
        return self.utterance_of(index)

    def is_by(self, index: int, name: str | None) -> bool:
        """Tell whether ``name`` says a quotation; "" is nobody that could be told, None anybody."""
        speaker = self.quotations[index].speaker
        return name is None or name == (speaker.name if speaker else "")

    def said_by(self, name: str | None) -> Sequence[int]:
        """Return the utterances with words of ``name`` (None: all), in reading order."""
        if name is None:
            return range(len(self.utterances))
        return [
            number
            for number, stretches in enumerate(self.utterances)
            if any(self.is_by(index, name) for index in stretches)
        ]

    def next_utterance(self, offset: int, step: int, among: Sequence[int]) -> int | None:
        """Return the nearest of some utterances that begins after ``offset``, or before it."""
        starts = [self.starts[self.utterances[number][0]] for number in among]
        at = bisect_right(starts, offset) if step > 0 else bisect_left(starts, offset) - 1
        return among[at] if 0 <= at < len(among) else None


def is_sure(quotation: Quotation) -> bool:
    """Tell whether a quotation's speaker is told, and with enough confidence."""
    return quotation.speaker is not None and quotation.confidence >= SURE


def marks_of_article(article: StoredArticle) -> Marks:
    """Return the marks of an article: those of its record, and the user's own."""
    marks = marks_of(article.record, len(article.body.text))
    known = article.record.quotations if article.record else ()
    ids = {
        (each.start, each.end): quotation_id
        for each, quotation_id in zip(known, article.quotation_ids, strict=True)
    }
    own = tuple(ids[span] for span in marks.spans)
    notes: dict[int, tuple[Note, ...]] = {}
    for note in article.notes:
        index = _noted(note, marks.quotations)
        notes[index] = (*notes.get(index, ()), note)
    return replace(
        marks,
        ids=own,
        corrected=frozenset(i for i, each in enumerate(own) if each in article.corrected),
        notes=notes,
        carried={i: article.carried[each] for i, each in enumerate(own) if each in article.carried},
    )


def _noted(note: Note, quotations: tuple[Quotation, ...]) -> int:
    """Return which quotation a note is on, -1 where on none that the article has now."""
    if note.start is None:
        return -1
    near = [
        (abs(each.start - note.start), index)
        for index, each in enumerate(quotations)
        if each.text == note.quotation
    ]
    return min(near)[1] if near else -1


def marks_of(record: Record | None, length: int) -> Marks:
    """Return the marks of a record over a text of ``length`` characters.

    A span outside of the text, or over one that began before it, is left out: a record may be
    older than the text.
    """
    if record is None:
        return Marks()
    quotations = tuple(_disjoint(record.quotations, length))
    mentions = sorted(
        {
            (start, end, entity.kind)
            for entity in record.entities
            for start, end in entity.mentions
            if 0 <= start < end <= length
        },
        key=lambda mention: (mention[0], -mention[1], mention[2]),
    )
    kept: list[tuple[int, int, EntityKind]] = []
    for mention in mentions:
        if not kept or mention[0] >= kept[-1][1]:
            kept.append(mention)
    voices = _voices(quotations)
    utterances = _utterances(quotations)
    return Marks(
        quotations=quotations,
        starts=tuple(quotation.start for quotation in quotations),
        spans=tuple((quotation.start, quotation.end) for quotation in quotations),
        voices=voices,
        utterances=utterances,
        questions=_questions(quotations, voices),
        mention_starts=tuple(start for start, _, _ in kept),
        mention_spans=tuple((start, end) for start, end, _ in kept),
        mention_kinds=tuple(kind for _, _, kind in kept),
        named=_named(record.entities),
        short=dict(_short_names(record.entities)),
        _colours={voice.name: voice.colour for voice in voices},
        _utterance_of={
            index: number for number, stretches in enumerate(utterances) for index in stretches
        },
    )


def _short_names(entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    """Give people's full names, and of their words the last that the article calls them by."""
    for entity in entities:
        words = entity.name.split()
        short = [word for word in words if word in entity.aliases]
        if entity.kind is EntityKind.PERSON and len(words) > 1 and short:
            yield entity.name, short[-1]


def _disjoint(quotations: Iterable[Quotation], length: int) -> Iterable[Quotation]:
    end = 0
    for quotation in sorted(quotations, key=lambda stretch: (stretch.start, -stretch.end)):
        if end <= quotation.start < quotation.end <= length:
            yield quotation
            end = quotation.end


def _voices(quotations: tuple[Quotation, ...]) -> tuple[Voice, ...]:
    said: dict[str, list[int]] = {}
    for index, quotation in enumerate(quotations):
        name = quotation.speaker.name if quotation.speaker else ""
        said.setdefault(name, []).append(index)
    nameless = said.pop("", None)
    names = [*said.items(), *([("", nameless)] if nameless else [])]
    return tuple(
        Voice(
            name,
            number % COLOURS,
            tuple(indexes),
            sum(len(quotations[index].text.split()) for index in indexes),
        )
        for number, (name, indexes) in enumerate(names)
    )


def _questions(quotations: tuple[Quotation, ...], voices: tuple[Voice, ...]) -> frozenset[int]:
    """Return the turns of the speakers of whose turns at least half end with a question mark."""
    asked: set[int] = set()
    for voice in voices:
        turns = [i for i in voice.quotations if quotations[i].kind is QuotationKind.TURN]
        asks = sum(quotations[i].text.rstrip('”"’) ').endswith(("?", "？")) for i in turns)
        if 2 * asks >= len(turns):
            asked.update(turns)
    return frozenset(asked)


def _utterances(quotations: tuple[Quotation, ...]) -> tuple[tuple[int, ...], ...]:
    groups: dict[int, list[int]] = {}
    for index, quotation in enumerate(quotations):
        groups.setdefault(quotation.utterance, []).append(index)
    return tuple(tuple(group) for group in groups.values())


_LISTED = (
    EntityKind.PERSON,
    EntityKind.ORG,
    EntityKind.PLACE,
    EntityKind.GROUP,
    EntityKind.EVENT,
    EntityKind.WORK,
    EntityKind.LAW,
)
"""The kinds that the record pane lists, in its order."""


def _named(entities: Iterable[Entity]) -> tuple[Named, ...]:
    listed = [
        Named(
            entity.name,
            entity.kind,
            tuple(sorted({*entity.mentions, *entity.references})),
        )
        for entity in entities
        if entity.kind in _LISTED and (entity.mentions or entity.references)
    ]
    return tuple(
        sorted(listed, key=lambda one: (_LISTED.index(one.kind), -len(one.places), one.places[0]))
    )
