"""``changes``: quotations that outlets removed or reworded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.cli.output import as_json, remark, say
from onrecord.cli.profile import archive_of, paths_of
from onrecord.cli.query import query_of
from onrecord.record.changes import changed_quotations
from onrecord.store.articles import Scope, View, article_ids, article_rows

if TYPE_CHECKING:
    import argparse


def changes(arguments: argparse.Namespace) -> int:
    """Print what outlets changed in quotations, newest article first, with both wordings."""
    wanted = query_of(arguments.query).text if arguments.query else ""
    scope = Scope(View.SEARCH, query=f"is:changed ({wanted})" if wanted else "is:changed")
    with archive_of(paths_of(arguments)) as database:
        rows = database.read(article_rows, database.read(article_ids, scope))
        found = [(row, changed_quotations(database, row.id)) for row in rows]
    found = [(row, changed) for row, changed in found if changed][: arguments.limit]
    if arguments.json:
        as_json(
            [
                {
                    "article": row.id,
                    "title": row.title,
                    "outlet": row.outlet,
                    "fate": each.fate.value,
                    "speaker": each.speaker,
                    "before": each.before,
                    "after": each.after,
                    "seen": each.seen_at.isoformat(),
                }
                for row, changed in found
                for each in changed
            ]
        )
        return 0
    if not found:
        remark("No outlet changed a quotation of these.")
    for row, changed in found:
        say(f"{row.published_at:%Y-%m-%d}  {row.outlet}: {row.title} (article {row.id})")
        for each in changed:
            say(f"    {each.fate.value}, seen {each.seen_at:%Y-%m-%d %H:%M}  {each.speaker}")
            say(f"    before: {' '.join(each.before.split())}")
            if each.after:
                say(f"    now:    {' '.join(each.after.split())}")
    return 0
