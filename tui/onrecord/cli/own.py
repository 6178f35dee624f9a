"""``tag``, ``note``, ``clip``, ``correct`` and their lists: what is the user's own.

Each change is undone by its opposite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.clean import clean_line, clean_text
from onrecord.cli.output import CommandFailed, WrongUsage, as_json, remark, say
from onrecord.cli.profile import archive_of, paths_of
from onrecord.model import EntityKind, Speaker
from onrecord.store import articles, corrections, marks
from onrecord.store import clippings as clipping
from onrecord.store import notes as noting
from onrecord.store.utterances import utterances

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from onrecord.store.database import Database
    from onrecord.store.notes import Note
    from onrecord.store.utterances import Utterance

_KINDS = {
    "person": EntityKind.PERSON,
    "org": EntityKind.ORG,
    "group": EntityKind.GROUP,
    "generic": EntityKind.GENERIC,
}


def tags(arguments: argparse.Namespace) -> int:
    """Print the tags with their numbers of articles."""
    with archive_of(paths_of(arguments)) as database:
        found = database.read(marks.tags)
    if not found:
        remark("There are no tags yet: onrecord tag NUMBER TAG")
    for name, number in found:
        say(f"{number:>7}  {name}")
    return 0


def tag(arguments: argparse.Namespace) -> int:
    """Tag an article, or take tags off."""
    names = [name for name in map(_line, arguments.tags) if name]
    if not names:
        raise WrongUsage("A tag needs letters or digits.")
    with archive_of(paths_of(arguments)) as database:
        _article(database, arguments.id)
        for name in names:
            database.write(marks.untag if arguments.off else marks.tag, [arguments.id], name)
        now = database.read(marks.tags_of, arguments.id)
    say(f"Article {arguments.id}: {' '.join(f'#{each}' for each in now) or 'no tags'}")
    return 0


def notes(arguments: argparse.Namespace) -> int:
    """Print all notes, by their articles, or delete one."""
    with archive_of(paths_of(arguments)) as database:
        if arguments.delete is not None:
            if database.write(noting.delete_note, arguments.delete) is None:
                raise CommandFailed(
                    f"There is no note {arguments.delete}: `onrecord notes` lists them."
                )
            say(f"Note {arguments.delete} is deleted.")
            return 0
        found = database.read(noting.all_notes)
    if arguments.json:
        as_json([{"article": each.article_id, **note_as_json(each)} for each in found])
        return 0
    if not found:
        remark("There are no notes yet: onrecord note NUMBER TEXT")
    for each in found:
        about = f" on {each.quotation}" if each.quotation else ""
        say(f"{each.id:>7}  article {each.article_id}{about}: {' '.join(each.text.split())}")
    return 0


def note(arguments: argparse.Namespace) -> int:
    """Write a note on an article or a quotation."""
    text = clean_text(" ".join(arguments.text)).strip()
    if not text:
        raise WrongUsage("A note needs words: `onrecord note 12 Ask who paid.`")
    start, words, article_id = None, "", arguments.id
    with archive_of(paths_of(arguments)) as database:
        if arguments.quotation:
            (said,) = _utterances(database, [arguments.id])
            article_id, start = said.article_id, said.spans[0][0]
            words = said.text[slice(*said.spans[0])]
        _article(database, article_id)
        made = database.write(noting.add_note, article_id, text, start=start, quotation=words)
    say(f"Note {made.id} on article {article_id} is kept.")
    return 0


def note_as_json(note: Note) -> dict[str, Any]:
    """Return a note as the commands print it."""
    return {
        "id": note.id,
        "quotation": note.quotation or None,
        "start": note.start,
        "text": note.text,
        "noted": note.noted_at.isoformat(),
    }


def clippings(arguments: argparse.Namespace) -> int:
    """Print the lists of clippings with their sizes."""
    with archive_of(paths_of(arguments)) as database:
        found = database.read(clipping.clipping_lists)
    if not found:
        remark("There are no clippings yet: onrecord clip NUMBER")
    for name, number in found:
        say(f"{number:>7}  {name}")
    return 0


def clip(arguments: argparse.Namespace) -> int:
    """Put quotations into a list of clippings, or take them out."""
    name = clean_line(arguments.to).strip()
    if not name:
        raise WrongUsage("A list needs a name: --to NAME.")
    with archive_of(paths_of(arguments)) as database:
        said = _utterances(database, arguments.quotations)
        ids = [quotation_id for each in said for quotation_id in each.quotation_ids]
        if arguments.out:
            _take_out(database, ids, name)
        else:
            database.write(clipping.clip, ids, name)
        size = len(database.read(clipping.clipped, name))
    say(f"{name} has {size} {'clipping' if size == 1 else 'clippings'} now.")
    return 0


def _take_out(database: Database, quotation_ids: Iterable[int], name: str) -> None:
    wanted = set(quotation_ids)
    out = [
        stretch.id
        for each in database.read(clipping.clipped, name)
        if wanted.intersection(each.quotation_ids)
        for stretch in each.clippings
    ]
    if not out:
        raise CommandFailed(f"None of these quotations is in a list “{name}”.")
    database.write(clipping.unclip, out)


def correct(arguments: argparse.Namespace) -> int:
    """Say who said a quotation; it is kept through every new analysis."""
    name = clean_line(arguments.to or "").strip()
    if arguments.to is not None and not name:
        raise WrongUsage("A speaker needs a name; --unknown and --nobody are for those without.")
    with archive_of(paths_of(arguments)) as database:
        (said,) = _utterances(database, [arguments.quotation])
        ids = said.quotation_ids
        if arguments.forget:
            if not database.write(corrections.forget_corrections, ids):
                raise CommandFailed("You have not named the speaker of this quotation.")
            say("The next analysis says who said this: `onrecord reanalyse` makes it now.")
            return 0
        speaker = Speaker(name, _KINDS[arguments.kind]) if name else None
        database.write(corrections.correct_utterances, ids, speaker, nobodys=arguments.nobody)
    before = said.speaker.name if said.speaker else "nobody"
    after = name or ("nobody" if arguments.nobody else "somebody who cannot be told")
    say(f"Article {said.article_id}: said by {after}, before: {before}.")
    return 0


def _line(text: str) -> str:
    return clean_line(text).replace(",", " ").strip().lstrip("#").strip()


def _article(database: Database, article_id: int) -> None:
    if not database.read(articles.article_rows, [article_id]):
        raise CommandFailed(
            f"There is no article {article_id}: `onrecord list` prints the numbers."
        )


def _utterances(database: Database, quotation_ids: Sequence[int]) -> list[Utterance]:
    for quotation_id in quotation_ids:
        if not database.read(utterances, [quotation_id]):
            raise CommandFailed(
                f"There is no quotation {quotation_id}: `onrecord quotes --json` prints the"
                " numbers."
            )
    return database.read(utterances, quotation_ids)
