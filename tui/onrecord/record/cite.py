"""Quotations with their citation, for people: Markdown, plain text, HTML. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from onrecord.record.fragment import fragment_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from onrecord.model import Span
    from onrecord.store.utterances import Utterance

    _Written = Callable[[str], str]

CONTEXT = 32
"""Characters of the text before and after a passage that tell it from the same words elsewhere."""
BY_USER = "named by the user"
"""The method of attribution where the user corrected the speaker."""

_PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“", "「": "」", "『": "』", '"': '"', "'": "'"}
_MARKUP = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a stretch stands in the article's text, with the text just before and after it."""

    span: Span
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One utterance and where it was published.

    ``stretches`` are its uninterrupted parts, with their quotation marks; ``speaker`` is empty
    where nobody could tell, ``published`` None where the outlet does not. ``fragment`` is the
    article's address with the words as text fragments. ``method`` says how the speaker was
    found, ``confidence`` how surely (0 to 1).
    """

    stretches: tuple[str, ...]
    speaker: str
    title: str
    outlet: str
    url: str
    published: date | None
    byline: str = ""
    accessed: datetime | None = None
    fragment: str = ""
    speaker_kind: str = ""
    confidence: float | None = None
    method: str = ""
    language: str = ""
    article_id: int = 0
    quotation_ids: tuple[int, ...] = ()
    passages: tuple[Passage, ...] = ()


def citation_of(utterance: Utterance) -> Citation:
    """Return the citation of an utterance of the archive."""
    text = utterance.text
    published = utterance.published_at
    speaker = utterance.speaker
    return Citation(
        stretches=tuple(text[start:end] for start, end in utterance.spans),
        speaker=speaker.name if speaker else "",
        title=utterance.title,
        outlet=utterance.outlet,
        url=utterance.url,
        published=published.date() if published else None,
        byline=utterance.byline,
        accessed=utterance.fetched_at,
        fragment=fragment_url(utterance.url, text, utterance.spans),
        speaker_kind=speaker.kind.value if speaker else "",
        confidence=utterance.confidence if speaker else None,
        method=BY_USER if utterance.corrected else f"On Record {utterance.analysed_with}",
        language=utterance.language,
        article_id=utterance.article_id,
        quotation_ids=utterance.quotation_ids,
        passages=tuple(
            Passage(
                (start, end),
                text[max(0, start - CONTEXT) : start],
                text[end : end + CONTEXT],
            )
            for start, end in utterance.spans
        ),
    )


def words_of(stretches: tuple[str, ...]) -> str:
    """Return an utterance as one text: without its outer marks, its parts joined by an ellipsis."""
    return _joined([_unmarked(stretch) for stretch in stretches])


def as_markdown(citation: Citation) -> str:
    """Return a citation as a Markdown block quote with its source below."""
    words = _joined([escaped(_unmarked(stretch)) for stretch in citation.stretches])
    address = citation.fragment or citation.url
    title = escaped(citation.title)
    linked = f"[{title}](<{address}>)" if address else title
    return f"> “{words}”\n>\n> — {_credit(citation, linked, escaped)}\n"


def as_plain_text(citation: Citation) -> str:
    """Return a citation as text: the words, then the source, then the address."""
    lines = [f"“{words_of(citation.stretches)}”", f"— {_credit(citation, citation.title, _line)}"]
    address = citation.fragment or citation.url
    return "\n".join([*lines, address] if address else lines) + "\n"


def as_html(citation: Citation) -> str:
    """Return a citation as a ``<figure>`` with a ``<blockquote>`` that cites its address."""
    address = escape(citation.fragment or citation.url)
    cite = f' cite="{address}"' if address else ""
    language = f' lang="{escape(citation.language)}"' if citation.language else ""
    title = f"<cite>{escape(_line(citation.title))}</cite>"
    linked = f'<a href="{address}">{title}</a>' if address else title
    words = escape(words_of(citation.stretches), quote=False)
    return (
        f"<figure>\n<blockquote{cite}{language}><p>“{words}”</p></blockquote>\n"
        f"<figcaption>— {_credit(citation, linked, _as_html)}</figcaption>\n</figure>\n"
    )


def _credit(citation: Citation, title: str, written: _Written) -> str:
    """Return who said it and where it was published; ``title`` is written already."""
    date = citation.published
    day = f"{date:%Y-%m-%d}" if date else ""
    byline = f"by {written(citation.byline)}" if citation.byline.strip() else ""
    source = ", ".join(filter(None, (title, byline, written(citation.outlet), day)))
    how = "; ".join(filter(None, (_access(citation), written(_attribution(citation)))))
    credited = f"{written(citation.speaker)}, in {source}" if citation.speaker else source
    return f"{credited} ({how})" if how else credited


def _access(citation: Citation) -> str:
    at = citation.accessed
    return f"accessed {at:%Y-%m-%d %H:%M} UTC" if at else ""


def _attribution(citation: Citation) -> str:
    """Return how the speaker was found and how surely, "" where there is no speaker or method."""
    if not citation.method or not citation.speaker:
        return ""
    if citation.confidence is None or citation.method == BY_USER:
        return f"speaker {citation.method}"
    return f"speaker found by {citation.method}, confidence {citation.confidence:.2f}"


def _joined(parts: list[str]) -> str:
    return " […] ".join(part for part in parts if part)


def _unmarked(stretch: str) -> str:
    text = _line(stretch)
    if len(text) > 1 and _PAIRS.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _line(text: str) -> str:
    return " ".join(text.split())


def escaped(text: str) -> str:
    """Return text as Markdown shows it: on one line, no character read as markup."""
    return _MARKUP.sub(r"\\\1", _line(text)).replace("&", "&amp;")


def _as_html(text: str) -> str:
    return escape(_line(text), quote=False)
