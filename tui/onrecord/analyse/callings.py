"""What a person is said to be: the field of the role nouns that stand beside a name.

"Senator John Smith" and "John Smith, a striker" are of two fields. That alone makes no two persons,
for people change their callings; it is one of two pieces of evidence that `onrecord.store.
identities` asks for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.model import Span

_FIELDS: Final = {
    "politics": "president premier minister chancellor governor senator representative mayor"
    " councillor councilman congressman congresswoman lawmaker legislator politician ambassador"
    " diplomat envoy mp commissioner",
    "sport": "footballer player striker midfielder defender goalkeeper winger batsman bowler"
    " quarterback sprinter runner swimmer cyclist boxer golfer skier athlete coach champion"
    " cricketer jockey medallist medalist referee",
    "arts": "actor actress painter sculptor novelist poet playwright singer songwriter composer"
    " conductor pianist violinist guitarist drummer rapper dancer choreographer filmmaker"
    " screenwriter comedian musician artist",
    "science": "scientist biologist physicist chemist mathematician astronomer geologist zoologist"
    " botanist meteorologist professor lecturer researcher historian economist philosopher",
    "medicine": "doctor surgeon nurse physician psychiatrist psychologist paramedic",
    "law": "judge prosecutor lawyer barrister solicitor magistrate",
    "religion": "bishop archbishop cardinal priest pastor rabbi imam",
    "force": "general colonel captain lieutenant sergeant admiral soldier constable detective"
    " sheriff superintendent",
    "crime": "suspect defendant inmate prisoner",
    "trade": "farmer baker chef butcher carpenter plumber shopkeeper mechanic brewer gardener"
    " fisherman ferryman glassmaker potter weaver",
}
_FIELD_OF: Final = {word: field for field, words in _FIELDS.items() for word in words.split()}
_WORD = re.compile(r"[a-z]+")
_BEFORE, _AFTER, _PLACES = 48, 72, 3
_STOP = re.compile(r"[.;:!?“”\"\n]")


def callings(text: str, spans: Iterable[Span]) -> frozenset[str]:
    """Return the fields of the roles beside the first few of these places of a name."""
    found: set[str] = set()
    for start, end in sorted(spans)[:_PLACES]:
        before = _STOP.split(text[max(0, start - _BEFORE) : start])[-1]
        found |= _fields(f"{before} {text[start:end]}")
        # Behind the name only an apposition tells what the person is.
        if text[end : end + 2] == ", ":
            found |= _fields(_STOP.split(text[end + 2 : end + _AFTER])[0].partition(",")[0])
    return frozenset(found)


def _fields(words: str) -> set[str]:
    return {_FIELD_OF[word] for word in _WORD.findall(words.lower()) if word in _FIELD_OF}
