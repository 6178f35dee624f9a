"""Feeds in ``feeds.toml`` that get another name, folder or address; their other lines stay."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from onrecord import toml
from onrecord.clean import clean_line, clean_url
from onrecord.config import ConfigError, read_file, write_file, written_feeds

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from onrecord.feed_entries import WrittenFeed


def change_feed(path: Path, url: str, *, title: str, folder: str, new_url: str) -> str | None:
    """Give a feed a title, a folder and an address; an empty title or folder is taken out.

    Only the feed's own lines are written anew. Gives those that it had, for `restore_feed`; None
    where the feed is not in the file. Raises :class:`~onrecord.config.ConfigError`, also where
    another feed has the new address.
    """
    text = read_file(path)
    feeds = written_feeds(text)
    found = _entry(feeds, url)
    if found is None:
        return None
    wanted = clean_url(new_url)
    if wanted != found.url and any(feed.url == wanted for feed in feeds):
        raise ConfigError(f"{wanted} is the address of another feed of yours.")
    lines = text.splitlines(keepends=True)
    before = "".join(lines[found.line - 1 : found.end])
    values = {"title": clean_line(title), "folder": clean_line(folder)}
    if wanted != found.url:
        values["url"] = wanted
    _put(path, lines, found, _with(path, before, values))
    return before


def restore_feed(path: Path, url: str, written: str) -> bool:
    """Put the lines that a feed had before in the place of those it has; False if it is gone.

    Raises :class:`~onrecord.config.ConfigError`.
    """
    text = read_file(path)
    found = _entry(written_feeds(text), url)
    if found is not None:
        _put(path, text.splitlines(keepends=True), found, written)
    return found is not None


def rename_folder(
    path: Path, name: str, new_name: str, urls: Collection[str] = ()
) -> tuple[str, ...]:
    """Give a folder another name: all its feeds, or those with these addresses, and its settings.

    Gives the addresses of the feeds. Raises :class:`~onrecord.config.ConfigError`.
    """
    text = read_file(path)
    lines = text.splitlines(keepends=True)
    changed = []
    for feed in reversed(written_feeds(text)):
        if feed.folder == name and (not urls or feed.url in urls):
            before = "".join(lines[feed.line - 1 : feed.end])
            lines[feed.line - 1 : feed.end] = [_with(path, before, {"folder": new_name})]
            changed.append(feed.url)
    text = "".join(lines)
    lines = text.splitlines(keepends=True)
    headers = {_folder_of(lines[block.line - 1]): block.line for block in toml.blocks(text)}
    if name in headers and new_name not in headers:
        at = headers[name] - 1
        _, bracket, rest = lines[at].rpartition("]")
        lines[at] = f"[folders.{_quoted(new_name)}{bracket}{rest}"
        text = "".join(lines)
    if changed:
        write_file(path, text)
    return tuple(changed)


def _entry(feeds: Collection[WrittenFeed], url: str) -> WrittenFeed | None:
    wanted = clean_url(url)
    return next((feed for feed in feeds if feed.url == wanted), None)


def _put(path: Path, lines: list[str], feed: WrittenFeed, entry: str) -> None:
    write_file(path, "".join([*lines[: feed.line - 1], entry, *lines[feed.end :]]))


def _with(path: Path, entry: str, values: dict[str, str]) -> str:
    """Give the lines of one feed with other values; those that are empty are taken out."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(entry)
    except TOMLKitError as error:
        raise ConfigError(f"{path} cannot be edited before its mistakes are put right.") from error
    table: Any = document["feeds"]
    table = table[0] if isinstance(table, list) else table
    for key, value in values.items():
        if value and table.get(key) != value:
            table[key] = value
        elif not value:
            table.pop(key, None)
    return tomlkit.dumps(document)


def _folder_of(header: str) -> str:
    """Give the folder that the header of a table names, "" where it names none."""
    try:
        return next(iter(tomllib.loads(header)["folders"]), "")
    except (KeyError, TypeError, ValueError):
        return ""


def _quoted(name: str) -> str:
    import tomlkit

    literal = '"' in name and "'" not in name
    return tomlkit.string(name, literal=literal).as_string()
