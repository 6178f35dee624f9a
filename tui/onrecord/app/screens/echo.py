"""One quotation as several outlets carry it, with what each cut or changed."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from onrecord.app import menus
from onrecord.app.cells import count
from onrecord.app.screens.spread import Spread
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.clean import defuse
from onrecord.record.echoes import Echo, echo_of
from onrecord.record.likeness import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.menus import Menu
    from onrecord.record.likeness import Difference

_LABEL = 12
_STYLES = {
    Change.CUT: "strike $quiet",
    Change.ADDED: "underline $lead",
    Change.CHANGED: "bold underline $lead",
}


class EchoScreen(Spread):
    """The versions in a list; below, the fullest one and the chosen one side by side."""

    TITLE = "echo"
    KEYS = (("move.open", "read"), ("move.down", "next version"), ("spread.back", "back"))

    def __init__(self, on_record: OnRecord, quotation_id: int) -> None:
        super().__init__(on_record)
        self._quotation_id = quotation_id
        self._echo: Echo | None = None
        self.versions = Lines(_LABEL)
        self.versions.can_focus = True
        self._full = Static(classes="echo-text")
        self._own = Static(classes="echo-text")

    def menu(self) -> Menu | None:
        """Return what can be done with the chosen version."""
        return menus.FOUND if self.versions.is_choosable(self.versions.chosen) else None

    def content(self) -> Iterator[Widget]:
        """Give the list of versions, and the two that are compared."""
        self.versions.add_class("echo-versions")
        yield self.versions
        with Horizontal(classes="echo-sides"):
            # The list has the keys; the texts scroll with the mouse where they are long.
            yield VerticalScroll(self._full, can_focus=False)
            yield VerticalScroll(self._own, can_focus=False)
        yield Static(
            Content.assemble(
                ("struck", _STYLES[Change.CUT]),
                " cut here   ",
                ("underlined", _STYLES[Change.ADDED]),
                " only here   ",
                ("bold", _STYLES[Change.CHANGED]),
                " other words",
            ),
            classes="echo-legend",
        )

    def on_mount(self) -> None:
        """Read the versions."""
        self.head.say("On Record › Echo")
        self.versions.focus()
        self.on_record.errand(self._read, group="echo", exclusive=True)

    async def _read(self) -> None:
        echo = await asyncio.to_thread(echo_of, self.on_record.database, self._quotation_id)
        if not self.is_attached:
            return
        self._echo = echo
        entries = [_entry(echo, index) for index in range(len(echo.versions))] if echo else []
        self.versions.list_entries(entries, ("No other outlet carries these words.",))
        if echo is None:
            return
        ids = [version.quotation_id for version in echo.versions]
        self.versions.choose(ids.index(self._quotation_id))
        outlets = len({version.outlet for version in echo.versions})
        self.head.say("On Record › Echo", count(outlets, "outlet"))
        self._compare()

    @on(Rows.Pointed)
    def _compare(self) -> None:
        echo = self._echo
        if echo is None:
            return
        chosen = self.versions.chosen
        full, own = echo.versions[echo.fullest], echo.versions[chosen]
        differences = echo.differences[chosen]
        self._full.update(
            _titled(f"{full.outlet}, the fullest", _marked(full.text, differences, first=True))
        )
        words = _marked(own.text, differences, first=False)
        if chosen == echo.fullest:
            words = Content("This is the fullest version. j and k choose another.")
        self._own.update(_titled(own.outlet, words))

    @on(Rows.Opened)
    def _open(self) -> None:
        if self._echo is not None:
            version = self._echo.versions[self.versions.chosen]
            self.on_record.open_article(
                version.article_id,
                version.span,
                lambda: self.on_record.open_echo(version.quotation_id),
            )


def _entry(echo: Echo, index: int) -> Entry:
    version = echo.versions[index]
    notes = ["the fullest" if index == echo.fullest else _changes(echo, index)]
    if index == 0:
        notes.append("the earliest")
    notes += [version.speaker or "speaker not told", version.title]
    return Entry(version.outlet, f"{version.published_at:%Y-%m-%d}", "  ·  ".join(notes))


def _changes(echo: Echo, index: int) -> str:
    """Tell in words how a version differs from the fullest one."""
    numbers: Counter[Change] = Counter()
    full, own = echo.versions[echo.fullest].text, echo.versions[index].text
    for each in echo.differences[index]:
        added = each.change is Change.ADDED
        words = own[slice(*each.second)] if added else full[slice(*each.first)]
        numbers[each.change] += len(words.split())
    told = [
        f"{count(numbers[change], 'word')} {words}"
        for change, words in (
            (Change.CUT, "cut"),
            (Change.CHANGED, "changed"),
            (Change.ADDED, "added"),
        )
        if numbers[change]
    ]
    return ", ".join(told) or "the same words"


def _marked(text: str, differences: Sequence[Difference], *, first: bool) -> Content:
    """Return a version's words with those marked that the other one has not."""
    content = Content(defuse(text))
    for each in differences:
        start, end = each.first if first else each.second
        if each.change in _STYLES and start < end:
            content = content.stylize(_STYLES[each.change], start, end)
    return content


def _titled(title: str, words: Content) -> Content:
    return Content.assemble((defuse(title), "bold"), "\n\n", words)
