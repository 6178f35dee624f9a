"""The reader as a Textual app: it owns the archive, what runs behind, and the commands."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, runtime_checkable

from textual import events
from textual.scrollbar import ScrollBar
from textual.worker import Worker, WorkerState

from onrecord.app import garbage, keymap
from onrecord.app.background import Background
from onrecord.app.cells import count
from onrecord.app.hand_edits import HandEdits
from onrecord.app.lifeline import LOOK, terminal_has_ended
from onrecord.app.memory import recall, remember
from onrecord.app.panes import Pane
from onrecord.app.screens.room import ReadingRoom
from onrecord.app.subscriptions import Subscriptions
from onrecord.app.suspending import Suspending
from onrecord.app.typed_ahead import TypedAhead
from onrecord.app.undo import Undo
from onrecord.app.wardrobe import Wardrobe
from onrecord.app.widgets.slim_bar import SlimBar
from onrecord.config import ConfigError, FeedSpec
from onrecord.model import GUIDE_ID
from onrecord.store.articles import article_rows
from onrecord.store.feeds import feeds as stored_feeds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from pathlib import PurePath
    from typing import Any, Concatenate

    from textual.binding import BindingType
    from textual.message import Message
    from textual.screen import Screen
    from textual.timer import Timer

    from onrecord.app.messages import (
        ArticleChanged,
        BacklogEnded,
        FeedMoved,
        Noticed,
        RecordMade,
        RefreshEnded,
        RefreshProgressed,
        SourcesChanged,
    )
    from onrecord.app.screens.dossier import Bookmark
    from onrecord.app.widgets.status import Status
    from onrecord.config import Config
    from onrecord.model import Feed, Span
    from onrecord.paths import Paths
    from onrecord.store.database import Database

T = TypeVar("T")

_FOLDER = Path(__file__).parent
log = logging.getLogger(__name__)

_REST = 0.5
"""Seconds without a change after which the room's arrangement is written down."""
GATHER = 0.5
"""Seconds in which what rules tell of is gathered into one sentence."""
_QUIET = 1.0
"""Seconds without a key after which there is time for a look at what can be thrown away."""
_LONG = 12.0
"""Seconds for which a sentence that asks for action is shown."""


def local_now() -> datetime:
    """Return the time, in the machine's time zone."""
    return datetime.now(UTC).astimezone()


@runtime_checkable
class HasStatus(Protocol):
    """A screen with a status line of its own."""

    status: Status


class OnRecord(Wardrobe, TypedAhead, Suspending):
    """The reader. ``now`` tells the time and its zone; tests hold it still."""

    TITLE = "On Record"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        _FOLDER / "app.tcss",
        _FOLDER / "screens" / "room.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.APP]
    ENABLE_COMMAND_PALETTE = False
    """The palette opens by a key of the reading room, so that it can be remapped."""

    def __init__(
        self,
        database: Database,
        config: Config,
        paths: Paths,
        *,
        refresh_on_start: bool = True,
        first_run: bool = False,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self.database = database
        self.config = config
        self.paths = paths
        self.now = now
        self.undo = Undo()
        self.subscriptions = Subscriptions(self)
        self.hand_edits = HandEdits(self)
        self.background = Background(
            database, config.settings, self._tell, now, lambda: self.config
        )
        self._noticed: list[int] = []
        """Articles that rules are about and the user was not told of yet."""
        self._refresh_on_start = refresh_on_start
        self._first_run = first_run
        self.memory = recall(paths.room)
        self._keeping: Timer | None = None
        self._touched_at = monotonic()
        ScrollBar.renderer = SlimBar
        self.room = ReadingRoom(self)
        wanted = config.settings.theme
        chosen = self.memory.theme if self.memory.instead_of == wanted else ""
        self.dress((chosen, wanted))

    def get_default_screen(self) -> Screen[None]:
        """Return the reading room."""
        return self.room

    def on_mount(self) -> None:
        """Put the user's keys in place, and start what runs behind after the paint."""
        self.wear_keys()
        self.call_after_refresh(self._begin)
        self.hand_edits.watch()

    def wear_keys(self) -> None:
        """Take the keys that the user's settings give to commands."""
        known = keymap.by_id()
        keys = self.config.settings.keymap
        self.set_keymap({name: key for name, key in keys if name in known})

    def wear(self, theme: str) -> None:
        """Take another theme, and remember it: it stands until feeds.toml names another."""
        self.theme = theme
        self.memory = replace(self.memory, theme=theme, instead_of=self.config.settings.theme)
        self.keep_memory()

    def keep_memory(self) -> None:
        """Write down how the room is arranged, once it has rested for a moment."""
        self.memory = replace(self.memory, arrangements=dict(self.room.arrangements))
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(_REST, self._write_memory)

    def _write_memory(self) -> None:
        self._keeping = None
        keep = partial(asyncio.to_thread, remember, self.paths.room, self.memory)
        self.errand(keep, group="memory")

    def _begin(self) -> None:
        if not self.is_headless:
            self.set_interval(LOOK, self._leave_without_terminal)
        if garbage.release():
            self.set_interval(_QUIET, self._sweep)
            # The first dialog opens as soon as the others: what they share is not awaited then.
            shared = partial(asyncio.to_thread, import_module, "onrecord.app.screens.help")
            self.set_timer(_QUIET, lambda: self.errand(shared, group="dialogs"))
        self.errand(self._start, group="start")

    async def on_event(self, event: events.Event) -> None:
        """Take note of when the user did something."""
        if isinstance(event, events.InputEvent):
            self._touched_at = monotonic()
        await super().on_event(event)

    def _sweep(self) -> None:
        if monotonic() - self._touched_at > _QUIET:
            garbage.sweep()

    def _leave_without_terminal(self) -> None:
        if terminal_has_ended():
            log.warning("the terminal has gone")
            self.exit()

    async def _start(self) -> None:
        """Take over feeds.toml, or where there is none yet, welcome the user."""
        if self._first_run:
            from onrecord.app.first_run import FirstRun

            await FirstRun(self, self._go_on).welcome()
        else:
            await self.sync_feeds()
            await self._go_on()

    async def _go_on(self) -> None:
        """Refresh and analyse for as long as the reader is open."""
        self.errand(self.background.make_records, group="records")
        settings = self.config.settings
        if self._refresh_on_start and settings.refresh_on_start:
            self.refresh_feeds()
        if self._refresh_on_start and settings.refresh_every is not None:
            self.set_interval(settings.refresh_every, self.refresh_feeds)

    async def sync_feeds(self, left: Collection[str] = ()) -> None:
        """Bring the store's subscriptions into line with feeds.toml.

        As long as feeds.toml has mistakes no feed is left but those that the user just did leave:
        what is not in it may only be misread.
        """
        specs = self.config.feeds
        if self.config.problems:
            listed = {spec.url for spec in specs}.union(left)
            specs += tuple(
                FeedSpec(feed.url, feed.title, feed.folder, feed.interval, feed.full_text)
                for feed in await self.read(stored_feeds)
                if feed.url not in listed
            )

        def write() -> None:
            # Imported here: the write side of the store is not needed for the first screen.
            from onrecord.store.subscriptions import sync_feeds

            self.database.write(sync_feeds, specs, self.now())

        await asyncio.to_thread(write)
        self.room.reload()

    def refresh_feeds(self, feeds: Sequence[Feed] | None = None) -> None:
        """Fetch these feeds, or those that are due."""
        self.errand(partial(self.background.refresh, feeds), group="refresh")

    # Work

    async def read(
        self, question: Callable[Concatenate[Any, ...], T], *args: object, **kwargs: object
    ) -> T:
        """Ask the archive something, in a thread."""
        early = self.database.asked_ahead(question, *args, **kwargs)
        if early is not None:
            return await asyncio.wrap_future(early)
        return await asyncio.to_thread(self.database.read, question, *args, **kwargs)

    def errand(
        self, work: Callable[[], Awaitable[object]], *, group: str, exclusive: bool = False
    ) -> Worker[object]:
        """Run something behind the screen; an error in it is told and ends nothing else.

        With ``exclusive`` it takes the place of what runs in its group, whose answer is dropped.
        """
        return self.run_worker(work, group=group, exclusive=exclusive, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Tell what went wrong in an errand."""
        error = event.worker.error
        if event.state is not WorkerState.ERROR or error is None:
            return
        log.error("what ran behind the screen failed", exc_info=error)
        ours = type(error).__module__.startswith("onrecord.")
        sentence = str(error) if ours else f"That did not work: {type(error).__name__}, {error}."
        self.say(sentence, warn=True)

    def remember_search(self, line: str) -> None:
        """Keep a line that was searched for, to be recalled."""

        def write() -> None:
            from onrecord.store.history import remember_search

            self.database.write(remember_search, line)

        self.errand(partial(asyncio.to_thread, write), group="history")

    # What runs behind

    def _tell(self, message: Message) -> None:
        if self.is_running:
            self.post_message(message)

    def on_sources_changed(self, _: SourcesChanged) -> None:
        """Show what arrived."""
        self.room.reload()

    def on_article_changed(self, event: ArticleChanged) -> None:
        """Show an article's new text."""
        self.room.article_changed(event.article_id)

    async def on_feed_moved(self, event: FeedMoved) -> None:
        """Let feeds.toml follow a feed to its new address."""
        try:
            await self.subscriptions.follow(event.url, event.moved_to)
        except ConfigError as error:
            self.say(str(error), warn=True)

    def on_refresh_progressed(self, event: RefreshProgressed) -> None:
        """Show how far the refresh is."""
        found = f" · {event.new:,} new" if event.new else ""
        self.room.status.work("refresh", f"{event.done}/{event.feeds} feeds{found}")

    def on_refresh_ended(self, event: RefreshEnded) -> None:
        """Show what the refresh brought."""
        self.room.status.work("refresh", "")
        if event.sentence:
            self.say(event.sentence, warn=True)
        elif event.feeds:
            failed = f" · {count(event.failed, 'feed')} failed" if event.failed else ""
            self.room.status.say(f"Refreshed {self.now():%H:%M} · {event.new:,} new{failed}")
        self.room.reload()

    def on_record_made(self, event: RecordMade) -> None:
        """Show an article's record, and how many are still to come."""
        whose = "its" if event.waiting == 1 else "their"
        waiting = f"{count(event.waiting, 'article')} waiting for {whose} record"
        self.room.status.work("records", waiting if event.waiting else "")
        self.room.article_changed(event.article_id)

    def on_noticed(self, event: Noticed) -> None:
        """Gather the articles that a rule is about, to tell of them together."""
        if not self._noticed:
            self.set_timer(GATHER, lambda: self.errand(self._tell_noticed, group="notices"))
        self._noticed += event.article_ids

    async def _tell_noticed(self) -> None:
        """Tell of the articles that rules are about, with the terminal's bell."""
        from onrecord.app.notices import notify_with, sentence_of, terminal_notice

        ids, self._noticed = dict.fromkeys(self._noticed), []
        rows = await self.read(article_rows, ids)
        if rows:
            words = sentence_of(rows)
            self.bell()
            self.notify(words, timeout=_LONG, markup=False)
            command = self.config.settings.notify_with
            if command:
                trouble = await asyncio.to_thread(notify_with, command, self.TITLE, words)
                if trouble:
                    self.say(trouble, warn=True)
            elif self._driver is not None:
                self._driver.write(terminal_notice(self.TITLE, words, os.environ))

    def on_backlog_ended(self, event: BacklogEnded) -> None:
        """Say why records cannot be made, where they cannot."""
        self.room.status.work("records", "")
        if event.sentence and event.sentence != self.room.no_records:
            self.say(event.sentence, warn=True)
        self.room.no_records = event.sentence
        if self.room.shown_id is not None:
            # Its words may have been found in other outlets meanwhile.
            self.room.article_changed(self.room.shown_id)
        self.room.reload()

    # Commands. Dialogs are imported when they are opened, for the sake of the first paint.

    def action_command(self) -> None:
        """Open the line for a command with its argument."""
        from onrecord.app.screens.commands import CommandLine

        self.push_screen(CommandLine(self))

    def action_commands(self) -> None:
        """Open the palette of everything that the reader does and has."""
        from onrecord.app.screens.commands import Palette

        self.push_screen(Palette(self))

    def action_help(self) -> None:
        """Show the keys of the pane, or of the screen, that one is in."""
        from onrecord.app.screens.help import HelpScreen

        pane = self.room.pane
        here = self.screen.title or ("article" if pane is Pane.READER else pane.value)
        bindings = self.screen.active_bindings
        self.push_screen(HelpScreen(here, bindings))

    def action_search(self) -> None:
        """Search all saved articles."""
        self.open_search()

    def open_search(self, query: str = "", *, quotations: bool | None = None) -> None:
        """Open the search, for a query or for the last one."""
        from onrecord.app.screens.search import SearchScreen

        screen = SearchScreen(self, query or self.room.searched_for, quotations=quotations)
        self.push_screen(screen, self.room.open_found)

    def open_dossier(self, entity_id: int, bookmark: Bookmark | None = None) -> None:
        """Open what one person said, where one was in it with a ``bookmark``."""
        from onrecord.app.screens.dossier import Bookmark, DossierScreen

        self.push_screen(DossierScreen(self, bookmark or Bookmark(entity_id)))

    def open_echo(self, quotation_id: int) -> None:
        """Open the versions of a quotation that several outlets carry."""
        from onrecord.app.screens.echo import EchoScreen

        self.push_screen(EchoScreen(self, quotation_id))

    def open_article(self, article_id: int, hit: Span | None, back: Callable[[], object]) -> None:
        """Leave the other screens for an article, opened at a place; going back calls ``back``."""
        while self.screen is not self.room:
            self.pop_screen()
        self.room.open_at(article_id, hit, back)

    def action_add_feed(self) -> None:
        """Ask for the address of a feed or a site, and subscribe to what is found there."""
        self.add_feed()

    def add_feed(self, address: str = "") -> None:
        """Look for feeds at an address, or ask for one, and subscribe to what is found."""
        from onrecord.app.subscribing import add_feed

        add_feed(self, address)

    def action_import_feeds(self) -> None:
        """Ask for an OPML file, and subscribe to the feeds that it lists."""
        from onrecord.app.subscribing import import_feeds

        import_feeds(self)

    def action_guide(self) -> None:
        """Open the guide."""
        self.room.open_unlisted(GUIDE_ID)

    def action_refresh_all(self) -> None:
        """Fetch every feed, due or not."""
        self.refresh_now(self.room.sources.feeds)

    def refresh_now(self, feeds: Sequence[Feed]) -> None:
        """Fetch these feeds, due or not, unless a refresh runs already."""
        if self.background.refreshing:
            self.say("A refresh is running already.")
        elif feeds:
            self.refresh_feeds(feeds)
        else:
            self.say("There is no feed to fetch here.")

    def action_undo(self) -> None:
        """Take the last change back."""

        async def take_back() -> None:
            what = await self.undo.take_back()
            self.say(f"Undone: {what}." if what else "There is nothing to undo.")

        self.errand(take_back, group="undo")

    def action_redo(self) -> None:
        """Make the last change that was taken back once more."""

        async def make_again() -> None:
            what = await self.undo.make_again()
            self.say(f"Done again: {what}." if what else "There is nothing to do again.")

        self.errand(make_again, group="undo")

    def action_leave(self) -> None:
        """Leave the reader."""
        self.exit()

    def say(self, sentence: str, *, warn: bool = False) -> None:
        """Answer in the status line; a warning stands in a corner of the screen, and for longer."""
        if warn:
            self.notify(sentence, severity="warning", timeout=_LONG, markup=False)
        else:
            status = self.screen.status if isinstance(self.screen, HasStatus) else self.room.status
            status.flash(sentence)

    async def on_unmount(self) -> None:
        """Write down what is to be remembered, and end what runs behind."""
        if self._keeping is not None:
            await asyncio.to_thread(remember, self.paths.room, self.memory)
        await self.background.close()
