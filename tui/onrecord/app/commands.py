"""Everything the reader does, by name: one registry for ``:`` and for the palette. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from textual.fuzzy import FuzzySearch

from onrecord.app import finding_keys, keymap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from textual.binding import Binding


class Takes(StrEnum):
    """What a command's argument is, which decides what completes it."""

    NOTHING = ""
    QUERY = "QUERY"
    NAME = "NAME"
    THEME = "THEME"
    FEED = "FEED"
    FOLDER = "FOLDER"
    SAVED = "SEARCH"
    TAG = "TAG"
    LIST = "LIST"
    PERSON = "PERSON"
    ARTICLE = "NUMBER"
    ADDRESS = "ADDRESS"
    EXPORT = "FORMAT FILE QUERY"


class WrongCommand(Exception):
    """A line that is no command; the message is one sentence for the user."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that the reader does.

    ``name`` is what one types, ``words`` say what it does, ``key`` does the same. ``run`` is called
    with the argument, an empty one where none was given; ``needed`` tells that there must be one.
    """

    name: str
    words: str
    run: Callable[[str], object]
    key: str = ""
    takes: Takes = Takes.NOTHING
    needed: bool = False

    @property
    def usage(self) -> str:
        """The name with what it takes."""
        return f"{self.name} {self.takes}".strip()


def commands_of_keys(
    act: Callable[[str], object], taken: Collection[str] = ()
) -> tuple[Command, ...]:
    """Return a command for each key of the reading room; ``act`` runs its action.

    It is called by the last part of the key's id, or, where two would be called so or the name is
    ``taken``, by the whole id.
    """
    bindings = [*keymap.ROOM, *keymap.APP, *finding_keys.SOURCES]
    short = Counter(_last(binding) for binding in bindings)
    return tuple(
        Command(
            name=_last(binding)
            if short[_last(binding)] == 1 and _last(binding) not in taken
            else (binding.id or "").replace(".", "-"),
            words=binding.tooltip or binding.description,
            run=partial(_without_argument, partial(act, binding.action)),
            key=" ".join(keymap.shown_keys(binding)),
        )
        for binding in bindings
        if binding.id not in _SUPERSEDED
    )


_DESCRIBED = 4
"""Letters from which on commands are found by what they do, not only by their names."""
_SUPERSEDED = frozenset(
    {
        "archive.search",
        "list.filter",
        "feeds.add",
        "article.tag",
        "app.command",
        "quotation.clip",
        "clippings.show",
    }
)
"""Keys whose commands take an argument, and the command line itself."""


def _last(binding: Binding) -> str:
    return (binding.id or "").rpartition(".")[2]


def _without_argument(run: Callable[[], object], argument: str) -> object:
    return run()


def parted(line: str) -> tuple[str, str]:
    """Return the name of a command line and its argument."""
    name, _, argument = line.strip().lstrip(":").partition(" ")
    return name.casefold(), argument.strip()


def command_of(line: str, commands: Sequence[Command]) -> tuple[Command, str]:
    """Return the command that a line names and its argument; raise `WrongCommand` if there is none.

    A beginning that only one command has is enough.
    """
    name, argument = parted(line)
    named = [each for each in commands if each.name == name]
    begun = [each for each in commands if name and each.name.startswith(name)]
    if not named and len(begun) != 1:
        raise WrongCommand(_no_command(name, [each.name for each in begun or commands]))
    command = (named or begun)[0]
    if argument and command.takes is Takes.NOTHING:
        raise WrongCommand(f"“{command.name}” takes nothing after it.")
    if command.needed and not argument:
        raise WrongCommand(f"“{command.name}” wants to know more: {command.usage}")
    return command, argument


def _no_command(name: str, known: Sequence[str]) -> str:
    if not name:
        return "Type what is to be done."
    near = get_close_matches(name[:40], known, n=1, cutoff=0.5)
    begun = [each for each in known if each.startswith(name)]
    if len(begun) > 1:
        return f"“{name}” may be {' or '.join(sorted(begun)[:4])}."
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no command “{name[:40]}”.{hint}"


def chosen_of(typed: str, known: Iterable[str], what: str) -> str:
    """Return which of the known names was typed, in any case, or the only one that begins so.

    Raises `WrongCommand` with the nearest one.
    """
    names = list(known)
    wanted = typed.casefold()
    for match in (
        [each for each in names if each.casefold() == wanted],
        [each for each in names if each.casefold().startswith(wanted)],
        [each for each in names if wanted in each.casefold()],
    ):
        if len(match) == 1 or (match and match[0].casefold() == wanted):
            return match[0]
    near = get_close_matches(typed[:60], names, n=1, cutoff=0.4)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    raise WrongCommand(f"There is no {what} “{typed[:60]}”.{hint}")


def begun(line: str, commands: Sequence[Command]) -> list[Command]:
    """Return the commands whose names begin as typed, then those that have it in their names.

    After four letters those too that are described with it.
    """
    name, _ = parted(line)
    words = name.split("-") if len(name) >= _DESCRIBED else []
    found: dict[str, Command] = {}
    for fits in (
        lambda each: each.name.startswith(name),
        lambda each: name in each.name,
        lambda each: words and all(word in each.words.casefold() for word in words),
    ):
        found |= {each.name: each for each in commands if each.name not in found and fits(each)}
    return list(found.values())


Match = tuple[int, tuple[tuple[int, int], ...]]
"""The index of a text that was found, and the spans in it that were typed."""


def with_words(typed: str, texts: Sequence[str]) -> list[Match]:
    """Return the texts that have all the words that were typed, whole beginnings first."""
    words = typed.casefold().split()
    found = []
    for index, text in enumerate(texts if words else ()):
        folded = text.casefold()
        places = [folded.find(word) for word in words]
        if len(folded) != len(text) or min(places) < 0:
            continue
        at_beginnings = all(f" {word}" in f" {folded}" for word in words)
        letters = {
            each
            for at, word in zip(places, words, strict=True)
            for each in range(at, at + len(word))
        }
        spans = tuple((at, at + 1) for at in sorted(letters))
        found.append((not folded.startswith(words[0]), not at_beginnings, index, spans))
    return [(index, spans) for _, _, index, spans in sorted(found)]


def with_letters(typed: str, texts: Sequence[str]) -> list[Match]:
    """Return the texts that have the letters that were typed in their order, the best first."""
    search = FuzzySearch(case_sensitive=False)
    found = []
    for index, text in enumerate(texts if typed.strip() else ()):
        score, offsets = search.match(typed.strip(), text)
        if score > 0:
            found.append((-score, index, tuple((at, at + 1) for at in offsets)))
    return [(index, spans) for _, index, spans in sorted(found)]
