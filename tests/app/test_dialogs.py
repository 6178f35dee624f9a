from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.app.messages import RefreshEnded
from onrecord.app.panes import Pane
from onrecord.app.screens.add_feed import AddFeed
from onrecord.app.screens.facts import Facts
from onrecord.app.screens.help import HelpScreen
from onrecord.app.screens.links import LinksScreen, numbered_links
from onrecord.config import load
from onrecord.model import Body, Link
from onrecord.paths import profile_paths
from onrecord.samples.press import Press
from onrecord.store.articles import Scope, View
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.model import Feed
    from onrecord.store.database import Database

SIZE = (120, 40)


async def test_help_shows_the_keys_of_the_pane_and_is_searched(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "?")
        assert isinstance(reader.screen, HelpScreen)
        text = screen_text(reader)
        assert "Keys · articles" in text
        assert "gg Home" in text
        await press(pilot, *"quotation")
        text = screen_text(reader)
        assert "To what is said next" in text
        assert "gg Home" not in text


async def test_help_shows_the_users_own_keys(database: Database, folder: Path):
    path = profile_paths(folder).feeds_toml
    path.write_text('[settings.keymap]\n"article.star" = "s"\n\n' + path.read_text())
    reader = library.reader(database, folder)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "s")
        assert "★" in reader.room.articles.render_line(1).text
        await press(pilot, "?", *"star")
        assert "s             " in screen_text(reader)


async def test_links_have_the_numbers_that_stand_in_the_text(
    reader: OnRecord, database: Database, monkeypatch: pytest.MonkeyPatch
):
    text = "One link and another."
    links = (Link(4, 8, "https://a.example/"), Link(13, 20, "https://b.example/"))
    fresh = library.entry("links", "With links", Body(text, links=links), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(fresh, None)])
    opened: list[str] = []
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        assert "link¹ and another²." in screen_text(reader)
        monkeypatch.setattr(reader.room, "_browse", opened.append)
        await press(pilot, "u")
        assert isinstance(reader.screen, LinksScreen)
        assert "https://b.example/" in screen_text(reader)
        await press(pilot, "2")
        assert opened == ["https://b.example/"]
        assert reader.screen is reader.room


async def test_a_number_that_others_begin_with_waits_for_enter(
    reader: OnRecord, database: Database, monkeypatch: pytest.MonkeyPatch
):
    text = " ".join(f"word{number}" for number in range(1, 13))
    starts = [text.index(f"word{number}") for number in range(1, 13)]
    links = tuple(
        Link(start, start + 5 + (number > 8), f"https://{number + 1}.example/")
        for number, start in enumerate(starts)
    )
    fresh = library.entry("links", "With links", Body(text, links=links), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(fresh, None)])
    opened: list[str] = []
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(reader.room, "_browse", opened.append)
        await press(pilot, "u", "1")
        assert isinstance(reader.screen, LinksScreen)
        await press(pilot, "enter", "u", "1", "2")
        assert opened == ["https://1.example/", "https://12.example/"]


def test_links_that_end_at_one_place_share_a_number():
    body = Body("ab cd", links=(Link(0, 5, "https://1/"), Link(3, 5, "https://2/")))
    assert numbered_links(body) == ((1, "ab cd", "https://1/"), (1, "cd", "https://2/"))


async def test_a_feeds_health_is_told_in_words(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "1", "G", "I")
        assert isinstance(reader.screen, Facts)
        text = screen_text(reader)
        assert library.FAILING in text
        assert library.TROUBLE in text
        await press(pilot, "escape")
        assert reader.screen is reader.room


async def test_unsubscribing_is_taken_back(reader: OnRecord, database: Database):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        before = reader.config.path.read_text()
        await press(pilot, "1", "G", "D")
        await settled(pilot)
        assert library.FAILING not in [feed.title for feed in database.read(feeds)]
        assert library.FAILING not in [spec.title for spec in load(reader.config.path).feeds]
        await press(pilot, "U")
        assert library.FAILING in [feed.title for feed in database.read(feeds)]
        assert reader.config.path.read_text() == before


async def test_a_site_is_subscribed_to_after_its_feeds_were_shown(empty_reader: OnRecord):
    with Press(now=library.NOW) as sample:
        async with empty_reader.run_test(size=SIZE, notifications=True) as pilot:
            await press(pilot, "a")
            screen = empty_reader.screen
            assert isinstance(screen, AddFeed)
            screen.query_one("Input").value = f"{sample.url}/courier/"
            await pilot.press("enter")
            await until(pilot, lambda: "Enter subscribes" in screen_text(empty_reader))
            text = screen_text(empty_reader)
            assert "The Tidewater Courier" in text
            await pilot.press("enter")
            room = empty_reader.room
            await until(pilot, lambda: len(room.articles.ids) > 0)
            assert "The Tidewater Courier" in screen_text(empty_reader)
            assert load(empty_reader.config.path).feeds[0].url.startswith(sample.url)


async def test_a_feed_that_one_has_is_marked_and_enter_goes_to_it(empty_reader: OnRecord):
    with Press(now=library.NOW) as sample:
        url = f"{sample.url}/lantern/interviews.xml"
        empty_reader.config.path.write_text(f'[[feeds]]\nurl = "{url}"\ntitle = "Talks"\n')
        empty_reader.config = load(empty_reader.config.path)
        async with empty_reader.run_test(size=SIZE, notifications=True) as pilot:
            await settled(pilot)
            await press(pilot, "a")
            screen = empty_reader.screen
            screen.query_one("Input").value = f"{sample.url}/lantern/".removeprefix("http://")
            await pilot.press("enter")
            await until(pilot, lambda: "2 feeds found" in screen_text(empty_reader))
            text = screen_text(empty_reader)
            assert text.count("yours already") == 1
            assert "↓ ↑ choose, Enter subscribes." in text
            await press(pilot, "down")
            assert "↓ ↑ choose, Enter goes to it." in screen_text(empty_reader)
            await press(pilot, "enter")
            await settled(pilot)
            source = empty_reader.room.sources.source
            assert source is not None
            assert source.title == "Talks"
            assert "among yours already" in screen_text(empty_reader)


async def test_a_feed_goes_into_the_folder_that_one_points_at(reader: OnRecord):
    with Press(now=library.NOW) as sample:
        async with reader.run_test(size=SIZE, notifications=True) as pilot:
            await settled(pilot)
            folder = reader.room.sources.feeds[0].folder
            reader.room.enter_pane(Pane.SOURCES)
            reader.room.sources.choose_scope(Scope(View.FOLDER, folder=folder))
            await settled(pilot)
            await press(pilot, "a")
            assert f"Add a feed to {folder}" in screen_text(reader)
            reader.screen.query_one("Input").value = f"{sample.url}/lantern/interviews.xml"
            await pilot.press("enter")
            await until(pilot, lambda: "1 feed found. Enter subscribes." in screen_text(reader))
            await pilot.press("enter")
            await until(pilot, lambda: f", in {folder}. U undoes it." in screen_text(reader))
            spec = next(
                each for each in load(reader.config.path).feeds if each.url.startswith(sample.url)
            )
            assert spec.folder == folder


async def test_a_feed_added_during_a_refresh_is_fetched_after_it(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    asked: list[list[int]] = []
    go_on = asyncio.Event()

    async def fetch(chosen: Sequence[Feed]) -> RefreshEnded:
        asked.append([feed.id for feed in chosen])
        await go_on.wait()
        return RefreshEnded(len(chosen), 0, 0)

    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(reader.background, "_refresh", fetch)
        first, second, third = reader.room.sources.feeds[:3]
        reader.refresh_feeds([first])
        await pilot.pause()
        reader.refresh_feeds([second])
        reader.refresh_feeds([third])
        await pilot.pause()
        assert asked == [[first.id]]
        go_on.set()
        await settled(pilot)
        assert asked == [[first.id], [second.id, third.id]]


async def test_an_address_without_a_feed_says_so(empty_reader: OnRecord):
    async with empty_reader.run_test(size=SIZE, notifications=True) as pilot:
        await press(pilot, "a", *"ftp://x", "enter")
        await until(pilot, lambda: "web address" in screen_text(empty_reader))


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(1500):
        await pilot.pause(0.02)
        if holds():
            return
    raise AssertionError(screen_text(pilot.app))


async def test_help_calls_each_pane_what_it_is_called_elsewhere(reader: OnRecord):
    async with reader.run_test(size=(200, 50), notifications=True) as pilot:
        await settled(pilot)
        for key, name in (("1", "sources"), ("3", "article"), ("4", "record")):
            await press(pilot, key, "?")
            assert f"Keys · {name}" in screen_text(reader)
            await press(pilot, "escape")


async def test_help_tells_the_keys_of_the_screen_one_is_in(reader: OnRecord):
    async with reader.run_test(size=(160, 50), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "p")
        foot = screen_text(reader).splitlines()[-1]
        assert "Enter all they said" in foot
        assert foot.rstrip().endswith("? keys")
        await press(pilot, "?")
        shown = screen_text(reader)
        assert "Keys · people" in shown
        await press(pilot, *"joi")
        assert "Say that two are one person" in screen_text(reader)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_dialog_takes_the_whole_width_of_a_narrow_screen(
    reader: OnRecord, size: tuple[int, int]
):
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        for key in ("?", "a", "t", "ctrl+p"):
            await press(pilot, key)
            box = reader.screen.query_one(".dialog").region
            assert (box.x, box.right) == (0, size[0])
            assert box.bottom <= size[1]
            await press(pilot, "escape")


async def test_an_empty_list_in_a_dialog_says_why(reader: OnRecord):
    async with reader.run_test(size=(80, 24), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        assert "No tags yet." in screen_text(reader)
        await press(pilot, "escape", "p", "J")
        assert "Nobody else has such a name." in screen_text(reader)


async def test_in_a_narrow_screen_every_line_of_a_head_is_one_line(reader: OnRecord):
    async with reader.run_test(size=(60, 20), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "/", "ctrl+t", *"the")
        kinds = reader.screen.query_one(".dialog-kinds").region
        assert kinds.height == 1
        assert "quotations" in screen_text(reader).splitlines()[kinds.y]
        await press(pilot, "escape", "p", "enter")
        lines = screen_text(reader).splitlines()
        assert any("said" in line and "over time" in line for line in lines)
