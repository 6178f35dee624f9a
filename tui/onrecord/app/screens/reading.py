"""What one does with the article that is open, and its measure."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.app.panes import Pane
from onrecord.app.screens.shelves import Shelves
from onrecord.config import set_setting
from onrecord.settings import MEASURES

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord


class Reading(Shelves):
    """The keys of the open article, whichever pane has the focus."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record)
        self._writing_measure = False

    # Quotations

    def action_quotation(self, step: int) -> None:
        """To the next or the previous quotation."""
        if self.reader.article is None:
            return
        if self.pane in {Pane.SOURCES, Pane.ARTICLES}:
            self.enter_pane(Pane.READER)
        if not self.reader.step(step):
            where = "after" if step > 0 else "before"
            said = self.reader.marks.utterances
            self.on_record.say(
                f"No quotation {where} this one." if said else "Nobody is quoted here."
            )

    def action_highlight(self) -> None:
        """Mark more or less in the text."""
        self.reader.highlight = self.reader.highlight.next
        self.on_record.say(f"Highlighted: {self.reader.highlight.value}.")

    # The measure

    def action_measure(self, step: int) -> None:
        """Set the article in longer or shorter lines, now and from now on."""
        shortest, longest = MEASURES
        measure = max(shortest, min(self.reader.measure + step, longest))
        if measure == self.reader.measure:
            self.on_record.say(f"Lines have from {shortest} to {longest} columns.")
            return
        self.reader.set_measure(measure)
        sheet = self.reader.sheet
        narrower = sheet is not None and sheet.page.width < measure
        room = f"; there is room for {sheet.page.width} here" if sheet and narrower else ""
        self.on_record.say(f"Lines of {measure} columns{room}.")
        if not self._writing_measure:
            self._writing_measure = True
            self.on_record.errand(self._write_measure, group="measure")

    async def _write_measure(self) -> None:
        """Write the measure into feeds.toml, again where it has changed meanwhile."""
        path = self.on_record.config.path
        try:
            while self.on_record.config.settings.measure != (measure := self.reader.measure):
                await asyncio.to_thread(set_setting, path, "measure", measure)
                settings = replace(self.on_record.config.settings, measure=measure)
                self.on_record.config = replace(self.on_record.config, settings=settings)
        finally:
            self._writing_measure = False
