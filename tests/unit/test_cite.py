from __future__ import annotations

from datetime import date

from onrecord.record.cite import Citation, as_markdown, words_of


def test_a_quotation_is_a_block_quote_with_its_source():
    citation = Citation(
        ("“One,”", "“and two.”"),
        "Ada Vane",
        "What [was] said",
        "The Lantern",
        "https://press.example/1",
        date(2026, 5, 20),
    )
    assert as_markdown(citation) == (
        "> “One, […] and two.”\n>\n"
        "> — Ada Vane, in [What \\[was\\] said](<https://press.example/1>), "
        "The Lantern, 2026-05-20\n"
    )


def test_what_is_not_known_is_left_out():
    citation = Citation(("“One.”",), "", "Title", "The Lantern", "", None)
    assert as_markdown(citation) == "> “One.”\n>\n> — Title, The Lantern\n"


def test_words_lose_their_outer_marks_only():
    assert words_of(("«Un “mot”»",)) == "Un “mot”"
    assert words_of(("“She said ‘no’",)) == "“She said ‘no’"
