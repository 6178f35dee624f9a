"""Runs the action of a key without the key: for clicks, and for commands by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.dom import DOMNode
    from textual.screen import Screen


async def act(action: str, screen: Screen[Any]) -> bool:
    """Run an action where its key would find it; tell whether there is one of that name.

    Textual itself runs it on one node only: what is the app's is not found from a screen.
    """
    name = action.partition("(")[0]
    if "." in name:
        return await screen.app.run_action(action, screen)
    method = f"action_{name}"
    for node in _places(screen):
        if hasattr(node, method):
            return await screen.app.run_action(action, node)
    return False


def _places(screen: Screen[Any]) -> Iterator[DOMNode]:
    if screen.focused is not None:
        yield from screen.focused.ancestors_with_self
    else:
        yield screen
        yield screen.app
