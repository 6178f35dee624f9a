from __future__ import annotations

import json

import pytest
from archive import NOW, entry, record

from onrecord.record.sparkline import sparkline


@pytest.fixture
def press(archive):
    texts = {
        "one": ("“We sail,” said Ada Vane.", ("“We sail,”", "Ada Vane")),
        "two": ("“At dawn,” said A. Vane.", ("“At dawn,”", "A. Vane")),
        "three": ("“No,” said Tam Ode.", ("“No,”", "Tam Ode")),
    }
    for guid, (text, said) in texts.items():
        (article_id,) = archive.store(1, entry(guid, text, guid, published_at=NOW)).new
        archive.analyse(article_id, record(text, said))
    return archive


def test_people_are_listed(onrecord, press):
    code, out, _ = onrecord("people")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["2", "1"]
    assert out.splitlines()[0].endswith("Ada Vane")
    (row,) = json.loads(onrecord("people", "ode", "--json")[1])
    assert (row["name"], row["quotations"], len(row["weeks"])) == ("Tam Ode", 1, 12)


def test_a_dossier_is_printed_under_any_name(onrecord, press):
    _, out, _ = onrecord("dossier", "A. Vane")
    assert "“We sail,”" in out
    assert "“At dawn,”" in out
    found = json.loads(onrecord("dossier", "Ada Vane", "--query", "dawn", "--json")[1])
    assert [each["title"] for each in found["appearances"]] == ["two"]


def test_a_dossier_is_exported(onrecord, press, tmp_path):
    code, _, _ = onrecord("export", "dossier", "vane", "--format", "csl", "-o", tmp_path)
    assert code == 0
    assert len(json.loads((tmp_path / "Ada-Vane.csl.json").read_text())) == 2


@pytest.mark.parametrize("command", ["people", "dossier"])
def test_near_names_are_told_for_nobodys(onrecord, press, command):
    code, out, err = onrecord(command, "Ada Vain")
    assert (code, out) == (1, "")
    assert err == "onrecord: Nobody in the archive is named “Ada Vain”. Did you mean Ada Vane?\n"


def test_names_are_joined_parted_and_renamed(onrecord, press):
    assert onrecord("person", "join", "Tam Ode", "Ada Vane")[0] == 0
    assert len(onrecord("people")[1].splitlines()) == 1
    code, _, err = onrecord("person", "join", "Ada Vane", "Tam Ode")
    assert code == 1
    assert "already" in err
    assert onrecord("person", "part", "Tam Ode")[0] == 0
    assert len(onrecord("people")[1].splitlines()) == 2
    assert onrecord("person", "rename", "Tam Ode", "Old Tam")[0] == 0
    assert onrecord("person", "alias", "Old Tam", "Captain")[0] == 0
    assert "Old Tam" in onrecord("people", "captain")[1]
    code, _, err = onrecord("person", "divide", "Ada Vane", "1")
    assert code == 1
    assert "but not all" in err


def test_what_was_decided_is_exported(onrecord, press, archive):
    text = "“Yes,” said Tam Ode."
    archive.analyse(
        archive.store(1, entry("four", text, published_at=NOW)).new[0],
        record(text, ("“Yes,”", "Tam Ode")),
    )
    assert not any(json.loads(onrecord("export", "people")[1]).values())
    onrecord("person", "divide", "Tam Ode", "4")
    onrecord("person", "rename", "Ada Vane", "Countess")
    onrecord("person", "alias", "Countess", "Lady V")
    onrecord("person", "part", "A. Vane")
    onrecord("person", "join", "A. Vane", "Countess")
    assert json.loads(onrecord("export", "people")[1]) == {
        "joined": [{"kind": "PERSON", "name": "A. Vane", "joined_to": "Ada Vane"}],
        "apart": [],
        "renamed": [{"kind": "PERSON", "name": "Ada Vane", "called": "Countess"}],
        "aliases": [{"kind": "PERSON", "name": "Ada Vane", "alias": "Lady V"}],
        "divided": [
            {
                "kind": "PERSON",
                "name": "Tam Ode",
                "namesake": "tam-ode~2",
                "article": "https://press.example/four",
            }
        ],
    }


def test_a_name_of_several_is_asked_about(onrecord, press, archive):
    text = "“Yes,” said Bo Vane."
    (article_id,) = archive.store(1, entry("four", text, published_at=NOW)).new
    archive.analyse(article_id, record(text, ("“Yes,”", "Bo Vane")))
    code, _, err = onrecord("dossier", "vane")
    assert code == 1
    assert "Ada Vane (2 quotations); Bo Vane (1 quotations)" in err


def test_bars_are_as_high_as_their_numbers():
    assert sparkline((0, 1, 4, 8)) == " ▁▄█"
    assert sparkline((0, 0)) == "  "
    assert sparkline(()) == ""
