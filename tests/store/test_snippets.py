"""Snippets: the part around the hits, with exact places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.snippets import CLOSING, MOST_HITS, OPENING, WIDTH, hits_in, snippet

words = st.lists(st.text("abc é\n😀", min_size=1, max_size=12), max_size=60)


def marked(pieces: list[str]) -> str:
    """Mark every other piece as a hit."""
    return "".join(
        f"{OPENING}{piece}{CLOSING}" if number % 2 else piece for number, piece in enumerate(pieces)
    )


@given(words)
def test_hits_are_the_marked_pieces(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert [text[start:end] for start, end in hits_in(text, marked(pieces))] == pieces[1::2]


@given(words)
def test_a_snippet_shows_its_hits_at_their_places(pieces: list[str]) -> None:
    text = "".join(pieces)
    hits = hits_in(text, marked(pieces))
    part, shown, position = snippet(text, hits)
    assert len(part) <= 3 * WIDTH
    assert not set("\n\t") & set(part)
    flat = text.replace("\n", " ")
    assert part.strip("…") in flat
    if hits:
        assert position in hits
        assert shown
        assert flat[slice(*position)] in [part[start:end] for start, end in shown]
        assert {part[start:end] for start, end in shown} <= {flat[a:b] for a, b in hits}
    else:
        assert (shown, position) == ((), None)


def test_a_snippet_is_cut_around_where_most_hits_are() -> None:
    text = "bridge " + "x " * 300 + "a bridge and a bridge and a bridge. " + "y " * 300
    hits = [(at, at + 6) for at in range(len(text)) if text.startswith("bridge", at)]
    part, shown, position = snippet(text, hits)
    assert position == hits[1]
    assert len(shown) == 3
    assert part.startswith("…")
    assert part.endswith("…")
    assert snippet("No hit\nat all.", ()) == ("No hit at all.", (), None)


def test_a_hit_longer_than_a_snippet_is_cut() -> None:
    text = "x" * 10_000
    part, shown, position = snippet(text, [(0, 10_000)])
    assert position == (0, 10_000)
    assert len(part) <= 3 * WIDTH
    assert shown == ((0, len(part) - 1),)


def test_marks_of_the_text_itself_tell_no_hits() -> None:
    assert hits_in(f"a{OPENING}b", f"a{OPENING}{OPENING}b{CLOSING}") == ()


def test_only_the_first_hits_are_told() -> None:
    text = "a b " * 1000
    marked_text = f"{OPENING}a{CLOSING} b " * 1000
    hits = hits_in(text, marked_text)
    assert hits == tuple((4 * number, 4 * number + 1) for number in range(MOST_HITS))
