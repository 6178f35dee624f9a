"""Who may have said something: those the article names, and what one types. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.fuzzy import FuzzySearch

from onrecord.clean import clean_line
from onrecord.model import EntityKind, Speaker
from onrecord.store.columns import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.app.marks import Marks
    from onrecord.model import Record

KINDS = {
    EntityKind.PERSON: "person",
    EntityKind.ORG: "organisation",
    EntityKind.GROUP: "group",
    EntityKind.GENERIC: "without a name",
    EntityKind.PLACE: "place",
}
"""The kinds of entities that speak, in the order in which they are listed, and their names."""


TYPED = "a new name"
"""What stands beside a name that is only what was typed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Somebody who may be chosen as speaker; without a speaker: nobody, and which sort of that."""

    speaker: Speaker | None
    words: str
    kind: str = ""
    said: int = 0
    """How many utterances of the article they have already."""
    nobodys: bool = False
    forget: bool = False
    """Whether it is left to the analysis again."""
    note: str = ""


NOT_TOLD = Offer(None, "Cannot be told")
NO_ONES = Offer(None, "Nobody’s words: a title, a slogan, a term", nobodys=True)

FORGET = Offer(None, "Whom the analysis finds: take your own word back", forget=True)
NOBODIES = (NOT_TOLD, NO_ONES)


def offers_of(record: Record, marks: Marks) -> tuple[Offer, ...]:
    """Return everybody of an article who may speak: by kind, those who say most first."""
    said: dict[str, set[int]] = {}
    speakers: dict[tuple[EntityKind, str], Speaker] = {}
    for index, quotation in enumerate(marks.quotations):
        if quotation.speaker is not None:
            said.setdefault(quotation.speaker.name, set()).add(marks.utterance_of(index))
            key = (quotation.speaker.kind, slug_of(quotation.speaker.name))
            speakers.setdefault(key, quotation.speaker)
    for entity in record.entities:
        if entity.kind in KINDS and entity.kind is not EntityKind.PLACE:
            key = (entity.kind, slug_of(entity.name))
            speakers.setdefault(key, Speaker(entity.name, entity.kind))
    offers = [
        Offer(each, each.name, KINDS.get(each.kind, ""), len(said.get(each.name, ())))
        for each in speakers.values()
    ]
    order = list(KINDS)
    return tuple(
        sorted(
            offers,
            key=lambda one: (
                order.index(one.speaker.kind)
                if one.speaker and one.speaker.kind in order
                else len(order),
                -one.said,
            ),
        )
    )


def narrowed(
    offers: Iterable[Offer],
    typed: str,
    others: Sequence[Offer] = NOBODIES,
    elsewhere: Iterable[Offer] = (),
) -> tuple[Offer, ...]:
    """Return those whom ``typed`` may mean, the likeliest first, then what it says itself.

    ``others`` are offered besides the article's people, ``elsewhere`` are people of the archive
    who were found for it. A name that is typed whole and known makes nobody new.
    """
    wanted = clean_line(typed).strip()
    known = tuple(offers)
    if not wanted:
        return (*known, *others)
    search = FuzzySearch(case_sensitive=False)
    scored = [(search.match(wanted, offer.words)[0], offer) for offer in (*known, *others)]
    found = [offer for score, offer in sorted(scored, key=lambda each: -each[0]) if score > 0]
    here = {slug_of(offer.words) for offer in known}
    found += [offer for offer in elsewhere if slug_of(offer.words) not in here]
    if slug_of(wanted) not in {slug_of(offer.words) for offer in found}:
        found += new_speakers(wanted)
    return tuple(found)


def new_speakers(name: str) -> list[Offer]:
    """Return what a typed name may be that is not known."""
    if name[:1].islower():
        kinds: tuple[EntityKind, ...] = (EntityKind.GENERIC,)
    else:
        kinds = (EntityKind.PERSON, EntityKind.ORG)
    return [Offer(Speaker(name, kind), name, KINDS[kind], note=TYPED) for kind in kinds]
