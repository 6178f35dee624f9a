"""What can be configured is documented, and what is documented can be configured."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from onrecord.app.keymap import by_id
from onrecord.config import default_feeds, load_text
from onrecord.model import FullText
from onrecord.settings import (
    FEED_KINDS,
    FOLDER_KINDS,
    RULE_KINDS,
    SETTING_KINDS,
    FeedSpec,
    RuleSpec,
    Settings,
)

DOCUMENT = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return DOCUMENT.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Settings", SETTING_KINDS),
        ("Folders", FOLDER_KINDS),
        ("Feeds", FEED_KINDS),
        ("Rules", RULE_KINDS),
    ],
)
def test_every_key_is_documented_and_no_other(title: str, kinds: dict[str, object]) -> None:
    assert re.findall(r"^\| `(\w+)` \|", section(title), re.MULTILINE) == list(kinds)


def test_every_key_has_a_field() -> None:
    assert set(SETTING_KINDS) == set(Settings.__dataclass_fields__)
    assert set(FEED_KINDS) < set(FeedSpec.__dataclass_fields__)
    assert set(RULE_KINDS) == set(RuleSpec.__dataclass_fields__)


@pytest.mark.parametrize("title", ["Settings", "Folders", "Feeds", "Rules"])
def test_the_examples_in_the_document_are_sound(title: str) -> None:
    for example in re.findall(r"```toml\n(.*?)```", section(title), re.DOTALL):
        assert load_text(Path("feeds.toml"), example).problems == ()


def test_the_settings_in_the_document_are_the_defaults() -> None:
    example = re.findall(r"```toml\n(.*?)```", section("Settings"), re.DOTALL)[0]
    shown = load_text(Path("feeds.toml"), example.split("[settings.keymap]")[0]).settings
    assert shown == Settings()


def uncommented(text: str) -> str:
    """Switch the commented keys of the example on."""
    return re.sub(r'^# (?=\[\[?\w|\w+ = |"[\w.-]+" = )', "", text, flags=re.MULTILINE)


def test_the_default_file_shows_every_key_with_its_default() -> None:
    text = uncommented(default_feeds())
    config = load_text(Path("feeds.toml"), text)
    assert config.problems == ()
    written = tomllib.loads(text)
    assert set(written["settings"]) == set(SETTING_KINDS)
    assert set(written["feeds"][0]) == set(FEED_KINDS)
    assert set(written["rules"][0]) == set(RULE_KINDS)
    assert set(written["folders"]["Institutions"]) == set(FOLDER_KINDS)
    assert set(dict(config.settings.keymap)) <= set(by_id())
    assert config.settings.keymap
    defaults = {name: getattr(config.settings, name) for name in SETTING_KINDS if name != "keymap"}
    assert defaults == {name: getattr(Settings(), name) for name in defaults}


def test_the_default_feeds_are_many_and_in_folders() -> None:
    config = load_text(Path("feeds.toml"), default_feeds())
    assert config.problems == ()
    assert config.settings == Settings()
    assert 20 <= len(config.feeds) <= 30
    assert all(feed.title and feed.folder and feed.url for feed in config.feeds)
    assert all(feed.url.startswith("https://") for feed in config.feeds)
    assert len({feed.title for feed in config.feeds}) == len(config.feeds)
    assert 3 <= len({feed.folder for feed in config.feeds}) <= 6
    assert {feed.full_text for feed in config.feeds} == {FullText.AUTO}
