"""Taking paragraphs out moves what follows, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.parse.html import html_to_body
from onrecord.parse.paragraphs import without

words = st.sampled_from(["salt", "stone and", "“Aye”"])


@given(st.lists(st.tuples(words, words, st.booleans()), max_size=6), st.data())
def test_without(rows: list[tuple[str, str, bool]], data: st.DataObject) -> None:
    paragraphs = [
        f"<p>{first} <a href='https://x.example/{number}'>{second}</a></p>"
        for number, (first, second, _) in enumerate(rows)
    ]
    dropped = {number for number, row in enumerate(rows) if row[2]}
    kept = [text for number, text in enumerate(paragraphs) if number not in dropped]
    assert without(html_to_body("".join(paragraphs)), dropped) == html_to_body("".join(kept))
