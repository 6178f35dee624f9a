"""Rules are written into feeds.toml and taken out, and the rest stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.config import ConfigError, load
from onrecord.rule_entries import add_rule, remove_rule
from onrecord.settings import RuleSpec

if TYPE_CHECKING:
    from pathlib import Path

FEEDS = '# Mine\n[[feeds]]\nurl = "https://a.example/"  # the first\n'


@pytest.mark.parametrize("text", ["", FEEDS, FEEDS.rstrip("\n"), f"{FEEDS}\n\n"])
def test_a_rule_comes_and_goes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    rule = RuleSpec('about:"gas prices"', ("star", "tag Öl"))
    add_rule(path, rule)
    assert load(path).problems == ()
    assert load(path).rules == (rule,)
    add_rule(path, RuleSpec("x", ("read",)))
    assert remove_rule(path, rule)
    assert not remove_rule(path, rule)
    assert [each.when for each in load(path).rules] == ["x"]
    assert remove_rule(path, RuleSpec("x", ("read",)))
    assert path.read_text().rstrip("\n") == text.rstrip("\n")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError):
        add_rule(path, RuleSpec("x", ("star",)))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
)
def test_any_words_survive_being_written(tmp_path: Path, words: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(FEEDS)
    rule = RuleSpec(words, ("star",))
    add_rule(path, rule)
    config = load(path)
    assert config.rules == (rule,) or config.problems[0].key == "when"
