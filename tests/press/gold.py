"""The gold: every sample article and every short text of ``gold/``, with its marked record."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.samples.manuscript import read_manuscript
from onrecord.samples.outlets import OUTLETS, article_sources

if TYPE_CHECKING:
    from onrecord.model import Document
    from onrecord.samples.manuscript import Manuscript

FOLDER = Path(__file__).with_name("gold")


@cache
def gold_articles() -> tuple[Manuscript, ...]:
    """Read all manuscripts: those of the sample press, then those that only tests use."""
    files = sorted(FOLDER.glob("*.txt"))
    sources = [*article_sources(), *(file.read_text(encoding="utf-8") for file in files)]
    return tuple(read_manuscript(source) for source in sources)


def gold_document(manuscript: Manuscript) -> Document:
    """Give an article as the store would hand it to the analysis, with its outlet's name."""
    names = {outlet.slug: outlet.name for outlet in OUTLETS}
    return replace(manuscript.document(), outlet=names.get(manuscript.outlet, manuscript.outlet))
