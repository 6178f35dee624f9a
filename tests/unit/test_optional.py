"""Imports without what a library takes along where it happens to be installed."""

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from onrecord.optional import without


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "taken_along.py").write_text("")
    (tmp_path / "library.py").write_text(
        "try:\n    import taken_along\nexcept ImportError:\n    taken_along = None\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("taken_along", "library"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "taken_along"


def test_what_is_optional_is_not_there_for_this_thread(module: str) -> None:
    with without(module):
        assert import_module("library").taken_along is None
        with pytest.raises(ImportError):
            import_module(module)
        with ThreadPoolExecutor(1) as another:
            assert another.submit(import_module, module).result().__name__ == module
    assert import_module(module).__name__ == module


def test_it_is_there_afterwards_whatever_happened(module: str) -> None:
    with pytest.raises(ZeroDivisionError), without(module):
        raise ZeroDivisionError
    assert import_module(module).__name__ == module
