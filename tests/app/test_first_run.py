"""The first run: the welcome, the guide, and feeds that come from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled, until
from textual.widgets import Static

from onrecord.app.panes import Pane
from onrecord.app.paths_typed import completed, completions
from onrecord.app.screens.add_feed import AddFeed
from onrecord.app.screens.import_feeds import ImportFeeds
from onrecord.app.screens.welcome import Welcome
from onrecord.app.widgets.checks import Checks
from onrecord.config import Config, default_feeds, default_specs, load
from onrecord.guide import guide
from onrecord.model import GUIDE_ID
from onrecord.parse.opml import write_opml
from onrecord.paths import profile_paths
from onrecord.settings import FeedSpec
from onrecord.store.articles import Scope, View, article_ids
from onrecord.store.database import Database
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from onrecord.app.app import OnRecord

SIZE = (120, 40)
MORE = FeedSpec("https://press.example/more", "The Ferry Post", "Dailies")


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[OnRecord]:
    """The reader of somebody who has no feeds.toml."""
    paths = profile_paths(tmp_path)
    with Database.open(paths.database) as opened:
        app = library.reader(opened, tmp_path)
        app.config = Config(paths.feeds_toml)
        app._first_run = True
        yield app


async def test_enter_takes_all_feeds_and_opens_the_guide(newcomer: OnRecord):
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert isinstance(newcomer.screen, Welcome)
        text = screen_text(newcomer)
        assert "25 of 25 feeds" in text
        assert "Space choose   A all   a address   O OPML   Esc later" in text
        await press(pilot, "enter")
        assert newcomer.config.path.read_text() == default_feeds()
        assert len(newcomer.database.read(feeds)) == len(default_specs())
        room = newcomer.room
        assert newcomer.screen is room
        assert room.pane is Pane.READER
        assert room.shown_id == GUIDE_ID
        assert "the feed’s text" not in screen_text(newcomer)
        await press(pilot, "]")
        assert room.reader.spoken[0].speaker is not None
        assert not newcomer._notifications


async def test_feeds_and_folders_are_left_with_space(newcomer: OnRecord):
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "A", "j", "j", "space")
        assert "1 of 25 feeds" in screen_text(newcomer)
        await press(pilot, "G", "k", "k", "k", "k", "k", "space", "enter")
        specs = load(newcomer.config.path).feeds
        wanted = [spec for spec in default_specs() if spec.folder == "Institutions"]
        assert specs == (default_specs()[1], *wanted)
        assert "# Magazines" not in newcomer.config.path.read_text()
        assert not load(newcomer.config.path).problems


async def test_who_chooses_later_is_asked_again(newcomer: OnRecord):
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert newcomer.room.shown_id == GUIDE_ID
        assert not newcomer.config.path.exists()
        assert "No feeds yet." in screen_text(newcomer)


async def test_an_opml_file_adds_to_what_is_offered(newcomer: OnRecord, tmp_path: Path):
    path = tmp_path / "other.opml"
    path.write_text(write_opml([MORE, default_specs()[0]]))
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "A", "O")
        assert isinstance(newcomer.screen, ImportFeeds)
        newcomer.screen.query_one("Input").value = f"{tmp_path}/oth"
        await settled(pilot)
        await press(pilot, "tab")
        assert newcomer.screen.query_one("Input").value == str(path)
        await press(pilot, "enter")
        assert "2 of 26 feeds" in screen_text(newcomer)
        await press(pilot, "enter")
        assert load(newcomer.config.path).feeds == (default_specs()[0], MORE)


async def test_an_address_adds_to_what_is_offered(newcomer: OnRecord):
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "a")
        assert isinstance(newcomer.screen, AddFeed)
        newcomer.screen.dismiss((MORE.url, MORE.title))
        await settled(pilot)
        assert "26 of 26 feeds" in screen_text(newcomer)
        await press(pilot, "A", "space", "enter")
        [spec] = load(newcomer.config.path).feeds
        assert (spec.url, spec.title) == (MORE.url, MORE.title)


async def test_the_mouse_takes_and_leaves(newcomer: OnRecord):
    async with newcomer.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await pilot.click(Checks, offset=(4, 1))
        await settled(pilot)
        assert "24 of 25 feeds" in screen_text(newcomer)
        await pilot.click("Hints", offset=(2, 1))
        await settled(pilot)
        assert len(load(newcomer.config.path).feeds) == 24


async def test_the_reader_imports_too_and_takes_it_back(
    reader: OnRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(reader, "refresh_feeds", lambda _: None)
    path = tmp_path / "other.opml"
    path.write_text(write_opml([MORE]))
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        before = reader.config.path.read_text()
        await press(pilot, "O")
        reader.screen.query_one("Input").value = str(path)
        await press(pilot, "enter")
        await until(pilot, lambda: "Subscribed to 1 feed. U undoes it." in screen_text(reader))
        assert MORE.url in [feed.url for feed in reader.database.read(feeds)]
        await press(pilot, "U")
        await until(pilot, lambda: reader.config.path.read_text() == before)


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "cannot be read"), ("not a list", "not OPML"), ("<opml/>", "lists no feeds")],
)
async def test_a_file_that_is_no_list_says_so(
    reader: OnRecord, tmp_path: Path, content: str | None, told: str
):
    path = tmp_path / "feeds.xml"
    if content is not None:
        path.write_text(content)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "O")
        reader.screen.query_one("Input").value = str(path)
        await settled(pilot)
        await press(pilot, "enter")
        # On the screen a long path may break the sentence into lines.
        assert told in str(reader.screen.query_one(".dialog-words", Static).content)


async def test_the_guide_is_opened_from_anywhere_and_is_in_no_list(
    reader: OnRecord, database: Database
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        unread = len(database.read(article_ids, Scope(View.UNREAD)))
        number = len(reader.room.articles.ids)
        await press(pilot, "f1", "m", "f", "o", "r")
        assert reader.room.shown_id == GUIDE_ID
        assert len(database.read(article_ids, Scope(View.UNREAD))) == unread
        reader.room.reload()
        await settled(pilot)
        assert reader.room.shown_id == GUIDE_ID
        assert len(reader.room.articles.ids) == number
        await press(pilot, "q", "enter")
        assert reader.room.shown_id == reader.room.articles.chosen_id


def test_the_program_makes_the_record_that_the_guide_comes_with():
    from onrecord.analyse.workers import analyse_by_patterns

    written = guide()

    def said(record):
        return {(each.start, each.end, each.speaker) for each in record.quotations}

    assert said(analyse_by_patterns(written.document())) == said(written.record)
    assert len(written.record.quotations) > 10


def test_paths_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("alpha.opml", "alps.XML", "alphabet.txt", ".hidden.opml"):
        (tmp_path / name).write_text("")
    (tmp_path / "album").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    found = completions("~/al")
    assert found == ("~/alpha.opml", "~/alps.XML", "~/album/")
    assert completed("~/al", found) == "~/al"
    assert completed("~/alp", completions("~/alp")) == "~/alp"
    assert completed("~/alph", completions("~/alph")) == "~/alpha.opml"
    assert completions("~/.h") == ("~/.hidden.opml",)
    assert completions("~/none/x") == ()
    assert completed("~/none/x", ()) == "~/none/x"
    monkeypatch.chdir(tmp_path)
    assert completions("alb") == ("album/",)
