"""Textual's ``App``, imported without its command palette, in whose place the reader has its own.

The palette takes Textual's lines, lists and trees along: a tenth of the time to the first paint.
"""

from __future__ import annotations

from onrecord.optional import standing_in

_PALETTE = (
    "CommandListItem",
    "CommandPalette",
    "DiscoveryHit",
    "Hit",
    "Hits",
    "Provider",
    "SimpleProvider",
)

with standing_in("textual.command", *_PALETTE):
    from textual.app import App

__all__ = ["App"]
