from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.app import keymap, people_keys
from onrecord.app.app import OnRecord
from onrecord.app.remapping import PLACES, mistakes
from onrecord.app.screens.dialog import Dialog
from onrecord.app.screens.dossier import DossierScreen
from onrecord.app.screens.people import PeopleScreen
from onrecord.app.screens.room import ReadingRoom
from onrecord.app.widgets.reader import Reader
from onrecord.app.widgets.rows import Rows

DOCS = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_documented_keys_are_those_of_the_reader():
    documented = DOCS.read_text()
    assert keymap.as_markdown() in documented


def test_every_key_has_an_id_a_description_and_a_group():
    for bindings in keymap.TABLES.values():
        for binding in bindings:
            assert binding.id
            assert binding.description
            assert binding.tooltip
            assert binding.group


def test_an_id_means_the_same_wherever_it_is_bound():
    seen: dict[str, tuple[str, str]] = {}
    for bindings in keymap.TABLES.values():
        for binding in bindings:
            assert binding.id
            meaning = (binding.action, binding.key)
            assert seen.setdefault(binding.id, meaning) == meaning


def test_no_key_means_two_things_in_one_place():
    assert mistakes({}) == ()
    for place in PLACES:
        keys = [key for table in place for binding in table for key in binding.key.split(",")]
        assert len(keys) == len(set(keys))


def test_mistakes_in_the_users_keys_are_told():
    assert mistakes({"article.star": "S", "move.down": "j,down,ctrl+j"}) == ()
    assert mistakes({"article.star": "S", "article.copy": "f"}) == ()
    [clash] = mistakes({"article.star": "m"})
    assert clash == "the key m is that of 'article.read' and of 'article.star'; change one."
    [unknown] = mistakes({"article.stars": "s"})
    assert unknown == "no command is called 'article.stars'; did you mean 'article.star'?"
    [unknown] = mistakes({"fly": "s"})
    assert unknown == "no command is called 'fly'."


@pytest.mark.parametrize(
    ("owner", "bindings"),
    [
        (OnRecord, keymap.APP),
        (ReadingRoom, keymap.ROOM),
        (Rows, keymap.LIST),
        (Reader, keymap.MOVES),
        (PeopleScreen, [*people_keys.SPREAD, *people_keys.PEOPLE]),
        (DossierScreen, [*people_keys.SPREAD, *people_keys.DOSSIER]),
        (Dialog, [*keymap.DIALOG, *keymap.DIALOG_LIST]),
    ],
)
def test_every_key_has_its_action(owner: type, bindings: list[keymap.Binding]):
    for binding in bindings:
        name = binding.action.split("(")[0]
        assert callable(getattr(owner, f"action_{name}"))


def test_keys_are_written_for_people():
    named = keymap.by_id()
    assert keymap.shown_keys(named["move.top"]) == ("gg", "Home")
    assert keymap.shown_keys(named["move.half-down"]) == ("^d",)
    assert keymap.shown_keys(named["pane.back"]) == ("q", "Esc")
