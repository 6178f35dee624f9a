"""Rules in ``feeds.toml``: one is written at the end, or taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord import toml
from onrecord.config import load_text, read_file, write_file

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.settings import RuleSpec


def add_rule(path: Path, rule: RuleSpec) -> None:
    """Write a rule at the end of the file. Raises :class:`~onrecord.config.ConfigError`."""
    import tomlkit

    text = read_file(path) if path.exists() else ""
    table = tomlkit.table()
    table["when"] = rule.when
    table["do"] = list(rule.do)
    entry = tomlkit.dumps({"rules": tomlkit.aot()} | {"rules": [table]})
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    write_file(path, f"{text}{gap}{entry}")


def remove_rule(path: Path, rule: RuleSpec) -> bool:
    """Take the last rule that says just this out of the file; tell whether there was one.

    Raises :class:`~onrecord.config.ConfigError`.
    """
    text = read_file(path)
    lines = text.splitlines(keepends=True)
    for block in reversed(toml.blocks(text)):
        if block.name != "rules":
            continue
        written = "".join(lines[block.line - 1 : block.end])
        if load_text(path, written).rules == (rule,):
            start = block.line - 1
            if start and not lines[start - 1].strip():
                start -= 1
            write_file(path, "".join(lines[:start] + lines[block.end :]))
            return True
    return False
