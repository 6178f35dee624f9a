"""Trying a rule on the archive before it is kept in feeds.toml."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import finding_keys
from onrecord.app.cells import age, count
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.query_line import QueryLine
from onrecord.config import ConfigError
from onrecord.query import parse_query
from onrecord.rule_entries import add_rule, remove_rule
from onrecord.settings import RuleSpec, act_of
from onrecord.store.articles import article_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.rows import Rows
    from onrecord.store.rules import Acted

PAUSE = 0.2
"""Seconds after a key before the archive is asked."""
_SHOWN = 50
_LABEL = 6
_HELP = "What is done to articles as they come, with commas: star, read, hide, notify, tag NAME."


class TryRule(Dialog[None]):
    """A query, what is to be done, and what it would be done to; Enter keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = [*finding_keys.RULE]
    HEADING = "Try a rule"

    def __init__(self, on_record: OnRecord, query: str = "") -> None:
        super().__init__()
        self._on_record = on_record
        self._line = QueryLine(on_record, "speaker:name OR about:gas", query)
        self._do = line("star, tag gas")
        self._words = Static(Content(_HELP), classes="dialog-words")
        self._lines = Lines(_LABEL)
        self._pause: Timer | None = None
        self._request = 0

    def content(self) -> Iterator[Widget]:
        """Give the query, what is done, what is to be said, the articles."""
        yield Static(Content("When an article is found by"), classes="dialog-label")
        yield self._line
        yield Static(Content("do to it"), classes="dialog-label")
        yield self._do
        yield self._words
        yield self._lines

    def listed(self) -> Rows:
        """Return the articles."""
        return self._lines

    def on_mount(self) -> None:
        """Begin with the query."""
        (self._do if self._line.value else self._line).focus()
        self._look()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._look)

    def _look(self) -> None:
        self._request += 1
        self._on_record.errand(
            partial(self._read, self._line.value, self._request), group="rule", exclusive=True
        )

    async def _read(self, when: str, request: int) -> None:
        from onrecord.store.rules import articles_of, stage_of

        query = parse_query(when, typing=True)
        if query.tree is None:
            self._lines.list_entries((), ())
            self._say(_HELP)
            return
        found = await self._on_record.read(articles_of, RuleSpec(when, ()))
        rows = await self._on_record.read(article_rows, found[:_SHOWN])
        if request != self._request or not self.is_attached:
            return
        now = self._on_record.now()
        entries = [Entry(row.title, age(row.published_at, now), row.outlet) for row in rows]
        self._lines.list_entries(
            entries, ("No article so far.", "It may still be about later ones.")
        )
        stage = ("at arrival", "with its record", "with its record by the language model")
        said = f"{count(len(found), 'article')} so far. It acts {stage[stage_of(query.tree)]}."
        self._say(f"{said} Enter keeps it; ^o also does it to these.")

    def _say(self, sentence: str, *, warn: bool = False) -> None:
        self._words.set_class(warn, "-warning")
        self._words.update(Content(sentence))

    def _rule(self) -> RuleSpec | None:
        """Return the rule as it is typed; say what is wrong with it where something is."""
        query = parse_query(self._line.value)
        if query.problems or query.tree is None:
            problems = query.problems
            self._say(problems[0].sentence if problems else "Type when it acts.", warn=True)
            self._line.focus()
            return None
        try:
            acts = [act_of(each) for each in self._do.value.split(",") if each.strip()]
        except ValueError:
            acts = []
        if not acts:
            self._say(_HELP, warn=True)
            self._do.focus()
            return None
        return RuleSpec(query.text.strip(), tuple(dict.fromkeys(acts)))

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self._keep_it(apply=False)

    def action_apply(self) -> None:
        """Keep the rule, and do what it says to the articles that it finds now."""
        self._keep_it(apply=True)

    def _keep_it(self, *, apply: bool) -> None:
        rule = self._rule()
        if rule is not None:
            self._on_record.errand(partial(self._write, rule, apply=apply), group="rules")

    async def _write(self, rule: RuleSpec, *, apply: bool) -> None:
        on_record = self._on_record
        path = on_record.config.path
        try:
            await asyncio.to_thread(add_rule, path, rule)
        except ConfigError as error:
            self._say(str(error), warn=True)
            return
        await on_record.subscriptions.reload()
        acted = [await self._apply(rule) if apply else []]

        async def forget() -> None:
            from onrecord.store.rules import undo_acts

            await asyncio.to_thread(remove_rule, path, rule)
            await asyncio.to_thread(on_record.database.write, undo_acts, acted[0])
            await on_record.subscriptions.reload()

        async def again() -> None:
            await asyncio.to_thread(add_rule, path, rule)
            acted[0] = await self._apply(rule) if apply else []
            await on_record.subscriptions.reload()

        on_record.undo.remember("a rule kept", forget, again)
        on_record.room.reload()
        number = len({each for one in acted[0] for each in one.changed})
        done = f" and done to {count(number, 'article')}" if apply else ""
        on_record.say(f"The rule is in feeds.toml{done}. U undoes it.")
        self.dismiss(None)

    async def _apply(self, rule: RuleSpec) -> list[Acted]:
        """Do to the archive what the rule says, telling of none of it; return what was done."""
        from onrecord.store.rules import act, articles_of

        found = await self._on_record.read(articles_of, rule)
        quiet = RuleSpec(rule.when, tuple(each for each in rule.do if each != "notify"))
        return await asyncio.to_thread(self._on_record.database.write, act, quiet, found)
