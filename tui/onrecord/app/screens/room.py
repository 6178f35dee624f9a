"""The reading room: what one does with sources, articles, the article and its record."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from onrecord.app import keymap
from onrecord.app.browser import CannotOpen, checked, open_in_browser
from onrecord.app.listing import following
from onrecord.app.panes import Pane
from onrecord.app.screens.collecting import Collecting
from onrecord.app.widgets.reader import Reader
from onrecord.app.widgets.rows import Rows
from onrecord.store.articles import Scope, View, article, article_ids
from onrecord.store.feeds import fetches, former_urls
from onrecord.store.persons import whom_it_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from onrecord.app.menus import Menu
    from onrecord.app.screens.search import Found
    from onrecord.model import Feed, Span
    from onrecord.store.search import Hit, QuotationHit


class ReadingRoom(Collecting):
    """Everything one reads with, and every key of it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.ROOM]
    _bound_elsewhere = False
    """Whether one goes into the article for another than the one pointed at."""

    @on(Rows.Pointed)
    def _follow(self, event: Rows.Pointed) -> None:
        if event.rows is self.record:
            item = self.record.item
            if item is not None and item.offset is not None:
                self.reader.go_to(item.offset)
            return
        if event.rows is self.sources:
            self.after_a_rest(self._list_source)
        elif event.rows is self.articles:
            self._touched = True
            self._say_head()
            self.after_a_rest(self._preview)

    def menu(self) -> Menu | None:
        """Return what can be done with what is chosen in the pane that one is in."""
        from onrecord.app.menus import of_room

        return of_room(
            self.pane,
            self.sources.source,
            self.record.item,
            listed=bool(self.articles.ids),
            spoken=self.reader.utterance is not None,
            shown=self.reader.article is not None,
        )

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        if event.rows is self.sources:
            self._list_source()
            if self.scope.view is View.CLIPPED and self.scope.name:
                self.open_clippings(self.scope.name)
            else:
                self.enter_pane(Pane.ARTICLES)
        elif event.rows is self.articles:
            self.enter_pane(Pane.READER)

    def pane_entered(self, pane: Pane, before: Pane) -> None:
        """Open what was pointed at, when one goes into it."""
        if self._bound_elsewhere:
            pass
        elif pane is Pane.READER and before in {Pane.SOURCES, Pane.ARTICLES}:
            self._open_chosen()
        elif pane is Pane.RECORD and before in {Pane.SOURCES, Pane.ARTICLES}:
            if self.articles.chosen_id != self.shown_id:
                self.open_article(self.articles.chosen_id)
        elif pane is Pane.ARTICLES and before is Pane.SOURCES:
            self._list_source()
        self._say_head()

    def _open_chosen(self) -> None:
        chosen = self.articles.chosen_id
        if chosen is None:
            return
        self._stop_resting()
        self._touched = True
        self.came_from = None
        if chosen != self.shown_id:
            self.open_article(chosen)
        self.on_record.errand(
            partial(self.marking.mark_read, [chosen], read=True, remember=False), group="marks"
        )

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
        if self.reader.trail is not None and self.pane in {Pane.READER, Pane.RECORD}:
            self.reader.follow_on(step)
        elif self._hits:
            self.open_hit(self._hits, (self._hit + step) % len(self._hits))
        else:
            self.on_record.errand(partial(self._to_unread, step), group="step", exclusive=True)

    async def _to_unread(self, step: int) -> None:
        # The filter comes last, for the word it ends in may be a beginning.
        query = f"is:unread ({self.filter_query}" if self.filter_query else "is:unread"
        scope = replace(self.scope, query=query, typing=bool(self.filter_query))
        unread = await self.on_record.read(article_ids, scope)
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

    def open_hit(self, hits: Sequence[Hit | QuotationHit], index: int) -> None:
        """Open what a search found, at its place; ``n`` and ``N`` step through the others."""
        self._hits, self._hit = tuple(hits), index
        hit = hits[index]
        if self.articles.choose_article(hit.article_id):
            self._touched = True
            self._stop_resting()
            self.enter_pane(Pane.READER)
            self.open_article(hit.article_id, hit.position)
        else:
            self.open_unlisted(hit.article_id, hit.position)

    def open_unlisted(self, article_id: int, position: Span | None = None) -> None:
        """Open what the list does not have; what is chosen there stays so, and unread."""
        self._touched = True
        self._stop_resting()
        self._bound_elsewhere = True
        self.enter_pane(Pane.READER)
        self._bound_elsewhere = False
        self.open_article(article_id, position)

    def action_back(self) -> None:
        """End what is followed or dimmed, zen, or the filter; else go back where one was."""
        if self.pane in {Pane.READER, Pane.RECORD} and self.reader.see_all():
            return
        if self.zen:
            self.action_zen()
        elif self.came_from is not None:
            back, self.came_from = self.came_from, None
            back()
        elif self.pane in self.filters:
            self.end_filter(self.pane)
        elif self.pane is Pane.SOURCES:
            self.on_record.say("Q quits.")
        else:
            self._hits = ()
            self.action_pane_left()

    # People

    def action_people(self) -> None:
        """Show everybody who is quoted or named."""
        from onrecord.app.screens.people import PeopleScreen

        self.on_record.push_screen(PeopleScreen(self.on_record))

    def action_dossier(self) -> None:
        """Open the dossier of who speaks, or of who is chosen in the record."""
        name, article_id = self._who_is_meant(), self.shown_id
        if not name or article_id is None:
            self.on_record.say("Choose a quotation with [ and ], or a name in the record.")
            return

        async def find() -> None:
            entity_id = await self.on_record.read(whom_it_names, article_id, name)
            if entity_id is None:
                self.on_record.say(f"There is no dossier of {name}.")
            else:
                self.on_record.open_dossier(entity_id)

        self.on_record.errand(find, group="dossier", exclusive=True)

    def action_follow(self) -> None:
        """Follow the chosen saved search, or who speaks or is chosen; or no longer."""
        source = self.sources.source if self.pane is Pane.SOURCES else None
        saved = source.saved if source else None
        name, article_id = self._who_is_meant(), self.shown_id

        async def follow() -> None:
            if saved is not None:
                self.on_record.say(await self.follows.turn_search(saved))
                return
            entity_id = None
            if name and article_id is not None:
                entity_id = await self.on_record.read(whom_it_names, article_id, name)
            from onrecord.store.people import person

            found = await self.on_record.read(person, entity_id) if entity_id is not None else None
            if found is None:
                self.on_record.say("Choose a quotation, a name in the record, or a saved search.")
            else:
                self.on_record.say(await self.follows.turn_person(found))

        self.on_record.errand(follow, group="follow")

    def _who_is_meant(self) -> str:
        item = self.record.item if self.pane is Pane.RECORD else None
        if item is not None and item.named is not None:
            return item.named.name
        if item is not None and item.voice is not None:
            return item.voice.name
        utterance = self.reader.utterance
        if utterance is None:
            return ""
        speaker = self.reader.marks.first_of(utterance).speaker
        return speaker.name if speaker else ""

    def action_echo(self) -> None:
        """Show the chosen quotation as other outlets carry it."""
        utterance, marks = self.reader.utterance, self.reader.marks
        stretches = marks.utterances[utterance] if utterance is not None else ()
        carried = [index for index in stretches if index in marks.carried]
        if carried:
            self.on_record.open_echo(marks.ids[carried[0]])
        elif stretches:
            self.on_record.say("No other outlet carries these words. Those that do are marked ≈.")
        else:
            self.on_record.say("Choose a quotation first: ] and [ go from one to the next.")

    def open_at(self, article_id: int, hit: Span | None, back: Callable[[], object]) -> None:
        """Open an article at a place; going back calls ``back``."""
        self._stop_resting()
        self._touched = True
        self.articles.choose_article(article_id)
        self.enter_pane(Pane.READER)
        self.open_article(article_id, hit)
        self.came_from = back

    # The article, elsewhere

    def action_browse(self) -> None:
        """Open the article's page in the browser."""
        current = self.current_id

        async def browse() -> None:
            found = await self.on_record.read(article, current) if current is not None else None
            if found is not None:
                self._browse(found.url)

        self.on_record.errand(browse, group="browse")

    def _browse(self, address: str | None) -> None:
        if address is None:
            return
        try:
            if self.on_record.is_web:
                # The reader is a page of the browser that is to open the other one.
                self.on_record.open_url(checked(address))
                return
            opening = open_in_browser(address, self.on_record.config.settings.browser)
        except CannotOpen as error:
            self.on_record.say(str(error), warn=True)
            return
        self.on_record.say(f"The page went to {opening.name}.")
        self.on_record.errand(partial(asyncio.to_thread, opening.wait), group="browser")

    @on(Reader.Followed)
    def _follow_link(self, event: Reader.Followed) -> None:
        self._browse(event.url)

    def action_links(self) -> None:
        """List the article's links."""
        from onrecord.app.screens.links import LinksScreen, numbered_links

        shown = self.reader.article
        links = numbered_links(shown.body) if shown else ()
        if links:
            self.on_record.push_screen(LinksScreen(links), self._browse)
        else:
            self.on_record.say("This article has no links.")

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
        """Leave the feed, or delete the saved search."""
        source = self.sources.source
        if self.pane is Pane.SOURCES and source is not None and source.saved is not None:
            self.delete_search(source.saved)
            return
        feed = self.current_feed
        if feed is None:
            self.on_record.say("Point at a feed to unsubscribe from it.")
            return

        async def leave() -> None:
            await self.on_record.subscriptions.unsubscribe(feed)
            self.on_record.say(f"Unsubscribed from {feed.title}. U undoes it.")

        self.on_record.errand(leave, group="subscriptions")

    def action_feed_info(self) -> None:
        """Tell how the feed is."""
        feed = self.current_feed
        if feed is None:
            self.on_record.say("Point at a feed to learn about it.")
            return

        async def tell() -> None:
            from onrecord.app.health import facts_of
            from onrecord.app.screens.facts import Facts

            former = await self.on_record.read(former_urls, feed.id)
            history = await self.on_record.read(fetches, feed.id)
            facts = facts_of(feed, former, history, self.on_record.now().tzinfo)
            await self.on_record.push_screen(Facts(feed.title, facts))

        self.on_record.errand(tell, group="feed")

    # What runs behind

    def article_changed(self, article_id: int) -> None:
        """Show an article as it is now: with its record, or with its new text."""
        self.articles.forget_rows()
        if article_id == self.shown_id:
            self.open_article(article_id)
