"""Frozen dataclasses that are quick to make, for what stands between ``onrecord`` and its screen.

Before Python 3.13, ``dataclass(frozen=True, slots=True)`` compiles six methods for a class one by
one, which takes the better part of a millisecond. ``frozen`` compiles ``__init__``, once it is
called, and has plain functions for the others: a sixth of the time, and there are sixty such
classes before the first paint. What it makes is a dataclass in every other respect: for ``fields``,
``replace``, ``match`` and the type checker.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class a dataclass whose instances have slots and never change."""
    made: type[Any] = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    parts = fields(made)
    methods = {
        "__init__": _init(made),
        "__repr__": _repr(tuple(each.name for each in parts if each.repr)),
        **_comparison(made, attrgetter(*(each.name for each in parts if each.compare))),
        "__setattr__": _keep,
        "__delattr__": _keep,
        "__reduce__": _reduce(tuple(each.name for each in parts)),
    }
    for name, method in methods.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    return made


def _init(made: type[Any]) -> Callable[..., None]:
    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        made.__init__ = init = _compiled(made, fields(made))
        init(self, *args, **kwargs)

    return first


def _compiled(made: type[Any], parts: tuple[Field[Any], ...]) -> Callable[..., None]:
    """Compile ``__init__``: nothing else takes arguments as quickly."""
    scope: dict[str, Any] = {"MISSING": MISSING}
    taken, lines = [], []
    for each in parts:
        name = value = each.name
        scope[f"set_{name}"] = made.__dict__[name].__set__ if name in made.__dict__ else None
        if each.default_factory is not MISSING:
            scope[f"new_{name}"] = each.default_factory
            taken.append(f"{name}=MISSING")
            value = f"new_{name}() if {name} is MISSING else {name}"
        elif each.default is not MISSING:
            scope[f"default_{name}"] = each.default
            taken.append(f"{name}=default_{name}")
        else:
            taken.append(name)
        lines.append(f"    set_{name}(self, {value})")
    text = "\n".join((f"def __init__(self, {', '.join(taken)}):", *lines))
    exec(text, scope)  # noqa: S102 (names of fields of ours, as dataclasses does)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _repr(names: tuple[str, ...]) -> Callable[[Any], str]:
    def written(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return written


def _comparison(made: type[Any], key: Callable[[Any], Any]) -> dict[str, Callable[..., Any]]:
    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is made else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": equal, "__hash__": hashed}


def _reduce(names: tuple[str, ...]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    def reduced(self: Any) -> tuple[type[Any], tuple[Any, ...]]:
        return type(self), tuple([getattr(self, name) for name in names])

    return reduced


def _keep(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
