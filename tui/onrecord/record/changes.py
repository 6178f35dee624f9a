"""Change watch: quotations that an outlet removed or reworded after they were first seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.record.likeness import differences, folded, is_echo, likeness
from onrecord.store.articles import article
from onrecord.store.earlier import EarlierQuotation, earlier_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from onrecord.record.likeness import Difference
    from onrecord.store.database import Database


class Fate(StrEnum):
    """What became of a quotation."""

    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class ChangedQuotation:
    """A quotation that is no longer as it was: both wordings, and when the change was seen.

    ``after`` is "" for one that was removed; ``differences`` tell both word by word.
    """

    fate: Fate
    speaker: str
    before: str
    after: str
    seen_at: datetime
    differences: tuple[Difference, ...]


def changed_quotations(database: Database, article_id: int) -> tuple[ChangedQuotation, ...]:
    """Return the quotations of an article that its outlet removed or reworded, the latest first.

    Nothing while the record of the present text is still to come.
    """
    found = database.read(article, article_id)
    if found is None or found.record is None or not found.revisions:
        return ()
    earlier = database.read(earlier_quotations, article_id)
    return changes(earlier, [each.text for each in found.record.quotations], found.body.text)


def changes(
    earlier: Iterable[EarlierQuotation], present: Iterable[str], text: str
) -> tuple[ChangedQuotation, ...]:
    """Compare earlier quotations with the present ones and with the whole present text.

    Words that the text still has are neither removed nor reworded, whether they are taken for a
    quotation or not.
    """
    now = list(present)
    words = f" {' '.join(folded(text))} "
    known: set[tuple[str, ...]] = set()
    found: list[ChangedQuotation] = []
    for each in earlier:
        said = folded(each.text)
        if not said or said in known or f" {' '.join(said)} " in words:
            continue
        known.add(said)
        likest = max(now, key=lambda other: likeness(each.text, other).share, default="")
        alike = is_echo(likeness(each.text, likest), same_speaker=True)
        found.append(
            ChangedQuotation(
                fate=Fate.REWORDED if alike else Fate.REMOVED,
                speaker=each.speaker,
                before=each.text,
                after=likest if alike else "",
                seen_at=each.seen_at,
                differences=differences(each.text, likest) if alike else (),
            )
        )
    return tuple(found)
