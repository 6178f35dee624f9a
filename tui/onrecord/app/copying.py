"""What ``y`` and ``Y`` copy: a quotation with its citation, or the article's title and address."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.app.marks import Marks
    from onrecord.record.cite import Citation
    from onrecord.store.articles import StoredArticle

FORMAT_NAMES = {
    "markdown": "Markdown",
    "text": "Plain text",
    "html": "HTML",
    "bibtex": "BibTeX",
    "csl": "CSL-JSON",
    "schema.org": "JSON-LD, schema.org",
    "annotation": "JSON-LD, Web Annotation",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "csv": "CSV",
}
"""The formats of citations, as the reader lists them and calls them."""


def citation_of(article: StoredArticle, marks: Marks, utterance: int) -> Citation:
    """Return the citation of one utterance of an article."""
    # Imported here, as below: what makes citations is not needed for the first screen.
    from onrecord.record.cite import citation_of as cite
    from onrecord.store.utterances import utterance_of

    places = {quotation_id: i for i, quotation_id in enumerate(article.quotation_ids)}
    return cite(utterance_of(article, [places[marks.ids[i]] for i in marks.utterances[utterance]]))


def citations_of(article: StoredArticle, marks: Marks) -> list[Citation]:
    """Return the citations of everything said in an article, in its order."""
    return [citation_of(article, marks, number) for number in range(len(marks.utterances))]


def written(citations: Sequence[Citation], format_name: str) -> str:
    """Return citations in a format, as they are pasted: HTML is not a whole page."""
    from onrecord.record.cite import as_html
    from onrecord.record.export import FORMATS

    if format_name == "html":
        return "".join(map(as_html, citations))
    return FORMATS[format_name][1](citations)


def address_of(article: StoredArticle) -> str:
    """Return an article's title and address."""
    return f"{article.title}\n{article.url}\n"
