"""Imports without what a library takes along where it happens to be installed."""

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from onrecord.optional import standing_in, without


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


@pytest.fixture
def palette(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "palette.py").write_text("class Row: size = 1\nclass Later: size = 2\n")
    (tmp_path / "asks.py").write_text("from palette import Row\nclass Mine(Row): pass\n")
    (tmp_path / "asks_more.py").write_text("from palette import Later, Row\n")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("palette", "asks", "asks_more"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return "palette"


def test_empty_classes_stand_in_for_a_module(palette: str) -> None:
    with standing_in(palette, "Row"):
        assert not hasattr(import_module("asks").Row, "size")
    assert palette not in sys.modules
    assert import_module(palette).Row.size == 1


def test_a_module_that_is_asked_for_more_is_imported_after_all(palette: str) -> None:
    with standing_in(palette, "Row"):
        assert import_module("asks_more").Later.size == 2
    assert import_module(palette).Row.size == 1


def test_nothing_stands_in_for_what_is_there(palette: str) -> None:
    there = import_module(palette)
    with standing_in(palette, "Row"):
        assert import_module("asks").Row.size == 1
    assert sys.modules[palette] is there


def test_a_module_that_lacks_what_it_is_asked_for_is_told(palette: str) -> None:
    with standing_in(palette, "Row"), pytest.raises(AttributeError):
        _ = import_module(palette).Nothing
