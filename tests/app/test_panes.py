from __future__ import annotations

import pytest

from onrecord.app.panes import Pane, beside, window

S, A, R, C = Pane.SOURCES, Pane.ARTICLES, Pane.READER, Pane.RECORD


@pytest.mark.parametrize(
    ("width", "focus", "shown"),
    [
        (60, S, (S,)),
        (99, R, (R,)),
        (100, S, (S, A)),
        (100, A, (A, R)),
        (149, R, (A, R)),
        (149, C, (R, C)),
        (150, S, (S, A, R)),
        (193, R, (S, A, R)),
        (193, C, (A, R, C)),
        (194, C, (S, A, R, C)),
    ],
)
def test_the_window_slides_with_the_focus(width: int, focus: Pane, shown: tuple[Pane, ...]):
    assert window(width, focus) == shown


@pytest.mark.parametrize("hidden", [set(), {S}, {S, C}, {A, C}])
def test_the_focus_is_always_shown_and_the_panes_adjoin(hidden: set[Pane]):
    for width in range(40, 240, 7):
        for focus in Pane:
            shown = window(width, focus, hidden)
            panes = [pane for pane in Pane if pane is focus or pane not in hidden]
            assert focus in shown
            first = panes.index(shown[0])
            assert tuple(panes[first : first + len(shown)]) == shown


def test_zen_shows_the_article_alone():
    assert window(200, R, zen=True) == (R,)
    assert window(200, A, zen=True) == (S, A, R, C)


def test_hidden_panes_are_passed_over():
    assert window(160, R, {S}) == (A, R, C)
    assert beside(A, -1, {S}) is A
    assert beside(A, 1) is R
    assert beside(C, 1) is C
