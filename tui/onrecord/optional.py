"""Importing a library without what it only takes along where it happens to be installed."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from threading import get_ident
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Absent:
    """Finds some modules missing, for one thread; all others may import them meanwhile."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._thread = get_ident()

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        if name in self._names and get_ident() == self._thread:
            raise ModuleNotFoundError(f"{name} is not wanted here", name=name)


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Import as if these modules were not installed; those that are imported already are there.

    What asks for them must do without: it is what libraries do with an ``ImportError``.
    """
    absent = _Absent(frozenset(names))
    sys.meta_path.insert(0, absent)
    try:
        yield
    finally:
        sys.meta_path.remove(absent)


@contextmanager
def standing_in(module: str, *classes: str) -> Iterator[None]:
    """Import what takes these classes from a module by name, and never uses them, without it.

    They are empty. Asked for anything else, the module is imported after all; so it is by whoever
    imports it later.
    """
    if module in sys.modules:
        yield
        return
    stand_in = ModuleType(module)
    vars(stand_in).update({name: type(name, (), {"__module__": module}) for name in classes})

    def imported(name: str) -> object:
        if name.startswith("__"):
            # What the import itself asks: whether it is a package, and where.
            raise AttributeError(name)
        sys.modules.pop(module, None)
        return getattr(import_module(module), name)

    vars(stand_in)["__getattr__"] = imported
    sys.modules[module] = stand_in
    try:
        yield
    finally:
        if sys.modules.get(module) is stand_in:
            del sys.modules[module]
