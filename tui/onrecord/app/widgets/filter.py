"""The line in which a list is filtered: by a query, or by words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from onrecord.app import finding_keys, keymap
from onrecord.app.widgets.query_line import QueryLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

    from onrecord.app.app import OnRecord
    from onrecord.app.panes import Pane


class Filter(Vertical):
    """What narrows one list; Enter keeps it and leaves, Esc ends it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.DIALOG]

    class Ended(Message):
        """The filter was given up."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, pane: Pane, line: Input, content: Widget) -> None:
        super().__init__()
        self._pane = pane
        self.line = line
        """Where one types."""
        self._content = content

    def compose(self) -> ComposeResult:
        """Put the line there."""
        yield self._content

    @property
    def value(self) -> str:
        """What narrows the list."""
        return self.line.value

    def set_value(self, value: str) -> None:
        """Narrow the list by something else."""
        self.line.value = value
        self.line.cursor_position = len(value)

    def holds(self, line: Input) -> bool:
        """Tell whether a line is this filter's."""
        return line is self.line

    def focus(self, scroll_visible: bool = True, *, from_app_focus: bool = False) -> Filter:  # noqa: FBT001, FBT002 (theirs)
        """Let one type."""
        self.line.focus(scroll_visible)
        return self

    def action_close(self) -> None:
        """Give the filter up."""
        self.post_message(self.Ended(self._pane))


class QueryFilter(Filter):
    """A query over the articles of the list, which can be kept as a saved search."""

    BINDINGS: ClassVar[list[BindingType]] = [*finding_keys.KEEP]

    def __init__(self, on_record: OnRecord, pane: Pane) -> None:
        line = QueryLine(on_record, "Filter: words, speaker:name, outlet:name, is:unread …")
        super().__init__(pane, line.input, line)
        self._keep = on_record.room.ask_to_keep

    def action_keep(self) -> None:
        """Keep the filter as a search."""
        if self.value.strip():
            self._keep(self.value)


class WordFilter(Filter):
    """Words that every row has that is to stay."""

    def __init__(self, pane: Pane) -> None:
        line = Input(placeholder="Filter: words", compact=True)
        super().__init__(pane, line, line)
