"""The query language: its trees, its mistakes with their places, and half-typed lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.query import (
    FIELDS,
    MOST_TERMS,
    VALUES,
    And,
    Node,
    Not,
    Or,
    Term,
    age,
    days,
    parse_query,
    part_at,
)

EXAMPLE = (
    'speaker:putin about:"gas" outlet:xinhua after:2014-05-01 is:unread -rumour'
    ' (energy OR oil) "win-win"'
)
EXAMPLE_TREE = (
    "(speaker:putin & about:gas & outlet:xinhua & after:2014-05-01 & is:unread & -rumour"
    " & (energy | oil) & win-win)"
)


def shown(node: Node | None) -> str:
    """Write a tree with all its parentheses."""
    match node:
        case Term(field, value, prefix):
            return f"{field}:{value}{'*' if prefix else ''}" if field else value + "*" * prefix
        case Not(part):
            return f"-{shown(part)}"
        case And(parts):
            return f"({' & '.join(map(shown, parts))})"
        case Or(parts):
            return f"({' | '.join(map(shown, parts))})"
        case _:
            return ""


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        ("gas", "gas"),
        ("gas oil", "(gas & oil)"),
        ("gas AND oil", "(gas & oil)"),
        ("gas or oil and not", "(gas & or & oil & and & not)"),
        ("gas OR oil coal", "(gas | (oil & coal))"),
        ("(gas OR oil) coal", "((gas | oil) & coal)"),
        ("-gas", "-gas"),
        ("NOT gas", "-gas"),
        ("NOT NOT gas", "gas"),
        ("-(gas OR oil)", "-(gas | oil)"),
        ("win-win - gas", "(win-win & gas)"),
        ('"win win"', "win win"),
        ('"win  \t win"*', "win win*"),
        ("“win win” „so“", "(win win & so)"),
        ('a"b c"d', "(a & b c & d)"),
        ("pre*", "pre*"),
        ("speaker:putin", "speaker:putin"),
        ('SPEAKER:"Vladimir Putin"', "speaker:Vladimir Putin"),
        ("-speaker:putin*", "-speaker:putin*"),
        ("is:UNREAD", "is:UNREAD"),
        ("after:2014-05-01", "after:2014-05-01"),
        ("http://press.example/a", "http://press.example/a"),
        ("at 12:30", "(at & 12:30)"),
        ("C++", "C++"),
        (EXAMPLE, EXAMPLE_TREE),
    ],
)
def test_trees(line: str, tree: str) -> None:
    query = parse_query(line)
    if line != "win-win - gas":
        assert query.problems == ()
    assert shown(query.tree) == tree


@pytest.mark.parametrize(
    ("line", "tree", "place", "sentence"),
    [
        ('say "win', "(say & win*)", '"win', "not closed"),
        ("(gas", "gas", "(", "not closed"),
        ("gas)", "gas", ")", "never opened"),
        ("gas OR", "gas", "OR", "both sides"),
        ("OR gas", "gas", "OR", "both sides"),
        ("gas AND", "gas", "AND", "both sides"),
        ("gas OR OR oil", "(gas | oil)", "OR", "both sides"),
        ("gas NOT", "gas", "NOT", "nothing here"),
        ("gas - oil", "(gas & oil)", "-", "no letter or digit"),
        ("speaker:", "", "speaker:", "nothing after “speaker:”"),
        ("gas ++", "gas", "++", "no letter or digit"),
        ('gas ""', "gas", '""', "nothing between"),
        ("is:unraed", "", "is:unraed", "Did you mean “unread”?"),
        ("has:", "", "has:", "nothing after"),
        ("form:poem", "", "form:poem", "one of interview, transcript, report."),
        ("after:2014-13", "", "after:2014-13", "takes a day"),
        ("on:2014-02-30", "", "on:2014-02-30", "takes a day"),
        ("newer:3", "", "newer:3", "takes a time"),
        ("spaeker:x", "spaeker:x", "spaeker:", "Did you mean “speaker”?"),
        ("colour:red", "colour:red", "colour:", "no field “colour:”."),
    ],
)
def test_mistakes_are_told_with_their_place_and_the_rest_is_kept(
    line: str, tree: str, place: str, sentence: str
) -> None:
    query = parse_query(line)
    assert shown(query.tree) == tree
    assert query.problems
    problem = next(each for each in query.problems if sentence in each.sentence)
    assert line[problem.start : problem.end] == place


def test_a_line_that_is_being_typed_ends_in_a_beginning() -> None:
    assert shown(parse_query("gas oi", typing=True).tree) == "(gas & oi*)"
    assert shown(parse_query("gas oi ", typing=True).tree) == "(gas & oi)"
    assert shown(parse_query('gas "oil a', typing=True).tree) == "(gas & oil a*)"
    assert shown(parse_query('gas "oil"', typing=True).tree) == "(gas & oil)"
    assert shown(parse_query("speaker:pu", typing=True).tree) == "speaker:pu*"


def test_long_lines_are_cut_and_deep_ones_flattened() -> None:
    query = parse_query("gas " * 100)
    assert isinstance(query.tree, And)
    assert len(query.tree.parts) == MOST_TERMS
    assert "Only the first" in query.problems[0].sentence
    assert shown(parse_query("(" * 5000 + "gas" + ")" * 5000).tree) == "gas"


def test_what_cannot_be_encoded_is_replaced() -> None:
    (term,) = [parse_query("a\ud800b\0c").tree]
    assert isinstance(term, Term)
    assert term.value == "a?b c"


@given(st.text(), st.booleans())
def test_no_line_fails_and_every_place_is_in_it(line: str, typing: bool) -> None:
    query = parse_query(line, typing=typing)
    for problem in query.problems:
        assert 0 <= problem.start < problem.end <= len(line)
    if query.tree is None:
        assert query.problems or not "".join(line.split()).strip("()")


PIECES = ["a", "b*", '"c', 'd"', "said:e", "OR", "AND", "NOT", "(", ")", "-", "-f", "is:read"]


@given(st.lists(st.sampled_from(PIECES)))
def test_what_is_shown_is_read_the_same(pieces: list[str]) -> None:
    def line(node: Node) -> str:
        match node:
            case Term(field, value, prefix):
                return f'{field}{":" * bool(field)}"{value}"{"*" * prefix}'
            case Not(part):
                return f"NOT {line(part)}"
            case And(parts):
                return f"({' '.join(map(line, parts))})"
            case Or(parts):
                return f"({' OR '.join(map(line, parts))})"

    tree = parse_query(" ".join(pieces)).tree
    if tree is not None:
        again = parse_query(line(tree))
        assert again.problems == ()
        assert shown(again.tree) == shown(tree)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2014", "2014-01-01", "2015-01-01"),
        ("2014-12", "2014-12-01", "2015-01-01"),
        ("2014-2", "2014-02-01", "2014-03-01"),
        ("2016-02-29", "2016-02-29", "2016-03-01"),
    ],
)
def test_days(value: str, start: str, end: str) -> None:
    expected = tuple(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (start, end))
    assert days(value) == expected


@pytest.mark.parametrize("value", ["", "14", "2014-", "2015-02-29", "0000", "9999", "2014-05-01T"])
def test_what_is_no_day(value: str) -> None:
    assert days(value) is None


def test_ages() -> None:
    assert age("12h") == timedelta(hours=12)
    assert age("2w") == timedelta(days=14)
    assert age("6m") == timedelta(days=180)
    assert age("9999y") == timedelta(days=365 * 9999)
    assert [age(each) for each in ("", "d", "3", "3 d", "-3d", "12345d", "٣d")] == [None] * 7


def test_every_field_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    for field in FIELDS:
        assert f"`{field}:" in text, field
    for field, values in VALUES.items():
        for value in values:
            assert f"`{field}:{value}`" in text, (field, value)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("|", None),
        ("gas |", None),
        ("gas|", ("", "gas", 0, 3)),
        ("ga|s", ("", "ga", 0, 3)),
        ("-spea|", ("", "spea", 1, 5)),
        ("speaker:|", ("speaker", "", 8, 8)),
        ("gas (speaker:mar|", ("speaker", "mar", 13, 16)),
        ('speaker:"mara q|', ("speaker", "mara q", 8, 15)),
        ('speaker:"mara quill"|', None),
        ('speaker:"mara| quill" x', ("speaker", "mara", 8, 20)),
        ("spea|ker:mara", ("", "spea", 0, 8)),
        ("http://x|", ("", "http://x", 0, 8)),
    ],
)
def test_the_part_that_is_being_typed(line: str, part: tuple[object, ...] | None) -> None:
    found = part_at(line.replace("|", ""), line.index("|"))
    assert (found and (found.field, found.typed, found.start, found.end)) == part


@given(st.text(max_size=60), st.integers(0, 70))
def test_the_part_that_is_being_typed_lies_in_the_line(line: str, cursor: int) -> None:
    part = part_at(line, cursor)
    if part is not None:
        assert 0 <= part.start <= part.end <= len(line)
        assert part.start <= cursor or not part.typed
