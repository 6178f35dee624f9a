"""A record as text for people: the quotations under their speakers, then the entities by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.clean import clean_line

if TYPE_CHECKING:
    from onrecord.model import Entity, Quotation, Record

UNSURE = 0.6
"""Below this confidence an attribution carries a question mark."""
NOBODY = "Speaker not told"


def record_as_text(title: str, record: Record) -> str:
    """Give the record of an article as lines of text."""
    lines = [title or "(no headline)", _summary(record)]
    lines += [
        f"Interview: {each.interviewee or '?'}, asked by {each.interviewer or '?'}"
        for each in record.interviews
    ]
    for speaker, quotations in _by_speaker(record.quotations).items():
        lines += ["", f"{speaker}  ({len(quotations)})"]
        lines += [_quotation(each) for each in quotations]
    by_kind: dict[str, list[Entity]] = {}
    for entity in record.entities:
        by_kind.setdefault(entity.kind.value, []).append(entity)
    for kind, entities in by_kind.items():
        lines += ["", kind]
        lines += [_entity(each) for each in entities]
    return "\n".join(clean_line(line) if line[:1] != " " else line for line in lines)


def _summary(record: Record) -> str:
    speakers = {each.speaker.name for each in record.quotations if each.speaker}
    return (
        f"{record.form.value} · {record.language or 'language unknown'}"
        f" · {len(record.quotations)} quotations · {len(speakers)} speakers"
        f" · analysed with {record.analysed_with}"
    )


def _by_speaker(quotations: tuple[Quotation, ...]) -> dict[str, list[Quotation]]:
    grouped: dict[str, list[Quotation]] = {}
    for each in quotations:
        name = f"{each.speaker.name} · {each.speaker.kind.value}" if each.speaker else NOBODY
        grouped.setdefault(name, []).append(each)
    return grouped


def _quotation(quotation: Quotation) -> str:
    told = f"{quotation.kind.value} {quotation.confidence:.2f}"
    if quotation.speaker is None:
        told = f"{quotation.kind.value}; {quotation.reason}" if quotation.reason else told
    elif quotation.confidence < UNSURE:
        told += "?"
    return f"  {clean_line(quotation.text)}  [{quotation.start}:{quotation.end} {told}]"


def _entity(entity: Entity) -> str:
    line = f"  {clean_line(entity.name)}  ×{len(entity.mentions) + len(entity.references)}"
    if entity.value:
        line += f"  {entity.value}"
    if entity.aliases:
        line += f"  ({', '.join(map(clean_line, entity.aliases))})"
    return line
