"""Rules as feeds.toml has them: read, and their mistakes told."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.config import load_text
from onrecord.settings import RuleSpec, act_of

PATH = Path("feeds.toml")


def test_rules_are_read_in_their_order() -> None:
    text = """
[[rules]]
when = "speaker:mabry OR about:gas"
do = ["star", "Tag  Gas prices", "star"]

[[rules]]
when = "title:horoscope"
do = "HIDE"
"""
    config = load_text(PATH, text)
    assert config.problems == ()
    assert config.rules == (
        RuleSpec("speaker:mabry OR about:gas", ("star", "tag Gas prices")),
        RuleSpec("title:horoscope", ("hide",)),
    )
    assert config.rules[0].words == "speaker:mabry OR about:gas → star, tag Gas prices"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ('when = "x"', "line 1: this rule has no do; add one."),
        ('do = ["star"]', "line 1: this rule has no when; add one."),
        ('when = ""\ndo = ["star"]', "line 2: when must be a query"),
        (
            'when = "gas speker:x"\ndo = "star"',
            "line 2: when, at character 5: There is no field “speker:”. Did you mean “speaker”?",
        ),
        ('when = "x"\ndo = []', "line 3: do must be a list of"),
        ('when = "x"\ndo = ["star", "sing"]', "line 3: do must be a list of"),
        ('when = "x"\ndo = ["tag"]', "line 3: do must be a list of"),
        ('when = "x"\ndo = ["tag …"]', "line 3: do must be a list of"),
        ('when = "x"\ndo = ["read gas"]', "line 3: do must be a list of"),
        ('when = 7\ndo = ["star"]', "line 2: when must be a query"),
        ('when = "x"\ndo = ["star"]\nthen = 1', "line 4: On Record knows no then"),
    ],
)
def test_a_mistake_is_told_with_its_line(rule: str, told: str) -> None:
    config = load_text(PATH, f'[[rules]]\n{rule}\n\n[[rules]]\nwhen = "y"\ndo = ["read"]\n')
    (problem,) = config.problems
    assert told in problem.sentence
    assert config.rules[-1] == RuleSpec("y", ("read",))


def test_rules_that_are_no_tables_are_told() -> None:
    assert "[[rules]]" in load_text(PATH, "rules = 3").problems[0].sentence
    assert "[[rules]]" in load_text(PATH, '[rules]\nwhen = "x"').problems[0].sentence


def test_acts() -> None:
    assert act_of(" Star ") == "star"
    assert act_of("TAG Öl") == "tag Öl"
    with pytest.raises(ValueError, match=r"^$"):
        act_of("stars")
