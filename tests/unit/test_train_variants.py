"""Variants of annotated articles: the text changes, the annotation stays true."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analyse.train_variants import (
    attributions_left_out,
    changed,
    introduced,
    other_names,
    other_verbs,
    roles_for_names,
    sentences_apart,
    single_marks,
    turned_round,
    variant,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """Pier to close

“The pier is tired,” Mr. Brekke said. “It wants a rest.” Nobody else came.

“We will paint it,” he said. “Really?” asked the mayor. Brekke had the ‘last word’.

“It’s done,” Brekke said."""


def article() -> dict[str, Any]:
    said = [
        ("“The pier is tired,”", "Mr. Brekke"),
        ("“It wants a rest.”", "Mr. Brekke"),
        ("“We will paint it,”", "he"),
        ("“Really?”", "the mayor"),
        ("“It’s done,”", "Brekke said"),
    ]
    quotes = []
    for words, name in said:
        start = TEXT.index(words)
        at = TEXT.index(name, start) if name == "he" else TEXT.index(name)
        size = len(name.removesuffix(" said"))
        quotes.append(
            {"start": start, "end": start + len(words), "source_pieces": [[at, at + size]]}
        )
    quotes[-1]["source_pieces"] = [[len(TEXT) - len("Brekke said."), len(TEXT) - len(" said.")]]
    return {"text": TEXT, "publisher": "one", "quotes": quotes, "scare_quotes": [], "ignore": []}


class Always(random.Random):
    """Takes every chance, and of several words the first."""

    def random(self) -> float:
        return 0.5

    def choice(self, seq: Any) -> Any:
        return seq[0]


def spoken(row: dict[str, Any]) -> list[tuple[str, list[str]]]:
    text = row["text"]
    return [
        (text[q["start"] : q["end"]], [text[a:b] for a, b in q["source_pieces"]])
        for q in row["quotes"]
    ]


@pytest.mark.parametrize(
    ("way", "words", "said"),
    [
        (other_verbs, "Mr. Brekke accused.", ("“The pier is tired,”", ["Mr. Brekke"])),
        (turned_round, "tired,” said Mr. Brekke. “It", ("“The pier is tired,”", ["Mr. Brekke"])),
        (turned_round, "“Really?” the mayor asked.", ("“Really?”", ["the mayor"])),
        (single_marks, "‘The pier is tired,’ Mr.", ("‘The pier is tired,’", ["Mr. Brekke"])),
        (sentences_apart, "rest.”\n\nNobody", ("“It wants a rest.”", ["Mr. Brekke"])),
    ],
)
def test_each_way_changes_the_text_and_keeps_what_is_marked(
    way: Callable[..., Any], words: str, said: tuple[str, list[str]]
) -> None:
    row = changed(article(), way(article(), Always()))
    assert words in row["text"]
    assert said in spoken(row)


def test_names_and_roles_are_changed_wherever_they_stand() -> None:
    for way in (other_names, roles_for_names):
        row = changed(article(), way(article(), random.Random(3)))
        if "Brekke" in row["text"]:
            row = changed(article(), way(article(), Always()))
        assert "Brekke" not in row["text"]
        assert spoken(row)[0][1][0] in row["text"]


def test_an_attribution_left_out_gives_the_quotation_to_the_source_before() -> None:
    row = attributions_left_out(article(), Always())
    assert ("“We will paint it.”", ["Mr. Brekke"]) in spoken(row)
    assert "he said" not in row["text"]


def test_an_introduction_becomes_the_source_of_all_it_introduces() -> None:
    row = introduced(article(), type("Often", (Always,), {"random": lambda _: 0.7})())
    assert row["text"].startswith(
        "Pier to close\n\nMr. Brekke is not convinced. “The pier is tired.”"
    )
    assert spoken(row)[:2] == [
        ("“The pier is tired.”", ["Mr. Brekke"]),
        ("“It wants a rest.”", ["Mr. Brekke"]),
    ]


@given(st.integers(0, 300))
def test_a_variant_is_the_same_each_time_and_its_quotations_keep_their_marks(seed: int) -> None:
    row = variant(article(), seed)
    assert row == variant(article(), seed)
    for words, names in spoken(row):
        assert words[0] in "“‘"
        assert words[-1] in "”’"
        assert all(name and name == name.strip() for name in names)
