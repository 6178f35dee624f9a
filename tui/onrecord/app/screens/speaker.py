"""Who said it: the user names the speaker of a quotation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.events import Click
from textual.widgets import Input, Static

from onrecord.app import keymap
from onrecord.app.cells import count, crop
from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.speakers import FORGET, NOBODIES, TYPED, narrowed
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.speakers import Offer

_KIND = 14
_SNIPPET = 160
_ENOUGH = 2
"""Letters from which on the archive is looked through."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who said it; ``all`` for everything that the article gives to the same speaker."""

    offer: Offer
    all: bool


class SpeakerScreen(NarrowedList[Verdict]):
    """The people of the article, narrowed as one types; a name that is none of theirs is new."""

    HEADING = "Who said it?"
    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG_TURN]

    def __init__(
        self,
        words: str,
        offers: Sequence[Offer],
        *,
        speaker: str,
        others: int,
        corrected: bool,
        look: Callable[[str], Awaitable[Sequence[Offer]]],
    ) -> None:
        """Ask about a quotation; its speaker so far has ``others`` more in the article.

        ``corrected`` tells that the user named the speaker; ``look`` finds people of the archive.
        """
        super().__init__(Lines(_KIND), "A name")
        self._quoted = words
        self._offers = tuple(offers)
        self._shown = self._offers
        self._besides = (*NOBODIES, FORGET) if corrected else NOBODIES
        self._look = look
        self._speaker = speaker
        self._others = others
        self._all = False
        self._scope = Static(classes="dialog-words", id="scope")

    def content(self) -> Iterator[Widget]:
        """Give the words in question, for which of them, the line, the list."""
        quoted = crop(" ".join(self._quoted.split()), _SNIPPET)
        yield Static(Content(quoted), classes="dialog-quoted")
        yield from super().content()
        yield self._scope

    def on_mount(self) -> None:
        """Say for which quotations."""
        self._say_scope()

    def _say_scope(self) -> None:
        whose = f"of {self._speaker}" if self._speaker else "without a speaker"
        every = f"all {self._others + 1} {whose} here"
        if not self._others:
            words = "Enter takes the chosen one.   Esc leaves."
        elif self._all:
            words = f"For {every}.   Tab: only for this one."
        else:
            words = f"For this quotation.   Tab: for {every}."
        self._scope.update(Content(words))

    def narrow(self, wanted: str) -> None:
        """List whom ``wanted`` may mean: of the article at once, then of the archive."""
        self._show(narrowed(self._offers, wanted, self._besides))
        if len(wanted.strip()) >= _ENOUGH:
            self.run_worker(self._look_elsewhere(wanted), exclusive=True, exit_on_error=False)

    async def _look_elsewhere(self, wanted: str) -> None:
        elsewhere = await self._look(wanted)
        if elsewhere and wanted == self._line.value:
            at = self._lines.chosen
            before = self._shown[at] if self._shown else None
            self._show(narrowed(self._offers, wanted, self._besides, elsewhere))
            # The pointer stays on somebody that was there before; what is only typed gives way.
            if before in self._shown and before is not None and before.note != TYPED:
                self._lines.choose(self._shown.index(before))

    def _show(self, offers: tuple[Offer, ...]) -> None:
        self._shown = offers
        self._lines.list_entries(
            [Entry(each.words, each.kind, self._about(each)) for each in offers]
        )

    def _about(self, offer: Offer) -> str:
        said = count(offer.said, "quotation") if offer.said else ""
        now = "so far" if self._speaker and offer.words == self._speaker else ""
        return "  ·  ".join(filter(None, (said, now, offer.note)))

    @on(Click, "#scope")
    def _turn(self) -> None:
        self.action_turn()

    def action_turn(self) -> None:
        """Mean this quotation, or all of its speaker."""
        if self._others:
            self._all = not self._all
            self._say_scope()

    @on(Input.Submitted)
    @on(Rows.Opened)
    def _take(self) -> None:
        if self._shown:
            self.dismiss(Verdict(self._shown[self._lines.chosen], self._all))
