"""How values are written in columns: times as Unix seconds, spans and bodies as JSON."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onrecord.model import Body, Link, Paragraph, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.model import Span


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_json(value: Any) -> str:
    """Write JSON in its shortest form, characters as they are."""
    return _ENCODER.encode(value)


def seconds(moment: datetime) -> int:
    """Return an aware datetime as whole Unix seconds."""
    return int(moment.timestamp())


def seconds_or_none(moment: datetime | None) -> int | None:
    """Return an aware datetime as whole Unix seconds, and no time as None."""
    return None if moment is None else int(moment.timestamp())


def moment(value: int) -> datetime:
    """Return Unix seconds as an aware datetime in UTC."""
    return datetime.fromtimestamp(value, UTC)


def moment_or_none(value: int | None) -> datetime | None:
    """Return Unix seconds as an aware datetime in UTC, and None as None."""
    return None if value is None else datetime.fromtimestamp(value, UTC)


def write_spans(spans: Iterable[Span]) -> str:
    """Write spans as JSON: ``[[start,end],…]``."""
    return to_json([[start, end] for start, end in spans])


def read_spans(column: str) -> tuple[Span, ...]:
    """Read what `write_spans` wrote."""
    return tuple((start, end) for start, end in json.loads(column))


def write_paragraphs(paragraphs: Iterable[Paragraph]) -> str:
    """Write paragraphs as JSON: ``[[start,end,role],…]``."""
    # Numbers and plain words: written by hand in half the time.
    rows = [f'[{each.start},{each.end},"{each.role}"]' for each in paragraphs]
    return f"[{','.join(rows)}]"


def read_paragraphs(column: str) -> tuple[Paragraph, ...]:
    """Read what `write_paragraphs` wrote."""
    return tuple(Paragraph(start, end, Role(role)) for start, end, role in json.loads(column))


def write_links(links: Iterable[Link]) -> str:
    """Write links as JSON: ``[[start,end,url],…]``."""
    return to_json([[each.start, each.end, each.url] for each in links])


def read_body(text: str, paragraphs: str, links: str) -> Body:
    """Read a body from its three columns."""
    return Body(
        text,
        read_paragraphs(paragraphs),
        tuple(Link(start, end, url) for start, end, url in json.loads(links)),
    )


def outlet_of(given_title: str, own_title: str, url: str) -> str:
    """Return what a feed is called: the user's name for it, its own, or its host."""
    return given_title or own_title or urlsplit(url).hostname or url


def slug_of(name: str) -> str:
    """Fold a name so that its spellings meet: case, accents, marks and spacing are dropped.

    ``Vladímir Putin`` and ``vladimir  PUTIN`` have one slug. A name without letters or digits
    is its own slug.
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(
        " " if not char.isalnum() else char
        for char in decomposed
        if not unicodedata.combining(char)
    )
    return "-".join(kept.split()) or name
