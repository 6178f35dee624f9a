from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from textual.color import Color

from onrecord.app.widgets.slim_bar import SlimBar, grip

INK = Color.parse("#d9a05b").rich_color


@given(st.integers(1, 200), st.integers(1, 100_000), st.integers(1, 200), st.floats(0, 1))
def test_the_grip_is_on_the_bar_and_touches_its_ends_only_at_the_ends(
    size: int, lines: int, window: int, share: float
):
    most = max(0, lines - window)
    top, end = grip(size, lines, window, share * most)
    assert 0 <= top <= end <= size
    assert (top == end) is (lines <= window)
    if top < end:
        assert grip(size, lines, window, 0)[0] == 0
        assert grip(size, lines, window, most)[1] == size


def test_the_bar_is_dragged_at_its_grip_and_paged_beside_it():
    bar = SlimBar.render_bar(10, 100, 20, 40, back_color=INK, bar_color=INK)
    cells = [segment for segment in bar.segments if segment.text != "\n"]
    assert len(cells) == 10
    actions = [segment.style.meta["@mouse.down"] for segment in cells if segment.style]
    assert actions == ["scroll_up"] * 4 + ["grab"] * 2 + ["scroll_down"] * 4


def test_a_lying_bar_is_textuals():
    assert SlimBar.render_bar(10, 100, 20, 0, vertical=False, back_color=INK, bar_color=INK)
