"""The words of the command line."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.settings import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

_EPILOGUE = """\
Run without a command, onrecord opens the reader on your feeds.toml.
Queries: speaker:name about:"topic" outlet:name after:2026-01-01 is:unread "exact words" -not
Exit codes: 0 done, 1 something failed (standard error says what), 2 wrong usage."""


def parser() -> argparse.ArgumentParser:
    """Give the parser; the function to call is ``run`` in what it parses."""
    top = argparse.ArgumentParser(
        prog="onrecord",
        description="A terminal reader for press interviews: who said what, to whom, when, where.",
        epilog=_EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"onrecord {__version__}")
    top.add_argument(
        "--profile",
        type=Path,
        metavar="DIR",
        help="keep everything (feeds.toml, articles, log) in this folder instead of your own",
    )
    top.add_argument(
        "--offline", action="store_true", help="open the reader without asking any feed"
    )
    top.add_argument(
        "--log", action="store_true", help="have the reader note what goes wrong in its log file"
    )
    top.set_defaults(run=_later("reader", "read"))
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    _subscriptions(commands)
    _reading(commands)
    _own(commands)
    _people(commands)
    _analysis(commands)
    _upkeep(commands)
    return top


def _subscriptions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add = _command(commands, "add", "subscriptions", "subscribe to a feed, or to a site's feed")
    add.add_argument("url", help="the address of a feed or of a site")
    add.add_argument("--title", default="", help="what to call it (default: its own title)")
    add.add_argument("--folder", default="", help="the folder to put it in")
    add.add_argument(
        "--pick", type=_positive, metavar="N", help="take the Nth feed where a site has several"
    )
    refresh = _command(commands, "refresh", "subscriptions", "ask the feeds for new articles")
    refresh.add_argument("urls", nargs="*", metavar="URL", help="only these feeds (default: due)")
    refresh.add_argument("--all", action="store_true", help="also the feeds that are not yet due")
    refresh.add_argument("--no-analysis", action="store_true", help="leave the records for later")
    _json(refresh)
    bring = _command(commands, "import", "subscriptions", "subscribe to the feeds of an OPML file")
    bring.add_argument("file", type=Path, help="the OPML file")
    _export(commands)


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = _command(
        commands, "export", "subscriptions", "print your subscriptions as OPML, or quotations"
    )
    # Formats and their writers are imported only when something is written.
    kinds = export.add_subparsers(title="what to export", metavar="WHAT")
    _command(kinds, "opml", "subscriptions", "your subscriptions as OPML", run="export")
    quotes = _command(kinds, "quotes", "export", "the quotations that a query finds")
    quotes.add_argument("query", nargs="*", help="words and fields; see docs/queries.md")
    clippings = _command(kinds, "clippings", "export", "a list of clippings, in its order")
    clippings.add_argument("name", help="the name of the list")
    dossier = _command(kinds, "dossier", "people", "all that one person said", run="export")
    dossier.add_argument("name", help="any of their names")
    dossier.add_argument("--query", default="", help="only what matches; see docs/queries.md")
    archive = _command(kinds, "archive", "archive", "all of it as Parquet files", run="export")
    archive.add_argument(
        "-o", "--output", type=Path, metavar="FOLDER", required=True, help="where to put them"
    )
    _command(
        kinds,
        "people",
        "people",
        "what you decided about people: names joined, parted, given, told apart, as JSON",
        run="export_decisions",
    )
    for kind in (quotes, clippings, dossier):
        kind.add_argument("--format", default="markdown", choices=FORMATS, help="default: markdown")
        kind.add_argument(
            "-o", "--output", type=Path, metavar="FILE", help="a file, or a folder to make one in"
        )
    for kind in (quotes, clippings, dossier, archive):
        kind.add_argument("--force", action="store_true", help="replace a file that exists")


def _reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = _command(
        commands, "list", "reading", "list saved articles, newest first", run="list_"
    )
    listing.add_argument("query", nargs="*", help="only those that match this query")
    _limit(listing)
    _json(listing)
    show = _command(commands, "show", "reading", "print one article with its record")
    show.add_argument("id", type=_positive, help="its number in the list")
    _json(show)
    search = _command(commands, "search", "reading", "search saved articles")
    search.add_argument("query", nargs="*", help="words and fields; see docs/queries.md")
    search.add_argument("--saved", metavar="NAME", default="", help="what this saved search finds")
    search.add_argument("--ranked", action="store_true", help="best first instead of newest first")
    _limit(search)
    _json(search)
    quotes = _command(commands, "quotes", "reading", "search inside quotations")
    quotes.add_argument("query", nargs="*", help="words and fields; see docs/queries.md")
    _limit(quotes)
    _json(quotes)

    saved = _command(commands, "saved", "saved", "list the saved searches; keep or delete one")
    saved.add_argument("query", nargs="*", help="what is to be kept, with --keep")
    change = saved.add_mutually_exclusive_group()
    change.add_argument("--keep", metavar="NAME", default="", help="keep this query under a name")
    change.add_argument("--delete", metavar="NAME", default="", help="delete a saved search")
    _json(saved)

    follow = _command(commands, "follow", "follow", "follow a person or a saved search")
    follow.add_argument("name", nargs="?", default="", help="whom; without it, list them")
    follow.add_argument("--stop", action="store_true", help="follow no longer")
    _json(follow)
    rules = _command(
        commands,
        "rules",
        "rules",
        "show what the rules of feeds.toml find, or do it to the archive",
    )
    rules.add_argument("query", nargs="*", help="try this in place of the rules of feeds.toml")
    rules.add_argument(
        "--do", action="append", default=[], metavar="ACT", help="star, read, hide or “tag NAME”"
    )
    rules.add_argument(
        "--apply", action="store_true", help="do it to all articles that are saved already"
    )
    _json(rules)


def _own(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _command(commands, "tags", "own", "list your tags with their numbers of articles")
    tag = _command(commands, "tag", "own", "tag an article, or take tags off")
    tag.add_argument("id", type=_positive, help="the article's number")
    tag.add_argument("tags", nargs="+", metavar="TAG")
    tag.add_argument("--off", action="store_true", help="take these tags off")
    notes = _command(commands, "notes", "own", "print your notes, or delete one")
    notes.add_argument(
        "--delete", type=_positive, metavar="NOTE", help="delete the note of this number"
    )
    _json(notes)
    note = _command(commands, "note", "own", "write a note on an article, or on a quotation")
    note.add_argument("id", type=_positive, help="the article's number")
    note.add_argument("text", nargs="+", help="the note")
    note.add_argument("--quotation", action="store_true", help="the number is a quotation's")
    _command(commands, "clippings", "own", "list your lists of clippings with their sizes")
    clip = _command(commands, "clip", "own", "put quotations into a list of clippings")
    clip.add_argument(
        "quotations", type=_positive, nargs="+", metavar="QUOTATION", help="its number"
    )
    clip.add_argument("--to", metavar="NAME", default="Clippings", help="the list's name")
    clip.add_argument("--out", action="store_true", help="take them out of the list")
    correct = _command(commands, "correct", "own", "say who said a quotation, for good")
    correct.add_argument("quotation", type=_positive, help="its number")
    who = correct.add_mutually_exclusive_group(required=True)
    who.add_argument("--to", metavar="NAME", help="who said it")
    who.add_argument("--unknown", action="store_true", help="it cannot be told who")
    who.add_argument("--nobody", action="store_true", help="these are nobody's words")
    who.add_argument("--forget", action="store_true", help="let the analysis say it again")
    correct.add_argument(
        "--kind",
        default="person",
        choices=("person", "org", "group", "generic"),
        help="what the name is of (default: a person)",
    )


def _people(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    people = _command(commands, "people", "people", "list who is quoted, most quoted first")
    people.add_argument("name", nargs="*", help="only names with these words")
    people.add_argument(
        "--kind",
        default="person",
        choices=("person", "org", "place", "event", "group", "any"),
        help="what to list (default: persons)",
    )
    people.add_argument(
        "--sort",
        default="quotations",
        choices=("quotations", "mentions", "heard"),
        help="most quoted (default), named in most articles, or last heard first",
    )
    _limit(people)
    _json(people)
    dossier = _command(commands, "dossier", "people", "print all that one person said")
    dossier.add_argument("name", help="any of their names")
    dossier.add_argument("--query", default="", help="only what matches; see docs/queries.md")
    _json(dossier)
    echoes = _command(commands, "echoes", "echoes", "list quotations that several outlets carry")
    echoes.add_argument("query", nargs="*", help="words and fields; see docs/queries.md")
    _limit(echoes)
    _json(echoes)
    changed = _command(
        commands, "changes", "changes", "list quotations that outlets removed or reworded"
    )
    changed.add_argument("query", nargs="*", help="words and fields; see docs/queries.md")
    _limit(changed)
    _json(changed)
    person = commands.add_parser("person", help="say whose names are whose; undone by its opposite")
    changes = person.add_subparsers(title="changes", metavar="CHANGE", required=True)
    join = _command(changes, "join", "people", "make one person of two")
    join.add_argument("name", help="who it is")
    join.add_argument("into", help="who it is as well, and will be called")
    part = _command(changes, "part", "people", "let a name stand for somebody of their own")
    part.add_argument("name", help="the name, just as it is listed")
    for word, help_ in (
        ("rename", "call a person something else"),
        ("alias", "find a person by another name too"),
    ):
        change = _command(changes, word, "people", help_)
        change.add_argument("name", help="who it is")
        change.add_argument("new", help="the new name")
    divide = _command(changes, "divide", "people", "tell two persons of one name apart")
    divide.add_argument("name", help="the name, just as it is listed")
    divide.add_argument(
        "article", nargs="+", type=_positive, help="the articles that are about the other one"
    )


def _analysis(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    analyse = _command(
        commands, "analyse", "analysis", "print the record of a text, a page or a corpus"
    )
    analyse.add_argument(
        "source", nargs="?", default="-", metavar="FILE|URL|-", help="- is standard input"
    )
    form = analyse.add_mutually_exclusive_group()
    _json(form)
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='read {"id","text"[,"title"]} a line, write one record a line, in order',
    )
    analyse.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="processes for --jsonl (default 1)"
    )
    analyse.add_argument(
        "--no-model",
        action="store_true",
        help="quotations and speakers by patterns only, without the language model",
    )
    analyse.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where --jsonl writes (default: printed)"
    )
    analyse.add_argument(
        "--resume", action="store_true", help="go on where FILE ends, with the same input"
    )
    again = _command(commands, "reanalyse", "analysis", "make the records of saved articles anew")
    again.add_argument("query", nargs="*", help="only the articles that match this query")


def _upkeep(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = _command(commands, "demo", "demonstration", "open the reader on a sample press")
    demo.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the demonstration's profile in this folder"
    )
    serve = _command(commands, "serve", "serving", "open the reader in a browser, on this machine")
    serve.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to serve on (default: 127.0.0.1); there is no password: another address"
        " opens your archive to whoever can reach it",
    )
    serve.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="default: 8000; 0 is any free one"
    )
    clean = _command(
        commands, "clean", "cleaning", "remove articles beyond the limits that feeds.toml sets"
    )
    clean.add_argument("--yes", action="store_true", help="remove them without asking")
    _json(clean)
    _command(
        commands, "datasette", "archive", "print the command that opens the archive in Datasette"
    )
    doctor = _command(commands, "doctor", "upkeep", "check the archive, the feeds and the model")
    _json(doctor)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    module: str,
    help_: str,
    *,
    run: str = "",
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
    command.set_defaults(run=_later(module, run or name.replace("import", "import_")))
    return command


def _later(module: str, function: str) -> Callable[[argparse.Namespace], int]:
    """Give a function that imports its module only when it is called."""

    def run(arguments: argparse.Namespace) -> int:
        return int(getattr(import_module(f"onrecord.cli.{module}"), function)(arguments))

    return run


def _json(command: argparse._ActionsContainer) -> None:
    command.add_argument("--json", action="store_true", help="print JSON")


def _limit(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--limit", type=_positive, default=50, metavar="N", help="at most so many (default 50)"
    )


def _port(word: str) -> int:
    if not word.isascii() or not word.isdigit() or int(word[:_DIGITS]) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to {_LAST_PORT}, not {word}")
    return int(word)


_LAST_PORT = 65_535


def _positive(word: str) -> int:
    if not word.isascii() or not word.isdigit() or len(word) > _DIGITS or not int(word):
        raise argparse.ArgumentTypeError(f"it is a whole number from 1 on, not {word}")
    return int(word)


_DIGITS = 9
