"""A plot of quotations over time by outlet, drawn by plotext."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.widget import Widget

from onrecord.app.cells import crop
from onrecord.app.marks import COLOURS
from onrecord.record.timeline import Timeline

if TYPE_CHECKING:
    from textual.app import RenderResult

_LEGEND_LINES = 2
_LEGEND = _LEGEND_LINES + 1
"""Lines below the bars: air, and the legend."""
_NAME = 28
_LABEL = 12
"""Cells for the date below a bar."""
_TICKS = 5
_MARKS = "█▓▒░╳┼"
"""What bars are made of, an outlet each, so that they are told apart without colour too."""


class Plot(Widget):
    """Stacked bars: a bar a week, a colour an outlet, the outlets named below."""

    def __init__(self) -> None:
        super().__init__()
        self._timeline = Timeline((), ())

    def show_timeline(self, timeline: Timeline) -> None:
        """Show another timeline."""
        self._timeline = timeline
        self.refresh()

    def render(self) -> RenderResult:
        """Draw the bars and the legend."""
        width, height = self.content_size
        if not self._timeline.weeks or width < _NAME or height < _LEGEND + 6:
            return Text("There is nothing to plot." if not self._timeline.weeks else "")
        plot = Text.from_ansi(self._bars(width, height - _LEGEND))
        # What plotext writes ends with a line break of its own.
        plot.rstrip()
        return Text.assemble(plot, "\n\n", self._legend(width))

    def _colour(self, number: int) -> Color:
        return Color.parse(self.app.theme_variables[f"speaker-{number % COLOURS + 1}"])

    def _bars(self, width: int, height: int) -> str:
        import plotext as plt

        plt.clear_figure()
        plt.theme("clear")
        plt.plotsize(width, height)
        plt.frame(frame=False)
        weeks, outlets = self._timeline.weeks, self._timeline.outlets
        most = max(map(sum, zip(*(numbers for _, numbers in outlets), strict=True)))
        plt.stacked_bar(
            [str(week) for week in weeks],
            [list(numbers) for _, numbers in outlets],
            color=[self._colour(number).rgb for number in range(len(outlets))],
            marker=[_MARKS[number % len(_MARKS)] for number in range(len(outlets))],
            width=0.8,
        )
        step = max(1, _LABEL * len(weeks) // width + 1)
        # The latest week always has its date.
        ticks = range(len(weeks) - 1, -1, -step)
        plt.xticks([tick + 1 for tick in ticks], [f"{weeks[t].day} {weeks[t]:%b}" for t in ticks])
        step = max(1, most // _TICKS)
        numbers = list(range(0, most + 1, step))
        plt.yticks(numbers, [f"{number:,}" for number in numbers])
        built: str = plt.build()
        return built

    def _legend(self, width: int) -> Text:
        legend, lines, used = Text(), 1, 0
        for number, (outlet, numbers) in enumerate(self._timeline.outlets):
            entry = f" {crop(outlet, _NAME)} {sum(numbers):,}   "
            if used + cell_len(entry) + 1 > width:
                if lines == _LEGEND_LINES:
                    break
                lines, used = lines + 1, 0
                legend.append("\n")
            mark = _MARKS[number % len(_MARKS)]
            legend.append(mark, style=Style(color=self._colour(number).rich_color))
            legend.append(entry)
            used += cell_len(entry) + 1
        return legend
