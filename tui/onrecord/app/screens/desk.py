"""What one does with an article besides reading it: correct, copy, tag, note, clip."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.actions import SkipAction

from onrecord.app import clipboard, copying
from onrecord.app.own import Own
from onrecord.app.screens.reading import Reading
from onrecord.model import GUIDE_ID, EntityKind, Speaker
from onrecord.store.marks import tags, tags_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.app.app import OnRecord
    from onrecord.app.screens.speaker import Verdict
    from onrecord.app.speakers import Offer
    from onrecord.record.cite import Citation


_ELSEWHERE = 5
"""People of the archive that are offered besides those of the article."""
CHOOSE = "Choose a quotation first: ] and [ go from one to the next."
"""What is said where a key needs a quotation and none is chosen."""


class Desk(Reading):
    """The reading room's own, as far as it is about what is the user's own."""

    def __init__(self, on_record: OnRecord) -> None:
        super().__init__(on_record)
        self.own = Own(on_record.database, on_record.undo, self._own_changed)
        self._drafts: dict[tuple[int, int | None], str] = {}
        """Notes that were typed and not kept, by their article and the start of their quotation."""

    def _own_changed(self, ids: Sequence[int]) -> None:
        """Show what changed: in the lists and in the article that is open."""
        self._marks_changed(ids)
        if self.shown_id in ids:
            self.open_article(self.shown_id)

    def _is_the_guide(self, article_id: int | None) -> bool:
        """Say so where it is the guide, which is no article of the archive."""
        if article_id == GUIDE_ID:
            self.on_record.say("The guide stays as it is: try this in an article of a feed.")
        return article_id == GUIDE_ID

    # Speakers

    def action_correct(self) -> None:
        """Name the speaker of the chosen quotation."""
        if self._is_the_guide(self.shown_id):
            return
        shown, chosen, marks = self.reader.article, self.reader.utterance, self.reader.marks
        if shown is None or shown.record is None or chosen is None:
            self.on_record.say(CHOOSE)
            return
        from onrecord.app.screens.speaker import SpeakerScreen
        from onrecord.app.speakers import offers_of

        first = marks.first_of(chosen)
        article_id = shown.id
        this = tuple(marks.ids[index] for index in marks.utterances[chosen])
        every = tuple(
            marks.ids[index]
            for index, each in enumerate(marks.quotations)
            if each.speaker == first.speaker
        )
        number = sum(
            marks.first_of(each).speaker == first.speaker for each in range(len(marks.utterances))
        )

        def named(verdict: Verdict | None) -> None:
            if verdict is not None:
                ids = every if verdict.all else this
                said = number if verdict.all else 1
                work = partial(self._correct, article_id, ids, verdict.offer, said)
                self.on_record.errand(work, group="own")

        stretches = marks.utterances[chosen]
        screen = SpeakerScreen(
            " … ".join(marks.quotations[index].text for index in stretches),
            offers_of(shown.record, marks),
            speaker=first.speaker.name if first.speaker else "",
            others=number - 1,
            corrected=not marks.corrected.isdisjoint(stretches),
            look=self._people_called,
        )
        self.on_record.push_screen(screen, named)

    async def _people_called(self, typed: str) -> list[Offer]:
        """Return people and organisations of the archive with such a name, most quoted first."""
        from onrecord.app.speakers import KINDS, Offer
        from onrecord.store.people import people

        found = await self.on_record.read(
            people, typed, kinds=(EntityKind.PERSON, EntityKind.ORG), limit=_ELSEWHERE
        )
        return [
            Offer(Speaker(row.name, row.kind), row.name, KINDS[row.kind], note="in the archive")
            for row in found
        ]

    async def _correct(
        self, article_id: int, ids: Sequence[int], offer: Offer, utterances: int
    ) -> None:
        what = "This" if utterances == 1 else f"{utterances:,} quotations"
        verb = "is" if utterances == 1 else "are"
        if offer.forget:
            await self.own.forget(article_id, ids)
            self.on_record.background.look_again()
            self.on_record.say(f"{what} {verb} left to the analysis again. U undoes it.")
            return
        await self.own.correct(article_id, ids, offer.speaker, nobodys=offer.nobodys)
        if offer.nobodys:
            whose = "nobody’s words"
        elif offer.speaker is None:
            whose = "said by somebody who cannot be told"
        else:
            whose = f"said by {offer.speaker.name}"
        self.on_record.say(f"{what} {verb} {whose} from now on. U undoes it.")

    # Tags and notes

    def action_tag(self) -> None:
        """Change the article's tags."""
        current = self.current_id
        if current is None or self._is_the_guide(current):
            return

        async def ask() -> None:
            from onrecord.app.screens.tags import TagsScreen

            present = await self.on_record.read(tags_of, current)
            known = await self.on_record.read(tags)

            def kept(names: tuple[str, ...] | None) -> None:
                if names is not None and set(names) != set(present):
                    work = partial(self._retag, current, present, names)
                    self.on_record.errand(work, group="own")

            await self.on_record.push_screen(TagsScreen(present, known), kept)

        self.on_record.errand(self.on_record.soon(ask), group="own")

    async def change_tags(
        self, article_id: int, change: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> None:
        """Give an article the tags that ``change`` makes of those it has."""
        if self._is_the_guide(article_id):
            return
        present = await self.on_record.read(tags_of, article_id)
        names = change(present)
        if names == present:
            self.on_record.say("Its tags are so already.")
        else:
            await self._retag(article_id, present, names)

    async def _retag(self, article_id: int, before: Sequence[str], names: Sequence[str]) -> None:
        await self.own.retag(article_id, before, names)
        said = f"Tagged {', '.join(names)}." if names else "The tags are off."
        self.on_record.say(f"{said} U undoes it.")

    def action_note(self) -> None:
        """Write a note on the chosen quotation, or on the article."""
        shown = self.reader.article
        if shown is None or shown.id != self.current_id:
            self.on_record.say("Open the article first: a note stands in its text.")
            return
        if self._is_the_guide(shown.id):
            return
        from onrecord.app.screens.note import NoteScreen

        article_id, marks, chosen = shown.id, self.reader.marks, self.reader.utterance
        index = -1 if chosen is None else marks.utterances[chosen][0]
        note = next(reversed(marks.notes.get(index, ())), None)
        start = None if chosen is None else marks.first_of(chosen).start
        quotation = "" if chosen is None else marks.first_of(chosen).text
        place = (article_id, start)
        text = note.text if note else ""

        async def write(typed: str) -> None:
            if note is None:
                await self.own.note(article_id, typed, start=start, quotation=quotation)
            elif typed:
                await self.own.rewrite_note(note, typed)
            else:
                await self.own.delete_note(note)
            self.on_record.say(f"The note is {'kept' if typed else 'deleted'}. U undoes it.")

        def typed(written: tuple[str, bool] | None) -> None:
            draft = self._drafts.pop(place, "")
            if written is None:
                return
            words, keep = written
            if keep and words != text:
                self.on_record.errand(partial(write, words), group="own")
            elif not keep:
                self._drafts[place] = words or draft

        keys = dict(self.on_record.config.settings.keymap)
        stretches = () if chosen is None else marks.utterances[chosen]
        said = " … ".join(marks.quotations[each].text for each in stretches)
        screen = NoteScreen(said, text, self._drafts.get(place, ""), keys=keys)
        self.on_record.push_screen(screen, typed)

    # Copies

    def action_copy(self) -> None:
        """Copy the chosen quotation with its citation."""
        shown, chosen = self.reader.article, self.reader.utterance
        if shown is None:
            return
        selected = self.get_selected_text()
        if selected:
            self.copy(selected, "What is selected")
            return
        if chosen is None:
            self.copy(copying.address_of(shown), "The article’s title and address")
            return
        citation = copying.citation_of(shown, self.reader.marks, chosen)
        format_name = self.on_record.config.settings.copy_as
        self.copy(copying.written([citation], format_name), "The quotation")

    def action_copy_text(self) -> None:
        """Copy what the mouse has selected."""
        selected = self.get_selected_text()
        if not selected:
            raise SkipAction
        self.copy(selected, "What is selected")

    def action_copy_as(self) -> None:
        """Copy the chosen quotation in one of the formats."""
        shown, chosen = self.reader.article, self.reader.utterance
        if shown is None or chosen is None:
            self.on_record.say(CHOOSE)
            return
        from onrecord.app.screens.formats import FormatsScreen

        citations = [copying.citation_of(shown, self.reader.marks, chosen)]

        def chosen_format(name: str | None) -> None:
            if name is not None:
                what = f"The quotation, as {copying.FORMAT_NAMES[name]},"
                self.copy(copying.written(citations, name), what)

        default = self.on_record.config.settings.copy_as
        self.on_record.push_screen(FormatsScreen(citations, default), chosen_format)

    async def citations(self, quotation_ids: Sequence[int]) -> list[Citation]:
        """Return the citations of the utterances that these quotations are of."""
        from onrecord.record.cite import citation_of
        from onrecord.store.utterances import utterances

        found = await self.on_record.read(utterances, quotation_ids)
        # To find the words in a long text takes a while.
        return await asyncio.to_thread(lambda: [citation_of(each) for each in found])

    def copy(self, text: str, what: str) -> None:
        """Copy a text, and say which way it went."""

        async def hand_over() -> None:
            self.on_record.say(await self.copied(text, what))

        self.on_record.errand(hand_over, group="copy")

    async def copied(self, text: str, what: str) -> str:
        """Copy a text to the terminal's clipboard, and to the machine's where it has a command.

        Returns which way it went, as a sentence.
        """
        self.on_record.copy_to_clipboard(text)
        command = clipboard.clipboard_command()
        took = bool(command) and await asyncio.to_thread(clipboard.copy_with, command, text)
        way = f"{command[0]} and the terminal (OSC 52)" if took else "the terminal (OSC 52)"
        failed = f"; {command[0]} did not take it" if command and not took else ""
        return f"{what} went to {way}{failed}."
