"""The lists of the reading room: what they show, what is chosen, what is marked in them."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from importlib import import_module
from time import monotonic
from typing import TYPE_CHECKING

from textual import on
from textual.worker import WorkerCancelled, WorkerFailed

from onrecord.app import words
from onrecord.app.cells import count
from onrecord.app.following import FollowList
from onrecord.app.foresight import FIRST, PAGE, as_asked
from onrecord.app.hinting import ALWAYS, OF_PANE, hints_of, of_source
from onrecord.app.listing import merged
from onrecord.app.marking import Marking
from onrecord.app.panes import Pane
from onrecord.app.screens.panes import PaneScreen
from onrecord.app.widgets.articles import Articles
from onrecord.app.widgets.head import Head
from onrecord.app.widgets.pane_box import Panes
from onrecord.app.widgets.reader import Reader
from onrecord.app.widgets.record import RecordPane
from onrecord.app.widgets.sources import ALL, Sources
from onrecord.app.widgets.status import Status
from onrecord.model import GUIDE_ID
from onrecord.store.articles import View, article, article_rows, opened
from onrecord.store.feeds import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.worker import Worker

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.filter import Filter
    from onrecord.model import Feed, Span
    from onrecord.store.articles import Scope, StoredArticle
    from onrecord.store.search import Hit, QuotationHit

PAUSE = 0.06
"""Seconds the pointer rests before what it points at is read from the store."""
GATHER = 0.4
"""Seconds between two readings of the lists, however many changes come in."""


class Shelves(PaneScreen):
    """Sources and articles as the store has them, and the article that is open with its record."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record.memory.arrangements)
        self.on_record = on_record
        self.sources = Sources()
        self.articles = Articles(on_record.now)
        self.reader = Reader(on_record.now, measure=on_record.config.settings.measure)
        self.record = RecordPane()
        self.status = Status()
        self.filters: dict[Pane, Filter] = {}
        """The filter of each pane, as long as there is one."""
        self.heads = {pane: Head() for pane in Pane}
        self.marking = Marking(on_record.database, on_record.undo, self._marks_changed)
        self.scope = FIRST
        """What is listed, without the filter."""
        self._touched = False
        """Whether the user has pointed at an article of the list, or opened one.

        As long as not, the newest is chosen, however many arrive.
        """
        self._kept: set[int] = set()
        """Articles that stay in the list until it is opened anew, though they left its view."""
        self.searched_for = ""
        """The last search."""
        self._hits: tuple[Hit | QuotationHit, ...] = ()
        """What the last search found, as long as one steps through it."""
        self._hit = 0
        """Which of it was opened last."""
        self.follows = FollowList(on_record.database, on_record.undo, self.reload)
        self.came_from: Callable[[], object] | None = None
        """What opens again the screen from which the article was opened, if it was."""
        self.no_records = ""
        """Why records cannot be made, if so."""
        self._pause: Timer | None = None
        self._gathering: Timer | None = None
        self._reloaded_at = -GATHER
        self.is_painted = False
        """Whether the first paint is done: what it does not show waits for it."""

    def compose(self) -> ComposeResult:
        """Put the panes side by side, and the status line below."""
        self.place_panes(styled=False)
        with Panes(id="panes"):
            for pane, widget in self.pane_widgets().items():
                with self.boxes[pane]:
                    yield self.heads[pane]
                    yield widget
        yield self.status

    def pane_widgets(self) -> Mapping[Pane, Widget]:
        """Return the widget of each pane."""
        return {
            Pane.SOURCES: self.sources,
            Pane.ARTICLES: self.articles,
            Pane.READER: self.reader,
            Pane.RECORD: self.record,
        }

    async def on_mount(self) -> None:
        """Show what is cached, all of it with the first paint: one for each list would come later.

        What goes wrong is told by the app.
        """
        self.reader.show_article(None, empty=words.no_article(listed=False))
        self.enter_pane(Pane.ARTICLES)
        for worker in self._read_lists():
            with suppress(WorkerFailed, WorkerCancelled):
                await worker.wait()
        self.call_after_refresh(self.go_on)

    def go_on(self) -> None:
        """Read what the first paint does not show, so that it was not kept waiting for that."""
        self.is_painted = True
        if not self._touched:
            self._preview()

    def arranged(self) -> None:
        """Have the arrangement remembered."""
        self.on_record.keep_memory()

    def show_panes(self) -> None:
        """Show the panes that belong on the screen now, under their heads."""
        super().show_panes()
        self._say_head()

    # Reading from the store

    def reload(self) -> None:
        """Read the sources and the list again, soon; what is being read stays where it is."""
        if self._gathering is None:
            pause = self._reloaded_at + GATHER - monotonic()
            self._gathering = self.set_timer(max(0.001, pause), self._reload)

    def _reload(self) -> None:
        self._gathering = None
        self._read_lists()

    def _read_lists(self) -> tuple[Worker[object], ...]:
        self._reloaded_at = monotonic()
        run = self.on_record.errand
        reading = partial(self._read_list, self.scope, anew=False)
        return (
            run(self.read_sources, group="sources", exclusive=True),
            run(reading, group="list", exclusive=True),
        )

    async def read_sources(self) -> None:
        """List the sources with their counts."""
        self.sources.list_sources(await self.on_record.read(sources))
        self._say_head()

    def list_scope(self, scope: Scope) -> None:
        """List another scope from its beginning."""
        self.scope = scope
        self._touched = False
        self._kept.clear()
        self._hits = ()
        self.on_record.errand(
            partial(self._read_list, scope, anew=True), group="list", exclusive=True
        )

    def list_again(self) -> None:
        """List the same scope from its beginning."""
        self.list_scope(self.scope)

    async def _read_list(self, scope: Scope, *, anew: bool) -> None:
        asked = as_asked(scope, self.filter_query)
        ids, rows = await self.on_record.read(opened, asked, PAGE)
        keep = None
        if not anew and self.articles.ids:
            rows = []
            ids = merged(self.articles.ids, ids, self._kept)
            keep = self.articles.chosen_id if self._touched else None
        empty = words.no_articles(
            asked, self.sources.feeds, refreshing=self.on_record.background.refreshing
        )
        self.articles.list_articles(ids, rows, keep=keep, empty=empty)
        self._say_head()
        if self.is_painted and (anew or not self._touched):
            self._preview()

    @on(Articles.PageWanted)
    def _read_rows(self, event: Articles.PageWanted) -> None:
        async def read() -> None:
            rows = await self.on_record.read(article_rows, event.ids)
            self.articles.put_page(event.generation, event.page, rows)

        self.on_record.errand(read, group="rows")

    def open_article(self, article_id: int | None, hit: Span | None = None) -> None:
        """Show an article in the reader, at ``hit`` where there is one."""
        self.on_record.errand(
            partial(self._read_article, article_id, hit), group="article", exclusive=True
        )

    async def _read_article(self, article_id: int | None, hit: Span | None) -> None:
        read = None
        if article_id == GUIDE_ID:
            read = await self._read_guide()
        elif article_id is not None:
            read = await self.on_record.read(article, article_id)
        same = read is not None and self.shown_id == read.id
        self.reader.show_article(
            read, hit=hit, empty=words.no_article(listed=bool(self.articles.ids))
        )
        self._show_record(keep=same)

    def _show_record(self, *, keep: bool) -> None:
        """Show the record of what the reader shows; ``keep`` the pointer where it is."""
        empty = words.no_record(self.reader.article, self.no_records)
        outline = self.reader.outline
        self.record.show_record(self.reader.marks, outline=outline, keep=keep, empty=empty)
        self.record.point_out(self.reader.only, self.reader.trail)
        self._say_head()

    async def _read_guide(self) -> StoredArticle:
        # Imported here: what reads the samples is not needed for the first screen.
        guide = await asyncio.to_thread(import_module, "onrecord.guide")
        made: StoredArticle = guide.guide_article(self.on_record.now())
        return made

    def _preview(self) -> None:
        """Show the chosen article where there is room beside the list, unless one is being read."""
        reading = self.pane in {Pane.READER, Pane.RECORD} and self.shown_id is not None
        if not reading and (self.is_shown(Pane.READER) or self.is_shown(Pane.RECORD)):
            self.open_article(self.articles.chosen_id)

    # What is chosen

    @property
    def shown_id(self) -> int | None:
        """The id of the article in the reader."""
        return self.reader.article.id if self.reader.article else None

    @property
    def current_id(self) -> int | None:
        """The id of the article that the user means: the one read, or the one pointed at.

        The guide is none: it cannot be marked.
        """
        if self.pane in {Pane.READER, Pane.RECORD}:
            return None if self.shown_id == GUIDE_ID else self.shown_id
        return self.articles.chosen_id

    @property
    def current_feed(self) -> Feed | None:
        """The feed that the user means: the chosen source, or that of the chosen article."""
        source = self.sources.source
        if self.pane is Pane.SOURCES or self.scope.view is View.FEED:
            return source.feed if source else None
        row = self.articles.row(self.articles.chosen) if self.articles.ids else None
        return next((each for each in self.sources.feeds if row and each.id == row.feed_id), None)

    def after_a_rest(self, act: Callable[[], object]) -> None:
        """Act once the pointer, or the typing, has rested for a moment."""
        self._stop_resting()

        def rested() -> None:
            self._pause = None
            act()

        self._pause = self.set_timer(PAUSE, rested)

    def _stop_resting(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is about to be read from the store."""
        return self.is_painted and self._pause is None and self._gathering is None

    def _list_source(self) -> None:
        source = self.sources.source
        if source is not None and source.scope is not None and source.scope != self.scope:
            self.list_scope(source.scope)
        self._say_head()

    def _say_head(self) -> None:
        """Say above each pane what it shows."""
        source = self.sources.source
        title = source.title if source else ALL.title
        heads, alone = self.heads, self.abreast == 1
        for pane, head in heads.items():
            head.light_up(lit=pane is self.pane)
        heads[Pane.SOURCES].say("On Record")
        number = len(self.articles.ids)
        place = f"{self.articles.chosen + 1:,} of {number:,}" if number else ""
        heads[Pane.ARTICLES].say(f"On Record › {title}" if alone else title, place)
        shown = self.reader.article
        outlet = shown.outlet if shown else ""
        said, note = self.reader.told
        crumbs = f"{title} › {outlet}" if alone and outlet else ""
        heads[Pane.READER].say(said or crumbs, note)
        heads[Pane.RECORD].say(
            f"{outlet} › {self.record.title}" if alone and outlet else self.record.title
        )
        remapped = dict(self.on_record.config.settings.keymap)
        names = OF_PANE.get(self.pane) or of_source(source)
        self.status.hint(hints_of(names, remapped), hints_of(ALWAYS, remapped))
        feed = source.feed if source and self.pane is not Pane.READER else None
        self.status.note(f"{feed.title}: {feed.last_error}" if feed and feed.last_error else "")

    # Marks

    def _marks_changed(self, ids: Sequence[int]) -> None:
        self._kept.update(ids)
        self.articles.forget_rows()
        self.reload()

    def action_toggle_read(self) -> None:
        """Mark the article as read, or as unread."""
        self.on_record.errand(partial(self._toggle, star=False), group="marks")

    def action_toggle_star(self) -> None:
        """Star the article, or take its star off."""
        self.on_record.errand(partial(self._toggle, star=True), group="marks")

    async def _toggle(self, *, star: bool) -> None:
        current = self.current_id
        if current is None:
            return
        for row in await self.on_record.read(article_rows, [current]):
            if star:
                await self.marking.star([current], on=not row.starred)
            else:
                await self.marking.mark_read([current], read=row.unread)

    def action_all_read(self) -> None:
        """Mark all articles of the list as read."""
        ids = tuple(self.articles.ids)

        async def mark() -> None:
            changed = await self.marking.mark_read(ids, read=True)
            if changed:
                self.on_record.say(f"{count(len(changed), 'article')} marked as read. U undoes it.")

        self.on_record.errand(mark, group="marks")

    # Filtering

    @property
    def filter_query(self) -> str:
        """The query that narrows the list of articles; empty without a filter."""
        filter_ = self.filters.get(Pane.ARTICLES)
        return filter_.value if filter_ else ""
