"""The commands that take an argument: what they do, and what may be said after them."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.app import keymap
from onrecord.app.acting import act
from onrecord.app.cells import count
from onrecord.app.commands import Command, Takes, WrongCommand, chosen_of, commands_of_keys
from onrecord.app.completing import completed, field_names, written
from onrecord.app.copying import FORMAT_NAMES
from onrecord.app.panes import Pane
from onrecord.app.screens.facts import Facts
from onrecord.app.widgets.lines import Entry
from onrecord.query import Query, parse_query, part_at
from onrecord.store.articles import Scope, View, article
from onrecord.store.marks import tags
from onrecord.store.people import named
from onrecord.store.search import search
from onrecord.store.suggestions import Suggestion, suggestions

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from onrecord.app.app import OnRecord

_MOST_EXPORTED = 1_000_000
_TITLES = 8


class Verbs:
    """Every command of the reader, and what completes its argument."""

    def __init__(self, on_record: OnRecord) -> None:
        self._on_record = on_record
        self._room = on_record.room

    def commands(self) -> tuple[Command, ...]:
        """Return every command, those that take an argument first."""
        verbs = [
            Command("search", "Search all saved articles", self._search, "/", Takes.QUERY),
            Command("quotes", "Search inside quotations", self._quotes, "", Takes.QUERY),
            Command("filter", "Show only what matches here", self._filter, "F", Takes.QUERY),
            Command("save", "Keep the filter or the last search under a name", self._save, "^s",
                    Takes.NAME, needed=True),
            Command("saved", "Go to a saved search", self._saved, "", Takes.SAVED, needed=True),
            Command("rule", "Try a rule on the archive, then keep it", self._rule, "", Takes.QUERY),
            Command("feed", "Go to a feed", self._feed, "", Takes.FEED, needed=True),
            Command("folder", "Go to a folder", self._folder, "", Takes.FOLDER, needed=True),
            Command("open", "Open an article by its number, or words of its headline",
                    self._open, "", Takes.ARTICLE, needed=True),
            Command("person", "All that somebody said", self._person, "", Takes.PERSON,
                    needed=True),
            Command("tagged", "List what has a tag", self._tagged, "", Takes.TAG, needed=True),
            Command("tag", "Tag the article", self._tag, keymap.shown("article.tag"), Takes.TAG),
            Command("untag", "Take a tag off the article", self._untag, "", Takes.TAG, needed=True),
            Command("clip", "Put the quotation into a list of yours", self._clip,
                    keymap.shown("quotation.clip"), Takes.LIST),
            Command("clippings", "Show a list of clippings", self._clippings,
                    keymap.shown("clippings.show"), Takes.LIST),
            Command("hide", "Hide the article from every list", self._hide),
            Command("unhide", "List a hidden article again", self._unhide),
            Command("add", "Subscribe to a feed or site", self._add, "a", Takes.ADDRESS),
            Command("theme", "Wear another theme", self._theme, "", Takes.THEME, needed=True),
            Command("export", "Write what a query finds said into a file", self._export, "",
                    Takes.EXPORT, needed=True),
        ]  # fmt: skip
        if self._on_record.config.problems:
            mistakes = Command("mistakes", "Show the mistakes in feeds.toml", self._mistakes)
            verbs.append(mistakes)
        taken = {each.name for each in verbs}
        return (*verbs, *commands_of_keys(self._act, taken))

    def _act(self, action: str) -> Awaitable[bool]:
        return act(action, self._room)

    # What an argument may be

    async def suggestions(self, takes: Takes, typed: str) -> list[Suggestion]:
        """Return what an argument that was begun may become: the whole of it, and a note."""
        plain = self._names(takes)
        if plain is not None:
            wanted = typed.casefold()
            return [each for each in plain if wanted in each.value.casefold()]
        read = self._on_record.read
        if takes is Takes.QUERY:
            return await self._of_query(typed)
        if takes is Takes.TAG:
            return await read(suggestions, "tag", typed)
        if takes is Takes.PERSON:
            return await read(suggestions, "person", typed)
        if takes is Takes.ARTICLE and typed and not typed.isdigit():
            hits = await read(search, titled(typed), limit=_TITLES)
            return [Suggestion(str(hit.article_id), hit.title) for hit in hits]
        if takes is Takes.EXPORT and " " not in typed:
            return [
                Suggestion(f"{name} ", what)
                for name, what in FORMAT_NAMES.items()
                if name.startswith(typed.casefold())
            ]
        return []

    def _names(self, takes: Takes) -> list[Suggestion] | None:
        sources = self._room.sources
        match takes:
            case Takes.THEME:
                return [Suggestion(theme) for theme in sorted(self._on_record.available_themes)]
            case Takes.FEED:
                return [Suggestion(each.title, each.folder) for each in sources.feeds]
            case Takes.FOLDER:
                return [Suggestion(each) for each in self._folders()]
            case Takes.LIST:
                return [
                    Suggestion(name, count(number, "clipping"))
                    for name, number in sources.clippings
                ]
            case Takes.SAVED:
                return [Suggestion(each.name, each.query) for each in sources.saved]
            case _:
                return None

    async def _of_query(self, typed: str) -> list[Suggestion]:
        part = part_at(typed, len(typed))
        if part is None:
            return []
        if part.field:
            found = await self._on_record.read(suggestions, part.field, part.typed)
        else:
            found = field_names(part.typed)
        return [Suggestion(completed(typed, part, each.value)[0], each.note) for each in found]

    def _folders(self) -> Sequence[str]:
        return list(dict.fromkeys(each.folder for each in self._room.sources.feeds if each.folder))

    # What they do

    def _search(self, query: str) -> None:
        self._on_record.open_search(query)

    def _quotes(self, query: str) -> None:
        self._on_record.open_search(query, quotations=True)

    def _filter(self, query: str) -> None:
        if query:
            opening = partial(self._room.open_filter, Pane.ARTICLES, query)
            self._on_record.errand(opening, group="filter")
        else:
            self._on_record.errand(self._room.action_filter, group="filter")

    def _save(self, name: str) -> None:
        query = self._room.filter_query or self._room.searched_for
        if parse_query(query).tree is None:
            raise WrongCommand("There is no filter and no search to keep yet.")
        self._on_record.errand(partial(self._room.save_search, name, query), group="saved-write")

    def _saved(self, name: str) -> None:
        saved = {each.name: each for each in self._room.sources.saved}
        self._room.go_to_search(saved[chosen_of(name, saved, "saved search")])

    def _rule(self, query: str) -> None:
        from onrecord.app.screens.try_rule import TryRule

        self._on_record.push_screen(TryRule(self._on_record, query))

    def _feed(self, name: str) -> None:
        feeds = {each.title: each for each in self._room.sources.feeds}
        self._room.go_to_feed(feeds[chosen_of(name, feeds, "feed")])

    def _folder(self, name: str) -> None:
        folder = chosen_of(name, self._folders(), "folder")
        self._room.go_to_scope(Scope(View.FOLDER, folder=folder))

    def _theme(self, name: str) -> None:
        self._on_record.wear(chosen_of(name, self._on_record.available_themes, "theme"))

    def _tagged(self, name: str) -> None:
        self._room.go_to_scope(Scope(View.ALL))
        self._filter(f"tag:{written(name)}")

    def _open(self, wanted: str) -> None:
        async def find() -> None:
            article_id = int(wanted) if wanted.isascii() and wanted.isdigit() else None
            if article_id is None:
                hits = await self._on_record.read(search, titled(wanted), limit=1)
                article_id = hits[0].article_id if hits else None
            known = article_id is not None and article_id < 1 << 62
            found = await self._on_record.read(article, article_id) if known else None
            if found is None:
                self._on_record.say(f"There is no article “{wanted[:60]}”.", warn=True)
            else:
                self._room.open_unlisted(found.id)

        self._on_record.errand(find, group="open", exclusive=True)

    def _person(self, name: str) -> None:
        async def find() -> None:
            found = await self._on_record.read(named, name, limit=1)
            if found:
                self._on_record.open_dossier(found[0].entity_id)
            else:
                self._on_record.say(f"The archive names nobody “{name[:60]}”.", warn=True)

        self._on_record.errand(find, group="dossier", exclusive=True)

    def _tag(self, name: str) -> None:
        if not name:
            self._room.action_tag()
        else:
            self._change_tags(lambda had: (*had, *(each for each in [name] if each not in had)))

    def _untag(self, name: str) -> None:
        self._change_tags(
            lambda had: tuple(each for each in had if each.casefold() != name.casefold())
        )

    def _clip(self, name: str) -> None:
        self._room.action_clip(name)

    def _clippings(self, name: str) -> None:
        lists = [each for each, _ in self._room.sources.clippings]
        if name:
            self._room.open_clippings(chosen_of(name, lists, "list of clippings"))
        else:
            self._room.action_clippings()

    def _change_tags(self, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
        current = self._room.current_id
        if current is None:
            raise WrongCommand("No article is open or pointed at.")
        self._on_record.errand(partial(self._room.change_tags, current, change), group="own")

    def _hide(self, _: str) -> None:
        self._set_hidden(on=True)

    def _unhide(self, _: str) -> None:
        self._set_hidden(on=False)

    def _set_hidden(self, *, on: bool) -> None:
        current = self._room.current_id
        if current is None:
            raise WrongCommand("No article is open or pointed at.")
        self._on_record.errand(partial(self._room.set_hidden, current, on=on), group="marks")

    def _add(self, address: str) -> None:
        self._on_record.add_feed(address)

    def _mistakes(self, _: str) -> None:
        facts = [
            Entry(problem.sentence, f"line {problem.line}" if problem.line else "file")
            for problem in self._on_record.config.problems
        ]
        self._on_record.push_screen(Facts("Mistakes in feeds.toml", facts))

    def _export(self, argument: str) -> None:
        name, _, rest = argument.partition(" ")
        file, _, query = rest.strip().partition(" ")
        format_name = chosen_of(name, FORMAT_NAMES, "format")
        if not file:
            raise WrongCommand(f"Say where to: export {format_name} FILE QUERY")
        query = query.strip() or self._room.filter_query or self._room.searched_for
        if parse_query(query).tree is None:
            raise WrongCommand(f"Say what: export {format_name} {file} QUERY")
        work = partial(self._write, format_name, Path(file).expanduser(), parse_query(query))
        self._on_record.errand(work, group="export")

    async def _write(self, format_name: str, file: Path, query: Query) -> None:
        number = await asyncio.to_thread(self._write_now, format_name, file, query)
        said = f"{count(number, 'quotation')} written to {file}" if number else "Nobody says that"
        self._on_record.say(f"{said}.")

    def _write_now(self, format_name: str, file: Path, query: Query) -> int:
        from onrecord.record.cite import citation_of
        from onrecord.record.export import FORMATS, write_export
        from onrecord.store.search import quotes
        from onrecord.store.utterances import utterances

        database = self._on_record.database
        hits = database.read(quotes, query, limit=_MOST_EXPORTED)
        if hits:
            found = database.read(utterances, [hit.quotation_id for hit in hits])
            write_export(file, FORMATS[format_name][1]([citation_of(each) for each in found]))
        return len(hits)

    async def known_tags(self) -> list[str]:
        """Return the tags that there are."""
        return [name for name, _ in await self._on_record.read(tags)]


def titled(typed: str) -> Query:
    """Return the query for headlines with these words, the last of which may be a beginning."""
    words = [written(word) for word in typed.split() if any(map(str.isalnum, word))]
    return parse_query(" ".join(f"title:{word}" for word in words), typing=True)
