"""The first screen of a new user: what On Record is, and which feeds to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from onrecord.app import keymap
from onrecord.app.cells import count
from onrecord.app.hinting import Hint, hints_of
from onrecord.app.widgets.checks import Checks
from onrecord.app.widgets.head import Head
from onrecord.app.widgets.hints import Hints
from onrecord.app.widgets.rows import Rows
from onrecord.settings import FeedSpec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import PurePath

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from onrecord.app.app import OnRecord

_NAME = "On Record"
_MOTTO = "Who said what, to whom, when, in which outlet."
_LINES = (
    "It fetches what your feeds publish, and keeps all of it.",
    "It finds every quotation and works out who said it.",
    "Each speaker has a colour; ] goes from one to the next.",
    "Search it by words, speaker, subject, outlet or date.",
    "All of it is one file on this machine, and yours.",
)


class Welcome(ModalScreen[tuple[FeedSpec, ...] | None]):
    """Gives the feeds that were taken; None where the user wants to choose later."""

    CSS_PATH: ClassVar[list[str | PurePath]] = [Path(__file__).with_suffix(".tcss")]
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG, *keymap.WELCOME]

    def __init__(self, on_record: OnRecord, specs: Sequence[FeedSpec]) -> None:
        super().__init__()
        self._on_record = on_record
        self._offered = tuple(specs)
        self._head = Head("Begin with")
        self._checks = Checks()
        remapped = dict(on_record.config.settings.keymap)
        names = (
            ("check.toggle", "choose"),
            ("check.all", "all"),
            ("welcome.address", "address"),
            ("welcome.import", "OPML"),
            ("dialog.close", "later"),
        )
        self._hints = Hints([Hint("Enter", "begin", "begin"), *hints_of(names, remapped)])

    def compose(self) -> ComposeResult:
        """Put the name, the five lines and the feeds under each other."""
        with Vertical(classes="welcome"):
            yield Static(Content(_NAME), classes="welcome-name")
            yield Static(Content(_MOTTO), classes="welcome-motto")
            yield Static(Content("\n".join(_LINES)), classes="welcome-lines")
            yield self._head
            yield self._checks
            yield self._hints

    def on_mount(self) -> None:
        """Offer the feeds, all of them taken."""
        self._head.light_up(lit=True)
        self._checks.offer(self._offered)
        self._checks.focus()

    @on(Checks.Changed)
    def _count(self) -> None:
        taken, offered = len(self._checks.taken), self._checks.offered
        self._head.say("Begin with", f"{taken} of {count(offered, 'feed')}")

    @on(Rows.Opened)
    def action_begin(self) -> None:
        """Take the feeds as they are chosen now."""
        self.dismiss(self._checks.taken)

    def action_close(self) -> None:
        """Choose another time."""
        self.dismiss(None)

    def action_check(self) -> None:
        """Take or leave the chosen row."""
        self._checks.action_check()

    def action_address(self) -> None:
        """Ask for an address, and offer the feed that is found there."""
        from onrecord.app.screens.add_feed import AddFeed

        def found(candidate: tuple[str, str] | None) -> None:
            if candidate is not None:
                url, title = candidate
                self._checks.offer([FeedSpec(url, title)])
                self._checks.point_at(url)

        self.app.push_screen(AddFeed(self._on_record), found)

    def action_opml(self) -> None:
        """Ask for an OPML file, and offer its feeds."""
        from onrecord.app.screens.import_feeds import ImportFeeds

        def read(specs: tuple[FeedSpec, ...] | None) -> None:
            if specs:
                self._checks.offer(specs)
                self._checks.point_at(specs[0].url)

        self.app.push_screen(ImportFeeds(self._on_record), read)
