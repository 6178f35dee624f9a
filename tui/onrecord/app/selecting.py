"""What of an article the mouse has selected, as it stands in the text. Pure."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rich.cells import cell_len, split_graphemes

from onrecord.app.typeset import superscript

if TYPE_CHECKING:
    from onrecord.app.sheet import Sheet
    from onrecord.app.typeset import Line
    from onrecord.model import Link

Place = tuple[int, int]
"""A line of the sheet and a column of the screen."""


def cells_of(sheet: Sheet, line: Line) -> list[tuple[int, int, int]]:
    """Return each grapheme of a line: its offset in the text, where it begins, where it ends.

    The number of a link takes room after the last grapheme of its words.
    """
    numbers = {end: cell_len(superscript(number)) for number, end in enumerate(sheet.notes, 1)}
    graphemes, _ = split_graphemes(sheet.article.body.text[line.start : line.end])
    placed = []
    at = line.indent
    for left, right, cells in graphemes:
        placed.append((line.start + left, at, at + cells))
        at += cells + numbers.get(line.start + right, 0)
    shift = sheet.left
    if line.align_right:
        shift += max(0, sheet.page.width - at)
        placed = [(offset, a - line.indent, b - line.indent) for offset, a, b in placed]
    return [(offset, a + shift, b + shift) for offset, a, b in placed]


def offset_at(sheet: Sheet, place: Place) -> int:
    """Return the offset of the first character at a place or right of it."""
    number, column = place
    index = number - len(sheet.head)
    lines = sheet.page.lines
    if index < 0 or not lines:
        return 0
    if index >= len(lines):
        return len(sheet.article.body.text)
    line = lines[index]
    for offset, _, end in cells_of(sheet, line):
        if end > column:
            return offset
    return line.end


def link_at(sheet: Sheet, place: Place) -> Link | None:
    """Return the link whose words, or whose number, stand at a place."""
    number, column = place
    index = number - len(sheet.head)
    if not 0 <= index < len(sheet.page.lines):
        return None
    line = sheet.page.lines[index]
    placed = [each for each in cells_of(sheet, line) if each[1] <= column]
    if not placed:
        return None
    offset, _, end = placed[-1]
    for link in sheet.article.body.links:
        if link.start <= offset < link.end:
            mark = superscript(bisect_left(sheet.notes, link.end) + 1)
            reach = end + cell_len(mark) if link.end <= line.end else end
            return link if column < reach else None
    return None


def columns_of(sheet: Sheet, number: int, start: int, end: int) -> tuple[int, int]:
    """Return the columns of a line's words within ``start``..``end``; equal ones for none."""
    index = number - len(sheet.head)
    if index < 0:
        last = sheet.left + cell_len(sheet.head[number][0])
        return max(start, sheet.left), max(min(end, last), sheet.left)
    if index >= len(sheet.page.lines):
        return 0, 0
    within = [
        (first, last)
        for _, first, last in cells_of(sheet, sheet.page.lines[index])
        if last > start and first < end
    ]
    return (within[0][0], within[-1][1]) if within else (0, 0)


def selected_text(sheet: Sheet, start: Place, end: Place) -> str:
    """Return the text from a place to another, the end exclusive; paragraphs stay apart."""
    parts = []
    for number in range(start[0], min(end[0] + 1, len(sheet.head))):
        words = sheet.head[number][0]
        first = start[1] - sheet.left if number == start[0] else 0
        last = end[1] - sheet.left if number == end[0] else len(words)
        parts.append(words[max(0, first) : max(0, last)])
    if end[0] >= len(sheet.head):
        text = sheet.article.body.text
        parts.append(text[offset_at(sheet, start) : offset_at(sheet, end)].rstrip("\n"))
    return "\n".join(parts)
