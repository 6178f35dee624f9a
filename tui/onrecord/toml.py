"""TOML with a mistake in it: what can still be read, and the line of each mistake and key.

The standard reader stops at the first mistake. Here the text is taken apart where tables and keys
begin, so that a mistake costs its own key only. Lines count from 1.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from onrecord.frozen import frozen
from onrecord.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = pattern(rf"\s*\[{{1,2}}\s*(?P<name>{_NAME})\s*\]{{0,2}}\s*(?:#.*)?$")
_KEY = pattern(rf"\s*(?P<name>{_NAME})\s*=")
_LONG_STRING = pattern(r'"""|' + r"'''")
_PLACE = pattern(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


@frozen
class Mistake:
    """What is wrong in one line; ``key`` is "" where the line belongs to no key."""

    line: int
    key: str
    message: str


@frozen
class Block:
    """One table as it is written: the line of its header, and those where its keys stand.

    ``end`` is the last line that holds something other than blanks and comments. The block before
    the first header has the name "" and begins at line 1.
    """

    name: str
    line: int
    end: int
    keys: Mapping[str, Sequence[int]]


def blocks(text: str) -> tuple[Block, ...]:
    """Find the tables of ``text``, well written or not, in their order."""
    lines = text.split("\n")
    starts = [(1, "")]
    keys: list[dict[str, list[int]]] = [{}]
    for number, line in _outside_strings(lines):
        if header := _HEADER.match(line):
            starts.append((number, _plain(header["name"])))
            keys.append({})
        elif key := _KEY.match(line):
            keys[-1].setdefault(_plain(key["name"]), []).append(number)
    found = []
    for at, (start, name) in enumerate(starts):
        end = starts[at + 1][0] - 1 if at + 1 < len(starts) else len(lines)
        while end > start and _is_bare(lines[end - 1]):
            end -= 1
        found.append(Block(name, start, end, keys[at]))
    return tuple(found)


def read(text: str, *, lists: frozenset[str]) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """Read ``text``; give its values and what was wrong.

    Tables named in ``lists`` always come as lists of tables, whichever brackets they have.
    """
    try:
        return tomllib.loads(text), ()
    except (ValueError, RecursionError):
        return _salvage(text, lists)


def _salvage(text: str, lists: frozenset[str]) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    lines = text.split("\n")
    data: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for block in blocks(text):
        table: dict[str, Any] = {}
        first = block.line
        if block.name:
            first += 1
            mistakes += _header_mistakes(block, lines[block.line - 1], lists)
        for start, end in _chunks(block, first):
            mistakes += _read_chunk(table, lines, start, end)
        _place(data, block.name, table, lists)
    return data, tuple(mistakes)


def _header_mistakes(block: Block, line: str, lists: frozenset[str]) -> Iterator[Mistake]:
    is_list = block.name in lists
    try:
        tomllib.loads(line)
        sound = line.lstrip().startswith("[[") == is_list
    except ValueError:
        sound = False
    if not sound:
        wanted = f"[[{block.name}]]" if is_list else f"[{block.name}]"
        yield Mistake(block.line, "", f"The line must be {wanted}")


def _chunks(block: Block, first: int) -> Iterator[tuple[int, int]]:
    """Give first and last line of each key with its value, and of what stands before them."""
    starts = sorted({first}.union(*block.keys.values()))
    for at, start in enumerate(starts):
        end = starts[at + 1] - 1 if at + 1 < len(starts) else block.end
        if start <= end:
            yield start, end


def _read_chunk(
    table: dict[str, Any], lines: Sequence[str], start: int, end: int
) -> Iterator[Mistake]:
    """Read lines ``start`` to ``end`` into ``table``; give what is wrong with them."""
    match = _KEY.match(lines[start - 1])
    key = _plain(match["name"]) if match else ""
    try:
        values = _loads("\n".join(lines[start - 1 : end]))
    except ValueError as error:
        line, message = _line_of(error, start), _message_of(error)
        # A stray line after a sound one costs itself only.
        try:
            values = _loads(lines[start - 1]) if end > start else {}
        except ValueError:
            values = {}
        yield Mistake(max(line, start + 1), "", message) if values else Mistake(line, key, message)
    for name, value in values.items():
        if name in table:
            yield Mistake(start, key, "the key is there twice")
        else:
            table[name] = value


def _loads(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("Nested too deeply") from None


def _place(data: dict[str, Any], name: str, table: dict[str, Any], lists: frozenset[str]) -> None:
    if not name:
        data.update(table)
    elif name in lists:
        tables = data.setdefault(name, [])
        if isinstance(tables, list):
            tables.append(table)
    else:
        inner: Any = data
        for part in name.split("."):
            inner = inner.setdefault(part, {})
            if not isinstance(inner, dict):
                return
        for key, value in table.items():
            inner.setdefault(key, value)


def _outside_strings(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Give number and text of each line that does not begin inside a string of several lines."""
    inside = False
    for number, line in enumerate(lines, start=1):
        if not inside:
            yield number, line
        if len(_LONG_STRING.findall(line)) % 2:
            inside = not inside


def _plain(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in re.findall(_PART, name))


def _is_bare(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _line_of(error: ValueError, start: int) -> int:
    place = _PLACE.search(str(error))
    return start + int(place[1]) - 1 if place and place[1] else start


def _message_of(error: ValueError) -> str:
    return _PLACE.sub("", str(error)).split(":")[0]
