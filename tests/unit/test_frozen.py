"""A frozen class is a dataclass in every respect that the program relies on."""

import copy
import pickle
from dataclasses import (
    FrozenInstanceError,
    asdict,
    dataclass,
    field,
    fields,
    is_dataclass,
    replace,
)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.frozen import frozen


@frozen
class Quick:
    name: str
    number: int = 3
    parts: list[int] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False)

    @property
    def shout(self) -> str:
        return self.name.upper()


@dataclass(frozen=True, slots=True)
class Slow:
    name: str
    number: int = 3
    parts: list[int] = field(default_factory=list, compare=False)
    secret: str = field(default="", repr=False)


@frozen
class One:
    only: str


@frozen
class Spelled:
    text: str

    def __repr__(self) -> str:
        return "spelled by hand"


values = st.tuples(st.text(max_size=3), st.integers(0, 3), st.lists(st.integers(), max_size=2))


@given(values, values)
def test_it_compares_hashes_and_prints_as_a_dataclass_does(one, other):
    quick, slow = (Quick(*one), Quick(*other)), (Slow(*one), Slow(*other))
    assert (quick[0] == quick[1]) == (slow[0] == slow[1])
    assert (hash(quick[0]) == hash(quick[1])) == (hash(slow[0]) == hash(slow[1]))
    assert repr(quick[0]) == repr(slow[0]).replace("Slow", "Quick")
    assert asdict(quick[0]) == asdict(slow[0])


@given(values)
def test_it_comes_back_whole_from_another_process(one):
    quick = Quick(*one, secret="kept")
    for back in (pickle.loads(pickle.dumps(quick)), copy.copy(quick), copy.deepcopy(quick)):
        assert back == quick
        assert (back.parts, back.secret) == (quick.parts, "kept")


def test_its_arguments_have_names_and_defaults():
    assert Quick("a") == Quick(name="a", number=3)
    assert Quick("a").parts is not Quick("a").parts
    assert replace(Quick("a", parts=[1]), number=4).parts == [1]
    assert [each.name for each in fields(Quick)] == ["name", "number", "parts", "secret"]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Quick()


def test_it_never_changes():
    quick = Quick("a")
    with pytest.raises(FrozenInstanceError):
        quick.name = "b"
    with pytest.raises(FrozenInstanceError):
        del quick.name
    with pytest.raises(FrozenInstanceError):
        quick.other = 1
    assert not hasattr(quick, "__dict__")


def test_it_has_its_own_methods_and_can_be_matched():
    assert Quick("a").shout == "A"
    assert repr(Spelled("x")) == "spelled by hand"
    match Quick("a", 5):
        case Quick(name, 5):
            assert name == "a"
        case _:
            pytest.fail("it did not match")


def test_nothing_else_is_equal_to_it():
    assert Quick("a") != Slow("a")
    assert One("a") == One("a") != "a"
    assert {One("a"): 1}[One("a")] == 1


def test_the_many_are_made_as_the_few():
    made = [Quick("a", number) for number in range(30)]
    assert [each.number for each in made] == list(range(30))
    assert len({id(each.parts) for each in made}) == 30
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        Quick()


@pytest.mark.parametrize(
    ("args", "kwargs", "told"),
    [
        (("a", "b"), {}, "takes 2 positional arguments but 3 were given"),
        (("a",), {"only": "b"}, "got multiple values for argument 'only'"),
        ((), {"other": "b"}, "unexpected keyword argument 'other'"),
        (("a",), {"other": "b"}, "unexpected keyword argument 'other'"),
    ],
)
def test_wrong_arguments_are_told(args, kwargs, told):
    @frozen
    class Fresh:
        only: str

    with pytest.raises(TypeError, match=told):
        Fresh(*args, **kwargs)


def test_the_first_to_ask_for_the_fields_gets_those_of_a_dataclass():
    @frozen
    class Fresh:
        name: str
        parts: list[int] = field(default_factory=list, compare=False)

    name, parts = fields(Fresh)
    assert (name.name, parts.name, parts.compare) == ("name", "parts", False)
    assert fields(Fresh("a")) == (name, parts)
    assert is_dataclass(Fresh)
