"""What is asked for a person: another name, or who else they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input, Static

from onrecord.app.cells import count
from onrecord.app.screens.dialog import Dialog, NarrowedList, line
from onrecord.app.widgets.lines import Entry, Lines
from onrecord.app.widgets.rows import Rows
from onrecord.store.people import people

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.store.people import PersonRow

_LABEL = 9
_LIMIT = 50


class NameDialog(Dialog[str]):
    """Asks for a name; Enter gives it."""

    def __init__(self, heading: str, explanation: str, name: str = "") -> None:
        super().__init__()
        self.HEADING = heading
        self._explanation = explanation
        self._line = line("A name", name)

    def content(self) -> Iterator[Widget]:
        """Give the line and what it is for."""
        yield self._line
        yield Static(Content(self._explanation), classes="dialog-words")

    def on_mount(self) -> None:
        """Wait for a name."""
        self._line.focus()

    @on(Input.Submitted)
    def _give(self) -> None:
        if self._line.value.strip():
            self.dismiss(self._line.value.strip())


class ChoosePerson(NarrowedList["PersonRow"]):
    """Asks who somebody is, among the people of the archive."""

    def __init__(self, on_record: OnRecord, person: PersonRow) -> None:
        super().__init__(Lines(_LABEL), "Part of a name")
        self.HEADING = f"{person.name} is also …"
        self._on_record = on_record
        self._person = person
        self._found: tuple[PersonRow, ...] = ()
        # Who shares a word of the name comes first.
        self._line.value = person.name.split()[-1] if person.name.split() else ""

    def narrow(self, wanted: str) -> None:
        """List the people whose names have the words of ``wanted``."""

        async def read() -> None:
            found = await self._on_record.read(
                people, wanted, kinds=(self._person.kind,), limit=_LIMIT
            )
            self._list([row for row in found if row.entity_id != self._person.entity_id])

        self._on_record.errand(read, group="choose-person", exclusive=True)

    def _list(self, found: Sequence[PersonRow]) -> None:
        if not self.is_attached:
            return
        self._found = tuple(found)
        entries = [
            Entry(row.name, f"{row.quotations:,}", count(row.articles, "article"))
            for row in self._found
        ]
        self._lines.list_entries(entries, ("Nobody else has such a name.",))

    @on(Input.Submitted)
    def _give(self) -> None:
        if self._found:
            self.dismiss(self._found[self._lines.chosen])

    @on(Rows.Opened)
    def _give_row(self, event: Rows.Opened) -> None:
        self.dismiss(self._found[event.index])


class ChooseName(NarrowedList["tuple[int, str]"]):
    """Asks which of a person's names is somebody else's: gives its entity and the name."""

    def __init__(self, person: PersonRow, names: Sequence[tuple[int, str]]) -> None:
        super().__init__(Lines(0), "Part of a name")
        self.HEADING = f"Which name is not {person.name}’s?"
        self._names = tuple(names)
        self._shown = self._names

    def narrow(self, wanted: str) -> None:
        """List the names with ``wanted`` in them."""
        folded = wanted.casefold().strip()
        self._shown = tuple(each for each in self._names if folded in each[1].casefold())
        self._lines.list_entries([Entry(name) for _, name in self._shown], ("No such name.",))

    @on(Input.Submitted)
    def _give(self) -> None:
        if self._shown:
            self.dismiss(self._shown[self._lines.chosen])

    @on(Rows.Opened)
    def _give_row(self, event: Rows.Opened) -> None:
        self.dismiss(self._shown[event.index])
