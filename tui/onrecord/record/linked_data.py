"""Citations as JSON-LD: W3C Web Annotations and schema.org quotations. Pure.

The Web Annotation Data Model is https://www.w3.org/TR/annotation-model/, the terms of schema.org
are those of https://schema.org/Quotation and https://schema.org/NewsArticle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.record.cite import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.record.cite import Citation

_TYPES = {"PERSON": "Person", "ORG": "Organization", "PLACE": "Place"}


def as_annotations(citations: Sequence[Citation]) -> dict[str, Any]:
    """Return the citations as one page of W3C Web Annotations.

    Each stretch of an utterance is a target of its own. Positions count code points of the
    article's text as On Record keeps it, the end exclusive.
    """
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [_annotation(citation) for citation in citations],
    }


def as_schema_org(citations: Iterable[Citation]) -> dict[str, Any]:
    """Return the citations as a graph of schema.org quotations."""
    return {
        "@context": "https://schema.org",
        "@graph": [_quotation(citation) for citation in citations],
    }


def _annotation(citation: Citation) -> dict[str, Any]:
    said_by = f"Said by {citation.speaker}." if citation.speaker else "Speaker not told."
    bodies: list[dict[str, Any]] = [
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "language": "en",
            "value": " ".join(filter(None, (said_by, _attribution(citation)))),
        },
        {
            "type": "SpecificResource",
            "purpose": "identifying",
            "source": _present(
                {
                    "type": "schema:NewsArticle",
                    "id": citation.url,
                    "schema:headline": citation.title,
                    "schema:author": citation.byline,
                    "schema:publisher": citation.outlet,
                    "schema:datePublished": _iso(citation.published),
                }
            ),
        },
    ]
    if citation.speaker:
        bodies.append(
            {
                "type": "TextualBody",
                "purpose": "tagging",
                "format": "text/plain",
                "value": citation.speaker,
            }
        )
    return {
        "id": _urn(citation),
        "type": "Annotation",
        "motivation": "highlighting",
        "body": bodies,
        "target": [_target(citation, index) for index in range(len(citation.stretches))],
    }


def _target(citation: Citation, index: int) -> dict[str, Any]:
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": citation.stretches[index]}
    selectors = [quote]
    if index < len(citation.passages):
        passage = citation.passages[index]
        quote |= _present({"prefix": passage.prefix, "suffix": passage.suffix})
        start, end = passage.span
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    target: dict[str, Any] = {"source": citation.url or _urn(citation), "selector": selectors}
    if citation.accessed:
        target["state"] = {"type": "TimeState", "sourceDate": _seconds(citation)}
    return target


def _quotation(citation: Citation) -> dict[str, Any]:
    speaker = None
    if citation.speaker:
        kind = _TYPES.get(citation.speaker_kind, "Thing")
        speaker = {"@type": kind, "name": citation.speaker}
    article = _present(
        {
            "@type": "NewsArticle",
            "@id": citation.url,
            "url": citation.url,
            "headline": citation.title,
            "author": {"@type": "Person", "name": citation.byline} if citation.byline else None,
            "publisher": {"@type": "Organization", "name": citation.outlet},
            "datePublished": _iso(citation.published),
        }
    )
    return _present(
        {
            "@type": "Quotation",
            "@id": _urn(citation),
            "text": words_of(citation.stretches),
            "url": citation.fragment or citation.url,
            "inLanguage": citation.language,
            "spokenByCharacter": speaker,
            "isPartOf": article,
            "additionalProperty": [
                {"@type": "PropertyValue", "name": name, "value": value}
                for name, value in (
                    ("accessed", _seconds(citation)),
                    ("confidence of attribution", citation.confidence),
                    ("method of attribution", citation.method),
                )
                if value not in {None, ""}
            ],
        }
    )


def _attribution(citation: Citation) -> str:
    if not citation.speaker or not citation.method:
        return ""
    sure = "" if citation.confidence is None else f", confidence {citation.confidence:.2f}"
    return f"Attribution: {citation.method}{sure}."


def _urn(citation: Citation) -> str:
    number = citation.quotation_ids[0] if citation.quotation_ids else 0
    return f"urn:onrecord:quotation:{number}"


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _iso(moment: object) -> str:
    return "" if moment is None else str(moment)


def _seconds(citation: Citation) -> str:
    return f"{citation.accessed:%Y-%m-%dT%H:%M:%SZ}" if citation.accessed else ""
