"""How a key of the reader is written down, and the groups that keys stand in."""

from __future__ import annotations

from textual.binding import Binding

MOVING = Binding.Group("Moving")
PANES = Binding.Group("Panes")
READING = Binding.Group("Reading")
MARKING = Binding.Group("Marking")
FEEDS = Binding.Group("Feeds")
FINDING = Binding.Group("Finding")
PROGRAM = Binding.Group("Program")


def key(  # one call, one line of the table below
    name: str, keys: str, action: str, description: str, tooltip: str, group: Binding.Group
) -> Binding:
    """Return a key under the id by which users remap it."""
    return Binding(keys, action, description, show=False, tooltip=tooltip, id=name, group=group)


MENU = key(
    "app.menu",
    "M,shift+f10",
    "menu",
    "Menu",
    "What can be done with what is chosen; the right button does the same",
    PROGRAM,
)
"""The key of the small menu, on every screen that has lists."""
