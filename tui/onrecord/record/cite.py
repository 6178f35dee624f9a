"""Quotations with their citation, as other programs take them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“", "「": "」", "『": "』", '"': '"', "'": "'"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One utterance and where it was published.

    ``stretches`` are its uninterrupted parts, with their quotation marks; ``speaker`` is empty
    where nobody could tell, ``published`` None where the outlet does not.
    """

    stretches: tuple[str, ...]
    speaker: str
    title: str
    outlet: str
    url: str
    published: date | None


def words_of(stretches: tuple[str, ...]) -> str:
    """Return an utterance as one text: without its outer marks, its parts joined by an ellipsis."""
    parts = []
    for stretch in stretches:
        text = " ".join(stretch.split())
        if len(text) > 1 and _PAIRS.get(text[0]) == text[-1]:
            text = text[1:-1].strip()
        parts.append(text)
    return " […] ".join(part for part in parts if part)


def as_markdown(citation: Citation) -> str:
    """Return a citation as a Markdown block quote with its source below."""
    words = words_of(citation.stretches)
    date = f"{citation.published:%Y-%m-%d}" if citation.published else ""
    title = citation.title.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    linked = f"[{title}](<{citation.url}>)" if citation.url else title
    source = ", ".join(part for part in (linked, citation.outlet, date) if part)
    by = f"{citation.speaker}, in {source}" if citation.speaker else source
    return f"> “{words}”\n>\n> — {by}\n"
