"""``feeds.toml``: the subscriptions and the settings.

Reading never fails: whatever is wrong becomes a :class:`Problem` that says where it is and what
was expected, and the rest is kept. Editing moves lines and leaves all others, comments included,
as the user wrote them.
"""

from __future__ import annotations

import difflib
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from onrecord import toml
from onrecord.clean import clean_line, clean_url
from onrecord.feed_entries import WrittenFeed, place_of, rendered
from onrecord.files import write_whole
from onrecord.frozen import frozen
from onrecord.patterns import pattern
from onrecord.settings import (
    FEED_KINDS,
    FOLDER_KINDS,
    RULE_KINDS,
    SETTING_KINDS,
    FeedSpec,
    Kind,
    RuleSpec,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "Config",
    "ConfigError",
    "FeedSpec",
    "Problem",
    "Settings",
    "add_feed",
    "add_feeds",
    "begin",
    "default_feeds",
    "default_specs",
    "ensure",
    "load",
    "move_feed",
    "remove_feed",
    "set_setting",
    "written_feeds",
]

LARGEST_FILE: Final = 1_000_000
_LONE_COMMENT: Final = pattern(r"(?<=\n\n)#[^\n]*\n(\n(?=#)|\n*\Z)")
"""The heading of a folder of the default file none of whose feeds is left."""
_LISTS: Final = frozenset({"feeds", "rules"})
_TABLES: Final = ("settings", "folders", "feeds", "rules")


class ConfigError(Exception):
    """``feeds.toml`` cannot be written or edited; the text is one sentence for the user."""


@frozen
class Problem:
    """A mistake in ``feeds.toml``: file, line (0: the whole file), key, and what was expected."""

    path: Path
    line: int
    key: str
    expected: str
    sentence: str


@frozen
class Config:
    """What ``feeds.toml`` says, as far as it could be read."""

    path: Path
    feeds: tuple[FeedSpec, ...] = ()
    settings: Settings = field(default_factory=Settings)
    problems: tuple[Problem, ...] = ()
    rules: tuple[RuleSpec, ...] = ()
    readable: bool = True
    """False where the file could not be read at all: which feeds it lists is then unknown."""


def load(path: Path) -> Config:
    """Read the file at ``path``. Never raises: what is wrong is among the problems."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = clean_line(error.strerror or str(error))
        return _unreadable(path, f"cannot be read ({reason})")
    if len(content) > LARGEST_FILE:
        return _unreadable(path, "is larger than 1 MB")
    text, problems = _decoded(path, content)
    return _Reading(path, text, problems).config()


def load_text(path: Path, text: str) -> Config:
    """Read ``text`` as :func:`load` reads the file that ``path`` names."""
    return _Reading(path, text, []).config()


def _decoded(path: Path, content: bytes) -> tuple[str, list[Problem]]:
    """Give the text of ``content`` with plain line ends, and a problem if it is no UTF-8."""
    try:
        text, problems = content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            text, line = content.decode("utf-16", "replace"), 1
        else:
            text = content.decode("cp1252", "replace")
        expected = "text saved as UTF-8"
        sentence = f"{path.name}, line {line}: the file must be {expected}; accents may be wrong."
        problems = [Problem(path, line, "", expected, sentence)]
    return text.replace("\r\n", "\n"), problems


def _unreadable(path: Path, reason: str) -> Config:
    sentence = f"{clean_line(str(path))} {reason}; put it right and start again."
    problem = Problem(path, 0, "", "a file that can be read", sentence)
    return Config(path, problems=(problem,), readable=False)


class _Reading:
    """One reading of one file; collects the problems."""

    def __init__(self, path: Path, text: str, problems: list[Problem]) -> None:
        self._path = path
        self._text = text
        self._problems = problems
        self._data, self._mistakes = toml.read(text, lists=_LISTS)
        for mistake in self._mistakes:
            key = clean_line(mistake.key)
            told = clean_line(mistake.message)
            self._add(mistake.line, key, "valid TOML", f"{key or 'this line'} is not TOML: {told}")

    def config(self) -> Config:
        for name in self._data:
            if name not in _TABLES:
                line = self._line(name, 0, "") or self._line("", 0, name)
                self._unknown(name, line, _TABLES)
        settings = self._settings()
        feeds = tuple(self._feeds(settings, self._folders()))
        rules = tuple(self._rules())
        problems = sorted(self._problems, key=lambda problem: problem.line)
        return Config(self._path, feeds, settings, tuple(problems), rules)

    def _settings(self) -> Settings:
        table = self._tables("settings")[0]
        return Settings(**self._values("settings", 0, table, SETTING_KINDS))

    def _folders(self) -> dict[str, dict[str, Any]]:
        folders = {}
        for name, table in self._tables("folders")[0].items():
            block = f"folders.{name}"
            if isinstance(table, dict):
                folders[clean_line(name)] = self._values(block, 0, table, FOLDER_KINDS)
            else:
                line = self._line("folders", 0, name)
                self._wrong(name, line, 'a table such as { interval = "2h" }', table)
        return folders

    def _feeds(self, settings: Settings, folders: dict[str, dict[str, Any]]) -> Iterator[FeedSpec]:
        seen: dict[str, int] = {}
        for at, table in enumerate(self._tables("feeds", several=True)):
            values = self._values("feeds", at, table, FEED_KINDS)
            if "url" not in values:
                self._no_url(at, table)
                continue
            url = values["url"]
            if url in seen:
                first = self._line("feeds", seen[url], "url")
                told = f"{url} is there already, in line {first}; remove one of the two"
                self._add(self._line("feeds", at, "url"), "url", "each address once", told)
                continue
            seen[url] = at
            defaults = {
                name: getattr(settings, name) for name in FOLDER_KINDS.keys() & SETTING_KINDS
            }
            folder = folders.get(values.get("folder", ""), {})
            yield FeedSpec(**(defaults | folder | values))

    def _rules(self) -> Iterator[RuleSpec]:
        for at, table in enumerate(self._tables("rules", several=True)):
            values = self._values("rules", at, table, RULE_KINDS)
            for key, kind in RULE_KINDS.items():
                if key not in table:
                    line = self._line("rules", at, "")
                    self._add(line, key, kind.expected, f"this rule has no {key}; add one")
            from onrecord.query import parse_query

            problems = parse_query(values.get("when", "")).problems
            if problems:
                told = f"when, at character {problems[0].start + 1}: {problems[0].sentence}"
                expected = "a query without a mistake"
                self._add(self._line("rules", at, "when"), "when", expected, told)
            elif len(values) == len(RULE_KINDS):
                yield RuleSpec(**values)

    def _no_url(self, at: int, table: dict[str, Any]) -> None:
        """Tell that a feed has no address, unless that was told of its wrong one."""
        line = self._line("feeds", at, "")
        spoilt = any(
            mistake.key == "url" and mistake.line == self._line("feeds", at, "url")
            for mistake in self._mistakes
        )
        if "url" not in table and not spoilt:
            expected = FEED_KINDS["url"].expected
            self._add(line, "url", expected, "this feed has no url; add one")

    def _tables(self, name: str, *, several: bool = False) -> list[dict[str, Any]]:
        found = self._data.get(name, [] if several else {})
        tables = found if several and isinstance(found, list) else [found]
        if all(isinstance(table, dict) for table in tables) and isinstance(found, list) == several:
            return tables
        expected = f"a table headed [[{name}]]" if several else f"a table headed [{name}]"
        self._wrong(name, self._line(name, 0, "") or self._line("", 0, name), expected, found)
        kept: list[dict[str, Any]] = [table for table in tables if isinstance(table, dict)]
        return kept or ([] if several else [{}])

    def _values(
        self, block: str, at: int, table: dict[str, Any], kinds: Mapping[str, Kind]
    ) -> dict[str, Any]:
        """Read the keys of one table; leave out those that are wrong."""
        values = {}
        for key, value in table.items():
            kind = kinds.get(key)
            try:
                if kind is not None:
                    values[key] = kind.read(value)
                    continue
            except ValueError:
                pass
            line = self._line(block, at, key) or self._line(f"{block}.{key}", 0, "")
            if kind is None:
                self._unknown(key, line or self._line(block, at, ""), tuple(kinds))
            else:
                self._wrong(key, line, kind.expected, None if kind.secret else value)
        return values

    def _unknown(self, key: str, line: int, known: tuple[str, ...]) -> None:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; it knows {', '.join(known)}"
        expected = "one of " + ", ".join(known)
        self._add(line, clean_line(key), expected, f"On Record knows no {clean_line(key)}{hint}")

    def _wrong(self, key: str, line: int, expected: str, value: object) -> None:
        key = clean_line(key)
        self._add(line, key, expected, f"{key} must be {expected}{_shown(value)}")

    def _add(self, line: int, key: str, expected: str, told: str) -> None:
        name = clean_line(self._path.name)
        place = f"{name}, line {line}" if line else name
        sentence = f"{place}: {told}{'' if told.endswith(('?', '.')) else '.'}"
        self._problems.append(Problem(self._path, line, key, expected, sentence))

    @cached_property
    def _blocks(self) -> dict[str, list[toml.Block]]:
        named: dict[str, list[toml.Block]] = {}
        for block in toml.blocks(self._text):
            named.setdefault(block.name, []).append(block)
        return named

    def _line(self, block: str, at: int, key: str) -> int:
        """Give the line of ``key``, or for "" of the header, in the ``at``-th table so named."""
        named = self._blocks.get(block, [])
        if at >= len(named):
            return 0
        if key:
            return named[at].keys.get(key, (0,))[0]
        return named[at].line if block else 0


def _shown(value: object) -> str:
    """Say in few words what stands there instead; None tells nothing."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return ", not a table" if isinstance(value, dict) else ", not a list"
    try:
        shown = clean_line(repr(value))
    except ValueError:  # A whole number of more than 4,300 digits.
        shown = "so large a number"
    return f", not {shown if len(shown) <= 60 else shown[:59] + '…'}"


def default_feeds() -> str:
    """Give the text of the ``feeds.toml`` that On Record comes with.

    It lies in an installed package, and at the top of a checkout that is installed editable.
    """
    package = Path(__file__).parent
    for folder in (package, package.parents[1]):
        if (folder / "feeds.toml").is_file():
            return (folder / "feeds.toml").read_text(encoding="utf-8")
    raise ConfigError("The feeds.toml that comes with On Record is missing; install it again.")


def ensure(path: Path) -> None:
    """Write the default file to ``path`` unless one is there. Raises :class:`ConfigError`."""
    if not path.exists():
        write_file(path, default_feeds())


def default_specs() -> tuple[FeedSpec, ...]:
    """Give the feeds of the ``feeds.toml`` that On Record comes with."""
    return load_text(Path("feeds.toml"), default_feeds()).feeds


def begin(path: Path, wanted: Sequence[FeedSpec]) -> None:
    """Write the first file: the default one, of its feeds those that are wanted, then the others.

    Raises :class:`ConfigError`, also where a file is there already.
    """
    if path.exists():
        raise ConfigError(f"{path} is there already; start again to read what it lists.")
    urls = {spec.url for spec in wanted}
    text = default_feeds()
    lines = text.splitlines(keepends=True)
    for feed in reversed(written_feeds(text)):
        if feed.url not in urls:
            del lines[feed.line - 1 : feed.end + (feed.end < len(lines))]
    text = _LONE_COMMENT.sub("", "".join(lines))
    for spec in wanted:
        text = _with_feed(path, text, spec) or text
    write_file(path, text)


def add_feed(path: Path, spec: FeedSpec) -> bool:
    """Add ``spec`` to the file at ``path``; tell whether it was not there yet.

    It goes after the last feed of its folder. One that :func:`remove_feed` gave goes back to its
    place with all its lines. Raises :class:`ConfigError`.
    """
    text = _with_feed(path, read_file(path) if path.exists() else "", spec)
    if text is None:
        return False
    write_file(path, text)
    return True


def add_feeds(path: Path, specs: Sequence[FeedSpec]) -> tuple[FeedSpec, ...]:
    """Add several feeds in one go; give those that were not there yet. Raises `ConfigError`."""
    text = read_file(path) if path.exists() else ""
    added = []
    for spec in specs:
        longer = _with_feed(path, text, spec)
        if longer is not None:
            text = longer
            added.append(spec)
    if added:
        write_file(path, text)
    return tuple(added)


def _with_feed(path: Path, text: str, spec: FeedSpec) -> str | None:
    """Give the text with one more feed; None where it is there already."""
    feeds = written_feeds(text)
    url = clean_url(spec.url)
    if any(feed.url == url for feed in feeds):
        return None
    lines = text.splitlines(keepends=True)
    at = place_of(spec, feeds, lines)
    entry = spec.written or rendered(replace(spec, url=url), lines, at)
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    text = "".join([*lines[:at], entry, *lines[at:]])
    if url not in {feed.url for feed in written_feeds(text)}:
        raise ConfigError(f"{path} cannot be edited before its mistakes are put right.")
    return text


def remove_feed(path: Path, url: str) -> FeedSpec | None:
    """Take the feed with this address out of the file at ``path``.

    Gives what :func:`add_feed` needs to put it back exactly; None if it was not there. Raises
    :class:`ConfigError`.
    """
    text = read_file(path)
    wanted = clean_url(url)
    lines = text.splitlines(keepends=True)
    for position, feed in enumerate(written_feeds(text)):
        if feed.url == wanted:
            end = feed.end
            if end < len(lines) and not lines[end].strip():
                end += 1
            written = "".join(lines[feed.line - 1 : end])
            write_file(path, "".join(lines[: feed.line - 1] + lines[end:]))
            spec = next((spec for spec in load_text(path, text).feeds if spec.url == wanted), None)
            spec = spec or FeedSpec(wanted)
            return replace(spec, position=position, line=feed.line, written=written)
    return None


def move_feed(path: Path, url: str, new_url: str) -> bool:
    """Change the address of a feed; tell whether it was there. Raises :class:`ConfigError`."""
    import tomlkit

    document = _document(path)
    feeds = document.get("feeds", [])
    for feed in feeds if isinstance(feeds, list) else []:
        if clean_url(str(feed.get("url", ""))) == clean_url(url):
            feed["url"] = clean_url(new_url)
            write_file(path, tomlkit.dumps(document))
            return True
    return False


def set_setting(path: Path, key: str, value: str | int) -> None:
    """Write one of the settings into the file at ``path``. Raises :class:`ConfigError`."""
    import tomlkit

    document = _document(path)
    settings = document.get("settings")
    if settings is None:
        # Before the feeds: what stands after [[feeds]] reads as if it were the last one's.
        table = tomlkit.table()
        table[key] = value
        write_file(path, f"[settings]\n{tomlkit.dumps(table)}\n{tomlkit.dumps(document)}")
        return
    if not isinstance(settings, dict):
        raise ConfigError(f"{path} cannot be edited before its mistakes are put right.")
    settings[key] = value
    write_file(path, tomlkit.dumps(document))


def _document(path: Path) -> Any:
    """Give the file as tomlkit reads it, with its comments."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(read_file(path))
    except TOMLKitError as error:
        raise ConfigError(f"{path} cannot be edited before its mistakes are put right.") from error


def written_feeds(text: str) -> list[WrittenFeed]:
    """Give where each feed stands in ``text``. Raises :class:`ConfigError`."""
    data, _ = toml.read(text, lists=_LISTS)
    tables = data.get("feeds", [])
    written = [block for block in toml.blocks(text) if block.name == "feeds"]
    if not isinstance(tables, list) or len(tables) != len(written):
        raise ConfigError("feeds.toml cannot be edited here: write each feed as a [[feeds]] table.")
    return [
        WrittenFeed(
            clean_url(str(table.get("url", ""))),
            clean_line(str(table.get("folder", ""))),
            block.line,
            block.end,
        )
        for table, block in zip(tables, written, strict=True)
    ]


def read_file(path: Path) -> str:
    """Give the text of the file with plain line ends."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} cannot be edited: save it as UTF-8 first.") from error


def write_file(path: Path, text: str) -> None:
    """Put ``text`` in the place of the file. Raises :class:`ConfigError`."""
    try:
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written ({error.strerror or error}).") from error
