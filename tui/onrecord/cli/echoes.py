"""``echoes``: the same words in several outlets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.cli.output import as_json, remark, say
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.record.echoes import Echo, echo_of, find_echoes
from onrecord.record.likeness import Change
from onrecord.store.search import quotes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from onrecord.query import Query
    from onrecord.store.database import Database

_MARKS = {
    Change.SAME: ("", ""),
    Change.CUT: ("[-", "-]"),
    Change.ADDED: ("{+", "+}"),
}
_LONG = 12
"""Words from which on a cut is shown by its first and last ones."""


def echoes(arguments: argparse.Namespace) -> int:
    """Print the quotations that several outlets carry, with what each version cut or changed."""
    query = query_of(arguments.query or ["has:quotations"])
    with archive_of(paths_of(arguments)) as database:
        find_echoes(database)
        found = [
            echo for echo, _ in zip(_found(database, query), range(arguments.limit), strict=False)
        ]
    if arguments.json:
        as_json([_as_json(echo) for echo in found])
        return 0
    if not found:
        remark("No words of these stand in several outlets.")
    for echo in found:
        fullest = echo.versions[echo.fullest]
        say(f"{fullest.speaker or 'Speaker not told'}: {' '.join(fullest.text.split())}")
        for index, version in enumerate(echo.versions):
            what = "fullest" if index == echo.fullest else f"{version.share:.0%}"
            say(f"    {version.published_at:%Y-%m-%d}  {version.outlet}: {version.title} ({what})")
            if index != echo.fullest:
                say(f"        {_marked(echo, index)}")
        say()
    return 0


def _found(database: Database, query: Query) -> Iterator[Echo]:
    """Yield the echoes of the quotations that a query finds, each once."""
    seen: set[int] = set()
    for hit in database.read(quotes, query, limit=100_000):
        if hit.quotation_id in seen:
            continue
        echo = echo_of(database, hit.quotation_id)
        # The fullest version is like all others; a cut one may have no words of another cut one.
        fullest = echo and echo_of(database, echo.versions[echo.fullest].quotation_id)
        if fullest is not None:
            seen.update(each.quotation_id for each in fullest.versions)
            seen.add(hit.quotation_id)
            yield fullest


def _marked(echo: Echo, index: int) -> str:
    """Return a version with what differs from the fullest one marked, as ``wdiff`` marks it."""
    full, own = echo.versions[echo.fullest].text, echo.versions[index].text
    parts = []
    for each in echo.differences[index]:
        before, after = full[slice(*each.first)].split(), " ".join(own[slice(*each.second)].split())
        if len(before) > _LONG and each.change is not Change.SAME:
            before = [*before[:3], "…", *before[-3:]]
        if each.change is Change.CHANGED:
            parts.append(f"[-{' '.join(before)}-] {{+{after}+}}")
            continue
        opening, closing = _MARKS[each.change]
        parts.append(f"{opening}{after or ' '.join(before)}{closing}")
    return " ".join(parts)


def _as_json(echo: Echo) -> dict[str, Any]:
    return {
        "fullest": echo.versions[echo.fullest].quotation_id,
        "earliest": echo.versions[0].quotation_id,
        "versions": [
            {
                "quotation": version.quotation_id,
                "article": version.article_id,
                "outlet": version.outlet,
                "title": version.title,
                "url": version.url,
                "published": version.published_at.isoformat(),
                "speaker": version.speaker,
                "text": version.text,
                "share": version.share,
                "differences": [
                    {"change": each.change.value, "fullest": each.first, "version": each.second}
                    for each in differences
                ],
            }
            for version, differences in zip(echo.versions, echo.differences, strict=True)
        ],
    }
