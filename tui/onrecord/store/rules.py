"""What rules do to articles, each thing once, and never against the user's hand.

A rule acts on articles that come after it was first seen, as soon as all that it asks for is
known: some at arrival, others when the article has its record. What it did, and what the user
took back, stands in ``rule_acts``, and is not done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from onrecord.query import And, Not, Or, Term, parse_query
from onrecord.store import marks
from onrecord.store.columns import seconds, slug_of, to_json
from onrecord.store.matching import ENTITY_KINDS, Matching

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database as Writable

    from onrecord.query import Node
    from onrecord.settings import RuleSpec


class Stage(IntEnum):
    """How much is known of an article."""

    ARRIVED = 0
    """What its feed or its page says."""
    RECORDED = 1
    """Its record too, perhaps only by patterns."""
    REFINED = 2
    """Its record with the language model: what is not in it may be left out for that."""


@dataclass(frozen=True, slots=True)
class Acted:
    """That a rule did something (see `RuleSpec.do`) to articles for the first time.

    ``changed`` are those of them that were not so already.
    """

    rule: RuleSpec
    act: str
    article_ids: tuple[int, ...]
    changed: tuple[int, ...] = ()


_OF_RECORD: Final = frozenset({"speaker", "said", "form", *ENTITY_KINDS})
_RECORD_VALUES: Final = frozenset({("is", "interview"), ("is", "waiting"), ("has", "quotations")})


def stage_of(node: Node | None) -> Stage:
    """Return when it can be told whether a query finds an article."""
    match node:
        case Term(field=field, value=value):
            of_record = field in _OF_RECORD or (field, value.lower()) in _RECORD_VALUES
            return Stage.RECORDED if of_record else Stage.ARRIVED
        case Not(part=part):
            return Stage.REFINED if stage_of(part) else Stage.ARRIVED
        case And(parts=parts) | Or(parts=parts):
            return max(stage_of(part) for part in parts)
        case _:
            return Stage.ARRIVED


def note_rules(db: Writable, rules: Sequence[RuleSpec], now: datetime) -> None:
    """Take note of the rules that there are: each acts on what comes from the first time on."""
    wanted = to_json([rule.words for rule in rules])
    db.execute("DELETE FROM rules WHERE rule NOT IN (SELECT value FROM json_each(?))", (wanted,))
    db.execute(
        "INSERT OR IGNORE INTO rules (rule, since) SELECT value, ? FROM json_each(?)",
        (seconds(now), wanted),
    )


def apply_rules(
    db: Writable, rules: Sequence[RuleSpec], ids: Iterable[int], stage: Stage
) -> tuple[Acted, ...]:
    """Do to these articles what the rules say that can be told of them at this stage."""
    wanted = to_json(list(ids))
    now = datetime.now(UTC)
    done: list[Acted] = []
    for rule in rules:
        tree = parse_query(rule.when).tree
        if tree is None or stage_of(tree) > stage:
            continue
        where, parameters = Matching(db.conn, now, few=True).condition(tree)
        rows = db.execute(
            "SELECT articles.id FROM json_each(?) AS wanted CROSS JOIN articles"
            " ON articles.id = wanted.value"
            " WHERE fetched_at >= (SELECT since FROM rules WHERE rule = ?)"
            f" AND ({where})",
            (wanted, rule.words, *parameters),
        )
        done += act(db, rule, [article_id for (article_id,) in rows.fetchall()])
    return tuple(done)


def act(db: Writable, rule: RuleSpec, ids: Sequence[int]) -> list[Acted]:
    """Do to articles what a rule says, as far as it was not done to them before."""
    done = []
    for each in rule.do if ids else ():
        rows = db.execute(
            "INSERT INTO rule_acts (article_id, act) SELECT value, ? FROM json_each(?) WHERE true"
            " ON CONFLICT DO NOTHING RETURNING article_id",
            (_key(each), to_json(list(ids))),
        )
        fresh = tuple(article_id for (article_id,) in rows.fetchall())
        if fresh:
            done.append(Acted(rule, each, fresh, _do(db, each, fresh)))
    return done


def undo_acts(db: Writable, acted: Iterable[Acted]) -> None:
    """Take back what a rule did, as if it had never acted."""
    for each in acted:
        _undo(db, each.act, each.changed)
        db.execute(
            "DELETE FROM rule_acts WHERE act = ?"
            " AND article_id IN (SELECT value FROM json_each(?))",
            (_key(each.act), to_json(list(each.article_ids))),
        )


def _key(act: str) -> str:
    return f"tag {slug_of(act[4:])}" if act.startswith("tag ") else act


def _do(db: Writable, act: str, ids: Sequence[int]) -> tuple[int, ...]:
    """Do one thing to articles; return those that were not so before."""
    if act == "star":
        return marks.star(db, ids, on=True)
    if act == "read":
        return marks.mark_read(db, ids, read=True)
    if act == "hide":
        return hide(db, ids)
    return marks.tag(db, ids, act[4:]) if act.startswith("tag ") else ()


def _undo(db: Writable, act: str, ids: Sequence[int]) -> None:
    if act == "star":
        marks.star(db, ids, on=False)
    elif act == "read":
        marks.mark_read(db, ids, read=False)
    elif act == "hide":
        unhide(db, ids)
    elif act.startswith("tag "):
        marks.untag(db, ids, act[4:])


def hide(db: Writable, ids: Iterable[int]) -> tuple[int, ...]:
    """Take articles out of the lists, but not what is starred; return those that were in them."""
    rows = db.execute(
        "UPDATE articles SET hidden_at = ?, listed = 0 WHERE id IN (SELECT value FROM json_each(?))"
        " AND hidden_at IS NULL AND starred_at IS NULL RETURNING id",
        (seconds(datetime.now(UTC)), to_json(list(ids))),
    )
    return tuple(article_id for (article_id,) in rows.fetchall())


def unhide(db: Writable, ids: Iterable[int]) -> tuple[int, ...]:
    """Put hidden articles back into the lists, where no rule hides them again."""
    rows = db.execute(
        "UPDATE articles SET hidden_at = NULL, listed = EXISTS (SELECT 1 FROM article_sources"
        " JOIN feeds ON feeds.id = article_sources.feed_id"
        " WHERE article_id = articles.id AND unsubscribed_at IS NULL)"
        " WHERE id IN (SELECT value FROM json_each(?)) AND hidden_at IS NOT NULL RETURNING id",
        (to_json(list(ids)),),
    )
    listed = tuple(article_id for (article_id,) in rows.fetchall())
    marks.take_back(db, listed, "hide")
    return listed


def articles_of(conn: sqlite3.Connection, rule: RuleSpec) -> list[int]:
    """Return the articles of the whole archive that a rule is said of, newest first."""
    tree = parse_query(rule.when).tree
    if tree is None:
        return []
    where, parameters = Matching(conn, datetime.now(UTC)).condition(tree)
    rows = conn.execute(
        f"SELECT articles.id FROM articles WHERE {where} ORDER BY articles.place DESC", parameters
    )
    return [article_id for (article_id,) in rows]
