"""Selecting with the mouse, and copying what is selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import library
import pytest
from library import press, screen_text, settled

from onrecord.app.selecting import cells_of, offset_at
from onrecord.model import Body, Link, Paragraph, Role
from onrecord.store.feeds import feeds

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from onrecord.app.app import OnRecord
    from onrecord.app.widgets.reader import Reader
    from onrecord.store.database import Database

SIZE = (80, 40)
WORDS = (
    "The keeper of the pier talks at length about the pier, the gulls and the two winters since.",
    "港の時計は四分遅れているが、誰も気にしていないようだ。待たれる人は待つ人より幸せだと言う。",
    "قالت حارسة الرصيف إن السوق وعد يحفظه أحدهم كل صباح ومن ينتظر طويلا يبرد",
    "one patient town",
)
TEXT = "\n\n".join(WORDS)


def body() -> Body:
    paragraphs, at = [], 0
    for words in WORDS:
        role = Role.ITEM if words.startswith("one") else Role.PARAGRAPH
        paragraphs.append(Paragraph(at, at + len(words), role))
        at += len(words) + 2
    keeper = TEXT.index("keeper")
    return Body(TEXT, tuple(paragraphs), (Link(keeper, keeper + 6, "https://press.example/k"),))


@pytest.fixture
def reader(database: Database, folder: Path) -> OnRecord:
    feed = database.read(feeds)[0]
    each = library.entry("pier", "The pier", body(), hours=0)
    library.store_articles(database, feed.id, [(each, None)])
    return library.reader(database, folder)


async def drag(pilot: Pilot[None], reader: Reader, start: int, end: int) -> None:
    """Drag the mouse from the character at an offset to the one before another."""
    sheet = reader.sheet
    assert sheet is not None
    places = []
    for offset in (start, end - 1):
        number = sheet.line_of(offset)
        line = sheet.page.lines[number - len(sheet.head)]
        column = next(first for at, first, _ in cells_of(sheet, line) if at == offset)
        assert offset_at(sheet, (number, column)) == offset
        places.append((column, number - reader.scroll_offset.y))
    await pilot.mouse_down(reader, offset=places[0])
    await pilot.hover(reader, offset=places[1])
    await pilot.mouse_up(reader, offset=places[1])


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("keeper", "talks"),
        ("gulls", "winters"),
        ("talks", "since"),
        ("四分", "幸せ"),
        ("السوق", "صباح"),
        ("since", "patient"),
    ],
)
async def test_what_is_selected_is_copied_as_it_stands_in_the_text(
    reader: OnRecord, first: str, last: str
):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        start, end = TEXT.index(first), TEXT.index(last) + len(last)
        await drag(pilot, reader.room.reader, start, end)
        await press(pilot, "ctrl+c")
        assert reader.clipboard == TEXT[start:end]
        assert "What is selected went to" in screen_text(reader)


async def test_the_key_that_copies_copies_what_is_selected(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        start = TEXT.index("two winters")
        await drag(pilot, reader.room.reader, start, start + 11)
        await press(pilot, "y")
        assert reader.clipboard == "two winters"


async def test_the_head_can_be_selected_with_the_text(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        reader.room.reader.text_select_all()
        await press(pilot, "y")
        lines = reader.clipboard.splitlines()
        assert "The pier" in lines
        assert reader.clipboard.endswith(TEXT)


async def test_only_the_words_of_a_line_are_shown_as_selected(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        article = reader.room.reader
        article.text_select_all()
        style = reader.screen.get_component_rich_style("screen--selection")
        lit = [
            "".join(s.text for s in strip if s.style and s.style.bgcolor == style.bgcolor)
            for strip in (article.render_line(y) for y in range(article.size.height))
        ]
        assert "The keeper¹ of the pier talks at length about the pier, the gulls and" in lit
        assert all(line == line.strip() for line in lit)


async def test_a_selection_chooses_no_quotation_and_a_click_does(reader: OnRecord):
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "j", "enter")
        article = reader.room.reader
        sheet = article.sheet
        assert sheet is not None
        first = article.marks.first_of(0)
        await press(pilot, "]", "[", *"j" * 3)
        article.choose_utterance(None)
        await drag(pilot, article, first.start, first.start + 8)
        await settled(pilot)
        assert article.utterance is None
        number = sheet.line_of(first.start)
        _, column, _ = cells_of(sheet, sheet.page.lines[number - len(sheet.head)])[-1]
        place = (column, number - article.scroll_offset.y)
        await pilot.click(article, offset=place)
        await settled(pilot)
        assert article.utterance == 0
        assert article.text_selection is None


async def test_another_article_begins_without_a_selection(reader: OnRecord):
    async with reader.run_test(size=(160, 40), notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        reader.room.reader.text_select_all()
        await press(pilot, "n")
        assert reader.room.reader.text_selection is None


async def test_a_click_on_a_links_words_or_number_opens_it(
    reader: OnRecord, monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    monkeypatch.setattr(reader.room, "_browse", opened.append)
    async with reader.run_test(size=SIZE, notifications=True) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        article = reader.room.reader
        sheet = article.sheet
        assert sheet is not None
        number = sheet.line_of(0)
        first = sheet.left + WORDS[0].index("keeper")
        for column in (first - 1, first, first + 5, first + 6, first + 7):
            await pilot.click(article, offset=(column, number - article.scroll_offset.y))
            await pilot.pause()
        assert opened == ["https://press.example/k"] * 3
