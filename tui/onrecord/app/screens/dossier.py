"""The dossier of one person: what they said, where they are only named, with whom, and when."""

from __future__ import annotations

import asyncio
from array import array
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from onrecord.app import menus, people_keys
from onrecord.app.cells import age, count
from onrecord.app.copying import written
from onrecord.app.screens.spread import NarrowedSpread
from onrecord.app.widgets.articles import Articles
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.plot import Plot
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.said import SaidList
from onrecord.query import parse_query
from onrecord.record.sparkline import sparkline
from onrecord.record.timeline import timeline
from onrecord.store.articles import article_rows
from onrecord.store.dossier import dossier, named_in
from onrecord.store.people import WEEKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.menus import Menu
    from onrecord.record.cite import Citation
    from onrecord.store.dossier import Dossier

_LABEL = 7
_ALIASES = 6
_GAP = 5
"""Cells between the names of the sections, where there is room."""


class Section(StrEnum):
    """What a dossier is made of."""

    SAID = "said"
    NAMED = "named in"
    BESIDE = "with whom, on what"
    TIME = "over time"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where one was in a dossier, to come back to."""

    entity_id: int
    query: str = ""
    quotation_id: int | None = None


class DossierScreen(NarrowedSpread):
    """What one person said, newest first; sections at its other sides."""

    BINDINGS: ClassVar[list[BindingType]] = [*people_keys.DOSSIER]
    TITLE = "dossier"
    KEYS = (
        ("move.open", "read"),
        ("dossier.section", "next section"),
        ("dossier.narrow", "narrow"),
        ("dossier.copy", "copy"),
        ("dossier.follow", "follow"),
        ("spread.back", "back"),
    )

    def __init__(self, on_record: OnRecord, bookmark: Bookmark) -> None:
        placeholder = "Only what matches: words, outlet:name, after:2026-01 …"
        super().__init__(on_record, placeholder, bookmark.query)
        self._bookmark = bookmark
        self._section = Section.SAID
        self._dossier: Dossier | None = None
        self._beside: tuple[int | None, ...] = ()
        self._facts = Static(classes="spread-facts")
        self._sections = Static(classes="spread-views")
        self.said = SaidList()
        self.articles = Articles(on_record.now)
        self.beside = Lines(_LABEL)
        self.beside.can_focus = True
        self.plot = Plot()

    def content(self) -> Iterator[Widget]:
        """Give the facts, the names of the sections, the line, and the sections."""
        yield self._facts
        yield self._sections
        yield self.line
        with Vertical():
            yield from self._widgets().values()

    def _widgets(self) -> dict[Section, Widget]:
        return {
            Section.SAID: self.said,
            Section.NAMED: self.articles,
            Section.BESIDE: self.beside,
            Section.TIME: self.plot,
        }

    def on_mount(self) -> None:
        """Read the dossier."""
        self.plot.can_focus = True
        self._show_section()
        self.list_again()

    def menu(self) -> Menu | None:
        """Return what can be done with what is chosen."""
        if self._section is Section.SAID:
            return menus.SAID if self.said.utterance is not None else None
        rows = {Section.NAMED: self.articles, Section.BESIDE: self.beside}.get(self._section)
        return menus.FOUND if rows is not None and rows.is_choosable(rows.chosen) else None

    def list_again(self) -> None:
        """Read the dossier, as far as it matches."""
        self.on_record.errand(self._read, group="dossier", exclusive=True)

    async def _read(self) -> None:
        text = self.line.value.strip()
        query = parse_query(text, typing=True) if text else None
        now = self.on_record.now()
        entity_id = self._bookmark.entity_id
        found = await self.on_record.read(dossier, entity_id, query, now=now)
        if found is None or not self.is_attached:
            return
        self._dossier = found
        ids = await self.on_record.read(named_in, found.person.entity_id)
        times = await asyncio.to_thread(timeline, found.appearances)
        if not self.is_attached:
            return
        self._say_facts(found)
        matching = f"Nothing they said matches: {text}" if text else "They are named, not quoted."
        self.said.list_said(found.appearances, ("Nothing said.", matching))
        if self._bookmark.quotation_id is not None:
            self.said.choose_quotation(self._bookmark.quotation_id)
        self.articles.list_articles(array("q", ids), keep=None, empty=("Named nowhere.",))
        self._list_beside(found)
        self.plot.show_timeline(times)
        self._say_sections()

    def _say_facts(self, found: Dossier) -> None:
        person, now = found.person, self.on_record.now()
        heard = age(person.last_heard, now)
        facts = [
            f"quoted {count(person.quotations, 'time')}",
            f"named in {count(person.articles, 'article')}",
            f"last heard: {heard}" if heard else "",
            f"{WEEKS} weeks: {sparkline(person.weeks).strip()}" if any(person.weeks) else "",
        ]
        lines = ["  ·  ".join(fact for fact in facts if fact)]
        if person.aliases:
            more = len(person.aliases) - _ALIASES
            also = ", ".join(person.aliases[:_ALIASES])
            lines.append(f"Also {also}{f' and {more} more' if more > 0 else ''}")
        self._facts.update(Content("\n".join(lines)))
        kind = person.kind.value.lower()
        self.head.say(f"On Record › {person.name}", "" if kind == "person" else kind)

    def _say_sections(self) -> None:
        found = self._dossier
        numbers = {
            Section.SAID: sum(len(each.said) for each in found.appearances) if found else 0,
            Section.NAMED: len(self.articles.ids),
            Section.BESIDE: sum(each is not None for each in self._beside),
        }
        titles = {
            section: f"{section.value} {number:,}" if number else section.value
            for section, number in ((each, numbers.get(each)) for each in Section)
        }
        free = self._sections.content_size.width - sum(map(len, titles.values()))
        gap = " " * max(2, min(_GAP, free // (len(titles) - 1)))
        parts: list[str | tuple[str, str]] = []
        for section, words in titles.items():
            parts += [(words, "bold $lead" if section is self._section else "$quiet"), gap]
        self._sections.update(Content.assemble(*parts[:-1]))

    def on_resize(self) -> None:
        """Say the names of the sections in the room there is."""
        self.call_after_refresh(self._say_sections)

    def _list_beside(self, found: Dossier) -> None:
        entries: list[Entry] = []
        ids: list[int | None] = []
        for heading, values in (
            ("Asked by", [(None, name, number) for name, number in found.interviewers]),
            ("Speaks of", [(each.entity_id, each.name, each.number) for each in found.topics]),
            ("Named with", [(each.entity_id, each.name, each.number) for each in found.company]),
        ):
            if values:
                entries += [Entry("", heading=True)] if entries else []
                ids += [None] if ids else []
                entries.append(Entry(heading, heading=True))
                ids.append(None)
                entries += [Entry(name, f"{number:,}") for _, name, number in values]
                ids += [entity_id for entity_id, _, _ in values]
        self._beside = tuple(ids)
        self.beside.list_entries(entries, ("Nobody is named beside them.",))

    # Sections

    def _show_section(self) -> None:
        for section, widget in self._widgets().items():
            widget.display = section is self._section
        self._widgets()[self._section].focus()
        self._say_sections()

    def action_section(self, step: int) -> None:
        """Show another section."""
        sections = list(Section)
        self._section = sections[(sections.index(self._section) + step) % len(sections)]
        self._show_section()

    @on(Articles.PageWanted)
    def _read_rows(self, event: Articles.PageWanted) -> None:
        async def read() -> None:
            rows = await self.on_record.read(article_rows, event.ids)
            self.articles.put_page(event.generation, event.page, rows)

        self.on_record.errand(read, group="dossier-rows")

    def action_narrow(self) -> None:
        """Show only what they said that matches."""
        self._section = Section.SAID
        self._show_section()
        super().action_narrow()

    def leave_line(self) -> None:
        """Go into the list of what they said."""
        self._section = Section.SAID
        self._show_section()

    # Opening

    @on(Rows.Opened)
    def _open(self, event: Rows.Opened) -> None:
        if event.rows is self.said:
            self._open_said()
        elif event.rows is self.articles and self.articles.chosen_id is not None:
            self.on_record.open_article(self.articles.chosen_id, None, self._back())
        elif event.rows is self.beside:
            entity_id = self._beside[event.index]
            if entity_id is not None:
                self.on_record.open_dossier(entity_id)

    def _open_said(self) -> None:
        utterance = self.said.utterance
        found = self._dossier
        if utterance is None or found is None:
            return
        first = utterance.said[0]
        for appearance in found.appearances:
            if first in appearance.said:
                back = self._back(first.quotation_id)
                self.on_record.open_article(appearance.article_id, first.span, back)

    def _back(self, quotation_id: int | None = None) -> Callable[[], object]:
        """Return what opens the dossier again where one is in it now."""
        here = Bookmark(self._bookmark.entity_id, self.line.value, quotation_id)
        return partial(self.on_record.open_dossier, here.entity_id, here)

    @property
    def quotation_ids(self) -> tuple[int, ...]:
        """The quotations of the chosen utterance."""
        utterance = self.said.utterance if self._section is Section.SAID else None
        return tuple(each.quotation_id for each in utterance.said) if utterance else ()

    def action_follow(self) -> None:
        """Follow them, or no longer."""
        found = self._dossier
        room = self.on_record.room

        async def follow() -> None:
            if found is not None:
                self.on_record.say(await room.follows.turn_person(found.person))

        self.on_record.errand(follow, group="follow")

    async def _citations(self, ids: Sequence[int]) -> list[Citation]:
        return await self.on_record.room.citations(ids)

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation."""
        ids = self.quotation_ids

        async def copy() -> None:
            citations = await self._citations(ids)
            if citations:
                text = written(citations, self.on_record.config.settings.copy_as)
                self.on_record.room.copy(text, "The quotation")

        self.on_record.errand(copy, group="copy")

    def action_save(self) -> None:
        """Write all that is listed to a file."""
        found = self._dossier
        said = [each for place in found.appearances for each in place.said] if found else []

        async def ask() -> None:
            from onrecord.app.saving import sorts_of_citations

            citations = await self._citations([each.quotation_id for each in said])
            if citations and found is not None:
                self.on_record.room.save(found.person.name, sorts_of_citations(lambda: citations))
            else:
                self.on_record.say("There is nothing to save here.")

        self.on_record.errand(ask, group="save")
