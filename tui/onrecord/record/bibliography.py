"""Citations as bibliographies take them: BibTeX and CSL-JSON. Pure.

CSL-JSON is the input of CSL processors (Zotero, pandoc, citeproc):
https://docs.citationstyles.org/en/stable/specification.html, its variables in Appendix IV.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from onrecord.record.cite import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from onrecord.record.cite import Citation

_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
    }
)
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


def as_bibtex(citations: Iterable[Citation]) -> str:
    """Return a BibTeX entry for each citation, the quotation in its ``note``.

    The type is ``@misc``, which every style knows. Names are kept whole, as bylines are often no
    names of persons.
    """
    return "\n".join(_entry(citation) for citation in citations)


def as_csl(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return a CSL-JSON item for each citation.

    The quotation is the ``note``; with everything else that has no variable of its own it also
    stands in ``custom``.
    """
    return [_item(citation) for citation in citations]


def key_of(citation: Citation) -> str:
    """Return what a bibliography calls a citation: ``korvath2026-1217``, ASCII letters and digits.

    The number is that of the utterance's first quotation, so that no two have one key.
    """
    name = citation.speaker or citation.outlet
    folded = unicodedata.normalize("NFKD", name.split()[-1] if name.split() else "")
    word = "".join(char for char in folded.lower() if char.isascii() and char.isalnum())
    year = citation.published.year if citation.published else ""
    number = citation.quotation_ids[0] if citation.quotation_ids else 0
    return f"{word or 'quotation'}{year}-{number}"


def _entry(citation: Citation) -> str:
    accessed = citation.accessed
    fields = {
        "author": f"{{{_tex(citation.byline)}}}" if citation.byline.strip() else "",
        "title": f"{{{_tex(citation.title)}}}",
        "howpublished": _tex(citation.outlet),
        "year": str(citation.published.year) if citation.published else "",
        "month": _MONTHS[citation.published.month - 1] if citation.published else "",
        "day": str(citation.published.day) if citation.published else "",
        "url": _address(citation),
        "urldate": f"{accessed:%Y-%m-%d}" if accessed else "",
        "language": _tex(citation.language),
        "note": _tex(_note(citation)),
        "annote": _tex(_attribution(citation)),
    }
    # A month stands without braces: the styles know its three letters in every language.
    lines = [
        f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{key_of(citation)},\n" + ",\n".join(lines) + "\n}\n"


def _item(citation: Citation) -> dict[str, Any]:
    accessed = citation.accessed
    item = {
        "id": key_of(citation),
        "type": "article-newspaper",
        "title": citation.title,
        "author": [{"literal": citation.byline}] if citation.byline.strip() else None,
        "container-title": citation.outlet,
        "issued": _date(citation.published),
        "accessed": _date(accessed.date() if accessed else None),
        "URL": citation.fragment or citation.url,
        "language": citation.language,
        "note": _note(citation),
        "custom": {
            "quotation": words_of(citation.stretches),
            "stretches": list(citation.stretches),
            "speaker": citation.speaker or None,
            "speaker-kind": citation.speaker_kind or None,
            "article-URL": citation.url,
            "accessed-at": accessed.isoformat() if accessed else None,
            "confidence": citation.confidence,
            "method": citation.method,
        },
    }
    return {name: value for name, value in item.items() if value}


def _note(citation: Citation) -> str:
    words = f"“{words_of(citation.stretches)}”"
    return f"{citation.speaker}: {words}" if citation.speaker else words


def _attribution(citation: Citation) -> str:
    if not citation.method or not citation.speaker:
        return ""
    sure = "" if citation.confidence is None else f", confidence {citation.confidence:.2f}"
    return f"Speaker: {citation.method}{sure}"


def _address(citation: Citation) -> str:
    """Return the address for a field in braces, which only braces and backslashes would end."""
    address = citation.fragment or citation.url
    return address.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def _date(date: date | None) -> dict[str, list[list[int]]] | None:
    return None if date is None else {"date-parts": [[date.year, date.month, date.day]]}


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(_TEX)
