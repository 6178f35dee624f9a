"""The quotations that an article had before its outlet changed it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.store.columns import moment

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class EarlierQuotation:
    """A quotation of an article's earlier text, and when the change of that text was seen."""

    seen_at: datetime
    text: str
    speaker: str


def earlier_quotations(conn: sqlite3.Connection, article_id: int) -> list[EarlierQuotation]:
    """Return the quotations of an article's earlier texts, the latest text first.

    Only texts that had a record have any.
    """
    rows = conn.execute(
        "SELECT seen_at, text, quotations FROM revisions WHERE article_id = ? ORDER BY id DESC",
        (article_id,),
    )
    return [
        EarlierQuotation(moment(seen_at), text[start:end], speaker)
        for seen_at, text, quotations in rows
        for start, end, speaker in json.loads(quotations)
    ]
