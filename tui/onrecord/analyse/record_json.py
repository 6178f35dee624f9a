"""A record as JSON.

Apart from the analysis, as commands that analyse nothing print stored records in this form too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.model import Document, Record


def record_as_json(document: Document, record: Record) -> dict[str, Any]:
    """Return the record in the form that ``onrecord analyse --json`` prints and that others read.

    Offsets are indexes of characters into ``text``, the end exclusive.
    """
    return {
        "id": document.id,
        "title": document.title,
        "language": record.language,
        "form": record.form.value,
        "text": document.text,
        "analysed_with": record.analysed_with,
        "interviews": [
            {
                "interviewee": interview.interviewee,
                "interviewer": interview.interviewer,
                "evidence": list(interview.evidence),
            }
            for interview in record.interviews
        ],
        "quotations": [
            {
                "start": q.start,
                "end": q.end,
                "text": q.text,
                "kind": q.kind.value,
                "utterance": q.utterance,
                "speaker": None
                if q.speaker is None
                else {"name": q.speaker.name, "kind": q.speaker.kind.value},
                "mention": None if q.mention is None else list(q.mention),
                "cue": None if q.cue is None else list(q.cue),
                "confidence": q.confidence,
                **({"reason": q.reason} if q.reason else {}),
            }
            for q in record.quotations
        ],
        "entities": [
            {
                "name": entity.name,
                "kind": entity.kind.value,
                "aliases": list(entity.aliases),
                "mentions": [list(span) for span in entity.mentions],
                "references": [list(span) for span in entity.references],
                **({"value": entity.value} if entity.value else {}),
            }
            for entity in record.entities
        ],
    }
