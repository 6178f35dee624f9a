"""What ``s`` saves, and in which formats: the article, what is said in it, a list of clippings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from onrecord.app import copying
from onrecord.app.cells import count
from onrecord.record import printed
from onrecord.record.export import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.app.marks import Marks
    from onrecord.record.cite import Citation
    from onrecord.store.articles import StoredArticle

_WORDS = {"json": "JSON, with its record"}
"""What a format of an article is called, where that is not its name."""


@dataclass(frozen=True, slots=True)
class Sort:
    """Something that can be written to a file; without an ending it is a heading over others."""

    words: str
    suffix: str = ""
    write: Callable[[], str] | None = None


def sorts_of(article: StoredArticle, marks: Marks, utterance: int | None) -> list[Sort]:
    """Return what can be saved of an article: itself, the chosen utterance, everything said."""
    sorts = [Sort("The article")]
    sorts += [
        Sort(_WORDS.get(name, copying.FORMAT_NAMES[name]), suffix, partial(write, article))
        for name, (suffix, write) in printed.FORMATS.items()
    ]
    if utterance is not None:
        chosen = copying.citation_of(article, marks, utterance)
        sorts += [Sort(""), Sort("The chosen quotation"), *sorts_of_citations(lambda: [chosen])]
    if marks.utterances:
        said = count(len(marks.utterances), "quotation")
        every = partial(copying.citations_of, article, marks)
        sorts += [Sort(""), Sort(said), *sorts_of_citations(every)]
    return sorts


def sorts_of_citations(cite: Callable[[], Sequence[Citation]]) -> list[Sort]:
    """Return the formats that citations can be saved in; they are made when one is written."""
    return [
        Sort(name, FORMATS[key][0], partial(_written, key, cite))
        for key, name in copying.FORMAT_NAMES.items()
    ]


def _written(key: str, cite: Callable[[], Sequence[Citation]]) -> str:
    return FORMATS[key][1](cite())
