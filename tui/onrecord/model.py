"""The nouns of On Record, as frozen values.

Every offset is an index of a character (a code point) into the text it belongs to, the end
exclusive. The span of a quotation includes its quotation marks. Times are aware datetimes in UTC.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.frozen import frozen

if TYPE_CHECKING:
    from datetime import datetime

Span = tuple[int, int]

GUIDE_ID = 0
"""The id of the guide, which is read like an article and is none of the archive's."""


class Role(StrEnum):
    """What a paragraph is in its article."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    """A block quotation."""
    ITEM = "item"
    """One item of a list."""
    EMPHASIS = "emphasis"
    """A paragraph wholly in bold or italics; in an interview often a question."""
    CAPTION = "caption"
    """What an image shows: its caption or its description."""


class Form(StrEnum):
    """How an article carries what was said."""

    INTERVIEW = "interview"
    """Somebody was interviewed, and the article reports or prints that conversation."""
    TRANSCRIPT = "transcript"
    """The article is mostly turns: questions and answers, or labelled speakers."""
    REPORT = "report"
    """Anything else."""


class QuotationKind(StrEnum):
    """What sort of stretch a quotation is."""

    DIRECT = "direct"
    """A sentence or more, or the whole of what is reported."""
    MIXED = "mixed"
    """A few quoted words inside the writer's own sentence."""
    TURN = "turn"
    """One turn of a transcript, with or without quotation marks."""


class EntityKind(StrEnum):
    """What sort of thing an entity is."""

    PERSON = "PERSON"
    ORG = "ORG"
    PLACE = "PLACE"
    EVENT = "EVENT"
    WORK = "WORK"
    LAW = "LAW"
    GROUP = "GROUP"
    """People taken together: nationalities, parties' followers, "protesters"."""
    DATE = "DATE"
    MONEY = "MONEY"
    GENERIC = "GENERIC"
    """A speaker without a name: "a senior aide"."""


class FullText(StrEnum):
    """When the page of an article is fetched for its full text."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@frozen
class Paragraph:
    """One paragraph of a text: where it stands and what it is."""

    start: int
    end: int
    role: Role = Role.PARAGRAPH

    def __reduce__(self) -> tuple[type[Paragraph], tuple[int, int, Role]]:
        # Thousands go from process to process; the way that a dataclass is pickled by itself
        # takes three times as long.
        return Paragraph, (self.start, self.end, self.role)


@frozen
class Link:
    """A link in a text: the span that carries it and its address (http or https)."""

    start: int
    end: int
    url: str

    def __reduce__(self) -> tuple[type[Link], tuple[int, int, str]]:
        return Link, (self.start, self.end, self.url)


@frozen
class Body:
    """The plain text of an article with its layout. Paragraphs are in order and disjoint."""

    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    links: tuple[Link, ...] = ()


@frozen
class Page:
    """What an article's web page gives: its body and what it says of itself."""

    url: str
    title: str
    byline: str
    site_name: str
    published_at: datetime | None
    language: str
    body: Body


@frozen
class Enclosure:
    """A file that an entry carries: its address, media type, and size in bytes if told."""

    url: str
    media_type: str = ""
    length: int | None = None


@frozen
class Entry:
    """One entry of a feed as it was published, its text cleaned.

    ``guid`` is never empty: where the feed gives none it is made from the address or the content.
    ``body`` is the entry's fullest text; ``truncated`` tells that it is only a teaser of the page.
    ``digest`` is a hash of the entry as published, "" where it could not be told from its feed.
    """

    guid: str
    url: str
    title: str
    byline: str
    published_at: datetime | None
    updated_at: datetime | None
    language: str
    body: Body
    truncated: bool = False
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    digest: str = ""


@frozen
class ParsedFeed:
    """A feed document: what it says of itself and its entries, in the feed's order."""

    title: str
    site_url: str
    language: str
    entries: tuple[Entry, ...]
    update_every: int | None = None
    """Seconds between updates, as the feed itself asks for (``ttl``, ``sy:updatePeriod``)."""
    warning: str = ""
    """One sentence on what was wrong with the document, where something was."""
    left_out: int = 0
    """How many entries were not read again, because their digests were known."""


@frozen
class Feed:
    """A subscription as the store keeps it."""

    id: int
    url: str
    title: str
    site_url: str
    folder: str
    etag: str
    last_modified: str
    next_fetch_at: datetime | None
    interval: int | None
    """Seconds between two fetches, as the user asks for; None: decided by the feed."""
    failures: int
    last_error: str
    last_fetched_at: datetime | None
    gone: bool
    full_text: FullText = FullText.AUTO
    body_hash: str = ""
    """Hash of the feed document last stored, to know an unchanged one without parsing it."""
    update_every: int | None = None
    """Seconds between updates, as the feed asks for."""
    rhythm: int | None = None
    """Seconds between its entries, as they came so far."""


@frozen
class Speaker:
    """Who said a quotation: the fullest name the article gives, and its kind.

    For a speaker without a name ("a senior aide") the name is the phrase, the kind ``GENERIC``.
    """

    name: str
    kind: EntityKind


NOBODYS = "these are nobody’s words"
"""The reason of a quotation of which the user said that it is none."""


@frozen
class Quotation:
    """One uninterrupted stretch of somebody's words.

    Stretches with the same ``utterance`` number were said in one breath, interrupted only by the
    writer. ``mention`` is the phrase that the text itself names as speaker, ``cue`` the words that
    say that something was said. ``reason`` tells why, where ``speaker`` is None.
    """

    start: int
    end: int
    text: str
    kind: QuotationKind
    utterance: int
    speaker: Speaker | None = None
    mention: Span | None = None
    cue: Span | None = None
    confidence: float = 0.0
    reason: str = ""


@frozen
class Entity:
    """Somebody or something that the text names, with every place where it does.

    ``mentions`` are the proper names, ``references`` the pronouns and descriptions that stand for
    it. ``value`` is the ISO form of a date.
    """

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()
    references: tuple[Span, ...] = ()
    value: str = ""


@frozen
class Interview:
    """Who was interviewed by whom, and the span that shows it."""

    interviewee: str
    interviewer: str
    evidence: Span


@frozen
class Record:
    """The record of one article: who said what, and whom and what it is about."""

    language: str
    form: Form
    interviews: tuple[Interview, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    entities: tuple[Entity, ...] = ()
    analysed_with: str = ""
    """The analyser's version and tier, for example ``1/patterns`` or ``1/en_core_web_sm``."""


@frozen
class Document:
    """An article as the analysis takes it.

    ``text`` is never changed by the analysis. ``title_span`` is where the text repeats its own
    headline as its first lines (plain-text input does), else None.
    """

    id: str
    title: str
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    title_span: Span | None = None
    language: str = ""
    published_at: datetime | None = None
    outlet: str = ""
    byline: str = ""
