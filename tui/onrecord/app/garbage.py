"""When Python looks for garbage: not before the first paint, in full only while nobody types.

A full look at everything that the reader has made takes a tenth of a second and more, and comes
with any key. What there is after the first paint stays for good and need not be looked at again.
"""

from __future__ import annotations

import gc

_YOUNG, _MIDDLING, _NEVER = 5_000, 20, 1_000_000
"""After how many new objects the young are looked at, after how many such looks the middling."""


def hold() -> None:
    """Look for none, until ``release``."""
    gc.disable()


def release() -> bool:
    """Look at new objects only; tell whether it was held, else leave everything as it is."""
    if gc.isenabled():
        return False
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLING, _NEVER)
    gc.enable()
    return True


def sweep() -> None:
    """Look at everything made since ``release``, where that is much."""
    *_, looks = gc.get_count()
    if looks:
        gc.collect()
