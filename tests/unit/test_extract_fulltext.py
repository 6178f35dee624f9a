"""When a page is fetched, and which text is read."""

import pytest

from onrecord.extract.fulltext import better_body, wants_page
from onrecord.model import Entry, FullText
from onrecord.parse.html import text_to_body

TEASER = "The pilot Edda Brandt leaves the harbour after forty years and says the channel moves."
STORY = (
    TEASER + " She was nine when her father took her past the mole in a boat without engine." * 3
)
CONSENT = "We and our partners store information on a device, such as cookies, and process it." * 9


def entry(*, truncated: bool, url: str = "https://courier.example/1") -> Entry:
    return Entry("1", url, "x", "", None, None, "", text_to_body(TEASER), truncated)


@pytest.mark.parametrize(
    ("full_text", "truncated", "wanted"),
    [
        (FullText.AUTO, True, True),
        (FullText.AUTO, False, False),
        (FullText.ALWAYS, False, True),
        (FullText.NEVER, True, False),
    ],
)
def test_which_pages_are_wanted(full_text: FullText, truncated: bool, wanted: bool) -> None:
    assert wants_page(entry(truncated=truncated), full_text) is wanted
    assert not wants_page(entry(truncated=truncated, url=""), full_text)


@pytest.mark.parametrize(
    ("feed", "page", "better"),
    [
        (TEASER, STORY, STORY),
        (STORY, TEASER, STORY),
        (TEASER, TEASER, TEASER),
        (TEASER, CONSENT, TEASER),
        ("", CONSENT, CONSENT),
        ("Pilot leaves.", CONSENT, CONSENT),
    ],
)
def test_the_better_text(feed: str, page: str, better: str) -> None:
    assert better_body(text_to_body(feed), text_to_body(page)).text == better
