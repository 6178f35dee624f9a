"""Text from the network is shown as it is: no markup, no escape sequence, no broken layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.model import Body
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from onrecord.app.app import OnRecord
    from onrecord.store.database import Database

TEXTS = {
    "markup": "[/x] [bold]not bold[/bold] [@click=app.leave]go[/] [link=https://x]y",
    "escapes": "\x1b[31mred\x1b]52;c;aGk=\x07 \x9b31m \x00 nul \x7f",
    "bidi": "abc \u202egnp.exe\u202c \u2066isolate\u2069",
    "right to left": "قالت الوزيرة إن الجسر سيفتح غدًا “نعم” 123 abc",
    "chinese": "部长说：“桥明天开放。”记者问她为什么。" * 4,
    "combining": "Z\u0351\u036b\u0343\u036a\u0302a\u0301l\u0334g\u0335o " * 12,
    "emoji": "👩‍👩‍👧‍👦 🇩🇪 👍🏽 ❤️ 1️⃣ " * 6,
    "one long word": "x" * 500,
    "nothing": "",
}


def rows_are_whole(app: OnRecord) -> bool:
    width = app.size.width
    return all(strip.cell_length == width for strip in app.screen._compositor.render_strips())


@pytest.mark.parametrize("size", [(160, 40), (60, 20)])
async def test_any_text_is_shown_and_breaks_nothing(
    reader: OnRecord, database: Database, size: tuple[int, int]
):
    entries = [
        library.entry(name, text, Body(f"{text}\n\n{text}"), byline=text, hours=0)
        for name, text in TEXTS.items()
    ]
    feed = database.read(feeds)[0]
    stored = library.store_articles(database, feed.id, [(each, None) for each in entries])
    async with reader.run_test(size=size, notifications=True) as pilot:
        await settled(pilot)
        assert rows_are_whole(reader)
        await press(pilot, "enter")
        for _ in stored:
            assert reader.room.shown_id in stored
            assert rows_are_whole(reader)
            shown = screen_text(reader)
            assert not any(ch < " " and ch != "\n" for ch in shown)
            assert not set(shown) & set("\x7f\x9b\u202e\u2066\u061c")
            await press(pilot, "n")


async def test_markup_in_titles_is_not_run(reader: OnRecord, database: Database):
    title = "[@click=app.leave]Leave[/] [b]now[/b]"
    entry = library.entry("hostile", title, Body("One."), hours=0)
    library.store_articles(database, database.read(feeds)[0].id, [(entry, None)])
    async with reader.run_test(size=(120, 40), notifications=True) as pilot:
        await settled(pilot)
        assert "[@click=app.leave]Leave[/] [b]now[/b]" in screen_text(reader)
        reader.say(title, warn=True)
        await pilot.pause()
        assert "[b]now[/b]" in screen_text(reader)
        await press(pilot, "/", *"leave")
        assert "[b]" in screen_text(reader)
