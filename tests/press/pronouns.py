"""Prints the pronouns of the gold for ``onrecord.analyse.train_antecedents``.

``python tests/press/pronouns.py [FOLDER ...]`` writes an article a line: its text and, for each
pronoun that is marked, by which names and phrases the text calls the person. The folders hold
further manuscripts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gold import gold_articles

from onrecord.analyse.identity import PRONOUNS
from onrecord.model import QuotationKind
from onrecord.samples.manuscript import read_manuscript

if TYPE_CHECKING:
    from onrecord.samples.manuscript import Manuscript


def row_of(article: Manuscript) -> dict[str, Any]:
    """Return the text of an article and the persons of its marked pronouns."""
    text = article.body.text
    named = [
        (q.mention, q.speaker.name)
        for q in article.record.quotations
        if q.mention and q.speaker and q.kind is not QuotationKind.TURN
    ]
    named += [(span, e.name) for e in article.record.entities for span in e.references]
    pronouns = {
        span[0]: [name, *filter(None, article.accepted.get(name, ()))]
        for span, name in named
        if text[slice(*span)].lower() in PRONOUNS
    }
    return {"id": article.id, "text": text, "pronouns": sorted(pronouns.items())}


def main() -> None:
    """Print the gold, and the manuscripts of the folders."""
    files = [file for folder in sys.argv[1:] for file in sorted(Path(folder).glob("*.txt"))]
    others = [read_manuscript(file.read_text(encoding="utf-8")) for file in files]
    for article in (*gold_articles(), *others):
        if article.record.language == "en":
            print(json.dumps(row_of(article), ensure_ascii=False))


if __name__ == "__main__":
    main()
