"""Prints the quotations of the gold for ``onrecord.analyse.train``.

``python tests/press/quotations.py [FOLDER ...]`` writes an article a line: its text, its
paragraphs, its quotations with the phrases that name their speakers, and the words in quotation
marks that are nobody's. The folders hold further manuscripts. Transcripts are left out: their
turns are told by their layout.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gold import gold_articles

from onrecord.model import Form, QuotationKind
from onrecord.samples.manuscript import read_manuscript

if TYPE_CHECKING:
    from onrecord.model import Quotation, Span
    from onrecord.samples.manuscript import Manuscript


def row_of(article: Manuscript, publisher: str) -> dict[str, Any]:
    """Return an article as the training of the ranker takes it."""
    spoken = [q for q in article.record.quotations if q.kind is not QuotationKind.TURN]
    return {
        "id": article.id,
        "publisher": publisher,
        "text": article.body.text,
        "paragraphs": [[p.start, p.end, p.role] for p in article.body.paragraphs],
        "quotes": [
            {"start": q.start, "end": q.end, "source_pieces": _sources(article, q)} for q in spoken
        ],
        "scare_quotes": article.not_speech,
        "ignore": [],
    }


def _sources(article: Manuscript, quotation: Quotation) -> list[Span]:
    """Return the phrase that names the speaker, else the nearest ones that mean the same person.

    Those are the ones in the quotation's paragraph, or in the last paragraph before that has any.
    """
    if quotation.speaker is None:
        return []
    if quotation.mention:
        return [quotation.mention]
    starts = [p.start for p in article.body.paragraphs]
    here = bisect_right(starts, quotation.start)
    spans = [
        span
        for entity in article.record.entities
        if entity.name == quotation.speaker.name
        for span in (*entity.mentions, *entity.references)
        if bisect_right(starts, span[0]) <= here
    ]
    nearest = max((bisect_right(starts, span[0]) for span in spans), default=0)
    return [span for span in spans if bisect_right(starts, span[0]) == nearest]


def main() -> None:
    """Print the gold, and the manuscripts of the folders."""
    found = [("gold", article) for article in gold_articles()]
    for folder in map(Path, sys.argv[1:]):
        files = sorted(folder.glob("*.txt"))
        articles = [read_manuscript(file.read_text(encoding="utf-8")) for file in files]
        found += [(folder.name, article) for article in articles]
    for publisher, article in found:
        if article.record.language == "en" and article.record.form is not Form.TRANSCRIPT:
            print(json.dumps(row_of(article, publisher), ensure_ascii=False))


if __name__ == "__main__":
    main()
