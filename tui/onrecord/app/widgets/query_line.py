"""The line in which a query is typed: completed, recalled, with its mistakes under it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from onrecord.app import finding_keys
from onrecord.app.cells import crop
from onrecord.app.completing import LONGEST, NAME, completed, field_names, speakers
from onrecord.query import parse_query, part_at
from onrecord.store.history import searched
from onrecord.store.suggestions import suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult, RenderResult
    from textual.binding import BindingType

    from onrecord.app.app import OnRecord
    from onrecord.query import Part, Problem
    from onrecord.store.suggestions import Suggestion

_KEY = "Tab  "


class Offer(Widget):
    """The line under the query: what Tab makes of the word, a mistake at its place, or a hint."""

    DEFAULT_CSS = ""

    def __init__(self, hint: str, take: Callable[[int], object]) -> None:
        super().__init__()
        self._hint = hint
        self._take = take
        self._offered: tuple[Suggestion, ...] = ()
        self._at = 0
        self._places: tuple[int, ...] = ()
        self._problem: tuple[Problem, int, bool] | None = None

    def offer(self, offered: Sequence[Suggestion], at: int = 0) -> None:
        """Offer these, the one at ``at`` first."""
        self._offered, self._at = tuple(offered), at
        self.refresh()

    def tell(self, problem: Problem | None, column: int = 0, *, typing: bool = False) -> None:
        """Tell a mistake that stands at this column; quietly as long as it is being typed."""
        self._problem = None if problem is None else (problem, column, typing)
        self.refresh()

    @property
    def words(self) -> str:
        """What the line says."""
        return self.draw(self.content_size.width).plain

    def render(self) -> RenderResult:
        """Draw the line."""
        return self.draw(self.content_size.width)

    def draw(self, width: int) -> Content:
        """Return the line at this width."""
        mistaken = self._problem is not None and not self._problem[2]
        if self._offered and not (mistaken and self._offered[0].value.endswith(":")):
            return self._draw_offered(width)
        if self._problem is not None:
            problem, column, typing = self._problem
            return self._draw_problem(problem, column, width, typing=typing)
        return Content.styled(crop(self._hint, width), "$quiet")

    def _draw_offered(self, width: int) -> Content:
        chosen = self._offered[self._at]
        note = crop(chosen.note, max(0, width // 3))
        room = width - len(_KEY) - cell_len(note) - 2
        parts: list[tuple[str, str]] = [(_KEY, "$lead")]
        places, used = [], len(_KEY)
        # What comes before the chosen one is passed over once there is no room for all.
        first = self._at if _width(self._offered) > room else 0
        for index, each in enumerate(self._offered[first:], first):
            words = crop(each.value, 40)
            if used + cell_len(words) > len(_KEY) + room and index > first:
                break
            words = crop(words, len(_KEY) + room - used)
            places.append(used)
            parts.append((words, "bold $ink" if index == self._at else "$quiet"))
            parts.append(("   ", "$quiet"))
            used += cell_len(words) + 3
        self._places = (*([-1] * first), *places)
        gap = " " * max(0, width - used - cell_len(note))
        return Content.assemble(*parts, gap, (note, "$quiet"))

    @staticmethod
    def _draw_problem(problem: Problem, column: int, width: int, *, typing: bool) -> Content:
        style = "$quiet" if typing else "$alert"
        sentence = crop(problem.sentence, width - 2)
        long = cell_len(sentence)
        if 0 <= column <= width - 2 - long:
            line = f"{' ' * column}↑ {sentence}"
        elif long + 1 <= column < width:
            line = f"{' ' * (column - long - 1)}{sentence} ↑"
        else:
            line = sentence
        return Content.styled(line, style)

    def on_click(self, event: events.Click) -> None:
        """Take what is clicked."""
        wanted = [index for index, place in enumerate(self._places) if 0 <= place <= event.x]
        if self._offered and wanted:
            self._take(wanted[-1])


def _width(offered: Sequence[Suggestion]) -> int:
    return sum(min(40, cell_len(each.value)) + 3 for each in offered)


class QueryInput(Input):
    """The input itself: Tab completes, Up and Down in an empty line recall earlier ones."""

    BINDINGS: ClassVar[list[BindingType]] = [*finding_keys.LINE]

    def __init__(self, owner: QueryLine, value: str, placeholder: str) -> None:
        super().__init__(value, placeholder=placeholder, compact=True, select_on_focus=False)
        self._owner = owner

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to what lies under the line where it has no use for it."""
        if action == "complete":
            return self._owner.offers
        if action in {"earlier", "later"}:
            return self._owner.recalls
        return super().check_action(action, parameters)

    def action_complete(self, step: int) -> None:
        """Make of the word what is offered; again: the next offer."""
        self._owner.complete(step)

    def action_earlier(self) -> None:
        """Recall the query before this one."""
        self._owner.recall(1)

    def action_later(self) -> None:
        """Recall the query after this one."""
        self._owner.recall(-1)

    def action_recall(self) -> None:
        """Recall the latest query that has what was typed."""
        self._owner.recall(1, having=True)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 (theirs)
        """One character to the right; at the end take what is offered."""
        if self.cursor_at_end and self._owner.offers and not select:
            self._owner.complete(1)
        else:
            super().action_cursor_right(select)


class QueryLine(Vertical):
    """A query being typed, and under it what it may become and what is wrong with it.

    Messages of its input (``Input.Changed``, ``Input.Submitted``) come from the input.
    """

    def __init__(
        self, on_record: OnRecord, placeholder: str, value: str = "", *, hint: str = ""
    ) -> None:
        super().__init__()
        self._on_record = on_record
        self.input = QueryInput(self, value, placeholder)
        self.offer = Offer(hint, self.take)
        self._part: Part | None = None
        self._offered: tuple[Suggestion, ...] = ()
        self._at = -1
        """Which offer the word is now; -1 for what was typed."""
        self._request = 0
        self._taking = False
        self._history: tuple[str, ...] = ()
        self._wanted = ""
        self._back = 0
        """How many queries back the line is; 0: it is being typed."""

    def compose(self) -> ComposeResult:
        """Put the line over what is said of it."""
        yield self.input
        yield self.offer

    def on_mount(self) -> None:
        """Read what was searched for before, and look at what the line begins with."""
        self._on_record.errand(self._read_history, group="history")
        self._tell()

    async def _read_history(self) -> None:
        self._history = await self._on_record.read(searched)

    @property
    def value(self) -> str:
        """What was typed."""
        return self.input.value

    def focus(self, scroll_visible: bool = True, *, from_app_focus: bool = False) -> QueryLine:  # noqa: FBT001, FBT002 (theirs)
        """Let one type."""
        self.input.focus(scroll_visible)
        return self

    # Completing

    @property
    def offers(self) -> bool:
        """Whether there is anything to complete the word with."""
        return bool(self._offered)

    def complete(self, step: int) -> None:
        """Take the next offer, or the one before."""
        self.take((self._at + step) % len(self._offered) if self._at >= 0 or step > 0 else -1)

    def take(self, index: int) -> None:
        """Make of the word what is offered at an index."""
        if self._part is None:
            return
        index %= len(self._offered)
        text, cursor = completed(self.value, self._part, self._offered[index].value)
        self._at = index
        self._part = type(self._part)(self._part.field, self._part.typed, self._part.start, cursor)
        self._put(text, cursor)
        self.offer.offer(self._offered, index)
        if len(self._offered) == 1 or text[:cursor].endswith(":"):
            self._look()

    def _put(self, text: str, cursor: int) -> None:
        self._taking = self.input.value != text
        self.input.value = text
        self.input.cursor_position = cursor
        self._tell()

    @on(Input.Changed)
    def _typed(self) -> None:
        if self._taking:
            self._taking = False
            return
        self._back = 0
        self._tell()
        self._look()

    def _look(self) -> None:
        """Look for what the word at the cursor may become."""
        self._request += 1
        text, cursor = self.value, self.input.cursor_position
        self._part = part_at(text, cursor) if len(text) <= LONGEST else None
        self._at = -1
        part = self._part
        found = field_names(part.typed) if part is not None and not part.field else []
        self._show(found)
        if part is not None and (part.field or len(part.typed) >= NAME):
            work = partial(self._ask, part, found, self._request)
            self._on_record.errand(work, group="suggestions", exclusive=True)

    async def _ask(self, part: Part, found: list[Suggestion], request: int) -> None:
        if part.field:
            found = await self._on_record.read(suggestions, part.field, part.typed)
            found = [each for each in found if each.value != part.typed]
        else:
            people = await self._on_record.read(suggestions, "speaker", part.typed)
            found = [*found, *speakers(people)]
        if request == self._request and self.is_attached:
            self._show(found)

    def _show(self, found: Sequence[Suggestion]) -> None:
        self._offered = tuple(found)
        self.offer.offer(self._offered)

    # Mistakes

    def _tell(self) -> None:
        problems = parse_query(self.value, typing=True).problems
        problem = problems[0] if problems else None
        column = 0
        if problem is not None:
            before = cell_len(self.value[: problem.start])
            column = before - self.input.scroll_offset.x
        typing = problem is not None and problem.end >= len(self.value)
        self.offer.tell(problem, column, typing=typing)

    # Earlier queries

    @property
    def recalls(self) -> bool:
        """Whether Up and Down recall earlier queries: the line is empty, or one of those."""
        return not self.value or self._back > 0

    def recall(self, step: int, *, having: bool = False) -> None:
        """Go ``step`` queries back; with ``having``, through those that have what was typed."""
        if self._back == 0:
            self._wanted = self.value if having else ""
        wanted = self._wanted.casefold()
        lines = [line for line in self._history if wanted in line.casefold()]
        back = max(0, min(self._back + step, len(lines)))
        if back == self._back:
            return
        self._back = back
        self._request += 1
        self._show(())
        text = lines[back - 1] if back else self._wanted
        self._put(text, len(text))
