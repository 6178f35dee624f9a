"""Places and bodies that no list knows, told by the words around them."""

from __future__ import annotations

import pytest

from onrecord.analyse.pipeline import analyse
from onrecord.model import Document, EntityKind

ORG, PLACE = EntityKind.ORG, EntityKind.PLACE


def kinds(text: str) -> dict[str, EntityKind]:
    return {e.name: e.kind for e in analyse(Document("1", "", text, language="en")).entities}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KARVOLM, Nov 12 (Meridian) - The central bank kept its rate.", "Karvolm"),
        ("OST SABRA, Zarkan — When it stopped, she came out of the cellar.", "Ost Sabra"),
        (
            "VELLAPET: At the corner where two roads meet, a man takes the cover off a green box.",
            "Vellapet",
        ),
        ("Two were missing in the hillside hamlet of Sitio Malva, she said.", "Sitio Malva"),
        ("Denise Orley, 46, of Chantry Vane, admitted the theft.", "Chantry Vane"),
        ("Craig Lomer, the MP for Tarrow Vale, did not vote.", "Tarrow Vale"),
        ("The President of Quorlan, Behn Dashter, was there.", "Quorlan"),
        ("A customer from Velbe wrote to say that it was cold.", "Velbe"),
        ("He runs the foundry at Marlhame with his sister.", "Marlhame"),
        ("The land ends where the Hofsbrenn glacier begins.", "Hofsbrenn"),
        ("Talks between Bantre and Mekku ended on Sunday.", "Mekku"),
        ("The tarmac stops eleven kilometres before Zawane and a sign.", "Zawane"),
        ("The Ostrava Dam, completed in 1974, was shut.", "Ostrava Dam"),
    ],
)
def test_a_place(text: str, name: str) -> None:
    assert kinds(text).get(name) is PLACE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Luciana Petri is head of flexibility at Vollwerke Holm.", "Vollwerke Holm"),
        ("She had worked at Larkley for nine years.", "Larkley"),
        ("Wanja Gatho runs Mavune, which makes pumps for farms.", "Mavune"),
        ("Pomello, the grocery delivery startup, closed on Friday.", "Pomello"),
        ("A spokesman for the dam’s operator, Hidro Ostran, said it was safe.", "Hidro Ostran"),
        ("A memo seen by Stackline told the staff to leave.", "Stackline"),
        ("He wrote to Lumenta’s chief executive on Monday.", "Lumenta"),
        ("Annika Feld is co-founder and CEO of Lumenta.", "Lumenta"),
        ("Susan Kade is the president of the PTX and a nurse.", "PTX"),
    ],
)
def test_a_body(text: str, name: str) -> None:
    assert kinds(text).get(name) is ORG


@pytest.mark.parametrize(
    "text",
    [
        "REEL: Did you sleep?\n\nYOON: A little.\n\nREEL: And now?\n\nYOON: More.",
        "She was in a state of Shock and did not answer.",
        "Two of them shone a lamp from the ROX into the dark.",
    ],
)
def test_neither(text: str) -> None:
    found = kinds(text)
    assert not {"REEL", "Shock"} & {n for n, kind in found.items() if kind is PLACE}
    assert found.get("ROX") is not ORG


def test_a_surname_behind_an_outlet_is_no_part_of_it() -> None:
    text = (
        "Oda Roy said it again. In a meeting with the board of the Washington Post Roy said that "
        "the pact was “obsolete and a bad deal for all of us”.\n\n“We pay too much,” Roy said."
    )
    assert [e.name for e in analyse(Document("1", "", text)).entities] == ["Oda Roy"]
