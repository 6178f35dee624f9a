"""The analysis of an article, step by step: from its text to its record.

Two tiers with one record. The first needs no language model: tokens, quotations, speakers, names
by patterns and the gazetteer. The second gives the same steps the spans of a language model
besides, so that more names are found and their kinds are surer; the quotations and the phrases
named as speakers are the first tier's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from onrecord.analyse.attribution import Attributions, attribute
from onrecord.analyse.cues import cues
from onrecord.analyse.dates import find_dates, find_money
from onrecord.analyse.entities import Chain, gather
from onrecord.analyse.identity import Identities
from onrecord.analyse.labels import is_part, spell
from onrecord.analyse.language import detect_language
from onrecord.analyse.mentions import Label, find_mentions
from onrecord.analyse.names import headlines
from onrecord.analyse.pattern_identity import PatternIdentities
from onrecord.analyse.pattern_names import find_persons
from onrecord.analyse.pattern_phrases import cued_text
from onrecord.analyse.pattern_things import find_things
from onrecord.analyse.replies import with_replies
from onrecord.analyse.reportage import form_and_interviews
from onrecord.analyse.speakers import Namer, name_speakers
from onrecord.analyse.tokens import DAYS, NAME, Tokens, tokenize
from onrecord.analyse.versions import MODEL, PATTERNS
from onrecord.model import Document, Entity, EntityKind, QuotationKind, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.analyse.attribution import Attributed
    from onrecord.model import Span


class Model(Protocol):
    """What the second tier asks of a language model."""

    def entities(self, text: str, stretches: Sequence[Span]) -> list[tuple[int, int, str]]:
        """Named entities in these stretches as (start, end, label), in text order."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A text with its quotations, the phrases named as speakers, and who is who."""

    document: Document
    tokens: Tokens
    attributions: Attributions
    chains: list[Chain]
    identities: Identities
    abroad: PatternIdentities | None
    """Who is who in a language other than English that has cues."""


def understand(
    document: Document, model: Model | None = None, kind: type[Identities] = Identities
) -> Understood:
    """Find the quotations of ``document``, its names, and the persons they stand for."""
    language = detect_language(document.text, document.language)
    document = replace(document, language=language)
    tokens = tokenize(document.text, document.paragraphs)
    attributions = attribute(document, tokens)
    labels: list[Label] = []
    if model is not None and language == "en":
        labels = [Label(*span) for span in model.entities(document.text, _worth(tokens))]
    said = attributions.quotations
    fronts = _turn_labels(tokens, said)
    loud = headlines(tokens) - {tokens.paragraphs[first] for first, _ in fronts}
    mentions = find_mentions(tokens, labels, _speaking(tokens, said), loud, fronts)
    heads = {number: tokens.at(q.head[0]) for number, q in enumerate(said) if q.head is not None}
    known = cues(language) if language != "en" else None
    cued = None if known is None else cued_text(tokens, known, language)
    persons = None if cued is None else find_persons(cued, frozenset(heads.values()))
    if cued is not None and persons is not None:
        things = [
            m for m in mentions if m.kind != EntityKind.PERSON and m.first not in persons.by_token
        ]
        mentions = find_things(cued, persons.by_token, things)
    chains = gather(tokens, mentions, loud)
    if persons is not None:
        chains = sorted((*chains, *persons.chains), key=lambda chain: chain.first)
    inside = frozenset(i for first, last in fronts for i in range(first, last + 1))
    spans = [(q.start, q.end) for q in said]
    identities = kind(tokens, chains, spans, heads, loud, inside)
    replied = with_replies(tokens, identities, attributions) if language == "en" else None
    if replied is not None:
        # Who spoke last tells whom pronouns mean.
        attributions, said = replied, replied.quotations
        heads = {n: tokens.at(q.head[0]) for n, q in enumerate(said) if q.head is not None}
        identities = kind(tokens, chains, spans, heads, loud, inside)
    abroad = None
    if cued is not None and persons is not None:
        abroad = PatternIdentities(cued, persons, spans, heads.values())
        identities.references, identities.offices = abroad.references, []
    return Understood(document, tokens, attributions, chains, identities, abroad)


def analyse(document: Document, model: Model | None = None) -> Record:
    """Return the record of ``document``; with ``model``, that of the second tier.

    The time is linear in the length of the text.
    """
    found = understand(document, model)
    namer = Namer(found.document, found.tokens, found.identities, found.attributions, found.abroad)
    quotations = name_speakers(namer)
    form, interviews = form_and_interviews(namer, quotations)
    return Record(
        language=found.document.language,
        form=form,
        interviews=interviews,
        quotations=quotations,
        entities=_entities(found.document, found.tokens, found.chains, found.identities),
        analysed_with=PATTERNS if model is None else MODEL,
    )


def _worth(tokens: Tokens) -> list[Span]:
    """Return the stretches of sentences with a name in them, for which a model is worth its time.

    Sentences without any capital but their first and those of days are left out.
    """
    named: set[int] = set()
    for tag, low, sentence in zip(tokens.tags, tokens.lows, tokens.sentences, strict=True):
        if tag == NAME and low not in DAYS:
            named.add(sentence)
    found: list[Span] = []
    last = -2
    for i, sentence in enumerate(tokens.sentences):
        if sentence not in named:
            continue
        if found and last in (sentence, sentence - 1):
            found[-1] = (found[-1][0], tokens.ends[i])
        else:
            found.append((tokens.starts[i], tokens.ends[i]))
        last = sentence
    return found


def _speaking(tokens: Tokens, said: Sequence[Attributed]) -> list[tuple[int, int, int]]:
    """Return the phrases named as speakers, as first, head and last token."""
    return [
        (tokens.at(q.mention[0]), tokens.at(q.head[0]), tokens.at(q.mention[1]) - 1)
        for q in said
        if q.mention is not None and q.head is not None and q.kind is not QuotationKind.TURN
    ]


def _turn_labels(tokens: Tokens, said: Sequence[Attributed]) -> list[tuple[int, int]]:
    """Return the labels in front of turns that may be names, as first and last token."""
    found: dict[tuple[int, int], None] = {}
    for q in said:
        if q.kind is not QuotationKind.TURN or q.mention is None or q.head is None:
            continue
        if not is_part(spell(tokens.text, q.mention)):
            found.setdefault((tokens.at(q.mention[0]), tokens.at(q.head[0])))
    return list(found)


def _entities(
    document: Document, tokens: Tokens, chains: Sequence[Chain], identities: Identities
) -> tuple[Entity, ...]:
    references: dict[int, list[Span]] = {}
    titles: dict[int, list[Span]] = {}
    for reference in identities.references:
        span = tokens.span(reference.first, reference.last)
        kept = titles if reference.titled else references
        kept.setdefault(id(reference.chain), []).append(span)
    found = [
        _entity(tokens, chain, titles.get(id(chain), []), references.get(id(chain), []))
        for chain in chains
    ]
    found += _offices(tokens, identities)
    taken = [span for entity in found for span in entity.mentions]
    found += find_dates(tokens, document.published_at, taken)
    found += find_money(tokens)
    return tuple(sorted(found, key=lambda e: e.mentions[0]))


def _offices(tokens: Tokens, identities: Identities) -> list[Entity]:
    """Return the holders of offices whom the text names by their title alone."""
    spans: dict[str, list[Span]] = {}
    names: dict[str, str] = {}
    for office in identities.offices:
        first = office.first + (tokens.lows[office.first] in ("the", "this", "that"))
        span = tokens.span(first, office.last)
        name = " ".join(tokens.text[slice(*span)].split())
        spans.setdefault(name.lower(), []).append(span)
        names.setdefault(name.lower(), name)
    return [Entity(names[key], EntityKind.PERSON, (), tuple(found)) for key, found in spans.items()]


def _entity(tokens: Tokens, chain: Chain, titles: list[Span], references: list[Span]) -> Entity:
    spans = sorted([*(tokens.span(m.first, m.last) for m in chain.mentions), *titles])
    forms: dict[str, None] = {}
    for number, span in enumerate((*spans, *references)):
        form = " ".join(tokens.text[slice(*span)].split())
        described = number >= len(spans) and not any(w[0].isupper() for w in form.split()[1:])
        if form != chain.name and not described:
            forms.setdefault(form)
    return Entity(chain.name, chain.kind, tuple(forms), tuple(spans), tuple(sorted(references)))
