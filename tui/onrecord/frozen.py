"""Frozen dataclasses that are quick to make, for what stands between ``onrecord`` and its screen.

Before Python 3.13, ``dataclass(frozen=True, slots=True)`` compiles six methods for a class one by
one, which takes the better part of a millisecond. ``frozen`` compiles none but ``__init__``, and
that for a class with many instances only; what ``dataclasses`` knows of its fields is worked out
when somebody asks. There are sixty such classes before the first paint. What it makes is a
dataclass in every other respect: for ``fields``, ``replace``, ``match`` and the type checker. It
has no bases, and no class variables with annotations.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_FEW = 8
"""Instances that are made before ``__init__`` is compiled, which takes as long as they all."""


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """Make a class a dataclass whose instances have slots and never change."""
    names = tuple(cls.__annotations__)
    given = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    told = {name: each for name, each in given.items() if isinstance(each, Field)}
    shown = [name for name in names if name not in told or told[name].repr]
    compared = [name for name in names if name not in told or told[name].compare]
    own = {name: each for name, each in cls.__dict__.items() if name not in given}
    made: type[Any] = type(
        cls.__name__,
        (),
        {
            "__repr__": _repr(shown),
            "__setattr__": _keep,
            "__delattr__": _keep,
            "__reduce__": _reduce(names),
            **_comparison(compared),
            **{name: each for name, each in own.items() if name not in _OF_INSTANCES},
            "__qualname__": cls.__qualname__,
            "__slots__": names,
            "__match_args__": names,
            "__dataclass_fields__": _Fields(given),
        },
    )
    made.__init__ = _init(made, names, given)
    return made


_OF_INSTANCES = frozenset({"__dict__", "__weakref__"})
"""What a class has for instances without slots."""


class _Fields:
    """What a class knows of its fields, worked out when it is asked for."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = given

    def __get__(self, _: object, made: type[Any]) -> dict[str, Field[Any]]:
        parts = {"__annotations__": made.__annotations__, "__module__": made.__module__}
        # With words of its own, it is not given any.
        twin: type[Any] = type(made.__name__, (), {"__doc__": "-", **parts, **self._given})
        twin = dataclass(init=False, repr=False, eq=False)(twin)
        found: dict[str, Field[Any]] = twin.__dataclass_fields__
        made.__dataclass_fields__ = found
        return found


def _init(made: type[Any], names: tuple[str, ...], given: dict[str, Any]) -> Callable[..., None]:
    """Return what takes the arguments of a few instances, and then has itself compiled."""
    defaults, factories = _defaults(given)
    setters = [(name, made.__dict__[name].__set__) for name in names]
    few = [None] * _FEW

    def first(self: Any, *args: Any, **kwargs: Any) -> None:
        told = dict(zip(names, args, strict=False)) | kwargs
        values = {name: make() for name, make in factories.items() if name not in told}
        values = defaults | values | told
        wrong = len(told) < len(args) + len(kwargs) or len(values) > len(names)
        if not few or wrong or not all(name in values for name in names):
            # What is wrong is told by the compiled one.
            made.__init__ = init = _compiled(made, names, given)
            init(self, *args, **kwargs)
            return
        few.pop()
        for name, put in setters:
            put(self, values[name])

    return first


def _defaults(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return the default values, and what makes one for each instance."""
    defaults, factories = {}, {}
    for name, each in given.items():
        if not isinstance(each, Field):
            defaults[name] = each
        elif each.default_factory is not MISSING:
            factories[name] = each.default_factory
        elif each.default is not MISSING:
            defaults[name] = each.default
    return defaults, factories


def _compiled(
    made: type[Any], names: tuple[str, ...], given: dict[str, Any]
) -> Callable[..., None]:
    """Compile ``__init__``: nothing else takes arguments as quickly."""
    defaults, factories = _defaults(given)
    scope: dict[str, Any] = {"MISSING": MISSING}
    taken, lines = [], []
    for name in names:
        value = name
        scope[f"set_{name}"] = made.__dict__[name].__set__
        if name in factories:
            scope[f"new_{name}"] = factories[name]
            taken.append(f"{name}=MISSING")
            value = f"new_{name}() if {name} is MISSING else {name}"
        elif name in defaults:
            scope[f"default_{name}"] = defaults[name]
            taken.append(f"{name}=default_{name}")
        else:
            taken.append(name)
        lines.append(f"    set_{name}(self, {value})")
    text = "\n".join((f"def __init__(self, {', '.join(taken)}):", *lines))
    exec(text, scope)  # noqa: S102 (names of fields of ours, as dataclasses does)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _repr(names: Sequence[str]) -> Callable[[Any], str]:
    def written(self: Any) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return written


def _comparison(names: Sequence[str]) -> dict[str, Callable[..., Any]]:
    key = attrgetter(*names)

    def equal(self: Any, other: object) -> Any:
        return key(self) == key(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(key(self))

    return {"__eq__": equal, "__hash__": hashed}


def _reduce(names: tuple[str, ...]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    def reduced(self: Any) -> tuple[type[Any], tuple[Any, ...]]:
        return type(self), tuple([getattr(self, name) for name in names])

    return reduced


def _keep(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be changed")
