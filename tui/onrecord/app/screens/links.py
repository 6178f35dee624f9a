"""The links of an article, by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from onrecord.app.screens.dialog import NarrowedList
from onrecord.app.widgets.lines import Entry, Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.model import Body


def numbered_links(body: Body) -> tuple[tuple[int, str, str], ...]:
    """Return each link of a text: the number it has in the text, its words, its address.

    Links that end at the same place share a number, as they share its mark in the text.
    """
    ends = sorted({link.end for link in body.links})
    numbers = {end: number for number, end in enumerate(ends, 1)}
    return tuple(
        (numbers[link.end], " ".join(body.text[link.start : link.end].split()), link.url)
        for link in sorted(body.links, key=lambda link: (link.end, link.start))
    )


class LinksScreen(NarrowedList[str]):
    """The links; Enter gives the chosen one's address, and so does a number that no other begins.

    A number that others begin with chooses its link and waits for Enter.
    """

    HEADING = "Links"

    def __init__(self, links: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(Lines(len(str(len(links))) + 1), "A number, or words of the link")
        self._links = tuple(links)
        self._shown = self._links

    def narrow(self, wanted: str) -> None:
        """List the links that ``wanted`` is said of."""
        wanted = wanted.strip().casefold()
        if wanted.isdigit():
            exact = [link for link in self._links if str(link[0]) == wanted]
            longer = [link for link in self._links if str(link[0]).startswith(wanted)]
            self._shown = (*exact, *(link for link in longer if link not in exact))
            if len(exact) == 1 and exact == longer:
                self.dismiss(exact[0][2])
        else:
            self._shown = tuple(
                link for link in self._links if wanted in f"{link[1]} {link[2]}".casefold()
            )
        entries = [Entry(words, str(number), url) for number, words, url in self._shown]
        self._lines.list_entries(entries, ("No such link.",))

    @on(Input.Submitted)
    def _open(self) -> None:
        if self._shown:
            self.dismiss(self._shown[self._lines.chosen][2])
