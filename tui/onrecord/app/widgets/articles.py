"""The list of articles: any number of them, read a page at a time."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.cache import LRUCache
from textual.message import Message

from onrecord.app.cells import age, crop, fill, strip_of
from onrecord.app.foresight import PAGE
from onrecord.app.masthead import written_tags
from onrecord.app.typeset import wrap
from onrecord.app.widgets.rows import Rows
from onrecord.model import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from rich.style import Style
    from textual.strip import Strip

    from onrecord.app.cells import Part
    from onrecord.store.articles import ArticleRow

_PAGES = 64
_WIDE = 112
"""From so many cells on a row takes one line, with its facts in columns."""
_BROAD = 60
"""From so many cells on a row takes two lines: its title, its facts."""
_HIGH = 30
"""From so many lines on there is air between the rows of a column."""
_OUTLET = 20
_TAGS = 6
"""From so many free cells on an article's tags stand in its row."""


class Articles(Rows):
    """Articles, newest first: what is unread stands out, what was said is counted.

    The list knows the ids of its articles; the rows come a page at a time. A page that is looked
    at and not there is asked for with ``PageWanted`` and drawn when it is handed to ``put_page``.
    """

    class PageWanted(Message):
        """Rows are looked at that were not read yet."""

        def __init__(self, generation: int, page: int, ids: tuple[int, ...]) -> None:
            super().__init__()
            self.generation = generation
            self.page = page
            self.ids = ids

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self._ids = array("q")
        self._pages: LRUCache[int, list[ArticleRow | None]] = LRUCache(_PAGES)
        self._wanted: set[int] = set()
        self._generation = 0
        """How often rows were asked for anew: for another list, or as they may have changed."""
        self._listed = 0
        """The generation of the list; answers to what was asked before it are of another one."""
        self._taken: dict[int, int] = {}
        """The generation of the rows that a page has."""
        self._empty: tuple[str, ...] = ()

    # What is listed

    @property
    def ids(self) -> array[int]:
        """The ids of the listed articles, in the list's order."""
        return self._ids

    @property
    def chosen_id(self) -> int | None:
        """The id of the chosen article."""
        return self._ids[self.chosen] if self._ids else None

    def list_articles(
        self,
        ids: array[int],
        first: Sequence[ArticleRow] = (),
        *,
        keep: int | None,
        empty: tuple[str, ...] = (),
    ) -> None:
        """List other articles; the pointer stays on the article ``keep`` if it is among them.

        ``first`` are the rows of the first page, where they were read with the list.

        What stood at the pointer's height on the screen stays there, so that new articles above
        do not move what is being read.
        """
        height = self.top_of(self.chosen) - self.scroll_offset.y
        self._ids = ids
        self._empty = empty
        self._generation += 1
        self._listed = self._generation
        self._pages.clear()
        self._wanted.clear()
        self._taken.clear()
        if first:
            self.put_page(self._generation, 0, first)
        index = self.index_of(keep) if keep is not None else None
        self.rows_changed()
        if index is None:
            self.set_reactive(Rows.chosen, 0)
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self.set_reactive(Rows.chosen, index)
            self.scroll_to(y=max(0, self.top_of(index) - height), animate=False, force=True)
        self.place_cursor()

    def index_of(self, article_id: int) -> int | None:
        """Return where in the list an article stands."""
        try:
            return self._ids.index(article_id)
        except ValueError:
            return None

    def choose_article(self, article_id: int) -> bool:
        """Choose an article; tell whether it is in the list."""
        index = self.index_of(article_id)
        if index is None:
            return False
        self.choose(index)
        return True

    def forget_rows(self) -> None:
        """Read the rows again, since they may have changed; the old ones stay till then."""
        self._generation += 1
        self._wanted.clear()
        first = self.locate(self.scroll_offset.y)[0] // PAGE
        last = self.locate(self.scroll_offset.y + self.size.height)[0] // PAGE
        for page in list(self._pages.keys()):
            if not first <= page <= last:
                self._pages.discard(page)
        for page in range(first, last + 1):
            self._want(page)

    def put_page(self, generation: int, page: int, rows: Sequence[ArticleRow]) -> None:
        """Take the rows of a page; those of another list, and older ones than it has, are dropped.

        While records come in, rows are asked for again before they are there: what comes is shown.
        """
        if generation < max(self._listed, self._taken.get(page, 0)):
            return
        self._taken[page] = generation
        by_id = {row.id: row for row in rows}
        ids = self._ids[page * PAGE : (page + 1) * PAGE]
        # The cache keeps what it has under a key.
        self._pages.discard(page)
        self._pages[page] = [by_id.get(article_id) for article_id in ids]
        if generation == self._generation:
            self._wanted.discard(page)
        self.redraw()

    def row(self, index: int) -> ArticleRow | None:
        """Return a row, None as long as it was not read; what is missing is asked for."""
        page, offset = divmod(index, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return None
        return rows[offset] if offset < len(rows) else None

    def _want(self, page: int) -> None:
        if page not in self._wanted and 0 <= page * PAGE < len(self._ids):
            self._wanted.add(page)
            ids = tuple(self._ids[page * PAGE : (page + 1) * PAGE])
            self.post_message(self.PageWanted(self._generation, page, ids))

    # How it looks

    def row_count(self) -> int:
        """Return how many articles there are."""
        return len(self._ids)

    def row_height(self) -> int:
        """Return the lines of a row, by the room there is."""
        size = self.room
        if size.width >= _WIDE:
            return 1
        return self._written_lines(size.width) + (size.height >= _HIGH)

    def _written_lines(self, width: int) -> int:
        """Return the lines of a row in a column without the air below it."""
        # Two where the title fits into one of them, three where it may need two.
        return 2 if width >= _BROAD else 3

    def empty_words(self) -> tuple[str, ...]:
        """Return why there is nothing, and what to do."""
        return self._empty

    def draw(self, index: int, line: int, width: int) -> Strip:
        """Draw one line of an article's row."""
        row = self.row(index)
        blank = self.ink("ink", index)
        lead = self.ink("lead", index)
        pointer = self.pointer(index)
        if row is None:
            faint = self.ink("quiet", index)
            words = "  ·" if line == 0 else ""
            return strip_of([(pointer, lead), (words, faint)], width, blank)
        if self.row_height() == 1:
            return self._draw_wide(row, index, pointer, width)
        return self._draw_column(row, index, line, width)

    def _marks(self, row: ArticleRow, index: int) -> tuple[Part, Part]:
        return (
            ("●" if row.unread else " ", self.ink("lead", index)),
            ("★" if row.starred else " ", self.ink("star", index)),
        )

    def _draw_wide(self, row: ArticleRow, index: int, pointer: str, width: int) -> Strip:
        unread, star = self._marks(row, index)
        blank, quiet = self.ink("ink", index), self.ink("quiet", index)
        facts = [
            (f"{'Q&A' if _is_interview(row) else '':>4}", self.ink("form", index)),
            ("  ", blank),
            (fill(row.outlet, _OUTLET), quiet),
            (f"{_said(row):>6}", quiet),
            (f"{age(row.published_at, self._now()):>9} ", quiet),
        ]
        room = width - sum(len(text) for text, _ in facts[:2]) - _OUTLET - 6 - 10 - 5
        title = crop(row.title or "(no title)", room)
        tags = _tags(row, room - cell_len(title) - 2)
        parts = [
            (pointer, self.ink("lead", index)),
            unread,
            star,
            (" ", blank),
            (title, self._title(row, index)),
            (tags, self.ink("lead", index)),
            (" " * (room - cell_len(title) - cell_len(tags)), blank),
            *facts,
        ]
        return strip_of(parts, width, blank)

    def _draw_column(self, row: ArticleRow, index: int, line: int, width: int) -> Strip:
        if line >= self._written_lines(width):
            return self.blank(width)
        blank, quiet = self.ink("ink", index), self.ink("quiet", index)
        pointer = self.pointer(index)
        measure = max(8, width - 4)
        title = row.title or "(no title)"
        broad = width >= _BROAD
        spans = [] if broad else wrap(title, 0, len(title), measure)
        unread, star = self._marks(row, index)
        parts: list[Part] = [(pointer, self.ink("lead", index))]
        parts.append(unread if line == 0 else star if line == 1 else (" ", blank))
        parts.append((" ", blank))
        long = len(spans) > 1
        if line == 0:
            first = title[slice(*spans[0])] if long else title
            parts.append((crop(first, measure), self._title(row, index)))
        elif line == 1 and long:
            parts.append((crop(title[spans[1][0] :], measure), self._title(row, index)))
        elif line == (2 if long else 1):
            parts.extend(self._facts(row, index, measure))
        return strip_of(parts, width, quiet if line else blank)

    def _facts(self, row: ArticleRow, index: int, width: int) -> list[Part]:
        quiet = self.ink("quiet", index)
        when = age(row.published_at, self._now())
        said = _said(row)
        right = f"{said:>4} {when:>4}"
        form = "Q&A " if _is_interview(row) else ""
        room = width - len(right) - len(form) - 1
        # What the user wrote comes before what the press says, but takes half of the room at most.
        tags = _tags(row, max(room // 2, room - cell_len(row.outlet) - 2))
        outlet = crop(row.outlet, room - cell_len(tags))
        gap = " " * (room + 1 - cell_len(outlet) - cell_len(tags))
        return [
            (outlet, quiet),
            (tags, self.ink("lead", index)),
            (gap, quiet),
            (form, self.ink("form", index)),
            (right, quiet),
        ]

    def _title(self, row: ArticleRow, index: int) -> Style:
        if row.unread:
            return self.ink("ink", index, bold=True)
        return self.ink("read", index)


def _tags(row: ArticleRow, width: int) -> str:
    """Return an article's tags with a gap before them, as far as there is room."""
    if not row.tags or width < _TAGS:
        return ""
    return f"  {crop(written_tags(row.tags), width)}"


def _is_interview(row: ArticleRow) -> bool:
    return row.form in {Form.INTERVIEW, Form.TRANSCRIPT}


def _said(row: ArticleRow) -> str:
    """Return how much was said in an article; an ellipsis as long as its record is awaited."""
    if row.waiting:
        return "…"
    return f"❝{row.quotations}" if row.quotations else ""
