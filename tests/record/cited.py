"""Utterances of an invented article to cite."""

from __future__ import annotations

from datetime import UTC, datetime

from onrecord.model import EntityKind, Speaker
from onrecord.store.utterances import Utterance

TEXT = (
    "The ferry sails again.\n\n"
    "“The strait is our shortest bridge,” said Anselm Korvath."
    " “We pretended it was a wall, & more.”"
    "\n\nMs Brack was asked whose. She said: “Ours.” Then again: “Ours.” And {she} left."
)


def utterance(*stretches: str, text: str = TEXT, **changed: object) -> Utterance:
    """The utterance of these stretches of the text; without any, the one on the strait."""
    stretches = stretches or (
        "“The strait is our shortest bridge,”",
        "“We pretended it was a wall, & more.”",
    )
    spans, at = [], 0
    for stretch in stretches:
        at = text.index(stretch, at)
        spans.append((at, at + len(stretch)))
        at += len(stretch)
    values = {
        "quotation_ids": tuple(range(7, 7 + len(spans))),
        "spans": tuple(spans),
        "speaker": Speaker("Anselm Korvath", EntityKind.PERSON),
        "confidence": 0.91,
        "corrected": False,
        "analysed_with": "1/patterns",
        "article_id": 3,
        "title": "Ferry: 100% of it_ {back} & \\ [soon]",
        "outlet": "The Lantern",
        "byline": "Ferenc Adeyemi-Holt and agencies",
        "url": "https://lantern.example/2026/ferry?a=1&b=2",
        "published_at": datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        "fetched_at": datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC),
        "language": "en",
        "text": text,
    }
    return Utterance(**{**values, **changed})
