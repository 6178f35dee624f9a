"""What ``feeds.toml`` may hold: a subscription, the settings, and what each key takes."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from onrecord.clean import clean_line, clean_text, clean_url
from onrecord.frozen import frozen
from onrecord.model import FullText
from onrecord.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SHORTEST_INTERVAL: Final = 5 * 60
LONGEST_INTERVAL: Final = 366 * 86_400
SHORTEST_AGE: Final = 86_400
LONGEST_AGE: Final = 36_600 * 86_400
MOST_KEPT: Final = 1_000_000_000
MEASURES: Final = (40, 160)
"""The shortest and the longest line of an article, in columns."""
FORMATS: Final = (
    "markdown", "text", "html", "csv", "json", "jsonl", "bibtex", "csl", "annotation",
    "schema.org",
)  # fmt: skip
"""The formats of citations, those of `onrecord.record.export.FORMATS`, which a test compares."""
SECRET_SOURCES: Final = ("cmd:", "keyring:")

_UNITS: Final = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60}
_INTERVAL = pattern(r"(?=\d)" + "".join(rf"(?:(\d{{1,5}})\s*{unit}\s*)?" for unit in _UNITS))


@frozen
class FeedSpec:
    """One subscription as the user wants it.

    ``interval`` is in seconds; None leaves it to the feed. ``password``, ``token`` and the values
    of ``headers`` may name where a secret is kept ("cmd:pass show press") instead of holding it.
    """

    url: str
    title: str = ""
    folder: str = ""
    interval: int | None = None
    full_text: FullText = FullText.AUTO
    keep_for: int | None = None
    """Seconds after which `onrecord clean` removes an article; None: never."""
    keep_most: int = 0
    """Newest articles that `onrecord clean` leaves; 0: all."""
    username: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    position: int | None = field(default=None, compare=False)
    """Which entry of the file it was, from 0, when it was removed."""
    line: int = field(default=0, compare=False)
    """The line its entry began at when it was removed."""
    written: str = field(default="", compare=False, repr=False)
    """Its lines in the file when it was removed, so that adding it again restores them."""


@frozen
class RuleSpec:
    """What is to be done with the articles that a query finds, as they come.

    ``do`` has ``star``, ``read``, ``hide``, ``notify``, and ``tag`` with the tag's name.
    """

    when: str
    do: tuple[str, ...]

    @property
    def words(self) -> str:
        """The rule in one line."""
        return f"{self.when} → {', '.join(self.do)}"


@frozen
class Settings:
    """What the user set for the whole reader."""

    theme: str = ""
    """"" is On Record's own theme."""
    measure: int = 72
    """The length of an article's lines, in columns."""
    refresh_on_start: bool = True
    refresh_every: int | None = 30 * 60
    """Seconds between two looks for feeds that are due, while the reader is open; None: never."""
    workers: int = 0
    """Processes that parse and analyse; 0 fits them to the machine."""
    full_text: FullText = FullText.AUTO
    keep_for: int | None = None
    keep_most: int = 0
    browser: tuple[str, ...] = ()
    """Command that opens an address, which is added as its last argument; (): the system's."""
    notify_with: tuple[str, ...] = ()
    """Command that shows a notice, its title and text added as words; (): the terminal's own."""
    copy_as: str = "markdown"
    """The format in which a quotation is copied."""
    keymap: tuple[tuple[str, str], ...] = ()
    """Identifiers of commands with their keys, separated by commas."""

    @property
    def processes(self) -> int:
        """How many worker processes to run on this machine."""
        return self.workers or max(1, min(4, (os.cpu_count() or 2) - 1))


@frozen
class Kind:
    """What a key takes: in words, and as a function that raises ValueError for anything else."""

    expected: str
    read: Callable[[Any], Any]
    secret: bool = False
    """Whether a wrong value may be a secret, which no message repeats."""


class _WrongValueError(ValueError):
    """A value is of the wrong type or out of its range."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _WrongValueError
    return clean_line(value)


def _address(value: object) -> str:
    url = clean_url(_text(value))
    if not url:
        raise _WrongValueError
    return url


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongValueError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 64:
        raise _WrongValueError
    return value


def _most(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_KEPT:
        raise _WrongValueError
    return value


def _measure(value: object) -> int:
    shortest, longest = MEASURES
    if not isinstance(value, int) or isinstance(value, bool) or not shortest <= value <= longest:
        raise _WrongValueError
    return value


def _seconds(value: object) -> int:
    match = _INTERVAL.fullmatch(_text(value).lower())
    if not match:
        raise _WrongValueError
    return sum(
        int(number or 0) * size
        for number, size in zip(match.groups(), _UNITS.values(), strict=True)
    )


def _interval(value: object) -> int:
    seconds = _seconds(value)
    if not SHORTEST_INTERVAL <= seconds <= LONGEST_INTERVAL:
        raise _WrongValueError
    return seconds


def written_interval(seconds: int) -> str:
    """Write ``seconds`` as the file does: "90m", "2h", "1d"; part minutes are rounded up."""
    minutes = max(-(-seconds // 60), 1)
    for unit, size in _UNITS.items():
        if minutes * 60 % size == 0:
            return f"{minutes * 60 // size}{unit}"
    raise AssertionError(seconds)


def _age_or_forever(value: object) -> int | None:
    if value == "forever":
        return None
    seconds = _seconds(value)
    if not SHORTEST_AGE <= seconds <= LONGEST_AGE:
        raise _WrongValueError
    return seconds


def _interval_or_never(value: object) -> int | None:
    return None if value == "never" else _interval(value)


def _copy_format(value: object) -> str:
    if value not in FORMATS:
        raise _WrongValueError
    return _text(value)


def _full_text(value: object) -> FullText:
    return FullText(_text(value))


def _command(value: object) -> tuple[str, ...]:
    words = shlex.split(value) if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise _WrongValueError
    command = tuple(clean_text(word) for word in words)
    if command and not command[0]:
        raise _WrongValueError
    return command


def _table(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongValueError
    return value


def _keymap(value: object) -> tuple[tuple[str, str], ...]:
    keymap = []
    for command, keys in _table(value).items():
        several = keys if isinstance(keys, list) else [keys]
        keymap.append((clean_line(command), ",".join(_text(key) for key in several)))
    return tuple(keymap)


def _query(value: object) -> str:
    query = _text(value)
    if not query:
        raise _WrongValueError
    return query


def _acts(value: object) -> tuple[str, ...]:
    """Read what a rule does; ``tag gas`` and the others in any case, each once."""
    several = value if isinstance(value, list) else [value]
    acts = tuple(dict.fromkeys(act_of(_text(each)) for each in several))
    if not acts:
        raise _WrongValueError
    return acts


def act_of(text: str) -> str:
    """Return an act as rules have it; raise ValueError where it is none."""
    word, _, rest = text.strip().partition(" ")
    word, rest = word.casefold(), rest.strip()
    if word == "tag" and any(char.isalnum() for char in rest):
        return f"tag {rest}"
    if word in ACTS and not rest:
        return word
    raise _WrongValueError


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    headers = []
    for name, content in _table(value).items():
        if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name) or not _text(content).isascii():
            raise _WrongValueError
        headers.append((name, _text(content)))
    return tuple(headers)


def _secret(value: object) -> str:
    source = _text(value)
    if not source.startswith(SECRET_SOURCES):
        raise _WrongValueError
    return source


ACTS: Final = ("star", "read", "hide", "notify")
"""What a rule may do, beside giving a tag."""

_TEXT = Kind("a text in quotation marks", _text)
_SECRET = Kind(
    'where it is kept, such as "cmd:pass show press" or "keyring:press"', _secret, secret=True
)
_TIME = 'a time from 5 minutes to a year, such as "30m", "2h" or "1d"'

SETTING_KINDS: Final[Mapping[str, Kind]] = {
    "theme": _TEXT,
    "measure": Kind("a whole number of columns from 40 to 160", _measure),
    "refresh_on_start": Kind("true or false", _yes_no),
    "refresh_every": Kind(f'{_TIME}, or "never"', _interval_or_never),
    "workers": Kind("a whole number from 0 (fits the machine) to 64", _count),
    "full_text": Kind('"auto", "always" or "never"', _full_text),
    "keep_for": Kind('a time of a day or more, such as "90d", or "forever"', _age_or_forever),
    "keep_most": Kind("a whole number of articles, 0 for all", _most),
    "browser": Kind('a command such as ["firefox", "--new-tab"]', _command),
    "notify_with": Kind('a command such as ["notify-send"]', _command),
    "copy_as": Kind("a format such as " + '"markdown", "text" or "bibtex"', _copy_format),
    "keymap": Kind('a table of commands and keys, such as { "move.down" = "j,down" }', _keymap),
}
FOLDER_KINDS: Final[Mapping[str, Kind]] = {
    "interval": Kind(_TIME, _interval),
    "full_text": SETTING_KINDS["full_text"],
    "keep_for": SETTING_KINDS["keep_for"],
    "keep_most": SETTING_KINDS["keep_most"],
}
FEED_KINDS: Final[Mapping[str, Kind]] = {
    "url": Kind("an address that begins with http:// or https://", _address),
    "title": _TEXT,
    "folder": _TEXT,
    "interval": FOLDER_KINDS["interval"],
    "full_text": SETTING_KINDS["full_text"],
    "keep_for": SETTING_KINDS["keep_for"],
    "keep_most": SETTING_KINDS["keep_most"],
    "username": _TEXT,
    "password": _SECRET,
    "token": _SECRET,
    "headers": Kind(
        'a table of names and texts, such as { Cookie = "cmd:…" }', _headers, secret=True
    ),
}
RULE_KINDS: Final[Mapping[str, Kind]] = {
    "when": Kind('a query, such as "speaker:mabry OR about:gas"', _query),
    "do": Kind('a list of "star", "read", "hide", "notify" and "tag NAME"', _acts),
}
