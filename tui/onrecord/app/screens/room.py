"""The reading room: sources, articles, the article, its record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from onrecord.app import keymap, words
from onrecord.app.browser import CannotOpen, open_in_browser
from onrecord.app.cells import count
from onrecord.app.copying import citation_of
from onrecord.app.listing import following, merged
from onrecord.app.marking import Marking
from onrecord.app.panes import Pane
from onrecord.app.screens.feed_info import FeedInfo, facts_of
from onrecord.app.screens.links import LinksScreen, numbered_links
from onrecord.app.screens.panes import PaneScreen
from onrecord.app.widgets.articles import Articles
from onrecord.app.widgets.filter import Filter
from onrecord.app.widgets.head import Head
from onrecord.app.widgets.reader import Reader
from onrecord.app.widgets.record import RecordPane
from onrecord.app.widgets.rows import Rows
from onrecord.app.widgets.sources import ALL, Sources
from onrecord.app.widgets.status import Status
from onrecord.store.articles import Scope, View, article, article_ids, article_rows
from onrecord.store.feeds import fetches, former_urls, sources

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.screens.search import Found
    from onrecord.model import Feed, Span
    from onrecord.store.search import Hit

_PAUSE = 0.06
"""Seconds the pointer rests before what it points at is read from the store."""
_GATHER = 0.4
"""Seconds over which changes are gathered before the lists are read again."""


class ReadingRoom(PaneScreen):
    """Everything one reads with. What it shows it asks of the store, in threads."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.ROOM]

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__()
        self.on_record = on_record
        self.sources = Sources()
        self.articles = Articles(on_record.now)
        self.reader = Reader(on_record.now)
        self.record = RecordPane()
        self.status = Status()
        self.filter = Filter()
        self.heads = {pane: Head() for pane in Pane}
        self.marking = Marking(on_record.database, on_record.undo, self._marks_changed)
        self.scope = Scope(View.ALL)
        """What is listed, without the filter."""
        self._kept: set[int] = set()
        """Articles that stay in the list until it is opened anew, though they left its view."""
        self.searched_for = ""
        """The last search."""
        self._hits: tuple[Hit, ...] = ()
        """What the last search found, as long as one steps through it."""
        self.no_records = ""
        """Why records cannot be made, if so."""
        self._pause: Timer | None = None
        self._gathering: Timer | None = None

    def compose(self) -> ComposeResult:
        """Put the panes side by side, and the status line below."""
        with Horizontal(id="panes"):
            for pane, widget in self.pane_widgets().items():
                with Vertical(id=pane, classes="pane"):
                    yield self.heads[pane]
                    if pane is Pane.ARTICLES:
                        yield self.filter
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

    def on_mount(self) -> None:
        """Show what is cached."""
        self.filter.display = False
        self.reader.show_article(None, empty=words.no_article(listed=False))
        self.enter_pane(Pane.ARTICLES)
        self.reload()

    # Reading from the store

    def reload(self) -> None:
        """Read the sources and the list again, soon; what is being read stays where it is."""
        if self._gathering is None:
            pause = _GATHER if self.sources.row_count() else 0.001
            self._gathering = self.set_timer(pause, self._reload)

    def _reload(self) -> None:
        self._gathering = None
        run = self.on_record.errand
        run(self._read_sources(), group="sources", exclusive=True)
        run(self._read_list(self.scope, anew=False), group="list", exclusive=True)

    async def _read_sources(self) -> None:
        self.sources.list_sources(await self.on_record.read(sources))
        self._say_head()

    def list_scope(self, scope: Scope) -> None:
        """List another scope from its beginning."""
        self.scope = scope
        self._kept.clear()
        self._hits = ()
        self.on_record.errand(self._read_list(scope, anew=True), group="list", exclusive=True)

    async def _read_list(self, scope: Scope, *, anew: bool) -> None:
        query = self.filter.value if self.filter.display else ""
        scope = replace(scope, query=query)
        ids = await self.on_record.read(article_ids, scope)
        keep = None
        if not anew:
            ids = merged(self.articles.ids, ids, self._kept)
            keep = self.articles.chosen_id
        first = not self.articles.ids
        empty = words.no_articles(
            scope, self.sources.feeds, refreshing=self.on_record.background.refreshing
        )
        self.articles.list_articles(ids, keep=keep, empty=empty)
        self._say_head()
        if anew or first:
            self._preview()

    @on(Articles.PageWanted)
    def _read_rows(self, event: Articles.PageWanted) -> None:
        async def read() -> None:
            rows = await self.on_record.read(article_rows, event.ids)
            self.articles.put_page(event.generation, event.page, rows)

        self.on_record.errand(read(), group="rows")

    def open_article(self, article_id: int | None, hit: Span | None = None) -> None:
        """Show an article in the reader, at ``hit`` where there is one."""
        self.on_record.errand(self._read_article(article_id, hit), group="article", exclusive=True)

    async def _read_article(self, article_id: int | None, hit: Span | None) -> None:
        read = None
        if article_id is not None:
            read = await self.on_record.read(article, article_id)
        same = read is not None and self.shown_id == read.id
        self.reader.show_article(
            read, hit=hit, empty=words.no_article(listed=bool(self.articles.ids))
        )
        empty = words.no_record(read, self.no_records)
        self.record.show_record(self.reader.marks, keep=same, empty=empty)
        self._say_head()

    def _preview(self) -> None:
        """Show the chosen article, where there is room for it beside the list."""
        if self.is_shown(Pane.READER) or self.is_shown(Pane.RECORD):
            self.open_article(self.articles.chosen_id)

    # What is chosen

    @property
    def shown_id(self) -> int | None:
        """The id of the article in the reader."""
        return self.reader.article.id if self.reader.article else None

    @property
    def current_id(self) -> int | None:
        """The id of the article that the user means: the one read, or the one pointed at."""
        if self.pane in {Pane.READER, Pane.RECORD}:
            return self.shown_id
        return self.articles.chosen_id

    @property
    def current_feed(self) -> Feed | None:
        """The feed that the user means: the chosen source, or that of the chosen article."""
        source = self.sources.source
        if self.pane is Pane.SOURCES or self.scope.view is View.FEED:
            return source.feed if source else None
        row = self.articles.row(self.articles.chosen) if self.articles.ids else None
        return next((each for each in self.sources.feeds if row and each.id == row.feed_id), None)

    @on(Rows.Pointed)
    def _follow(self, event: Rows.Pointed) -> None:
        if event.rows is self.record:
            item = self.record.item
            if item is not None and item.offset is not None:
                self.reader.go_to(item.offset)
            return
        if self._pause is not None:
            self._pause.stop()
        if event.rows is self.sources:
            self._pause = self.set_timer(_PAUSE, self._list_source)
        elif event.rows is self.articles:
            self._say_head()
            self._pause = self.set_timer(_PAUSE, self._preview)

    def _list_source(self) -> None:
        source = self.sources.source
        if source is not None and source.scope is not None and source.scope != self.scope:
            self.list_scope(source.scope)
        self._say_head()

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        if event.rows is self.sources:
            self._list_source()
            self.enter_pane(Pane.ARTICLES)
        elif event.rows is self.articles or event.rows is self.record:
            self.enter_pane(Pane.READER)

    def pane_entered(self, pane: Pane, before: Pane) -> None:
        """Open what was pointed at, when one goes into it."""
        if pane is Pane.READER and before in {Pane.SOURCES, Pane.ARTICLES}:
            self._open_chosen()
        elif pane is Pane.RECORD and self.shown_id is None:
            self.open_article(self.articles.chosen_id)
        elif pane is Pane.ARTICLES and before is Pane.SOURCES:
            self._list_source()
        self._say_head()

    def _open_chosen(self) -> None:
        chosen = self.articles.chosen_id
        if chosen is None:
            return
        if self._pause is not None:
            self._pause.stop()
        if chosen != self.shown_id:
            self.open_article(chosen)
        self.on_record.errand(
            self.marking.mark_read([chosen], read=True, remember=False), group="marks"
        )

    @on(Reader.Stepped)
    def _follow_in_record(self, event: Reader.Stepped) -> None:
        if self.pane is not Pane.RECORD:
            self.record.follow(event.utterance)
        self._say_head()

    def _say_head(self) -> None:
        """Say above each pane what it shows."""
        source = self.sources.source
        title = source.title if source else ALL.title
        heads, alone = self.heads, self.abreast == 1
        heads[Pane.SOURCES].say("On Record")
        number = len(self.articles.ids)
        place = f"{self.articles.chosen + 1:,} of {number:,}" if number else ""
        heads[Pane.ARTICLES].say(f"On Record › {title}" if alone else title, place)
        shown = self.reader.article
        outlet = shown.outlet if shown else ""
        said, chosen = len(self.reader.marks.utterances), self.reader.utterance
        note = f"quotation {chosen + 1} of {said}" if chosen is not None else ""
        heads[Pane.READER].say(f"{title} › {outlet}" if alone and outlet else "", note)
        heads[Pane.RECORD].say(f"{outlet} › Record" if alone and outlet else "Record")
        feed = source.feed if source and self.pane is not Pane.READER else None
        self.status.note(f"{feed.title}: {feed.last_error}" if feed and feed.last_error else "")

    # Marks

    def _marks_changed(self, ids: Sequence[int]) -> None:
        self._kept.update(ids)
        self.articles.forget_rows()
        self.reload()

    def action_toggle_read(self) -> None:
        """Mark the article as read, or as unread."""
        self.on_record.errand(self._toggle(star=False), group="marks")

    def action_toggle_star(self) -> None:
        """Star the article, or take its star off."""
        self.on_record.errand(self._toggle(star=True), group="marks")

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

        self.on_record.errand(mark(), group="marks")

    # Reading on

    def action_onward(self) -> None:
        """Scroll on; at the end go to the next unread article."""
        if self.pane is Pane.SOURCES and self.sources.fold():
            return
        if self.is_shown(Pane.READER) and self.reader.article and not self.reader.at_end:
            self.reader.action_leaf_down()
        else:
            self.action_next()

    def action_next(self) -> None:
        """To the next hit of a search, or the next unread article."""
        self._step(1)

    def action_previous(self) -> None:
        """To the previous hit of a search, or the previous unread article."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self._hits:
            here = next((i for i, h in enumerate(self._hits) if h.article_id == self.shown_id), -1)
            self.open_hit(self._hits, (here + step) % len(self._hits))
        else:
            self.on_record.errand(self._to_unread(step), group="step", exclusive=True)

    async def _to_unread(self, step: int) -> None:
        query = f"({self.filter.value}) is:unread" if self.filter.value else "is:unread"
        unread = await self.on_record.read(article_ids, replace(self.scope, query=query))
        index = following(self.articles.ids, self.articles.chosen, unread, step)
        if index is None:
            self.on_record.say("Nothing further is unread here.")
            return
        self.articles.choose(index)
        if self.pane in {Pane.READER, Pane.RECORD}:
            self._open_chosen()

    def open_found(self, found: Found | None) -> None:
        """Open what was chosen from a search."""
        if found is not None:
            self.searched_for, hits, index = found
            self.open_hit(hits, index)

    def open_hit(self, hits: Sequence[Hit], index: int) -> None:
        """Open what a search found, at its place; ``n`` and ``p`` step through the others."""
        self._hits = tuple(hits)
        hit = hits[index]
        self.articles.choose_article(hit.article_id)
        if self._pause is not None:
            self._pause.stop()
        self.enter_pane(Pane.READER)
        self.open_article(hit.article_id, hit.position)

    def action_quotation(self, step: int) -> None:
        """To the next or the previous quotation."""
        if self.reader.article is None:
            return
        if self.pane in {Pane.SOURCES, Pane.ARTICLES}:
            self.enter_pane(Pane.READER)
        if not self.reader.step(step):
            where = "after" if step > 0 else "before"
            said = self.reader.marks.utterances
            self.on_record.say(
                f"No quotation {where} this one." if said else "Nobody is quoted here."
            )

    def action_highlight(self) -> None:
        """Mark more or less in the text."""
        self.reader.highlight = self.reader.highlight.next
        self.on_record.say(f"Highlighted: {self.reader.highlight.value}.")

    def action_back(self) -> None:
        """End the filter, zen, or the search one steps through; else go a pane back."""
        if self.zen:
            self.action_zen()
        elif self.filter.display and self.pane is Pane.ARTICLES:
            self._end_filter()
        elif self.pane is Pane.SOURCES:
            self.on_record.say("Q quits.")
        else:
            self._hits = ()
            self.action_pane_left()

    # Filtering

    def action_filter(self) -> None:
        """Filter the list."""
        self.enter_pane(Pane.ARTICLES)
        self.filter.display = True
        self.filter.focus()

    @on(Input.Changed)
    def _filter_changed(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(2 * _PAUSE, lambda: self.list_scope(self.scope))

    @on(Input.Submitted)
    def _filter_kept(self) -> None:
        if self.filter.value:
            self.articles.focus()
        else:
            self._end_filter()

    @on(Filter.Ended)
    def _end_filter(self) -> None:
        self.filter.value = ""
        self.filter.display = False
        self.articles.focus()
        self.list_scope(self.scope)

    # The article, elsewhere

    def action_browse(self) -> None:
        """Open the article's page in the browser."""
        current = self.current_id

        async def browse() -> None:
            found = await self.on_record.read(article, current) if current is not None else None
            if found is not None:
                self._browse(found.url)

        self.on_record.errand(browse(), group="browse")

    def _browse(self, address: str | None) -> None:
        if address is None:
            return
        try:
            open_in_browser(address, self.on_record.config.settings.browser)
        except CannotOpen as error:
            self.on_record.say(str(error), warn=True)

    def action_links(self) -> None:
        """List the article's links."""
        shown = self.reader.article
        links = numbered_links(shown.body) if shown else ()
        if links:
            self.on_record.push_screen(LinksScreen(links), self._browse)
        else:
            self.on_record.say("This article has no links.")

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation."""
        shown = self.reader.article
        if shown is None:
            return
        spoken = self.reader.spoken
        self.on_record.copy_to_clipboard(citation_of(shown, spoken))
        what = "quotation" if spoken else "article's title and address"
        self.on_record.say(f"The {what} was copied.")

    # Feeds

    def go_to_feed(self, feed: Feed) -> None:
        """List a feed's articles."""
        self.sources.choose_scope(Scope(View.FEED, feed_id=feed.id))
        self._list_source()
        self.enter_pane(Pane.ARTICLES)

    def action_refresh_these(self) -> None:
        """Fetch the feeds of the chosen source."""
        scope = self.scope
        feeds = self.sources.feeds
        if scope.view is View.FEED:
            feeds = tuple(feed for feed in feeds if feed.id == scope.feed_id)
        elif scope.view is View.FOLDER:
            feeds = tuple(feed for feed in feeds if feed.folder == scope.folder)
        self.on_record.refresh_now(feeds)

    def action_unsubscribe(self) -> None:
        """Leave the feed."""
        feed = self.current_feed
        if feed is None:
            self.on_record.say("Point at a feed to unsubscribe from it.")
            return

        async def leave() -> None:
            await self.on_record.subscriptions.unsubscribe(feed)
            self.on_record.say(f"Unsubscribed from {feed.title}. U undoes it.")

        self.on_record.errand(leave(), group="subscriptions")

    def action_feed_info(self) -> None:
        """Tell how the feed is."""
        feed = self.current_feed
        if feed is None:
            self.on_record.say("Point at a feed to learn about it.")
            return

        async def tell() -> None:
            former = await self.on_record.read(former_urls, feed.id)
            history = await self.on_record.read(fetches, feed.id)
            facts = facts_of(feed, former, history, self.on_record.now().tzinfo)
            await self.on_record.push_screen(FeedInfo(feed.title, facts))

        self.on_record.errand(tell(), group="feed")

    # What runs behind

    def record_made(self, article_id: int) -> None:
        """Show an article's record, which has just been made."""
        self.articles.forget_rows()
        if article_id == self.shown_id:
            self.open_article(article_id)
