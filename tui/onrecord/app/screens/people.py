"""The people of the archive: who is quoted, and who is only named."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on

from onrecord.app import menus, people_keys
from onrecord.app.following import FollowList
from onrecord.app.identifying import Identifying
from onrecord.app.screens.person_dialogs import ChooseName, ChoosePerson, NameDialog
from onrecord.app.screens.spread import NarrowedSpread
from onrecord.app.widgets.people import People, PeopleHead
from onrecord.app.widgets.rows import Rows
from onrecord.model import EntityKind
from onrecord.store.follows import followed, query_about
from onrecord.store.people import Order, people
from onrecord.store.persons import joined_names

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.menus import Menu
    from onrecord.store.people import PersonRow

_LIMIT = 500

KINDS = {
    "People": (EntityKind.PERSON,),
    "Organisations": (EntityKind.ORG,),
    "Places": (EntityKind.PLACE,),
    "Events": (EntityKind.EVENT,),
    "Groups": (EntityKind.GROUP,),
}
_ORDERS = {
    Order.QUOTATIONS: "most quoted first",
    Order.MENTIONS: "most named first",
    Order.HEARD: "last heard first",
}


class PeopleScreen(NarrowedSpread):
    """A list of people; Enter opens what one of them said."""

    BINDINGS: ClassVar[list[BindingType]] = [*people_keys.PEOPLE]
    TITLE = "people"
    KEYS = (
        ("move.open", "all they said"),
        ("people.narrow", "narrow"),
        ("people.order", "order"),
        ("people.follow", "follow"),
        ("people.kind", "next kind"),
        ("spread.back", "back"),
    )

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record, "Part of a name")
        self._columns = PeopleHead(classes="spread-columns")
        self.people = People(on_record.now)
        self._kind = next(iter(KINDS))
        self._order = Order.QUOTATIONS
        self._follows = FollowList(on_record.database, on_record.undo, self._changed)
        self._identifying = Identifying(on_record.database, on_record.undo, self._changed)

    def content(self) -> Iterator[Widget]:
        """Give the line that narrows the list, the headings, the list."""
        yield self.line
        yield self._columns
        yield self.people

    def on_mount(self) -> None:
        """List who is quoted most."""
        self.people.focus()
        self.list_again()

    def on_screen_resume(self) -> None:
        """List again what may have changed meanwhile."""
        self.list_again()

    def menu(self) -> Menu | None:
        """Return what can be done with who is chosen."""
        return menus.PERSON if self.people.person is not None else None

    def list_again(self) -> None:
        """Read the list anew."""
        self.on_record.errand(self._read, group="people", exclusive=True)

    async def _read(self) -> None:
        words = self.line.value.strip()
        found = await self.on_record.read(
            people,
            words,
            kinds=KINDS[self._kind],
            limit=_LIMIT,
            order=self._order,
            now=self.on_record.now(),
        )
        known = {each.query for each in await self.on_record.read(followed)}
        if not self.is_attached:
            return
        follows = [row.entity_id for row in found if query_about(row) in known]
        nothing = (
            (f"Nobody here is called: {words}", "Tab looks among organisations, places, events.")
            if words
            else ("Nobody yet.", "Names come with the records of the articles.")
        )
        self.people.list_people(found, followed=follows, empty=nothing)
        note = f"{'the first ' if len(found) == _LIMIT else ''}{len(found):,}"
        self.head.say(f"On Record › {self._kind}", f"{note} · {_ORDERS[self._order]}")

    def _changed(self) -> None:
        if self.is_attached:
            self.list_again()
        self.on_record.room.reload()

    def leave_line(self) -> None:
        """Go into the list."""
        self.people.focus()

    def action_kind(self, step: int) -> None:
        """List people, organisations, places, events, or groups."""
        kinds = list(KINDS)
        self._kind = kinds[(kinds.index(self._kind) + step) % len(kinds)]
        self.list_again()

    def action_order(self) -> None:
        """Put others first."""
        orders = list(_ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.list_again()

    # One of them

    @on(Rows.Opened)
    def _open(self) -> None:
        if (person := self.people.person) is not None:
            self.on_record.open_dossier(person.entity_id)

    def action_follow(self) -> None:
        """Follow somebody, or no longer."""
        person = self.people.person

        async def follow() -> None:
            if person is not None:
                self.on_record.say(await self._follows.turn_person(person))

        self.on_record.errand(follow, group="follow")

    def action_join(self) -> None:
        """Say that two are one person."""
        person = self.people.person
        if person is None:
            return

        def chosen(other: PersonRow | None) -> None:
            if other is not None:
                words = f"{person.name} and {other.name} joined"
                self._decide(
                    partial(self._identifying.join, person.entity_id, other.entity_id, words),
                    f"{person.name} is {other.name} now. U undoes it.",
                )

        self.app.push_screen(ChoosePerson(self.on_record, person), chosen)

    def action_part(self) -> None:
        """Say that a name is somebody else's."""
        person = self.people.person
        if person is None:
            return

        def chosen(name: tuple[int, str] | None) -> None:
            if name is not None:
                self._decide(
                    partial(self._identifying.part, name[0], f"{name[1]} parted"),
                    f"{name[1]} is somebody of their own now. U undoes it.",
                )

        async def ask() -> None:
            names = await self.on_record.read(joined_names, person.entity_id)
            if len(names) > 1:
                self.app.push_screen(ChooseName(person, names), chosen)
            else:
                self.on_record.say(f"{person.name} has one name only, so there is nothing to part.")

        self.on_record.errand(ask, group="people-names", exclusive=True)

    def action_rename(self) -> None:
        """Call somebody something else."""
        person = self.people.person
        if person is None:
            return

        def named(name: str | None) -> None:
            if name is not None and name != person.name:
                words = f"{person.name} renamed"
                self._decide(
                    partial(self._identifying.rename, person.entity_id, name, words),
                    f"{person.name} is called {name} now. U undoes it.",
                )

        explanation = "What they are called in your archive. The articles stay as they are."
        self.app.push_screen(NameDialog("Rename", explanation, person.name), named)

    def action_alias(self) -> None:
        """Let somebody be found by another name."""
        person = self.people.person
        if person is None:
            return

        def named(name: str | None) -> None:
            if name is not None:
                words = f"{name} as a name of {person.name}"
                self._decide(
                    partial(self._identifying.add_alias, person.entity_id, name, words),
                    f"{person.name} is found by {name}. U undoes it.",
                )

        explanation = f"Another name by which {person.name} is to be found."
        self.app.push_screen(NameDialog("Another name", explanation), named)

    def _decide(self, change: Callable[[], Awaitable[object]], sentence: str) -> None:
        async def decide() -> None:
            await change()
            self.on_record.say(sentence)

        self.on_record.errand(decide, group="people-names")
