"""Finding in the reading room: the filter of each list, and the searches among the sources."""

from __future__ import annotations

import asyncio
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from onrecord.app.panes import Pane
from onrecord.app.saved import SavedSearches
from onrecord.app.screens.shelves import Shelves
from onrecord.store.articles import Scope, View
from onrecord.store.database import Cancelled

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widgets import Input

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.filter import Filter
    from onrecord.store.saved_searches import SavedSearch

COUNT_EVERY = 2.0
"""Seconds between two countings of what is unread in saved searches, however much comes in."""
_SHARE = 10
"""A counting that took long is not done again before so many times as long has passed."""


class Finding(Shelves):
    """Filters, and searches that are kept."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record)
        self.saved = SavedSearches(on_record.database, on_record.undo, self.reload)
        self.commanded: list[str] = []
        """The command lines of this session, the latest last."""
        self._count_request = 0
        self._count_again_at = 0.0
        self._counting: Timer | None = None

    # Saved searches

    async def read_sources(self) -> None:
        """List the saved searches too, and count what is unread in them a little later."""
        # Imported here: the first screen stands before its searches are looked for.
        from onrecord.store.saved_searches import saved_searches

        self.sources.list_saved(await self.on_record.read(saved_searches))
        await super().read_sources()
        if not self._is_listed():
            # What was listed is gone: the source beside it takes its place.
            self._list_source()
        if self.is_painted:
            self._count_soon()

    def go_on(self) -> None:
        """Count what is unread in the saved searches as well."""
        super().go_on()
        self._count_soon()

    def _count_soon(self) -> None:
        if self.sources.saved and self._counting is None:
            pause = max(0.001, self._count_again_at - monotonic())
            self._counting = self.set_timer(pause, self._count)

    def _is_listed(self) -> bool:
        """Tell whether what is listed stands among the sources still."""
        scope, feeds = self.scope, self.sources.feeds
        if scope.view is View.SAVED:
            return any(each.id == scope.saved_id for each in self.sources.saved)
        if scope.view is View.FEED:
            return any(each.id == scope.feed_id for each in feeds)
        if scope.view is View.FOLDER:
            return any(each.folder == scope.folder for each in feeds)
        return True

    def _count(self) -> None:
        self._counting = None
        self._count_again_at = monotonic() + COUNT_EVERY
        self._count_request += 1
        work = partial(self._count_unread, self._count_request)
        self.on_record.errand(work, group="saved", exclusive=True)

    async def _count_unread(self, request: int) -> None:
        from onrecord.store.saved_searches import count_unread

        began = monotonic()
        for each in self.sources.saved:
            try:
                number = await self.on_record.read(
                    count_unread, each.query, cancelled=lambda: request != self._count_request
                )
            except Cancelled:
                return
            self.sources.put_unread(each.id, number)
        self._count_again_at = max(self._count_again_at, began + _SHARE * (monotonic() - began))

    def on_unmount(self) -> None:
        """End the counting that runs."""
        self._count_request += 1

    async def save_search(self, name: str, query: str) -> None:
        """Keep a search among the sources."""
        new = await self.saved.save(name, query)
        words = "stands among the sources now" if new else "finds this now"
        self.on_record.say(f"“{name}” {words}. U undoes it.")

    def ask_to_keep(self, query: str) -> None:
        """Ask for a name for a search, and keep it."""
        from onrecord.app.screens.keep_search import KeepSearch

        def keep(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self.on_record.errand(partial(self.save_search, *answer), group="saved-write")

        self.on_record.push_screen(KeepSearch(self.on_record, query), keep)

    def action_change_source(self) -> None:
        """Change the chosen feed, folder or saved search."""
        from onrecord.app.changing import change_feed, rename_folder

        source = self.sources.source
        if source is not None and source.saved is not None:
            self._change_search(source.saved)
        elif source is not None and source.feed is not None:
            change_feed(self.on_record, source.feed)
        elif source is not None and source.scope is not None and source.scope.folder:
            rename_folder(self.on_record, source.scope.folder)
        else:
            self.on_record.say("Point at a feed, a folder or a saved search to change it.")

    def _change_search(self, saved: SavedSearch) -> None:
        """Give a saved search another name or query."""
        from onrecord.app.screens.keep_search import KeepSearch

        async def change(name: str, query: str) -> None:
            if await self.saved.change(saved, name, query):
                self.list_again()
            else:
                self.on_record.say(f"Another saved search is called “{name}”.", warn=True)

        def answered(answer: tuple[str, str] | None) -> None:
            if answer is not None:
                self.on_record.errand(partial(change, *answer), group="saved-write")

        self.on_record.push_screen(KeepSearch(self.on_record, saved.query, saved.name), answered)

    def action_move_search(self, step: int) -> None:
        """Move the chosen saved search up or down."""
        saved = self._chosen_search()
        if saved is not None:
            self.on_record.errand(partial(self.saved.move, saved, step), group="saved-write")

    def _chosen_search(self) -> SavedSearch | None:
        source = self.sources.source
        saved = source.saved if source is not None else None
        if saved is None:
            self.on_record.say("Point at a saved search; ^s in a search saves one.")
        return saved

    def delete_search(self, saved: SavedSearch) -> None:
        """Delete a saved search."""

        async def delete() -> None:
            await self.saved.delete(saved)
            self.on_record.say(f"“{saved.name}” is deleted. U undoes it.")

        self.on_record.errand(delete, group="saved-write")

    def go_to_search(self, saved: SavedSearch) -> None:
        """List what a saved search finds."""
        self.go_to_scope(Scope(View.SAVED, saved_id=saved.id))

    def go_to_scope(self, scope: Scope) -> None:
        """List a source, and go into its list."""
        self.sources.choose_scope(scope)
        self.list_scope(scope)
        self.enter_pane(Pane.ARTICLES)

    async def set_hidden(self, article_id: int, *, on: bool) -> None:
        """Hide an article from every list, or list it again."""

        def write(*, on: bool) -> tuple[int, ...]:
            from onrecord.store import rules

            return self.on_record.database.write(rules.hide if on else rules.unhide, [article_id])

        async def change(*, on: bool) -> tuple[int, ...]:
            changed = await asyncio.to_thread(write, on=on)
            self.reload()
            return changed

        if await change(on=on):
            what = "hidden; is:hidden finds it" if on else "listed again"
            self.on_record.undo.remember(
                "an article hidden" if on else "an article listed again",
                lambda: change(on=not on),
                lambda: change(on=on),
            )
            self.on_record.say(f"The article is {what}. U undoes it.")
        else:
            why = "It is starred or hidden already." if on else "It is not hidden."
            self.on_record.say(why)

    # Filtering

    async def action_filter(self) -> None:
        """Filter the list with the focus: sources, articles, or the record."""
        pane = self.pane if self.pane in {Pane.SOURCES, Pane.RECORD} else Pane.ARTICLES
        await self.open_filter(pane)

    async def open_filter(self, pane: Pane, query: str = "") -> None:
        """Open the filter of a pane, with what is to be found there."""
        from onrecord.app.widgets.filter import QueryFilter, WordFilter

        self.enter_pane(pane)
        filter_ = self.filters.get(pane)
        new = filter_ is None
        if filter_ is None:
            if pane is Pane.ARTICLES:
                filter_ = QueryFilter(self.on_record, pane)
            else:
                filter_ = WordFilter(pane)
            self.filters[pane] = filter_
        self.on_record.type_into(filter_.line)
        if new:
            widget = self.pane_widgets()[pane]
            await self.query_one(f"#{pane}").mount(filter_, before=widget)
        if query:
            filter_.set_value(query)
        filter_.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list by what was typed so far."""
        pane = self._filtered_by(event.input)
        if pane is Pane.ARTICLES:
            self.after_a_rest(self.list_again)
        elif pane is Pane.SOURCES:
            self.sources.narrow(event.value)
        elif pane is Pane.RECORD:
            self.record.narrow(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the filter and go into the list."""
        pane = self._filtered_by(event.input)
        if pane is None:
            return
        if event.value.strip():
            if pane is Pane.ARTICLES:
                self.on_record.remember_search(event.value)
            self.pane_widgets()[pane].focus()
        else:
            self.end_filter(pane)

    def on_filter_ended(self, event: Filter.Ended) -> None:
        """Show the whole list again."""
        self.end_filter(event.pane)

    def _filtered_by(self, line: Input) -> Pane | None:
        return next((pane for pane, each in self.filters.items() if each.holds(line)), None)

    def end_filter(self, pane: Pane = Pane.ARTICLES) -> None:
        """Take the filter away and show the whole list again."""
        filter_ = self.filters.pop(pane, None)
        if filter_ is None:
            return
        filter_.remove()
        self.pane_widgets()[pane].focus()
        if pane is Pane.ARTICLES:
            self.list_again()
        elif pane is Pane.SOURCES:
            self.sources.narrow("")
        else:
            self.record.narrow("")
