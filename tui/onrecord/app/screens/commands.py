"""The command line and the palette: the same commands, typed with arguments or found by name."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app import finding_keys
from onrecord.app.commands import (
    Takes,
    WrongCommand,
    begun,
    command_of,
    parted,
    with_letters,
    with_words,
)
from onrecord.app.screens.dialog import Dialog, line
from onrecord.app.verbs import Verbs
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.store.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.commands import Match

_NAMES = 24
"""Cells of the column with the commands' names, in the command line."""
_KINDS = 9
"""Cells of the column that says what a row of the palette is."""
_LETTERS = 2
"""Letters from which on people and articles are looked for."""
_MOST = 60


class Offer:
    """One row: what it shows, the line it stands for, and what it does."""

    __slots__ = ("entry", "line", "run")

    def __init__(self, entry: Entry, line: str, run: Callable[[], object]) -> None:
        self.entry = entry
        self.line = line
        self.run = run


class Commands(Dialog[None]):
    """Rows that what is typed narrows; Enter runs the line, or the row one pointed at."""

    def __init__(self, on_record: OnRecord, label: int, placeholder: str, value: str = "") -> None:
        super().__init__()
        self._on_record = on_record
        self._verbs = Verbs(on_record)
        self._commands = self._verbs.commands()
        self._line = line(placeholder, value)
        self._line.select_on_focus = False
        self._lines = Lines(label)
        self._words = Static(Content(""), classes="dialog-words")
        self._offers: tuple[Offer, ...] = ()
        self._pointed = False
        """Whether the user chose a row since they typed."""
        self._request = 0

    def listed(self) -> Rows:
        """Return the rows."""
        return self._lines

    def on_mount(self) -> None:
        """Offer everything."""
        self._line.focus()
        self._line.cursor_position = len(self._line.value)
        self._begin()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._request += 1
        self._pointed = False
        self._say("")
        work = partial(self._look, self._line.value, self._request)
        self._on_record.errand(work, group="commands", exclusive=True)

    async def _look(self, text: str, request: int) -> None:
        raise NotImplementedError

    def _show(self, offers: Sequence[Offer], request: int, empty: tuple[str, ...]) -> None:
        if request == self._request and self.is_attached:
            self._offers = tuple(offers[:_MOST])
            self._lines.list_entries([each.entry for each in self._offers], empty)

    def _say(self, sentence: str) -> None:
        self._words.set_class(bool(sentence), "-warning")
        self._words.update(Content(sentence or self.hint))

    hint = ""
    """What stands under the line as long as nothing is wrong."""

    def action_list_down(self) -> None:
        """One row down."""
        self._pointed = True
        super().action_list_down()

    def action_list_up(self) -> None:
        """One row up."""
        self._pointed = True
        super().action_list_up()

    @property
    def _chosen(self) -> Offer | None:
        return self._offers[self._lines.chosen] if self._offers else None

    async def _run(self, act: Callable[[], object]) -> None:
        """Do something; where that cannot be done, say why."""
        try:
            done = act()
            if isawaitable(done):
                await done
        except WrongCommand as wrong:
            self._tell_wrong(str(wrong))

    def _tell_wrong(self, sentence: str) -> None:
        """Say why what was to be done cannot be."""
        self._on_record.say(sentence, warn=True)

    def _leave_and(self, act: Callable[[], object]) -> None:
        """Close, then do it: what it opens must not lie under this screen."""
        self.dismiss(None)
        self._on_record.call_next(partial(self._run, act))

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        event.stop()
        self._leave_and(self._offers[event.index].run)


class CommandLine(Commands):
    """``:``, a command with its argument; the rows complete what is being typed."""

    BINDINGS: ClassVar[list[BindingType]] = [*finding_keys.COMPLETE]
    HEADING = "Command"
    hint = "Enter runs it   Tab completes   ↓ ↑ choose   ↑ at first: the one before"

    def __init__(self, on_record: OnRecord, value: str = "", trouble: str = "") -> None:
        super().__init__(on_record, _NAMES, "search QUERY, theme THEME, tag TAG …", value)
        self._trouble = trouble
        self._back = 0
        """How many lines back the line is; 0: it is being typed."""
        self._recalled = ""

    def content(self) -> Iterator[Widget]:
        """Give the line behind its colon, what is to be said, the rows."""
        with Horizontal(classes="dialog-command"):
            yield Static(Content(":"))
            yield self._line
        yield self._words
        yield self._lines

    def on_mount(self) -> None:
        """Offer everything, under what was wrong with the line where it comes back."""
        super().on_mount()
        if self._trouble:
            self.call_after_refresh(self._say, self._trouble)

    def _tell_wrong(self, sentence: str) -> None:
        """Come back with the line, to be put right."""
        line = self._on_record.room.commanded[-1]
        self._on_record.push_screen(CommandLine(self._on_record, line, sentence))

    async def _look(self, text: str, request: int) -> None:
        name, argument = parted(text)
        command = next((each for each in self._commands if each.name == name), None)
        if " " in text.lstrip() and command is not None and command.takes is not Takes.NOTHING:
            begin = f"{command.name} "
            found = await self._verbs.suggestions(command.takes, argument)
            offers = [
                Offer(
                    Entry(each.value, each.note)
                    if command.takes is Takes.ARTICLE
                    else Entry(each.note, each.value),
                    begin + each.value,
                    partial(command.run, each.value),
                )
                for each in found
            ]
            if command.takes is Takes.ARTICLE:
                offers = [
                    Offer(Entry(each.entry.label, each.entry.words), each.line, each.run)
                    for each in offers
                ]
            self._show(offers, request, (command.usage, command.words))
            return
        offers = [
            Offer(Entry(each.words, each.usage, each.key), f"{each.name} ", partial(each.run, ""))
            for each in begun(text, self._commands)
        ]
        self._show(offers, request, ("No command is called so.",))

    def action_complete(self) -> None:
        """Put the chosen row into the line."""
        if self._chosen is not None:
            self._line.value = self._chosen.line
            self._line.cursor_position = len(self._line.value)

    @on(Rows.Opened)
    def _open_row(self, event: Rows.Opened) -> None:
        event.stop()
        self._line.value = self._offers[event.index].line
        self._submit()

    @on(Input.Submitted)
    def _submit(self) -> None:
        text = self._line.value
        if self._pointed and self._chosen is not None:
            text = self._chosen.line
        try:
            command, argument = command_of(text, self._commands)
        except WrongCommand as wrong:
            if self._pointed or text.strip():
                self._line.value = text
                self._line.cursor_position = len(text)
            self.call_after_refresh(self._say, str(wrong))
            return
        earlier = self._on_record.room.commanded
        if text.strip() in earlier:
            earlier.remove(text.strip())
        earlier.append(text.strip())
        self._leave_and(partial(command.run, argument))

    def action_list_up(self) -> None:
        """One row up; in an empty line, or in an earlier one, the one before it."""
        if self._line.value and not self._back:
            super().action_list_up()
        else:
            self._recall(1)

    def action_list_down(self) -> None:
        """One row down; in an earlier line the one after it."""
        if self._back:
            self._recall(-1)
        else:
            super().action_list_down()

    def _recall(self, step: int) -> None:
        earlier = self._on_record.room.commanded
        back = max(0, min(self._back + step, len(earlier)))
        text = earlier[-back] if back else ""
        self._line.value = text
        self._line.cursor_position = len(text)
        self._recalled, self._back = text, back

    @on(Input.Changed)
    def _typed_anew(self) -> None:
        if self._line.value != self._recalled:
            self._back = 0


class Palette(Commands):
    """Commands, feeds, searches, people, articles, tags and themes, by what they are called."""

    HEADING = "What do you want to do?"

    def __init__(self, on_record: OnRecord) -> None:
        placeholder = "A command, a feed, a person, a headline, a theme …"
        super().__init__(on_record, _KINDS, placeholder)
        self._known = tuple(self._everything())
        self._tags: list[str] | None = None

    def content(self) -> Iterator[Widget]:
        """Give the line and the rows."""
        yield self._line
        yield self._lines

    def _everything(self) -> Iterator[Offer]:
        run = {each.name: each.run for each in self._commands}
        for each in self._commands:
            act = partial(self._ask_for_more, each.name) if each.needed else partial(each.run, "")
            yield Offer(Entry(each.words, "command", each.key), each.name, act)
        sources = self._on_record.room.sources
        for feed in sources.feeds:
            yield self._go("feed", feed.title, feed.folder, run)
        for saved in sources.saved:
            yield self._go("saved", saved.name, saved.query, run)
        for theme in sorted(self._on_record.available_themes):
            yield self._go("theme", theme, "", run)

    def _go(
        self, name: str, value: str, note: str, run: dict[str, Callable[[str], object]]
    ) -> Offer:
        kind = {"saved": "search", "tagged": "tag", "open": "article"}.get(name, name)
        return Offer(Entry(value, kind, note), f"{name} {value}", partial(run[name], value))

    def _ask_for_more(self, name: str) -> None:
        self._on_record.push_screen(CommandLine(self._on_record, f"{name} "))

    async def _look(self, text: str, request: int) -> None:
        typed = text.strip()
        empty = ("Nothing is called so.", f"No command, feed, person or headline has: {typed}")
        if self._tags is None:
            self._tags = await self._verbs.known_tags()
            run = {each.name: each.run for each in self._commands}
            self._known += tuple(self._go("tagged", each, "", run) for each in self._tags)
        if not typed:
            self._show(self._known, request, empty)
            return
        texts = [each.entry.words for each in self._known]
        found = [self._marked(match) for match in with_words(typed, texts)]
        if found:
            self._show(found, request, empty)
        if len(typed) >= _LETTERS:
            found += await self._of_archive(typed)
        if not found:
            found = [self._marked(match) for match in with_letters(typed, texts)]
        self._show(found, request, empty)

    def _marked(self, match: Match) -> Offer:
        """Return what is known with what was typed of it marked."""
        index, spans = match
        known = self._known[index]
        return Offer(replace(known.entry, marked=spans), known.line, known.run)

    async def _of_archive(self, typed: str) -> list[Offer]:
        """Return people of the archive and articles by their headlines."""
        run = {each.name: each.run for each in self._commands}
        people = await self._on_record.read(suggestions, "speaker", typed)
        titles = await self._verbs.suggestions(Takes.ARTICLE, typed)
        return [
            *(self._go("person", each.value, each.note, run) for each in people[:5]),
            *(
                Offer(Entry(each.note, "article"), each.value, partial(run["open"], each.value))
                for each in titles
            ),
        ]

    @on(Input.Submitted)
    def _submit(self) -> None:
        if self._chosen is not None:
            self._leave_and(self._chosen.run)
