"""The article, set like a page, with who speaks in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from onrecord.app.cells import strip_of
from onrecord.app.choice import Choice, Highlight, Trail
from onrecord.app.marks import Marks, marks_of_article
from onrecord.app.outline import beside, outline_of, questions_of
from onrecord.app.selecting import columns_of, link_at, selected_text
from onrecord.app.sheet import EDGE, Sheet, lay_out
from onrecord.app.telling import told
from onrecord.app.texts import shows_feed_text, with_feed_text
from onrecord.app.typeset import wrap
from onrecord.app.widgets.canvas import RIGHT
from onrecord.app.widgets.leaves import Leaves

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual import events
    from textual.selection import Selection

    from onrecord.app.marks import Named
    from onrecord.app.outline import Point
    from onrecord.model import Quotation, Span
    from onrecord.store.articles import StoredArticle

_SIGHT = 4
"""Lines kept above a place that is jumped to."""
_WORDS = 56
"""The measure of what is said where there is no article."""


class Reader(Leaves):
    """One article on the line API: its lines are set at once and drawn where they are looked at."""

    highlight: reactive[Highlight] = reactive(Highlight.ALL)

    class Stepped(Message):
        """Another quotation was chosen, or none; or another speaker or name is followed."""

        def __init__(self, utterance: int | None) -> None:
            super().__init__()
            self.utterance = utterance

    class Followed(Message):
        """A link was clicked."""

        def __init__(self, url: str) -> None:
            super().__init__()
            self.url = url

    def __init__(self, now: Callable[[], datetime], *, measure: int) -> None:
        super().__init__()
        self._now = now
        self._measure = measure
        self._given: StoredArticle | None = None
        self._article: StoredArticle | None = None
        """What is shown: what was given, or the same with its feed's text."""
        self._empty: tuple[str, ...] = ()
        self._marks = Marks()
        self._sheet: Sheet | None = None
        self._utterance: int | None = None
        self._hit: Span | None = None
        self._outline: tuple[Point, ...] = ()
        self._went: int | None = None
        """Where one went last."""
        self._awaited: int | None = None
        """Where one is to go as soon as there is room to show it."""
        self._only: str | None = None
        self._trail: Trail | None = None
        self._mixed: dict[tuple[object, ...], Style] = {}

    # What is shown

    @property
    def article(self) -> StoredArticle | None:
        """The article that is shown."""
        return self._article

    @property
    def marks(self) -> Marks:
        """What is marked in the article."""
        return self._marks

    @property
    def outline(self) -> tuple[Point, ...]:
        """The headings and questions of the article; without questions what is said in it."""
        return self._outline

    @property
    def told(self) -> tuple[str, str]:
        """What there is to say of what is chosen, for the left and the right of the head."""
        text = self._article.body.text if self._article else ""
        return told(text, self._marks, self._utterance, self._only, self._trail)

    @property
    def sheet(self) -> Sheet | None:
        """The article as it is laid out; None without one, or before there is any room."""
        return self._sheet

    def show_article(
        self, article: StoredArticle | None, *, hit: Span | None = None, empty: tuple[str, ...] = ()
    ) -> None:
        """Show an article from its beginning, or from ``hit``; or, without one, say ``empty``.

        The same article again (its record came in, its text grew) keeps its place and its chosen
        quotation, unless a ``hit`` is given.
        """
        same = article is not None and self._article is not None and article.id == self._article.id
        from_feed = same and hit is None and self._shows_feed_text
        self._given = article
        if article is not None and from_feed:
            article = with_feed_text(article)
        self._article = article
        self._empty = empty
        self._marks = marks_of_article(article) if article else Marks()
        if not same or (self._utterance or 0) >= len(self._marks.utterances):
            self._utterance = None
        self._hit = hit if hit or not same else self._hit
        self._went = self._went if same else None
        self._awaited = self._awaited if same else None
        self._outline = outline_of(article.body, self._marks) if article else ()
        names = {voice.name for voice in self._marks.voices}
        self._only = self._only if same and self._only in names else None
        self._trail = self._trail.again(self._marks.named) if same and self._trail else None
        if same:
            self._lay_out_again()
        else:
            if self.text_selection is not None:
                self.screen.clear_selection()
            self._lay_out()
            self.scroll_to(y=0, animate=False, force=True)
        if hit is not None:
            self.go_to(hit[0])
        self.place_cursor()

    @property
    def _shows_feed_text(self) -> bool:
        return self._article is not None and shows_feed_text(self._article)

    def swap_text(self) -> bool:
        """Show the feed's text in the place of the page's, or the page's again.

        Tells whether there are two.
        """
        given = self._given
        if given is None or given.feed_body is None:
            return False
        self._article = given if self._shows_feed_text else with_feed_text(given)
        self.show_article(given, empty=self._empty)
        self.scroll_to(y=0, animate=False, force=True)
        return True

    @property
    def measure(self) -> int:
        """The length of a line, in cells, where there is room for it."""
        return self._measure

    def set_measure(self, measure: int) -> None:
        """Set the article in lines of another length, keeping the place."""
        self._measure = measure
        self._lay_out_again()
        self.place_cursor()

    def _lay_out(self) -> None:
        """Lay the article out in the width there is."""
        width = self.room.width
        self._sheet = None
        if self._article is not None and width > 0:
            zone = self._now().tzinfo
            self._sheet = lay_out(self._article, self._marks, width, self._measure, zone)
        self.set_height(self.line_count())
        self.redraw()

    def _lay_out_again(self) -> None:
        """Lay the article out, and keep what was the first line in sight."""
        place = self.place
        below_head = self._sheet is not None and self.scroll_offset.y >= len(self._sheet.head)
        self._lay_out()
        if below_head and self._sheet is not None:
            self.scroll_line(self._sheet.line_of(place))

    @property
    def place(self) -> int:
        """The offset of the first character in sight; 0 in the masthead."""
        return self._sheet.offset_at(self.scroll_offset.y) if self._sheet else 0

    @property
    def at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._sheet is None or (
            self.scroll_offset.y + self.size.height >= self._sheet.height
        )

    def on_resize(self) -> None:
        """Set the text to the new width, keeping the place, or going where one was to go."""
        self._lay_out_again()
        if self._awaited is not None:
            offset, self._awaited = self._awaited, None
            self._bring(offset)
        self.place_cursor()

    def forget_looks(self) -> None:
        """Forget the styles: the theme is another."""
        super().forget_looks()
        self._mixed.clear()

    def watch_highlight(self) -> None:
        """Draw everything again with other marks."""
        self.redraw()

    # Quotations

    @property
    def utterance(self) -> int | None:
        """The chosen utterance, as an index into the marks' utterances."""
        return self._utterance

    @property
    def spoken(self) -> tuple[Quotation, ...]:
        """The stretches of the chosen utterance."""
        if self._utterance is None:
            return ()
        return tuple(self._marks.quotations[i] for i in self._marks.utterances[self._utterance])

    def step(self, direction: int) -> bool:
        """Choose the next utterance (1) or the one before (-1); tell whether there is one.

        Without a chosen one in sight it counts from what is in sight.
        """
        marks = self._marks
        place = self._here(direction)
        if self._utterance is not None:
            start = marks.first_of(self._utterance).start
            place = start if self._in_sight(start) else place
        target = marks.next_utterance(place, direction, marks.said_by(self._only))
        if target is None:
            return False
        self.choose_utterance(target)
        return True

    def _here(self, direction: int) -> int:
        """Return from where one steps on: where one went, as long as that is in sight."""
        if self._went is not None and self._in_sight(self._went):
            return self._went
        return self.place - (direction > 0)

    def step_question(self, direction: int) -> bool:
        """Go to the next question (1) or the one before (-1); tell whether there is one."""
        target = beside(questions_of(self._outline), self._here(direction), direction)
        if target is None:
            return False
        self.go_to(target)
        return True

    def choose_utterance(self, utterance: int | None, *, scroll: bool = True) -> None:
        """Choose an utterance and bring it into sight."""
        self._utterance = utterance
        self._redraw_changed()
        if utterance is not None:
            self._went = self._marks.first_of(utterance).start
            if scroll:
                self._bring(self._went)
        self.post_message(self.Stepped(utterance))
        self.place_cursor()

    # One speaker, one name

    @property
    def only(self) -> str | None:
        """The speaker whose words alone are shown clearly; None: everybody's."""
        return self._only

    def show_only(self, name: str | None) -> None:
        """Dim all but one speaker's words, among which one then steps; None: dim nothing."""
        self._only = name
        self._trail = None
        if name is not None and not self.highlight.quotations:
            self.highlight = Highlight.ALL
        mine = self._marks.said_by(name)
        if self._utterance in mine:
            self.redraw()
            self.post_message(self.Stepped(self._utterance))
        else:
            near = self._marks.next_utterance(self.place - 1, 1, mine)
            self.choose_utterance(mine[0] if near is None and mine else near)

    @property
    def trail(self) -> Trail | None:
        """The name that is followed from place to place, if any."""
        return self._trail

    def follow(self, named: Named) -> None:
        """Go to the first place of a name, or, where it is followed already, to the next one."""
        if self._trail is not None and self._trail.named == named:
            self.follow_on(1)
        else:
            self._only = None
            self._go_along(Trail(named))

    def follow_on(self, step: int) -> None:
        """Go to the next place of the name that is followed, or to the one before."""
        if self._trail is not None:
            self._go_along(self._trail.on(step))

    def _go_along(self, trail: Trail) -> None:
        self._trail = trail
        self.go_to(trail.place[0])

    def see_all(self) -> bool:
        """End what is followed or dimmed; tell whether anything was."""
        if self._only is None and self._trail is None:
            return False
        self._only = self._trail = None
        self.redraw()
        self.post_message(self.Stepped(self._utterance))
        return True

    def go_to(self, offset: int) -> None:
        """Bring an offset into sight, and choose what is said there."""
        self._bring(offset)
        self.choose_utterance(self._marks.utterance_at(offset), scroll=False)
        self._went = offset

    def _bring(self, offset: int) -> None:
        if self._sheet is None or not self.size.height:
            self._awaited = offset
            return
        line = self._sheet.line_of(offset)
        top, height = self.scroll_offset.y, self.size.height
        if not top + 1 <= line < top + height - _SIGHT:
            self.scroll_line(line - min(_SIGHT, height // 4))

    def _in_sight(self, offset: int) -> bool:
        if self._sheet is None:
            return False
        line = self._sheet.line_of(offset)
        return self.scroll_offset.y <= line < self.scroll_offset.y + self.size.height

    def place_cursor(self) -> None:
        """Put the terminal's own cursor on the chosen quotation, or on the first line in sight."""
        if not (self.has_focus and self.is_mounted) or self._sheet is None:
            return
        line = 0
        if self._utterance is not None:
            start = self._marks.first_of(self._utterance).start
            line = self._sheet.line_of(start) - self.scroll_offset.y
        line = max(0, min(line, self.size.height - 1))
        self.app.cursor_position = self.content_region.offset + Offset(self._sheet.left, line)

    def focus_turned(self) -> None:
        """Take the hardware cursor along."""
        self.place_cursor()

    # Drawing

    def ink(self, *names: str, bold: bool = False, italic: bool = False) -> Style:
        """Return inks, one upon the other, on the paper."""
        key = (names, bold, italic)
        style = self._mixed.get(key)
        if style is None:
            style = self.ground
            for name in names:
                style += self.inks[name]
            style += Style(bold=bold or None, italic=italic or None)
            self._mixed[key] = style
        return style

    def render_line(self, y: int) -> Strip:
        """Return a line of the screen that tells where in the text each of its characters is.

        What the mouse selects is found by it; what is painted can do without.
        """
        return self.painted(y).apply_offsets(0, y + self.scroll_offset.y)

    def painted(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.room.width
        number = y + self.scroll_offset.y
        if self._sheet is None:
            return self._draw_words(number, width)
        strip = self._kept.get(number)
        if strip is None:
            strip = self._draw(self._sheet, number, width)
            self._kept[number] = strip
        selection = self.text_selection
        if selection is not None:
            strip = self._selected(self._sheet, strip, selection, number)
        # Last: a part of a segment that is cut needs an offset of its own.
        return strip.apply_offsets(0, number)

    def _redraw_changed(self) -> None:
        """Draw what is in sight anew, and have those lines painted that look otherwise now."""
        sheet, top = self._sheet, self.scroll_offset.y
        if sheet is None:
            self.redraw()
            return
        before = {number: self._kept.get(number) for number in range(top, top + self.size.height)}
        self._kept.clear()
        for number, strip in before.items():
            self._kept[number] = drawn = self._draw(sheet, number, self.room.width)
            if drawn != strip:
                self.refresh_lines(number)

    def _draw(self, sheet: Sheet, number: int, width: int) -> Strip:
        if number >= sheet.height:
            return self.blank(width)
        choice = Choice(self._utterance, self._hit, self.highlight, self._only, self._trail)
        return sheet.draw(number, width, self, choice)

    def _selected(self, sheet: Sheet, strip: Strip, selection: Selection, number: int) -> Strip:
        span = selection.get_span(number)
        if span is None:
            return strip
        text = strip.text
        until = strip.cell_length if span[1] == -1 else cell_len(text[: span[1]])
        first, last = columns_of(sheet, number, cell_len(text[: span[0]]), until)
        if first >= last:
            return strip
        style = self.screen.get_component_rich_style("screen--selection")
        before, within, after = strip.divide([first, last, strip.cell_length])
        lit = Strip(list(Segment.apply_style(within, post_style=style)), within.cell_length)
        return Strip.join([before, lit, after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the text that the mouse has selected, as it stands in the article."""
        sheet = self._sheet
        if sheet is None:
            return None

        def place(end: Offset | None, otherwise: tuple[int, int]) -> tuple[int, int]:
            if end is None or not 0 <= end.y < sheet.height:
                return otherwise
            # The end of a selection counts characters; wide ones take two columns.
            drawn = self._draw(sheet, end.y, self.room.width).text
            return end.y, cell_len(drawn[: end.x])

        start = place(selection.start, (0, 0))
        return selected_text(sheet, start, place(selection.end, (sheet.height, 0))), "\n"

    def _draw_words(self, y: int, width: int) -> Strip:
        """Draw a line of what stands where there is no article."""
        measure = max(1, min(_WORDS, width - 2 * EDGE))
        left = " " * max(EDGE, (width - measure) // 2)
        rows: list[tuple[str, str]] = []
        for number, text in enumerate(self._empty):
            style = "headline" if number == 0 else "quiet"
            rows += [(text[a:b], style) for a, b in wrap(text, 0, len(text), measure)]
            rows.append(("", "ink"))
        line = y - max(1, (self.size.height - len(rows)) // 3)
        if not 0 <= line < len(rows):
            return self.blank(width)
        text, style = rows[line]
        return strip_of([(left, self.ground), (text, self.ink(style))], width, self.ground)

    def line_count(self) -> int:
        """Return how many lines the article takes."""
        return self._sheet.height if self._sheet else 0

    # The mouse

    def on_click(self, event: events.Click) -> None:
        """Open the link that is clicked, or choose the quotation; a selection's end is no click."""
        if self._sheet is None:
            return
        number = event.y + self.scroll_offset.y
        if event.button == RIGHT:
            self.choose_utterance(self._sheet.utterance_on(number), scroll=False)
            self.post_message(self.MenuWanted(event.screen_offset))
            return
        if self.text_selection is not None:
            return
        link = link_at(self._sheet, (number, event.x))
        if link is not None:
            self.post_message(self.Followed(link.url))
            return
        utterance = self._sheet.utterance_on(number)
        if utterance is not None:
            self.choose_utterance(utterance, scroll=False)
