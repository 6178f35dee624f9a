"""Search in all saved articles: the newest as one types, the best with Enter."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import finding_keys
from onrecord.app.cells import count, crop
from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.hits import Hits
from onrecord.app.widgets.query_line import QueryInput, QueryLine
from onrecord.app.widgets.rows import Rows
from onrecord.query import And, Not, Or, Term, parse_query
from onrecord.store.database import Cancelled
from onrecord.store.search import quotes, ranks, search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from onrecord.app.app import OnRecord
    from onrecord.query import Node
    from onrecord.store.search import Hit, QuotationHit

_PAUSE = 0.05
"""Seconds after a key before the search begins."""
PAGE = 50
MOST = 2_000
"""Hits that are listed; who wants more does better to narrow the search."""

_HELP = (
    "Search what was said and written.",
    "Words find articles that have them all; “words in quotation marks” stand side by side.",
    "speaker:name finds what somebody said, said:word looks only inside quotations.",
    "about:, outlet:, after:2026-01-31, is:unread, -word and OR narrow it. Tab completes.",
    "↑ brings back what was searched for before.",
)
_HINT = "speaker:  said:  about:  outlet:  after:  is:unread  -word  OR"
_TYPING = (
    ("Enter", "the best first"),
    ("↓", "to the results"),
    ("^t", "articles or quotations"),
    ("^s", "keep this search"),
    ("Esc", "close"),
)
_READING = (
    ("Enter", "open"),
    ("/", "change the search"),
    ("^t", "articles or quotations"),
    ("^s", "keep this search"),
    ("Esc", "close"),
)

Found = tuple[str, tuple["Hit | QuotationHit", ...], int]
"""What was searched for, what was found, and which of it is to be opened."""


class SearchScreen(Dialog[Found]):
    """Results come as one types, the newest first; Enter ranks them and goes into them.

    Typing on ends the search before, and its answer is dropped.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*finding_keys.SEARCH[:-1]]
    HEADING = "Search"

    def __init__(
        self, on_record: OnRecord, query: str = "", *, quotations: bool | None = None
    ) -> None:
        super().__init__()
        self._on_record = on_record
        self._hits = Hits(on_record.now)
        self._line = QueryLine(on_record, "Search all saved articles", query, hint=_HINT)
        self._kinds = Static(Content(""), classes="dialog-kinds")
        self._keys = Static(Content(""), classes="dialog-keys")
        self._pause: Timer | None = None
        self._request = 0
        """The number of the latest search; an answer to an earlier one is dropped."""
        self._wish = quotations
        """Whether quotations are wanted; None: where the query looks inside them."""
        self._shown = (parse_query(""), True, False)
        """What is listed: the query, whether the newest come first, whether it is quotations."""
        self._whole = True
        """Whether all hits are listed."""

    def compose(self) -> ComposeResult:
        """Put the line, what is found, the results and the keys into the panel."""
        with Vertical(classes="dialog"):
            yield Static(Content(self.HEADING), classes="dialog-heading")
            yield self._line
            yield self._kinds
            yield self._hits
            yield self._keys

    def listed(self) -> Rows:
        """Return the results."""
        return self._hits

    def on_mount(self) -> None:
        """Show how to search, or what was searched for last."""
        self._hits.list_hits((), _HELP)
        self._line.focus()
        self._line.input.cursor_position = len(self._line.value)
        if self._line.value:
            self._search()

    # Searching

    @on(Input.Changed)
    def _wait(self) -> None:
        self._request += 1
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._search)

    def _search(self, *, newest: bool = True) -> None:
        """Search anew; with ``newest`` unset the best come first, and the focus goes to them."""
        self._request += 1
        query = parse_query(self._line.value, typing=newest)
        wish = self._wish
        quotations = _looks_inside(query.tree) if wish is None else wish
        self._shown = (query, newest or not ranks(query, quotations=quotations), quotations)
        work = partial(self._answer, self._request, enter=not newest)
        self._on_record.errand(work, group="search", exclusive=True)

    async def _answer(self, request: int, *, enter: bool) -> None:
        query = self._shown[0]
        if not query.text.strip():
            self._hits.list_hits((), _HELP)
            self._say()
            return
        hits = await self._read(request, 0)
        if not hits and enter and hits is not None:
            # Nothing has the last word as it stands: it may be a beginning, as while one types.
            self._shown = (parse_query(query.text, typing=True), *self._shown[1:])
            hits = await self._read(request, 0)
        if hits is None:
            return
        self._whole = len(hits) < PAGE
        what = "quotation" if self._shown[2] else "article"
        waiting = self._on_record.room.status.working("records")
        nothing = ("Nothing found.", f"No {what} has: {query.text}")
        self._hits.list_hits(hits, (*nothing, f"{waiting}.") if waiting else nothing)
        if enter and hits:
            self._hits.focus()
        self._say()

    async def _read(self, request: int, skip: int) -> Sequence[Hit | QuotationHit] | None:
        """Return a page of hits; None where another search was begun meanwhile."""
        query, newest, quotations = self._shown
        try:
            hits: Sequence[Hit | QuotationHit] = await self._on_record.read(
                quotes if quotations else search,
                query,
                limit=PAGE,
                skip=skip,
                newest=newest,
                cancelled=lambda: request != self._request,
            )
        except Cancelled:
            return None
        return hits if request == self._request and self.is_attached else None

    @on(Hits.EndNear)
    def _more(self) -> None:
        if self._whole or len(self._hits.hits) >= MOST:
            return
        request = self._request

        async def read() -> None:
            hits = await self._read(request, len(self._hits.hits))
            if hits is not None:
                self._whole = len(hits) < PAGE
                self._hits.add_hits(hits)
                self._say()

        self._on_record.errand(read, group="search")

    # What is said

    def _say(self) -> None:
        _, newest, quotations = self._shown
        hits = self._hits.hits
        number = said = ""
        if hits:
            number = f"{len(hits):,}" if self._whole else f"the first {len(hits):,}"
            order = "newest first" if newest else "best first"
            what = "quotation" if quotations else "article"
            number = count(len(hits), what) if self._whole else f"{number} {what}s"
            said = f"{number}, {order}" if len(hits) > 1 else number
        tabs = [("● " if on else "○ ", name, on) for name, on in _kinds(quotations=quotations)]
        parts: list[tuple[str, str]] = []
        for sign, name, chosen in tabs:
            parts += [(sign, "$lead"), (f"{name}   ", "bold $ink" if chosen else "$quiet")]
        parts.append(("^t", "$quiet"))
        used = sum(cell_len(text) for text, _ in parts)
        room = self._kinds.size.width - used - 2
        if cell_len(said) > room:
            # Where there is room for one of the two only, what is found says itself in what order.
            said = crop(number, room)
        gap = " " * max(2, room + 2 - cell_len(said))
        self._kinds.update(Content.assemble(*parts, gap, (said, "$quiet")))
        self._say_keys()

    def _say_keys(self) -> None:
        keys = _READING if self._hits.has_focus else _TYPING
        parts: list[tuple[str, str]] = []
        room = self._keys.size.width or 76
        for key, what in keys:
            room -= cell_len(f"{key} {what}   ")
            if room < -3:
                break
            parts += [(f"{key} ", "$lead"), (f"{what}   ", "$quiet")]
        self._keys.update(Content.assemble(*parts))

    def on_descendant_focus(self) -> None:
        """Say what the keys do now."""
        self._say_keys()

    def on_resize(self) -> None:
        """Say it in the room there is."""
        self._say()

    # Keys

    @on(Input.Submitted)
    def _rank(self, event: Input.Submitted) -> None:
        event.stop()
        if self._pause is not None:
            self._pause.stop()
        if self._line.value.strip():
            self._on_record.remember_search(self._line.value)
            self._search(newest=False)

    def action_keep(self) -> None:
        """Keep the search among the sources."""
        if self._shown[0].tree is None:
            self._on_record.say("There is nothing to keep yet.", warn=True)
        else:
            self._on_record.room.ask_to_keep(self._line.value)

    def action_list_down(self) -> None:
        """From the line into the results; there one row down."""
        if isinstance(self.focused, QueryInput) and self._hits.hits:
            self._hits.focus()
        else:
            super().action_list_down()

    @on(Hits.Left)
    def action_edit(self) -> None:
        """Back to the line."""
        self._line.focus()

    def action_switch(self) -> None:
        """Find quotations instead of articles, or the other way round."""
        self._wish = not self._shown[2]
        self._shown = (self._shown[0], self._shown[1], self._wish)
        if self._line.value.strip():
            self._search(newest=not self._hits.has_focus)
        else:
            self._say()

    def on_click(self, event: events.Click) -> None:
        """Change between articles and quotations where their names are clicked."""
        if event.widget is self._kinds:
            self.action_switch()

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        self._on_record.remember_search(self._line.value)
        self.dismiss((self._line.value, self._hits.hits, event.index))

    def on_unmount(self) -> None:
        """End the search that runs."""
        self._request += 1


def _kinds(*, quotations: bool) -> tuple[tuple[str, bool], ...]:
    return ("Articles", not quotations), ("Quotations", quotations)


def _looks_inside(node: Node | None) -> bool:
    """Tell whether a query looks for words inside quotations."""
    match node:
        case Term(field=field):
            return field == "said"
        case Not(part=part):
            return _looks_inside(part)
        case And(parts=parts) | Or(parts=parts):
            return any(_looks_inside(part) for part in parts)
        case _:
            return False
