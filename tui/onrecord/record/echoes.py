"""Echoes: finds the same words in several outlets, and tells how the versions differ.

Incremental: an article whose quotations are new or changed is compared with what the archive has,
once. It takes a few milliseconds of processor time an article, so it runs in a thread behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic, sleep
from typing import TYPE_CHECKING

from onrecord.record.likeness import bands, differences, is_echo, likeness
from onrecord.store.echoes import (
    articles_due,
    candidates,
    store_echoes,
    stretches,
    versions,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.record.likeness import Difference
    from onrecord.store.database import Database
    from onrecord.store.echoes import Version

_BATCH = 64


@dataclass(frozen=True, slots=True)
class Echo:
    """The versions of the same words, the earliest first, with their shares of the fullest one.

    ``fullest`` is the index of the version with most words; ``differences`` has for each version
    what differs from that one, word by word.
    """

    versions: tuple[Version, ...]
    fullest: int
    differences: tuple[tuple[Difference, ...], ...]


def find_echoes(
    database: Database, *, cancelled: Callable[[], bool] | None = None, rest: bool = False
) -> int:
    """Compare the quotations that are due; return the number of articles compared.

    Stops soon after ``cancelled`` returns true; what is left is still due. With ``rest`` each
    article is followed by a pause as long as its work, for the sake of what runs in other threads.
    Raises ``StoreError``.
    """
    done = 0
    while ids := database.read(articles_due, _BATCH):
        for article_id in ids:
            if cancelled is not None and cancelled():
                return done
            began = monotonic()
            compare(database, article_id)
            done += 1
            if rest:
                sleep(monotonic() - began)
    return done


def compare(database: Database, article_id: int) -> None:
    """Compare the quotations of one article with those of other feeds near it in time."""
    compared = database.read(stretches, article_id)
    signatures = {each.place: bands(each.text) for each in compared}
    found = []
    for each in compared:
        for other in database.read(candidates, each, signatures[each.place]):
            like = likeness(each.text, other.text)
            speakers = {each.speaker_id, other.speaker_id}
            if is_echo(like, same_speaker=len(speakers) == 1 or None in speakers):
                found.append((each.quotation_id, other.quotation_id, like.share))
    database.write(store_echoes, article_id, compared, signatures, found)


def echo_of(database: Database, quotation_id: int) -> Echo | None:
    """Return the versions of a quotation's words; None where no other outlet carries them."""
    found = tuple(database.read(versions, quotation_id))
    if not found:
        return None
    fullest = max(range(len(found)), key=lambda index: len(found[index].text.split()))
    text = found[fullest].text
    return Echo(
        tuple(replace(each, share=likeness(text, each.text).share) for each in found),
        fullest,
        tuple(differences(text, each.text) for each in found),
    )
