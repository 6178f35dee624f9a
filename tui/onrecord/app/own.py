"""What is the user's own, written to the store: speakers, tags, notes, clippings.

Each change can be taken back and made again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from onrecord.app.cells import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from onrecord.app.undo import Undo
    from onrecord.model import Speaker
    from onrecord.store.clippings import Clipping
    from onrecord.store.corrections import Correction
    from onrecord.store.database import Database
    from onrecord.store.notes import Note

T = TypeVar("T")


class Own:
    """Writes what is the user's own and remembers how to take it back.

    ``changed`` is called with the ids of the articles that it is about. The write side of the
    store is imported where it is called: it is not needed for the first screen.
    """

    def __init__(
        self, database: Database, undo: Undo, changed: Callable[[Sequence[int]], object]
    ) -> None:
        self._database = database
        self._undo = undo
        self._changed = changed

    async def correct(
        self,
        article_id: int,
        quotation_ids: Sequence[int],
        speaker: Speaker | None,
        *,
        nobodys: bool = False,
    ) -> tuple[Correction, ...]:
        """Name the speaker of the utterances that these quotations are of."""
        from onrecord.store.corrections import correct_utterances, undo_corrections

        whom = speaker.name if speaker else "nobody" if nobodys else "nobody who can be told"
        return await self._make(
            f"a speaker corrected to {whom}",
            (article_id,),
            lambda db: correct_utterances(db, quotation_ids, speaker, nobodys=nobodys),
            undo_corrections,
        )

    async def forget(self, article_id: int, quotation_ids: Sequence[int]) -> None:
        """Leave it to the analysis again who spoke these utterances."""
        from onrecord.store.corrections import forget_corrections, undo_corrections

        await self._make(
            "a speaker left to the analysis",
            (article_id,),
            lambda db: forget_corrections(db, quotation_ids),
            undo_corrections,
        )

    async def retag(self, article_id: int, before: Sequence[str], names: Sequence[str]) -> None:
        """Let an article have just these tags."""
        from onrecord.store.marks import retag

        await self._make(
            _retagged(before, names),
            (article_id,),
            lambda db: retag(db, article_id, names),
            lambda db, had: retag(db, article_id, had),
        )

    async def note(
        self, article_id: int, text: str, *, start: int | None = None, quotation: str = ""
    ) -> None:
        """Write a note on an article, or on a quotation of it."""
        from onrecord.store.notes import add_note, delete_note, restore_note

        await self._make(
            "a note written",
            (article_id,),
            lambda db: add_note(db, article_id, text, start=start, quotation=quotation),
            lambda db, made: delete_note(db, made.id),
            again=restore_note,
        )

    async def rewrite_note(self, note: Note, text: str) -> None:
        """Give a note another text."""
        from onrecord.store.notes import rewrite_note

        await self._make(
            "a note changed",
            (note.article_id,),
            lambda db: rewrite_note(db, note.id, text),
            lambda db, _: rewrite_note(db, note.id, note.text),
        )

    async def delete_note(self, note: Note) -> None:
        """Delete a note."""
        from onrecord.store.notes import delete_note, restore_note

        await self._make(
            "a note deleted",
            (note.article_id,),
            lambda db: delete_note(db, note.id),
            lambda db, _: restore_note(db, note),
        )

    async def clip(
        self, article_id: int, quotation_ids: Sequence[int], name: str
    ) -> tuple[Clipping, ...]:
        """Put quotations at the end of a list of clippings."""
        from onrecord.store.clippings import clip, restore_clippings, unclip

        return await self._make(
            f"clipped to {name}",
            (article_id,),
            lambda db: clip(db, quotation_ids, name),
            lambda db, made: unclip(db, [each.id for each in made]),
            again=restore_clippings,
        )

    async def unclip(self, clippings: Sequence[Clipping]) -> None:
        """Take clippings out of their list."""
        from onrecord.store.clippings import restore_clippings, unclip

        await self._make(
            f"a clipping taken out of {clippings[0].list}",
            tuple({each.article_id for each in clippings}),
            lambda db: unclip(db, [each.id for each in clippings]),
            restore_clippings,
        )

    async def arrange(self, name: str, order: Sequence[int]) -> None:
        """Put the clippings of a list in another order."""
        from onrecord.store.clippings import arrange

        await self._make(
            f"a clipping moved in {name}",
            (),
            lambda db: arrange(db, name, order),
            lambda db, before: arrange(db, name, before),
        )

    async def _make(
        self,
        words: str,
        article_ids: Sequence[int],
        make: Callable[[Any], T],
        unmake: Callable[[Any, T], object],
        again: Callable[[Any, T], object] | None = None,
    ) -> T:
        """Make a change and remember it; ``again`` is how to make it once more, if not as before.

        What ``make`` returns is handed to ``unmake``.
        """
        made = await self._write(article_ids, make)
        latest = [made]

        async def revert() -> None:
            await self._write(article_ids, lambda db: unmake(db, latest[0]))

        async def repeat() -> None:
            if again is None:
                latest[0] = await self._write(article_ids, make)
            else:
                await self._write(article_ids, lambda db: again(db, latest[0]))

        self._undo.remember(words, revert, repeat)
        return made

    async def _write(self, article_ids: Sequence[int], change: Callable[[Any], T]) -> T:
        result = await asyncio.to_thread(self._database.write, change)
        self._changed(article_ids)
        return result


def _retagged(before: Sequence[str], names: Sequence[str]) -> str:
    added = [name for name in names if name not in before]
    removed = [name for name in before if name not in names]
    if added and not removed:
        return f"tagged {', '.join(added)}"
    if removed and not added:
        return f"{count(len(removed), 'tag')} taken off: {', '.join(removed)}"
    return f"tags changed to {', '.join(names)}"
