"""A note on an article or on one of its quotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widgets import Static, TextArea

from onrecord.app import keymap
from onrecord.app.cells import crop
from onrecord.app.hinting import hints_of
from onrecord.app.screens.dialog import Dialog
from onrecord.app.widgets.hints import Hints
from onrecord.clean import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

_SNIPPET = 160
_DRAFT = "This is what you typed here and did not keep."
_CHANGED = "Not kept yet. Leaving again keeps it as a draft."
_HINTS = (("note.keep", "keep"), ("dialog.close", "leave"))


class NoteScreen(Dialog[tuple[str, bool]]):
    """Gives what was typed, and whether it is to be kept; nothing where it was not changed.

    An empty note is none: keeping it deletes the one there was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.NOTE]

    def __init__(
        self, about: str, text: str, draft: str = "", *, keys: Mapping[str, str] | None = None
    ) -> None:
        """Write about something; ``draft`` is what was typed here before and not kept.

        ``keys`` are those that the user remapped.
        """
        super().__init__()
        self.HEADING = "Note on this article" if not about else "Note on what was said"
        self._about = about
        self._before = text
        self._drafted = draft
        self._text = TextArea(draft or text, soft_wrap=True, compact=True, classes="dialog-note")
        self._words = Static(Content(_DRAFT if draft else ""), classes="dialog-words")
        self._hints = Hints(hints_of(_HINTS, keys or {}))
        self._warned = False

    def content(self) -> Iterator[Widget]:
        """Give the words noted upon, the note, what the keys do."""
        if self._about:
            quoted = crop(" ".join(self._about.split()), _SNIPPET)
            yield Static(Content(quoted), classes="dialog-quoted")
        yield self._text
        yield self._words
        yield self._hints

    def on_mount(self) -> None:
        """Write on at the end."""
        self._words.display = bool(self._drafted)
        self._text.move_cursor(self._text.document.end)
        self._text.focus()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self._warned:
            self._warned = False
            self._words.display = False

    def action_keep(self) -> None:
        """Keep the note."""
        self.dismiss((clean_text(self._text.text).strip(), True))

    def action_close(self) -> None:
        """Leave; where something was typed, at the second time only, and as a draft."""
        text = self._text.text
        if text == self._before:
            self.dismiss(None)
        elif self._warned:
            self.dismiss((text, False))
        else:
            self._warned = True
            self._words.display = True
            self._words.add_class("-warning")
            self._words.update(Content(_CHANGED))
